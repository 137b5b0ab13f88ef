"""Red, yellow or green: how a task in somebody's hands stands, by its due day and by what was judged of it.

A pure function of plain values, so that a page, a document and a test get the same answer. The colour is never the message: a
light has a word and reasons, and pages draw it with a shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

SOON = 7  # calendar days before the due day in which a task is "due soon"
MET, NOT_MET = "met", "not_met"  # as Judgement.Verdict and status.State write them


class Light(models.TextChoices):
    """Worst last. ``NONE``: no due day, nobody has it, and nothing was judged; that is not green."""

    GREEN = "green", _("On course")
    NONE = "none", _("Nothing to go by")
    YELLOW = "yellow", _("Take care")
    RED = "red", _("Behind")


ORDER = (Light.GREEN, Light.NONE, Light.YELLOW, Light.RED)


class Reason(models.TextChoices):
    """Why a light is not green."""

    OVERDUE = "overdue", _("past its day")
    SUPERVISOR_NOT_MET = "supervisor_not_met", _("the supervisor says: not met")
    SYSTEM_NOT_MET = "system_not_met", _("the figures say: not met")
    UNIT_NOT_MET = "unit_not_met", _("the unit says: not met")
    DUE_SOON = "due_soon", _("due soon")
    DISAGREE = "disagree", _("the judgements differ")
    UNACKNOWLEDGED = "unacknowledged", _("not acknowledged in time")
    UNREPORTED = "unreported", _("no report in time")


_RED = (Reason.OVERDUE, Reason.SUPERVISOR_NOT_MET, Reason.SYSTEM_NOT_MET)


@dataclass(frozen=True)
class Standing:
    """What the light is told. Days are business dates; a verdict nobody gave is None, and so is a day that was never set.

    ``is_closed``: nobody has to do anything any more. ``is_asked``: the unit asked to close, so its days stand still.
    ``is_held``: some unit has it. ``acknowledge_by`` and ``report_by`` are set only while that is still awaited. ``system`` is
    "met" or "not_met" only where the figures really judge.
    """

    due: date | None = None
    is_closed: bool = False
    is_asked: bool = False
    is_held: bool = True
    acknowledge_by: date | None = None
    report_by: date | None = None
    system: str | None = None
    unit: str | None = None
    supervisor: str | None = None


@dataclass(frozen=True)
class Signal:
    """A light with its reasons, weightiest first. ``days``: over the due day when positive, left until it when negative."""

    light: Light
    reasons: tuple[Reason, ...] = ()
    days: int | None = None

    @property
    def words(self) -> str:
        """The reasons in the language of the page; empty when there is none."""
        return "，".join(self._say(reason) for reason in self.reasons)

    def _say(self, reason: Reason) -> str:
        if reason == Reason.OVERDUE and self.days:
            return ngettext("%(n)s day past its day", "%(n)s days past its day", self.days) % {"n": self.days}
        if reason == Reason.DUE_SOON and self.days is not None:
            left = -self.days
            return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left} if left else gettext("due today")
        return str(reason.label)


def light_of(standing: Standing, day: date, soon: int = SOON) -> Signal:
    """The light of a task on a day.

    Red: open and past its due day; or judged not met by the supervisor, or, where the supervisor has not decided, by the figures.
    Yellow: open and due within ``soon`` days; acknowledgement or report late; the unit itself says not met; or figures, unit and
    supervisor differ. A closed task has no days to miss, but what was judged still counts: it may have to be looked at again.
    """
    reasons = [*_by_day(standing, day, soon), *_by_judgement(standing)]
    reasons.sort(key=list(Reason).index)
    days = None if standing.due is None or standing.is_closed or standing.is_asked else (day - standing.due).days
    if any(reason in _RED for reason in reasons):
        light = Light.RED
    elif reasons:
        light = Light.YELLOW
    elif _knows_nothing(standing):
        light = Light.NONE
    else:
        light = Light.GREEN
    return Signal(light, tuple(reasons), days)


def worst(signals: list[Signal]) -> Signal:
    """The worst of several units' lights; of equally bad ones the one with the most days gone."""
    if not signals:
        return Signal(Light.NONE)
    return max(signals, key=lambda s: (ORDER.index(s.light), s.days if s.days is not None else -(10**6)))


def _by_day(standing: Standing, day: date, soon: int) -> list[Reason]:
    if standing.is_closed or standing.is_asked:
        return []
    found = []
    if standing.due is not None and day > standing.due:
        found.append(Reason.OVERDUE)
    elif standing.due is not None and (standing.due - day).days <= soon:
        found.append(Reason.DUE_SOON)
    if standing.acknowledge_by is not None and day > standing.acknowledge_by:
        found.append(Reason.UNACKNOWLEDGED)
    if standing.report_by is not None and day > standing.report_by:
        found.append(Reason.UNREPORTED)
    return found


def _by_judgement(standing: Standing) -> list[Reason]:
    found, said = [], {standing.system, standing.unit, standing.supervisor}
    if standing.supervisor == NOT_MET:
        found.append(Reason.SUPERVISOR_NOT_MET)
    if standing.system == NOT_MET and standing.supervisor not in (MET, NOT_MET):
        found.append(Reason.SYSTEM_NOT_MET)
    if standing.unit == NOT_MET:
        found.append(Reason.UNIT_NOT_MET)
    if {MET, NOT_MET} <= said:
        found.append(Reason.DISAGREE)
    return found


def _knows_nothing(standing: Standing) -> bool:
    judged = {standing.system, standing.unit, standing.supervisor} & {MET}
    return not standing.is_closed and not judged and (standing.due is None or not standing.is_held)
