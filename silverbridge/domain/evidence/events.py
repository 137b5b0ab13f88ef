"""Facts about evidence. Words and documents stay in the table; the journal knows kinds and counts."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Code, Payload, register


@register
class EvidenceRecorded(Payload):
    """Something that supports or contradicts a clause was put on file."""

    event: ClassVar[str] = "evidence.recorded"
    kind: Literal["measured", "inspected", "attested"]
    sample: int | None


@register
class FactsImported(Payload):
    """A file of facts was taken over. ``refused`` rows broke a rule and do not count."""

    event: ClassVar[str] = "evidence.facts.imported"
    family: Code
    rows: int
    refused: int
    synthetic: bool
