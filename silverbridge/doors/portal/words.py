"""Times, hours and numbers as the portal says them, in the language of the page."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time
from itertools import pairwise

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.references import spoken_zh
from silverbridge.engines.calendars import speak_date_zh


def chinese() -> bool:
    """Whether the page is in Chinese."""
    return (get_language() or "zh").startswith("zh")


def day(value: date) -> str:
    """11月24日 星期二."""
    return speak_date_zh(value) if chinese() else date_format(value, "l, j F")


def clock(value: datetime | time) -> str:
    """上午9点, 下午2点05分: the hour as it is said, never 14:05 alone."""
    moment = timezone.localtime(value).time() if isinstance(value, datetime) else value
    if not chinese():
        return f"{moment:%-H:%M}"
    part = "早上" if 5 <= moment.hour < 8 else "上午" if moment.hour < 12 else "中午" if moment.hour == 12 else "下午"
    part = "晚上" if moment.hour >= 18 else "夜里" if moment.hour < 5 else part
    hour = moment.hour if moment.hour <= 12 else moment.hour - 12
    return f"{part}{hour}点{f'{moment.minute:02d}分' if moment.minute else ''}"


def short_clock(value: time) -> str:
    """早8点, 晚8点半: for the call bar, where two short words must fit beside the number at the largest size."""
    if not chinese():
        return f"{value:%-H:%M}"
    part = "早" if value.hour < 12 else "晚" if value.hour >= 18 else "下午"
    minutes = {0: "", 30: "半"}.get(value.minute, f"{value.minute:02d}分")
    return f"{part}{value.hour if value.hour <= 12 else value.hour - 12}点{minutes}"


def moment(value: datetime) -> str:
    """11月24日 星期二 上午9点."""
    return f"{day(timezone.localtime(value).date())} {clock(value)}"


def hours(offering: Offering) -> str:
    """When an offering takes requests, by its own row or by its place's hours; empty when nothing is known."""
    if offering.opens is not None:
        text = _("%(opens)s to %(closes)s") % {"opens": clock(offering.opens), "closes": clock(offering.closes)}
        return text + _(", closed on weekends and holidays") if offering.working_days_only else text
    if offering.door == "counter":
        return place_hours(offering)
    return _("closed on weekends and holidays") if offering.working_days_only else _("day and night")


def place_hours(offering: Offering) -> str:
    """The hours of a counter's place: one line for each run of weekdays with the same hours."""
    rows = list(offering.place.hours.all()) if offering.place_id else []
    spans: dict[tuple[time, time], list[int]] = {}
    for row in rows:
        spans.setdefault((row.opens, row.closes), []).append(row.weekday)
    said = [
        f"{_weekdays(days)} {_('%(opens)s to %(closes)s') % {'opens': clock(opens), 'closes': clock(closes)}}"
        for (opens, closes), days in spans.items()
    ]
    return _(", ").join(said)


def _weekdays(days: list[int]) -> str:
    names = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
    ordered = sorted(set(days))
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return _("%(first)s to %(last)s") % {"first": names[ordered[0]], "last": names[ordered[-1]]}
    return _(", ").join(names[d] for d in ordered)


def spoken(reference: str) -> str:
    """A number as said on the telephone; in Chinese 1 is 幺, so that it is not heard as 七."""
    return (
        spoken_zh(reference)
        if chinese()
        else ", ".join(" ".join(reference[i : i + 4]) for i in range(0, 12, 4)).strip(", ")
    )


def answer(kind: str, text: str) -> str:
    """An answer as it is said: 12月1日 星期二, 上午9点. What is no date or time stays, a person's help too."""
    with suppress(ValueError):
        if kind == "date":
            return day(date.fromisoformat(text))
        if kind == "time":
            return clock(time.fromisoformat(text))
    return text


def in_groups(kind: str, text: str) -> str:
    """A number as it is compared with a card: 990101 19500308 0025, 138 0000 6027, 4726 0385. Other texts stay."""
    lengths = {"id_number": (6, 8, 4), "phone": (3, 4, 4), "reference": (4, 4, 4)}.get(kind)
    bare = "".join(text.split())
    if lengths is None or len(bare) > sum(lengths) or not bare[:-1].isdigit():
        return text
    ends = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
    return " ".join(filter(None, (bare[a:b] for a, b in pairwise(ends))))


def whole(error: DomainError) -> str:
    """A refusal as one text: what is wrong, and what to do now."""
    return f"{error.message}{'' if chinese() else ' '}{error.mend}".strip()
