"""Good-practice cases, and who sees them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.oversight.models import Practice
from silverbridge.domain.oversight.queries.reach import above


def practices_for(reach: Iterable[int]) -> QuerySet[Practice]:
    """One's own cases whatever their state, and those adopted by anybody above, newest first."""
    held = set(reach)
    adopted = Q(state=Practice.State.ADOPTED, adopted_for__in=above(held))
    rows = Practice.objects.filter(Q(organisation__in=held) | adopted)
    return rows.select_related("organisation", "adopted_for", "proposed_by", "decided_by")


def practice_for(pk: int, reach: Iterable[int]) -> Practice:
    """One of them. Raises NotFound."""
    row = practices_for(reach).filter(pk=pk).first()
    if row is None:
        raise NotFound("practice", _("There is no such case here."), _("Go back to the list."))
    return row
