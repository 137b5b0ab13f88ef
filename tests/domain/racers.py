"""What the parallel processes of the race tests do."""

from __future__ import annotations

import time

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.capacity.models import Session
from silverbridge.domain.capacity.services import take
from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.catalogue.services import check_red_lines, close_offering
from silverbridge.domain.core.errors import Conflict, DomainError
from silverbridge.domain.core.outbox import HANDLERS, deliver_due
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.services import advance, submit
from silverbridge.domain.people.models import Person
from silverbridge.domain.places.queries import today
from tests.domain.askings import benefit_check
from tests.processes import wait_for_all


def take_places(session_id: int, door: str, tries: int) -> int:
    """Takes as many places as it gets; returns how many."""
    session, got = Session.objects.get(pk=session_id), 0
    for _n in range(tries):
        try:
            take(session, door)
        except Conflict:
            continue
        got += 1
    return got


def take_places_without_the_lock(session_id: int, door: str, tries: int) -> int:
    """The same with read, look, write instead of the conditional update: how it goes wrong."""
    got = 0
    for _n in range(tries):
        session = Session.objects.get(pk=session_id)
        if session.taken_remote < session.total - session.walk_in:
            time.sleep(0.002)  # the moment between look and write that every real request has
            Session.objects.filter(pk=session_id).update(taken_remote=session.taken_remote + 1)
            got += 1
    return got


def accept(request_id: int, revision: int, user_id: int) -> str:
    """One clerk accepts."""
    request = ServiceRequest.objects.get(pk=request_id)
    try:
        advance(request, "accepted", Actor.staff(User.objects.get(pk=user_id)), revision)
    except Conflict:
        return "conflict"
    return "moved"


def close_door(offering_id: int, user_id: int) -> str:
    """An editor closes one offering; says what came of it."""
    offering = Offering.objects.select_related("organisation", "place").get(pk=offering_id)
    try:
        close_offering(offering, Actor.staff(User.objects.get(pk=user_id)))
    except DomainError as error:
        return error.code
    return "closed"


def close_door_without_the_lock(offering_id: int, user_id: int, folder: str, number: int) -> str:
    """The same with look and write apart, and written when the other of two has looked: how it goes wrong."""
    offering = Offering.objects.select_related("organisation").get(pk=offering_id)
    try:
        check_red_lines(offering.item, offering.organisation, without=offering_id)
    except DomainError as error:
        return error.code
    wait_for_all(folder, number, 2)
    Offering.objects.filter(pk=offering_id).update(valid_until=today())
    return "closed"


def submit_with(key: str, session: str) -> str:
    """One click on the button; returns the reference number."""
    return submit(benefit_check(key=key), Actor.visitor(session)).reference


def deliver(handled: str) -> int:
    """One worker empties the outbox; every delivery is noted by adding a letter to a person's district."""
    from django.db.models import F, Value
    from django.db.models.functions import Concat

    def handle(object_id: int) -> None:
        Person.objects.filter(pk=object_id).update(district=Concat(F("district"), Value(handled)))

    HANDLERS["test.mark"] = handle
    return deliver_due()["done"]
