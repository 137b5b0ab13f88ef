"""The text as it was written, where an extractor has changed its lines: a copy that knows where each character stood."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .models import Duty, Goal, NumberTarget, ParsedNotice, Standing, Task
from .unrolled import breaks_in
from .wrapped import joins_in

# Typesetting leaves a little room round figures; PDF readers take it for spaces: 2023 年 6 月, 〔 2023 〕 6 号.
_NUMBERED = re.compile(r"\d{1,4} *号")
_GAP = re.compile(" +")
_SPACED_LABEL = re.compile(r"[牵责配完](?:(?<=\n.)|(?<=[。;] .)) +[头任合成] +[单部时] +[位门限](?= *:)")
# A page's line ends become gaps where its lines were put on one: 分工负 责), 责任 单位:
_CUT_WORD = re.compile(
    "(?=[负牵配责完单时])(?:负 责(?=[),。、])|牵 头(?=[,、);])|配 合(?=[),。;])"
    "|(?:牵 ?头|责 ?任|配 ?合|完 ?成) ?(?:单 ?位|部 ?门|时 ?限)(?= ?:))"
)
Edit = tuple[int, int, str]  # what stands at start to end is printed as this


@dataclass(frozen=True)
class Flow:
    """A text laid out anew. `starts[i]` in it is where `origins[i]` of the given text stands, up to the next of each."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    length: int

    def back(self, offset: int) -> int:
        """Where a character of the copy stands in the given text; an inserted line end where what follows stands."""
        at = bisect_right(self.starts, offset) - 1
        limit = self.origins[at + 1] if at + 1 < len(self.origins) else self.length
        return min(self.origins[at] + offset - self.starts[at], limit)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the copy in the given text."""
        return self.back(start), self.back(end - 1) + 1 if end > start else self.back(start)


def _edited(text: str, edits: list[Edit]) -> Flow:
    pieces: list[str] = []
    starts, origins = [0], [0]
    position = size = 0
    for start, end, instead in sorted(edits):
        if start < position:
            continue
        pieces += [text[position:start], instead]
        size += start - position + len(instead)
        if instead:
            starts.append(size - len(instead))
            origins.append(start)
        starts.append(size)
        origins.append(end)
        position = end
    return Flow("".join([*pieces, text[position:]]), tuple(starts), tuple(origins), len(text))


def unchanged(text: str) -> Flow:
    """A text laid out as it is."""
    return _edited(text, [])


def _set_apart(shadow: str) -> Iterator[tuple[int, int]]:
    """The spaces that typesetting left round figures."""
    for gap in _GAP.finditer(shadow):
        start, end = gap.span()
        before, after = shadow[start - 1 : start], shadow[end : end + 1]
        if not before or not after:
            continue
        if before.isdecimal():
            if after in "年月日号个])":
                yield start, end
        elif (before in "年月第起[(" and after.isdecimal()) or (before == "]" and _NUMBERED.match(shadow, end)):
            yield start, end


def flowed(text: str, shadow: str) -> Flow | None:
    """The text without page marks and hard line ends, and with the line ends a page has lost; None where nothing changes."""
    edits = joins_in(text, shadow)
    edits += breaks_in(shadow, [(a, b) for a, b, _ in edits])
    broken = {a for a, _, instead in edits if instead}
    edits += [(a, b, "") for a, b in _set_apart(shadow) if a not in broken]
    for label in _SPACED_LABEL.finditer(shadow):
        edits += [(label.start() + m.start(), label.start() + m.end(), "") for m in _GAP.finditer(label.group())]
    for word in _CUT_WORD.finditer(shadow):
        edits += [(word.start() + m.start(), word.start() + m.end(), "") for m in _GAP.finditer(word.group())]
    return _edited(text, edits) if edits else None


def _spanned(part: Any, flow: Flow, text: str, words: str = "", **changes: Any) -> Any:
    """A part of a notice with its span that of the given text, and the field `words` what is printed there."""
    start, end = flow.span(part.start, part.end)
    if words:
        changes[words] = text[start:end]
    return part.model_copy(update={"start": start, "end": end, **changes})


def _targets(part: Task | Goal, flow: Flow, text: str) -> tuple[NumberTarget, ...]:
    return tuple(_spanned(target, flow, text, "words") for target in part.targets)


def _pair(flow: Flow, start: int | None, end: int | None) -> tuple[int | None, int | None]:
    return (None, None) if start is None or end is None else flow.span(start, end)


def _task_restored(task: Task, flow: Flow, text: str) -> Task:
    mark = _pair(flow, task.resp_start, task.resp_end)
    due = _pair(flow, task.deadline_start, task.deadline_end)
    again = _pair(flow, task.recurrence_start, task.recurrence_end)
    changes = {
        "recurrence_start": again[0],
        "recurrence_end": again[1],
        "resp_start": mark[0],
        "resp_end": mark[1],
        "deadline_start": due[0],
        "deadline_end": due[1],
        "units": tuple(_spanned(unit, flow, text) for unit in task.units),
        "targets": _targets(task, flow, text),
    }
    return _spanned(task, flow, text, "text", **changes)


def _duty_restored(duty: Duty, flow: Flow) -> Duty:
    start, end = _pair(flow, duty.start, duty.end)
    spans = {field: flow.span(*span) for field, span in duty.spans.items()}
    return duty.model_copy(update={"start": start, "end": end, "spans": spans})


def _standing_restored(standing: Standing, flow: Flow) -> Standing:
    spans = {field: flow.span(*span) for field, span in standing.spans.items()}
    replaced = []
    for one in standing.replaced:
        start, end = flow.span(one.start, one.end)
        replaced.append(one.model_copy(update={"start": start, "end": end}))
    return standing.model_copy(update={"spans": spans, "replaced": tuple(replaced)})


def restored(notice: ParsedNotice, flow: Flow, text: str) -> ParsedNotice:
    """What was read from the copy, with its spans and texts those of the given text."""
    begins = [flow.back(c.start) for c in notice.clauses] + [flow.back(notice.body_end)]
    at = {c.start: begin for c, begin in zip(notice.clauses, begins, strict=False)} | {notice.body_end: begins[-1]}
    clauses = tuple(
        c.model_copy(
            update={"start": a, "end": b, "until": at.get(c.until, begins[-1]), "text": text[a:b]},
        )
        for c, a, b in zip(notice.clauses, begins[:-1], begins[1:], strict=True)
    )
    tasks = [_task_restored(task, flow, text) for task in notice.tasks]
    return notice.model_copy(
        update={
            "clauses": clauses,
            "tasks": tuple(tasks),
            "standing": _standing_restored(notice.standing, flow),
            "duties": tuple(_duty_restored(duty, flow) for duty in notice.duties),
            "goals": tuple(_spanned(g, flow, text, "text", targets=_targets(g, flow, text)) for g in notice.goals),
            "body_start": begins[0] if clauses else flow.back(notice.body_start),
            "body_end": begins[-1],
        }
    )
