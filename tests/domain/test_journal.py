"""The journal: append-only on both engines, typed, without identity, and never changed silently."""

import json
from pathlib import Path
from typing import ClassVar

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access
from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.core import events
from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.core.journal import Circumstances, record
from silverbridge.domain.core.models import Event
from silverbridge.domain.intake.services import submit
from silverbridge.domain.people.events import ProxyRevoked
from tests.domain.askings import benefit_check

PUBLISHED = settings.SHIPPED / "events.json"


@pytest.mark.parametrize("sql", ["UPDATE core_event SET name = 'x'", "DELETE FROM core_event"])
def test_the_database_refuses_to_change_the_journal(world, sql):
    submit(benefit_check(), Actor.visitor("s1"))
    before = Event.objects.count()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Event.objects.count() == before > 0


@pytest.mark.parametrize("sql", ["UPDATE accounts_access SET what = 'x'", "DELETE FROM accounts_access"])
def test_the_database_refuses_to_change_the_access_log(world, sql):
    log_access(Actor.staff(world.teller), "person.page", "counter", world.city, world.li.subject_key)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Access.objects.count() == 1


def test_reading_somebody_needs_a_purpose(world):
    with pytest.raises(DomainError) as refused:
        log_access(Actor.staff(world.teller), "person.page", " ", world.city)
    assert refused.value.code == "purpose"


def test_models_refuse_too(world):
    event = Event.objects.first()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_the_transaction_of_its_cause():
    with pytest.raises(RuntimeError):
        record(ProxyRevoked(), Circumstances("x" * 32, "system"))


def test_no_event_can_hold_a_plain_string():
    with pytest.raises(ValueError, match="identity"):

        @events.register
        class Loose(events.Payload):
            event: ClassVar[str] = "test.loose"
            words: str


def test_nothing_in_the_journal_identifies_anybody(world):
    request = submit(benefit_check(), Actor.visitor("s1"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_event")
        stored = json.dumps(cursor.fetchall(), default=str, ensure_ascii=False)
    person = request.person
    for secret in (person.name, person.id_number, person.phone[-8:], person.address, request.reference):
        assert secret not in stored


def test_an_old_event_is_read_through_its_upcasters(monkeypatch):
    class Two(events.Payload):
        event: ClassVar[str] = "test.two"
        version: ClassVar[int] = 2
        minutes: int

    monkeypatch.setitem(events.REGISTRY, "test.two", Two)
    monkeypatch.setitem(events.UPCASTERS, ("test.two", 1), lambda data: {"minutes": data["hours"] * 60})
    assert events.read("test.two", 1, {"hours": 2}).minutes == 120


def test_published_schemas_change_only_with_a_version_and_an_upcaster():
    """After a deliberate change: raise ``version``, add an ``upcaster``, publish with ``silverbridge schemas --write``."""
    published, now = json.loads(Path(PUBLISHED).read_text()), events.schemas()
    assert sorted(published) == sorted(now)
    for name, today in now.items():
        before = published[name]
        if before["schema"] != today["schema"] or before["version"] != today["version"]:
            assert today["version"] > before["version"], f"{name} changed without a new version"
        for version in range(1, today["version"]):
            assert (name, version) in events.UPCASTERS, f"{name} has no upcaster from version {version}"
    assert published == now, "publish them: silverbridge schemas --write silverbridge/shipped/events.json"
