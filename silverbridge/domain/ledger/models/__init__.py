"""The ledger (工作台账): notices, the tasks they set, what measures each task, who judged it how, and what was corrected."""

from .kept import KeptLedger, KeptLine
from .measuring import Judgement, TaskEvidence, TaskIndicator
from .notices import Confirmable, Notice, Task
from .signing import Correction

__all__ = ["Confirmable", "Correction", "Judgement", "Notice", "Task", "TaskEvidence", "TaskIndicator"]
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
