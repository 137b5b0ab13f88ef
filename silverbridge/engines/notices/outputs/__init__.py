"""A notice that was read, handed on: as Akoma Ntoso XML, as a calendar, and as JSON of a published schema."""

from .akn import to_akn
from .ics import CalendarFile, to_ics
from .repeating import Repeats, repeats
from .schema import json_schema, to_json

__all__ = ["CalendarFile", "Repeats", "json_schema", "repeats", "to_akn", "to_ics", "to_json"]
