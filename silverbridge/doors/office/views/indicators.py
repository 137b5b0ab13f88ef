"""Definitions of figures (口径), in words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from silverbridge.domain.evidence.queries import current_indicators
from silverbridge.domain.evidence.queries import indicator as one_indicator
from silverbridge.doors.office.chrome import KEEPERS, office_page, page_of
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Every indicator a task can be linked to."""
    page = page_of(request, current_indicators().order_by("code"))
    return office_page(request, "indicators", {"page": page}, "indicators")


@staff_page(*KEEPERS)
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One definition: its words, its arithmetic, the clauses it comes from."""
    version = one_indicator(code)
    return office_page(request, "indicator", {"version": version, "d": version.definition}, "indicators")
