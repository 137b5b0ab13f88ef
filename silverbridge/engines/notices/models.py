"""What reading a notice yields. All offsets count characters of the text that was given to `parse`."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from silverbridge.engines.calendars.rules import Rule

Status = Literal["in_force", "repealed", "consultation_draft", "unknown"]
Role = Literal["lead", "responsible", "cooperating"]
Route = Literal["email", "system", "written", "fax", "step_by_step"]
Direction = Literal["at_least", "at_most", "equal"]


class NotANotice(ValueError):
    """The text is no official notice; the message says what is missing."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


_Part = TypeVar("_Part", bound=_Frozen)
_new, _put = object.__new__, object.__setattr__
_FIELDS: dict[type, set[str]] = {}


def read_as(kind: type[_Part], values: dict[str, Any]) -> _Part:
    """A part of a notice made of what the engine itself has read: every field in its order, no type checked again.

    A long notice has thousands of parts; checking them takes a good share of the time of reading. Tests check them instead.
    """
    part = _new(kind)
    _put(part, "__dict__", values)
    _put(part, "__pydantic_fields_set__", _FIELDS[kind])
    _put(part, "__pydantic_extra__", None)
    _put(part, "__pydantic_private__", None)
    return part


class Clause(_Frozen):
    """One numbered clause, annex, heading or unnumbered stretch.

    `start` to `end` is its own text, up to the next clause; `until` is where its last sub-clause ends.
    """

    path: str
    number: str | None
    heading: str
    text: str
    start: int
    end: int
    until: int
    level: int


class Unit(_Frozen):
    """A unit as printed at `start` to `end`, white space aside, with its role and how sure the reading is, from 0 to 1.

    `full` is the name with the area that the units before it lend (省数字办、卫健委: 省卫健委), None where nothing is
    lent. Flags: "vague" names nobody in particular, "expands" names many of one kind (各设区市), "inherited" has a
    `full` name.
    """

    name: str
    role: Role
    start: int
    end: int
    confidence: float
    full: str | None = None
    flags: tuple[str, ...] = ()


class NumberTarget(_Frozen):
    """A figure to reach, printed at `start` to `end`: `what` is counted, `value` in `unit`, to be reached as a floor,
    a ceiling or exactly.

    `unit` is "%", "percentage points", "times" or the printed measure word (个, 张, 平方米, 分钟).
    """

    words: str
    what: str
    value: float
    unit: str
    direction: Direction
    start: int
    end: int
    confidence: float


class Goal(_Frozen):
    """An aim the text states at `start` to `end`: `by` is the last day of its horizon (到2025年底), None where it has none."""

    clause: str
    text: str
    by: date | None
    start: int
    end: int
    confidence: float
    targets: tuple[NumberTarget, ...] = ()


class Task(_Frozen):
    """Something a unit has to do. `deadline` is an ISO date, "ongoing" or None; `deadline_text` is what
    was printed, at `deadline_start` to `deadline_end`. `units` are the leads, responsible and cooperating
    units again, each where it is printed. `recurrence` is a rule of time that comes again, as printed (每季度结束后10日内);
    `rule` is it, or one that counts from something once (印发之日起30日内), for the calendar to turn into days.
    """

    clause: str
    part: int | None
    text: str
    start: int
    end: int
    leads: tuple[str, ...]
    responsible: tuple[str, ...]
    cooperating: tuple[str, ...]
    others: tuple[str, ...]
    deadline: str | None
    deadline_text: str | None
    resp_start: int | None
    resp_end: int | None
    confidence: float
    units: tuple[Unit, ...] = ()
    deadline_start: int | None = None
    deadline_end: int | None = None
    deadline_confidence: float = 0.0
    recurrence: str | None = None
    recurrence_start: int | None = None
    recurrence_end: int | None = None
    rule: Rule | None = None
    targets: tuple[NumberTarget, ...] = ()


class Duty(_Frozen):
    """A duty to report: who, what, when (the rule as printed), to whom; it stands in the sentence at `start` to `end`.

    `rule` is when, for the calendar; `due` the day, where one is printed instead. `attachments` are the forms named
    with it (附件1, 《…统计表》), `route` how it is to be sent. Where others' reports are gathered, `tier` counts from 1,
    the first to file. `spans` says where each field is printed; who is only addressed at the head has none.
    """

    who: str
    what: str | None
    when: str | None
    to: str | None
    start: int | None = None
    end: int | None = None
    rule: Rule | None = None
    due: date | None = None
    attachments: tuple[str, ...] = ()
    route: tuple[Route, ...] = ()
    tier: int | None = None
    spans: dict[str, tuple[int, int]] = {}
    confidence: float = 0.5


class Replaced(_Frozen):
    """A document that this notice puts out of force, as printed at `start` to `end`."""

    title: str | None
    number: str | None
    start: int
    end: int


class Standing(_Frozen):
    """When a notice was published, takes effect and ends, as far as it says; `spans` says where each is printed.

    `valid_until` is the last day it holds; `validity_text` the words of its period (有效期五年).
    """

    published: date | None = None
    effective: date | None = None
    valid_until: date | None = None
    validity_text: str | None = None
    replaced: tuple[Replaced, ...] = ()
    spans: dict[str, tuple[int, int]] = {}


_FIELDS.update({kind: set(kind.model_fields) for kind in (Clause, Unit, Task)})


class ParsedNotice(_Frozen):
    """A notice, read. Where `is_notice` is false, `why_not` says what is missing and the rest is a best
    effort.
    """

    title: str | None
    document_number: str | None
    issuers: tuple[str, ...]
    date: date | None
    status: Status
    status_text: str | None
    clauses: tuple[Clause, ...]
    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...]
    addressees: tuple[str, ...]
    basis: tuple[str, ...]
    warnings: tuple[str, ...]
    body_start: int
    body_end: int
    is_notice: bool
    why_not: str | None
    goals: tuple[Goal, ...] = ()
    standing: Standing = Standing()

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain JSON values."""
        return self.model_dump(mode="json")

    def to_text(self) -> str:
        """The body as it was given: the clauses, one after the other."""
        return "".join(clause.text for clause in self.clauses)

    def require_notice(self) -> ParsedNotice:
        """Itself; raises NotANotice where the text is none."""
        if not self.is_notice:
            raise NotANotice(self.why_not or "no notice")
        return self
