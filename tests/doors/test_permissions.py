"""Every address × every role, in one table. An address that is not in the table fails the test, and so does a wrong answer.

``anyone``: elders and strangers alike. ``proved``: only a session that made or followed the request. ``signed_in``: any staff
member, for their own account. Otherwise the roles that may open it; everybody else is told it does not exist, and only who is
not signed in is asked to sign in. The outsider holds a role in another institution and never reaches ours.
"""

from __future__ import annotations

import copy
from contextlib import nullcontext

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from silverbridge.demo.blanks import table
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.services import make_partner
from silverbridge.domain.catalogue.models import Offering
from silverbridge.domain.core.outbox import deliver_due
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.models import FactFile
from silverbridge.domain.intake.services import submit
from silverbridge.domain.ledger.models import Succession
from silverbridge.domain.ledger.services import add_statement, import_notice, issue_task_sheet
from silverbridge.domain.notify.models import Message
from silverbridge.domain.places.queries import today
from silverbridge.domain.returns.services.binding import take_first
from tests.domain.askings import benefit_check
from tests.domain.audit_world import add_audited_site
from tests.domain.returns_world import put_returns
from tests.domain.test_ledger_consulting import put_out, say
from tests.domain.version_texts import NEW, OLD
from tests.doors.office_world import SHARE, add_ledger, add_work, link, signed_in
from tests.doors.oversight_rooms import add_rooms
from tests.doors.permission_table import ANYONE, NOBODY, PARTNER, PROVED, SIGNED_IN, TABLE

ROLES = ("anonymous", "nobody", "teller", "operator", "editor", "officer", "supervisor", "auditor", "outsider")
# Who may open what is decided in Python: on the second database who sees most and who sees least stand for all.
ON_BOTH = ("anonymous", "supervisor")
EACH = [role if role in ON_BOTH else pytest.param(role, marks=pytest.mark.once) for role in ROLES]
FOUND = {200, 302, 303, 400, 405, 409, 422}


