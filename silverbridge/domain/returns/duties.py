"""What a form's page of days and routes shows: the calendar of each tier, and who files with whom from when."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from silverbridge.domain.places.models import OrganisationRelation
from silverbridge.domain.places.queries import below
from silverbridge.domain.returns.models import DutyCalendar, ReturnForm, Tier
from silverbridge.domain.returns.routes import FILES_TO


def calendars_of(form: ReturnForm) -> dict[str, DutyCalendar | None]:
    """The calendar of every tier, None where none was set: nothing is owed there. One query."""
    kept = {row.tier: row for row in form.calendars.all()}
    return {tier: kept.get(tier) for tier in Tier.values}


def routes_of(form: ReturnForm, day: date) -> QuerySet[OrganisationRelation]:
    """Relations of filing that reach the form's owner and hold on a day or begin later, by receiver and unit."""
    reach = {form.owner_id} | below(form.owner, FILES_TO, day)
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    rows = OrganisationRelation.objects.filter(lasting, kind=FILES_TO, upper__in=reach)
    return rows.select_related("upper", "lower", "route").order_by("upper__name", "lower__name", "valid_from")
