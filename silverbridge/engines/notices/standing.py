"""From when and how long a notice holds, when it was made public, and what it puts out of force."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from .body import real_day
from .models import Replaced, Standing
from .shadow import chinese_number, squeezed
from .titles import NUMBER

_DATE = r"(?P<y>(?:19|20)\d\d)\s*[年./-]\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})(?:\s*日)?"
_PUBLISHED = re.compile(rf"(?:发布|公布|公开|颁布|发文)(?:日期|时间)[\s\]:|]{{1,6}}{_DATE}")
_IN_FORCE = re.compile(rf"(?:施行|实施|生效|执行)(?:日期|时间)[\s\]:|]{{1,6}}{_DATE}")
_ENDS = re.compile(rf"(?:失效|废止|终止|截止)(?:日期|时间)[\s\]:|]{{1,6}}{_DATE}")
_BEGINS = r"(?:正式|开始)?(?:施行|实施|执行|试行|生效|起效)"
_FROM_DAY = re.compile(rf"自\s*{_DATE}\s*起?\s*{_BEGINS}")
_FROM_ISSUE = re.compile(
    rf"自(?:本[\u4e00-\u9fff]{{1,4}})?(?P<how>印发|发布|公布|下发|签发|发文|颁布)之?日起(?:(?P<n>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})\s*(?P<u>日|天|个月)后)?{_BEGINS}"
)
_VALID = re.compile(
    rf"(?:有效期|试行期|有效期限|执行期|施行期)限?(?:为|是|:|暂定|暂定为)?(?:(?P<to>[至到]\s*{_DATE})|(?P<n>\d{{1,2}}|[一二两三四五六七八九十]{{1,2}})\s*(?P<u>年|个月))"
)
_OVER = re.compile(r"废止|失效|作废|停止执行|不再执行")
_NAMED = re.compile(r"《(?:[^《》\n]|《[^《》\n]*》){2,120}》")
_BRACKETED = re.compile(rf"\s*\(\s*(?P<number>{NUMBER.pattern})[^()]{{0,12}}\)")
_LOOSE = re.compile(NUMBER.pattern)
_STOP = "。\n;"
_FAR = 600  # so far back from 废止 the names of what ends are looked for, within one sentence
_HEAD = 4000


def read_standing(text: str, shadow: str, start: int, end: int, issued: date | None) -> Standing:
    """What the text from `start` to `end`, and the catalogue above it, say about when a notice holds.

    自印发之日起施行 is the date of issue; a period of validity is counted from the day of effect and ends the day before.
    Days the text leaves open stay None.
    """
    head = shadow[:_HEAD]
    spans: dict[str, tuple[int, int]] = {}
    published = _listed(head, _PUBLISHED, "published", spans)
    effective = _effective(shadow, start, end, issued or published, spans)
    if effective is None:
        effective = _listed(head, _IN_FORCE, "effective", spans)
    until = _valid_until(shadow, start, end, effective, spans) or _listed(head, _ENDS, "valid_until", spans)
    return Standing(
        published=published,
        effective=effective,
        valid_until=until,
        validity_text=squeezed(text[slice(*spans["validity"])]) if "validity" in spans else None,
        replaced=tuple(_replaced(text, shadow, start, end)),
        spans=spans,
    )


def _day(match: re.Match[str]) -> date | None:
    return real_day(int(match["y"]), int(match["m"]), int(match["d"]))


def _listed(head: str, entry: re.Pattern[str], name: str, spans: dict[str, tuple[int, int]]) -> date | None:
    match = entry.search(head)
    day = _day(match) if match else None
    if match and day:
        spans[name] = match.span()
    return day


def _effective(
    shadow: str, start: int, end: int, issued: date | None, spans: dict[str, tuple[int, int]]
) -> date | None:
    """The last statement counts: a letter that passes a regulation on says of itself what its end says of the whole."""
    found: list[tuple[int, int, date | None]] = []
    for match in _FROM_DAY.finditer(shadow, start, end):
        found.append((*match.span(), _day(match)))
    for match in _FROM_ISSUE.finditer(shadow, start, end):
        found.append((*match.span(), _after(issued, match)))
    if not found:
        return None
    a, b, day = max(found)
    spans["effective"] = (a, b)
    return day


def _after(issued: date | None, match: re.Match[str]) -> date | None:
    if issued is None or not match["n"]:
        return issued
    count = chinese_number(match["n"]) or 0
    return _months_later(issued, count) if match["u"] == "个月" else issued + timedelta(days=count)


def _months_later(day: date, months: int) -> date:
    months += day.month - 1
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _valid_until(
    shadow: str, start: int, end: int, effective: date | None, spans: dict[str, tuple[int, int]]
) -> date | None:
    matches = list(_VALID.finditer(shadow, start, end))
    if not matches:
        return None
    # Validity of certificates and the like is spoken of anywhere; that of the notice beside the day of its effect.
    near = spans.get("effective")
    match = min(matches, key=lambda m: abs(m.start() - near[1])) if near else matches[-1]
    if near and abs(match.start() - near[1]) > 40:
        return None
    if not near and not re.search(r"本[\u4e00-\u9fff]{1,6}$", shadow[max(start, match.start() - 8) : match.start()]):
        return None
    spans["validity"] = match.span()
    if match["to"]:
        return _day(match)
    count = chinese_number(match["n"])
    if effective is None or not count:
        return None
    return _months_later(effective, count * (12 if match["u"] == "年" else 1)) - timedelta(days=1)


def _replaced(text: str, shadow: str, start: int, end: int) -> list[Replaced]:
    """The documents that end with this one: 《…》（…号）同时废止."""
    found: dict[tuple[str | None, str | None], Replaced] = {}
    for over in _OVER.finditer(shadow, start, end):
        floor = max(start, over.start() - _FAR)
        floor = max(floor, *(shadow.rfind(c, floor, over.start()) + 1 for c in _STOP))
        stops = [e for c in _STOP if (e := shadow.find(c, over.end(), min(end, over.end() + 200))) >= 0]
        sentence = shadow[floor : over.start()]
        if not re.search(
            r"(?:同时|即行|予以|自行|相应|一并|随之|均|现行|全文|决定|现|即)[\u4e00-\u9fff]{0,6}$", sentence
        ) and not (sentence.endswith(("》", ")", "废止", "号"))):
            continue
        ones = _documents(text, shadow, floor, over.start())
        for one in ones or _documents(text, shadow, over.end(), min([*stops, end, over.end() + 200])):
            found.setdefault((one.title, one.number), one)
    return list(found.values())


def _documents(text: str, shadow: str, a: int, b: int) -> list[Replaced]:
    found, busy = [], []
    for named in _NAMED.finditer(shadow, a, b):
        if re.search(r"(?:根据|按照|依据|依照)[^,。;]{0,20}$", shadow[a : named.start()]):
            continue
        numbered = _BRACKETED.match(shadow, named.end(), b)
        stop = numbered.end() if numbered else named.end()
        number = squeezed(text[slice(*numbered.span("number"))]) if numbered else None
        title = squeezed(text[named.start() + 1 : named.end() - 1])
        found.append(Replaced(title=title, number=number, start=named.start(), end=stop))
        busy.append((named.start(), stop))
    for loose in _LOOSE.finditer(shadow, a, b):
        if not any(s <= loose.start() < e for s, e in busy) and not found:
            found.append(
                Replaced(title=None, number=squeezed(text[slice(*loose.span())]), start=loose.start(), end=loose.end())
            )
    return found
