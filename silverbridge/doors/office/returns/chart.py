"""Claimed against measured as a drawing the server makes: hollow and solid bars, a difference labelled, no data a dashed box."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from django.utils.translation import gettext as _

from silverbridge.domain.returns.models import FilingFigure

WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 860, 230, 150, 8, 62, 20
LABEL = 13
ROOM = WIDTH - LEFT - RIGHT


def claims(figures: Sequence[FilingFigure]) -> str:
    """SVG of these figures, in order; empty where none has a value to draw.

    Figures are of unlike units, so each has a scale of its own: its longer bar is the full width, a share's is of 100.
    """
    drawn = [row for row in figures if row.claimed is not None or row.measured is not None]
    if not drawn:
        return ""
    height = TOP + ROW * len(drawn)
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="claims-title">',
        f'<title id="claims-title">{escape(_title(drawn))}</title>',
    ]
    for n, row in enumerate(drawn):
        parts += _figure(row, TOP + ROW * n)
    parts.append(f'<line class="base" x1="{LEFT}" x2="{LEFT}" y1="{TOP - 4}" y2="{height - 4}"/></svg>')
    return "".join(parts)


def _title(rows: Sequence[FilingFigure]) -> str:
    said = [_("Claimed against measured; the same numbers stand in the table.")]
    said += [
        _("%(name)s: difference %(n)s.") % {"name": row.field.label, "n": _gap(row)} for row in rows if row.differs
    ]
    return " ".join(said)


def _gap(row: FilingFigure) -> str:
    return _number((row.claimed or Decimal(0)) - (row.measured or Decimal(0)), row, sign="+")


def _number(value: Decimal, row: FilingFigure, sign: str = "") -> str:
    return f"{value:{sign},.{row.field.decimals}f}"


def _figure(row: FilingFigure, top: float) -> list[str]:
    known = [abs(value) for value in (row.claimed, row.measured) if value is not None]
    most = max([*known, Decimal(100)] if row.field.percent else known) or Decimal(1)
    label = row.field.label if len(row.field.label) <= LABEL else f"{row.field.label[: LABEL - 1]}…"
    parts = [_text(LEFT - 10, top + BAR + 7, label, "b", "end")]
    for value, kind, y in ((row.claimed, "bar-c", top), (row.measured, "bar-m", top + BAR + 4)):
        if value is None:
            parts.append(_rect("none", LEFT, y, 120, BAR))
            parts.append(_text(LEFT + 60, y + 15, _("No data"), "", "middle"))
            continue
        wide = float(abs(value) / most) * ROOM
        parts += [_rect(kind, LEFT, y, wide, BAR)] if value else []
        gap = 0.0
        if kind == "bar-m" and row.differs and row.claimed is not None and abs(row.claimed) > abs(value):
            gap = float((abs(row.claimed) - abs(value)) / most) * ROOM
            parts.append(_rect("gap", LEFT + wide, y, gap, BAR))
        parts.append(_text(LEFT + wide + gap + 8, y + 16, _number(value, row)))
        if kind == "bar-m" and row.differs:
            parts.append(_text(WIDTH, y + 16, _("diff. %(n)s") % {"n": _gap(row)}, "gaptext", "end"))
    return parts


def _text(x: float, y: float, words: object, how: str = "", anchor: str = "start") -> str:
    kind = f' class="{how}"' if how else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(str(words))}</text>'


def _rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
