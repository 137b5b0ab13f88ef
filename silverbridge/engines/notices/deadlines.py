"""Due dates as notices print them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from silverbridge.engines.calendars.working import WorkingCalendar

from .shadow import chinese_number

ONGOING = "ongoing"
_DATE = re.compile(
    r"(?=[\d今本当明第一二三四上下年])(?<![\d.])(?=\d|今年|本年|当年|明年|第?[一二三四]季度|[上下]半年|年底|年末|年终|年内)"
    r"(?:(?P<y>(?:19|20)\d{2})\s*年度?|(?P<rel>今年|本年度?|当年|明年))?\s*"
    r"(?:(?P<m>1[0-2]|0?[1-9])\s*月份?\s*(?:(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号]|(?P<x>上旬|中旬|下旬|月?底|月?末|初))?"
    r"|第?(?P<q>[一二三四1-4])\s*季度\s*[底末]?|(?P<h>[上下])半年\s*[底末]?|(?P<e>年?[底末内]|年终))?\s*"
    r"(?P<b>之前|以前|(?<=[月日号底末])(?:供暖|采暖|入冬|入汛|汛期|主汛期|(?:[春秋]季)?开学)前|前(?![期者往来述沿景提端瞻]))?"
)
_NUMERIC = re.compile(
    r"(?<![\d.])(?P<y>(?:19|20)\d{2})[-./](?P<m>1[0-2]|0?[1-9])(?:[-./](?P<d>3[01]|[12]\d|0?[1-9]))?(?![\d.])日?月?底?"
    r"(?P<b>之前|以前|前)?"
)
_WITHIN = re.compile(
    r"(?:印发|下发|发布|公布|施行|实施|出台|发文)(?:之日|日)?(?:起|后)[,、]?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s*个?"
    r"(?P<u>工作日|月|日|天|周|年)(?:之?内|以内)"
)
_ONGOING = re.compile(
    r"(?:并|且|需|须|要)?(?:长期|常年|持续|常态化|常态|全年|始终|经常性?|日常)(?:性|化|地)?"
    r"(?:坚持|推进|推动|实施|开展|落实|执行|进行|更新|跟进|保持|实行|运行|维护|监测|抓好|完善|任务|工作|有效|组织|深化|优化|加强|提升|巩固|做好|[,、和及])*"
)
_LASTING = re.compile("长期|常|持续|全年|始终|日常")
_BY_SIGNS = re.compile(r"\d[-./]\d")
_DATED = re.compile("[年季底末内终月度]")
_RECURRING = re.compile(r"(?:每年|每季度?|每月|每周|每半年|次年|次月|每|隔年)[^,。;]{0,4}$")
_NOT_DUE = re.compile(r"^[^,。;]{0,2}(?:出生|参加|取得|已|建成的|年满|登记的|制定的|发布的|印发的|竣工|入职|退休|注册)")
_PAST_WINDOW = re.compile(r"(?:有效期[^。;]{0,6}|截[至止]|自|从)$")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What the document says about time: its date of issue, and the one year its dates speak of, where
    there is one.
    """

    issued: date | None = None
    year: int | None = None

    def year_for(self, month: int, day: int) -> int | None:
        """The year a date without one belongs to; None where that is not clear."""
        if self.year is not None:
            return self.year
        if self.issued is not None and (month, day) >= (self.issued.month, self.issued.day):
            return self.issued.year
        return None


class Due(NamedTuple):
    """A date (or "ongoing", or None where its year is not known) printed at `start` to `end`."""

    value: date | str | None
    start: int
    end: int
    before: bool
    with_year: bool


@lru_cache(maxsize=4096)
def _safe(year: int, month: int, day: int | None) -> date | None:
    last = calendar.monthrange(year, month)[1]
    if day is not None and day > last:
        return None
    return date(year, month, day or last)


_PART_OF_MONTH = {"上旬": 10, "中旬": 20, "初": 10}


def last_day(year: int, month: int) -> date | None:
    """The last day of a month."""
    return _safe(year, month, None)


def _month_day(match: re.Match[str]) -> tuple[int, int | None]:
    if match["m"]:
        if match["d"]:
            return int(match["m"]), int(match["d"])
        return int(match["m"]), _PART_OF_MONTH.get(match["x"] or "") if match.re is _DATE else None
    if match["q"]:
        return 3 * (chinese_number(match["q"]) or 1), None
    if match["h"]:
        return (6 if match["h"] == "上" else 12), None
    return 12, None


def _matches(text: str) -> list[re.Match[str]]:
    found = list(_NUMERIC.finditer(text)) if _BY_SIGNS.search(text) else []
    taken = {i for m in found for i in range(*m.span())}
    if not _DATED.search(text):
        return found
    for match in _DATE.finditer(text):
        said = any(match.group("y", "rel", "m", "q", "h", "e"))
        bare_tail = match["e"] in ("底", "末", "内") and not (match["y"] or match["rel"])
        if said and not bare_tail and match.start() not in taken:
            found.append(match)
    return sorted(found, key=lambda m: m.start()) if taken else found


