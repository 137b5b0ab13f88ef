"""Facts about telling people."""

from typing import ClassVar

from silverbridge.domain.core.events import Code, Payload, register


@register
class MessageTold(Payload):
    """Somebody was told something, by a call or on paper."""

    event: ClassVar[str] = "notify.message.told"
    template: Code
    channel: Code
    tries: int
