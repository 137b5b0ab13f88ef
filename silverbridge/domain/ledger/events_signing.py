"""Facts about what people changed of what was read: numbers and names of fields, never the words."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Payload, register

TaskField = Literal["span", "leads", "responsible", "cooperating", "deadline", "recurrence", "targets"]
NoticeField = Literal["title", "document_number", "issuers", "dated"]


@register
class NoticeCorrected(Payload):
    """Somebody corrected the head of a notice; it waits for confirmation again."""

    event: ClassVar[str] = "ledger.notice.corrected"
    fields: tuple[NoticeField, ...]


@register
class TaskCorrected(Payload):
    """Somebody corrected fields of a task; it waits for confirmation again."""

    event: ClassVar[str] = "ledger.task.corrected"
    number: int
    fields: tuple[TaskField, ...]


@register
class TaskSplit(Payload):
    """A task was cut in two; ``into`` is the number of the new one."""

    event: ClassVar[str] = "ledger.task.split"
    number: int
    into: int


@register
class TaskMerged(Payload):
    """A task took in its neighbour, which was taken out; ``taken`` is the neighbour's number."""

    event: ClassVar[str] = "ledger.task.merged"
    number: int
    taken: int


@register
class TaskAdded(Payload):
    """A person found a task that was not read."""

    event: ClassVar[str] = "ledger.task.added"
    number: int


@register
class TaskRemoved(Payload):
    """A person said that this is no task; it is kept and counts no more."""

    event: ClassVar[str] = "ledger.task.removed"
    number: int


@register
class TaskRestored(Payload):
    """A task that was taken out stands again."""

    event: ClassVar[str] = "ledger.task.restored"
    number: int
