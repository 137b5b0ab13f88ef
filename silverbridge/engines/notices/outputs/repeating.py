"""Rules of time as notices print them (每季度结束后10日内), as rules a calendar can repeat."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ..shadow import chinese_number

_N = r"(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})"
_WEEKDAYS = {"一": "MO", "二": "TU", "三": "WE", "四": "TH", "五": "FR", "六": "SA", "日": "SU", "天": "SU"}
_QUARTER_ENDS, _AFTER_QUARTERS = (3, 6, 9, 12), (1, 4, 7, 10)
_HALF_ENDS, _AFTER_HALVES = (6, 12), (1, 7)
_AFTER = r"(?:结束|终了)?(?:之?后|首月|第一个月|次月|下月)"
_MONTH_DAY = re.compile(
    r"(?P<m>1[0-2]|0?[1-9])月(?:份)?(?:(?P<d>3[01]|[12]\d|0?[1-9])[日号]|(?P<x>上旬|中旬|下旬|月?底|月?末|初))?"
)
_PARTS_OF_MONTH = {"上旬": 10, "初": 10, "中旬": 20}


@dataclass(frozen=True)
class Repeats:
    """A rule that returns: the days of these months (all months where none are named), or a day of the week.

    A `day` of -1 is the last of its month. Exactly one of `days` and `weekday` is given.
    """

    days: tuple[tuple[int | None, int], ...] = ()
    weekday: str | None = None

    def rules(self) -> list[dict[str, object]]:
        """The parts of RRULEs of RFC 5545, one rule for each day of the month."""
        if self.weekday:
            return [{"freq": "weekly", "byday": self.weekday}]
        if any(month is None for month, _day in self.days):
            return [{"freq": "monthly", "bymonthday": day} for _month, day in self.days]
        by_day: dict[int, list[int]] = {}
        for month, day in self.days:
            by_day.setdefault(day, []).append(month or 0)
        return [{"freq": "yearly", "bymonth": months, "bymonthday": day} for day, months in by_day.items()]

    def first_after(self, start: date, rule: dict[str, object]) -> date:
        """The first day of one of its rules on or after `start`: where a repeated event begins."""
        names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
        for ahead in range(800):
            day = start + timedelta(days=ahead)
            if "byday" in rule:
                if names[day.weekday()] == rule["byday"]:
                    return day
                continue
            wanted, months = rule["bymonthday"], rule.get("bymonth")
            last = monthrange(day.year, day.month)[1]
            if day.day == (last if wanted == -1 else wanted) and (months is None or day.month in months):
                return day
        raise ValueError(f"no day fits {rule}")


def _number(text: str) -> int | None:
    return chinese_number(text)


def _months(months: tuple[int | None, ...], day: int) -> Repeats | None:
    """Nothing for a day that not all of these months have: a calendar would leave months out silently."""
    return Repeats(tuple((month, day) for month in months)) if day == -1 or 1 <= day <= 28 else None


def _span(months: tuple[int | None, ...]) -> Callable[[re.Match[str]], Repeats | None]:
    return lambda match: _months(months, _number(match["n"]) or 0)


def _end(months: tuple[int | None, ...]) -> Callable[[re.Match[str]], Repeats | None]:
    return lambda _match: _months(months, -1)


def _listed(match: re.Match[str]) -> Repeats | None:
    """每年6月30日、12月31日前: each of the days named; a month alone means its last day."""
    days: list[tuple[int | None, int]] = []
    for found in _MONTH_DAY.finditer(match["rest"]):
        month = int(found["m"])
        day = int(found["d"]) if found["d"] else _PARTS_OF_MONTH.get(found["x"] or "", -1)
        longest = monthrange(2023, month)[1]
        if day > longest:
            return None
        days.append((month, -1 if day == longest else day))
    return Repeats(tuple(days)) if days else None


# The first that fits says the rule; whoever counts working days is not placed, as no rule of a calendar knows holidays.
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Repeats | None]], ...] = (
    (re.compile(r"每(?:个)?季度?(?:末|最后一?个?)月" + _N + "[日号]"), _span(_QUARTER_ENDS)),
    (
        re.compile(r"每(?:个)?季度?" + _AFTER + r"(?:的)?(?:第)?" + _N + r"(?:个)?(?:自然日|[日天号])"),
        _span(_AFTER_QUARTERS),
    ),
    (
        re.compile(r"(?:每(?:个)?季度?|季度)(?:[末底]|结束|终了)?(?:前)?$|每(?:个)?季度?[末底]|一季度一报|按季度?报"),
        _end(_QUARTER_ENDS),
    ),
    (
        re.compile(r"(?:每(?:个)?半年|半年)(?:度)?" + _AFTER + "(?:第)?" + _N + r"(?:个)?(?:自然日|[日天号])"),
        _span(_AFTER_HALVES),
    ),
    (re.compile(r"每(?:个)?半年|半年一次|半年一报"), _end(_HALF_ENDS)),
    (
        re.compile(r"每(?:个)?月(?:结束|终了)?(?:之?后)?(?:的)?(?:第)?" + _N + r"(?:个)?(?:自然日|[日号天])"),
        _span((None,)),
    ),
    (re.compile(r"(?:次月|下月)" + _N + "[日号]"), _span((None,))),
    (re.compile(r"每(?:个)?月(?:月?[底末]|$|前|一次|一报)|按月报|一月一报"), _end((None,))),
    (re.compile(r"每(?:周|星期)(?P<w>[一二三四五六日天])"), lambda match: Repeats(weekday=_WEEKDAYS[match["w"]])),
    (re.compile(r"(?:每年度?|次年)(?P<rest>(?:的)?(?:1[0-2]|0?[1-9])月.*)"), _listed),
    (re.compile(r"(?:每年度?|年度)(?:结束|终了)后" + _N + r"(?:个)?(?:自然日|[日天])"), _span((1,))),
    (re.compile(r"每年(?:年?[底末]|$|一次|一报)|按年报|年度终了"), _end((12,))),
)


def repeats(words: str) -> Repeats | None:
    """The rule in words such as 每季度结束后10日内 or 每年6月、12月底前; None where no calendar can repeat it.

    日 counts calendar days. Rules in working days, and rules without a day (定期), give None.
    """
    said = re.sub(r"\s+", "", words).replace("（", "(").replace("）", ")").replace("：", ":")
    if "工作日" in said:
        return None
    for pattern, answer in _RULES:
        match = pattern.search(said)
        if match:
            return answer(match)
    return None
