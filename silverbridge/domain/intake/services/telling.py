"""Who is told what, when a request moves."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop

from silverbridge.domain.core.references import spoken_zh
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.states import State
from silverbridge.domain.notify.services import tell
from silverbridge.engines.calendars import speak_date_zh

TEXTS = {
    "submitted": gettext_noop("%(agent)s asked for this for you: %(item)s. Its number is %(number)s."),
    State.SCHEDULED: gettext_noop("%(item)s: %(when)s, %(where)s. Ask for %(who)s. The number is %(number)s."),
    State.ASSIGNED: gettext_noop("%(item)s: %(who)s comes to you, %(when)s. The number is %(number)s."),
    State.QUEUED: gettext_noop("%(item)s: you are in the queue. The number is %(number)s."),
    State.DONE: gettext_noop("%(item)s is done. %(words)s The number is %(number)s."),
    State.MISSED: gettext_noop(
        "%(item)s: we did not meet you. Telephone us for another time. The number is %(number)s."
    ),
    State.CANCELLED: gettext_noop("%(item)s: we have to cancel. %(words)s We are sorry. The number is %(number)s."),
    "declined": gettext_noop("%(item)s cannot be done this way: %(words)s The number is %(number)s."),
    "withdrawn": gettext_noop("%(item)s was withdrawn, as asked. The number is %(number)s."),
    "rescheduled": gettext_noop("%(item)s: the new time is %(when)s. The number is %(number)s."),
    "reopened": gettext_noop("%(item)s: we are working on it again. The number is %(number)s."),
    "accepted": gettext_noop("%(item)s: we are working on it. The number is %(number)s."),
    "in_service": gettext_noop("%(item)s has begun. The number is %(number)s."),
}
# Told to everybody; the rest only when somebody else acted for the person.
ALWAYS = (
    State.SCHEDULED,
    State.ASSIGNED,
    State.QUEUED,
    State.MISSED,
    State.CANCELLED,
    "declined",
    "rescheduled",
)


def when_zh(moment: object) -> str:
    """A time as said: 11月24日 星期二 9:00."""
    local = timezone.localtime(moment)
    return f"{speak_date_zh(local.date())} {local:%-H:%M}"


def tell_person(request: ServiceRequest, what: str, words: str = "") -> None:
    """Tells the person the request is for, in the caller's transaction: every act for somebody, and what they must know.

    Nobody is told when the person is unknown, or cannot be reached by any channel of theirs.
    """
    if request.person is None or not (request.acting_for or what in ALWAYS):
        return
    part = request.fulfilment_parts.order_by("pk").first()
    with translation.override("zh-hans"):
        agent = request.proxy.agent.name if request.proxy else request.contact_name
        facts = {
            "item": request.version.name,
            "number": spoken_zh(request.reference),
            "agent": agent or gettext("Somebody of your family"),
            "when": when_zh(part.starts_at)
            if part and part.starts_at
            else gettext("the time we tell you by telephone"),
            "who": (part.who if part else "") or gettext("our staff"),
            "where": (part.where if part else "")
            or (request.place.name if request.place else request.organisation.name),
            "words": words,
        }
        text = gettext(TEXTS[what]) % facts
    tell(request.person, f"request-{what}".replace("_", "-"), request.object_key, text)
