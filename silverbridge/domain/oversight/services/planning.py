"""Drawing a sample of places, sending people there, replacing what drops out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.accounts.moves import somebody_was_first
from silverbridge.domain.accounts.rights import check_role_over
from silverbridge.domain.core.errors import Bilingual, DomainError, Forbidden
from silverbridge.domain.oversight import events
from silverbridge.domain.oversight.basics import KEEPERS, SUPERVISORS
from silverbridge.domain.oversight.models import Plan, Seat
from silverbridge.domain.oversight.queries.definitions import checklist
from silverbridge.domain.oversight.queries.reach import looked_at, visitors
from silverbridge.domain.oversight.services.shared import tell, words
from silverbridge.domain.places.models import Organisation, Place
from silverbridge.domain.places.queries import today
from silverbridge.engines.sampling import Checklist, Design, Draw, Refused, Unit, draw

TRAITS = ("district", "tier", "organisation", "kind")


@dataclass(frozen=True)
class PlanOrder:
    """What is to be drawn. Without a seed one is made; with one (a lot drawn in public) anybody can follow the draw."""

    title: str
    kind: str
    first: date
    last: date
    checklist: str
    by: tuple[str, ...]
    method: Literal["proportional", "fixed"]
    size: int
    spares: int = 2
    seed: str = ""


def frame_of(organisation: Organisation, points: Checklist, day: date) -> list[tuple[Place, Unit]]:
    """Every open place the organisation may look at that the checklist is for, with what it can be stratified by."""
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    rows = Place.objects.filter(is_open, organisation__in=looked_at(organisation), kind__in=points.places)
    return [
        (
            place,
            Unit(
                place.code,
                {
                    "district": place.district,
                    "tier": place.tier,
                    "organisation": place.organisation.name,
                    "kind": place.kind,
                },
            ),
        )
        for place in rows.select_related("organisation").order_by("code")
    ]


@transaction.atomic
def draw_plan(organisation: Organisation, order: PlanOrder, actor: Actor) -> Plan:
    """A supervisor draws the places to be visited. Raises Forbidden; DomainError for a design that draws nobody."""
    check_role_over(actor, organisation, SUPERVISORS)
    _check(order)
    points = checklist(order.checklist, order.first)
    members = frame_of(organisation, points, today())
    seed = words(order.seed, "seed", 64, needed=False) or secrets.token_hex(8)
    drawn = _drawn([unit for _place, unit in members], seed, order)
    plan = Plan.objects.create(
        organisation=organisation,
        title=words(order.title, "title", 80),
        kind=order.kind,
        first=order.first,
        last=order.last,
        checklist=points.model_dump(mode="json"),
        by=list(order.by),
        method=order.method,
        size=order.size,
        spares=order.spares,
        seed=seed,
        frame=[[unit.key, dict(unit.traits)] for _place, unit in members],
        frame_digest=drawn.digest,
        drawn_by=actor.user,
    )
    places = {place.code: place for place, _unit in members}
    for stratum in drawn.strata:
        for order_in, key in enumerate((*stratum.drawn, *stratum.spares), start=1):
            Seat.objects.create(
                plan=plan,
                place=places[key],
                organisation=places[key].organisation,
                stratum=" / ".join(name or "–" for name in stratum.name)[:200],
                order=order_in,
                state=Seat.State.DRAWN if order_in <= len(stratum.drawn) else Seat.State.SPARE,
            )
    payload = events.PlanDrawn(kind=plan.kind, method=plan.method, population=drawn.population, drawn=len(drawn.drawn))
    tell(payload, plan.object_key, actor, organisation)
    return plan


def drawn_again(plan: Plan) -> Draw:
    """The draw of a plan, made anew from the frame, seed and design that are kept: it gives the same places."""
    units = [Unit(key, traits) for key, traits in plan.frame]
    design = Design(tuple(plan.by), plan.method, plan.size, spares=plan.spares)
    return draw(units, plan.seed, design)


def _check(order: PlanOrder) -> None:
    if order.kind not in Plan.Kind.values:
        raise DomainError("kind", _("The kind of check is missing."), _("Choose one of those shown."), "kind")
    if order.last < order.first:
        raise DomainError("period", _("The period ends before it begins."), _("Give the first day first."), "last")
    if unknown := set(order.by) - set(TRAITS):
        raise DomainError("by", _("“%(name)s” is nothing to stratify by."), "", "by", name=min(unknown))


def _drawn(units: list[Unit], seed: str, order: PlanOrder) -> Draw:
    try:
        return draw(units, seed, Design(order.by, order.method, order.size, spares=order.spares))
    except Refused as refusal:
        mend = _("Choose another checklist or another organisation.") if refusal.field == "frame" else ""
        field = "checklist" if refusal.field == "frame" else refusal.field
        raise DomainError("design", Bilingual(refusal.zh, refusal.en), mend, field) from refusal


@transaction.atomic
def assign(plan: Plan, seats: Iterable[int], visitor: User, actor: Actor) -> int:
    """A supervisor sends somebody to these places (ids of seats) that wait to be visited; answers to how many.

    Raises Forbidden; DomainError for somebody who may not visit for this organisation, or who works at the place.
    """
    check_role_over(actor, plan.organisation, SUPERVISORS)
    if visitor.pk not in {user.pk for user in visitors(plan.organisation)}:
        raise DomainError(
            "visitor", _("%(name)s cannot visit for us."), _("Choose one of the list."), "visitor", name=visitor
        )
    rows = plan.seats.filter(pk__in=list(seats), state=Seat.State.DRAWN).select_related("organisation", "place")
    for seat in rows:
        if seat.place_id == visitor.place_id:
            raise DomainError(
                "own_place",
                _("%(name)s works at %(place)s."),
                _("Nobody looks at the place they work at: send somebody else there."),
                "visitor",
                name=visitor,
                place=seat.place,
            )
        try:
            check_role_over(Actor.staff(visitor), seat.organisation, KEEPERS)
        except Forbidden as refusal:
            raise DomainError(
                "out_of_reach",
                _("The role of %(name)s does not reach %(place)s."),
                _("Send somebody whose role does."),
                "visitor",
                name=visitor,
                place=seat.place,
            ) from refusal
    sent = plan.seats.filter(pk__in=[seat.pk for seat in rows]).update(visitor=visitor)
    if not sent:
        raise DomainError("nobody_chosen", _("No place is chosen."), _("Tick the places first."), "seats")
    tell(events.SeatAssigned(places=sent), plan.object_key, actor, plan.organisation)
    return sent


@transaction.atomic
def replace(seat: Seat, because: str, actor: Actor) -> Seat | None:
    """A place drops out for a reason; the next of its stratum takes its seat. Answers that one, None when none is left.

    Raises Forbidden, DomainError without a reason, Conflict when it was visited or replaced meanwhile.
    """
    plan = seat.plan
    check_role_over(actor, plan.organisation, SUPERVISORS)
    said = words(because, "because", 200)
    gone = Seat.objects.filter(pk=seat.pk, state=Seat.State.DRAWN)
    if not gone.update(state=Seat.State.DROPPED, dropped_because=said):
        raise somebody_was_first()
    spare = plan.seats.select_for_update().filter(stratum=seat.stratum, state=Seat.State.SPARE).first()
    if spare is not None:
        spare.state, spare.replaces, spare.visitor = Seat.State.DRAWN, seat, None
        spare.save()
    tell(events.SeatReplaced(replaced=spare is not None), plan.object_key, actor, plan.organisation)
    return spare


@transaction.atomic
def conclude(plan: Plan, actor: Actor) -> Plan:
    """No more visits under this plan. Raises Forbidden, Conflict when it was concluded."""
    check_role_over(actor, plan.organisation, SUPERVISORS)
    now = timezone.now()
    if not Plan.objects.filter(pk=plan.pk, state=Plan.State.DRAWN).update(state=Plan.State.CONCLUDED, concluded_at=now):
        raise somebody_was_first()
    plan.refresh_from_db()
    drawn = plan.seats.filter(state__in=(Seat.State.DRAWN, Seat.State.VISITED)).count()
    visited = plan.seats.filter(state=Seat.State.VISITED).count()
    tell(events.PlanConcluded(drawn=drawn, visited=visited), plan.object_key, actor, plan.organisation)
    return plan
