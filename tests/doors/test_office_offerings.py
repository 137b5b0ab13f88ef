"""Offerings edited in the office; what breaks a red line is refused beside its field."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.catalogue.services import Terms, open_offering
from silverbridge.domain.core.models import Event
from silverbridge.domain.places.queries import today
from tests.doors.office_world import at, say, signed_in, text

TERMS = {"cash": "on", "phone": "12345", "revision": "1"}


@pytest.fixture
def editor(world):
    """罗远 edits the city's offerings."""
    return signed_in(world.editor)


def offering(w, item="taxi", door="phone"):
    """One of the city's."""
    return Offering.objects.get(organisation=w.city, item=item, door=door)


def error_of(page, field):
    """The words beside a field; empty when there are none."""
    return page.partition(f'id="id_{field}-error"')[2].partition("</div>")[0]


def test_terms_are_changed(world, editor):
    row = offering(world)
    more = {"opens": "08:30", "closes": "17:00", "wait_minutes": "5", "promise_working_days": "2", "fee": "3.50"}
    more |= {"working_days_only": "on", "note": "有人接听。", "valid_until": "2099-01-01"}
    page = say(editor, "offering", row.pk, **TERMS, **more)
    assert "办理条件已保存" in page
    row.refresh_from_db()
    shown = (row.opens.isoformat(), row.wait_minutes, row.promise_working_days, str(row.fee), row.working_days_only)
    assert shown == ("08:30:00", 5, 2, "3.50", True)
    assert row.valid_until.isoformat() == "2099-01-01"
    assert all(f'value="{value}"' in page for value in ("08:30", "17:00", "3.50", "2099-01-01"))
    assert Event.objects.filter(name="catalogue.offering.changed").last().data["change"] == "changed"


def test_the_second_of_two_editors_sees_what_the_first_saved(world, editor):
    row = offering(world)
    assert "办理条件已保存" in say(editor, "offering", row.pk, **TERMS, wait_minutes="5")
    page = say(editor, "offering", row.pk, **TERMS, wait_minutes="9")
    assert "刚刚有别人改过" in page and "目前保存的条件" in page and "<dd>5</dd>" in page
    assert offering(world).wait_minutes == 5
    assert 'name="revision" value="2"' in page and 'value="9"' in page
    say(editor, "offering", row.pk, **TERMS | {"revision": "2"}, wait_minutes="9")
    assert offering(world).wait_minutes == 9


def test_an_unknown_wait_is_not_a_zero(world, editor):
    say(editor, "offering", offering(world).pk, **TERMS)
    row = offering(world)
    assert (row.wait_minutes, row.promise_working_days, row.fee) == (None, None, None)
    page = text(editor.get(at("offerings"), {"item": "taxi"}))
    assert "0分钟" not in page
    assert "未写明" in page


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"fee": "5", "cash": ""}, "cash", "现金"),
        ({"opens": "17:00", "closes": "08:00"}, "opens", ""),
        ({"opens": "17:00"}, "opens", ""),
        ({"valid_until": "2020-01-01"}, "valid_until", ""),
        ({"wait_minutes": "-1"}, "wait_minutes", ""),
        ({"fee": "abc"}, "fee", ""),
        ({"note": "长" * 81}, "note", ""),
    ],
)
def test_wrong_terms_are_said_beside_their_field(world, editor, changes, field, words):
    row = offering(world)
    before = Offering.objects.filter(pk=row.pk).values().get()
    form = {k: v for k, v in (TERMS | changes).items() if v}
    page = say(editor, "offering", row.pk, **form)
    error = error_of(page, field)
    assert error
    assert words in error
    assert Offering.objects.filter(pk=row.pk).values().get() == before


def test_the_last_staffed_door_cannot_be_closed(world, editor):
    """Red line 1, in plain words; the offering stays."""
    rows = Offering.objects.filter(organisation=world.city, item="taxi", door__in=("phone", "counter", "home"))
    *others, last = rows
    for row in others:
        assert "渠道已停办" in say(editor, "offering-close", row.pk)
    page = say(editor, "offering-close", last.pk)
    assert "红线1" in page or "红线一" in page or "人" in page.partition('class="notice error"')[2][:80]
    last.refresh_from_db()
    assert last.valid_until is None


def test_a_digital_door_alone_cannot_be_opened(world):
    """Red line 1 again, for a branch that has no staffed door yet."""
    client = signed_in(world.supervisor)
    form = TERMS | {"item": "taxi", "organisation": world.north.pk, "door": "web"}
    page = text(client.post(at("offering-new"), form))
    assert error_of(page, "door")
    assert not Offering.objects.filter(organisation=world.north).exists()
    page = text(client.post(at("offering-new"), form | {"door": "phone"}, follow=True))
    assert "渠道已开通" in page
    page = text(client.post(at("offering-new"), form, follow=True))
    assert "渠道已开通" in page
    assert error_of(text(client.post(at("offering-new"), form | {"door": "partner", "item": "park-entry"})), "door")


def test_nobody_opens_an_offering_elsewhere(world, editor):
    form = TERMS | {"item": "taxi", "organisation": world.other.pk, "door": "phone"}
    assert error_of(text(editor.post(at("offering-new"), form)), "organisation")
    assert not Offering.objects.filter(organisation=world.other).exists()


def test_the_list_is_filtered_and_costs_the_same_however_long(world, editor):
    page = text(editor.get(at("offerings"), {"item": "taxi", "door": "phone"}))
    assert "叫出租车" in page
    assert page.count("<tbody>") == 1

    def cost():
        with CaptureQueriesContext(connection) as caught:
            assert editor.get(at("offerings")).status_code == 200
        return len(caught)

    cost()
    few = cost()
    for _n in range(15):
        terms = Terms(valid_from=today(), phone="12345")
        open_offering("taxi", world.city, "counter", Actor.system("test"), terms, world.hall)
    assert cost() == few <= 10


def test_an_item_is_read_only_and_has_its_versions(world, editor):
    page = text(editor.get(at("item", "taxi")))
    assert "叫出租车" in page
    assert "<form method" not in page.partition("<main")[2].partition("</main>")[0]
    assert editor.get(at("item", "nonsense")).status_code == 404
