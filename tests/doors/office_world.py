"""What the tests of the office share: signing in, a notice in the ledger, a task with a figure."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Role, User
from silverbridge.domain.accounts.services import grant, save_user
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.evidence.services import Coverage, attest
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.models import HandOut, Notice, TaskIndicator
from silverbridge.domain.ledger.services import import_notice, link_indicator
from silverbridge.domain.places.queries import today
from tests.conftest import PASSWORD, SINCE
from tests.domain.evidence_world import NOTICE

SHARE = "staffed-door-share"
REPEALED = NOTICE.replace("现行有效", "已废止").replace("〔2026〕9号", "〔2026〕8号")


def zh(msgid: str) -> str:
    """What a Chinese page says for this msgid."""
    with translation.override("zh-hans"):
        return escape(translation.gettext(msgid))


def signed_in(user: User) -> Client:
    """A browser in which somebody signed in; second factor shown."""
    client = Client()
    client.force_login(user)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, "mfa", type="totp")
    request.session.save()
    return client


def text(answer: Any) -> str:
    """The page an answer carries."""
    return answer.content.decode()


def add_ledger(w: SimpleNamespace) -> SimpleNamespace:
    """The world with definitions and one notice in the city's ledger, not confirmed by anybody."""
    load_indicators()
    w.boss, w.clerk = Actor.staff(w.supervisor), Actor.staff(w.officer)
    w.notice = import_notice(NOTICE, "notice.txt", w.clerk, w.city)
    w.task = w.notice.tasks.get(number=1)
    return w


def add_work(w: SimpleNamespace) -> SimpleNamespace:
    """The first task in the hands of the north, with material, a proposed chase, and a signed document on file."""
    clerk = save_user("officer-north", "郑岚", PASSWORD, w.hall)
    grant(clerk, Role.OFFICER, w.north, SINCE)
    w.north_clerk = Actor.staff(clerk)
    services.confirm_notice(w.notice, w.clerk)
    services.confirm_task(w.task, w.clerk)
    order = services.Order("lead", services.Contact("郑岚", "13800006029"), today() + timedelta(20))
    w.handout = services.hand_out(w.task, w.north, order, w.boss)
    services.acknowledge(w.handout, 1, w.north_clerk)
    services.supply_material(w.handout, [Upload("现场.pdf", b"%PDF-1.7 hall")], w.north_clerk)
    w.material = w.handout.materials.get()
    HandOut.objects.filter(pk=w.handout.pk).update(due=today() - timedelta(2))
    services.propose_chases()
    w.chase = w.handout.chases.get()
    w.handout.refresh_from_db()
    period, paper = (today(), today()), Upload("函.pdf", b"%PDF-1.7 letter")
    w.paper = attest(w.city, period, "安政办函〔2026〕3号", paper, Coverage(), w.clerk)
    return w


def link(w: SimpleNamespace, target: float = 0.5, least: int = 30) -> TaskIndicator:
    """The first task measured by the share of staffed doors."""
    return link_indicator(w.task, SHARE, target, "up", least, w.clerk)


def at(name: str, *args: Any) -> str:
    """An address of the office."""
    return reverse(f"office:{name}", args=args)


def say(client: Client, name: str, *args: Any, **data: Any) -> str:
    """Posts to a page and gives what one reads next."""
    return text(client.post(at(name, *args), data, follow=True))


def notices() -> int:
    """How many notices there are."""
    return Notice.objects.count()
