"""The red lines of DESIGN.md, each at its point of enforcement. 6 and 9 are tested over every URL of the portal."""

import copy
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.capacity.models import Session
from silverbridge.domain.capacity.services import give_back, left, open_session, take
from silverbridge.domain.catalogue import queries as catalogue
from silverbridge.domain.catalogue.definitions import ItemDefinition
from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.catalogue.services import Terms, change_offering, close_offering, open_offering
from silverbridge.domain.core.errors import Conflict, DomainError, Invalid
from silverbridge.domain.evidence.export import export_events
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.services import compute_indicator
from silverbridge.domain.intake.services import advance, change_door, decline, submit, withdraw
from silverbridge.domain.intake.services.submitting import check_proxy
from silverbridge.domain.people.models import Assurance
from silverbridge.domain.places.queries import today
from tests.conftest import SINCE
from tests.domain.askings import benefit_check, taxi
from tests.domain.test_life import soon

SERVICES = Path("silverbridge/shipped/services")


def taxi_definition(**changes):
    raw = yaml.safe_load((SERVICES / "taxi.yaml").read_text())
    return copy.deepcopy(raw) | changes


def refused(raw) -> str:
    with pytest.raises(ValidationError) as error:
        ItemDefinition.model_validate(raw)
    return str(error.value)


def test_1_an_item_has_a_staffed_door():
    assert "Red line 1" in refused(taxi_definition(doors=["web", "kiosk"]))


def test_1_an_organisation_keeps_a_staffed_door(world):
    rows = catalogue.offerings("taxi").filter(organisation=world.city)
    editor = Actor.staff(world.editor)
    close_offering(rows.get(door="counter"), editor)
    with pytest.raises(DomainError) as error:
        close_offering(rows.get(door="phone"), editor)
    assert error.value.code == "red_line_1"


def test_1_a_staffed_door_cannot_be_let_run_out(world):
    rows = catalogue.offerings("taxi").filter(organisation=world.city)
    editor, soon_over = Actor.staff(world.editor), Terms(valid_until=today() + timedelta(days=30))
    change_offering(rows.get(door="counter"), editor, soon_over)
    with pytest.raises(DomainError) as error:
        change_offering(rows.get(door="phone"), editor, soon_over)
    assert error.value.code == "red_line_1" and str(soon_over.valid_until.year) in str(error.value)
    later = Terms(valid_from=today() + timedelta(days=20))
    open_offering("taxi", world.city, "counter", editor, later, world.hall)
    change_offering(rows.get(door="phone"), editor, soon_over)


def test_an_editor_who_looked_at_older_terms_is_told(world):
    rows, editor = catalogue.offerings("taxi").filter(organisation=world.city), Actor.staff(world.editor)
    first, second = rows.get(door="phone"), rows.get(door="phone")
    change_offering(first, editor, Terms(wait_minutes=5))
    with pytest.raises(Conflict):
        change_offering(second, editor, Terms(wait_minutes=9))
    assert rows.get(door="phone").wait_minutes == 5


def test_2_a_fee_takes_cash(world):
    assert "Red line 2" in refused(
        taxi_definition(fee={"amount": "1", "per": {"zh": "次", "en": "trip"}, "ways": ["mobile"]})
    )
    phone = catalogue.offerings("taxi").get(door="phone")
    with pytest.raises(Invalid):
        change_offering(phone, Actor.staff(world.editor), Terms(fee=5, cash=False))
    with pytest.raises(IntegrityError), transaction.atomic():
        Offering.objects.filter(pk=phone.pk).update(fee=5, cash=False)


def test_3_a_relative_may_ask_unless_a_law_bars_it(world):
    assert "Red line 3" in refused(taxi_definition(proxy_barred={"zh": "不行", "en": "not allowed"}))
    barred = ItemDefinition.model_validate(
        taxi_definition(proxy_barred={"zh": "《个人存款账户实名制规定》", "en": "Real-name rules for deposits"})
    )
    with pytest.raises(DomainError) as error:
        check_proxy(barred, world.proxy, None)
    assert error.value.code == "proxy.barred"
    check_proxy(ItemDefinition.model_validate(taxi_definition()), world.proxy, None)


