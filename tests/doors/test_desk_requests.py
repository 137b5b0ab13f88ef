"""Requests at the desk: who sees them, the work list, two clerks, papers, telling people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from silverbridge.domain.accounts.models import Access, Role
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.core import outbox
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.notify.models import Message
from silverbridge.domain.people.models import Channel, Person
from silverbridge.domain.places.queries import today
from silverbridge.doors.desk.urls import urlpatterns
from tests.conftest import PASSWORD, SINCE
from tests.doors.desk_world import check, found, signed_in, taxi, zh


def addresses(w):
    """Every address of the desk that has somebody's request, person or message in it."""
    row = taxi(w)
    taxi(w, "by-daughter", acting_for=w.proxy)
    outbox.deliver_due()
    told = Message.objects.first()
    at = {"request": row.reference, "move": row.reference, "slip": row.reference, "form": row.reference}
    at |= {"person": w.li.pk, "proxy": w.li.pk, "message": told.pk, "message-paper": told.pk}
    return {name: reverse(f"desk:{name}", args=[arg]) for name, arg in at.items()}


OF_SOMEBODY = {"request", "move", "slip", "form", "person", "proxy", "message", "message-paper"}
FOR_ALL_STAFF = {"home", "find", "person-new", "requests", "request-new", "request-say", "item-form", "tell"}
FOR_SUPERVISORS = {"person-merge"}  # who is let in stands in test_desk_merging
POST_ONLY = {"find", "move", "request-say"}


def test_every_address_is_in_one_of_the_three_tables():
    assert {p.name for p in urlpatterns} == OF_SOMEBODY | FOR_ALL_STAFF | FOR_SUPERVISORS


@pytest.mark.parametrize("name", sorted(OF_SOMEBODY))
def test_another_organisation_finds_nothing_at_any_address(world, name):
    url = addresses(world)[name]
    outsider = signed_in(world.outsider)
    assert outsider.post(url, {"verb": "accepted", "revision": "0", "told": "yes"}).status_code in (404, 405)
    if name not in POST_ONLY:
        assert outsider.get(url).status_code == 404
        assert signed_in(world.operator).get(url).status_code == 200
    assert not ServiceRequest.objects.exclude(state="submitted").exists()
    assert not Message.objects.filter(state=Message.State.TOLD).exists()


@pytest.mark.parametrize("who", ["editor", "officer", "auditor", "nobody"])
def test_other_roles_have_no_desk(world, who):
    client = signed_in(getattr(world, who))
    for name in sorted(FOR_ALL_STAFF):
        args = ["taxi"] if name in ("request-new", "request-say", "item-form") else []
        url = reverse(f"desk:{name}", args=args)
        answer = client.post(url) if name in POST_ONLY else client.get(url)
        assert answer.status_code == 404, name


def test_nobody_sees_anything_without_signing_in(world):
    for url in addresses(world).values():
        answer = Client().get(url)
        assert answer.status_code == 302
        assert answer.url.startswith("/account/login/")


def test_a_supervisor_sees_the_branches_and_a_branch_only_its_own(world):
    row = taxi(world)
    ServiceRequest.objects.filter(pk=row.pk).update(organisation=world.north)
    url = reverse("desk:request", args=[row.reference])
    north = save_user("north", "北分", PASSWORD)
    grant(north, Role.TELLER, world.north, SINCE)
    south = save_user("south", "南分", PASSWORD)
    grant(south, Role.TELLER, world.south, SINCE)
    answers = {u.username: signed_in(u).get(url).status_code for u in (world.supervisor, north, south, world.operator)}
    assert answers == {"supervisor": 200, "north": 200, "south": 404, "operator": 404}
    assert row.reference[:4] in signed_in(world.supervisor).get(reverse("desk:requests")).content.decode()


def test_opening_a_request_is_a_logged_read_and_shows_no_whole_number(world):
    row = taxi(world)
    url = reverse("desk:request", args=[row.reference])
    client = signed_in(world.operator)
    page = client.get(url).content.decode()
    assert "138 **** 6027" in page
    for hidden in ("13800006027", world.li.id_number):
        assert hidden not in page
    assert Access.objects.filter(what="request.page", object_key=row.object_key, user=world.operator).count() == 1
    assert "6027" in client.get(f"{url}?show=phone").content.decode()
    assert Access.objects.filter(what="request.phone").count() == 1


def queries_of(client, url):
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url)
    assert answer.status_code == 200
    return [q["sql"].split(" FROM ")[-1][:60] for q in seen.captured_queries]


@pytest.mark.parametrize("name", ["requests", "home", "tell"])
def test_lists_ask_the_database_as_often_for_many_rows_as_for_one(world, name):
    url = reverse(f"desk:{name}")
    client = signed_in(world.operator)
    taxi(world, "first", acting_for=world.proxy)
    outbox.deliver_due()
    ServiceRequest.objects.update(promised_on=today())
    client.get(url)
    few = queries_of(client, url)
    for n in range(12):
        person = world.li if n % 2 else world.li_min
        proxy = world.proxy if n % 2 else None
        row = taxi(world, f"k{n}", person=person, acting_for=proxy, address="青石街9号")
        ServiceRequest.objects.filter(pk=row.pk).update(assignee=world.teller, promised_on=today() - timedelta(days=n))
    outbox.deliver_due()
    many = queries_of(client, url)
    assert len(many) == len(few), (few, many)
    assert len(many) <= 12, many


