"""The ledger (工作台账): notices, the tasks they set, what measures each task, and who judged it how."""

from .kept import KeptLedger, KeptLine
from .measuring import Judgement, TaskEvidence, TaskIndicator
from .notices import Confirmable, Notice, Task
from .working import Chase, HandOut, Material, Report, Step

__all__ = [
    "Chase",
    "Confirmable",
    "HandOut",
    "Judgement",
    "KeptLedger",
    "KeptLine",
    "Material",
    "Notice",
    "Report",
    "Step",
    "Task",
    "TaskEvidence",
    "TaskIndicator",
]
