"""Who may act for somebody: see, grant, take back; and how the number is said."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.people import queries as people
from silverbridge.domain.people.models import Person
from silverbridge.domain.people.services import grant_proxy, revoke_proxy
from silverbridge.doors.desk.chrome import DESK_ROLES, desk_page
from silverbridge.doors.desk.forms import ProxyForm, put_errors
from silverbridge.doors.desk.reach import find_people, open_person
from silverbridge.doors.desk.views.people import person_context
from silverbridge.doors.staff.access import staff_page


@staff_page(*DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def proxy(request: HttpRequest, pk: int) -> HttpResponse:
    """The permissions of one person, with the number to tell each agent."""
    principal = open_person(request, pk, "person.proxies")
    if request.method == "POST" and request.POST.get("verb") == "revoke":
        return _revoke(request, principal)
    form = ProxyForm(request.POST if request.method == "POST" else None)
    several: list[people.Card] = []
    if request.method == "POST" and form.is_valid():
        try:
            agents = _agents(request, form.cleaned_data["agent"])
            if len(agents) == 1:
                return _grant(request, principal, agents[0], form.cleaned_data)
            several = [people.card(agent) for agent in agents]
        except DomainError as error:
            put_errors(form, error, {"find": "agent"})
    context = person_context(request, principal) | {"form": form, "several": several}
    keys = [("Ctrl+Enter", _("grant"))]
    return desk_page(request, "proxy", context, "home", keys, 422 if form.errors else 200)


def _agents(request: HttpRequest, typed: str) -> list[Person]:
    """Whom the typed words, or the choice among several, mean. Raises DomainError."""
    found = find_people(request, typed, "proxy")
    chosen = request.POST.get("agent_pk", "")
    return [p for p in found if str(p.pk) == chosen] or found


def _grant(request: HttpRequest, principal: Person, agent: Person, data: dict) -> HttpResponse:
    """Raises DomainError."""
    made = grant_proxy(
        principal,
        agent,
        data["relation"],
        data["granted"],
        request.staff.actor,
        until=data["until"],
        items=data["items"],
    )
    messages.success(request, _("Granted. Tell %(name)s the number below.") % {"name": agent.name})
    return redirect(f"{request.path}#proxy-{made.reference}")


def _revoke(request: HttpRequest, principal: Person) -> HttpResponse:
    row = people.proxy_for(principal, request.POST.get("reference", ""))
    if row is None:
        raise Http404
    revoke_proxy(row, request.staff.actor)
    messages.success(request, _("Taken back. %(name)s can no longer act.") % {"name": row.agent.name})
    return redirect(request.path)
