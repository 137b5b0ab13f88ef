"""Two records that are one person become one."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import random_key
from silverbridge.domain.people import index
from silverbridge.domain.people.events import PersonMerged
from silverbridge.domain.people.models import Person, Proxy
from silverbridge.domain.people.queries import subject

# What the record that stays takes over where it has nothing of its own.
FILLED = ("id_number", "birth_date", "sex", "address", "district", "care_note")


@transaction.atomic
def merge_people(keep: Person, duplicate: Person, actor: Actor, phone: str | None = None) -> Person:
    """The duplicate points to the record kept and can no longer be found; what only it knew is taken over.

    ``phone`` is the telephone that stays, one of the two. What hangs on the person above this app (requests, messages) is
    moved by ``intake.services.merge_records``. Raises DomainError for one record twice and for two ID numbers, Conflict when one
    of them was merged or erased meanwhile.
    """
    if keep.pk == duplicate.pk:
        raise DomainError("merge.same", _("This is one and the same record."), _("Choose another record."), "other")
    # In the order of their keys, so that two who merge crosswise do not wait for each other.
    rows = Person.objects.select_for_update().filter(pk__in=[keep.pk, duplicate.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    keep, duplicate = found[keep.pk], found[duplicate.pk]
    if any(row.merged_into_id or row.erased_at for row in (keep, duplicate)):
        raise Conflict(
            "merge.gone",
            _("One of these records was merged or erased a moment ago."),
            _("Look for the person again."),
        )
    if keep.id_number and duplicate.id_number and keep.id_number != duplicate.id_number:
        raise DomainError(
            "merge.two_numbers",
            _("The two records have different ID numbers: these are two people."),
            _("Compare the identity cards. Correct the wrong number first."),
            "other",
        )
    phones = {keep.phone, duplicate.phone} - {""}
    if phone is not None and phone not in phones:
        raise DomainError("merge.phone", _("Choose which telephone stays."), _("It is one of the two."), "phone")
    where = Circumstances(random_key(), actor.kind, subject(duplicate), organisation=keep.organisation.code)
    record(PersonMerged(), where)
    _take_over(keep, duplicate, phone)
    duplicate.index.all().delete()
    Person.objects.filter(pk=duplicate.pk).update(merged_into=keep)
    # Records merged into the duplicate earlier lead on to the one that stays.
    Person.objects.filter(merged_into=duplicate).update(merged_into=keep)
    return keep


def _take_over(keep: Person, duplicate: Person, phone: str | None) -> None:
    for name in FILLED:
        if not getattr(keep, name):
            setattr(keep, name, getattr(duplicate, name))
    keep.phone = phone or keep.phone or duplicate.phone
    keep.needs = sorted({*(keep.needs or ()), *(duplicate.needs or ())}) or None
    keep.assurance = max(keep.assurance, duplicate.assurance)
    keep.save()
    index.rebuild(keep)
    # A permission between the two would be one to act for oneself.
    Proxy.objects.filter(Q(principal=keep, agent=duplicate) | Q(principal=duplicate, agent=keep)).delete()
    duplicate.proxies.update(principal=keep)
    duplicate.acts_for.update(agent=keep)
    for belongings in (duplicate.media, duplicate.contacts, duplicate.consents):
        belongings.update(person=keep)
