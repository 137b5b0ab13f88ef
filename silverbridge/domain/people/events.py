"""Facts about people's records."""

from typing import ClassVar

from silverbridge.domain.core.events import Code, Payload, register


@register
class ProxyGranted(Payload):
    """Somebody may act for the subject."""

    event: ClassVar[str] = "people.proxy.granted"
    granted: Code
    items: int


@register
class ProxyRevoked(Payload):
    """A proxy was taken back before its end."""

    event: ClassVar[str] = "people.proxy.revoked"


@register
class PersonMerged(Payload):
    """Two records were one person; the later record's key points to the earlier's."""

    event: ClassVar[str] = "people.person.merged"


@register
class PersonErased(Payload):
    """A person's identity was destroyed; past facts stay, without a subject anybody can find."""

    event: ClassVar[str] = "people.person.erased"
