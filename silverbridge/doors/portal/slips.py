"""A request as the person reads it: its state in words and shape, and the slip (when, where, what to bring, whom to ask for)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from silverbridge.domain.catalogue.models import in_language
from silverbridge.domain.core.references import grouped
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.states import PLANNED, WITHDRAWABLE, State
from silverbridge.doors.look.context import HelpLine
from silverbridge.doors.portal import words
from silverbridge.doors.portal.ways import call_line
from silverbridge.engines.identity import mask_name

CHIPS = {
    State.SUBMITTED: "wait",
    State.ACCEPTED: "wait",
    State.SCHEDULED: "ok",
    State.ASSIGNED: "ok",
    State.QUEUED: "wait",
    State.IN_SERVICE: "wait",
    State.DONE: "ok",
    State.DECLINED: "bad",
    State.WITHDRAWN: "none",
    State.MISSED: "part",
    State.CANCELLED: "bad",
}


@dataclass(frozen=True)
class Brief:
    """One line about a request, for a list; needs no further query."""

    reference: str
    name: str
    chip: str
    state: str
    next: str


def brief(request: ServiceRequest) -> Brief:
    """The line of a request."""
    state = State(request.state)
    return Brief(request.reference, request.version.name, CHIPS[state], state.label, _next(request))


@dataclass(frozen=True)
class Slip:
    """What a page or a printed slip says about one request."""

    request: ServiceRequest
    name: str
    chip: str
    state: str
    next: str
    rows: list[tuple[str, list[str]]]
    spoken: str
    line: HelpLine
    own_line: HelpLine
    withdrawable: bool
    withdraw_by: str
    answer: list[str] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """The result, first."""
        if self.request.state == State.SUBMITTED:
            return _("We have it: %(item)s") % {"item": self.name}
        return _("%(item)s: %(state)s") % {"item": self.name, "state": self.state}


def slip(request: ServiceRequest) -> Slip:
    """The slip of a request as it stands now."""
    before_limit = timezone.now() < request.withdraw_until
    return Slip(
        request=request,
        name=request.version.name,
        chip=CHIPS[State(request.state)],
        state=request.get_state_display(),
        next=_next(request),
        rows=[row for row in _rows(request) if row[1]],
        spoken=words.spoken(request.reference),
        line=call_line(request.item),
        own_line=call_line(request.item, now=False),
        withdrawable=request.state in WITHDRAWABLE,
        withdraw_by=words.clock(request.withdraw_until) if before_limit else "",
        answer=[request.outcome] if request.outcome else [],
    )


def _next(request: ServiceRequest) -> str:
    """What happens next, in one sentence."""
    by = words.day(request.promised_on)
    if request.state in (State.SUBMITTED, State.ACCEPTED) and not request.contact_phone:
        return _("We look into it. To hear how it went, call us and say the number.")
    if request.state in (State.SUBMITTED, State.ACCEPTED) and request.call_first:
        return _("We telephone you and settle it together, by %(day)s at the latest.") % {"day": by}
    if request.state in (State.SUBMITTED, State.ACCEPTED):
        return _("You hear from us by %(day)s at the latest.") % {"day": by}
    if request.state in PLANNED:
        return _("It is settled. Look at the slip below.")
    return {
        State.IN_SERVICE: _("Somebody is working on it right now."),
        State.DONE: _("Nothing more is to be done."),
        State.DECLINED: _("There is another way. Read below, or telephone us."),
        State.WITHDRAWN: _("You took it back. You can ask again at any time."),
        State.MISSED: _("We did not meet you. Telephone us for another time."),
        State.CANCELLED: _("We are sorry. Telephone us, and we find another way."),
    }[State(request.state)]


def _rows(request: ServiceRequest) -> list[tuple[str, list[str]]]:
    definition = request.version.definition
    part = request.fulfilment_parts.filter(cancelled_at__isnull=True).order_by("pk").first()
    place = request.place
    where = [part.where] if part and part.where else [place.name, place.address, place.directions] if place else []
    ask_for = part.who if part and part.who else in_language(definition.ask_for) if definition.ask_for else ""
    return [
        (_("For"), [_whose(request)]),
        (_("What"), [request.version.name]),
        (_("When"), [words.moment(part.starts_at)] if part and part.starts_at else _until(request)),
        (_("Where"), [line for line in where if line]),
        (_("By whom"), [] if where else [request.organisation.name]),
        (_("Bring"), [in_language(thing) for thing in definition.bring]),
        (_("Ask for"), [ask_for] if ask_for else []),
        (_("Number"), [grouped(request.reference)]),
    ]


def _until(request: ServiceRequest) -> list[str]:
    if request.is_closed or not request.contact_phone:
        return []
    return [_("not fixed yet; we telephone by %(day)s") % {"day": words.day(request.promised_on)}]


def _whose(request: ServiceRequest) -> str:
    """Whose it is: an agent holds a number and a telephone, not the person's papers, so their name stays masked."""
    if request.person is None:
        return _("no name given")
    return mask_name(request.person.name) if request.acting_for else request.person.name
