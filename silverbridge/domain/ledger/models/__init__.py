"""The ledger (工作台账): notices, the tasks they set, what measures each task, and who judged it how."""

from .consulting import Answer, Comment, Consultation
from .measuring import Judgement, TaskEvidence, TaskIndicator
from .notices import Confirmable, Notice, Task
from .versions import Succession, TaskFate

__all__ = [
    "Answer",
    "Comment",
    "Confirmable",
    "Consultation",
    "Judgement",
    "Notice",
    "Succession",
    "Task",
    "TaskEvidence",
    "TaskFate",
    "TaskIndicator",
]
