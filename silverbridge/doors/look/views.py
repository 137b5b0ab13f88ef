"""The look's own pages: settings, reading by telephone, and plain words about data and advertising."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from silverbridge.doors.look.errors import bad_request
from silverbridge.doors.look.prefs import choices_in, keep


def safe_next(request: HttpRequest, address: str) -> str:
    """The address if it is a path of this site, else the first page."""
    local = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if local else "/"


# Free of the CSRF token, so that a page left open overnight can still be enlarged;
# only the site's own pages may post.
@csrf_exempt
@require_POST
def settings(request: HttpRequest) -> HttpResponse:
    """Keep size, theme or language in a cookie and go back; ``read`` leads to the page on reading aloud."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return bad_request(request)
    back = safe_next(request, request.POST.get("next", ""))
    if "read" in request.POST:
        back = f"{reverse('look:read')}?{urlencode({'next': back})}"
    response = HttpResponseRedirect(back)
    keep(response, choices_in(request.POST))
    return response


@require_safe
def read_to_me(request: HttpRequest) -> HttpResponse:
    """Where read-aloud leads on a device that cannot speak: a person reads the page on the telephone."""
    return render(request, "look/read.html", {"back": safe_next(request, request.GET.get("next", ""))})


@require_safe
def about_data(request: HttpRequest) -> HttpResponse:
    """Who can see my data."""
    return render(request, "look/about_data.html")


@require_safe
def no_ads(request: HttpRequest) -> HttpResponse:
    """Why there is no advertising here."""
    return render(request, "look/no_ads.html")


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines may read the public pages and nothing that belongs to a person."""
    personal = ("account", "desk", "office", "staff", "api", "ask", "follow", "done", "saved")
    lines = ["User-agent: *", "Disallow: /look/read", *(f"Disallow: /{root}/" for root in personal)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_GET
def favicon(_request: HttpRequest) -> HttpResponse:
    """Browsers that ask for /favicon.ico get the drawn one."""
    return HttpResponseRedirect(static("look/favicon.svg"))


def no_signup(_request: HttpRequest) -> HttpResponse:
    """Nobody makes a staff account for themselves; the name is there for the sign-in library to reverse."""
    raise Http404
