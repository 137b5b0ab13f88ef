"""What tasks mean beyond their units: figures to reach, rules of time. The text is gone through once for all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from .deadlines import Calendar
from .models import NumberTarget, Task, read_as
from .recurrence import Timed, rules_in
from .targets import find_targets


class Meaning:
    """Figures and rules of time printed from `start` to `end`, in order, to be asked for by span."""

    def __init__(self, text: str, shadow: str, start: int, end: int, known: Calendar) -> None:
        self.shadow, self.known = shadow, known
        self.targets: list[NumberTarget] = find_targets(text, shadow, start, end)
        self.rules: list[Timed] = rules_in(shadow, start, end)
        self._targets_at = [target.start for target in self.targets]
        self._rules_at = [timed.start for timed in self.rules]

    def completed(self, text: str, tasks: Sequence[Task]) -> list[Task]:
        """The tasks with their figures and their rule of time, where they have any."""
        return [self._completed(text, task) for task in tasks]

    def _completed(self, text: str, task: Task) -> Task:
        a, b = bisect_left(self._targets_at, task.start), bisect_right(self._targets_at, task.end - 1)
        targets = tuple([t for t in self.targets[a:b] if t.end <= task.end]) if b > a else ()
        timed = self._rule(task)
        if timed is None and not targets:
            return task
        changes: dict[str, object] = {"targets": targets}
        if timed is not None and timed.rule is not None:
            issued = self.known.issued
            changes["rule"] = timed.rule.starting(issued) if timed.issue and issued else timed.rule
        if timed is not None and (timed.rule is None or timed.rule.repeats):
            changes["recurrence"] = text[timed.start : timed.end]
            changes["recurrence_start"], changes["recurrence_end"] = timed.start, timed.end
        return read_as(Task, {**task.__dict__, **changes})

    def _rule(self, task: Task) -> Timed | None:
        """The rule of a task: that of its mark first, then the first of its words that repeats, then any."""
        spans = [(task.deadline_start, task.deadline_end), (task.resp_start, task.resp_end), (task.start, task.end)]
        for start, end in spans:
            if start is None or end is None:
                continue
            # What is read as a date can begin behind the word that makes it repeat: 每年 12月底前.
            a, b = bisect_left(self._rules_at, start - 6), bisect_right(self._rules_at, end - 1)
            inside = [timed for timed in self.rules[a:b] if start < timed.end <= end + 2]
            if inside:
                return next((timed for timed in inside if timed.rule is None or timed.rule.repeats), inside[0])
        return None
