"""The page that gives back what somebody typed and nobody saved."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from silverbridge.domain.accounts.models import Role
from silverbridge.domain.accounts.queries import unsent_forms
from silverbridge.domain.core.errors import NotFound
from silverbridge.doors.staff.access import staff_page
from silverbridge.doors.staff.unsent import AGAIN, drop, shown


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*Role.values)
def unsent(request: HttpRequest, key: str) -> HttpResponse:
    """What could not be saved, with a button that sends it; a post drops it. 404 for everybody but its writer."""
    row = unsent_forms(request.user).filter(key=key).first()
    if row is None:
        request.session.pop(AGAIN, None)
        raise NotFound(
            "unsent",
            gettext_lazy("There is nothing kept here for you."),
            gettext_lazy("What could not be saved is kept for %(n)s minutes, and only for who typed it."),
            n=settings.STAFF_UNSENT_MINUTES,
        )
    if request.method == "POST":
        drop(request, key)
        messages.info(request, _("What had not been saved is thrown away."))
        return redirect("staff_home")
    request.session[AGAIN] = key  # every page leads back here until it is sent or thrown away
    until = row.kept_at + timedelta(minutes=settings.STAFF_UNSENT_MINUTES)
    return render(request, "staff/unsent.html", {"key": key, "again": AGAIN, "until": until, **shown(row.content, key)})
