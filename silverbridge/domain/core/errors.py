"""What can go wrong by a rule of the domain. Every error says what is wrong, where, and what to do now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language


class Bilingual:
    """Words that came with both languages, from an engine that knows no Django; which one shows is decided when they show."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en

    def __str__(self) -> str:
        return self.zh if (get_language() or "zh").startswith("zh") else self.en


class DomainError(Exception):
    """A refusal by a rule, with what to do now.

    ``code`` is stable for programs, ``field`` names the answer at fault (or None), ``status`` is the HTTP status. ``message`` and
    ``mend`` are lazy translations with %(name)s places for ``facts``; they become words when shown, in the language of then.
    """

    status = 400

    def __init__(self, code: str, message: Any, mend: Any = "", field: str | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.field, self.facts = code, field, facts
        self._message, self._mend = message, mend

    @property
    def message(self) -> str:
        """What is wrong, in the active language."""
        return str(self._message) % self.facts if self.facts else str(self._message)

    @property
    def mend(self) -> str:
        """What to do now, in the active language."""
        return str(self._mend) % self.facts if self.facts else str(self._mend)

    def __str__(self) -> str:
        return f"{self.message} {self.mend}".strip()


class Invalid(DomainError):
    """One or more answers cannot be taken: ``fields`` maps each to its own error."""

    status = 422

    def __init__(self, fields: Mapping[str, DomainError]) -> None:
        first = next(iter(fields.values()))
        super().__init__("invalid", first._message, first._mend, next(iter(fields)), **first.facts)
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
