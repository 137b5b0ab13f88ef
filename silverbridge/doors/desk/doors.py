"""Through which door a request comes when staff take it."""

from __future__ import annotations

from silverbridge.domain.accounts.models import Role
from silverbridge.domain.catalogue.definitions import STAFFED, ItemDefinition
from silverbridge.domain.catalogue.models import Door, ItemVersion
from silverbridge.domain.catalogue.queries import current_items
from silverbridge.doors.staff.access import Staff

# The first that fits is preset; somebody with both roles chooses on the page.
DOOR_OF_ROLE = ((Role.OPERATOR, Door.PHONE), (Role.TELLER, Door.COUNTER))
ITEM_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
SCENE_ORDER = ("travel", "medical", "social", "bank", "life", "culture", "emergency")


def staffed_doors(definition: ItemDefinition) -> list[Door]:
    """The doors of an item behind which a person stands."""
    return [Door(door) for door in STAFFED if door in definition.doors]


def usual_door(staff: Staff, definition: ItemDefinition) -> str:
    """The door this staff member serves, if the item has it; empty when they must choose."""
    doors = staffed_doors(definition)
    return next((door for role, door in DOOR_OF_ROLE if role in staff.roles and door in doors), "")


def keyed_items(anonymous: bool = False) -> list[tuple[str, ItemVersion]]:
    """The items with the key that opens each, always in the same order, so that hands learn it."""
    rows = sorted(current_items(), key=lambda r: (SCENE_ORDER.index(r.definition.scene), r.code))
    keyed = [(ITEM_KEYS[n] if n < len(ITEM_KEYS) else "", row) for n, row in enumerate(rows)]
    return [(key, row) for key, row in keyed if row.definition.anonymous or not anonymous]
