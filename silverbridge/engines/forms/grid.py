"""A table of cells, of a sheet or of a document: which cell covers which, and which words stand around a place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .slots import plain

_NUMBER = re.compile(r"[\d\s.,%％+-]*|[甲乙丙丁]|[①-⑳]")
_LONG = 60
_UNIT_HEADS = ("单位", "计量单位", "计算单位")

At = tuple[int, int]
Area = tuple[int, int, int, int]  # top, left, bottom, right; ends included, counted from 1


@dataclass
class Grid:
    """Cells by row and column from 1: ``texts`` of filled ones ("" for a filled cell that is no label), and merged areas."""

    name: str
    texts: dict[At, str] = field(default_factory=dict)
    covers: dict[At, Area] = field(default_factory=dict)
    height: int = 0
    width: int = 0
    _last: int = -1

    def area(self, row: int, column: int) -> Area:
        """The merged area that covers a cell, or the cell alone."""
        return self.covers.get((row, column), (row, column, row, column))

    def text(self, row: int, column: int) -> str | None:
        """What stands there, merged areas by their corner; None for nothing."""
        top, left, _bottom, _right = self.area(row, column)
        return self.texts.get((top, left))

    def label(self, row: int, column: int) -> str:
        """The words there if they can be a label: no number, no explanation, no title over everything."""
        text = (self.text(row, column) or "").strip()
        if not text or len(text) > _LONG or _NUMBER.fullmatch(text):
            return ""
        _top, left, _bottom, right = self.area(row, column)
        whole = self.width > 2 and right - left + 1 >= self.width * 0.8
        return "" if whole else text

    def row_labels(self, row: int, column: int) -> tuple[str, ...]:
        """The labels to the left of a place, outermost first. A label that ends in a colon stands alone."""
        found, at = [], self.area(row, column)[1] - 1
        while at >= 1:
            text = self.label(row, at)
            if text:
                found.append(text)
                if text.rstrip().endswith(("：", ":")):
                    break
            at = self.area(row, at)[1] - 1
        return tuple(reversed(found))

    def column_labels(self, row: int, column: int) -> tuple[str, ...]:
        """The headers above a place, outermost first: the nearest ones upwards and those right above them."""
        top, left, _bottom, right = self.area(row, column)
        found: list[str] = []
        at = top - 1
        while at >= 1:
            text = self.label(at, column)
            if text and self._heads(at, column, left, right):
                found.append(text)
            elif found:
                break
            at = self.area(at, column)[0] - 1
        return tuple(reversed(found))

    def _heads(self, row: int, column: int, left: int, right: int) -> bool:
        """Whether a cell is a header over these columns: as wide as they are, and its row goes on with words at both sides."""
        _top, first, _bottom, last = self.area(row, column)
        if first > left or last < right or "：" in (self.text(row, column) or ""):
            return False
        return all(not 1 <= at <= self._edge() or self.text(row, at) for at in (first - 1, last + 1))

    def _edge(self) -> int:
        """The last column with a word in it."""
        if self._last < 0:
            self._last = max((column for (_row, column), text in self.texts.items() if text), default=0)
        return self._last

    def unit_of(self, row: int, column: int) -> str:
        """The unit that the row names in a column headed 计量单位; "" where there is none."""
        at = self.area(row, column)[1] - 1
        while at >= 1:
            if plain((self.column_labels(row, at) or ("",))[-1]) in _UNIT_HEADS and self.text(row, at):
                return str(self.text(row, at)).strip()
            at = self.area(row, at)[1] - 1
        return ""

    def labels(self, row: int, column: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Labels of the row without the unit among them, and headers; behind a label's colon there are no headers."""
        labels, unit = self.row_labels(row, column), self.unit_of(row, column)
        if labels and labels[-1].rstrip().endswith(("：", ":")):
            return labels[-1:], ()
        if unit and len(labels) > 1:
            labels = tuple(label for label in labels if label != unit)
        return labels, self.column_labels(row, column)


def cover(areas: list[Area], limit: int) -> Mapping[At, Area]:
    """Which area covers which cell, for at most ``limit`` cells."""
    covers: dict[At, Area] = {}
    for area in areas:
        top, left, bottom, right = area
        if (bottom - top + 1) * (right - left + 1) > limit - len(covers):
            break
        covers |= {(row, column): area for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return covers
