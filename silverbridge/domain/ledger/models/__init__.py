"""The ledger (工作台账): notices, the tasks they set, what measures each task, and who judged it how."""

from .measuring import Judgement, TaskEvidence, TaskIndicator
from .notices import Confirmable, Notice, Task

__all__ = ["Confirmable", "Judgement", "Notice", "Task", "TaskEvidence", "TaskIndicator"]
