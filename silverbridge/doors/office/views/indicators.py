"""Definitions of figures (口径), in words."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silverbridge.domain.catalogue.models import Door
from silverbridge.domain.catalogue.queries import current_items
from silverbridge.domain.evidence.frequent import frequent_business
from silverbridge.domain.evidence.queries import current_indicators
from silverbridge.domain.evidence.queries import indicator as one_indicator
from silverbridge.domain.evidence.tables import table
from silverbridge.domain.places.queries import place_names
from silverbridge.doors.office.chrome import KEEPERS, office_page, page_of
from silverbridge.doors.office.periods import choices, quarter_of
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.indicators.frequent import BREAKDOWNS

LABELS = {
    "door": gettext_lazy("By door"),
    "place": gettext_lazy("By place"),
    "hour": gettext_lazy("By hour"),
    "age_band": gettext_lazy("By age"),
}


@staff_page(*KEEPERS)
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Every indicator a task can be linked to."""
    page = page_of(request, current_indicators().order_by("code"), 100)
    return office_page(request, "indicators", {"page": page}, "indicators")


@staff_page(*KEEPERS)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One definition: its words, its arithmetic, the clauses it comes from; and its figures place by place in the
    reader's reach."""
    version, quarter = one_indicator(code), quarter_of(request)
    kept, rows = table(code, (quarter.start, quarter.end))
    names = place_names(set(request.staff.organisations))
    shown = {"version": version, "d": version.definition, "kept": kept, "quarters": choices(quarter)}
    shown["page"] = page_of(request, [row for row in rows if row.group in names])
    return office_page(request, "indicator", shown | {"names": names, "quarter": quarter}, "indicators")


@staff_page(*KEEPERS)
def frequent(request: HttpRequest) -> HttpResponse:
    """Which items elders use most, and which they leave unfinished: of all, or by door, place, hour or age."""
    quarter, by = quarter_of(request), request.GET.get("by", "")
    if by and by not in BREAKDOWNS:
        raise Http404
    reach = set(request.staff.organisations)
    rows = frequent_business((quarter.start, quarter.end), reach, by or None)
    shown = {"page": page_of(request, rows), "by": by, "quarter": quarter, "quarters": choices(quarter)}
    shown["breakdowns"] = [("", _("All together")), *((key, str(label)) for key, label in LABELS.items())]
    shown["names"] = {"place": place_names(reach), "door": dict(Door.choices)}.get(by, {})
    shown["items"] = {row.code: row.name for row in current_items()}
    return office_page(request, "frequent", shown, "frequent")
