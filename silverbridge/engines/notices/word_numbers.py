"""The numbers Word prints before paragraphs of a list: they stand nowhere in the paragraphs' text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}


def chinese(value: int) -> str:
    """1 to 99 as counted in Chinese: 一, 十, 十二, 二十; beyond that digit by digit."""
    if value >= 100 or value < 1:
        return "".join(_DIGITS[int(d)] for d in str(abs(value)))
    tens, ones = divmod(value, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def shown(value: int, form: str) -> str:
    """A counter in the form a list asks for."""
    if form in _CHINESE:
        return chinese(value)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= value <= 20:
        return chr(ord("①") + value - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= value <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + value - 1)
    return f"{value:02d}" if form == "decimalZero" else str(value)


@dataclass(frozen=True)
class _Level:
    form: str
    pattern: str
    start: int


class Numbering:
    """Counts through the numbered paragraphs of a document, in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._list_of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        root = getattr(part, "element", None)
        if root is None:
            return
        for abstract in root.iter(f"{_W}abstractNum"):
            for level in abstract.iter(f"{_W}lvl"):
                key = (abstract.get(f"{_W}abstractNumId"), int(level.get(f"{_W}ilvl") or 0))
                self._levels[key] = _Level(
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    int(_value(level, "start") or 1),
                )
        for number in root.iter(f"{_W}num"):
            self._list_of[number.get(f"{_W}numId")] = _value(number, "abstractNumId") or ""

    def before(self, paragraph: Any) -> str:
        """What is printed before this paragraph; "" where it is in no list. Call once for each, in order."""
        found = _membership(paragraph)
        if found is None or found[0] not in self._list_of:
            return ""
        abstract, depth = self._list_of[found[0]], found[1]
        level = self._levels.get((abstract, depth))
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "• "
        if level.form == "none":
            return ""
        words = re.sub(r"%(\d)", lambda m: self._shown(abstract, int(m[1]) - 1, counts), level.pattern)
        return words if words.endswith(("、", "）", "，", "章", "条")) else f"{words} "

    def _shown(self, abstract: str, depth: int, counts: dict[int, int]) -> str:
        level = self._levels.get((abstract, depth))
        return shown(counts.get(depth, level.start), level.form) if level else ""


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val")


def _membership(paragraph: Any) -> tuple[str, int] | None:
    """Which list a paragraph is in, by itself or by its style, and how deep."""
    style = getattr(paragraph, "style", None)
    for element in (paragraph._p, getattr(style, "element", None)):
        found = None if element is None else element.find(f"{_W}pPr/{_W}numPr")
        if found is not None:
            number = _value(found, "numId")
            return None if number in (None, "0") else (number or "", int(_value(found, "ilvl") or 0))
    return None
