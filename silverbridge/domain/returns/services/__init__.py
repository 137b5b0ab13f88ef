"""Every write about returns: forms and routes, opening, filling in, signing, filing, adding up, chasing, sealing."""

from .adding import add_up_parts
from .chasing import chase_now, drop_chase, propose_filing_chases, send_chase
from .correcting import begin_correction
from .extending import extend_several
from .filing import accept, exempt, extend, file_return, send_back
from .filling import Draft, FigureDraft, note_inspection, prefill, prefill_due, save_draft
from .making import FieldSpec, add_version, confirm_version, end_route, make_form, set_calendar, set_route
from .opening import open_period, open_periods
from .sealing import seal
from .signing import Signing, attach_scan, give_back, prepare, review, sign_off

__all__ = [
    "Draft",
    "FieldSpec",
    "FigureDraft",
    "Signing",
    "accept",
    "add_up_parts",
    "add_version",
    "attach_scan",
    "begin_correction",
    "chase_now",
    "confirm_version",
    "drop_chase",
    "end_route",
    "exempt",
    "extend",
    "extend_several",
    "file_return",
    "give_back",
    "make_form",
    "note_inspection",
    "open_period",
    "open_periods",
    "prefill",
    "prefill_due",
    "prepare",
    "propose_filing_chases",
    "review",
    "save_draft",
    "seal",
    "send_back",
    "send_chase",
    "set_calendar",
    "set_route",
    "sign_off",
]
