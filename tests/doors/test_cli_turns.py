"""The clockwork, and a notice taken in from a file."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from silverbridge.domain.core.models import Attempt, OutboxItem
from silverbridge.domain.intake.services import submit
from silverbridge.domain.notify.models import Message
from tests.doors.test_cli import ROOT, call

NOTICE = ROOT / "silverbridge" / "demo" / "notice.txt"


@pytest.fixture
def instance(live_world, settings, tmp_path):
    settings.VAR = tmp_path
    return live_world


def test_a_turn_does_what_is_due_and_the_next_does_nothing(instance):
    from silverbridge.domain.accounts.actors import Actor
    from silverbridge.domain.intake.services import Asking

    answers = {"how": "call", "living": "here"}
    asking = Asking("benefit-check", "web", answers, "k1", acting_for=instance.proxy, contact_phone="13800006028")
    submit(asking, Actor.visitor("s1", for_another=True))
    old = timezone.now() - timedelta(days=2)
    Attempt.objects.create(guard="look_up", digest="0" * 64, window=1, created_at=old)
    Session.objects.create(session_key="ended", session_data="", expire_date=old)
    Session.objects.create(session_key="going", session_data="", expire_date=timezone.now() + timedelta(days=1))
    code, said = call("tick")
    assert code == 0, said
    for part in ("outbox_done=1", "attempts=1", "sessions=1"):
        assert part in said
    assert Message.objects.get().state == Message.State.READY
    assert [s.session_key for s in Session.objects.all()] == ["going"]
    code, said = call("tick")
    assert code == 0
    assert all(part.endswith("=0") for part in said.split()), said
    assert call("tick", "--quiet")[1].strip() == ""
    assert OutboxItem.objects.get().attempts == 1


def test_a_notice_is_imported_once(instance):
    from silverbridge.domain.ledger.models import Notice

    for _time in range(2):
        code, said = call("notice", "import", NOTICE)
        assert code == 0, said
    assert Notice.objects.get().organisation == instance.city
    assert call("notice", "import", NOTICE, "--organisation", "nowhere")[0] == 1


def test_what_is_no_notice_is_refused_in_words(instance, tmp_path):
    from silverbridge.domain.ledger.models import Notice

    for content in (b"\x00\x01\xff\xfe\x00", b"", b"hello"):
        file = tmp_path / "x.txt"
        file.write_bytes(content)
        code, said = call("notice", "import", file)
        assert code == 1, said
        assert "Traceback" not in said
    assert not Notice.objects.exists()


def test_the_demonstration_is_only_made_in_its_own_mode(instance):
    code, said = call("demo")
    assert (code, "SILVERBRIDGE_MODE=demo" in said) == (2, True)
