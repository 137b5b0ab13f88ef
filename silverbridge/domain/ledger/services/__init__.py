"""Every write of the ledger."""

from .confirming import confirm_notice, confirm_target, confirm_task, set_validity
from .consulting import (
    Saying,
    answer_comments,
    check_saying,
    close_early,
    comment,
    extend,
    open_consultation,
    publish_answers,
)
from .importing import import_notice
from .judging import set_judgement
from .linking import attach_evidence, link_indicator, unlink_indicator
from .proposing import propose_predecessors
from .refreshing import RefreshReport, refresh_evidence
from .succeeding import call_off, choose_predecessor, plan_effect, set_aside, switch_due

__all__ = [
    "RefreshReport",
    "Saying",
    "answer_comments",
    "attach_evidence",
    "call_off",
    "check_saying",
    "choose_predecessor",
    "close_early",
    "comment",
    "confirm_notice",
    "confirm_target",
    "confirm_task",
    "extend",
    "import_notice",
    "link_indicator",
    "open_consultation",
    "plan_effect",
    "propose_predecessors",
    "publish_answers",
    "refresh_evidence",
    "set_aside",
    "set_judgement",
    "set_validity",
    "switch_due",
    "unlink_indicator",
]
