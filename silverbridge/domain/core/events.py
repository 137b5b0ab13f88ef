"""Typed events: what may be written in the journal, with published schemas and upcasters.

An app registers its payloads in its own ``events`` module. A payload holds codes, numbers and flags; never a name, a number of a
person, an address or free text (``check_private`` refuses plain strings that could hold them).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.:-]{0,63}$")]


class Payload(BaseModel):
    """What one kind of event says beyond its envelope. Subclasses set ``event`` and ``version``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    event: ClassVar[str]
    version: ClassVar[int] = 1


Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
REGISTRY: dict[str, type[Payload]] = {}
UPCASTERS: dict[tuple[str, int], Upcaster] = {}


def register(payload: type[Payload]) -> type[Payload]:
    """Class decorator: makes a payload known. Raises ValueError on a second payload of the same name."""
    if payload.event in REGISTRY:
        raise ValueError(f"two payloads are called {payload.event}")
    for name, field in payload.model_fields.items():
        if field.annotation is str and not field.metadata:
            raise ValueError(
                f"{payload.event}.{name}: a plain string could hold identity; use Code, a number or a flag"
            )
    REGISTRY[payload.event] = payload
    return payload


def upcaster(event: str, from_version: int) -> Callable[[Upcaster], Upcaster]:
    """Decorator: turns data of ``from_version`` into data of the next version."""

    def keep(function: Upcaster) -> Upcaster:
        UPCASTERS[event, from_version] = function
        return function

    return keep


def read(event: str, version: int, data: dict[str, Any]) -> Payload:
    """A stored payload as today's type. Raises KeyError for an unknown event or a missing upcaster."""
    payload = REGISTRY[event]
    while version < payload.version:
        data, version = UPCASTERS[event, version](data), version + 1
    return payload.model_validate(data)


def schemas() -> dict[str, Any]:
    """The published schema: every event with its version and JSON schema, in order of name."""
    return {
        name: {"version": payload.version, "schema": payload.model_json_schema()}
        for name, payload in sorted(REGISTRY.items())
    }
