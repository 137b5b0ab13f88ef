"""Every write of the ledger."""

from .confirming import confirm_notice, confirm_target, confirm_task, set_validity
from .importing import import_notice
from .judging import set_judgement
from .keeping import KeptChoice, Workbook, take_over_ledger
from .linking import attach_evidence, link_indicator, unlink_indicator
from .refreshing import RefreshReport, refresh_evidence

__all__ = [
    "KeptChoice",
    "RefreshReport",
    "Workbook",
    "attach_evidence",
    "confirm_notice",
    "confirm_target",
    "confirm_task",
    "import_notice",
    "link_indicator",
    "refresh_evidence",
    "set_judgement",
    "set_validity",
    "take_over_ledger",
    "unlink_indicator",
]
