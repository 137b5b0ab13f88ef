"""The text of a web page: without scripts, styles and navigation; real tables as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .limits import Budget, Damaged, ReaderMissing

_DROPPED = frozenset(
    re.split(
        "\\s+",
        "script style noscript template nav iframe object embed svg canvas form button select option input textarea head "
        "video audio map",
    )
)
_BLOCKS = frozenset(
    re.split(
        "\\s+",
        "p div section article main header footer aside h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr td th tbody thead tfoot "
        "blockquote pre center fieldset figure figcaption hr body html address",
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WIDEST_CELL = 1500
_MOST_SPAN = 200


def text_of_html(markup: str, budget: Budget) -> str:
    """The words of a page, a block a line. Raises Damaged where nothing is left, OutOfTime, ReaderMissing."""
    try:
        from lxml import etree, html
    except ImportError as error:
        raise ReaderMissing(kind="HTML") from error
    # A text that declares its own encoding is refused by lxml as a string; it has been decoded already.
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    try:
        root = html.document_fromstring(markup, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(kind="HTML") from error
    budget.spend()
    body = root.find("body")
    pieces: list[str] = []
    for count, piece in enumerate(_walk(root if body is None else body)):
        if count % 2000 == 0:
            budget.spend()
        pieces.append(piece)
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip(" ") for line in "".join(pieces).split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    if not text.strip():
        raise Damaged(kind="HTML")
    return text + "\n"


def _walk(root: Any) -> Iterator[str]:
    """The pieces of text in order; a stack instead of recursion, as pages nest without bound."""
    stack: list[Any] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        if not isinstance(item.tag, str) or _is_dropped(item):
            yield _flat(item.tail)
            continue
        stack.append(_flat(item.tail))
        if item.tag == "table" and (rows := _rows(item)):
            yield "\n" + "\n".join(rows) + "\n"
            continue
        if item.tag == "br":
            yield "\n"
            continue
        block = item.tag in _BLOCKS
        if block:
            stack.append("\n")
        stack += list(reversed(item))
        stack.append(("\n" + _marker(item) if block else "") + _flat(item.text))


def _flat(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text) if text else ""


def _is_dropped(item: Any) -> bool:
    return (
        item.tag in _DROPPED
        or item.get("hidden") is not None
        or item.get("role") == "navigation"
        or bool(_HIDDEN.search(item.get("style") or ""))
    )


def _marker(item: Any) -> str:
    """The number a browser prints before an item of a list, where the list is numbered."""
    parent = item.getparent()
    if item.tag != "li" or parent is None or parent.tag != "ol" or (parent.get("type") or "1") != "1":
        return ""
    before = sum(1 for other in item.itersiblings("li", preceding=True))
    start = parent.get("start") or "1"
    return f"{before + (int(start) if start.isdigit() else 1)}. "


def _rows(table: Any) -> list[str]:
    """A table of data as rows with merged cells filled in; nothing for a table that only lays out the page."""
    from .documents import row_of

    rows = [tr for tr in table.iter("tr") if next(tr.iterancestors("table")) is table]
    if any(True for _ in table.iterdescendants("table")) or len(rows) < 2:
        return []
    carried: dict[int, tuple[int, str]] = {}
    found: list[list[str]] = []
    for row in rows:
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _fill(cells, carried)
            words = "".join(_walk(cell)).strip()
            for step in range(_span(cell.get("colspan"))):
                if (down := _span(cell.get("rowspan"))) > 1:
                    carried[len(cells)] = (down - 1, words if step == 0 else "")
                cells.append(words if step == 0 else "")
        _fill(cells, carried)
        found.append(cells)
    if max(map(len, found)) < 2 or any(len(c) > _WIDEST_CELL for cells in found for c in cells):
        return []
    return [cells[0] if _is_caption(cells) else row_of(cells) for cells in found if any(cells)]


def _is_caption(cells: list[str]) -> bool:
    return bool(cells[0]) and not any(cells[1:])


def _span(value: str | None) -> int:
    return max(1, min(int(value), _MOST_SPAN)) if value and value.strip().isdigit() else 1


def _fill(cells: list[str], carried: dict[int, tuple[int, str]]) -> None:
    """Cells that reach down from rows above."""
    while len(cells) in carried:
        at = len(cells)
        left, words = carried.pop(at)
        if left > 1:
            carried[at] = (left - 1, words)
        cells.append(words)
