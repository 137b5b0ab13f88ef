"""Rules of time in the words of a notice, as rules the calendar can turn into days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from silverbridge.engines.calendars.rules import CountUnit, Every, Fixed, Rule

from .shadow import chinese_number

_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_UNIT = r"(?:个?工作日|个?自然日|日|天|个?月|周)"
_WITHIN = rf"(?P<n>{_N})\s*(?P<u>{_UNIT})"
_PERIOD = r"(?:年度?|半年度?|季度?|月度?|周)"
_END = r"(?:结束|终了|期满|末|底|终)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DATE = rf"(?:{_MONTH}月(?:份)?(?:{_DAY}[日号]|[上中下]旬|底|末|初)?|第?[一二三四]季度[底末]?|[上下]半年[底末]?)"
_BEFORE = r"(?:之前|以前|前|之?内|以内)?"
_SPAN = re.compile(
    r"(?=[每年半季月周次下翌一按当])(?:"
    # 每季度结束后10日内, 季后15个工作日内, 半年终了后15日内
    rf"(?P<after>(?:每个?)?(?P<ap>{_PERIOD})(?:{_END})?(?:之?后|起)(?:的)?(?:第)?{_WITHIN}(?P<at>之?内|以内|前)?)"
    rf"|(?P<ends>(?:每个?(?P<ep>{_PERIOD})(?:{_END}|初|的?前)|次(?P<ep2>月))(?P<en>{_N})\s*(?P<eu>{_UNIT})(?:之?内|以内))"
    # 次月10日前, 次年1月31日前, 下季度首月5日前
    rf"|(?P<next>(?P<nl>次|下一?个?|翌)(?P<np>{_PERIOD})(?:的)?(?P<nm>首月|第一个?月|{_DATE}(?:[、和及]{_DATE})*)?(?P<nd>{_DAY}[日号]|底|末)?(?P<nb>之前|以前|前|之?内))"
    # 每季度首月10日前, 每月5日前, 每周五前, 每年6月底和12月底前
    rf"|(?P<fixed>每个?(?P<fp>{_PERIOD})(?:的)?(?:第?(?P<fo>首|末|第?[一二三]个|最后一?个)月)?"
    rf"(?P<fd>{_DATE}(?:前)?(?:[、和及,]\s*{_DATE}(?:前)?)*|{_DAY}[日号]?\s*(?:至|-|—|~)\s*{_DAY}[日号]|{_DAY}[日号]|[一二三四五六日天1-6]|年?[底末终初]|[上中下]旬)(?P<fb>{_BEFORE}))"
    # 每年春节前, 每月第一周: when that is, only the year's calendar says
    rf"|(?P<open>每个?{_PERIOD}的?(?:[\u4e00-\u9fff]{{1,3}}节(?:前后?|期间)?|第?[一二三四]周))"
    # 每半年一次, 每季度, 按季度报送, 一季度一报, 半年一报
    rf"|(?P<each>(?:每个?(?P<cp>{_PERIOD})(?![\u4e00-\u9fff]{{0,4}}(?:日|月)\d)|(?:一(?P<op>年|季度?|月|周)|(?P<hp>半年))一[报次]"
    rf"|按(?P<bp>年度?|季度?|月度?|半年|周)(?=报|上报|汇总|通报|调度|分析|总结|统计|反馈|更新)))"
    r"|(?P<year>(?<!\d)年内(?!容)|当年(?:年底|内|底)前?))"
)
_EVERY: dict[str, Every] = {"年": "year", "半": "half", "季": "quarter", "月": "month", "周": "week"}
# 印发之日起30日内, 收到通知后5个工作日内, 活动结束后10日内
_COUNTED = re.compile(rf"(?:起|后),?(?P<n>{_N})\s*(?P<u>{_UNIT})(?:之?内|以内)")
_EVENT = re.compile(r"(?:自|从)?(?:(?!每|季|半年|[月为于在将把应须自从])[\u4e00-\u9fff《》]){0,14}(?:之日|当日|之)?$")
_HAPPENS = re.compile(
    r"印发|下发|发布|公布|施行|实施|出台|发文|收到|接到|接报|结束|发生|终了|完成|验收|受理|办结|变更|签订|批准|备案|申请|期满|整改|成立"
)
_ISSUE = re.compile(r"(?:印发|下发|发布|公布|施行|出台|发文)(?:之日|当日|之|日)?$")
_PART = {"上旬": 10, "中旬": 20, "初": 10}
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Timed:
    """A rule of time printed at `start` to `end`; `rule` is None where the words leave its day open.

    `issue` says that it counts from the day of issue (印发之日起), so that this day can be put in.
    """

    start: int
    end: int
    rule: Rule | None
    issue: bool = False


def rules_in(shadow: str, start: int = 0, end: int | None = None) -> list[Timed]:
    """Every rule of time printed from `start` to `end` of a shadow, in order."""
    end = len(shadow) if end is None else end
    found = []
    for match in _SPAN.finditer(shadow, start, end):
        read = _read(match)
        if read is not None:
            found.append(read)
    taken = [(timed.start, timed.end) for timed in found]
    at = 0
    for match in _COUNTED.finditer(shadow, start, end):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if at == len(taken) or taken[at][0] >= match.end():
            read = _counted(shadow, max(start, match.start() - 20), match)
            found += [read] if read else []
    return sorted(found, key=lambda timed: timed.start)


def _counted(shadow: str, floor: int, match: re.Match[str]) -> Timed | None:
    """Days counted from something that happens, which stands right before 起 or 后."""
    event = _EVENT.search(shadow[floor : match.start()])
    if event is None or not _HAPPENS.search(event.group()):
        return None
    rule = _rule(every="event", count=chinese_number(match["n"]) or 0, unit=_unit(match["u"]))
    return Timed(floor + event.start(), match.end(), rule, bool(_ISSUE.search(event.group())))


def rule_of(words: str) -> Rule | None:
    """The rule that a duty's words on its time come to; None where they name no rule, or more than one."""
    found = {timed.rule for timed in rules_in(words) if timed.rule is not None}
    return found.pop() if len(found) == 1 else None


