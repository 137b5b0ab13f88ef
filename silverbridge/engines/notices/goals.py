"""What a notice wants to have come true, by when: paragraphs of aims, year by year."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate

from .clauses import Node
from .models import Goal, NumberTarget
from .shadow import chinese_number, trimmed

_HEADING = re.compile(
    r"(?:总体|工作|主要|发展|阶段性?|年度|行动|具体|预期|建设|总)?(?:工作)?目标(?:任务|安排|要求)?$|目标任务$|阶段目标安排$|(?:工作|总体|主要|发展|阶段)目标"
)
_ABOVE = re.compile(r"总体要求|总体思路|指导思想|总体安排|基本原则|总体考虑")
_HORIZON = re.compile(
    r"(?:(?P<to>到|至)|(?<![\d年]))(?P<y>20\d\d)年(?:(?P<m>1[0-2]|0?[1-9])月|第?(?P<q>[一二三四1-4])季度)?(?P<e>年?底|末|中)?(?P<b>之前|以前|前)?"
    r"(?=[,、，]|[\u4e00-\u9fff])|(?P<plan>到?[“\"]?十(?P<p>[二三四五六七])五[”\"]?(?:末|期末|时期末|期间))"
)
_GAPS = re.compile(r"[\s。:]")
_MAY_REACH = re.compile("20\\d\\d年|十[二三四五六七]五")  # without one of these there is no horizon
_OPENS = re.compile(
    r"(?:[到至]|[。!?;\n][\s,;、.:•·●▪*—-]*.{0,2}|[.、)\s:].{0,2}|[\s,;、.:•·●▪*—-]{6,}.{0,2})\Z", re.DOTALL
)
_PLAN_END = {"二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035, "七": 2040}
_STOP = re.compile(r"[。!?\n]|;(?=\s*(?:到|至)?20\d\d年)|$")
_REACH = 24  # so near its beginning a sentence names its horizon


def find_goals(
    text: str,
    shadow: str,
    nodes: Sequence[Node],
    targets: Sequence[NumberTarget],
    taken: Sequence[tuple[int, int]],
) -> list[Goal]:
    """The goals of a notice, a sentence each, in order; `taken` are the spans of tasks, which are no goals.

    Below a heading of aims every sentence is one; elsewhere one that opens with a horizon (到2025年底). A sentence without
    a horizon shares that of the one before it in its paragraph of aims.
    """
    starts = [target.start for target in targets]
    busy = sorted(taken)
    begins = [a for a, _ in busy]
    reach = list(accumulate((b for _, b in busy), max))
    found = []
    years = [at for m in _MAY_REACH.finditer(shadow) if _may_open(shadow, at := m.start())]
    some_aim = any(_is_aim(node.heading) for node in nodes)
    for node in nodes:
        if node.listing:
            continue
        aims = some_aim and _heads_aims(node)
        if not aims and bisect_left(years, node.text_start) == bisect_left(years, node.end):
            continue
        by: date | None = None
        for a, b in _sentences(shadow, node.text_start, node.end):
            if not aims and ((at := bisect_left(years, a)) == len(years) or years[at] >= a + _REACH):
                continue
            before = bisect_right(begins, b - 1)
            if (before and reach[before - 1] > a) or b - a < 8 or shadow[b - 1] == ":":
                continue
            horizon = _horizon(shadow[a : min(b, a + _REACH)])
            if horizon is None and not aims:
                continue
            by = horizon or by
            inside = tuple(targets[i] for i in range(bisect_right(starts, a - 1), bisect_right(starts, b - 1)))
            sure = (0.9 if horizon else 0.75 if by else 0.7) if aims else 0.65
            found.append(Goal(clause=node.path, text=text[a:b], by=by, start=a, end=b, confidence=sure, targets=inside))
    return found


def _may_open(shadow: str, at: int) -> bool:
    """Whether a year can be a sentence's horizon: behind 到, near its beginning or a number, or in the name of a plan."""
    return shadow[at] == "十" or at < 12 or _OPENS.search(shadow, at - 12, at) is not None


def _sentences(shadow: str, a: int, b: int) -> list[tuple[int, int]]:
    found, position = [], a
    for match in _STOP.finditer(shadow, a, b):
        start, end = trimmed(shadow, position, match.end(), ",;、.:•·●▪*-—")
        if end > start:
            found.append((start, end))
        position = match.end()
    if position < b:
        found.append(trimmed(shadow, position, b, ",;、.:•·●▪*-—"))
    return [(s, e) for s, e in found if e > s]


def _heads_aims(node: Node) -> bool:
    """Whether a clause, or one right above it, is headed as one of aims; general demands are not, but for what dates itself."""
    above: Node | None = node
    for _ in range(3):
        if above is None:
            return False
        aims = _is_aim(above.heading)
        if aims is not None:
            return aims
        above = above.parent
    return False


@lru_cache(maxsize=4096)
def _is_aim(heading: str) -> bool | None:
    heading = _GAPS.sub("", heading)
    if len(heading) <= 20 and _HEADING.search(heading):
        return True
    return False if _ABOVE.search(heading) else None


def _horizon(words: str) -> date | None:
    """The last day of the horizon a sentence opens with; None for a plain date (2023年6月1日) and for none."""
    match = _HORIZON.search(words)
    if match is None:
        return None
    if match["plan"]:
        return date(_PLAN_END[match["p"]], 12, 31)
    if not match["to"] and match.start() > 2:
        return None
    if (
        not match["to"]
        and not match["e"]
        and not match["b"]
        and words[match.end() : match.end() + 1] not in (",", "、")
    ):
        return None
    month = int(match["m"]) if match["m"] else 6 if match["e"] == "中" else 12
    month = 3 * (chinese_number(match["q"]) or 4) if match["q"] else month
    year = int(match["y"])
    return date(year, month, calendar.monthrange(year, month)[1])
