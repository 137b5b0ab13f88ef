"""Sites: registered, changed, retired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.moves import note, somebody_was_first
from silverbridge.domain.audits import events
from silverbridge.domain.audits.models import AuditRun, Finding, Site
from silverbridge.domain.audits.services.rights import check_keeper, check_words
from silverbridge.domain.core.errors import Conflict, DomainError, Invalid
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today

MOST_ADDRESSES, MOST_HOSTS, MOST_PAGES, DEEPEST = 50, 20, 200, 5
LONGEST_GAP = {Site.Unit.DAYS: 366, Site.Unit.WEEKS: 52, Site.Unit.MONTHS: 12}


@dataclass(frozen=True)
class SiteTerms:
    """What is known of a site. ``every`` None: it is audited only when somebody asks; ``next_due`` None: today."""

    name: str
    addresses: tuple[str, ...]
    kind: str = Site.Kind.WEBSITE
    elder_address: str = ""
    sitemap: str = ""
    hosts: tuple[str, ...] = ()
    follow_links: bool = False
    most_pages: int = 10
    depth: int = 2
    contact_name: str = ""
    contact_phone: str = ""
    every: int | None = None
    unit: str = Site.Unit.MONTHS
    next_due: date | None = None


def check_terms(terms: SiteTerms) -> SiteTerms:
    """The terms, trimmed. Raises Invalid with a reason for each field that cannot be taken."""
    addresses = tuple(dict.fromkeys(filter(None, (a.strip() for a in terms.addresses))))
    hosts = tuple(dict.fromkeys(filter(None, (h.strip().lower() for h in terms.hosts))))
    wrong = _wrong_places(terms, addresses, hosts) | _wrong_numbers(terms)
    if not terms.name.strip() or len(terms.name.strip()) > 80:
        wrong["name"] = DomainError(
            "name",
            _("The name is missing or too long."),
            _("Give the site a name of at most 80 characters."),
            "name",
        )
    if wrong:
        raise Invalid(wrong)
    return SiteTerms(
        name=terms.name.strip(),
        addresses=addresses,
        kind=Site.Kind(terms.kind),
        elder_address=terms.elder_address.strip(),
        sitemap=terms.sitemap.strip(),
        hosts=hosts,
        follow_links=terms.follow_links,
        most_pages=terms.most_pages,
        depth=terms.depth,
        contact_name=check_words(terms.contact_name, "contact_name", 40),
        contact_phone=check_words(terms.contact_phone, "contact_phone", 30),
        every=terms.every,
        unit=Site.Unit(terms.unit),
        next_due=terms.next_due if terms.every else None,
    )


def _wrong_places(terms: SiteTerms, addresses: tuple[str, ...], hosts: tuple[str, ...]) -> dict[str, DomainError]:
    wrong: dict[str, DomainError] = {}
    if not addresses:
        mend = _("Give the home page, as https://example.gov.cn/.")
        wrong["addresses"] = DomainError("addresses", _("The web address is missing."), mend, "addresses")
    for field, given, most in (("addresses", addresses, MOST_ADDRESSES), ("hosts", hosts, MOST_HOSTS)):
        if len(given) > most:
            said = _("There are more than %(n)s lines.")
            wrong[field] = DomainError(field, said, _("Leave some out, or give a sitemap."), field, n=most)
    told = {"addresses": addresses, "elder_address": (terms.elder_address,), "sitemap": (terms.sitemap,)}
    for field, given in told.items():
        for address in filter(None, (a.strip() for a in given)):
            if not is_address(address):
                wrong[field] = DomainError(
                    field,
                    _("“%(address)s” is no address of a page."),
                    _("Begin it with https:// or http://, without a name or password."),
                    field,
                    address=address[:80],
                )
    for host in hosts:
        if not is_address(f"https://{host}/") or "/" in host or len(host) > 200:
            mend = _("Write it as cdn.example.gov.cn.")
            wrong["hosts"] = DomainError("hosts", _("“%(host)s” is no host."), mend, "hosts", host=host[:80])
    return wrong


def _wrong_numbers(terms: SiteTerms) -> dict[str, DomainError]:
    wrong: dict[str, DomainError] = {}
    for field, value, most in (("most_pages", terms.most_pages, MOST_PAGES), ("depth", terms.depth, DEEPEST)):
        if not 1 <= value <= most:
            said = _("This number lies between 1 and %(n)s.")
            wrong[field] = DomainError(field, said, _("Give such a number."), field, n=most)
    if terms.every is not None and not 1 <= terms.every <= LONGEST_GAP[Site.Unit(terms.unit)]:
        said, mend = _("A site is audited once a year at least."), _("Give a smaller number.")
        wrong["every"] = DomainError("every", said, mend, "every")
    return wrong


def is_address(text: str) -> bool:
    """Whether this is a whole address of a page, without name and password in it."""
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return False
    plain = parts.username is None and not any(sign.isspace() for sign in text)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain and len(text) <= 400


@transaction.atomic
def register_site(organisation: Organisation, terms: SiteTerms, actor: Actor) -> Site:
    """Looks after a site from now on. Raises Forbidden, Invalid, Conflict where the organisation has one of this name."""
    check_keeper(actor, organisation)
    checked = check_terms(terms)
    row = Site(organisation=organisation, **_columns(checked))
    if row.every:
        row.next_due = checked.next_due or today()
    _save(row)
    note(_told(events.SiteRegistered, row), row.object_key, actor, organisation)
    return row


@transaction.atomic
def change_site(site: Site, terms: SiteTerms, revision: int, actor: Actor) -> Site:
    """Changes what is audited, how often, and who looks after it.

    Raises Forbidden, Invalid, Conflict; DomainError once it is retired.
    """
    check_keeper(actor, site.organisation)
    checked = check_terms(terms)
    row = _held(site, revision)
    for name, value in _columns(checked).items():
        setattr(row, name, value)
    row.next_due = (checked.next_due or row.next_due or today()) if row.every else None
    row.revision += 1
    _save(row)
    note(_told(events.SiteChanged, row), row.object_key, actor, row.organisation)
    return row


@transaction.atomic
def retire_site(site: Site, reason: str, revision: int, actor: Actor) -> Site:
    """Looks after a site no longer; what was found stays. Raises Forbidden, DomainError without a reason, Conflict."""
    check_keeper(actor, site.organisation)
    said = check_words(reason, "reason", 200, needed=True)
    row = _held(site, revision)
    row.retired_on, row.retire_reason, row.every, row.next_due = today(), said, None, None
    row.revision += 1
    row.save()
    AuditRun.objects.filter(site=row, state=AuditRun.State.QUEUED).update(
        state=AuditRun.State.FAILED, ended_at=timezone.now(), troubles=[trouble("retired", "网站已停管", "retired")]
    )
    left = row.findings.filter(outcome="fail").exclude(state__in=[Finding.State.CLOSED, Finding.State.EXEMPTED]).count()
    note(events.SiteRetired(open_findings=left), row.object_key, actor, row.organisation)
    return row


def trouble(kind: str, zh: str, en: str) -> dict[str, object]:
    """A trouble of the whole run, in the form of the engine's own."""
    return {"page": "", "viewport": "", "kind": kind, "zh": zh, "en": en, "fatal": True}


def _held(site: Site, revision: int) -> Site:
    """The site, locked as it was seen. Raises Conflict, or DomainError once it is retired."""
    row = Site.objects.select_for_update().get(pk=site.pk)
    if row.is_retired:
        raise DomainError("retired", _("This site is looked after no longer."), _("Register it anew."))
    if row.revision != revision:
        raise somebody_was_first()
    return row


def _columns(terms: SiteTerms) -> dict[str, object]:
    told = {one.name: getattr(terms, one.name) for one in fields(terms) if one.name != "next_due"}
    return told | {"addresses": list(terms.addresses), "hosts": list(terms.hosts)}


def _save(row: Site) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict(
            "site_known",
            _("This organisation has a site of this name already."),
            _("Give it another name, or change the one that is there."),
            "name",
        ) from error


def _told(payload: type, row: Site) -> object:
    return payload(kind=row.kind, elder_edition=bool(row.elder_address), scheduled=row.every is not None)


def lines(text: str) -> Iterable[str]:
    """The lines of a text, as addresses and hosts are typed."""
    return tuple(filter(None, (line.strip() for line in text.splitlines())))
