"""Files of facts that were taken over, and which of their rows do not count."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from silverbridge.domain.evidence.facts.refused import ROWS_PER_PAGE, fact_files, refused_rows
from silverbridge.domain.places.queries import names_of
from silverbridge.doors.office.chrome import SUPERVISORS, office_page, page_of
from silverbridge.doors.office.rowpages import RowsPaginator
from silverbridge.doors.office.views.rows import page_named
from silverbridge.doors.staff.access import staff_page


@staff_page(*SUPERVISORS)
def files(request: HttpRequest) -> HttpResponse:
    """Every file with how many of its rows count."""
    return office_page(request, "fact_files", {"page": page_of(request, fact_files())}, "import")


@staff_page(*SUPERVISORS)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of one file that do not count, each with its reason."""
    number = page_named(request)
    held, rows, total = refused_rows(pk, request.staff.organisations, number)
    page = RowsPaginator(total, ROWS_PER_PAGE).get_page(number)
    shown = {"file": held, "rows": rows, "page": page, "reasons": sorted(held.refused.items())}
    shown["names"] = names_of({row.organisation for row in rows}, {row.place for row in rows})
    return office_page(request, "fact_file", shown, "import")
