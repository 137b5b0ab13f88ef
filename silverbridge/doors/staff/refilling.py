"""Puts what somebody had typed back into the form it came from, on the finished page: one way for every staff form.

The page is copied as it is; only the fields of that one form are written anew, and what folds it away is opened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]
Typed = list[tuple[str, list[str]]]
CHOSEN, KEPT_AS_IS = {"checkbox", "radio"}, {"file", "submit", "button", "reset", "image", "password"}


@dataclass
class _Piece:
    """A tag or a stretch of text, with the place of the form it stands in and of the folds around it."""

    raw: str
    tag: str = ""
    attrs: dict[str, str | None] = field(default_factory=dict)
    form: int | None = None
    folds: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return self.attrs.get("name") or ""

    @property
    def value(self) -> str:
        return self.attrs.get("value") or ""

    def rewrite(self, **attrs: str | None) -> None:
        """The tag with these attributes; ``None`` takes one away."""
        told = {
            name: value for name, value in {**self.attrs, **attrs}.items() if name not in attrs or value is not None
        }
        parts = [name if value is None else f'{name}="{escape(value)}"' for name, value in told.items()]
        self.raw = f"<{' '.join([self.tag, *parts])}>"


class _Reader(HTMLParser):
    """A page in pieces that make the very page again."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[_Piece] = []
        self.folds: list[int] = []
        self.form: int | None = None

    def _add(self, raw: str, tag: str = "", attrs: Attributes | None = None) -> None:
        self.pieces.append(_Piece(raw, tag, dict(attrs or ()), self.form, tuple(self.folds)))

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "form":
            self.form = len(self.pieces)
        if tag == "details":
            self.folds.append(len(self.pieces))
        self._add(self.get_starttag_text() or "", tag, attrs)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self._add(self.get_starttag_text() or "", tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._add(f"</{tag}>", f"/{tag}")
        if tag == "form":
            self.form = None
        if tag == "details" and self.folds:
            self.folds.pop()

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._add(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._add(f"<!{decl}>")


def refilled(page: str, path: str, action: str, typed: Typed, mark: str) -> str | None:
    """The page at ``path`` with ``typed`` in its form that posts to ``action``; None where it has no such form.

    ``mark`` is markup put at the head of the form. Of several such forms it is the one that carries all of the names, and the
    same ids unseen.
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    pieces, wanted = reader.pieces, dict(typed)
    start = next((n for n, p in enumerate(pieces) if p.tag == "form" and _fits(pieces, n, path, action, wanted)), None)
    if start is None:
        return None
    inside = [piece for piece in pieces if piece.form == start]
    for place in {*pieces[start].folds, *(place for piece in inside for place in piece.folds)}:
        pieces[place].rewrite(open="")
    _write(inside, {name: list(values) for name, values in wanted.items()})
    pieces[start].raw += mark
    return "".join(piece.raw for piece in pieces)


BOOKKEEPING = {"key", "revision", "next", "csrfmiddlewaretoken", "drawn_for", "unsent"}
"""Fields that nobody typed and that say nothing of what a form is about."""


def _fits(pieces: list[_Piece], start: int, path: str, action: str, typed: dict[str, list[str]]) -> bool:
    head, inside = pieces[start], [piece for piece in pieces if piece.form == start]
    if (head.attrs.get("method") or "").lower() != "post" or (head.attrs.get("action") or path) != action:
        return False
    unseen = {p.name: p.value for p in inside if p.tag == "input" and p.attrs.get("type") == "hidden"}
    same = all(typed.get(name) == [value] for name, value in unseen.items() if name not in BOOKKEEPING)
    return same and set(typed) <= {piece.name for piece in inside}


def _write(inside: list[_Piece], typed: dict[str, list[str]]) -> None:
    """Each field as it was sent: texts in their order, ticks and choices by their value."""
    chosen, blank = {name: set(values) for name, values in typed.items()}, False
    select = ""
    for piece in inside:
        kind = (piece.attrs.get("type") or "text").lower()
        if blank:
            piece.raw, blank = ("" if not piece.tag else piece.raw), piece.tag != "/textarea"
        elif piece.tag == "select":
            select = piece.name
        elif piece.tag == "option":
            piece.rewrite(selected="" if piece.value in chosen.get(select, ()) else None)
        elif piece.tag == "input" and kind in CHOSEN:
            piece.rewrite(checked="" if (piece.attrs.get("value") or "on") in chosen.get(piece.name, ()) else None)
        elif piece.tag == "input" and kind not in KEPT_AS_IS and typed.get(piece.name):
            piece.rewrite(value=typed[piece.name].pop(0))
        elif piece.tag == "textarea" and typed.get(piece.name):
            piece.raw, blank = f"{piece.raw}\n{escape(typed[piece.name].pop(0))}", True
