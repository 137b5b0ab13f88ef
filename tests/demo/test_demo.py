"""The invented city: complete, honest in time, marked as a demonstration, and made only once."""

import re
from datetime import date, datetime, timedelta
from random import Random

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils import timezone

from silverbridge.demo import demo_code, is_made, make_demo
from silverbridge.demo import quarter as playing
from silverbridge.demo.cast import draw_cast
from silverbridge.demo.city import DISTRICTS, MARK, NOWHERE
from silverbridge.demo.clock import at
from silverbridge.demo.ledger import notice_text
from silverbridge.demo.offers import DOOR_TERMS
from silverbridge.demo.return_form import TITLE
from silverbridge.demo.returns import UNITS
from silverbridge.demo.staff import PASSWORD, STAFF
from silverbridge.demo.wishes import draw_wishes
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Partner, User
from silverbridge.domain.accounts.queries import needs_second_factor, organisations, roles
from silverbridge.domain.capacity.models import Session
from silverbridge.domain.catalogue.definitions import STAFFED
from silverbridge.domain.catalogue.loading import read_items
from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.catalogue.queries import current_items
from silverbridge.domain.core.models import Event
from silverbridge.domain.intake.models import Movement, ServiceRequest
from silverbridge.domain.ledger.lines import ledger_lines
from silverbridge.domain.ledger.models import Chase, HandOut, Notice, Step
from silverbridge.domain.ledger.register import Register
from silverbridge.domain.ledger.status import task_statuses
from silverbridge.domain.ledger.units import units_of
from silverbridge.domain.oversight.models import CallRound, Evaluation, TierRun
from silverbridge.domain.oversight.services import confirm_tiers
from silverbridge.domain.people.models import Person, Proxy
from silverbridge.domain.places.models import Facility, Organisation, Place
from silverbridge.domain.returns.models import FilingChase, ReturnForm
from silverbridge.engines.calendars import Quarter
from silverbridge.engines.identity import age_on, parse_id_number
from silverbridge.engines.identity.regions import is_assigned_region
from silverbridge.engines.notices import parse
from tests.conftest import flush_everything

REQUESTS = 150


def check_it_is_complete(demo):
    summary, told = demo
    assert summary.made and is_made()
    assert summary.partner_credential
    assert Partner.objects.get().code == "hotline-demo"
    assert summary.people >= 200
    assert sum(summary.requests.values()) >= REQUESTS
    assert set(summary.requests) >= {"done", "declined", "withdrawn", "submitted"}
    assert {phase for _done, _total, phase in told} >= {"city", "people", "quarter", "ledger", "figures"}
    assert all(0 <= done <= total for done, total, _phase in told)


def check_a_second_time_changes_nothing(demo):
    before = (Event.objects.count(), ServiceRequest.objects.count(), Person.objects.count(), User.objects.count())
    again = make_demo()
    assert not again.made
    assert again.partner_credential is None
    after = (Event.objects.count(), ServiceRequest.objects.count(), Person.objects.count(), User.objects.count())
    assert after == before


def check_everything_is_marked_as_a_demonstration(demo):
    assert all(o.name.endswith(MARK) for o in Organisation.objects.all())
    assert all(p.directions.endswith(NOWHERE) for p in Place.objects.all())
    assert "演示" in Partner.objects.get().name
    assert "演示" in Notice.objects.get().text


def check_nobody_is_real(demo):
    today = timezone.localdate()
    for person in Person.objects.all():
        number = parse_id_number(person.id_number, reserved_regions=True, today=today)
        assert not is_assigned_region(number.region)
        assert number.birth_date.isoformat() == person.birth_date
    assert Person.objects.count() == Person.objects.values("subject_key").distinct().count()


def test_elders_are_of_age_and_some_may_be_acted_for():
    day = Quarter(2026, 3).start
    elders, agents, bonds = draw_cast(day)
    assert len(elders) == 200
    ages = [age_on(e.birth_date, day) for e in elders]
    assert min(ages) >= 60
    assert max(ages) <= 97
    assert len({e.id_number for e in (*elders, *agents)}) == len(elders) + len(agents)
    assert {e.habit for e in elders} == {"web", "kiosk", "phone", "counter", "home"}
    assert draw_cast(day) == (elders, agents, bonds)


