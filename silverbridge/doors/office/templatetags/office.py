"""How the ledger's figures and states stand on a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from silverbridge.domain.catalogue.models import Door, in_language
from silverbridge.domain.evidence.models import Evidence, IndicatorVersion
from silverbridge.domain.evidence.tables import TableRow
from silverbridge.domain.ledger.chase_words import level_name
from silverbridge.domain.ledger.lights import Light, Signal
from silverbridge.domain.ledger.models import Answer, Consultation, HandOut, Judgement, Notice, Succession
from silverbridge.domain.ledger.status import Figure, State, TaskStatus
from silverbridge.doors.look.templatetags.look import chip
from silverbridge.doors.office import differing, figures
from silverbridge.engines.identity import mask_name, mask_phone
from silverbridge.engines.indicators import IndicatorDefinition

register = template.Library()
VALIDITY = {"in_force": "ok", "repealed": "bad", "consultation_draft": "part", "unknown": "none"}

register.filter("amount", figures.amount)
register.filter("target_words", figures.target_words)
register.filter("overdue_words", figures.overdue_words)
register.filter("fate_words", differing.fate_words)


@register.filter
def figure_amount(figure: Figure) -> str:
    """What a figure came to."""
    value = figure.result.value if figure.result else None
    return figures.amount(value, figure.version.definition if figure.version else None)


@register.simple_tag
def state_chip(state: str) -> SafeString:
    """The state of a task or figure: shape and word."""
    return chip(figures.CHIPS[State(state)], State(state).label)


@register.simple_tag
def validity_chip(notice: Notice) -> SafeString:
    """Whether a notice is in force: shape and word. One in force by its validity may still be to come."""
    if notice.status == Notice.Status.IN_FORCE and notice.has_run_out:
        return chip(VALIDITY["repealed"], Notice.Status.REPEALED.label)
    if notice.status == Notice.Status.IN_FORCE and notice.is_to_come:
        return chip("wait", _("In force from %(day)s") % {"day": notice.in_force_from})
    if notice.status == Notice.Status.IN_FORCE and notice.held:
        return chip("wait", _("Waits for its day"))
    return chip(VALIDITY[notice.status], notice.get_status_display())


@register.simple_tag
def succession_chip(row: Succession) -> SafeString:
    """How far one notice is in taking another's place: shape and word."""
    return chip(
        {"in_effect": "ok", "planned": "wait", "set_aside": "none"}.get(row.state, "part"), row.get_state_display()
    )


@register.simple_tag
def consultation_chip(row: Consultation) -> SafeString:
    """Whether comments are taken, and whether the answers are out: shape and word."""
    if row.is_open:
        return chip("wait", _("Comments are taken"))
    return chip("ok", _("Answered")) if row.answers_at else chip("part", _("To be answered"))


@register.simple_tag
def verdict_of(answer: Answer) -> SafeString:
    """What became of a comment: shape and word."""
    return chip({"accepted": "ok", "partly": "part"}.get(answer.verdict, "none"), answer.get_verdict_display())


register.filter("masked_name", mask_name)


@register.filter
def decides(status: TaskStatus) -> Figure | None:
    """The figure that decides a task's state."""
    return figures.deciding(status)


@register.simple_tag
def verdict_chip(verdict: str) -> SafeString:
    """What a unit or a supervisor said: shape and word."""
    return chip({"met": "ok", "not_met": "bad"}.get(verdict, "none"), Judgement.Verdict(verdict).label)


LIGHTS = {Light.GREEN: "ok", Light.NONE: "none", Light.YELLOW: "part", Light.RED: "bad"}
COLOURS = {Light.GREEN: gettext_lazy("Green"), Light.YELLOW: gettext_lazy("Yellow"), Light.RED: gettext_lazy("Red")}
HELD = {
    HandOut.State.HANDED_OUT: "none",
    HandOut.State.IN_PROGRESS: "wait",
    HandOut.State.CLOSING_ASKED: "part",
    HandOut.State.VERIFIED: "part",
    HandOut.State.CLOSED: "ok",
    HandOut.State.WITHDRAWN: "none",
}


@register.simple_tag
def light_chip(signal: Signal) -> SafeString:
    """A light: shape, the name of its colour, and what it means; never the colour alone."""
    named = COLOURS.get(signal.light)
    return chip(LIGHTS[signal.light], f"{named}，{signal.light.label}" if named else signal.light.label)


@register.simple_tag
def handout_chip(state: str) -> SafeString:
    """How far a task in a unit's hands is: shape and word."""
    return chip(HELD[HandOut.State(state)], HandOut.State(state).label)


register.filter("mask_phone", mask_phone)
register.filter("level_name", level_name)


@register.filter
def readable(number: str) -> str:
    """A telephone number as one dials it here."""
    return number.removeprefix("+86")


