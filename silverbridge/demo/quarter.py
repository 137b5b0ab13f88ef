"""The demonstration lives through the last quarter and the days up to now, moment by moment, in order."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from heapq import heapify, heappop, heappush

from django.utils import timezone

from silverbridge.demo.cast import SEED, draw_cast
from silverbridge.demo.clock import at, local, working_days_later
from silverbridge.demo.lives import live
from silverbridge.demo.town import Town
from silverbridge.demo.wishes import Wish, draw_wishes
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Partner, User
from silverbridge.domain.catalogue.definitions import DIGITAL
from silverbridge.domain.catalogue.queries import current_items
from silverbridge.domain.core.outbox import deliver_due
from silverbridge.domain.notify.services import mark_told, to_tell
from silverbridge.domain.people.models import Proxy
from silverbridge.domain.people.queries import by_id_number
from silverbridge.domain.places.models import Organisation
from silverbridge.engines.calendars import Quarter

REQUESTS, RECENT, RECENT_DAYS, UNTOLD_DAYS = 600, 45, 4, 2
JUST_NOW = timedelta(minutes=7)  # before staff, who take up a new request after ten minutes at the earliest
CLERKS = {
    "anlan": "teller",
    "anlan-north": "teller-north",
    "anlan-south": "teller-south",
    "anlan-bank": "teller-bank",
    "anlan-hospital": "teller-hospital",
    "anlan-taxi": "dispatcher",
    "anlan-park": "teller-park",
    "operator": "operator",
}
Step = Callable[[int, int], None]


def live_quarter(quarter: Quarter, end: datetime, step: Step) -> None:
    """Plays every request of the quarter and of the last days before ``end``; what would come later stays open."""
    town = _town(quarter)
    items = {row.code: row.definition for row in current_items()}
    elders, agents, bonds = [s for s, _p in town.elders], [s for s, _p in town.agents], draw_cast(quarter.start)[2]
    wishes = draw_wishes(town.dice, items, elders, agents, bonds, quarter.start, quarter.end, REQUESTS)
    today = timezone.localdate(end)
    recent = (today - timedelta(days=RECENT_DAYS), today)
    wishes += _one_waiting(draw_wishes(town.dice, items, elders, agents, bonds, *recent, RECENT, start=REQUESTS), end)
    stories: list[tuple[datetime, int, Iterator[datetime]]] = [
        (wish.moment, n, live(town, wish)) for n, wish in enumerate(wishes)
    ]
    until = end - timedelta(days=UNTOLD_DAYS)
    stories.append((local(quarter.start, 16, 30), len(wishes), _tell_everybody(town, until)))
    heapify(stories)
    begun, total = 0, len(wishes)
    while stories and stories[0][0] < end:
        moment, number, story = heappop(stories)
        with at(moment):
            following = next(story, None)
        if following is not None:
            heappush(stories, (following, number, story))
        if number < total and moment == wishes[number].moment:
            begun += 1
            step(begun, total)
    with at(end):
        _empty_outbox()


def _one_waiting(wishes: list[Wish], end: datetime) -> list[Wish]:
    """The same wishes, the last of them that staff take up by and by come in just now: whoever tries the desk finds a new one.

    It comes by the web, the one door that is open day and night.
    """
    for n, wish in reversed(list(enumerate(wishes))):
        item, by_web = wish.item, wish.door in DIGITAL and "web" in wish.item.doors
        if by_web and item.fulfilments[0] == "case" and item.promise_working_days != 0:
            waiting = replace(wish, door="web", moment=end - JUST_NOW, fate="done")
            return [*wishes[:n], *wishes[n + 1 :], waiting]
    return wishes


def _town(quarter: Quarter) -> Town:
    elders, agents, bonds = draw_cast(quarter.start)
    elder_rows = [(s, by_id_number(s.id_number)) for s in elders]
    agent_rows = [(s, by_id_number(s.id_number)) for s in agents]
    proxies = {
        bond.elder: Proxy.objects.select_related("principal__organisation", "agent").get(
            principal=elder_rows[bond.elder][1], agent=agent_rows[bond.agent][1]
        )
        for bond in bonds
    }
    users = {u.username: u for u in User.objects.all()}
    clerks = {code: Actor.staff(users[name]) for code, name in CLERKS.items()}
    partner = Partner.objects.get(code="hotline-demo")
    return Town(random.Random(SEED + 1), elder_rows, agent_rows, proxies, clerks, partner)


def _empty_outbox() -> None:
    while deliver_due()["done"]:
        pass


def _tell_everybody(town: Town, until: datetime) -> Iterator[datetime]:
    """Towards the end of each working day the calls of the day are made; the last ones wait for whoever tries the desk."""
    organisations = set(Organisation.objects.values_list("pk", flat=True))
    while timezone.now() < until:
        _empty_outbox()
        for message in to_tell(organisations):
            mark_told(message, town.clerks["operator"], reached=town.dice.random() < 0.9)
        yield working_days_later(timezone.now(), 1, 16, 30)


def base_quarter(day: date) -> Quarter:
    """The quarter the demonstration shows: the last one that is over."""
    return Quarter.of(day).previous()
