"""Every write of the ledger."""

from .chasing import chase_now, drop_chase, propose_chases, send_chase
from .closing import ask_to_close, close, look_back, send_back, verify
from .confirming import confirm_notice, confirm_target, confirm_task, set_validity
from .correcting import correct_notice, correct_task
from .handing import Contact, Order, acknowledge, hand_on, hand_out, withdraw
from .importing import import_notice
from .judging import set_judgement
from .keeping import KeptChoice, Workbook, take_over_ledger
from .linking import attach_evidence, link_indicator, unlink_indicator
from .refreshing import RefreshReport, refresh_evidence
from .reporting import Told, report_back, supply_material
from .shaping import add_task, merge_tasks, remove_task, restore_task, split_task

__all__ = [
    "Contact",
    "KeptChoice",
    "Order",
    "RefreshReport",
    "Told",
    "Workbook",
    "acknowledge",
    "add_task",
    "ask_to_close",
    "attach_evidence",
    "chase_now",
    "close",
    "confirm_notice",
    "confirm_target",
    "confirm_task",
    "correct_notice",
    "correct_task",
    "drop_chase",
    "hand_on",
    "hand_out",
    "import_notice",
    "link_indicator",
    "look_back",
    "merge_tasks",
    "propose_chases",
    "refresh_evidence",
    "remove_task",
    "report_back",
    "restore_task",
    "send_back",
    "send_chase",
    "set_judgement",
    "set_validity",
    "split_task",
    "supply_material",
    "take_over_ledger",
    "unlink_indicator",
    "verify",
    "withdraw",
]
