"""Unannounced visits: drawn so that anybody can draw them again, recorded once by who was sent, counted in the open."""

from datetime import timedelta

import pytest

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from silverbridge.domain.core.models import Event
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.models import Evidence
from silverbridge.domain.oversight import services
from silverbridge.domain.oversight.models import Plan, Seat
from silverbridge.domain.oversight.queries import visits as queries
from silverbridge.domain.oversight.services.planning import drawn_again
from silverbridge.domain.places.queries import today
from silverbridge.domain.places.services import save_place
from tests.domain.oversight_world import PNG, add_oversight, findings, order, planned, visit


@pytest.fixture
def w(world):
    return add_oversight(world)


def test_a_plan_keeps_what_it_takes_to_draw_it_again(w):
    plan = planned(w)
    held = [s.place.code for s in plan.seats.filter(state=Seat.State.DRAWN).select_related("place")]
    again = drawn_again(Plan.objects.get(pk=plan.pk))
    assert (sorted(held), plan.frame_digest) == (sorted(again.drawn), again.digest)
    save_place("outlet-new", w.north, "outlet", "新网点", district="北岭镇")  # what comes later changes nothing
    assert drawn_again(plan).drawn == again.drawn
    assert services.draw_plan(w.city, order(w, seed="other"), w.boss).frame_digest != plan.frame_digest
    event = Event.objects.filter(name="oversight.plan.drawn").first()
    assert event.data == {"kind": "unannounced", "method": "proportional", "population": 6, "drawn": 3}


def test_nobody_below_sees_a_plan_and_nobody_visits_where_they_work(w):
    plan = planned(w)
    assert queries.plan_for(plan.pk, {w.city.pk}) == plan
    with pytest.raises(NotFound):
        queries.plan_for(plan.pk, {w.north.pk})
    with pytest.raises(Forbidden):
        services.draw_plan(w.city, order(w), w.north_clerk)
    seat = plan.seats.filter(state=Seat.State.DRAWN).first()
    w.officer.place = seat.place
    w.officer.save()
    for visitor in (w.officer, w.teller):
        with pytest.raises(DomainError):
            services.assign(plan, [seat.pk], visitor, w.boss)


def test_a_place_that_drops_out_is_replaced_by_the_next_of_its_stratum(w):
    plan = planned(w)
    spare = plan.seats.filter(state=Seat.State.SPARE).first()
    gone = plan.seats.filter(stratum=spare.stratum, state=Seat.State.DRAWN).first()
    assert services.replace(gone, "停业装修", w.boss) == spare
    spare.refresh_from_db()
    assert (spare.state, spare.replaces, spare.visitor) == ("drawn", gone, None)
    with pytest.raises(Conflict):
        services.replace(gone, "停业装修", w.boss)
    assert services.replace(spare, "也停业", w.boss) is None


def test_a_visit_is_recorded_once_by_who_was_sent(w):
    plan = planned(w)
    found = visit(w, "cash-accepted", "step-free", unit=w.north, photos=(PNG,))
    assert (found.checked, found.in_order, found.serious) == (18, 16, 1)
    assert found.evidence.kind == Evidence.Kind.INSPECTED
    assert (found.evidence.covered, found.evidence.covered_of, found.evidence.sample) == (1, 4, 18)
    assert found.evidence.organisation == w.north
    assert found.photos.get().file.content == PNG.data
    told = list(Event.objects.filter(object_key=found.object_key).order_by("pk").values_list("name", "place", "data"))
    place = found.seat.place.code
    assert told == [
        ("inspection.done", place, {"kind": "unannounced", "checked": 18, "in_order": 16}),
        ("inspection.finding", place, {"rule": "cash-accepted", "grade": "serious"}),
        ("inspection.finding", place, {"rule": "step-free", "grade": "minor"}),
    ]
    seat = queries.seat_of(plan, found.seat_id)
    with pytest.raises(Conflict):
        services.record_visit(seat, today(), findings(plan), w.clerk)
    (line,) = queries.found_by_unit(plan)
    assert (line.places, line.visited, line.checked, line.in_order, line.share) == (4, 1, 18, 16, 16 / 18)
    services.conclude(plan, w.boss)
    with pytest.raises(DomainError):
        visit(w)


def test_what_cannot_be_recorded_is_refused(w):
    plan = planned(w)
    seat = queries.my_visits(w.officer).first()
    good = findings(plan)

    def record(**changes):
        told = {"on": today(), "findings": good, "actor": w.clerk} | changes
        return services.record_visit(seat, **told)

    refused = (
        (Forbidden, {"actor": w.boss}),
        (Forbidden, {"actor": Actor.staff(w.teller)}),
        (DomainError, {"on": today() + timedelta(days=1)}),
        (DomainError, {"on": plan.first - timedelta(days=1)}),
        (Invalid, {"findings": {k: v for k, v in good.items() if k != "wheelchair"}}),
        (DomainError, {"findings": good | {"surprise": services.Finding("yes")}}),
        (DomainError, {"findings": findings(plan, skipped=tuple(good))}),
        (DomainError, {"findings": findings(plan, "step-free")}),  # shown by a photograph, and there is none
        (DomainError, {"photos": [Upload("x.pdf", b"%PDF-1.7")]}),
    )
    for error, changes in refused:
        with pytest.raises(error):
            record(**changes)
    assert not Event.objects.filter(name__startswith="inspection").exists() and not Evidence.objects.exists()
    skipped = record(findings=findings(plan, skipped=("braille", "guide-dog")))
    assert (skipped.checked, skipped.in_order) == (16, 16)
