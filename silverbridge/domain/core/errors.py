"""What can go wrong by a rule of the domain. Every error says what is wrong, where, and what to do now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """A refusal by a rule. ``message`` and ``mend`` are lazy translations, shown in the language of the page.

    ``code`` is stable for programs, ``field`` names the answer at fault (or None), ``status`` is the HTTP status.
    """

    status = 400

    def __init__(self, code: str, message: Any, mend: Any = "", field: str | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.message, self.mend, self.field, self.facts = code, message, mend, field, facts

    def __str__(self) -> str:
        return f"{self.message} {self.mend}".strip()


class Invalid(DomainError):
    """One or more answers cannot be taken: ``fields`` maps each to its own error."""

    status = 422

    def __init__(self, fields: Mapping[str, DomainError]) -> None:
        first = next(iter(fields.values()))
        super().__init__("invalid", first.message, first.mend, next(iter(fields)))
        self.fields = dict(fields)


class NotFound(DomainError):
    """Nothing there for this asker; says no more to strangers."""

    status = 404


class Forbidden(DomainError):
    """The asker is known and may not do this."""

    status = 403


class Conflict(DomainError):
    """Somebody else was first, or the same key came with another body."""

    status = 409


class Throttled(DomainError):
    """Too many tries in a while."""

    status = 429
