"""The book of sealed returns: one entry, verified, and the very bytes that were sealed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.returns.seals import entries_of, seal_for, verify
from silverbridge.doors.office.chrome import KEEPERS, office_page
from silverbridge.doors.office.files import download
from silverbridge.doors.staff.access import staff_page


@staff_page(*KEEPERS)
def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sealed, by which definitions, under which hash; and whether it is still so."""
    row, broken = seal_for(pk, request.staff.organisations), ""
    try:
        verify(row)
    except DomainError as refusal:
        broken = str(refusal)
    shown = {"seal": row, "filing": row.filing, "broken": broken, "entries": entries_of(row)}
    return office_page(request, "returns/seal", shown, "returns")


@staff_page(*KEEPERS)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The form as it was sealed, byte by byte; refused when anything of it changed."""
    row = seal_for(pk, request.staff.organisations)
    try:
        kept = verify(row)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("office:return-seal", row.pk)
    filing = row.filing
    log_access(request.staff.actor, "returns.seal", _("Sealed return"), filing.unit, object_key=filing.object_key)
    return download(kept)
