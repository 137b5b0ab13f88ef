"""Definitions as they were: files are read whole, checked whole, and kept version by version.

Services, indicators and whatever else adopters define in ``shipped/`` go this way. A broken file changes nothing, so a running
instance keeps its last good version; a text that was used is never changed, only followed by a next version.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.db import models, transaction
from pydantic import BaseModel

from silverbridge.domain.core.models import Stamped
from silverbridge.engines.definitions import DefinitionError, DefinitionErrors, load_definitions

Definition = TypeVar("Definition", bound=BaseModel)


@lru_cache(maxsize=1024)
def _parsed(model: type[Definition], _digest: str, text: str) -> Definition:
    return model.model_validate_json(text)


class DefinitionVersion(Stamped):
    """Base of the tables of versions. A subclass names its ``schema``, its ``folder`` and what its texts were used for."""

    schema: ClassVar[type[BaseModel]]
    folder: ClassVar[str]
    used_by: ClassVar[str]

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    text = models.TextField(help_text="the definition as JSON")
    current = models.BooleanField(default=False)

    class Meta:
        abstract = True
        ordering = ["code", "-version"]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def definition(self) -> Any:
        """The parsed definition."""
        return _parsed(self.schema, self.digest, self.text)


def read(kind: type[DefinitionVersion]) -> list[Any]:
    """Every definition of a kind, shipped and overlaid. Raises DefinitionErrors with all faults at once."""
    overlay = settings.OVERLAY / kind.folder if settings.OVERLAY else None
    if overlay is not None and not overlay.is_dir():
        overlay = None  # an overlay may hold definitions of other kinds alone
    return load_definitions(settings.SHIPPED / kind.folder, kind.schema, overlay)


@transaction.atomic
def load(kind: type[DefinitionVersion]) -> dict[str, list[str]]:
    """Takes the definitions of a kind into the database; returns codes of the new, the changed and the retired.

    Raises DefinitionErrors when any file is at fault, or when one changed without a new version number. Then nothing changes.
    """
    definitions, outcome, faults = read(kind), {"new": [], "changed": [], "retired": []}, []
    for definition in definitions:
        # What the file leaves out stays out, so that a new optional key of the product changes no digest.
        text = definition.model_dump_json(by_alias=True, exclude_unset=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        row, _made = kind.objects.get_or_create(
            code=definition.code, version=definition.version, defaults={"digest": digest, "text": text}
        )
        if row.digest != digest:
            faults.append(_changed_in_place(definition, kind.used_by))
        elif not row.current:
            older = kind.objects.filter(code=definition.code, current=True)
            outcome["changed" if older.update(current=False) else "new"].append(definition.code)
            kind.objects.filter(pk=row.pk).update(current=True)
    if faults:
        raise DefinitionErrors(faults)
    gone = kind.objects.filter(current=True).exclude(code__in=[d.code for d in definitions])
    outcome["retired"] = list(gone.values_list("code", flat=True))
    gone.update(current=False)
    return outcome


def _changed_in_place(definition: Any, used_by: str) -> DefinitionError:
    return DefinitionError(
        Path(f"{definition.code}.yaml"),
        definition.code,
        "version",
        f"The text of version {definition.version} changed, but {used_by}.",
        f"Set version to {definition.version + 1}.",
    )
