"""Checklists and schemes from their files, as they hold on a day."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.evidence.queries import indicator
from silverbridge.engines.definitions import load_definitions
from silverbridge.engines.evaluation import EvaluationScheme, Item
from silverbridge.engines.evaluation.scheme import SHARES
from silverbridge.engines.sampling import Checklist

Model = TypeVar("Model", bound=BaseModel)


def _held(folder: str, model: type[Model], day: date) -> list[Model]:
    overlay = settings.OVERLAY / folder if settings.OVERLAY else None
    if overlay is not None and not overlay.is_dir():
        overlay = None
    found: list[Any] = load_definitions(settings.SHIPPED / folder, model, overlay)
    return [one for one in found if one.valid_from <= day]


def checklists(day: date) -> list[Checklist]:
    """The checklists that hold on a day. Raises DefinitionErrors for a broken file."""
    return _held("checklists", Checklist, day)


def checklist(code: str, day: date) -> Checklist:
    """One of them. Raises NotFound."""
    return _one(checklists(day), code, "checklist")


def schemes(day: date) -> list[EvaluationScheme]:
    """The schemes of evaluation that hold on a day. Raises DefinitionErrors for a broken file."""
    return _held("evaluations", EvaluationScheme, day)


def scheme(code: str, day: date) -> EvaluationScheme:
    """One of them. Raises NotFound."""
    return _one(schemes(day), code, "scheme")


def is_share(item: Item) -> bool:
    """Whether an item's figure lies between 0 and 1 and is shown in per cent; a return's figure is in its form's own unit."""
    if item.source.kind == "indicator":
        return indicator(str(item.source.indicator)).definition.unit == "share"
    return item.source.kind in SHARES


def _one(found: list[Any], code: str, field: str) -> Any:
    for one in found:
        if one.code == code:
            return one
    raise NotFound("definition", _("No such definition holds on this day."), _("Choose one of the list."), field)