@register.filter
def file_size(size: int) -> str:
    """How large a file is."""
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 1024))} KB"


register.filter("in_words", in_language)


@register.filter
def door_name(door: str) -> str:
    """A door in words; a dash where an event came through none."""
    return str(Door(door).label) if door else "–"


@register.filter
def door_names(doors: list[str]) -> str:
    """Several doors."""
    return "、".join(door_name(door) for door in doors)


@register.filter
def part_name(part: str) -> str:
    """What the numerator and the denominator are called."""
    return {"numerator": _("numerator"), "denominator": _("denominator")}[part]


@register.filter
def side_name(side: str) -> str:
    """The sides of a gap."""
    return {"digital": _("Digital doors"), "staffed": _("Staffed doors")}.get(side, side)


@register.filter
def missing_words(missing: tuple[str, ...]) -> str:
    """Whose yes a figure still wants."""
    words = {"notice": _("the notice"), "task": _("the task"), "target": _("the target")}
    return _("Not confirmed: %(names)s") % {"names": "、".join(words[name] for name in missing)}


@register.filter
def kind_words(definition: IndicatorDefinition) -> str:
    """What kind of figure it is."""
    return {
        "count": _("a count"),
        "share": _("a share"),
        "gap": _("a share at digital doors minus the share at staffed doors"),
        "quantile": _("a waiting time not exceeded in most cases"),
        "ratio": _("one number over another"),
    }[definition.kind]


@register.filter
def counted_words(distinct: str) -> str:
    """What is counted once."""
    return {
        "events": _("event"),
        "objects": _("request"),
        "subjects": _("person"),
        "places": _("place"),
        "amount": _("amount stated"),
    }[distinct]


@register.filter
def event_names(definition: IndicatorDefinition) -> str:
    """The events a figure is made of."""
    parts = (definition.numerator, definition.denominator, definition.of, definition.start, definition.end)
    names = (name for part in parts if part for name in part.event or part.kinds or (part.facts,))
    return ", ".join(dict.fromkeys(names))


@register.filter
def named(code: object, names: dict[str, str]) -> object:
    """The name of a code, or the code itself where nobody bears it."""
    return names.get(code, code)


@register.simple_tag
def told_chip(row: TableRow) -> SafeString:
    """Whether a place has a figure, and if not, why: shape and word."""
    if row.suppressed:
        return chip("none", _("Too few to show"))
    return {
        "measured": lambda: chip("ok", _("Measured")),
        "no_data": lambda: chip("none", _("No data")),
        "late": lambda: chip("bad", _("Late")),
        "exempt": lambda: chip("part", _("Exempt")),
        "closed": lambda: chip("none", pgettext("a place", "Closed")),
    }[row.state]()


@register.filter
def basis_words(definition: IndicatorDefinition) -> list[tuple[str, str]]:
    """The 口径 point by point: what is asked, and the answer."""
    if definition.basis is None:
        return []
    basis = definition.basis
    counts = {
        "times": _("times"),
        "persons": _("persons"),
        "cases": _("cases"),
        "places": _("places"),
        "things": _("things"),
        "money": _("money"),
        "time": _("time"),
    }
    ages = {
        "day_of_service": _("on the day of service"),
        "period_end": _("on the last day of the period"),
        "as_reported": _("as reported"),
        "none": _("no age is asked"),
    }
    figure = _("on the last day of the period") if basis.figure == "point" else _("over the whole period")
    return [
        (_("Scope"), in_language(basis.scope)),
        (_("Point or period"), figure),
        (_("Counted in"), counts[basis.counts]),
        (_("Age is taken"), ages[basis.age_day]),
        (_("Source of the facts"), in_language(basis.source)),
    ]


@register.filter
def field_name(field: str) -> str:
    """What a corrected field is called."""
    return str(
        {
            "span": _("Passage"),
            "leads": _("Lead"),
            "responsible": _("Responsible"),
            "cooperating": _("Cooperating"),
            "deadline": _("Deadline"),
            "recurrence": _("Repeats"),
            "targets": _("Figures to reach"),
            "title": _("Title"),
            "document_number": _("Document number"),
            "issuers": _("Issued by"),
            "dated": _("Date"),
            "status": _("Validity"),
            "who": _("Who reports"),
            "what": _("What to report"),
            "when": _("When"),
            "due": _("Or by the day"),
            "to": _("To whom"),
            "attachments": _("Forms that go with it"),
            "route": _("How it is sent"),
            "tier": _("Tier"),
            "by": _("To be reached by"),
        }[field]
    )


@register.filter
def kept_words(row: Evidence, versions: dict[tuple[str, int], IndicatorVersion]) -> str:
    """A figure on file: the indicator's name and the value as it was then."""
    version = versions.get((row.result.code, row.result.version))
    name, definition = (version.name, version.definition) if version else (row.result.code, None)
    return f"{name} {figures.amount(row.value, definition)}"