@pytest.mark.parametrize("seed", range(40))
def test_who_has_just_come_came_by_a_door_that_never_closes(seed):
    """The demonstration is begun at any hour, and a closed door would refuse the request and end it there."""
    items = {item.code: item for item in read_items()}
    day, now = Quarter(2026, 3).start, timezone.now()
    cast = draw_cast(day)
    drawn = draw_wishes(Random(seed), items, *cast, day, day + timedelta(days=4), playing.RECENT)
    late = [wish for wish in playing._one_waiting(drawn, now) if wish.moment == now - playing.JUST_NOW]
    assert [(DOOR_TERMS[wish.door].opens, wish.door in wish.item.doors) for wish in late] == [(None, True)]


@pytest.mark.parametrize("quarter", [Quarter(y, q) for y in (2026, 2027, 2031) for q in (1, 2, 3, 4)], ids=str)
def test_the_notice_came_before_its_quarter_and_asks_for_what_is_still_to_be_done(quarter):
    """Begun in any year: what is handed out in the quarter is due before the notice's own deadline."""
    read = parse(notice_text(quarter))
    issued = date.fromisoformat(str(read.date))
    assert quarter.start - timedelta(days=125) < issued < quarter.start
    assert read.document_number == f"安政办发〔{issued.year}〕12号"
    deadlines = [task.deadline for task in read.tasks if task.deadline and task.deadline != "ongoing"]
    assert len(deadlines) == 9 and min(deadlines) == quarter.end.isoformat()


def check_proxies_hold_end_and_are_taken_back(demo):
    today = timezone.localdate()
    rows = Proxy.objects.all()
    assert rows.filter(valid_until__gt=today, revoked_at__isnull=True).exists()
    assert rows.filter(valid_until__lte=today).exists()
    assert rows.filter(revoked_at__isnull=False).exists()
    assert ServiceRequest.objects.filter(acting_for=True).exists()


def check_time_is_honest(demo):
    for request in ServiceRequest.objects.prefetch_related("movements"):
        times = [m.at for m in request.movements.all()]
        assert times == sorted(times)
        assert times[0] == request.submitted_at
    assert Movement.objects.order_by("-at").first().at <= timezone.now()
    played = Event.objects.filter(name__startswith="intake.")
    moments = list(played.order_by("pk").values_list("occurred_at", flat=True))
    assert moments == sorted(moments), "what came later stands later in the journal"
    assert all(abs(e.recorded_at - e.occurred_at) < timedelta(seconds=1) for e in played[:50])


def test_the_clock_runs_again_afterwards():
    moment = timezone.make_aware(datetime(2026, 7, 1, 9, 30))  # noqa: DTZ001 - made aware here
    with pytest.raises(ZeroDivisionError), at(moment):
        assert timezone.now() == moment
        assert Movement._meta.get_field("at").get_default() == moment
        _ = 1 / 0
    assert timezone.now() > moment


def check_every_item_can_be_had_from_a_person(demo):
    for row in current_items():
        doors = set(Offering.objects.filter(item=row.code).values_list("door", flat=True))
        assert doors == set(row.definition.doors)
        assert doors & set(STAFFED)
    assert not Offering.objects.filter(fee__gt=0, cash=False).exists()
    assert not Session.objects.filter(walk_in=0).exists()
    assert Session.objects.filter(starts_at__gt=timezone.now()).exists()
    assert Facility.objects.filter(kind="care-window").exists()


def check_a_refusal_named_another_way(demo):
    declined = Event.objects.filter(name="intake.request.declined")
    assert declined.exists()
    assert all(e.data["reason"] and e.data["alternative_door"] for e in declined)


def check_staff_can_sign_in_and_see_their_part(demo):
    names = [row[0] for row in STAFF]
    assert {"teller", "operator", "editor", "officer", "supervisor", "auditor"} <= set(names)
    for user in User.objects.all():
        assert user.check_password(PASSWORD)
        assert roles(user)
        assert needs_second_factor(user) == Authenticator.objects.filter(user=user).exists()
    operator = User.objects.get(username="operator")
    assert Organisation.objects.get(code="anlan-taxi").pk in organisations(operator, {"operator"})
    assert TOTP(Authenticator.objects.get(user__username="auditor")).validate_code(demo_code())


def check_the_notice_is_in_force_and_measured(demo):
    notice, quarter = Notice.objects.get(), Quarter.parse(demo[0].quarter)
    assert notice.is_in_force
    assert re.fullmatch(r"安政办发〔20\d\d〕12号", notice.document_number)
    assert notice.tasks.count() == 13
    states = {s.state for s in task_statuses(notice.tasks.all(), (quarter.start, quarter.end)).values()}
    assert "no_data" in states, "what nothing measures has no data"
    assert states & {"met", "not_met", "sample_too_small"}


