"""How a report is filed: where its words are printed, its rule of time, what goes with it, by which route, in which tier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace as _replace
from datetime import date

from .clauses import Node
from .deadlines import Calendar, due_in_prose
from .models import Duty, Route
from .recurrence import rules_in
from .shadow import squeezed

_TOWARDS = re.compile(r"(?:报|送|反馈|提交|交|发|向|至|到|给)[^,。;]{0,4}$")
_SENTENCE_END = "。!?\n"
_MATERIAL = re.compile(
    r"(?:(?P<doc>《[^《》]{2,40}》)\s*)?(?P<ref>\(?(?:详?见|附|填报|填写)?\s*附[件表]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?"
    r"(?:\s*(?:[-—、,和及至]|附[件表])\s*\d{1,2})*\)?)|(?P<form>《[^《》]{2,40}(?:表|台账|清单|报告|总结|名单|统计|汇总)》)"
)
_NUMBER = re.compile(r"附[件表]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?")
_ROUTES: tuple[tuple[Route, re.Pattern[str]], ...] = (
    ("email", re.compile(r"电子邮[箱件]|邮箱|电子(?:版|文档|稿|档)|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+")),
    (
        "system",
        re.compile(
            r"(?:通过|登录|使用|在|经)[^,。;]{0,24}?(?:系统|平台|网站|小程序|OA|直报)|(?:信息|管理|填报|直报)(?:系统|平台)"
        ),
    ),
    ("written", re.compile(r"书面|纸质|正式(?:文件|公文)|以(?:公文|文件)|加盖公章|盖章|公文交换|机要")),
    ("fax", re.compile(r"传真")),
    ("step_by_step", re.compile(r"逐级|层层")),
)
_WHAT = re.compile(
    r"(?:将|把)(?P<w>[^。;]{2,80}?)(?:形成(?P<shape>[^,。;()]{2,16}))?(?:\([^()]*\))?(?:同时|一并|书面|统一|分别|逐级|及时|汇总后?)*"
    r"(?:报送|上报|报至|反馈|提交|报告(?=至|到)|抄报|报(?![告表名]))"
)
_THING = re.compile(r"(?:书面|及时|定期)?(?:报送|上报|反馈|提交|报告|汇报)(?P<w>[^,。;()至到给]{2,30})")
_NEARBY = 160  # so far a clause's words on what and how are looked for before and behind the duty's own sentence


def completed(text: str, shadow: str, node: Node, duty: Duty, known: Calendar) -> Duty:
    """A duty, read in the words of the shadow, in those of the text and with all that its clause says of it."""
    spans: dict[str, tuple[int, int]] = {}
    to = _target_at(shadow, node, duty)
    start, end = _sentence(shadow, node, to)
    if to is not None and duty.to:
        spans["to"] = (to, to + len(duty.to))
    middle = to if to is not None else start
    for field, words in (("who", duty.who), ("when", duty.when), ("what", duty.what)):
        at = _nearest(shadow, words, start, end, middle, node)
        if words and at is not None:
            spans[field] = (at, at + len(words))
    low, high = max(node.text_start, start - _NEARBY), min(node.end, end + _NEARBY)
    if duty.what is None:
        what = (_THING.match(shadow, spans["to"][1], end) if to is not None else None) or _WHAT.search(shadow, low, end)
        if what:
            spans["what"] = what.span("w")
    material = _materials(text, shadow, low, high)
    if material:
        spans["attachments"] = (material[0][1], material[-1][2])
    route, where = _routes(shadow, start, high)
    if where:
        spans["route"] = where
    timed = [t for t in rules_in(duty.when or "") if t.rule is not None]
    rule = timed[0].rule if len(timed) == 1 else None
    if rule is not None and timed[0].issue and known.issued:
        rule = _replace(rule, since=known.issued)
    dues = [] if timed else [d for d in due_in_prose(duty.when or "", known) if isinstance(d.value, date)]

    def printed(field: str, words: str | None) -> str | None:
        return "".join(text[slice(*spans[field])].splitlines()) if field in spans else words

    return Duty(
        who=printed("who", duty.who) or duty.who,
        what=printed("what", duty.what),
        when=printed("when", duty.when),
        to=printed("to", duty.to),
        start=start,
        end=end,
        rule=rule,
        due=dues[-1].value if dues else None,
        attachments=tuple(dict.fromkeys(name for name, _a, _b in material)),
        route=route,
        spans=spans,
        confidence=_confidence(spans, rule is not None or bool(dues)),
    )


def tiered(duties: Sequence[Duty]) -> list[Duty]:
    """The duties with their tiers: who files what another files to them stands one tier above."""
    tiers: list[int] = []
    for at, duty in enumerate(duties):
        below = [tiers[k] for k in range(max(0, at - 12), at) if _receives(duty, duties[k])]
        tiers.append(1 + max(below, default=0))
    linked = {
        k for k, _ in enumerate(duties) if tiers[k] > 1 or any(_receives(d, duties[k]) for d in duties[k + 1 : k + 13])
    }
    return [duty.model_copy(update={"tier": tiers[k]}) if k in linked else duty for k, duty in enumerate(duties)]


_PLACES = re.compile(r"^(?:各|属地|所在|对口的?|本|上级|[省市区县](?=[^局委厅办政]))+|(?:汇总|审核)后?$")


def _receives(duty: Duty, other: Duty) -> bool:
    """Whether the one who files is the one the other files to; both may be lists, named a little differently."""
    if not other.to:
        return False
    mine = {_PLACES.sub("", squeezed(name)) for name in re.split("[、和及,，]", duty.who)}
    theirs = {_PLACES.sub("", squeezed(name)) for name in re.split("[、和及或,，]", other.to)}
    return any(a and b and (a.endswith(b) or b.endswith(a)) and min(len(a), len(b)) >= 2 for a in mine for b in theirs)


def _target_at(shadow: str, node: Node, duty: Duty) -> int | None:
    """Where the unit reported to is printed: behind a word of reporting, nearest behind the one who reports."""
    if not duty.to:
        return None
    best: tuple[int, int] | None = None
    at = shadow.find(duty.to, node.text_start, node.end)
    while at >= 0:
        if _TOWARDS.search(shadow[max(node.text_start, at - 12) : at]):
            who = shadow.rfind(duty.who, node.text_start, at)
            distance = at - who if who >= 0 else 10_000
            if best is None or distance < best[0]:
                best = (distance, at)
        at = shadow.find(duty.to, at + 1, node.end)
    return best[1] if best else None


def _sentence(shadow: str, node: Node, at: int | None) -> tuple[int, int]:
    if at is None:
        return node.text_start, node.end
    start = max(shadow.rfind(c, node.text_start, at) for c in _SENTENCE_END) + 1
    start = max(start, node.text_start)
    ends = [e for c in _SENTENCE_END if (e := shadow.find(c, at, node.end)) >= 0]
    end = min(ends) + 1 if ends else node.end
    while start < end and shadow[start].isspace():
        start += 1
    while end > start and shadow[end - 1].isspace():
        end -= 1
    return start, end


def _nearest(shadow: str, words: str | None, start: int, end: int, middle: int, node: Node) -> int | None:
    """Where words are printed: in the sentence, the last before the unit reported to; else anywhere in the clause."""
    if not words:
        return None
    for found in (
        shadow.rfind(words, start, middle),
        shadow.find(words, start, end),
        shadow.find(words, node.start, node.end),
    ):
        if found >= 0:
            return found
    return None


def _materials(text: str, shadow: str, a: int, b: int) -> list[tuple[str, int, int]]:
    """The attachments a clause names: 附件1, 附表, 《…统计表》."""
    found = []
    for match in _MATERIAL.finditer(shadow, a, b):
        if match["form"] or match["doc"]:
            group = "form" if match["form"] else "doc"
            if match["doc"] and not re.search("表|台账|清单|报告|总结|名单|统计|汇总|样", match["doc"]):
                continue
            found.append((squeezed(text[slice(*match.span(group))]), *match.span(group)))
        if match["ref"]:
            for one in _NUMBER.finditer(shadow, *match.span("ref")):
                found.append((squeezed(text[slice(*one.span())]), *one.span()))
    return found


def _routes(shadow: str, a: int, b: int) -> tuple[tuple[Route, ...], tuple[int, int] | None]:
    hits = [(kind, match) for kind, pattern in _ROUTES if (match := pattern.search(shadow, a, b))]
    if not hits:
        return (), None
    return tuple(kind for kind, _ in hits), (min(m.start() for _, m in hits), max(m.end() for _, m in hits))


def _confidence(spans: dict[str, tuple[int, int]], timed: bool) -> float:
    """Lower where the one who reports is only addressed at the head, and where its time is no rule or day."""
    sure = 0.9 if "who" in spans else 0.6
    return round(sure - (0 if timed else 0.2) - (0 if "to" in spans else 0.1), 2)
