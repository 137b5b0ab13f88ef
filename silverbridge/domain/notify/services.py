"""Telling people, each by their own channel, through the outbox."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core import outbox
from silverbridge.domain.core.errors import Conflict
from silverbridge.domain.core.journal import Circumstances, Subject, record
from silverbridge.domain.notify.events import MessageTold
from silverbridge.domain.notify.models import Message
from silverbridge.domain.people.models import Channel, Person
from silverbridge.domain.people.queries import subject
from silverbridge.domain.places.models import Organisation

KIND = "notify.message"


def tell(person: Person, template: str, about: str, text: str, channel: str | None = None) -> Message:
    """Writes a message and posts it, in the caller's transaction. ``text`` is what is read out or printed, in Chinese."""
    chosen = channel or person.channel
    if chosen == Channel.CALL and not person.phone:
        chosen = Channel.PAPER
    message = Message.objects.create(
        person=person,
        organisation=person.organisation,
        about=about,
        template=template,
        channel=chosen,
        text=text,
    )
    outbox.post(KIND, message.pk, f"{KIND}:{message.pk}")
    return message


def call_back(organisation: Organisation, name: str, phone: str, template: str, about: str, text: str) -> Message:
    """Posts a call to a number that somebody left who is not on record, in the caller's transaction. ``text`` as for ``tell``."""
    message = Message.objects.create(
        organisation=organisation,
        name=name,
        phone=phone,
        about=about,
        template=template,
        channel=Channel.CALL,
        text=text,
    )
    outbox.post(KIND, message.pk, f"{KIND}:{message.pk}")
    return message


def forget_callers(about: list[str]) -> int:
    """Erases name and number of those not on record who were called about these; answers how many messages lost them.

    What was not told yet never will be: it is taken off the list.
    """
    rows = Message.objects.filter(about__in=about, person__isnull=True)
    waiting = [Message.State.POSTED, Message.State.READY, Message.State.UNREACHED]
    rows.filter(state__in=waiting).delete()
    return rows.update(name="", phone="")


@outbox.handles(KIND)
def make_ready(message_id: int) -> None:
    """Leaves the outbox: puts the message on the list of calls to make or papers to print."""
    Message.objects.filter(pk=message_id, state=Message.State.POSTED).update(state=Message.State.READY)


def to_tell(organisations: set[int]) -> QuerySet[Message]:
    """What the staff of these organisations have to tell people, oldest first."""
    states = [Message.State.READY, Message.State.UNREACHED]
    rows = Message.objects.filter(organisation__in=organisations, state__in=states)
    return rows.select_related("person", "organisation").order_by("due_at", "pk")


@transaction.atomic
def mark_told(message: Message, actor: Actor, reached: bool = True) -> None:
    """A call was made or a paper handed over. Raises Conflict when a colleague already did it."""
    states = [Message.State.READY, Message.State.UNREACHED, Message.State.POSTED]
    rows = Message.objects.filter(pk=message.pk, state__in=states)
    now = timezone.now()
    if not reached:
        changed = rows.update(state=Message.State.UNREACHED, tries=F("tries") + 1)
    else:
        changed = rows.update(state=Message.State.TOLD, told_at=now, told_by=actor.user, tries=F("tries") + 1)
    if not changed:
        raise Conflict("told", _("A colleague has already told this person."), _("Take the next one."))
    message.refresh_from_db(fields=["state", "told_at", "tries"])
    if reached:
        record(
            MessageTold(template=message.template, channel=message.channel, tries=message.tries),
            Circumstances(message.about, actor.kind, _whom(message), organisation=message.organisation.code),
        )


def _whom(message: Message) -> Subject:
    return subject(message.person) if message.person is not None else Subject()


def in_chinese(text: str, **facts: object) -> str:
    """A message in the language of the people it is for, whatever language the staff member works in."""
    with translation.override("zh-hans"):
        return translation.gettext(text) % facts
