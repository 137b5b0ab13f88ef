"""The ledger (工作台账): notices, what they set and state, what measures it, who judged it how, what was corrected."""

from .consulting import Answer, Comment, Consultation
from .kept import KeptLedger, KeptLine
from .measuring import Judgement, TaskEvidence, TaskIndicator
from .notices import Confirmable, Notice, Task
from .outgoing import OutgoingDocument
from .signing import Correction
from .statements import Duty, Goal, Statement
from .versions import Succession, TaskFate
from .working import Chase, HandOut, Material, Report, Step

__all__ = [
    "Answer",
    "Chase",
    "Comment",
    "Confirmable",
    "Consultation",
    "Correction",
    "Duty",
    "Goal",
    "HandOut",
    "Judgement",
    "KeptLedger",
    "KeptLine",
    "Material",
    "Notice",
    "OutgoingDocument",
    "Report",
    "Statement",
    "Step",
    "Succession",
    "Task",
    "TaskEvidence",
    "TaskFate",
    "TaskIndicator",
]
