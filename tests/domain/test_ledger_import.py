"""A notice comes into the ledger whole, once, or not at all."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from silverbridge.domain.accounts.actors import Actor
from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, NotFound
from silverbridge.domain.core.models import Event
from silverbridge.domain.ledger.models import Notice, Task
from silverbridge.domain.ledger.queries import notice_for, notices_for, task_for
from silverbridge.domain.ledger.services import confirm_notice, import_notice, set_validity
from silverbridge.domain.places.services import save_organisation
from tests.conftest import SINCE
from tests.domain.evidence_world import NOTICE

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"


def take_in(world, data=NOTICE, who=None):
    return import_notice(data, "notice.txt", Actor.staff(who or world.officer), world.city)


def test_a_notice_with_its_tasks(world):
    notice = take_in(world)
    assert (notice.document_number, notice.dated, notice.status) == (
        "安政办发〔2026〕9号",
        date(2026, 2, 10),
        "in_force",
    )
    assert notice.issuers == ["安澜市人民政府办公室"]
    assert (notice.uploaded_by, notice.is_confirmed) == (world.officer, False)
    first, second, third = notice.tasks.all()
    assert [t.clause for t in (first, second, third)] == ["一/1", "一/2", "二/3"]
    assert first.leads == ["安澜市民生服务中心"]
    assert (first.lead_organisation, second.lead_organisation) == (world.city, None)
    assert (first.deadline_kind, first.deadline) == ("date", date(2036, 12, 31))
    assert (second.deadline_kind, third.deadline_kind) == ("ongoing", "none")
    assert notice.text[first.start : first.end] == first.text
    assert "完成时限" in notice.text[first.resp_start : first.resp_end]


def test_the_journal_knows_no_word_of_it(world):
    notice = take_in(world)
    event = Event.objects.get(name="ledger.notice.imported")
    assert (event.object_key, event.organisation, event.data) == (
        notice.object_key,
        "anlan",
        {"status": "in_force", "tasks": 3},
    )


@pytest.mark.parametrize(
    "again",
    [NOTICE, NOTICE.encode("gb18030"), NOTICE.encode("utf-8-sig"), NOTICE.replace("\n", "  \r\n").encode()],
    ids=["text", "gb18030", "utf-8 with mark", "other line ends"],
)
def test_the_same_text_is_the_same_notice(world, again):
    notice = take_in(world)
    assert take_in(world, again) == notice
    assert (Notice.objects.count(), Task.objects.count()) == (1, 3)
    assert Event.objects.filter(name="ledger.notice.imported").count() == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "document_refused"),
        ("今天天气很好,我们去公园散步。\n".encode(), "not_a_notice"),
        ("a\x00b", "not_text"),
        (b"x" * (10 * 2**20 + 1), "file_too_large"),
    ],
    ids=["empty", "picture", "no notice", "zero bytes", "too large"],
)
def test_what_is_no_notice_is_refused_with_its_mend(world, data, code):
    with pytest.raises(DomainError) as caught:
        take_in(world, data)
    assert caught.value.code == code
    assert caught.value.message
    assert caught.value.mend
    assert not Notice.objects.exists()
    assert not Event.objects.filter(name__startswith="ledger.").exists()


def test_nothing_is_half_written(world, monkeypatch):
    def fail(*_args):
        raise OSError("the disk is full")

    monkeypatch.setattr("silverbridge.domain.ledger.services.importing.note", fail)
    with pytest.raises(OSError, match="full"):
        take_in(world)
    assert (Notice.objects.count(), Task.objects.count()) == (0, 0)


def test_only_officers_and_supervisors_take_notices_in(world):
    for stranger in (world.teller, world.outsider, world.nobody):
        with pytest.raises(Forbidden):
            take_in(world, who=stranger)
    with pytest.raises(Forbidden):
        import_notice(NOTICE, "n.txt", Actor.staff(world.officer), world.other)
    assert import_notice(NOTICE, "n.txt", Actor.system("cli"), world.city)


def test_another_institution_sees_nothing_of_it(world):
    notice = take_in(world)
    theirs, ours = {world.other.pk}, {world.city.pk}
    assert list(notices_for(ours)) == [notice]
    assert (notices_for(ours)[0].task_count, notices_for(ours)[0].confirmed_count) == (3, 0)
    assert not notices_for(theirs)
    assert task_for(notice.tasks.first().pk, ours).notice == notice
    for look in (lambda: notice_for(notice.pk, theirs), lambda: task_for(notice.tasks.first().pk, theirs)):
        with pytest.raises(NotFound):
            look()


def test_a_unit_is_never_guessed(world):
    for n in (1, 2):
        save_organisation(f"civil-{n}", "市民政局", "department", SINCE)
    assert take_in(world).tasks.get(number=2).lead_organisation is None


def test_a_notice_is_confirmed_once(world):
    notice = take_in(world)
    confirm_notice(notice, Actor.staff(world.officer))
    assert (notice.confirmed_by, notice.is_confirmed) == (world.officer, True)
    with pytest.raises(Conflict):
        confirm_notice(notice, Actor.staff(world.supervisor))


def test_validity_is_a_supervisors_word(world):
    notice = take_in(world)
    with pytest.raises(Forbidden):
        set_validity(notice, "repealed", Actor.staff(world.officer))
    with pytest.raises(DomainError):
        set_validity(notice, "void", Actor.staff(world.supervisor))
    stale = Notice.objects.get(pk=notice.pk)
    set_validity(notice, "repealed", Actor.staff(world.supervisor))
    assert not notice.is_in_force
    with pytest.raises(Conflict):
        set_validity(stale, "unknown", Actor.staff(world.supervisor))
    with pytest.raises(Conflict):
        confirm_notice(stale, Actor.staff(world.officer))


def test_a_real_notice_printed_twice(world):
    found = sorted(SEEDS.glob("001*.txt"))
    if not found:
        pytest.skip("the seed notices are not beside this repository")
    notice = take_in(world, found[0].read_bytes())
    assert (notice.document_number, notice.status, notice.is_in_force) == ("闽发改社会〔2021〕576号", "repealed", False)
    assert notice.tasks.count() == 32
    for task in notice.tasks.all():
        assert notice.text[task.start : task.end].strip()


def test_a_word_document_is_read_like_its_text(world):
    """What an office really has: the notice as DOCX."""
    document = Document()
    for line in NOTICE.splitlines():
        document.add_paragraph(line)
    packed = BytesIO()
    document.save(packed)
    clerk = Actor.staff(world.officer)
    plain = import_notice(NOTICE, "notice.txt", clerk, world.city)
    word = import_notice(packed.getvalue(), "notice.docx", clerk, world.city)
    told = [(t.clause, t.text, t.leads, t.deadline) for t in plain.tasks.all()]
    assert [(t.clause, t.text, t.leads, t.deadline) for t in word.tasks.all()] == told
    assert told
