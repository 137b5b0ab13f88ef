"""What the tests of the office share: signing in, a notice in the ledger, a task with a figure."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.evidence.loading import load_indicators
from silverbridge.domain.ledger.models import Notice, TaskIndicator
from silverbridge.domain.ledger.services import import_notice, link_indicator
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
