"""Facts about the catalogue."""

from typing import ClassVar, Literal

from silverbridge.domain.core.events import Payload, register


@register
class OfferingChanged(Payload):
    """An offering was opened, given other terms, or closed."""

    event: ClassVar[str] = "catalogue.offering.changed"
    change: Literal["opened", "changed", "closed"]
