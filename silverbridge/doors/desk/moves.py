"""The moves a request can make now, each with its form. What may follow what is intake's; this only asks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.definitions import DIGITAL, HELP, STAFFED
from silverbridge.domain.catalogue.models import Door, Offering
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.intake import services
from silverbridge.domain.intake.fulfilments import fulfilment
from silverbridge.domain.intake.models import Decline, ServiceRequest
from silverbridge.domain.intake.states import (
    DECLINABLE,
    NEXT,
    PLANNED,
    REOPENABLE,
    RESCHEDULABLE,
    WITHDRAWABLE,
    State,
)
from silverbridge.domain.people.models import Assurance
from silverbridge.doors.desk.plans import offers, read_plan
from silverbridge.doors.desk.taking import PREFIX, Row, Taking, picks

Data = Mapping[str, str]


@dataclass
class Move:
    """One move: its verb, what its button says, the rows of its form. ``main`` moves stand open, others folded."""

    verb: str
    title: Any
    rows: list[Row] = field(default_factory=list)
    main: bool = False
    note: Any = ""
    open: bool = False
    error: Any = ""


def ways_open_now(row: ServiceRequest) -> list[Offering]:
    """Other ways to the same item that are open at this moment."""
    others = catalogue.alternatives(row.item, besides=[row.offering_id] if row.offering_id else [])
    return [offering for offering in others if catalogue.open_now(offering)]


def _words(label: Any, required: bool = False) -> Row:
    return Row("words", label, kind="long", hint="" if required else _("May stay empty."))


def _plan_rows(row: ServiceRequest) -> list[Row]:
    found = offers(row)
    part = row.fulfilment_parts.order_by("pk").first()
    way = fulfilment(part.kind)
    rows = []
    if found:
        pairs = [(o.starts_at.isoformat(), _slot_words(o.starts_at, o.left)) for o in found]
        rows.append(Row("slot", _("Time"), kind="pick", picks=picks(pairs)))
    elif getattr(way, "needs_time", True):
        rows += [Row("day", _("Day"), hint=_("Like 2026-11-24")), Row("time", _("Time"), hint=_("Like 9:30"))]
    who = Row("who", _("Who serves"), hint=_("As the person is told: Driver Wang, plate 0632."), value=part.who)
    return [*rows, who, Row("where", _("Where"), value=part.where)]


def _slot_words(moment: Any, left: int | None) -> str:
    from django.utils import formats, timezone

    shown = formats.date_format(timezone.localtime(moment), "m-d H:i")
    return _("%(time)s, %(n)s left") % {"time": shown, "n": left}


TITLES: dict[str, Callable[[], str]] = {
    State.ACCEPTED: lambda: _("Accept"),
    State.SCHEDULED: lambda: _("Agree a time"),
    State.ASSIGNED: lambda: _("Name who comes"),
    State.QUEUED: lambda: _("Put in the queue"),
    State.IN_SERVICE: lambda: _("Service begins"),
    State.DONE: lambda: _("Finish it"),
    State.MISSED: lambda: _("Nobody came"),
    State.CANCELLED: lambda: _("We cancel"),
}


def usual_step(states: list[str]) -> str:
    """Which of the next states is the everyday one: agree a time, finish, accept, or begin."""
    for state in (*PLANNED, State.DONE, State.ACCEPTED, State.IN_SERVICE):
        if state in states:
            return state
    return ""


def _advances(row: ServiceRequest) -> list[Move]:
    part = row.fulfilment_parts.order_by("pk").first()
    planned = fulfilment(part.kind).planned if part else None
    states = [to for to in NEXT.get(row.state, ()) if to not in PLANNED or to == planned]
    found = []
    for to in states:
        move = Move(to, TITLES[to](), main=to == usual_step(states))
        if to in PLANNED:
            move.rows = _plan_rows(row)
        elif to == State.DONE:
            move.rows = [_words(_("What was done"))]
        elif to == State.CANCELLED:
            move.rows = [_words(_("Why, as the person is told"))]
        found.append(move)
    return found


def _answers(row: ServiceRequest) -> list[Move]:
    """What was left to a person, to be answered after the call."""
    if not row.call_first or row.is_closed:
        return []
    known = {PREFIX + key: value for key, value in row.answers.items() if value != HELP}
    form = Taking(row.version, None, None, known, started=True)
    return [Move("answers", _("I called: these are the answers"), form.questions(), main=True)]


def _assurance(row: ServiceRequest) -> list[Move]:
    levels = [level for level in Assurance if level > row.assurance]
    if not levels or row.is_closed or row.person is None:
        return []
    least = Assurance[row.version.definition.least_assurance.upper()]
    pairs = [(str(level.value), level.label) for level in levels]
    needed = row.assurance < least
    note = _("Needed before it is carried out: “%(least)s”.") % {"least": least.label} if needed else ""
    rows = [Row("assurance", _("Now we have"), kind="pick", picks=picks(pairs))]
    return [Move("assurance", _("We are surer who it is"), rows, main=needed, note=note)]


def _door(row: ServiceRequest) -> list[Move]:
    doors = [Door(d) for d in row.version.definition.doors if d != row.door]
    if not doors or row.is_closed:
        return []
    rows = [Row("door", _("Goes on"), kind="pick", picks=picks([(d.value, d.label) for d in doors]))]
    if row.door in STAFFED and {d.value for d in doors} & set(DIGITAL):
        yes = [("yes", _("I asked, and the person said yes"))]
        rows.append(Row("agreed", _("To a machine"), kind="tick", picks=picks(yes)))
    return [Move("door", _("Go on through another door"), rows)]


def _decline(row: ServiceRequest) -> Move:
    ways = [(str(o.pk), _way(o)) for o in ways_open_now(row)]
    none = "" if ways else _("No other way is open now. Decline when one is.")
    rows = [
        Row("reason", _("Reason"), kind="pick", picks=picks(list(Decline.choices))),
        _words(_("Why, as the person is told"), required=True),
        Row("alternative", _("Another way, open now"), kind="pick", picks=picks(ways), hint=none),
    ]
    return Move("decline", _("It cannot be done"), rows)


def _way(offering: Offering) -> str:
    return " ".join(
        filter(None, (offering.get_door_display(), str(offering.place or offering.organisation), offering.phone))
    )


def possible(row: ServiceRequest) -> list[Move]:
    """Every move this request can make from where it stands, the usual next step first."""
    found = _answers(row) + _advances(row) + _assurance(row)
    if row.state in RESCHEDULABLE:
        found.append(
            Move("reschedule", _("Another time"), [*_plan_rows(row), _words(_("Note"))], main=row.state == State.MISSED)
        )
    if not row.is_closed and row.state != State.SUBMITTED:
        found.append(Move("take", _("Make it mine")))
    found += _door(row)
    if row.state in WITHDRAWABLE:
        found.append(Move("withdraw", _("The person takes it back")))
    if row.state in DECLINABLE:
        found.append(_decline(row))
    if row.state in REOPENABLE:
        found.append(Move("reopen", _("Open it again"), [_words(_("Why"), required=True)]))
    return sorted(found, key=lambda move: not move.main)


def fill(move: Move, data: Data, error: DomainError) -> None:
    """Puts back what was typed in a move's form and says at each row what was wrong."""
    move.open = True
    faults = error.fields if isinstance(error, Invalid) else {error.field or "": error}
    names = {row.name for row in move.rows}
    aliases = {"starts_at": "slot" if "slot" in names else "day", "note": "words"}
    for row in move.rows:
        row.value = data.get(row.name, "")
    for name, fault in faults.items():
        place = PREFIX + name if PREFIX + name in names else aliases.get(name, name)
        for row in move.rows:
            if row.name == place:
                row.error = fault
        if place not in names:
            move.error = fault


