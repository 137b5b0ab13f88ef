"""Day and time as staff type them when they agree an appointment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from silverbridge.domain.catalogue.definitions import Question, Words
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.intake.answers import check_answer
from silverbridge.domain.intake.fulfilments import Offer, Plan, fulfilment
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.places.queries import today

# The same reading of days and times as for an elder's answers, with the same words when one is impossible.
DAY = Question(key="day", kind="date", label=Words(zh="哪一天", en="Which day"), short=Words(zh="日期", en="Day"))
TIME = Question(key="time", kind="time", label=Words(zh="几点", en="What time"), short=Words(zh="时间", en="Time"))
DAYS_SHOWN = 7


def read_plan(data: Mapping[str, str]) -> Plan:
    """The plan in posted day, time, slot, who and where. Raises Invalid naming an impossible day or time.

    Nothing in day and time is no error here: whether a time is needed is the fulfilment's rule.
    """
    who, where = data.get("who", ""), data.get("where", "")
    if data.get("slot"):
        return Plan(_slot(data["slot"]), who, where)
    if not data.get("day", "").strip() and not data.get("time", "").strip():
        return Plan(None, who, where)
    wrong: dict[str, DomainError] = {}
    parts: dict[str, str] = {}
    for question in (DAY, TIME):
        try:
            parts[question.key] = check_answer(question, data.get(question.key, ""))
        except DomainError as error:
            wrong[question.key] = error
    if wrong:
        raise Invalid(wrong)
    moment = datetime.combine(date.fromisoformat(parts["day"]), time.fromisoformat(parts["time"]))
    return Plan(timezone.make_aware(moment), who, where)


def _slot(text: str) -> datetime | None:
    """The time of a session that was chosen; None when it was not written by our page."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else None


def offers(row: ServiceRequest) -> list[Offer]:
    """The sessions of the coming days that a request could be given, if its fulfilment has any."""
    part = row.fulfilment_parts.order_by("pk").first()
    if part is None or fulfilment(part.kind).planned is None:
        return []
    way = fulfilment(part.kind)
    days = (today() + timedelta(days=n) for n in range(DAYS_SHOWN))
    return [offer for day in days for offer in way.offers(row, day) if offer.left]
