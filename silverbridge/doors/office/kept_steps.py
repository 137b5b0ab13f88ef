"""A kept ledger between its upload and its taking over: what the steps remember, and what they read from it again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.utils.translation import gettext as _

from silverbridge.domain.ledger.kept import known_tasks
from silverbridge.domain.ledger.models import Notice
from silverbridge.doors.office.uploads import fetch
from silverbridge.engines import ledgers

REMEMBERED = "office_kept"


@dataclass(frozen=True)
class Upload:
    """A workbook that lies between two steps, opened."""

    token: str
    filename: str
    data: bytes
    book: ledgers.Book


def field_names() -> dict[str, str]:
    """What a column can mean, in the words of the page, in the order of a ledger."""
    return {
        "number": _("Serial number"),
        "category": _("Kind of task"),
        "clause": _("Clause"),
        "task": _("Task"),
        "measures": _("Measures"),
        "lead": _("Lead unit"),
        "responsible": _("Responsible unit"),
        "cooperating": _("Cooperating unit"),
        "contact": _("Person in charge"),
        "phone": _("Telephone"),
        "deadline": _("Deadline"),
        "progress": _("Progress"),
        "problems": _("Problems"),
        "next_steps": _("Next steps"),
        "materials": _("Supporting material"),
        "state": _("State"),
        "closed_on": _("Closed on"),
        "remarks": _("Remarks"),
    }


@lru_cache(maxsize=2)
def _opened(data: bytes) -> ledgers.Book:
    return ledgers.read_book(data)


def kind_of(notice: Notice) -> str:
    """Under what the file of this notice is kept, so that no other notice takes it."""
    return f"kept-{notice.pk}"


def opened(request: HttpRequest, notice: Notice, token: str) -> Upload | None:
    """The workbook this session keeps for the notice; None for any other, or when it was cleared away."""
    found = fetch(request, kind_of(notice), token)
    return Upload(token, *found, _opened(found[1])) if found else None


def sheet_of(request: HttpRequest, upload: Upload) -> ledgers.Layout | None:
    """How the workbook is read: as the address says (sheet and header rows), as remembered, or as it seems. None: no ledger."""
    asked = [request.GET.get(name, "") for name in ("sheet", "top", "bottom")]
    known = request.session.get(REMEMBERED, {}).get(upload.token)
    if all(value.isdecimal() and len(value) < 6 for value in asked):
        return _layout(upload.book, *(int(value) for value in asked))
    if known:
        layout = _layout(upload.book, *known["rows"])
        return layout.with_fields({int(n): field for n, field in known["fields"].items()}) if layout else None
    return ledgers.guess_layout(upload.book)


def _layout(book: ledgers.Book, sheet: int, top: int, bottom: int) -> ledgers.Layout | None:
    if not sheet < len(book.grids):
        return None
    try:
        return ledgers.layout_of(book, sheet, top, bottom)
    except ValueError:
        return None


def remember(request: HttpRequest, upload: Upload, layout: ledgers.Layout, year: int | None) -> None:
    """Keeps what somebody said of the columns, for this session. It holds no word of the workbook's rows."""
    rows = [layout.sheet, layout.top, layout.bottom]
    fields = {str(column.number): column.field for column in layout.columns}
    kept = dict(request.session.get(REMEMBERED, {}))
    kept[upload.token] = {"rows": rows, "fields": fields, "year": year}
    request.session[REMEMBERED] = dict(list(kept.items())[-5:])


def forget(request: HttpRequest, token: str) -> None:
    """Nothing of the steps is needed any more."""
    kept = dict(request.session.get(REMEMBERED, {}))
    if kept.pop(token, None) is not None:
        request.session[REMEMBERED] = kept


def year_of(request: HttpRequest, upload: Upload, layout: ledgers.Layout | None, notice: Notice) -> int | None:
    """The year of days that are written without one: as said, else the only one in the title, else that of the notice."""
    known = request.session.get(REMEMBERED, {}).get(upload.token)
    if known and known["year"]:
        return known["year"]
    named = {int(year) for year in re.findall(r"(?<!\d)(20\d{2})年", layout.title if layout else "")}
    if len(named) == 1:
        return named.pop()
    return notice.dated.year if notice.dated else None


def joined(request: HttpRequest, upload: Upload, layout: ledgers.Layout, notice: Notice) -> list[ledgers.Join]:
    """The entries of the sheet, each with the task it seems to be."""
    grid = upload.book.grids[layout.sheet]
    reading = ledgers.read_rows(grid, layout, year_of(request, upload, layout, notice), notice.dated)
    return ledgers.join(reading.entries, known_tasks(notice))
