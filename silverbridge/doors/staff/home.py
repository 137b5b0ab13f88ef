"""Where somebody lands after signing in: the door their roles open."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.models import Role
from silverbridge.domain.accounts.queries import roles
from silverbridge.doors.look.errors import error_page

AT_THE_DESK = frozenset({Role.TELLER, Role.OPERATOR})
IN_THE_OFFICE = frozenset({Role.EDITOR, Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR})


@login_required
def staff_home(request: HttpRequest) -> HttpResponse:
    """Counter and telephone to the desk, everybody else to the office; without any role, a word on whom to ask."""
    held = roles(request.user)
    if held & AT_THE_DESK:
        return redirect("desk:home")
    if held & IN_THE_OFFICE:
        return redirect("office:home")
    return error_page(
        request,
        404,
        _("You have signed in, but no work has been given to you here yet."),
        _("Ask whoever keeps the staff list of your organisation to give you a role."),
    )
