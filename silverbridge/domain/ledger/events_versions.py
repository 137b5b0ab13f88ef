"""Facts about notices that take the place of others."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Payload, register

Ground = Literal["named", "number", "title", "tasks"]


@register
class SuccessionProposed(Payload):
    """The reading found that a notice may replace another. The event is about the new one."""

    event: ClassVar[str] = "ledger.succession.proposed"
    grounds: list[Ground]


@register
class SuccessionChosen(Payload):
    """Somebody said which notice this one replaces."""

    event: ClassVar[str] = "ledger.succession.chosen"
    proposed: bool


@register
class SuccessionSetAside(Payload):
    """Somebody said that a notice does not replace the other."""

    event: ClassVar[str] = "ledger.succession.set_aside"


@register
class SuccessionPlanned(Payload):
    """A supervisor set the day of the switch; ``days_ahead`` is negative for a day that has passed."""

    event: ClassVar[str] = "ledger.succession.planned"
    days_ahead: int


@register
class SuccessionCalledOff(Payload):
    """A supervisor took the day back before it came."""

    event: ClassVar[str] = "ledger.succession.called_off"


@register
class SuccessionInEffect(Payload):
    """The switch was made: the old notice binds nobody, the new one does. Counts of tasks, links and hand-outs.

    ``undecided`` hand-outs stay with an old task that was dropped or changed; somebody has to decide about them.
    """

    event: ClassVar[str] = "ledger.succession.in_effect"
    kept: int
    changed: int
    added: int
    dropped: int
    links: int
    proposals: int
    handouts: int
    undecided: int
    days_late: int
