"""What is done to a draft on its page: suggestions taken, moves settled, confirmed; and its files."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from silverbridge.domain.core.sealed import CONTENT_TYPES
from silverbridge.domain.returns import samples
from silverbridge.domain.returns.services import binding
from silverbridge.doors.office.chrome import KEEPERS, SUPERVISORS, attempt
from silverbridge.doors.office.files import download
from silverbridge.doors.office.returns.blank_views import found, revision_of
from silverbridge.doors.staff.access import staff_page
from silverbridge.engines.forms import FillRefused


@staff_page(*KEEPERS)
@require_POST
def suggested(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes every suggestion that is sure."""
    version, back = found(request, pk), reverse("office:return-blank", args=[pk])
    act = lambda: binding.bind_suggested(version, revision_of(request), request.staff.actor)  # noqa: E731
    return attempt(request, act, _("The sure suggestions are taken. Look at each."), back)


@staff_page(*KEEPERS)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Says where one moved place is now, or that it is left out; or follows all that leave no doubt."""
    version, back = found(request, pk), reverse("office:return-blank", args=[pk])
    old, new = request.POST.get("old", ""), request.POST.get("new", "")
    act = lambda: binding.settle_move(version, old, new, revision_of(request), request.staff.actor)  # noqa: E731
    if "sure" in request.POST:
        act = lambda: binding.settle_sure_moves(version, revision_of(request), request.staff.actor)  # noqa: E731
    return attempt(request, act, _("Noted."), f"{back}#moves")


@staff_page(*SUPERVISORS)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the version in use."""
    version, back = found(request, pk), reverse("office:return-blank", args=[pk])
    done = _("Confirmed. Returns opened from now on use this version.")
    return attempt(request, lambda: binding.confirm_blank(version, request.staff.actor), done, back)


@staff_page(*KEEPERS)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The blank as it was brought."""
    return download(found(request, pk).blank)


@staff_page(*KEEPERS)
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """The blank filled with sample values."""
    version, back = found(request, pk), reverse("office:return-blank", args=[pk])
    try:
        data = samples.sample(version)
    except FillRefused as refusal:
        fault = binding.sample_fault(refusal)

        def refuse() -> None:
            raise fault

        attempt(request, refuse, "", back)
        return redirect(back)
    answer = HttpResponse(data, content_type=CONTENT_TYPES[version.kind])
    name = _("%(title)s, sample") % {"title": version.form.title}
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{version.kind}")
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
