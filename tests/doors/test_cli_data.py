"""Backup and restore as a pair, and the rotation of keys, on the database at hand."""

import io
import tarfile
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.accounts.models import Access
from silverbridge.domain.accounts.services import log_access
from silverbridge.domain.core.models import Event, SealedFile
from silverbridge.domain.core.sealed import Upload, keep_file
from silverbridge.domain.intake.models import ServiceRequest
from silverbridge.domain.intake.queries import look_up
from silverbridge.domain.intake.services import Asking, submit
from silverbridge.domain.people.models import Person
from silverbridge.domain.people.queries import by_id_number
from silverbridge.domain.people.services import Claim
from tests.conftest import ID_LI, PHONE_LI
from tests.doors.test_cli import call

ANSWERS = {"how": "call", "living": "here"}


def everything():
    """Every row of every table, as the database holds it."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def ask(key):
    asking = Asking(
        item="benefit-check",
        door="web",
        answers=ANSWERS,
        key=key,
        person=Claim("李桂兰", ID_LI, PHONE_LI),
        contact_phone=PHONE_LI,
    )
    return submit(asking, Actor.visitor("s1"))


@pytest.fixture
def instance(live_world, settings, tmp_path) -> SimpleNamespace:
    """An instance with a request, a logged access and a stored file, in a folder of its own."""
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "files"
    (settings.MEDIA_ROOT / "notices").mkdir(parents=True)
    (settings.MEDIA_ROOT / "notices" / "文件.txt").write_text("第一条")
    request = ask("k1")
    log_access(Actor.staff(live_world.teller), "person.page", "at the counter", live_world.city)
    return SimpleNamespace(world=live_world, request=request, archive=tmp_path / "b.tar.gz", files=settings.MEDIA_ROOT)


def refused(table, verb):
    """Whether the database itself refuses to change a row of the table."""
    statement = {"update": f"UPDATE {table} SET id = id", "delete": f"DELETE FROM {table}"}[verb]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


def test_a_backup_comes_back_whole(instance):
    code, said = call("backup", instance.archive)
    assert code == 0, said
    assert instance.archive.stat().st_mode & 0o077 == 0
    before = everything()
    ask("k2")
    (instance.files / "later.txt").write_text("later")
    assert everything() != before
    code, said = call("restore", instance.archive)
    assert (code, "--force" in said) == (1, True)
    assert everything() != before
    code, said = call("restore", instance.archive, "--force")
    assert code == 0, said
    assert everything() == before
    assert [p.name for p in instance.files.rglob("*.txt")] == ["文件.txt"]
    for table in ("core_event", "accounts_access"):
        assert refused(table, "update")
        assert refused(table, "delete")
    assert Event.objects.count()
    assert Access.objects.count()
    assert look_up(instance.request.reference, PHONE_LI, "me") == instance.request
    # The next request gets a number of its own, not one that is there.
    assert ask("k3").pk != instance.request.pk
    if connection.vendor == "postgresql":
        assert Event.objects.order_by("-pk").first().txid is not None
    assert call("backup", instance.archive)[0] == 2


def spoil(archive, how):
    """Breaks an archive in one of the ways in which archives break."""
    raw = archive.read_bytes()
    if how == "cut":
        archive.write_bytes(raw[: len(raw) * 2 // 3])
    elif how == "other":
        archive.write_text("no archive at all")
    elif how == "empty":
        archive.write_bytes(b"")
    else:
        with tarfile.open(archive) as tar:
            members = [(m, tar.extractfile(m).read()) for m in tar.getmembers()]
        with tarfile.open(archive, "w") as tar:
            for member, body in members:
                name, content = member.name, body
                if how == "bit" and name == "database":
                    content = body[:5000] + bytes([body[5000] ^ 1]) + body[5001:]
                if how == "missing" and name.endswith(".txt"):
                    continue
                if how == "outside":
                    # The manifest itself is part of the attack.
                    name = name.replace("files/notices/文件.txt", "files/../../evil.txt")
                    content = body.replace("files/notices/文件.txt".encode(), b"files/../../evil.txt")
                head = tarfile.TarInfo(name)
                head.size = len(content)
                tar.addfile(head, io.BytesIO(content))


@pytest.mark.parametrize("how", ["cut", "other", "empty", "bit", "missing", "outside"])
def test_a_damaged_backup_touches_nothing(instance, how, tmp_path):
    assert call("backup", instance.archive)[0] == 0
    before = everything()
    spoil(instance.archive, how)
    code, said = call("restore", instance.archive, "--force")
    assert code == 1, said
    assert "nothing was touched" in said
    assert everything() == before
    assert not list(tmp_path.rglob("evil.txt"))


def test_a_backup_of_the_other_database_or_of_a_newer_version_is_refused(instance, monkeypatch):
    from silverbridge.doors.cli import dumps

    monkeypatch.setattr(dumps, "seen_migrations", lambda: ["core.9999_from_tomorrow"])
    assert call("backup", instance.archive)[0] == 0
    code, said = call("restore", instance.archive, "--force")
    assert (code, "newer version" in said) == (1, True)
    monkeypatch.setattr(dumps, "vendor", lambda: "oracle")
    code, said = call("restore", instance.archive, "--force")
    assert (code, "runs on oracle" in said) == (1, True)


NEW = {7: bytes(range(32))}


def stored(table, column):
    """What stands in a column, sealed."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''")
        return [row[0] for row in cursor.fetchall()]


def test_after_a_rotation_the_old_key_can_go(world, settings):
    request = ask("k1")
    request.person.needs = ["hearing"]
    files = [keep_file(Upload(f"{n}.pdf", b"%PDF-1.7 \xff\x00" + bytes([n]))).pk for n in range(6)]
    with override_settings(FIELD_KEYS=NEW | settings.FIELD_KEYS):
        assert by_id_number(ID_LI) == world.li
        code, said = call("keys", "rotate")
        assert code == 0, said
        assert all(text.startswith("7.aes.") for text in stored("people_person", "name"))
        assert all(text.startswith("7.aes.") for text in stored("core_sealedfile", "content"))
        first = stored("people_person", "name"), stored("intake_servicerequest", "answers")
        assert call("keys", "rotate")[0] == 0
        assert (stored("people_person", "name"), stored("intake_servicerequest", "answers")) == first
    with override_settings(FIELD_KEYS=NEW):
        assert by_id_number(ID_LI).name == "李桂兰"
        assert Person.objects.get(pk=world.li.pk).needs == ["hearing"]
        assert ServiceRequest.objects.get().answers == ANSWERS
        assert look_up(request.reference, PHONE_LI, "me") == request
        kept = SealedFile.objects.filter(pk__in=files).order_by("pk")
        assert [row.content for row in kept] == [b"%PDF-1.7 \xff\x00" + bytes([n]) for n in range(6)]
        assert everything()


def test_a_rotation_that_was_stopped_goes_on(world, settings, monkeypatch):
    from silverbridge.doors.cli import rotation

    ask("k1")
    monkeypatch.setattr(rotation, "BATCH", 1)
    with override_settings(FIELD_KEYS=NEW | settings.FIELD_KEYS):
        for step in rotation.steps():
            for _changed in step.work():
                break
        names = stored("people_person", "name")
        assert {text[:2] for text in names} == {"1.", "7."}
        assert call("keys", "rotate")[0] == 0
    with override_settings(FIELD_KEYS=NEW):
        assert by_id_number(ID_LI).name == "李桂兰"
        assert ServiceRequest.objects.get().contact_phone
