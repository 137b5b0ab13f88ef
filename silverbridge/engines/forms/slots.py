"""A blank form as the house sees it: the places that can be filled, the words around each, and a picture to draw."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from .package import Kind

SlotKind = Literal["cell", "blank", "bookmark", "control"]
ValueType = Literal["any", "number", "percent", "date", "text", "choice"]
_NOISE = re.compile(r"[\s:：_＿*＊、，,。.;；“”\"'‘’()（）\[\]【】]+")


def plain(label: str) -> str:
    """A label without what changes between prints: spaces, punctuation, width of letters, case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", label)).casefold()


@dataclass(frozen=True)
class Words:
    """What stands around a place: labels of its row and headers of its column, each from the outside in.

    ``literals`` are the fixed words of a line before, between and behind its blanks, of which this is number ``nth``.
    """

    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    nth: int = 0

    @property
    def label(self) -> str:
        """The words nearest to the place, for people: 旗舰网点 / 本季末."""
        if self.literals:
            before = self.literals[self.nth].strip() if self.nth < len(self.literals) else ""
            after = self.literals[self.nth + 1].strip() if self.nth + 1 < len(self.literals) else ""
            if before.endswith(("：", ":")) or not after:
                return before.rstrip("：:").split("  ")[-1].strip()
            return after[:12]
        return " / ".join((*self.row, *self.column))

    @property
    def core(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], int]:
        """The same without what changes between prints, for comparing."""
        rows, columns, literals = (tuple(map(plain, it)) for it in (self.row, self.column, self.literals))
        return rows, columns, literals, self.nth


@dataclass(frozen=True)
class Slot:
    """A place that can be filled. ``key`` is its address: 附表1!C7, 附表1!A20#1, bookmark:unit, control:name, 表2!R3C2, 段4#0.

    ``name`` is a defined name, a bookmark's or a control's. ``least`` and ``most`` are the form's own bounds. ``held`` is
    the placeholder that stands there now. ``protected`` says that the receiver locked the sheet and left this place open.
    """

    key: str
    kind: SlotKind
    where: str
    words: Words
    row: int = 0
    column: int = 0
    name: str = ""
    type: ValueType = "any"
    format: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    least: str = ""
    most: str = ""
    held: str = ""
    protected: bool = False
    wraps: bool = True


@dataclass(frozen=True)
class Drawn:
    """A cell of the picture: its text, how far it reaches, and the keys of the places in it."""

    text: str
    across: int = 1
    down: int = 1
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A sheet, or the body of a document, to draw as a table; lines of text are rows of one cell."""

    name: str
    rows: tuple[tuple[Drawn, ...], ...]
    hidden: bool = False


@dataclass(frozen=True)
class Blank:
    """A blank form: what it is, its places in reading order, its pictures, and codes of what is worth saying of the file.

    Notes: "protected" (a sheet is locked; filling keeps that), "formulas", "bound_controls" (left alone: Word fills them).
    """

    kind: Kind
    slots: tuple[Slot, ...]
    pictures: tuple[Picture, ...]
    notes: tuple[str, ...] = ()
    by_key: dict[str, Slot] = field(default_factory=dict, compare=False)

    def slot(self, key: str) -> Slot | None:
        """The place with this key."""
        return self.by_key.get(key)
