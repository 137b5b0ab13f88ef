"""The words of clauses as Akoma Ntoso: number, heading, paragraphs, and marks inside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from ..models import Clause
from .akn_meta import NAMESPACE

# What XML 1.0 cannot hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHINESE = "一二三四五六七八九十百零〇两"
# From the form of the printed number to element, the short form in its eId, and the name a generic element needs.
_SHAPES: tuple[tuple[re.Pattern[str], tuple[str, str, str]], ...] = (
    (re.compile(r"附件|附表|附录"), ("hcontainer", "annex", "annex")),
    (re.compile(r"第.+[编篇]"), ("part", "part", "")),
    (re.compile(r"第.+章"), ("chapter", "chp", "")),
    (re.compile(r"第.+节"), ("section", "sec", "")),
    (re.compile(r"第.+条"), ("article", "art", "")),
    (re.compile(r"第.+[款项]"), ("clause", "cl", "")),
    (re.compile(rf"[(（][{_CHINESE}]+[)）]"), ("subsection", "subsec", "")),
    (re.compile(rf"[{_CHINESE}]+"), ("section", "sec", "")),
    (re.compile(r"[(（]\d+[)）]|\d+[)）]"), ("subparagraph", "subpara", "")),
    (re.compile(r"[\u2460-\u24ff\u2776-\u2793]"), ("point", "point", "")),
    (re.compile(r"\d+(?:\.\d+)*"), ("paragraph", "para", "")),
)


def shape_of(clause: Clause) -> tuple[str, str, str]:
    """The element a clause becomes, its short form in an eId, and the `name` a generic element has."""
    for pattern, shape in _SHAPES if clause.number else ():
        if pattern.match(clause.number or ""):
            return shape
    if clause.path.rpartition("/")[2].startswith(("附件", "附表", "附录")):
        return "hcontainer", "annex", "annex"
    return "hcontainer", "hcontainer", "heading" if clause.path else "text"


def clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


@dataclass(frozen=True)
class Mark:
    """An element round the characters from `start` to `end` of the notice's text."""

    start: int
    end: int
    tag: str
    attributes: dict[str, str]


class Writer:
    """Puts words into elements, with the marks that lie in them."""

    def __init__(self, marks: list[Mark]) -> None:
        self._marks, self._starts = marks, [mark.start for mark in marks]

    def clause(self, element: Any, clause: Clause, below: bool) -> None:
        """The number, and the words: a heading and an intro where clauses follow `below`, else the content."""
        text, at = clause.text, clause.start
        cut = _number_ends(clause)
        if cut:
            self._inline(_sub(element, "num"), text[:cut].strip(), at + _lead(text))
            text, at = text[cut:], at + cut
        if not below:
            self.lines(_sub(element, "content"), text, at, at_least_one=True)
            return
        first, _break, rest = text.strip().partition("\n")
        if not re.search("[。；;]", first[:-1]) and len(first) <= 60 and first:
            start = at + _lead(text)
            self._inline(_sub(element, "heading"), first.rstrip(), start)
            text, at = rest, start + len(first) + 1
        if text.strip():
            self.lines(_sub(element, "intro"), text, at)

    def lines(
        self,
        holder: Any,
        text: str,
        start: int,
        title: str | None = None,
        number: str | None = None,
        at_least_one: bool = False,
    ) -> None:
        """A paragraph for each line that is not blank; the line of the title and of the document number marked as such."""
        at, wrote = start, False
        for line in text.split("\n"):
            if line.strip():
                words, offset = line.strip(), at + _lead(line)
                kind = {title: "docTitle", number: "docNumber"}.get(words)
                holder_of = _sub(_sub(holder, "p"), kind) if kind else _sub(holder, "p")
                self._inline(holder_of, words, offset)
                wrote = True
            at += len(line) + 1
        if at_least_one and not wrote:
            _sub(holder, "p")

    def paragraph(self, holder: Any, text: str, start: int) -> None:
        """One paragraph."""
        self._inline(_sub(holder, "p"), text, start)

    def _inline(self, element: Any, text: str, start: int) -> None:
        end, at, last = start + len(text), start, None
        for mark in self._marks[bisect_left(self._starts, start) :]:
            if mark.start >= end:
                break
            if mark.end > end:
                continue
            _say(element, last, text[at - start : mark.start - start])
            last = _sub(element, mark.tag)
            for name, value in mark.attributes.items():
                last.set(name, value)
            last.text = clean(text[mark.start - start : mark.end - start])
            at = mark.end
        _say(element, last, text[at - start :])


def _say(element: Any, last: Any, words: str) -> None:
    if last is None:
        element.text = clean((element.text or "") + words)
    else:
        last.tail = clean((last.tail or "") + words)


def _sub(parent: Any, tag: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")


def _lead(text: str) -> int:
    return len(text) - len(text.lstrip())


def _number_ends(clause: Clause) -> int:
    """How many characters of the clause's text its number takes, with the mark behind it; 0 where it has none."""
    if not clause.number:
        return 0
    lead = _lead(clause.text)
    printed = re.match(
        r"[(（]?\s*(?:第\s*\S{1,12}?\s*[编篇章节条款项]|附\s*[件表录]\s*[\d一二三四五六七八九十]*|\S{1,8}?)\s*"
        r"[)）、.．:：]",
        clause.text[lead : lead + 24],
    )
    bare = re.match(
        r"第\S{1,12}?[编篇章节条款项]|\d{1,3}(?=\s)|[\u2460-\u24ff\u2776-\u2793]|附件\d*", clause.text[lead:]
    )
    found = bare or printed
    return lead + found.end() if found else 0
