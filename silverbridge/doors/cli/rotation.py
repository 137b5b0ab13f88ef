"""Moving sealed fields and digests to the newest key, in small transactions that can be stopped anywhere.

What is done is told from the data itself: a sealed value names its key, and a digest is compared with today's. So a second
run does only what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from silverbridge.domain.core.ciphers import digest, newest_version, seal, unseal
from silverbridge.domain.core.fields import EncryptedBytesField, EncryptedTextField
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.ledger.consulting import PURPOSE
from silverbridge.domain.ledger.models import Comment
from silverbridge.domain.people import index
from silverbridge.domain.people.models import Person

BATCH = 200
FILES = 4  # sealed files are large, so few at a time


@dataclass(frozen=True)
class Step:
    """One column or kind of digest: how many are left at most, and the work, which yields after each batch."""

    name: str
    left: Callable[[], int]
    work: Callable[[], Iterator[int]]


def newest_name() -> str:
    """The beginning of what the newest key seals: version and cipher."""
    return f"{newest_version()}.{settings.FIELD_CIPHER}"


def steps() -> Iterator[Step]:
    """All there is to do: every sealed column of every app, then the digests."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField) and not model._meta.proxy:
                yield _column(model._meta.db_table, model._meta.pk.column, field)
    yield Step("people.personindex", Person.objects.count, _people)
    yield _digests(ServiceRequest, "contact_phone", "contact_digest", "contact")
    yield _digests(Comment, "phone", "phone_digest", PURPOSE)


def _column(table: str, key: str, field: EncryptedTextField) -> Step:
    quote = connection.ops.quote_name
    where = f"{quote(field.column)} <> '' AND {quote(field.column)} NOT LIKE %s"
    old = [f"{newest_name()}.%"]
    source = f"FROM {quote(table)} WHERE {where}"

    def left() -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) {source}", old)
            return cursor.fetchone()[0]

    batch = FILES if isinstance(field, EncryptedBytesField) else BATCH

    def work() -> Iterator[int]:
        last = None
        select = f"SELECT {quote(key)}, {quote(field.column)} {source}"
        change = f"UPDATE {quote(table)} SET {quote(field.column)} = %s WHERE {quote(key)} = %s AND {quote(field.column)} = %s"
        while True:
            after, values = ("", []) if last is None else (f" AND {quote(key)} > %s", [last])
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"{select}{after} ORDER BY {quote(key)} LIMIT {batch}", [*old, *values])
                rows = cursor.fetchall()
                name = field.column_name()
                # The old value stands in the condition: who edits the row meanwhile wins, and sealed it newly anyway.
                cursor.executemany(change, [(seal(unseal(text, name), name), pk, text) for pk, text in rows])
            if not rows:
                return
            last = rows[-1][0]
            yield len(rows)

    return Step(field.column_name(), left, work)


def _people() -> Iterator[int]:
    """Digests to find people by; only those that differ from today's are made anew."""
    last = 0
    while True:
        with transaction.atomic():
            people = list(
                Person.objects.filter(pk__gt=last, merged_into__isnull=True, erased_at__isnull=True)
                .order_by("pk")
                .select_for_update(of=("self",))[:BATCH]
            )
            for person in people:
                wanted = {(kind, digest(value, kind)) for kind, value in index.entries(person).items()}
                if set(person.index.values_list("kind", "digest")) != wanted:
                    index.rebuild(person)
        if not people:
            return
        last = people[-1].pk
        yield len(people)


def _digests(model: type[Model], value: str, kept: str, purpose: str) -> Step:
    """Digests of telephones under which people follow what they asked or said."""
    every = model._default_manager.exclude(**{kept: ""}).order_by("pk")

    def work() -> Iterator[int]:
        last = 0
        while True:
            found = list(every.filter(pk__gt=last).only("pk", value, kept)[:BATCH])
            with transaction.atomic():
                for row in found:
                    wanted = digest(getattr(row, value), purpose)
                    if getattr(row, kept) != wanted:
                        model._default_manager.filter(pk=row.pk).update(**{kept: wanted})
            if not found:
                return
            last = found[-1].pk
            yield len(found)

    return Step(f"{model._meta.label_lower}.{kept}", every.count, work)
