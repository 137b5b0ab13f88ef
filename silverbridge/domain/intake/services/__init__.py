"""Every write to a service request. Each is one transaction, takes an Actor and leaves an event."""

from silverbridge.domain.intake.services.answering import complete_answers
from silverbridge.domain.intake.services.closing import decline, reopen, withdraw
from silverbridge.domain.intake.services.merging import merge_records
from silverbridge.domain.intake.services.moving import (
    advance,
    change_door,
    raise_request_assurance,
    reschedule,
    take,
)
from silverbridge.domain.intake.services.submitting import Asking, submit

__all__ = [
    "Asking",
    "advance",
    "change_door",
    "complete_answers",
    "decline",
    "merge_records",
    "raise_request_assurance",
    "reopen",
    "reschedule",
    "submit",
    "take",
    "withdraw",
]
