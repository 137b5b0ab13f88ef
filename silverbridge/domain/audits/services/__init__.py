"""Every write about sites and their audits."""

from .answering import answer_question, keep_evaluation, take_self_report, take_survey
from .asking import ask_for_audit, queue_due
from .filing import file_evaluation, file_run
from .findings import acknowledge, assign, exempt, lift, mend, send_back
from .running import perform
from .sites import SiteTerms, change_site, register_site, retire_site

__all__ = [
    "SiteTerms",
    "acknowledge",
    "answer_question",
    "ask_for_audit",
    "assign",
    "change_site",
    "exempt",
    "file_evaluation",
    "file_run",
    "keep_evaluation",
    "lift",
    "mend",
    "perform",
    "queue_due",
    "register_site",
    "retire_site",
    "send_back",
    "take_self_report",
    "take_survey",
]