def test_4_a_session_without_a_walk_in_share_cannot_be(world):
    with pytest.raises(DomainError):
        open_session("taxi", world.hall, soon(), total=10, walk_in=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(item="taxi", place=world.hall, starts_at=soon(), total=10, walk_in=0)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    total=st.integers(1, 12),
    share=st.integers(1, 12),
    acts=st.lists(st.tuples(st.sampled_from(["web", "phone", "kiosk", "counter", "home"]), st.booleans()), max_size=40),
)
def test_4_web_and_telephone_never_use_up_the_walk_in_share(world, total, share, acts):
    session = Session.objects.create(
        item="taxi",
        place=world.hall,
        starts_at=soon(Session.objects.count() + 1),
        total=total,
        walk_in=min(share, total),
    )
    for door, back in acts:
        try:
            (give_back if back else take)(session, door)
        except Conflict:
            session.refresh_from_db()
            assert left(session, door) == 0
        session.refresh_from_db()
        assert session.taken_remote <= session.total - session.walk_in
        assert session.taken_remote + session.taken_here <= session.total
        assert left(session, "counter") >= left(session, "web") >= 0


def test_4_the_database_itself_refuses(world):
    session = open_session("taxi", world.hall, soon(), total=5, walk_in=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(taken_remote=4)


def test_5_two_proofs_one_not_digital():
    face = {"name": {"zh": "刷脸", "en": "Face"}, "digital": True}
    card = {"name": {"zh": "身份证", "en": "Card"}, "digital": False}
    assert "Red line 5" in refused(taxi_definition(proofs=[face, face]))
    assert "Red line 5" in refused(taxi_definition(proofs=[card]))


def test_7_a_refusal_names_its_reason_and_another_way_open_now(world):
    request, staff = submit(benefit_check(), Actor.visitor("s1")), Actor.staff(world.teller)
    phone = catalogue.offerings("benefit-check").get(door="phone")
    closed = open_offering("benefit-check", world.city, "home", Actor.staff(world.editor), Terms(valid_from=SINCE))
    Offering.objects.filter(pk=closed.pk).update(valid_until=SINCE)
    for reason, words, alternative, code in [
        ("because", "不符合条件。", phone, "red_line_7.reason"),
        ("full", " ", phone, "red_line_7.words"),
        ("full", "这几天都满了。", None, "red_line_7.alternative"),
        ("full", "这几天都满了。", closed, "red_line_7.closed"),
    ]:
        with pytest.raises(DomainError) as error:
            decline(request, reason, words, alternative, staff, request.revision)
        assert error.value.code == code
    assert decline(request, "full", "这几天都满了。", phone, staff, request.revision).state == "declined"


def test_8_nobody_is_sent_to_a_machine_without_a_yes(world):
    staff = Actor.staff(world.operator)
    request = submit(taxi(world), staff)
    with pytest.raises(DomainError) as error:
        change_door(request, "kiosk", staff, request.revision)
    assert error.value.code == "red_line_8"
    change_door(request, "kiosk", staff, request.revision, agreed=True)
    change_door(request, "counter", staff, request.revision)
    assert request.door == "counter"


def test_10_the_gap_between_digital_and_staffed_doors_is_a_figure(live_world, settings, tmp_path):
    """One request done at a counter, one given up on the web: success differs by everything there is."""
    settings.VAR = tmp_path
    load_indicators()
    staff = Actor.staff(live_world.teller)
    here = submit(benefit_check(door="counter", key="c", assurance=Assurance.VERIFIED), staff)
    there = submit(benefit_check(), Actor.visitor("s1"))
    withdraw(there, Actor.visitor("s1"), there.revision)
    advance(here, "accepted", staff, here.revision)
    advance(here, "done", staff, here.revision)
    export_events()
    day = today()
    figure = compute_indicator("digital-divide-gap", (day, day), {live_world.city.pk})
    assert (figure.state, figure.value) == ("measured", -1.0)
