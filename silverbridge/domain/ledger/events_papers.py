"""Facts about ledgers taken over from workbooks: counts alone."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Payload, register


@register
class KeptLedgerTaken(Payload):
    """A workbook's lines were joined to a notice's tasks; ``new_tasks`` were made from lines, ``left_out`` not taken."""

    event: ClassVar[str] = "ledger.kept.taken"
    lines: int
    new_tasks: int
    left_out: int


@register
class DocumentRegistered(Payload):
    """A document went out under a number."""

    event: ClassVar[str] = "ledger.document.registered"
    kind: Literal["task_sheet", "handout_sheet", "chase", "other"]
    year: int
    number: int
