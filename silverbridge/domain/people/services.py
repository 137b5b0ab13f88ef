"""Writes about people: records, proxies and erasure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import Bilingual, DomainError, Invalid
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import random_key
from silverbridge.domain.core.references import make_reference
from silverbridge.domain.people import index
from silverbridge.domain.people.events import PersonErased, ProxyGranted, ProxyRevoked
from silverbridge.domain.people.models import Assurance, Channel, Person, Proxy
from silverbridge.domain.people.queries import by_id_number, subject
from silverbridge.domain.places.models import Organisation
from silverbridge.domain.places.queries import today
from silverbridge.engines.identity import (
    IdNumber,
    InvalidIdNumber,
    InvalidPhone,
    parse_id_number,
    parse_phone,
)

NAME_LIMIT, ADDRESS_LIMIT = 40, 200


@dataclass(frozen=True)
class Claim:
    """Who somebody says they are. Nothing in it is believed until they are seen, called back or verified."""

    name: str
    id_number: str = ""
    phone: str = ""
    address: str = ""


def check_id_number(text: str) -> IdNumber:
    """The ID number in what was typed. Raises DomainError in elder words."""
    try:
        return parse_id_number(text, reserved_regions=settings.RESERVED_REGIONS, today=today())
    except InvalidIdNumber as error:
        raise DomainError(
            f"id_number.{error.code}", Bilingual(error.message_zh, error.message_en), "", "id_number"
        ) from error


def check_phone(text: str) -> str:
    """The telephone number in E.164. Raises DomainError in elder words."""
    try:
        return parse_phone(text)
    except InvalidPhone as error:
        raise DomainError(f"phone.{error.code}", Bilingual(error.message_zh, error.message_en), "", "phone") from error


def check_claim(claim: Claim, need_id: bool = True) -> tuple[str, IdNumber | None, str]:
    """Name, ID number and telephone of a claim, cleaned. Raises Invalid with every field at fault."""
    wrong: dict[str, DomainError] = {}
    name, number, phone = index.clean_name(claim.name), None, ""
    if not name:
        wrong["name"] = DomainError("name", _("The name is missing."), _("Write it as on the ID card."), "name")
    elif len(name) > NAME_LIMIT:
        wrong["name"] = DomainError("name_long", _("This name is too long."), _("Write only the name."), "name")
    if claim.id_number or need_id:
        try:
            number = check_id_number(claim.id_number)
        except DomainError as error:
            wrong["id_number"] = error
    try:
        phone = check_phone(claim.phone) if claim.phone else ""
    except DomainError as error:
        wrong["phone"] = error
    if len(claim.address) > ADDRESS_LIMIT:
        wrong["address"] = DomainError(
            "address_long", _("This address is too long."), _("Street, house and door are enough."), "address"
        )
    if wrong:
        raise Invalid(wrong)
    return name, number, phone


@transaction.atomic
def save_person(
    claim: Claim,
    organisation: Organisation,
    assurance: int = Assurance.CLAIMED,
    *,
    district: str = "",
    needs: list[str] | None = None,
    care_note: str = "",
    channel: str = Channel.CALL,
    need_id: bool = True,
) -> Person:
    """Makes a person, or updates the one with this ID number. Raises Invalid."""
    name, number, phone = check_claim(claim, need_id)
    person = by_id_number(number.number) if number else None
    person = person or Person(organisation=organisation)
    person.name, person.phone = name, phone or person.phone
    if number:
        person.id_number, person.sex = number.number, number.sex
        person.birth_date = number.birth_date.isoformat()
    person.address = claim.address or person.address
    person.district, person.care_note = district or person.district, care_note or person.care_note
    person.needs = needs if needs is not None else person.needs
    person.channel = channel
    person.assurance = max(person.assurance or assurance, assurance)
    person.save()
    index.rebuild(person)
    return person


@transaction.atomic
def claim_person(claim: Claim, organisation: Organisation, need_id: bool = True) -> Person:
    """The person behind a claim made at an unattended door.

    An existing record is linked only when number and name agree, and is never changed by a claim: a stranger learns nothing and
    alters nothing. Otherwise a new record is made that only says what was claimed.
    """
    name, number, phone = check_claim(claim, need_id)
    known = by_id_number(number.number) if number else None
    if known is not None and index.clean_name(known.name) == name:
        return known
    person = Person(organisation=organisation, name=name, phone=phone, address=claim.address)
    if number and known is None:
        person.id_number, person.sex, person.birth_date = (
            number.number,
            number.sex,
            number.birth_date.isoformat(),
        )
    person.save()
    index.rebuild(person)
    return person


@transaction.atomic
def raise_assurance(person: Person, to: int) -> Person:
    """We are surer now who this is; never lowers."""
    Person.objects.filter(pk=person.pk, assurance__lt=to).update(assurance=to)
    person.refresh_from_db(fields=["assurance"])
    return person


@transaction.atomic
def grant_proxy(
    principal: Person,
    agent: Person,
    relation: str,
    granted: str,
    actor: Actor,
    until: date | None = None,
    items: list[str] | None = None,
    since: date | None = None,
) -> Proxy:
    """Lets ``agent`` act for ``principal``. Raises DomainError for oneself, or an end in the past."""
    if principal.pk == agent.pk:
        raise DomainError("proxy_self", _("Nobody needs a proxy for themselves."), _("Choose another person."), "agent")
    if granted not in Proxy.Granted.values:
        raise DomainError("proxy_granted", _("Say how this was agreed."), _("Choose one of the ways."), "granted")
    if until is not None and until <= (since or today()):
        raise DomainError("proxy_until", _("This end is already past."), _("Choose a day after today."), "until")
    for _try in range(20):
        try:
            with transaction.atomic():
                proxy = Proxy.objects.create(
                    reference=make_reference(8),
                    principal=principal,
                    agent=agent,
                    relation=relation[:20],
                    granted=granted,
                    granted_by=actor.user,
                    items=items or [],
                    valid_from=since or today(),
                    valid_until=until,
                )
            break
        except IntegrityError:
            continue
    else:
        raise RuntimeError("no free proxy number in twenty draws")
    record(
        ProxyGranted(granted=granted, items=len(items or [])),
        Circumstances(random_key(), actor.kind, subject(principal), organisation=principal.organisation.code),
    )
    return proxy


@transaction.atomic
def revoke_proxy(proxy: Proxy, actor: Actor) -> None:
    """Takes a proxy back at once."""
    if Proxy.objects.filter(pk=proxy.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        organisation = proxy.principal.organisation.code
        where = Circumstances(random_key(), actor.kind, subject(proxy.principal), organisation=organisation)
        record(ProxyRevoked(), where)


@transaction.atomic
def erase_person(person: Person, actor: Actor) -> None:
    """Destroys somebody's identity: the sealed fields, the digests and the subject key. Past events keep a key nobody holds."""
    where = Circumstances(random_key(), actor.kind, organisation=person.organisation.code)
    person.index.all().delete()
    person.media.all().delete()
    person.contacts.all().delete()
    Person.objects.filter(pk=person.pk).update(
        name="",
        id_number="",
        phone="",
        address="",
        birth_date="",
        sex="",
        district="",
        care_note="",
        needs=None,
        subject_key=random_key(),
        erased_at=timezone.now(),
    )
    record(PersonErased(), where)
    person.refresh_from_db()