def addresses(patterns=None, prefix="", namespace=""):
    """(name, route, parameter names) of every address the product answers."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, (namespace, entry.namespace)))
            yield from addresses(entry.url_patterns, route, inner)
        elif isinstance(entry, URLPattern):
            name = ":".join(filter(None, (namespace, entry.name or "")))
            yield name, route, tuple(entry.pattern.converters)


ALL = list(addresses())


def test_every_address_is_in_the_table():
    assert sorted({name for name, _route, _params in ALL}) == sorted(TABLE)


@pytest.fixture
def parameters(world):
    """One real object for each kind of parameter, all of them of 安澜市."""
    request = submit(benefit_check(person=None, acting_for=world.proxy), Actor.visitor("s1", for_another=True))
    deliver_due()
    values = {
        "code": "benefit-check",
        "item": "benefit-check",
        "scene": "social",
        "key": "how",
        "kind": "people",
        "reference": request.reference,
        "path_format": "",
        "number": 1,
    }
    add_ledger(world)
    for text in (OLD, NEW):
        import_notice(text, "version.txt", world.clerk, world.city)
    put_out(world)
    said = say(world, key="said")
    add_work(world)
    add_audited_site(world)
    rooms = add_rooms(copy.copy(world))
    put_returns(world)
    drafted = take_first(world.city, "附表", "quarter", today(), Upload("附表.xlsx", table()), world.boss)
    message = Message.objects.first()
    offering = Offering.objects.filter(item="taxi").first()
    objects = {  # by the beginning of the address's name
        "desk:person": world.li.pk,
        "desk:proxy": world.li.pk,
        "desk:message": message.pk,
        "office:offering": offering.pk,
        "office:notice": world.notice.pk,
        "office:tasks": world.notice.pk,
        "office:consultation": world.consultation.pk,
        "office:comment": world.consultation.pk,
        "portal:consult": world.consultation.pk,
        "portal:clause": world.consultation.pk,
        "portal:answers": world.consultation.pk,
        "portal:say": world.consultation.pk,
        "office:succession": Succession.objects.first().pk,
        "office:task": world.task.pk,
        "office:statement": add_statement(world.notice, "duty", (0, 4), world.clerk).pk,
        "office:outgoing": issue_task_sheet(world.task, world.boss).pk,
        "office:link": world.task.pk,
        "office:target": world.task.pk,
        "office:handout": world.handout.pk,
        "office:chase": world.chase.pk,
        "office:evidence": world.paper.pk,
        "office:fact": FactFile.objects.create(
            family="visits",
            state="filled",
            source="queue",
            digest="0",
            file="0",
            first_id=1,
            came=0,
            filled_at=timezone.now(),
        ).pk,
        "office:site": world.site.pk,
        "office:site-finding": world.finding.pk,
        "office:site-findings": world.site.pk,
        "office:site-run": world.run.pk,
        "office:visit-plan": rooms.plan.pk,
        "office:visit-record": rooms.seat.pk,
        "office:visit": rooms.visit.pk,
        "office:clue": rooms.clue.pk,
        "office:referral": rooms.referral.pk,
        "office:call": rooms.call.pk,
        "office:call-round": rooms.round.pk,
        "office:evaluation": rooms.evaluation.pk,
        "office:score": rooms.score.pk,
        "office:appeal": rooms.appeal.pk,
        "office:bulletin": rooms.bulletin.pk,
        "office:practice": rooms.practice.pk,
        "office:tier": rooms.tiers.pk,
        "office:accreditation": rooms.accreditation.pk,
        "office:return-": world.filing.pk,
        "office:return-chase": world.filing_chase.pk,
        "office:return-seal": world.seal.pk,
        "office:return-form": drafted.form_id,
        "office:return-form-file": world.filing.pk,
        "office:return-blank": drafted.pk,
    }
    values |= {"seat": rooms.seat.pk, "photo": rooms.photo.pk, "part": "done-in-promise", "step": "approve"}
    values["tier"] = "unit"
    values["n"], values["comment"] = 1, said.reference
    values["act"], values["file"], values["form"] = "report", world.material.pk, "ledger"
    values["receiver"], values["first"] = world.city.pk, world.filing.first.isoformat()
    values["link"], values["token"] = link(world).pk, "no-such-upload"
    return values, objects, world


def sign_in(client: Client, user) -> None:
    """Signs in with both factors shown."""
    client.cookies = signed_in(user).cookies


def url_of(name, names, parameters):
    values, objects, world = parameters
    own = max((start for start in objects if name.startswith(start)), key=len, default=None)
    kwargs = {p: objects[own] if p == "pk" else values[p] for p in names}
    if name in ("office:comment-taken", "office:consultation-call"):
        kwargs["reference"] = values["comment"]
    if name.startswith("office:statement-"):
        kwargs["kind"] = "duty"
    if name == "office:site-finding-do":
        kwargs["act"] = "acknowledge"
    if name == "office:site-paper":
        kwargs["file"] = world.self_report.pk
    if name.startswith("office:return-received"):
        kwargs["form"] = world.filing.form_id
    if name == "office:return-do":
        kwargs["act"] = "phones"
    if name == "office:indicator":
        kwargs = {"code": SHARE}
    return reverse(name, kwargs=kwargs)


def may(role, allowed, names) -> bool:
    """Whether the table lets this role in. The outsider is a teller elsewhere: its own lists, never our people or requests."""
    if role == "outsider":
        return "teller" in allowed and not set(names) & {"pk", "reference"}
    return role in allowed


def check(name, names, role, method, answer):
    """Asserts that this answer is what the table promises this role."""
    allowed, where = TABLE[name], f"{role} {method} {name}: {answer.status_code}"
    asked_to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/account/login/")
    assert answer.status_code < 500, where
    assert answer.status_code != 403, f"{where}: a stranger is told 404, never 403"
    if allowed == ANYONE:
        assert answer.status_code in FOUND, where
    elif allowed in (PROVED, NOBODY):
        assert answer.status_code in {404, 405} or "/follow/" in answer.get("Location", ""), where
    elif allowed == PARTNER:
        assert answer.status_code in {401, 405}, where
    elif role == "anonymous":
        assert asked_to_sign_in, where
    elif allowed == SIGNED_IN:
        assert answer.status_code in FOUND | {403, 404} and not asked_to_sign_in, where
    elif may(role, allowed, names):
        assert answer.status_code in FOUND and not asked_to_sign_in, where
    else:
        assert answer.status_code in {404, 405}, where


@pytest.mark.parametrize("role", EACH)
def test_every_role_gets_what_the_table_says(role, parameters):
    _values, _objects, world = parameters
    for name, _route, names in ALL:
        for method in ("get", "post"):
            # What one address does, the next must not see; refreshing commits in steps and cannot be wrapped.
            with nullcontext() if name == "office:refresh" else transaction.atomic():
                client = Client(raise_request_exception=False)
                if role != "anonymous":
                    sign_in(client, world.users[role])
                answer = getattr(client, method)(url_of(name, names, parameters))
                if name != "office:refresh":
                    transaction.set_rollback(True)
            check(name, names, role, method, answer)


def test_a_supervisor_without_the_second_factor_is_asked_for_it(world):
    client = Client()
    client.force_login(world.supervisor)
    assert client.get(reverse("desk:home")).headers["Location"] == reverse("mfa_activate_totp")


def test_a_partner_sees_only_its_own(world):
    ours, our_key = make_partner("ours", "某平台", world.city)
    _theirs, their_key = make_partner("theirs", "别的平台", world.city)
    request = submit(benefit_check(door="partner"), Actor.of_partner(ours))
    address = reverse("api:follow", kwargs={"reference": request.reference})
    answers = [
        Client().get(address, headers={"authorization": f"Bearer {key}"}).status_code
        for key in (our_key, their_key, "sb_nonsense", "")
    ]
    assert answers == [200, 404, 401, 401]
