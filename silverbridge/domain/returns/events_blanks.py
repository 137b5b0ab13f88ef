"""Facts about blank forms: counts and numbers of versions. What stands in a blank stays in the tables."""

from typing import ClassVar

from silverbridge.domain.core.events import Payload, register


@register
class BlankTaken(Payload):
    """A blank was taken in as a draft of a form's next version: places to fill, of those bound by what went before, and moved."""

    event: ClassVar[str] = "returns.blank.taken"
    number: int
    places: int
    standing: int
    moved: int


@register
class PlacesBound(Payload):
    """Places of a blank were bound to what they take, or loosed: how many are bound now, and whether by suggestion."""

    event: ClassVar[str] = "returns.blank.bound"
    number: int
    bound: int
    suggested: bool


@register
class MoveSettled(Payload):
    """Somebody said where a place that had moved is now, or that it is left out."""

    event: ClassVar[str] = "returns.blank.move_settled"
    number: int
    left_out: bool
