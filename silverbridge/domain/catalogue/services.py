"""Offerings are edited in the office; every edit is checked against the red lines and leaves an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.catalogue import queries
from silverbridge.domain.catalogue.definitions import STAFFED
from silverbridge.domain.catalogue.events import OfferingChanged
from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.core.errors import DomainError, Invalid
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import random_key
from silverbridge.domain.places.models import Dated, Organisation, Place
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
    """An item offered by an organisation keeps a staffed door (red line 1). Raises DomainError."""
    rows = queries.offerings(item).filter(organisation=organisation).exclude(pk=without)
    doors = set(rows.values_list("door", flat=True))
    if doors and not doors & set(STAFFED):
        raise DomainError(
            "red_line_1",
            _("Then nobody could ask a human being for this (red line 1)."),
            _("Open a telephone, counter or home-visit offering first."),
            "door",
        )


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
def change_offering(offering: Offering, actor: Actor, terms: Terms) -> Offering:
    """Sets new terms. Raises Invalid or DomainError; an offering that ends is checked like one that closes."""
    check_terms(offering.item, offering.door, terms)
    for name, value in vars(terms).items():
        if name != "valid_from" or value is not None:
            setattr(offering, name, value)
    offering.save()
    check_red_lines(offering.item, offering.organisation)
    _note(offering, actor, "changed")
    return offering


@transaction.atomic
def close_offering(offering: Offering, actor: Actor, on: date | None = None) -> None:
    """Ends an offering. Raises DomainError when the item would lose its last staffed door."""
    check_red_lines(offering.item, offering.organisation, without=offering.pk)
    Offering.objects.filter(Dated.on(today()), pk=offering.pk).update(valid_until=on or today())
    _note(offering, actor, "closed")