def check_every_unit_the_notice_names_is_on_record(demo):
    notice = Notice.objects.get()
    register = Register.of(notice.dated)
    found = [match for task in notice.tasks.all() for match in units_of(task, register)]
    assert [match.name for match in found if match.organisation is None] == []
    districts = {match.organisation.code for match in found if match.name == "各区人民政府"}
    assert districts == {code for code, _name, _short in DISTRICTS}


def check_tasks_are_in_hands_in_several_states(demo):
    states = set(HandOut.objects.values_list("state", flat=True))
    assert states == {"handed_out", "in_progress", "closing_asked", "closed"}
    assert HandOut.objects.filter(parent__isnull=False, state="closed").exists()
    assert set(Chase.objects.values_list("state", flat=True)) == {"sent", "proposed"}
    for step in Step.objects.select_related("handout"):
        assert step.at <= timezone.now()
    for row in HandOut.objects.prefetch_related("steps"):
        times = [step.at for step in row.steps.order_by("pk")]
        assert times == sorted(times)
    assert len(ledger_lines(Notice.objects.get())) == 13


def check_a_quarter_of_returns_was_filed_as_far_as_it_has_come(demo):
    table, over = ReturnForm.objects.get(title=TITLE), Quarter.parse(demo[0].quarter).end
    states = dict(table.filings.values_list("unit__code", "state"))
    if (timezone.localdate() - over).days > 1:
        assert len(states) == len(UNITS) - 1
    if (timezone.localdate() - over).days > 15:
        assert sorted(states.values()) == ["accepted", "accepted", "draft", "due"]
        assert FilingChase.objects.filter(state="sent", filing__unit__code="anlan-insurer").exists()
    for row in table.filings.prefetch_related("steps"):
        times = [step.at for step in row.steps.order_by("pk")]
        assert times == sorted(times) and times[-1] <= timezone.now()


def check_outlets_stand_in_tiers_and_are_told_what_would_lift_them(demo):
    run, quarter = TierRun.objects.get(), Quarter.parse(demo[0].quarter)
    assert (run.first, run.last) == (quarter.start, quarter.end) and run.made_at <= timezone.now()
    stand = {row.place.code: row for row in run.placements.select_related("place")}
    assert {code: row.tier for code, row in stand.items()} == {
        "outlet-east": "flagship",
        "outlet-market": "benchmark",
        "outlet-lake": "basic",
        "outlet-station": "basic",
        "outlet-bridge": "basic",
    }
    lifts = {code: {about: have for about, have, _need in row.lifts} for code, row in stand.items()}
    assert lifts["outlet-lake"] == {"facility.step-free": 0}, "everything but the entrance"
    assert {"visit_share", "facility.accessible-toilet"} <= set(lifts["outlet-market"])
    assert lifts["outlet-bridge"]["asset_share"] is None, "nobody said"
    other = Actor.staff(User.objects.get(username="supervisor-bank"))
    with transaction.atomic():
        assert confirm_tiers(run, other) == 5, "another organisation's supervisor confirms"
        transaction.set_rollback(True)


def check_nothing_was_done_in_days_to_come(demo):
    now = timezone.now()
    assert Event.objects.filter(occurred_at__gt=now).count() == 0
    for model, day in ((Evaluation, "made_at"), (CallRound, "drawn_at"), (TierRun, "made_at")):
        assert not model.objects.filter(**{f"{day}__gt": now}).exists(), model


CHECKS = (
    check_it_is_complete,
    check_a_second_time_changes_nothing,
    check_everything_is_marked_as_a_demonstration,
    check_nobody_is_real,
    check_proxies_hold_end_and_are_taken_back,
    check_time_is_honest,
    check_every_item_can_be_had_from_a_person,
    check_a_refusal_named_another_way,
    check_staff_can_sign_in_and_see_their_part,
    check_the_notice_is_in_force_and_measured,
    check_every_unit_the_notice_names_is_on_record,
    check_tasks_are_in_hands_in_several_states,
    check_a_quarter_of_returns_was_filed_as_far_as_it_has_come,
    check_outlets_stand_in_tiers_and_are_told_what_would_lift_them,
    check_nothing_was_done_in_days_to_come,
)


def test_the_city(transactional_db, settings, tmp_path, monkeypatch):
    """Made once, committed (its figures need that), with fewer requests than the real one; then every check looks at it."""
    flush_everything()
    settings.VAR = tmp_path
    monkeypatch.setattr(playing, "REQUESTS", REQUESTS)
    told = []
    demo = make_demo(lambda done, total, phase: told.append((done, total, phase))), told
    for check in CHECKS:
        check(demo)
