"""Facts about the reporting duties and aims of a notice: kinds, numbers and names of fields, never the words."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Payload, register

Kind = Literal["duty", "goal"]
StatementField = Literal["span", "who", "what", "when", "due", "to", "attachments", "route", "tier", "by", "targets"]


@register
class StatementCorrected(Payload):
    """Somebody corrected fields of a duty or an aim; it waits for confirmation again."""

    event: ClassVar[str] = "ledger.statement.corrected"
    kind: Kind
    number: int
    fields: tuple[StatementField, ...]


@register
class StatementAdded(Payload):
    """A person found a duty or an aim that was not read."""

    event: ClassVar[str] = "ledger.statement.added"
    kind: Kind
    number: int


@register
class StatementRemoved(Payload):
    """A person said that this is none; it is kept and counts no more."""

    event: ClassVar[str] = "ledger.statement.removed"
    kind: Kind
    number: int


@register
class StatementRestored(Payload):
    """A duty or an aim that was taken out stands again."""

    event: ClassVar[str] = "ledger.statement.restored"
    kind: Kind
    number: int


@register
class StatementConfirmed(Payload):
    """A person compared a duty or an aim with the text and agreed."""

    event: ClassVar[str] = "ledger.statement.confirmed"
    kind: Kind
    number: int
