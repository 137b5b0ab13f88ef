"""What reading a notice yields. All offsets count characters of the text that was given to `parse`."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["in_force", "repealed", "consultation_draft", "unknown"]


class NotANotice(ValueError):
    """The text is no official notice; the message says what is missing."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


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


class Task(_Frozen):
    """Something a unit has to do. `deadline` is an ISO date, "ongoing" or None; `deadline_text` is what
    was printed.
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


class Duty(_Frozen):
    """A duty to report: who, what, when (the rule as printed), to whom."""

    who: str
    what: str | None
    when: str | None
    to: str | None


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
