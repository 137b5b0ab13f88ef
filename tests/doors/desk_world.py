"""What the tests of the desk share: signing in, finding somebody, taking a request."""

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
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.services import Asking, submit

TAXI = {"when": "tomorrow-am", "to": "市一医院", "help": "arm"}


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


def found(client: Client, text: str = "lgl 6027") -> Any:
    """Finds somebody as staff do."""
    return client.post(reverse("desk:find"), {"find": text, "purpose": "take"})


def taxi(w: SimpleNamespace, key: str = "k1", **changes: Any) -> ServiceRequest:
    """A taxi request for 李奶奶, taken by the operator by telephone."""
    base = {"item": "taxi", "door": "phone", "answers": TAXI, "key": key, "person": w.li}
    return submit(Asking(**(base | changes)), Actor.staff(w.operator))


def check(w: SimpleNamespace, key: str = "c1", **changes: Any) -> ServiceRequest:
    """A benefit eligibility check for 李奶奶, at the counter."""
    answers = {"how": "call", "living": "here"}
    base = {"item": "benefit-check", "door": "counter", "answers": answers, "key": key, "person": w.li}
    return submit(Asking(**(base | changes)), Actor.staff(w.teller))


def taxi_form(w: SimpleNamespace, **changes: str) -> dict[str, str]:
    """The taxi form filled in."""
    answers = {f"q-{k}": v for k, v in TAXI.items()}
    base = {"person": str(w.li.pk), "key": "form-1", "door": "phone", "assurance": "1", "said_yes": "yes"}
    return {**base, **answers, **changes}
