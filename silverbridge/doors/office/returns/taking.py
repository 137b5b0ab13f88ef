"""Taking over a form filled in by hand: bring the file, look at what was read, say yes. Nothing is written before that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from silverbridge.domain.core.errors import DomainError, NotFound
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.returns.acts import acts_of
from silverbridge.domain.returns.filled import FilledFile, read_in
from silverbridge.domain.returns.models import Filing
from silverbridge.domain.returns.queries import filing_for
from silverbridge.domain.returns.services.taking import take_over_file
from silverbridge.doors.office.chrome import KEEPERS, office_page
from silverbridge.doors.office.forms import OfficeForm
from silverbridge.doors.office.refusals import show
from silverbridge.doors.office.returns.blank_views import revision_of
from silverbridge.doors.office.uploads import drop, fetch, keep
from silverbridge.doors.staff.access import staff_page


class FilledForm(OfficeForm):
    """The form as somebody filled it in."""

    file = forms.FileField(
        label=gettext_lazy("Filled form"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx"}),
    )

    def upload(self) -> Upload:
        """Name and bytes; of a file that is too large, only as much as shows it."""
        file = self.cleaned_data["file"]
        return Upload(file.name, file.read(settings.MATERIAL_MAX_BYTES + 1))


def _kind(row: Filing) -> str:
    return f"filled-{row.pk}"


def _open(request: HttpRequest, pk: int) -> tuple[Filing, HttpResponse | None]:
    """The return, and where to go instead when this reader does not fill it in now."""
    row = filing_for(pk, request.staff.organisations)
    if "save" in acts_of(request.user, row).possible:
        return row, None
    messages.error(request, _("Figures cannot be taken over now: only the unit does, while it fills the return in."))
    return row, redirect("office:return-filing", pk)


@staff_page(*KEEPERS)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the file and reads it; a file that is not of this return is refused here."""
    row, elsewhere = _open(request, pk)
    if elsewhere is not None:
        return elsewhere
    form = FilledForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.upload()
        try:
            read_in(row, upload)
        except DomainError as refusal:
            show(form, refusal)
        else:
            return redirect("office:return-take-check", pk, keep(request, _kind(row), upload.name, upload.data))
    return office_page(request, "returns/take", {"row": row, "form": form}, "returns", 422 if form.errors else 200)


@staff_page(*KEEPERS)
def check(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """What was read, field by field, beside the draft and what was measured; then all of it is taken over, or nothing."""
    row, elsewhere = _open(request, pk)
    if elsewhere is not None:
        return elsewhere
    kept = fetch(request, _kind(row), token)
    if kept is None:
        messages.info(request, _("This file is no longer kept. Bring it again."))
        return redirect("office:return-take", pk)
    if "drop" in request.POST:
        drop(request, token)
        messages.info(request, _("Nothing was taken over."))
        return redirect("office:return-filing", pk)
    upload, refused = Upload(*kept), ""
    if request.method == "POST":
        try:
            take_over_file(row, revision_of(request), upload, request.staff.actor)
        except NotFound:
            raise
        except DomainError as refusal:
            refused, row = str(refusal), filing_for(pk, request.staff.organisations)
        else:
            drop(request, token)
            messages.success(request, _("The file is taken over. Look at the draft, then sign it."))
            return redirect("office:return-filing", pk)
    try:
        shown: dict[str, Any] = _told(row, upload, read_in(row, upload))
    except DomainError as refusal:  # the return or its form changed since the file was brought
        messages.error(request, str(refusal))
        return redirect("office:return-take", pk)
    return office_page(request, "returns/take_check", shown | {"refused": refused}, "returns", 422 if refused else 200)


def _told(row: Filing, upload: Upload, read: FilledFile) -> dict[str, Any]:
    return {
        "row": row,
        "name": upload.shown_name,
        "read": read,
        "wrong": len(read.faults),
        "named": len(read.draft.figures) + len(read.draft.texts),
        "different": sum(line.named and line.fault is None and line.row.differs for line in read.figures),
    }
