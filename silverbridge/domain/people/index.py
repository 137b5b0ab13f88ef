"""The keyed digests under which a person can be found."""

from __future__ import annotations

import unicodedata

from silverbridge.domain.core.ciphers import digest, digests
from silverbridge.domain.people.models import Person, PersonIndex

Kind = PersonIndex.Kind


def clean_name(name: str) -> str:
    """A name without blanks, in one width."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def pinyin(name: str) -> str:
    """Tone-less pinyin of a name, joined: 李桂兰 is liguilan; Latin letters stay."""
    return "".join(_syllables(name)).lower()


def initials(name: str) -> str:
    """First letters of the syllables: 李桂兰 is lgl."""
    return "".join(s[:1] for s in _syllables(name)).lower()


def _syllables(name: str) -> list[str]:
    from pypinyin import lazy_pinyin  # its dictionary would make every start longer

    return lazy_pinyin(clean_name(name))


def entries(person: Person) -> dict[str, str]:
    """What each kind of digest is made from, for a person as it stands."""
    found = {Kind.PINYIN: pinyin(person.name), Kind.INITIALS: initials(person.name)} if person.name else {}
    if person.id_number:
        found |= {Kind.ID_NUMBER: person.id_number, Kind.ID_LAST4: person.id_number[-4:]}
    if person.phone:
        found |= {Kind.PHONE: person.phone, Kind.PHONE_LAST4: person.phone[-4:]}
    return found


def rebuild(person: Person) -> None:
    """Replaces the digests of one person."""
    person.index.all().delete()
    PersonIndex.objects.bulk_create(
        PersonIndex(person=person, kind=kind, digest=digest(value, kind)) for kind, value in entries(person).items()
    )


def matching(kind: str, value: str) -> list[int]:
    """Ids of the people under this digest, with any key version."""
    rows = PersonIndex.objects.filter(kind=kind, digest__in=digests(value, kind))
    return list(rows.values_list("person_id", flat=True))
