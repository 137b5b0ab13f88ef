"""The ledger (工作台账): notices, the tasks they set, what measures each task, and who judged it how."""

from .consulting import Answer, Comment, Consultation
from .measuring import Judgement, TaskEvidence, TaskIndicator
from .notices import Confirmable, Notice, Task
from .versions import Succession, TaskFate
from .working import Chase, HandOut, Material, Report, Step

__all__ = [
    "Answer",
    "Chase",
    "Comment",
    "Confirmable",
    "Consultation",
    "HandOut",
    "Judgement",
    "Material",
    "Notice",
    "Report",
    "Step",
    "Succession",
    "Task",
    "TaskEvidence",
    "TaskFate",
    "TaskIndicator",
]