def perform(row: ServiceRequest, verb: str, data: Data, actor: Actor, revision: int) -> ServiceRequest:
    """Makes one move. Raises DomainError (Conflict when somebody else was first, or it is no move of this state)."""
    words = data.get("words", "")
    match verb:
        case "answers":
            typed = {key.removeprefix(PREFIX): data[key] for key in data if key.startswith(PREFIX)}
            return services.complete_answers(row, typed, actor, revision)
        case "take":
            return services.take(row, actor, revision)
        case "withdraw":
            return services.withdraw(row, actor, revision)
        case "reopen":
            return services.reopen(row, actor, revision, words)
        case "reschedule":
            return services.reschedule(row, read_plan(data), actor, revision, words)
        case "assurance":
            return services.raise_request_assurance(row, _level(data), actor, revision)
        case "door":
            return services.change_door(row, data.get("door", ""), actor, revision, agreed=data.get("agreed") == "yes")
        case "decline":
            return services.decline(row, data.get("reason", ""), words, _chosen_way(row, data), actor, revision)
        case _:
            plan = read_plan(data) if verb in PLANNED else None
            return services.advance(row, verb, actor, revision, plan, words)


def _level(data: Data) -> int:
    text = data.get("assurance", "")
    if text not in map(str, Assurance.values):
        raise DomainError(
            "assurance.choice", _("Say how sure we are now."), _("Choose one of those shown."), "assurance"
        )
    return int(text)


def _chosen_way(row: ServiceRequest, data: Data) -> Offering | None:
    chosen = data.get("alternative", "")
    return next((o for o in catalogue.offerings(row.item) if str(o.pk) == chosen), None)
