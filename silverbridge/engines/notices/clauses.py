"""The tree of clauses: numbered ones, annexes, unnumbered headings, and the stretches between."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .body import is_closing, is_footer
from .markers import Marker, Sequence, annex_at, markers_on
from .roles import LABEL
from .shadow import Line
from .titles import looks_like_title

_SENTENCE_END = "。;!?:,、"
_PLAIN_HEADING = re.compile(r"[\u4e00-\u9fffA-Za-z0-9“”\"《》()、+,\s—-]{2,40}$")
_HEADING_ENDS = re.compile(r"[。;:(\[\n]")
_ANNEX_ITEM = re.compile(r"(?:附\s*件\s*[\d一二三四五六七八九十]*\s*[:.、]?|\d{1,2}\s*[.、])\s*\S")


@dataclass(slots=True)
class Node:
    """A clause under construction. `text_start` is where its words begin, behind the number; `level` is how many clauses
    stand above it, counting itself, and 0 for what is no clause.
    """

    number: str | None
    kind: str
    rank: float
    start: int
    text_start: int
    end: int = 0
    until: int = 0
    path: str = ""
    heading: str = ""
    level: int = 0
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def listing(self) -> bool:
        """Whether it holds no demands of its own: a list of annexes, a closing block, a footer."""
        return self.kind in ("annex_list", "closing", "footer")


def _in(spans: list[tuple[int, int]], offset: int) -> bool:
    return any(a <= offset < b for a, b in spans)


class _Scan:
    """One pass over the lines that decides where clauses begin."""

    def __init__(self, shadow: str, lines: list[Line], title_line: int | None, tables: list[tuple[int, int]]) -> None:
        self.shadow, self.tables = shadow, tables
        self.lines = [line for line in lines if not line.blank]
        self.title_line = title_line
        self.events: list[Node] = []
        self.numbered = False
        self._markers: dict[int, list[Marker]] = {}

    def run(self) -> list[Node]:
        sequence = Sequence()
        table_lines = self._table_lines()
        for line in self.lines:
            self._markers[line.index] = [] if line.index in table_lines else markers_on(self.shadow, line, sequence)
        in_list = False
        for at, line in enumerate(self.lines):
            if line.index in table_lines:
                in_list = False
                continue
            annex = annex_at(self.shadow, line) if line.text[0] == "附" else None
            found = self._markers[line.index]
            if annex and self._is_list(at, annex):
                self._add(line.start, line.start, None, "annex_list", -1)
                in_list = True
            elif annex:
                in_list = False
                self._add(line.start, annex.text_start, annex.number, "annex", 0)
            elif in_list and found and len(line.text) <= 80 and not line.text.endswith("。"):
                continue
            elif found:
                in_list = False
                self._numbered(line, found)
            elif is_closing(line) or (self.numbered and is_footer(line)):
                in_list = False
                kind = "closing" if is_closing(line) else "footer"
                if self.numbered and self.events[-1].kind != kind:
                    start = self._signature_start(at) if kind == "closing" else line.start
                    self._add(start, start, None, kind, -1)
            elif self._resets(at):
                in_list = False
                self._add(line.start, line.start, None, "title", -1)
            elif not in_list and (rank := self._heading_rank(at)) is not None:
                self._add(line.start, line.start, None, "heading", rank)
        return self.events

    def _table_lines(self) -> set[int]:
        found = set()
        at = 0
        for a, b in sorted(self.tables):
            while at < len(self.lines) and self.lines[at].start < a:
                at += 1
            k = at
            while k < len(self.lines) and self.lines[k].start < b:
                found.add(self.lines[k].index)
                k += 1
        return found

    def _add(self, start: int, text_start: int, number: str | None, kind: str, rank: float) -> None:
        if not self.events or start > self.events[-1].start:
            self.events.append(Node(number, kind, rank, start, text_start))

    def _numbered(self, line: Line, found: list[Marker]) -> None:
        self.numbered = True
        for k, marker in enumerate(found):
            begin = line.start if k == 0 and marker.start - line.start < 6 else marker.start
            self._add(begin, marker.text_start, marker.number, marker.kind, marker.rank)

    def _is_list(self, at: int, annex: Marker) -> bool:
        """Whether 附件 opens the list of annexes at the end of a letter rather than an annex."""
        line = self.lines[at]
        rest = self.shadow[annex.text_start : line.end].strip()
        following = self.lines[at + 1] if at + 1 < len(self.lines) else None
        if re.match(r"\d{1,2}\s*[.、]", rest):
            return True
        if following is None:
            return bool(rest)
        if annex_at(self.shadow, following) and rest:
            return True
        previous = self.lines[at - 1] if at else None
        if (
            rest
            and previous
            and annex_at(self.shadow, previous)
            and self.events
            and self.events[-1].kind == "annex_list"
        ):
            return True
        if rest and not annex.value:
            return any(is_closing(other) for other in self.lines[at + 1 : at + 6])
        if rest:
            return any(is_closing(other) for other in self.lines[at + 1 : at + 4])
        return bool(re.match(r"\d{1,2}\s*[.、]\s*[^。]{4,60}$", following.text)) and any(
            is_closing(other) for other in self.lines[at + 1 : at + 15]
        )

    def _signature_start(self, at: int) -> int:
        """Where the closing block begins: the signing units stand above the date."""
        k = at
        while k > 0 and at - k < 6:
            text = self.lines[k - 1].text
            if (
                len(text) > 60
                or text[-1] in "。;!?:)]"
                or LABEL.search(text)
                or self._markers.get(self.lines[k - 1].index)
            ):
                break
            k -= 1
        return self.lines[k].start

    def _resets(self, at: int) -> bool:
        """Whether a title stands here in the middle of the file: what follows is a document of its own."""
        line = self.lines[at]
        if line.index == self.title_line or not self.numbered or at + 1 >= len(self.lines):
            return False
        previous = self.lines[at - 1].text
        if previous[-1] not in "。;)]!”:" and not is_closing(self.lines[at - 1]):
            return False
        return (
            10 <= len(line.text) <= 70
            and looks_like_title(line.text)
            and not self._markers[line.index]
            and (self.lines[at + 1].text[-1:] in "。:)" or bool(self._markers.get(self.lines[at + 1].index)))
        )

    def _heading_rank(self, at: int) -> float | None:
        """The rank of an unnumbered heading on this line: just above the numbers that follow it; None
        where it is none.
        """
        line = self.lines[at]
        if (
            not 2 <= len(line.text) <= 36
            or line.text[-1] in _SENTENCE_END
            or not _PLAIN_HEADING.match(line.text)
            or line.text[0] in "(•●·-—"
            or looks_like_title(line.text)
            or at + 1 >= len(self.lines)
            or at == 0
        ):
            return None
        previous = self.lines[at - 1]
        if previous.text[-1] not in "。;)]”!" or previous.index == self.title_line:
            return None
        following = self._markers.get(self.lines[at + 1].index) or []
        if following and following[0].kind not in ("comma", "plain", "chapter", "part"):
            return following[0].rank - 0.5
        if not self.numbered and len(self.lines[at + 1].text) >= 30 and self.lines[at + 1].text[-1] in "。;)]":
            return 1.0
        return None


def build(
    shadow: str,
    lines: list[Line],
    bounds: tuple[int, int],
    title_line: int | None,
    tables: list[tuple[int, int]],
) -> list[Node]:
    """The clauses within `bounds`, in order; together they hold every character of it exactly once."""
    start, end = bounds
    inside = [line for line in lines if line.start >= start and line.end <= end]
    events = [e for e in _Scan(shadow, inside, title_line, tables).run() if start <= e.start < end]
    stack: list[Node] = []
    for node in events:
        if node.rank < 0:
            stack.clear()
            continue
        while stack and stack[-1].rank >= node.rank:
            stack.pop()
        if stack:
            node.parent = stack[-1]
            node.parent.children.append(node)
        stack.append(node)
    if start < end and (not events or events[0].start > start):
        events.insert(0, Node(None, "front", -1, start, start))
    _finish(shadow, events, end)
    return events


def _finish(shadow: str, nodes: list[Node], end: int) -> None:
    after = end
    for node in reversed(nodes):
        node.end = node.until = after
        after = node.start
        node.text_start = min(node.text_start, node.end)
    for node in nodes:
        node.heading = _heading(shadow, node)
        step = node.number or (node.heading if node.kind == "heading" else "")
        parent = node.parent
        above = parent.path if parent else ""
        node.path = f"{above}/{step}" if above and step else step or above
        if node.number is not None or node.kind == "heading":
            node.level = 1 + (_levels_above(parent) if parent else 0)
    for node in reversed(nodes):
        if node.parent and node.parent.until < node.until:
            node.parent.until = node.until


def _heading(shadow: str, node: Node) -> str:
    """The first sentence or line of a clause, where it is short enough to be called a heading."""
    begin = node.text_start
    while begin < node.end and shadow[begin].isspace():
        begin += 1
    stop = _HEADING_ENDS.search(shadow, begin, min(node.end, begin + 120))
    return shadow[begin : stop.start() if stop else min(node.end, begin + 120)].strip()


def _levels_above(parent: Node) -> int:
    return parent.level or (1 + (_levels_above(parent.parent) if parent.parent else 0))
