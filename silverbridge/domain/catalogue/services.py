"""Offerings are edited in the office; every edit is checked against the red lines and leaves an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.catalogue import queries
from silverbridge.domain.catalogue.definitions import STAFFED
from silverbridge.domain.catalogue.events import OfferingChanged
from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.core.errors import Conflict, DomainError, Invalid
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import random_key
from silverbridge.domain.places.models import Organisation, Place
from silverbridge.domain.places.queries import today


@dataclass(frozen=True)
class Terms:
    """What an organisation sets for one offering. ``wait_minutes`` None means not known, never zero."""

    opens: time | None = None
    closes: time | None = None
    working_days_only: bool = False
    promise_working_days: int | None = None
    wait_minutes: int | None = None
    fee: Decimal | None = None
    cash: bool = True
    phone: str = ""
    note: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


def check_terms(item: str, door: str, terms: Terms) -> None:
    """Raises Invalid: a door the item does not have, hours upside down, a fee without cash (red line 2)."""
    wrong: dict[str, DomainError] = {}
    definition = queries.item(item).definition
    if door not in definition.doors:
        wrong["door"] = DomainError(
            "door", _("This item has no such door."), _("Its definition names the doors it may have."), "door"
        )
    if (terms.opens is None) != (terms.closes is None) or (terms.opens and terms.opens >= terms.closes):
        wrong["opens"] = DomainError(
            "hours", _("It would close before it opens."), _("Give both times, or neither."), "opens"
        )
    if terms.fee and not terms.cash:
        wrong["cash"] = DomainError(
            "cash",
            _("Whoever takes a fee takes cash (red line 2)."),
            _("Tick cash, or drop the fee."),
            "cash",
        )
    if terms.valid_until and terms.valid_until <= (terms.valid_from or today()):
        wrong["valid_until"] = DomainError(
            "until", _("It would end before it begins."), _("Choose a later day."), "valid_until"
        )
    if wrong:
        raise Invalid(wrong)


def check_red_lines(item: str, organisation: Organisation, without: int | None = None) -> None:
    """An item offered by an organisation keeps a staffed door (red line 1), today and on every later day. Raises DomainError."""
    rows = queries.offerings_of([organisation.pk], item).exclude(pk=without)
    spans = [(row.door, row.valid_from, row.valid_until) for row in rows]
    # Between two of these days nothing begins or ends.
    days = {today()} | {day for _door, *ends in spans for day in ends if day and day > today()}
    for day in sorted(days):
        doors = {door for door, first, end in spans if first <= day and (end is None or day < end)}
        if doors and not doors & set(STAFFED):
            raise DomainError(
                "red_line_1",
                _("From %(day)s on nobody could ask a human being for this (red line 1)."),
                _("Open a telephone, counter or home-visit offering first."),
                "door",
                day=day,
            )


def _one_at_a_time(organisation: Organisation) -> None:
    """Waits for other edits of the organisation's offerings: of the last two staffed doors only one can then close."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _note(offering: Offering, actor: Actor, change: str) -> None:
    record(
        OfferingChanged(change=change),
        Circumstances(
            random_key(),
            actor.kind,
            item=offering.item,
            door=offering.door,
            organisation=offering.organisation.code,
            place=offering.place.code if offering.place else None,
        ),
    )


@transaction.atomic
def open_offering(
    item: str, organisation: Organisation, door: str, actor: Actor, terms: Terms, place: Place | None = None
) -> Offering:
    """Offers an item through one more door. Raises Invalid or DomainError."""
    check_terms(item, door, terms)
    _one_at_a_time(organisation)
    fields = {k: v for k, v in vars(terms).items() if k != "valid_from"}
    offering = Offering.objects.create(
        item=item,
        organisation=organisation,
        door=door,
        place=place,
        valid_from=terms.valid_from or today(),
        **fields,
    )
    check_red_lines(item, organisation)
    _note(offering, actor, "opened")
    return offering


@transaction.atomic
def change_offering(offering: Offering, actor: Actor, terms: Terms, revision: int | None = None) -> Offering:
    """Sets new terms; an offering that ends is checked like one that closes.

    ``revision`` is the one that was shown to whoever decided; without it the one ``offering`` was read with. Raises Invalid,
    DomainError, or Conflict when somebody changed the offering since.
    """
    check_terms(offering.item, offering.door, terms)
    _one_at_a_time(offering.organisation)
    changes = {name: value for name, value in vars(terms).items() if name != "valid_from" or value is not None}
    seen = offering.revision if revision is None else revision
    rows = Offering.objects.filter(pk=offering.pk, revision=seen)
    if not rows.update(**changes, revision=F("revision") + 1, updated_at=timezone.now()):
        raise Conflict(
            "offering_changed",
            _("Somebody else changed these terms a moment ago."),
            _("Compare your terms with theirs, then save again."),
        )
    offering.refresh_from_db()
    check_red_lines(offering.item, offering.organisation)
    _note(offering, actor, "changed")
    return offering


@transaction.atomic
def close_offering(offering: Offering, actor: Actor, on: date | None = None) -> None:
    """Ends an offering; one that has ended stays as it is. Raises DomainError when the item would lose its last staffed door."""
    _one_at_a_time(offering.organisation)
    check_red_lines(offering.item, offering.organisation, without=offering.pk)
    ended = Offering.objects.exclude(valid_until__lte=today()).filter(pk=offering.pk)
    if ended.update(valid_until=on or today(), revision=F("revision") + 1, updated_at=timezone.now()):
        _note(offering, actor, "closed")
