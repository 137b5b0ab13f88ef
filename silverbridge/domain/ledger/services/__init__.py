"""Every write of the ledger."""

from .calling_back import ask_for_call
from .chasing import chase_now, drop_chase, propose_chases, send_chase
from .closing import ask_to_close, close, look_back, send_back, verify
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
from .correcting import correct_notice, correct_task
from .forgetting import erase_commenters
from .handing import Contact, Order, acknowledge, hand_on, hand_out, withdraw
from .handing_kept import hand_out_kept, kept_proposal
from .importing import import_notice
from .judging import set_judgement
from .keeping import KeptChoice, Workbook, take_over_ledger
from .linking import attach_evidence, link_indicator, unlink_indicator
from .outgoing import issue_handout_sheet, issue_task_sheet, register_document
from .proposing import propose_predecessors
from .refreshing import RefreshReport, refresh_evidence
from .reporting import Told, report_back, supply_material
from .shaping import add_task, merge_tasks, remove_task, restore_task, split_task
from .stating import add_statement, confirm_statement, correct_statement, remove_statement, restore_statement
from .succeeding import call_off, choose_predecessor, plan_effect, set_aside, switch_due

__all__ = [
    "Contact",
    "KeptChoice",
    "Order",
    "RefreshReport",
    "Saying",
    "Told",
    "Workbook",
    "acknowledge",
    "add_statement",
    "add_task",
    "answer_comments",
    "ask_for_call",
    "ask_to_close",
    "attach_evidence",
    "call_off",
    "chase_now",
    "check_saying",
    "choose_predecessor",
    "close",
    "close_early",
    "comment",
    "confirm_notice",
    "confirm_statement",
    "confirm_target",
    "confirm_task",
    "correct_notice",
    "correct_statement",
    "correct_task",
    "drop_chase",
    "erase_commenters",
    "extend",
    "hand_on",
    "hand_out",
    "hand_out_kept",
    "import_notice",
    "issue_handout_sheet",
    "issue_task_sheet",
    "kept_proposal",
    "link_indicator",
    "look_back",
    "merge_tasks",
    "open_consultation",
    "plan_effect",
    "propose_chases",
    "propose_predecessors",
    "publish_answers",
    "refresh_evidence",
    "register_document",
    "remove_statement",
    "remove_task",
    "report_back",
    "restore_statement",
    "restore_task",
    "send_back",
    "send_chase",
    "set_aside",
    "set_judgement",
    "set_validity",
    "split_task",
    "supply_material",
    "switch_due",
    "take_over_ledger",
    "unlink_indicator",
    "verify",
    "withdraw",
]