def _every(word: str) -> Every:
    return _EVERY[word[0]]


def _unit(word: str) -> CountUnit:
    if "工作日" in word:
        return "working_day"
    if "月" in word:
        return "month"
    return "week" if "周" in word else "day"


def _rule(**made: Any) -> Rule | None:
    try:
        return Rule(**made)
    except ValueError:
        return None  # words such as 每月32日 that no calendar knows


def _read(match: re.Match[str]) -> Timed | None:
    part = match.groupdict()
    if part["after"]:
        if not part["at"] and part["u"] not in ("日", "天") and "工作日" not in part["u"]:
            return None
        rule = _rule(every=_every(part["ap"]), count=chinese_number(part["n"]) or 0, unit=_unit(part["u"]))
    elif part["ends"]:
        rule = _rule(
            every=_every(part["ep"] or part["ep2"]), count=chinese_number(part["en"]) or 0, unit=_unit(part["eu"])
        )
    elif part["next"]:
        rule = _following(part)
    elif part["fixed"]:
        rule = _on_days(part)
    elif part["each"]:
        word = part["cp"] or part["op"] or part["hp"] or part["bp"]
        rule = Rule(every=_every(word))
    elif part["open"]:
        rule = None
    else:
        return Timed(match.start(), match.end(), Rule(every="year", once=True), issue=True)
    return Timed(match.start(), match.end(), rule)


def _following(part: dict[str, str | None]) -> Rule | None:
    """次月10日前: a day in the period that follows."""
    every = _every(part["np"] or "")
    month, day = part["nm"], part["nd"]
    if month and month[0] in "首第":
        return _rule(every=every, at=(Fixed(1, _day(day)),), lag=1)
    if month:
        return _rule(every=every, at=_days_of(month), lag=1) if every == "year" else None
    if every == "month" and day:
        return _rule(every=every, at=(Fixed(None, _day(day)),), lag=1)
    return _rule(every=every, at=(Fixed(),), lag=1) if day in ("底", "末") else None


def _on_days(part: dict[str, str | None]) -> Rule | None:
    """每月5日前, 每季度首月10日前, 每年6月底和12月底前, 每周五: days inside each period."""
    every, words, order = _every(part["fp"] or ""), part["fd"] or "", part["fo"]
    if every == "week":
        return _rule(every=every, at=(Fixed(day=_WEEKDAYS.index(words.replace("天", "日")) + 1),)) if words in (
            *_WEEKDAYS, "天"
        ) else None  # fmt: skip
    if len(words) == 1 and words in "一二三四五六日天123456":
        return None
    if re.fullmatch(r"年?[底末终]", words):
        return Rule(every=every)
    month = None
    if order:
        digits = {"首": 1, "末": None, "一": 1, "二": 2, "三": 3}
        month = None if "后" in order or order == "末" else next(digits[c] for c in order if c in digits)
    if re.search("月|季度|半年", words):
        return _rule(every=every, at=_days_of(words)) if every == "year" else None
    if words in _PART or words == "下旬":
        return _rule(every=every, at=(Fixed(month, _PART.get(words)),))
    if every in ("month", "quarter", "half") and (every == "month" or order):
        last = re.findall(r"\d+", words)[-1]
        return _rule(every=every, at=(Fixed(month, int(last)),))
    return None


def _day(words: str | None) -> int | None:
    digits = re.match(r"\d+", words or "")
    return int(digits.group()) if digits else None


def _days_of(words: str) -> tuple[Fixed, ...]:
    found = []
    for match in re.finditer(
        rf"(?P<m>{_MONTH})月(?:份)?(?:(?P<d>\d{{1,2}})[日号]|(?P<x>[上中]旬|初))?|(?P<q>[一二三四])季度|(?P<h>[上下])半年",
        words,
    ):
        if match["q"]:
            found.append(Fixed(3 * (chinese_number(match["q"]) or 1)))
        elif match["h"]:
            found.append(Fixed(6 if match["h"] == "上" else 12))
        else:
            day = int(match["d"]) if match["d"] else _PART.get(match["x"] or "")
            found.append(Fixed(chinese_number(match["m"]), day))
    return tuple(found)
