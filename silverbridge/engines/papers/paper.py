"""What stands in an official document, without its layout."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Heading:
    """A numbered heading; ``level`` 1 is 一、, 2 is （一）, 3 is 1., 4 is (1). Numbers are given by the writer."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, indented by two characters."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table with a head that is repeated on each page; ``widths`` are in millimetres and sum up to at most 156."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Paper:
    """An official document. ``issuer`` heads it in red where it is issued; without one it is a plain list or sheet.

    ``addressees`` are printed before the body, ``signer`` and ``day`` behind it, ``copies`` and ``printed_by`` at the
    foot. Whatever is empty is left out. ``number`` is printed as given, as 督〔2026〕7号.
    """

    title: str
    body: tuple[Heading | Paragraph | Table, ...]
    issuer: str = ""
    number: str = ""
    addressees: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    signer: str = ""
    day: date | None = None
    copies: tuple[str, ...] = ()
    printed_by: str = ""