def test_filters_of_the_work_list(world):
    client, url = signed_in(world.operator), reverse("desk:requests")
    late, other = taxi(world, "a"), check(world)
    ServiceRequest.objects.filter(pk=late.pk).update(promised_on=today() - timedelta(days=3), assignee=world.operator)
    helped = taxi(world, "h", answers={"when": "help"})

    def shown(**query):
        return {line.row for line in client.get(url, query).context["lines"]}

    assert shown() == {late, other, helped}
    assert shown(state="overdue") == {late}
    assert shown(state="call_first") == {helped}
    assert shown(item="benefit-check") == {other}
    assert shown(mine="1") == {late}
    assert shown(state="done") == set()


def test_the_second_clerk_changes_nothing_and_sees_the_fresh_state(world):
    row = taxi(world)
    url = reverse("desk:move", args=[row.reference])
    assert signed_in(world.operator).post(url, {"verb": "accepted", "revision": "0"}).status_code == 302
    answer = signed_in(world.teller).post(url, {"verb": "cancelled", "revision": "0", "words": "路封了"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "同事刚刚动过这件事" in page
    assert "路封了" in page
    row.refresh_from_db()
    assert (row.state, row.revision) == ("accepted", 1)


@pytest.mark.parametrize(
    ("verb", "typed"),
    [
        ("assigned", {"day": "2099-13-45", "time": "9:30", "who": "王师傅"}),
        ("assigned", {"day": "2099-01-05", "time": "25:99", "who": "王师傅"}),
        ("assigned", {"day": "2020-01-05", "time": "9:30", "who": "王师傅"}),
        ("decline", {"reason": "full", "words": "车满了"}),
        ("done", {"words": "长" * 501}),
        ("door", {"door": "web"}),
        ("assurance", {"assurance": "9"}),
        ("nonsense", {}),
    ],
)
def test_a_wrong_move_moves_nothing_and_keeps_what_was_typed(world, verb, typed):
    row = taxi(world)
    client, url = signed_in(world.operator), reverse("desk:move", args=[row.reference])
    client.post(url, {"verb": "accepted", "revision": "0"})
    before = row.movements.count()
    answer = client.post(url, {"verb": verb, "revision": "1", **typed})
    page = answer.content.decode()
    assert answer.status_code in (400, 409, 422)
    for words in typed.values():
        assert words in page or words in ("web", "full", "9")
    assert 'class="err"' in page or "err-box" in page
    row.refresh_from_db()
    assert (row.state, row.revision, row.movements.count()) == ("accepted", 1, before)


def test_papers_say_what_an_elder_needs(world):
    row = check(world)
    client = signed_in(world.teller)
    slip = client.get(reverse("desk:slip", args=[row.reference])).content.decode()
    for words in (row.reference[:4], row.reference[4:], "养老金资格认证", "社保", "青石街1号", "12345"):
        assert words in slip, words
    filled = client.get(reverse("desk:form", args=[row.reference])).content.decode()
    assert "☑" in filled and "李桂兰" in filled
    blank = client.get(reverse("desk:item-form", args=["benefit-check"])).content.decode()
    assert "☑" not in blank and "李桂兰" not in blank


def test_a_call_is_made_and_noted_once(world):
    taxi(world, acting_for=world.proxy)
    outbox.deliver_due()
    message = Message.objects.get()
    url = reverse("desk:message", args=[message.pk])
    client = signed_in(world.operator)
    listed = client.get(reverse("desk:tell")).content.decode()
    assert "李**" in listed and "李桂兰" not in listed
    page = client.get(url).content.decode()
    assert "李敏" in page and "6027" in page
    assert Access.objects.filter(what="message.page", subject_key=world.li.subject_key).count() == 1
    client.post(url, {"told": "no"})
    message.refresh_from_db()
    assert (message.state, message.tries) == ("unreached", 1)
    client.post(url, {"told": "yes"})
    message.refresh_from_db()
    assert (message.state, message.told_by) == ("told", world.operator)
    again = signed_in(world.teller).post(url, {"told": "yes"}, follow=True)
    assert "同事" in again.content.decode()


def test_paper_is_printed_for_who_wants_paper(world):
    Person.objects.filter(pk=world.li.pk).update(channel=Channel.PAPER)
    world.li.refresh_from_db()
    taxi(world, acting_for=world.proxy)
    outbox.deliver_due()
    message = Message.objects.get()
    paper = signed_in(world.teller).get(reverse("desk:message-paper", args=[message.pk])).content.decode()
    assert "李敏" in paper


def test_an_unknown_item_or_request_is_404_and_pages_are_not_kept(world):
    client = signed_in(world.operator)
    for path in ("requests/new/nothing/", "items/nothing/form", "requests/12345678/", "people/999/", "tell/999/"):
        assert client.get(f"/desk/{path}").status_code == 404, path
    assert "no-store" in client.get("/desk/")["Cache-Control"]
    assert found(client).status_code == 302
    assert zh("There is no such day.") != "There is no such day."
