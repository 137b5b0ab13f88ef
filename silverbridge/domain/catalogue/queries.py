"""What can be asked for, through which door, now."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.catalogue.definitions import STAFFED
from silverbridge.domain.catalogue.models import ItemVersion, Offering
from silverbridge.domain.core.errors import NotFound
from silverbridge.domain.places.models import Dated
from silverbridge.domain.places.queries import is_open, today
from silverbridge.engines.calendars import WorkingCalendar


def current_items() -> QuerySet[ItemVersion]:
    """The items on offer today, each in its current version."""
    return ItemVersion.objects.filter(current=True)


def item(code: str) -> ItemVersion:
    """One current item. Raises NotFound."""
    found = current_items().filter(code=code).first()
    if found is None:
        raise NotFound("item", _("This service is not offered here."), _("Look for it by name, or telephone us."))
    return found


def search(text: str) -> list[ItemVersion]:
    """Items whose name, summary or keywords hold every word of the text, best first; a plain elder query, not a syntax."""
    words = unicodedata.normalize("NFKC", text).lower().split()
    ranked = []
    for row in current_items():
        d = row.definition
        name = f"{d.name.zh} {d.name.en}".lower()
        rest = f"{d.summary.zh} {d.summary.en} {' '.join(d.keywords)}".lower()
        if words and all(w in name or w in rest or any(k.lower() in w for k in d.keywords) for w in words):
            ranked.append((not all(w in name for w in words), row.code, row))
    return [row for _rank, _code, row in sorted(ranked, key=lambda r: r[:2])]


def offerings(item_code: str) -> QuerySet[Offering]:
    """Where an item can be had today, all doors."""
    rows = Offering.objects.filter(Dated.on(today()), item=item_code, organisation__closed_on__isnull=True)
    return rows.select_related("organisation", "place").prefetch_related("place__hours")


def offered() -> list[ItemVersion]:
    """The current items that somebody offers today through any door, by code."""
    codes = Offering.objects.filter(Dated.on(today()), organisation__closed_on__isnull=True).values("item")
    return list(current_items().filter(code__in=codes).order_by("code"))


def open_now(offering: Offering, at: datetime | None = None) -> bool:
    """Whether an offering takes requests at this moment."""
    local = timezone.localtime(at or timezone.now())
    if offering.working_days_only and not WorkingCalendar().is_working_day(local.date()).working:
        return False
    if offering.opens is not None:
        return offering.opens <= local.time() < offering.closes
    if offering.place_id and offering.door == "counter" and offering.place.hours.all():
        return is_open(offering.place, at)
    return True


def alternatives(item_code: str, besides: Iterable[int] = (), at: datetime | None = None) -> list[Offering]:
    """Other ways to the same item, open ones first and staffed before digital (red line 7 draws on this)."""
    rows = [o for o in offerings(item_code) if o.pk not in set(besides)]
    return sorted(rows, key=lambda o: (not open_now(o, at), o.door not in STAFFED, o.pk))


def offerings_of(organisations: Iterable[int], item_code: str = "", door: str = "") -> QuerySet[Offering]:
    """What these organisations offer today or from a later day, perhaps of one item or door alone; by item and door."""
    rows = Offering.objects.filter(organisation__in=organisations).exclude(valid_until__lte=today())
    if item_code:
        rows = rows.filter(item=item_code)
    if door:
        rows = rows.filter(door=door)
    return rows.select_related("organisation", "place").order_by("item", "door", "pk")


def offering_for(pk: int, organisations: Iterable[int]) -> Offering:
    """One offering of these organisations, ended ones too. Raises NotFound for anybody else's."""
    rows = Offering.objects.filter(pk=pk, organisation__in=organisations)
    found = rows.select_related("organisation", "place").first()
    if found is None:
        raise NotFound("offering", _("There is no such offering here."), _("Go back to the list."))
    return found


def ending_soon(organisations: Iterable[int], days: int = 30) -> QuerySet[Offering]:
    """Offerings of these organisations that end within so many days, the first to end first."""
    last = today() + timedelta(days=days)
    return offerings_of(organisations).filter(valid_until__lte=last).order_by("valid_until", "pk")


def versions(code: str) -> list[ItemVersion]:
    """Every version of an item, newest first, retired ones too. Raises NotFound."""
    rows = list(ItemVersion.objects.filter(code=code))
    if not rows:
        raise NotFound("item", _("This service is not offered here."), _("Look for it by name, or telephone us."))
    return rows
