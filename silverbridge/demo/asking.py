"""How somebody of the demonstration makes a request, door by door."""

from __future__ import annotations

from django.utils import timezone

from silverbridge.demo.cast import Someone
from silverbridge.demo.town import Town
from silverbridge.demo.wishes import Wish, draw_answers
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.definitions import DIGITAL
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.services import Asking, submit
from silverbridge.domain.people.models import Assurance, Person, Proxy
from silverbridge.domain.people.queries import is_over
from silverbridge.domain.people.services import Claim
from silverbridge.domain.places.models import Place
from silverbridge.domain.places.queries import today

ASSURED = {"counter": Assurance.VERIFIED, "home": Assurance.SEEN, "phone": Assurance.CLAIMED}


def ask(town: Town, wish: Wish) -> tuple[ServiceRequest, Actor]:
    """The request, and who made it."""
    someone, person = town.elders[wish.elder]
    proxy = _valid_proxy(town, wish)
    speaker = town.agents[wish.bond.agent][0] if proxy and wish.bond else someone
    actor = _actor(town, wish, proxy)
    request = submit(
        Asking(
            item=wish.item.code,
            door=wish.door,
            answers=draw_answers(town.dice, wish.item, timezone.localdate()),
            key=f"demo-{wish.number}",
            person=_whom(wish, someone, person, proxy),
            acting_for=proxy,
            contact_name=speaker.name if proxy else "",
            # Who has no telephone of their own gives a neighbour's.
            contact_phone="" if wish.item.anonymous else speaker.phone or f"138000030{wish.number % 100:02d}",
            address=someone.address if wish.item.asks_address else "",
            assurance=ASSURED.get(wish.door, Assurance.CLAIMED),
            external_number=f"RX{today():%Y%m%d}{wish.number:04d}" if wish.door == "partner" else "",
            place=_place(town, wish, someone),
        ),
        actor,
    )
    return request, actor


def _valid_proxy(town: Town, wish: Wish) -> Proxy | None:
    """The proxy, if it holds at this moment; otherwise the elder asks in person."""
    proxy = town.proxies.get(wish.elder) if wish.bond else None
    if proxy is None or is_over(proxy) or proxy.valid_from > today():
        return None
    return proxy


def _actor(town: Town, wish: Wish, proxy: Proxy | None) -> Actor:
    if wish.door == "partner":
        return Actor.of_partner(town.partner)
    if wish.door in DIGITAL:
        return Actor.visitor(f"demo-{wish.number}", for_another=proxy is not None)
    return town.clerks["operator" if wish.door == "phone" else "anlan"]


def _whom(wish: Wish, someone: Someone, person: Person, proxy: Proxy | None) -> Person | Claim | None:
    """Staff find the record; at an unattended door somebody says who they are; a clue needs nobody's name."""
    if wish.item.anonymous or proxy is not None:
        return None
    if wish.door in DIGITAL or wish.door == "partner":
        return Claim(someone.name, someone.id_number, someone.phone, someone.address)
    return person


def _place(town: Town, wish: Wish, someone: Someone) -> Place | None:
    """At a counter: the one of their own part of the city if the item is offered there, else any."""
    if wish.door != "counter":
        return None
    rows = list(catalogue.offerings(wish.item.code).filter(door="counter", place__isnull=False))
    near = [o for o in rows if o.organisation.code == someone.organisation] or rows
    return town.dice.choice(near).place if near else None
