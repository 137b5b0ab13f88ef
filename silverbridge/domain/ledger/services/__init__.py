"""Every write of the ledger."""

from .confirming import confirm_notice, confirm_target, confirm_task, set_validity
from .correcting import correct_notice, correct_task
from .importing import import_notice
from .judging import set_judgement
from .linking import attach_evidence, link_indicator, unlink_indicator
from .refreshing import RefreshReport, refresh_evidence
from .shaping import add_task, merge_tasks, remove_task, restore_task, split_task

__all__ = [
    "RefreshReport",
    "add_task",
    "attach_evidence",
    "confirm_notice",
    "confirm_target",
    "confirm_task",
    "correct_notice",
    "correct_task",
    "import_notice",
    "link_indicator",
    "merge_tasks",
    "refresh_evidence",
    "remove_task",
    "restore_task",
    "set_judgement",
    "set_validity",
    "split_task",
    "unlink_indicator",
]
