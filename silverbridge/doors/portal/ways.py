"""Every way to an item as the item page shows it: the real offerings, staffed doors first, nothing invented."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from silverbridge.domain.catalogue import queries
from silverbridge.domain.catalogue.definitions import STAFFED, Fee, ItemDefinition
from silverbridge.domain.catalogue.models import Offering, in_language
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.intake.services.submitting import pick_offering
from silverbridge.doors.look.context import HelpLine, help_line
from silverbridge.doors.portal.words import hours, short_clock

ICONS = {"phone": "phone", "counter": "counter", "home": "home-visit", "kiosk": "kiosk"}
ORDER = ("phone", "counter", "home", "kiosk")
# One number and one visit are enough to choose; places one can walk to are shown open ones first.
MOST = {"phone": 1, "home": 1, "counter": 3, "kiosk": 3}


@dataclass(frozen=True)
class Way:
    """One offering in words. ``dial`` is empty where there is no number to call."""

    door: str
    title: str
    lines: list[str]
    dial: HelpLine | None
    call: str

    @property
    def icon(self) -> str:
        """The drawing of its door."""
        return ICONS[self.door]

    @property
    def staffed(self) -> bool:
        """Whether a human being is there."""
        return self.door in STAFFED


def titles() -> dict[str, str]:
    """What each way is called."""
    return {
        "phone": _("By telephone"),
        "counter": _("At a counter"),
        "home": _("We come to your home"),
        "kiosk": _("At a machine"),
    }


def wait_words(offering: Offering) -> str:
    """The usual wait; empty when it is not known, which is not "no wait"."""
    if offering.wait_minutes is None:
        return ""
    if offering.wait_minutes == 0:
        return _("usually no wait")
    return ngettext("usually %(n)s minute to wait", "usually %(n)s minutes to wait", offering.wait_minutes) % {
        "n": offering.wait_minutes
    }


def _lines(offering: Offering) -> list[str]:
    place, where = offering.place, []
    if offering.door in ("counter", "kiosk"):  # a telephone and a visit have no place to walk to
        where = [place.name, place.address, place.directions] if place else [offering.organisation.name]
    times = hours(offering)
    if times and not queries.open_now(offering):
        times = _("closed just now; %(hours)s") % {"hours": times}
    elif not times and not queries.open_now(offering):
        times = _("closed just now")
    return [line for line in (*where, times, wait_words(offering), offering.note) if line]


def _way(offering: Offering) -> Way:
    number = offering.phone or (offering.place.phone if offering.place else "")
    dial = help_line(number) if number or offering.door in ("phone", "home") else None
    call = {
        "phone": _("Call %(number)s"),
        "home": _("Call %(number)s, we agree on a time"),
        "counter": _("Ask the way: %(number)s"),
        "kiosk": _("Ask us: %(number)s"),
    }[offering.door]
    words = call % {"number": dial.number} if dial else ""
    return Way(offering.door, titles()[offering.door], _lines(offering), dial, words)


def ways(item: str) -> tuple[list[Way], int]:
    """The other ways to an item, open ones first within each door, and how many more places there are than shown."""
    rows = [o for o in queries.alternatives(item) if o.door in ORDER]
    rows.sort(key=lambda o: ORDER.index(o.door))
    seen: Counter[str] = Counter()
    shown, more = [], 0
    for row in rows:
        seen[row.door] += 1
        if seen[row.door] <= MOST[row.door]:
            shown.append(_way(row))
        elif row.place_id:
            more += 1
    return shown, more


def closed_words(item: str) -> DomainError | None:
    """Why the item cannot be asked for on the web just now, with another way; None when it can."""
    try:
        pick_offering(item, "web")
    except DomainError as error:
        return error
    return None


def call_line(item: str, now: bool = True) -> HelpLine:
    """The number to call about an item, with its hours: its telephone offering's own, else the institution's help line.

    ``now``: for the call bar, which must reach a human being in one tap (red line 6): a line that is closed just now is passed
    over. A slip is read later and names the item's own number.
    """
    rows = [o for o in queries.alternatives(item) if o.door == "phone" and o.phone]
    rows = [o for o in rows if queries.open_now(o)] if now else rows
    if not rows:
        return help_line()
    return help_line(rows[0].phone, _hours_of_line(rows[0]))


def _hours_of_line(offering: Offering) -> str:
    if offering.opens is None or offering.closes is None:
        return "" if offering.working_days_only else _("somebody answers day and night")
    facts = {"opens": short_clock(offering.opens), "closes": short_clock(offering.closes)}
    return _("%(opens)s to %(closes)s") % facts


def fee_words(definition: ItemDefinition) -> list[str]:
    """What it costs and how it can be paid; cash first, because it is never refused."""
    fee = definition.fee
    if fee is None:
        return [_("It costs nothing.")]
    offering = next((o for o in queries.offerings(definition.code) if o.door == "web"), None)
    amount = offering.fee if offering is not None and offering.fee is not None else fee.amount
    plain, terms = f"{amount:f}".removesuffix(".00"), in_language(fee.per)
    price = [_("It costs %(amount)s yuan.") % {"amount": plain}] if amount and plain not in terms else []
    return [*price, _sentence(terms), paying(fee)]


def paying(fee: Fee) -> str:
    """The ways of paying."""
    names = {
        "cash": _("cash"),
        "card": _("bank card"),
        "passbook": _("passbook"),
        "mobile": _("payment by telephone"),
    }
    ways_to_pay = sorted(fee.ways, key=lambda w: w != "cash")
    return _("You can pay with %(ways)s.") % {"ways": _(" or ").join(names[w] for w in ways_to_pay)}


def _sentence(text: str) -> str:
    return text if re.search(r"[。.！!？?]$", text) else text + _(".")
