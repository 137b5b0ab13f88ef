"""Facts about evidence. Words and documents stay in the table; the journal knows kinds and counts."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Payload, register


@register
class EvidenceRecorded(Payload):
    """Something that supports or contradicts a clause was put on file."""

    event: ClassVar[str] = "evidence.recorded"
    kind: Literal["measured", "inspected", "attested"]
    sample: int | None
