"""Who works in the demonstration city, how they sign in, and the partner whose program asks for people."""

from __future__ import annotations

import time
from datetime import date, timedelta

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from silverbridge.demo.city import ROOT
from silverbridge.domain.accounts.models import Role, Scope, User
from silverbridge.domain.accounts.services import grant, make_partner, save_user
from silverbridge.domain.places.models import Organisation, Place

# For the demonstration only, and shown to whoever starts it: never a password of anybody.
PASSWORD = "lantern-bridge-2026"
TOTP_SECRET = "SILVERBRIDGEDEMOSILVERBRIDGEDEMO"
SECOND_FACTOR = ("supervisor", "supervisor-bank", "auditor")

# user name, shown name, role, organisation, scopes, place, desk
STAFF = (
    ("teller", "周宁", Role.TELLER, ROOT, (Scope.ADMINISTERS,), "hall", "3"),
    ("operator", "陈静", Role.OPERATOR, ROOT, (Scope.ADMINISTERS, Scope.SUPERVISES), "call-centre", "12"),
    ("editor", "罗远", Role.EDITOR, ROOT, (Scope.ADMINISTERS, Scope.SUPERVISES), "hall", ""),
    ("officer", "许岚", Role.OFFICER, ROOT, (Scope.ADMINISTERS, Scope.SUPERVISES), "hall", ""),
    ("supervisor", "何文", Role.SUPERVISOR, ROOT, (Scope.ADMINISTERS, Scope.SUPERVISES), "hall", ""),
    ("supervisor-bank", "顾言", Role.SUPERVISOR, "anlan-bank", (Scope.ADMINISTERS,), "outlet-east", ""),
    ("auditor", "冯青", Role.AUDITOR, ROOT, (Scope.ADMINISTERS, Scope.SUPERVISES), "hall", ""),
    ("teller-north", "孙洁", Role.TELLER, "anlan-north", (Scope.OWN,), "hall-north", "1"),
    ("teller-south", "钱程", Role.TELLER, "anlan-south", (Scope.OWN,), "hall-south", "1"),
    ("teller-bank", "吴浩", Role.TELLER, "anlan-bank", (Scope.ADMINISTERS,), "outlet-east", "2"),
    ("teller-hospital", "林月", Role.TELLER, "anlan-hospital", (Scope.OWN,), "hospital", "导诊台"),
    ("dispatcher", "马强", Role.OPERATOR, "anlan-taxi", (Scope.OWN,), "taxi-station", ""),
    ("officer-north", "郑岚", Role.OFFICER, "anlan-north", (Scope.OWN,), "hall-north", ""),
    ("officer-civil", "杜若", Role.OFFICER, "anlan-civil-affairs", (Scope.OWN,), "hall", ""),
    ("officer-health", "姚禾", Role.OFFICER, "anlan-health", (Scope.OWN,), "hospital", ""),
    ("teller-park", "沈荷", Role.TELLER, "anlan-park", (Scope.OWN,), "park", ""),
)


def make_staff(since: date) -> str:
    """Users with their roles and the partner; answers the partner's credential, which is shown only now."""
    organisations = {o.code: o for o in Organisation.objects.all()}
    places = {p.code: p for p in Place.objects.all()}
    hashed = ""
    for username, shown, role, organisation, scopes, place, desk in STAFF:
        user = save_user(username, shown, None, places[place], desk)
        if not hashed:
            user.set_password(PASSWORD)
            hashed = user.password
        # One slow hash for all: they share the password anyway, as the demonstration tells everybody.
        User.objects.filter(pk=user.pk).update(password=hashed)
        for number, scope in enumerate(scopes):
            # A role is granted once a day: the wider reach begins a day later.
            grant(user, role, organisations[organisation], since + timedelta(days=number), scope=scope)
        if username in SECOND_FACTOR:
            TOTP.activate(user, TOTP_SECRET)
    _partner, credential = make_partner("hotline-demo", "安澜市民热线（演示）", organisations[ROOT])
    return credential


def demo_code(moment: float | None = None) -> str:
    """The second factor of the demonstration's supervisors and auditor now. Each code works once for each of them."""
    counter = int(time.time() if moment is None else moment) // app_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(TOTP_SECRET, counter))
