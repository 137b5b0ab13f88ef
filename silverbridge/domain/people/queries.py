"""Finding people, with care: staff find by exact number or a narrowed pair, and every find is logged by the caller."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.journal import Subject
from silverbridge.domain.people import index
from silverbridge.domain.people.models import Person, PersonIndex, Proxy
from silverbridge.domain.places.models import Dated
from silverbridge.domain.places.queries import today
from silverbridge.engines.identity import age_band, age_on, mask_id_number, mask_name, mask_phone

Kind = PersonIndex.Kind
MOST = 8


def living_records() -> QuerySet[Person]:
    """Records that were neither merged away nor erased."""
    return Person.objects.filter(merged_into__isnull=True, erased_at__isnull=True)


def by_id_number(number: str) -> Person | None:
    """The person with exactly this ID number."""
    return living_records().filter(pk__in=index.matching(Kind.ID_NUMBER, number)).first()


def by_phone(phone: str) -> list[Person]:
    """Everybody with exactly this telephone: a family may share one."""
    return list(living_records().filter(pk__in=index.matching(Kind.PHONE, phone)))


def find(text: str, organisations: set[int]) -> list[Person]:
    """What staff type to find somebody of their organisations.

    A whole ID number or telephone; or a name in pinyin or characters together with four last digits ("lgl 6027"). A name or four
    digits alone find nobody: that would be browsing. Raises DomainError that says so.
    """
    words = unicodedata.normalize("NFKC", text).split()
    joined = "".join(words)
    people = living_records().filter(organisation__in=organisations)
    digits = re.sub(r"\D", "", joined)
    if re.fullmatch(r"\d{17}[\dXx]", joined):
        return list(people.filter(pk__in=index.matching(Kind.ID_NUMBER, joined.upper())))
    if re.fullmatch(r"\+?[\d-]{7,15}", joined) and len(digits) >= 10:
        phone = digits if digits.startswith("86") and len(digits) > 11 else "86" + digits.lstrip("0")
        return list(people.filter(pk__in=index.matching(Kind.PHONE, "+" + phone))[:MOST])
    last4 = next((w.upper() for w in words if re.fullmatch(r"\d{3}[\dXx]", w)), None)
    name = next((w for w in words if not re.search(r"\d", w)), None)
    if last4 is None or name is None:
        raise DomainError(
            "find_exact",
            _("This is not enough to find one person."),
            _("Type a whole ID number or telephone, or a name and its last four digits: lgl 6027."),
            "find",
        )
    numbers = set(index.matching(Kind.ID_LAST4, last4)) | set(index.matching(Kind.PHONE_LAST4, last4))
    names = set(index.matching(Kind.PINYIN, index.pinyin(name))) | set(index.matching(Kind.INITIALS, name.lower()))
    return list(people.filter(pk__in=numbers & names)[:MOST])


def subject(person: Person | None, day: date | None = None) -> Subject:
    """What the journal may know of a person on a day."""
    if person is None:
        return Subject()
    band = None
    if person.birth_date:
        band = age_band(age_on(date.fromisoformat(person.birth_date), day or today()))
    return Subject(person.subject_key, band, person.sex or None)


@dataclass(frozen=True)
class Card:
    """A person as shown on staff screens: masked."""

    pk: int
    name: str
    masked_name: str
    id_number: str
    phone: str
    age: int | None
    sex: str
    district: str
    needs: tuple[str, ...]
    care_note: str
    assurance: int


def card(person: Person) -> Card:
    """The masked view of one person. The reader must have logged the access."""
    age = age_on(date.fromisoformat(person.birth_date), today()) if person.birth_date else None
    return Card(
        pk=person.pk,
        name=person.name,
        masked_name=mask_name(person.name),
        id_number=mask_id_number(person.id_number) if person.id_number else "",
        phone=mask_phone(person.phone) if person.phone else "",
        age=age,
        sex=person.sex,
        district=person.district,
        needs=tuple(person.needs or ()),
        care_note=person.care_note,
        assurance=person.assurance,
    )


def proxies_of(principal: Person) -> QuerySet[Proxy]:
    """Who may act for somebody today."""
    rows = Proxy.objects.filter(Dated.on(today()), principal=principal, revoked_at__isnull=True)
    return rows.select_related("agent", "principal")


def acts_for(agent: Person) -> QuerySet[Proxy]:
    """For whom somebody may act today."""
    rows = Proxy.objects.filter(Dated.on(today()), agent=agent, revoked_at__isnull=True)
    return rows.select_related("agent", "principal__organisation")


def proxy_for(principal: Person, reference: str) -> Proxy | None:
    """A proxy of somebody by its number, ended ones too: whoever uses one is told that it has ended."""
    rows = Proxy.objects.filter(principal=principal, reference=reference)
    return rows.select_related("agent", "principal").first()


def proxy_by_reference(reference: str, agent_phone: str) -> Proxy | None:
    """A proxy found by its number together with the agent's telephone; either alone finds nothing."""
    people = index.matching(Kind.PHONE, agent_phone)
    found = Proxy.objects.filter(Q(agent__in=people), reference=reference)
    return found.select_related("agent", "principal").first()


def is_over(proxy: Proxy) -> bool:
    """Whether a proxy has ended or was taken back."""
    ended = proxy.valid_until is not None and proxy.valid_until <= today()
    return ended or (proxy.revoked_at is not None and proxy.revoked_at <= timezone.now())
