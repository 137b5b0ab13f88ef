"""Facts about ledgers taken over from workbooks: counts alone."""

from typing import ClassVar

from silverbridge.domain.core.events import Payload, register


@register
class KeptLedgerTaken(Payload):
    """A workbook's lines were joined to a notice's tasks; ``new_tasks`` were made from lines, ``left_out`` not taken."""

    event: ClassVar[str] = "ledger.kept.taken"
    lines: int
    new_tasks: int
    left_out: int
