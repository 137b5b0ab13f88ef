"""The trend of a site as a drawing the server makes: scores as a line, failures by severity as bars. A table stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from django.utils import timezone
from django.utils.translation import gettext as _

from silverbridge.domain.audits.models import AuditRun
from silverbridge.domain.audits.models.findings import Severity

WIDTH, LEFT, TOP, SCORE, GAP, BARS = 860, 56, 34, 130, 50, 100
SHOWN = ("veto", "serious", "moderate")
PASS = 60


def trend(runs: Sequence[AuditRun]) -> str:
    """SVG of these finished runs, oldest first. A run without a score leaves a dashed box, never a zero."""
    step = (WIDTH - LEFT - 20) / max(1, len(runs))
    height = TOP + SCORE + GAP + BARS + 60
    title = escape(_("Scores and failures over the audits; the same numbers stand in the table."))
    parts = [
        f'<svg class="chart trend" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="trend-title">',
        f'<title id="trend-title">{title}</title>',
        *_score(runs, step),
        *_bars(runs, step),
        *_days(runs, step, height),
        "</svg>",
    ]
    return "".join(parts)


def _x(n: int, step: float) -> float:
    return LEFT + step * (n + 0.5)


def _text(x: float, y: float, words: object, how: str = "", anchor: str = "middle") -> str:
    kind = f' class="{how}"' if how else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(str(words))}</text>'


def _line(kind: str, x1: float, y1: float, x2: float, y2: float, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="8 6"' if dashed else ""
    return f'<line class="{kind}"{dash} x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _y(points: float) -> float:
    return TOP + SCORE * (1 - points / 100)


def _score(runs: Sequence[AuditRun], step: float) -> list[str]:
    drawn = [_text(LEFT - 8, TOP - 14, _("Technical score"), "b", "start")]
    for mark, kind in ((0, "base"), (PASS, "gapline"), (100, "axis")):
        drawn.append(_line(kind, LEFT, _y(mark), WIDTH - 20, _y(mark), mark == PASS))
        drawn.append(_text(LEFT - 10, _y(mark) + 5, mark, "", "end"))
    known = [(n, run.technical) for n, run in enumerate(runs) if run.technical is not None]
    for (a, one), (b, other) in pairwise(known):
        if b == a + 1:
            drawn.append(_line("base", _x(a, step), _y(one), _x(b, step), _y(other)))
    for n, run in enumerate(runs):
        x = _x(n, step)
        if run.technical is None:
            drawn.append(_rect("gap", x - 14, _y(60), 28, SCORE * 0.4))
            continue
        top = _y(run.technical)
        diamond = f"M{x - 8:.1f} {top:.1f}L{x:.1f} {top - 8:.1f}L{x + 8:.1f} {top:.1f}L{x:.1f} {top + 8:.1f}Z"
        drawn.append(
            f'<path class="bar-m" d="{diamond}"/>'
            if run.vetoes
            else f'<circle class="bar-c" cx="{x:.1f}" cy="{top:.1f}" r="7"/>'
        )
        drawn.append(_text(x, top - 14, f"{run.technical:g}", "b halo"))
    return drawn


def _bars(runs: Sequence[AuditRun], step: float) -> list[str]:
    top, foot = TOP + SCORE + GAP, TOP + SCORE + GAP + BARS
    most = max([run.counts.get(kind, 0) for run in runs for kind in SHOWN] or [0]) or 1
    wide = min(18.0, step / 4)
    kinds = "、".join(str(Severity(kind).label) for kind in SHOWN)
    drawn = [_text(LEFT - 8, top - 14, _("Failures, from left to right: %(kinds)s") % {"kinds": kinds}, "b", "start")]
    drawn.append(_line("base", LEFT, foot, WIDTH - 20, foot))
    for n, run in enumerate(runs):
        for place, kind in enumerate(SHOWN):
            count = run.counts.get(kind, 0)
            high, x = (BARS - 28) * count / most, _x(n, step) + (place - 1.5) * (wide + 4)
            if count:
                drawn.append(_rect(("bar-m", "bar-c", "gap")[place], x, foot - high, wide, high))
            drawn.append(_text(x + wide / 2, foot - high - 5, count, "halo"))
    return drawn


def _days(runs: Sequence[AuditRun], step: float, height: int) -> list[str]:
    return [
        _text(
            _x(n, step),
            height - 44 + (18 if n % 2 and len(runs) > 7 else 0),
            f"{timezone.localtime(run.started_at):%m-%d}",
        )
        for n, run in enumerate(runs)
    ]
