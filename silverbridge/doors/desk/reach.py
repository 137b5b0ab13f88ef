"""Whose record and which request somebody at the desk may open, and the line each opening leaves in the access log."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, gettext_noop

from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.core.attempts import count_attempt
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.intake import queries as intake
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.people.models import Person
from silverbridge.domain.people.queries import acts_for, find, living_records

FOUND = "desk_found"
REMEMBERED = 40
TOO_MANY = gettext_lazy("Wait %(n)s minutes. Whoever runs this system can raise the limit.")
PURPOSES = {
    "take": gettext_noop("Taking a request by telephone or at the counter"),
    "follow": gettext_noop("Saying how a request stands"),
    "proxy": gettext_noop("Checking or granting a permission to act"),
    "tell": gettext_noop("Telling somebody a result"),
    "work": gettext_noop("Working on a request"),
    "supervise": gettext_noop("Supervision"),
    "merge": gettext_noop("Comparing two records of one person"),
}


def purpose_words(code: str) -> str:
    """A purpose as the access log keeps it: in the language of the institution, whatever the reader's."""
    with translation.override("zh-hans"):
        return gettext(PURPOSES.get(code, PURPOSES["take"]))


def remember_found(request: HttpRequest, person: Person, purpose: str) -> None:
    """This session found somebody, for a purpose; the oldest finds are forgotten."""
    found = dict(request.session.get(FOUND, {}))
    found.pop(str(person.pk), None)
    found[str(person.pk)] = purpose
    request.session[FOUND] = dict(list(found.items())[-REMEMBERED:])


def log_person(request: HttpRequest, person: Person, what: str, purpose: str) -> None:
    """Writes down that somebody's data were read."""
    log_access(request.staff.actor, what, purpose_words(purpose), person.organisation, person.subject_key)


def find_people(request: HttpRequest, typed: str, purpose: str) -> list[Person]:
    """Whom the typed words find in one's organisations, at least one; each person shown is a logged read.

    Raises DomainError for words that are not exact enough and for nobody, Throttled for too many searches in an hour.
    """
    found = searched(request, typed)
    if not found:
        raise DomainError(
            "find.nobody",
            gettext_lazy("Nobody is found by this."),
            gettext_lazy("Compare the number, or register the person first."),
            "find",
        )
    for person in found:
        remember_found(request, person, purpose)
        log_person(request, person, "person.find", purpose)
    return found


def searched(request: HttpRequest, typed: str) -> list[Person]:
    """Whom the typed words find; the search counts towards the hour's limit. Raises DomainError, Throttled."""
    count_attempt("staff.find", str(request.user.pk), settings.STAFF_FINDS, 3600, TOO_MANY)
    return find(typed, set(request.staff.organisations))


def log_request(request: HttpRequest, row: ServiceRequest, what: str, purpose: str = "work") -> None:
    """Writes down that a request was read."""
    subject = row.person.subject_key if row.person else None
    log_access(request.staff.actor, what, purpose_words(purpose), row.organisation, subject, row.object_key)


def open_person(request: HttpRequest, pk: int, what: str = "person.page") -> Person:
    """A person found in this session, asked for by somebody found, or with a request one may see; logs the read.

    An empty ``what`` logs nothing: a part of a page that was logged when it was opened.

    Raises Http404 for everybody else, as for somebody who does not exist.
    """
    person = living_records().filter(pk=pk).select_related("organisation").first()
    if person is None:
        raise Http404
    purpose = _purpose_for(request, person)
    if purpose is None:
        raise Http404
    if what:
        log_person(request, person, what, purpose)
    return person


def _purpose_for(request: HttpRequest, person: Person) -> str | None:
    found, reach = request.session.get(FOUND, {}), request.staff.organisations
    if person.organisation_id in reach:
        if str(person.pk) in found:
            return found[str(person.pk)]
        agents = living_records().filter(pk__in=[int(pk) for pk in found], organisation__in=reach)
        for proxy in acts_for_any(list(agents)):
            if proxy.principal_id == person.pk:
                return found[str(proxy.agent_id)]
    return "work" if intake.recent(person, reach, limit=1) else None


def acts_for_any(agents: list[Person]) -> list:
    """The permissions in force that any of these people hold."""
    return [proxy for agent in agents for proxy in acts_for(agent)]


def open_request(request: HttpRequest, reference: str, what: str, purpose: str = "work") -> ServiceRequest:
    """A request of one's organisations; logs the read. Raises NotFound for any other."""
    row = intake.for_staff(reference, set(request.staff.organisations))
    log_request(request, row, what, purpose)
    return row
