"""Which of the shipped items the demonstration city offers, through which doors and on what terms; and bookable sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from silverbridge.demo.city import ROOT
from silverbridge.demo.clock import local
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.capacity.services import open_session
from silverbridge.domain.catalogue.definitions import STAFFED, ItemDefinition
from silverbridge.domain.catalogue.loading import load_items
from silverbridge.domain.catalogue.queries import current_items
from silverbridge.domain.catalogue.services import Terms, open_offering
from silverbridge.domain.places.models import Organisation, Place
from silverbridge.engines.calendars import WorkingCalendar

BANK_ITEMS = ("bank-home-visit", "password-reset", "passbook-update")
# Who offers what; anything not named here is the service centre's own.
HOSTS = {
    **dict.fromkeys(BANK_ITEMS, "anlan-bank"),
    "hospital-appointment": "anlan-hospital",
    "clinic-escort": "anlan-hospital",
    "medicine-delivery": "anlan-hospital",
    "taxi": "anlan-taxi",
    "park-entry": "anlan-park",
}
COUNTERS = {
    ROOT: ("hall",),
    "anlan-bank": ("outlet-east", "outlet-lake"),
    "anlan-hospital": ("hospital",),
    "anlan-taxi": ("taxi-station",),
    "anlan-park": ("park",),
}
PHONES = {
    ROOT: "12345",
    "anlan-bank": "0900-600040",
    "anlan-hospital": "0900-600050",
    "anlan-taxi": "0900-600060",
    "anlan-park": "0900-600070",
}
# Also at the branches' own counters, and by their own telephones.
AT_BRANCHES = ("benefit-check", "elder-card", "old-age-allowance", "bill-payment")
BRANCHES = (("anlan-north", "hall-north", "0900-600020"), ("anlan-south", "hall-south", "0900-600030"))
# Booked sessions belong to a place, so every door of these items leads there.
HOME_OF = {"hospital-appointment": "hospital", "counter-appointment": "hall", "device-lesson": "hall"}

DOOR_TERMS = {
    "web": Terms(wait_minutes=0, note="随时能办"),
    "kiosk": Terms(opens=time(7), closes=time(21), wait_minutes=3, note="旁边有人帮"),
    "phone": Terms(wait_minutes=2, note="人工接听，按任意键都是人"),
    "counter": Terms(opens=time(9), closes=time(17), working_days_only=True, wait_minutes=12),
    "home": Terms(opens=time(9), closes=time(17), working_days_only=True, note="上门的人都带工作证"),
    "partner": Terms(),
}
SESSIONS = {
    "hospital-appointment": (("hospital",), (9, 10, 14, 15), 8, 3),
    "counter-appointment": (("hall",), (9, 11, 14, 16), 6, 2),
    "device-lesson": (("hall",), (10, 15), 3, 1),
}
AHEAD_DAYS = 21


def make_offers(since: date) -> None:
    """Loads the items and opens every offering; staffed doors first, as red line 1 asks."""
    load_items()
    organisations = {o.code: o for o in Organisation.objects.all()}
    places = {p.code: p for p in Place.objects.all()}
    editor = Actor.system("demo")
    for row in current_items():
        item, host = row.definition, HOSTS.get(row.code, ROOT)
        for door in sorted(item.doors, key=lambda d: d not in STAFFED):
            terms = _terms(item, door, since, PHONES[host])
            for code in COUNTERS[host] if door == "counter" else (HOME_OF.get(row.code),):
                place = places[code] if code else None
                if place is not None and door == "counter" and place.phone:
                    terms = replace(terms, phone=place.phone)
                open_offering(row.code, organisations[host], door, editor, terms, place)
        for code, hall, phone in BRANCHES if row.code in AT_BRANCHES else ():
            for door, place in (("counter", places[hall]), ("phone", None)):
                open_offering(row.code, organisations[code], door, editor, _terms(item, door, since, phone), place)


def _terms(item: ItemDefinition, door: str, since: date, phone: str) -> Terms:
    terms = replace(DOOR_TERMS[door], valid_from=since, phone=phone)
    if item.fee and item.fee.amount > 0:
        terms = replace(terms, fee=Decimal(item.fee.amount), cash=True)
    return terms


def make_sessions(first: date, last: date) -> int:
    """Sessions on every working day, each with its walk-in share; answers how many."""
    calendar, count, day = WorkingCalendar(), 0, first
    while day <= last:
        if calendar.is_working_day(day).working:
            for item, (codes, hours, total, walk_in) in SESSIONS.items():
                for place in Place.objects.filter(code__in=codes):
                    for hour in hours:
                        open_session(item, place, local(day, hour), total, walk_in)
                        count += 1
        day += timedelta(days=1)
    return count
