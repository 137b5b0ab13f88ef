"""Every write of oversight. Each is one transaction, takes an Actor and leaves an event."""

from silverbridge.domain.oversight.services.appealing import decide_appeal, file_appeal
from silverbridge.domain.oversight.services.bulletins import (
    allow_publication,
    approve_bulletin,
    change_bulletin,
    draft_bulletin,
    drop_bulletin,
    issue_bulletin,
    reopen_bulletin,
)
from silverbridge.domain.oversight.services.calling import draw_calls, record_call
from silverbridge.domain.oversight.services.clues import record_outcome, refer
from silverbridge.domain.oversight.services.evaluating import evaluate, issue_evaluation
from silverbridge.domain.oversight.services.planning import PlanOrder, assign, conclude, draw_plan, replace
from silverbridge.domain.oversight.services.practices import adopt, propose, set_aside
from silverbridge.domain.oversight.services.tiering import confirm_tiers, record_accreditation, work_out_tiers
from silverbridge.domain.oversight.services.visiting import Finding, record_visit

__all__ = [
    "Finding",
    "PlanOrder",
    "adopt",
    "allow_publication",
    "approve_bulletin",
    "assign",
    "change_bulletin",
    "conclude",
    "confirm_tiers",
    "decide_appeal",
    "draft_bulletin",
    "draw_calls",
    "draw_plan",
    "drop_bulletin",
    "evaluate",
    "file_appeal",
    "issue_bulletin",
    "issue_evaluation",
    "propose",
    "record_accreditation",
    "record_call",
    "record_outcome",
    "record_visit",
    "refer",
    "reopen_bulletin",
    "replace",
    "set_aside",
    "work_out_tiers",
]
