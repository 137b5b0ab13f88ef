"""One question of an elder page as data: what it asks, what was answered, what is still missing."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

Kind = Literal["choice", "text", "textarea", "date", "phone", "number", "yesno"]
PARTS = ("year", "month", "day")


@dataclass(frozen=True)
class Option:
    """An answer to choose: its word, what follows from it, whether a person takes over (in lantern)."""

    value: str
    label: Any
    consequence: Any = ""
    person: bool = False


@dataclass
class Question:
    """What ``{% ask %}`` draws. ``value`` is what was answered so far and is always shown again.

    For ``date`` the value is a ``date`` or a mapping with year, month and day as typed; the fields are
    called NAME-year, NAME-month and NAME-day. ``level`` is 1 where the question is the page's heading.
    """

    name: str
    title: Any
    kind: Kind = "text"
    hint: Any = ""
    value: Any = ""
    error: Any = ""
    options: Iterable[Option] = ()
    autocomplete: str = "off"
    required: bool = True
    level: int = 1
    multiple: bool = False
    max_length: int = 0

    def __post_init__(self) -> None:
        if self.kind == "yesno" and not self.options:
            self.options = (Option("yes", _("Yes")), Option("no", _("No")))
        self.options = tuple(self.options)
        if self.kind == "phone" and self.autocomplete == "off":
            self.autocomplete = "tel"

    @property
    def id(self) -> str:
        """Where the link of the error box leads."""
        return f"q-{self.name}"

    @property
    def chosen(self) -> set[str]:
        """Values of the chosen options."""
        if isinstance(self.value, (list, tuple, set)):
            return {str(v) for v in self.value}
        return {"yes" if self.value else "no"} if isinstance(self.value, bool) else {str(self.value or "")}

    @property
    def empty(self) -> bool:
        """Whether nothing was answered yet."""
        return not any(self.boxes.values()) if self.kind == "date" else self.value in ("", None, [], ())

    @property
    def boxes(self) -> dict[str, str]:
        """Year, month and day as they stand in the three boxes."""
        if isinstance(self.value, dt.date):
            return {part: str(getattr(self.value, part)) for part in PARTS}
        given = self.value if isinstance(self.value, Mapping) else {}
        return {part: str(given.get(part) or "") for part in PARTS}

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error line, for ``aria-describedby``."""
        ids = ((self.hint, f"{self.id}-hint"), (self.error, f"{self.id}-error"))
        return " ".join(name for text, name in ids if text)


def question_of(bound: BoundField, *, level: int = 1, consequences: Mapping[str, Any] | None = None) -> Question:
    """A Django form field as a Question; ``consequences`` gives the second line of options by value."""
    widget, value = bound.field.widget, bound.value()
    said = consequences or {}
    kind: Kind = "text"
    options: list[Option] = []
    if getattr(widget, "choices", None) is not None:
        kind = "choice"
        options = [Option(str(v), text, said.get(str(v), "")) for v, text in widget.choices if str(v) != ""]
    elif isinstance(widget, forms.Textarea):
        kind = "textarea"
    elif widget.input_type == "tel":
        kind = "phone"
    elif isinstance(bound.field, forms.IntegerField):
        kind = "number"
    return Question(
        name=bound.html_name,
        title=bound.label,
        kind=kind,
        hint=bound.help_text,
        value="" if value is None else value,
        error=" ".join(map(str, bound.errors)),
        options=options,
        autocomplete=widget.attrs.get("autocomplete", "off"),
        required=bound.field.required,
        level=level,
        multiple=isinstance(bound.field, forms.MultipleChoiceField),
        max_length=getattr(bound.field, "max_length", 0) or 0,
    )


def plain_digits(text: str) -> str:
    """What was typed with full-width figures turned into plain ones and blanks dropped."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_date(data: Mapping[str, str], name: str) -> tuple[dt.date | None, Any, dict[str, str]]:
    """The date in the three boxes NAME-year, NAME-month, NAME-day of posted data.

    Returns the date (or None), the words of what is wrong (or ""), and what was typed, to be shown again.
    All boxes empty is no error here: whether an answer is needed is the asker's rule.
    """
    typed = {part: data.get(f"{name}-{part}", "")[:12] for part in PARTS}
    texts = {part: plain_digits(text).rstrip("年月日号") for part, text in typed.items()}
    if not any(texts.values()):
        return None, "", typed
    words = {"year": _("year"), "month": _("month"), "day": _("day")}
    missing = [words[part] for part in PARTS if not texts[part]]
    if missing:
        return None, _("Still missing: %(parts)s.") % {"parts": _(", ").join(missing)}, typed
    if not all(text.isascii() and text.isdigit() for text in texts.values()):
        return None, _("Write figures only, like 1950, 3, 8."), typed
    if len(texts["year"]) != 4:
        return None, _("The year has four figures, like 1950."), typed
    try:
        return dt.date(*(int(texts[part]) for part in PARTS)), "", typed
    except ValueError:
        return None, _("The calendar has no such day. Look at it once more."), typed
