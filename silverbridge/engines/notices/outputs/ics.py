"""Deadlines, recurring duties and days of reporting as a calendar (RFC 5545) that any calendar program opens."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ..deadlines import Calendar as Known
from ..deadlines import due_in_mark
from ..limits import ReaderMissing
from ..models import Duty, ParsedNotice, Task
from ..shadow import shadow_of
from .akn_text import clean
from .repeating import repeats

_LONGEST = 60


@dataclass(frozen=True)
class CalendarFile:
    """The calendar as bytes, how many entries it holds, and the rules of time (as printed) it could not hold."""

    data: bytes
    entries: int
    unplaced: tuple[str, ...]


@dataclass(frozen=True)
class _Entry:
    key: str
    summary: str
    description: str
    day: date
    rule: dict[str, object] | None = None


def to_ics(notice: ParsedNotice, stamped: datetime) -> CalendarFile:
    """The dated deadlines of a notice's tasks, its recurring tasks, and the days on which something is reported.

    All are whole days, with a reminder a week ahead, and keep their identity when the file is made again. `stamped` says when
    the file is made. A notice that is not in force gives an empty calendar: it binds nobody. Raises ReaderMissing without
    the library `icalendar`.
    """
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise ReaderMissing(kind="ICS") from error
    unplaced: list[str] = []
    file = Calendar()
    file.add("prodid", "-//SilverBridge//notices//ZH")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    name = clean(notice.title or notice.document_number or "SilverBridge")
    file.add("x-wr-calname", name)
    file.add("x-wr-timezone", "Asia/Shanghai")
    binding = notice.status not in ("repealed", "consultation_draft")
    entries = list(_entries(notice, stamped.date(), unplaced)) if binding else []
    for entry in entries:
        file.add_component(_event(entry, notice, stamped))
    return CalendarFile(file.to_ical(), len(entries), tuple(dict.fromkeys(unplaced)))


def _entries(notice: ParsedNotice, today: date, unplaced: list[str]) -> Iterator[_Entry]:
    start = notice.date or today
    for number, task in enumerate(notice.tasks, start=1):
        key = f"task {task.clause} {task.part or ''} {task.text[:40]}"
        said = "、".join(task.leads or task.responsible)
        if task.deadline and task.deadline != "ongoing":
            summary = f"完成时限：任务{number} {_short(task.text)}"
            yield _Entry(key, summary, _about(task, said), date.fromisoformat(task.deadline))
        if task.recurrence:
            rules = list(_repeated(task.recurrence, start))
            if not rules:
                unplaced.append(task.recurrence)
            for place, (day, rule) in enumerate(rules):
                summary = f"定期任务：任务{number} {_short(task.text)}"
                yield _Entry(f"{key} again {place}", summary, _about(task, said), day, rule)
    for duty in notice.duties:
        yield from _reports(duty, start, Known(notice.date, notice.date.year if notice.date else None), unplaced)


def _reports(duty: Duty, start: date, known: Known, unplaced: list[str]) -> Iterator[_Entry]:
    """Each day a duty falls on. What is printed without a time is no entry and nothing missing."""
    if not duty.when:
        return
    key = f"duty {duty.who} {duty.to} {duty.when}"
    summary = f"报送：{_short(duty.what or '进展情况')}{f'（报{duty.to}）' if duty.to else ''}"
    lines = (f"报送单位：{duty.who}", f"报送至：{duty.to}" if duty.to else "", f"时间：{duty.when}")
    about = clean("\n".join(line for line in lines if line))
    found = list(_repeated(duty.when, start))
    for place, (day, rule) in enumerate(found):
        yield _Entry(f"{key} {place}", summary, about, day, rule)
    if not found:
        days = sorted({due.value for due in due_in_mark(shadow_of(duty.when), known) if isinstance(due.value, date)})
        for day in days:
            yield _Entry(f"{key} {day}", summary, about, day)
        if not days:
            unplaced.append(duty.when)


def _repeated(words: str, start: date) -> Iterator[tuple[date, dict[str, object]]]:
    rule = repeats(words)
    for parts in rule.rules() if rule else ():
        yield rule.first_after(start, parts), parts


def _about(task: Task, units: str) -> str:
    lines = (f"条款：{task.clause}", f"单位：{units}" if units else "", task.deadline_text or "", task.text)
    return clean("\n".join(line for line in lines if line))


def _short(text: str) -> str:
    words = clean(" ".join(text.split()))
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _event(entry: _Entry, notice: ParsedNotice, stamped: datetime) -> object:
    from icalendar import Alarm, Event

    source = f"{notice.document_number or ''}\n{notice.title or ''}\n{entry.key}"
    event = Event()
    event.add("uid", hashlib.sha256(source.encode()).hexdigest()[:40] + "@silverbridge")
    event.add("dtstamp", stamped.astimezone(UTC))
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.summary)
    where = " ".join(filter(None, (notice.document_number, notice.title)))
    event.add("description", f"{entry.description}\n{clean(where)}".strip())
    event.add("transp", "TRANSPARENT")
    if entry.rule:
        event.add("rrule", entry.rule)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", timedelta(days=-7))
    event.add_component(alarm)
    return event