def dates_in(text: str, known: Calendar) -> list[Due]:
    """Every date printed in `text` (a shadow), with its day; the last day of the month, quarter or year
    where no day is.
    """
    found = []
    running: int | None = None
    sentence = 0
    for match in _matches(text):
        stop = max(text.rfind("。", sentence, match.start()), text.rfind("\n", sentence, match.start()))
        if stop >= sentence:
            sentence, running = stop + 1, None
        month, day = _month_day(match)
        relative = match["rel"] if match.re is _DATE else None
        year: int | None = int(match["y"]) if match["y"] else None
        explicit = year is not None
        if relative and known.issued:
            year = known.issued.year + (1 if relative == "明年" else 0)
        elif year is None and not relative:
            year = running or known.year_for(month, day or calendar.monthrange(2023, month)[1])
        if explicit:
            running = year
        end = match.end()
        while end > match.start() and text[end - 1].isspace():
            end -= 1
        value = _safe(year, month, day) if year else None
        found.append(Due(value, match.start(), end, bool(match["b"]), explicit))
    return found


def _recurs(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start]
    return ("每" in before or "次" in before or "隔" in before) and bool(_RECURRING.search(before))


def due_in_prose(text: str, known: Calendar) -> list[Due]:
    """The dates in running text something is due by: those with 前, and N days from the date of issue."""
    found: list[Due] = []
    for due in dates_in(text, known) if "前" in text else ():
        before = text[max(0, due.start - 8) : due.start]
        if not due.before or _recurs(text, due.start) or _PAST_WINDOW.search(before):
            continue
        if _NOT_DUE.match(text[due.end : due.end + 10]):
            continue
        if known.issued and isinstance(due.value, date) and due.value < known.issued and due.with_year:
            continue
        found.append(due)
    found += due_within(text, known)
    return sorted(found, key=lambda d: d.start)


def due_within(text: str, known: Calendar) -> list[Due]:
    """`印发之日起30日内`, counted from the date of issue; None where that is unknown."""
    found: list[Due] = []
    if "内" not in text:
        return found
    for match in _WITHIN.finditer(text):
        count, unit = chinese_number(match["n"]), match["u"]
        value: date | None = None
        if known.issued and count:
            if unit == "工作日":
                value = WorkingCalendar().add_working_days(known.issued, count).day
            elif unit in ("日", "天", "周"):
                value = known.issued + timedelta(days=count * (7 if unit == "周" else 1))
            elif unit in ("月", "年"):
                months = known.issued.month - 1 + count * (12 if unit == "年" else 1)
                year, month = known.issued.year + months // 12, months % 12 + 1
                value = date(year, month, min(known.issued.day, calendar.monthrange(year, month)[1]))
        found.append(Due(value, match.start(), match.end(), True, False))
    return found


def due_in_mark(text: str, known: Calendar) -> list[Due]:
    """The dates in a responsibility bracket, a label's value or a table cell: any date is due there, a
    range by its end.
    """
    found = [d for d in dates_in(text, known) if not _recurs(text, d.start) and text[d.end : d.end + 1] != "起"]
    within = due_within(text, known)
    return sorted([*found, *within], key=lambda d: d.start) if within else found


def ongoing_in(text: str) -> list[tuple[int, int]]:
    """Where a bracket or cell says that a task has no end: 长期坚持, 持续推进, 常态化."""
    found: list[tuple[int, int]] = []
    if not _LASTING.search(text):
        return found
    for match in _ONGOING.finditer(text):
        before = text[match.start() - 1] if match.start() else ","
        after = text[match.end()] if match.end() < len(text) else ","
        follows_date = before in "前底末月日年成内期间" or match.group()[0] in "并且"
        if (before in ",;。:、( \n\t" or follows_date) and after in ",;。、) \n\t.":
            start = match.start()
            if before in "期间":  # 高温期间持续做好
                start = max(start - 10, *(text.rfind(mark, 0, start) + 1 for mark in ",;。:、( \n\t"))
            found.append((start, match.end()))
    return found


def settle(dues: list[Due], ongoing: bool) -> str | None:
    """The one deadline of a mark or a text: the latest date; "ongoing" where only that is said; None
    otherwise.
    """
    days = [d.value for d in dues if isinstance(d.value, date)]
    if days:
        return max(days).isoformat()
    return ONGOING if ongoing and not dues else None


def only_year(text: str) -> int | None:
    """The one year named in a title such as `2023年工作要点`; None with none or several."""
    years = set(re.findall(r"(?<!\d)((?:19|20)\d{2})\s*年", text))
    return int(years.pop()) if len(years) == 1 else None


def is_time_like(cell: str) -> bool:
    """Whether a table cell holds nothing but a time."""
    cell = cell.strip()
    if not cell or len(cell) > 40:
        return False
    rest = cell
    for start, end in sorted(
        [(m.start(), m.end()) for m in _matches(cell)] + [m.span() for m in _ONGOING.finditer(cell)],
        reverse=True,
    ):
        rest = rest[:start] + rest[end:]
    if len(rest) == len(cell):
        return bool(
            re.fullmatch(
                r"(?:立即(?:整改|执行|实施|落实)?|立行立改|即知即改|即时|按时间节点|按期|按要求时限?|按国家要求|.{0,6}期间|.{0,8}工作日.{0,2}|每[年月季周].{0,6})",
                cell,
            )
        )
    return (
        len(
            re.sub(
                r"(?:完成|并|至|到|起|前|底|内|启动|基本|初步|全面|正式|取得.{0,5}(?:成效|成果|进展)|形成.{0,4}(?:成果|方案|报告)?|(?:初)?见成?效|立行立改|即知即改|立即(?:整改|执行|实施|落实)?|"
                r"(?:阶段性)?(?:成果|任务)|实施|推进|落实|建成|出台|印发|发布|公布|开展|开工|竣工|投入|使用|运行|验收|上线|交付|到位|制定|[-—~,、;。:()\s年])",
                "",
                rest,
            )
        )
        <= 2
    )
