"""Every write of the ledger."""

from .confirming import confirm_notice, confirm_target, confirm_task, set_validity
from .importing import import_notice
from .judging import set_judgement
from .linking import attach_evidence, link_indicator, unlink_indicator
from .refreshing import RefreshReport, refresh_evidence

__all__ = [
    "RefreshReport",
    "attach_evidence",
    "confirm_notice",
    "confirm_target",
    "confirm_task",
    "import_notice",
    "link_indicator",
    "refresh_evidence",
    "set_judgement",
    "set_validity",
    "unlink_indicator",
]
