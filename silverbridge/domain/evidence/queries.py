"""Questions about indicators and their results."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.evidence.models import Evidence, ExportFill, IndicatorResult, IndicatorVersion
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today
from silverbridge.engines.calendars import Quarter

Period = tuple[date, date]
"""First and last business date, both included."""


def quarter_period(day: date | None = None) -> Period:
    """The quarter of a day (today when none is given), as a period."""
    quarter = Quarter.of(day or today())
    return quarter.start, quarter.end


def check_period(period: Period) -> Period:
    """The period itself. Raises DomainError when it ends before it begins."""
    first, last = period
    if last < first:
        raise DomainError("period", _("The period ends before it begins."), _("Give the first day first."), "period")
    return first, last


def current_indicators() -> QuerySet[IndicatorVersion]:
    """The indicators that can be linked today, each in its current version."""
    return IndicatorVersion.objects.filter(current=True)


def indicator(code: str) -> IndicatorVersion:
    """One current indicator. Raises NotFound."""
    found = current_indicators().filter(code=code).first()
    if found is None:
        raise NotFound(
            "indicator",
            _("There is no indicator “%(name)s”."),
            _("Choose one of those in the list, or add its definition."),
            "indicator",
            name=code,
        )
    return found


def versions_of(results: Iterable[IndicatorResult]) -> dict[tuple[str, int], IndicatorVersion]:
    """The definitions these results were computed by, by code and version: one query, none for no results."""
    wanted = {(result.code, result.version) for result in results}
    rows = IndicatorVersion.objects.filter(code__in={code for code, _version in wanted}) if wanted else ()
    return {(row.code, row.version): row for row in rows if (row.code, row.version) in wanted}


def organisation_codes(organisations: Iterable[int]) -> list[str]:
    """Codes of these organisations (ids), in order: what events carry."""
    found = Organisation.objects.filter(pk__in=list(organisations)).order_by("code")
    return list(found.values_list("code", flat=True))


def scope_key(codes: Iterable[str]) -> str:
    """The name of a set of organisations that has no name of its own."""
    return hashlib.sha256(",".join(sorted(codes)).encode()).hexdigest()


def results(codes: Iterable[str], period: Period, scopes: Iterable[str]) -> dict[tuple[str, str], IndicatorResult]:
    """The kept results of a period by (indicator, scope), each of the definition's current version: two queries."""
    versions = dict(current_indicators().filter(code__in=set(codes)).values_list("code", "version"))
    rows = IndicatorResult.objects.filter(code__in=versions, first=period[0], last=period[1], scope__in=set(scopes))
    return {(row.code, row.scope): row for row in rows if row.version == versions[row.code]}


def evidence_of(organisations: set[int]) -> QuerySet[Evidence]:
    """Evidence on file of these organisations, newest first."""
    return Evidence.objects.filter(organisation__in=organisations).select_related(
        "organisation", "result", "recorded_by"
    )


def exported_until() -> date | None:
    """The last month of recording with an exported event, as its first day; None when nothing was exported."""
    last = ExportFill.objects.filter(state=ExportFill.State.FILLED).order_by("-month").first()
    return date(int(last.month[:4]), int(last.month[5:]), 1) if last else None
