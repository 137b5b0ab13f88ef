"""The demonstration city's two sites: its own portal, and a few invented pages that stand beside it.

Both lie on the instance itself, so an audit of them asks nothing of the world outside. Whoever starts the instance says under
which address it stands; the first audit is made by the background worker, where a browser is installed.
"""

from __future__ import annotations

from django.db import transaction

from silverbridge.demo.city import MARK, ROOT
from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import User
from silverbridge.domain.audits.days import step
from silverbridge.domain.audits.measuring import browser_present
from silverbridge.domain.audits.models import AuditRun, Site
from silverbridge.domain.audits.services import SiteTerms, ask_for_audit, change_site, register_site
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today

BASE = "http://127.0.0.1:8000/"
PORTAL, PAGES = f"安澜市民服务网{MARK}", f"柳湖公园导览{MARK}"
FOLDER = "static/demo-site/"
MOST_PAGES = 6


def make_sites() -> None:
    """Registers the two sites, to be audited a month from now unless somebody asks before."""
    officer = Actor.staff(User.objects.get(username="officer"))
    city = Organisation.objects.get(code=ROOT)
    for terms in _terms(BASE):
        register_site(city, terms, officer)


@transaction.atomic
def stand_at(base: str) -> int:
    """The instance stands at this address now: the sites follow it. Answers how many audits were asked for.

    A site that was never audited is, if a browser is installed; else its page says that it has not been audited.
    """
    asked, officer = 0, Actor.staff(User.objects.get(username="officer"))
    for terms in _terms(base):
        site = Site.objects.filter(organisation__code=ROOT, name=terms.name, retired_on__isnull=True).first()
        if site is None:
            continue
        if site.addresses != list(terms.addresses) and site.addresses[0].startswith("http://127.0.0.1:"):
            site = change_site(site, terms, site.revision, officer)
        if not AuditRun.objects.filter(site=site).exists() and browser_present():
            ask_for_audit(site, officer)
            asked += 1
    return asked


def _terms(base: str) -> list[SiteTerms]:
    shared = {
        "follow_links": True,
        "most_pages": MOST_PAGES,
        "every": 1,
        "unit": Site.Unit.MONTHS,
        "next_due": step(today(), 1, Site.Unit.MONTHS),
        "contact_phone": "13800009001",
    }
    park = f"{base}{FOLDER}"
    return [
        SiteTerms(PORTAL, (base,), elder_address=base, contact_name="许岚", **shared),
        SiteTerms(PAGES, (f"{park}index.html",), elder_address=f"{park}elder.html", contact_name="柳晴", **shared),
    ]
