"""A task in a unit's hands: handed out, acknowledged, reported on, asked to close, verified, closed, looked at again."""

from datetime import timedelta

import pytest
from django.db import connection

from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, NotFound
from silverbridge.domain.core.models import Event, SealedFile
from silverbridge.domain.core.sealed import Upload
from silverbridge.domain.evidence.queries import quarter_period
from silverbridge.domain.ledger.acts import acts_of
from silverbridge.domain.ledger.handouts import (
    chain_of,
    counts,
    given_by,
    handout_for,
    history,
    material_for,
    task_hands,
    work_of,
)
from silverbridge.domain.ledger.lines import ledger_lines
from silverbridge.domain.ledger.models import HandOut, Notice, Task
from silverbridge.domain.ledger.services import (
    Contact,
    Order,
    Told,
    acknowledge,
    ask_to_close,
    close,
    hand_on,
    hand_out,
    look_back,
    report_back,
    send_back,
    set_judgement,
    set_validity,
    supply_material,
    verify,
    withdraw,
)
from silverbridge.domain.places.queries import today
from tests.domain.work_world import PDF, PHONE, PNG, asked, handed, in_hand, order, with_work


@pytest.fixture
def w(world):
    return with_work(world)


def events(name):
    return list(Event.objects.filter(name=f"ledger.{name}").values_list("data", flat=True))


def refused(act, *args, **more):
    with pytest.raises(DomainError) as error:
        act(*args, **more)
    return error.value.code


def test_the_whole_way(w):
    row = handed(w, measures="每个厅放两排椅子。")
    assert (row.state, row.revision, row.contact_phone) == ("handed_out", 1, "+8613800006029")
    acknowledge(row, 1, w.north_clerk)
    report_back(row, 2, Told("装了一半。", "钱不够。", "月底前装完。"), w.north_clerk, [PDF])
    row = HandOut.objects.get()
    ask_to_close(row, 3, w.north_clerk)
    verify(row, 4, w.boss, "去看过。")
    close(row, 5, w.boss)
    assert (row.state, row.closed_on, row.revision) == ("closed", today(), 6)
    look_back(row, 6, True, "一个月后还在。", w.boss)
    steps = ["handed_out", "acknowledged", "reported", "closing_asked", "verified", "closed", "held"]
    assert list(row.steps.order_by("pk").values_list("kind", flat=True)) == steps
    assert [(line.who, line.organisation) for line in history(row)][-2:] == [
        ("郑岚", w.north.name),
        ("何文", w.city.name),
    ]
    (line, *_others) = ledger_lines(w.notice)
    assert (line.state_code, line.closed_on, line.progress, line.problems) == (
        "closed",
        today(),
        "装了一半。",
        "钱不够。",
    )
    assert (line.measures, line.contact, line.materials[0].digest) == (
        "每个厅放两排椅子。",
        "郑岚 138 **** 6029",
        PDF.digest,
    )
    assert ledger_lines(w.notice, phones=True)[0].contact == "郑岚 +8613800006029"
    names = Event.objects.filter(name__startswith="ledger.handout.", object_key=row.object_key)
    assert list(names.order_by("pk").values_list("name", flat=True)) == [
        f"ledger.handout.{name}"
        for name in ("handed_out", "acknowledged", "reported", "closing_asked", "verified", "closed", "looked_back")
    ]
    assert events("handout.reported") == [{"in_time": True, "has_problems": True, "materials": 1}]


def test_no_event_carries_a_name_or_a_word_of_anybody(w):
    row = asked(w)
    send_back(row, row.revision, "照片看不清。", w.boss)
    told = str(list(Event.objects.filter(name__startswith="ledger.").values()))
    assert not [word for word in ("郑岚", "00006029", "* 6029", "座椅", "照片", "何文") if word in told]


@pytest.mark.parametrize("change", [{"status": "repealed"}, {"confirmed_at": None}])
def test_a_task_that_does_not_bind_is_not_handed_out(w, change):
    Notice.objects.filter(pk=w.notice.pk).update(**change)
    task = Task.objects.select_related("notice__organisation").get(pk=w.task.pk)
    assert refused(hand_out, task, w.north, order(), w.boss) in ("not_enforceable", "notice_unconfirmed")
    assert not HandOut.objects.exists()


def test_an_unconfirmed_task_is_not_handed_out(w):
    Task.objects.filter(pk=w.task.pk).update(confirmed_at=None)
    task = Task.objects.select_related("notice__organisation").get(pk=w.task.pk)
    assert refused(hand_out, task, w.north, order(), w.boss) == "task_unconfirmed"


def test_the_day_is_never_after_the_deadline_without_a_reason(w):
    Task.objects.filter(pk=w.task.pk).update(deadline=today() + timedelta(5), deadline_kind="date")
    w.task = Task.objects.select_related("notice__organisation").get(pk=w.task.pk)
    assert refused(hand_out, w.task, w.north, order(days=6), w.boss) == "due_after_deadline"
    assert refused(hand_out, w.task, w.north, order(days=-1), w.boss) == "due_past"
    row = hand_out(w.task, w.north, order(days=6, reason="大厅在修。"), w.boss)
    assert row.due_reason == "大厅在修。"
    row = hand_out(w.task, w.south, order(days=5, reason="用不着说。"), w.boss)
    assert row.due_reason == ""


def test_who_may_hand_out_and_to_whom(w):
    assert refused(hand_out, w.task, w.north, order(), w.clerk) == "ledger_role"
    assert refused(hand_out, w.task, w.other, order(), w.boss) == "unit_not_below"
    assert refused(hand_out, w.task, w.north, order(name=" "), w.boss) == "contact"
    assert refused(hand_out, w.task, w.north, order(phone="12345"), w.boss) == "contact_phone"
    assert refused(hand_out, w.task, w.north, order(role="boss"), w.boss) == "role"
    assert hand_out(w.task, w.village, order("cooperating"), w.boss).organisation == w.village


def test_a_double_click_hands_out_once_and_another_order_is_told(w):
    first = handed(w)
    assert handed(w).pk == first.pk
    with pytest.raises(Conflict):
        handed(w, days=3)
    assert len(events("handout.handed_out")) == 1


def test_of_two_sides_each_does_only_its_own(w):
    row = handed(w)
    for actor in (w.boss, w.clerk, w.village_clerk, w.stranger_clerk):
        assert refused(acknowledge, row, 1, actor) == "handout_unit"
    acknowledge(row, 1, w.north_clerk)
    for actor in (w.boss, w.stranger_clerk):
        assert refused(report_back, row, 2, Told("好。"), actor) == "handout_unit"
        assert refused(supply_material, row, [PDF], actor) == "handout_unit"
    report_back(row, 2, Told("好。"), w.north_clerk, [PDF])
    row.refresh_from_db()
    ask_to_close(row, 3, w.north_clerk)
    for actor in (w.north_clerk, w.clerk, w.stranger_clerk):
        assert refused(verify, row, 4, actor) == "handout_giver"
        assert refused(send_back, row, 4, "不行。", actor) == "handout_giver"
    verify(row, 4, w.boss)
    assert refused(close, row, 5, w.north_clerk) == "handout_giver"


def test_outsiders_find_nothing(w):
    row = in_hand(w)
    supply_material(row, [PDF], w.north_clerk)
    for unit in (w.city, w.north):
        assert handout_for(row.pk, {unit.pk}).pk == row.pk
    for unit in (w.other, w.south, w.village):
        with pytest.raises(NotFound):
            handout_for(row.pk, {unit.pk})
    other = hand_out(w.task, w.south, order("cooperating"), w.boss)
    with pytest.raises(NotFound):
        material_for(other, row.materials.get().pk)
    assert material_for(row, row.materials.get().pk).file.content == PDF.data


def test_material_lies_sealed(w):
    row = in_hand(w)
    supply_material(row, [PDF], w.north_clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM core_sealedfile")
        (stored,) = cursor.fetchone()
        cursor.execute("SELECT contact_phone FROM ledger_handout")
        (phone,) = cursor.fetchone()
    assert stored.startswith("1.aes.")
    assert "benches" not in stored
    assert phone.startswith("1.aes.")
    assert PHONE[-4:] not in phone


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (Upload("a.pdf", b""), "file_empty"),
        (Upload("a.exe", b"MZ"), "file_kind"),
        (Upload("a", b"%PDF-"), "file_kind"),
        (Upload("a.pdf", b"<html><script>"), "file_not_its_kind"),
        (Upload("a.pdf", b"%PDF-" + b"0" * 2000), "file_too_large"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named(w, settings, upload, code):
    settings.MATERIAL_MAX_BYTES = 1000
    row = in_hand(w)
    assert refused(supply_material, row, [PDF, upload], w.north_clerk) == code
    assert refused(report_back, row, 2, Told("好。"), w.north_clerk, [upload]) == code
    assert not SealedFile.objects.exists()
    assert not row.reports.exists()


def test_closing_is_refused_without_material_and_without_a_report(w):
    row = in_hand(w)
    assert refused(ask_to_close, row, 2, w.north_clerk) == "no_material"
    assert supply_material(row, [PDF, PNG, PDF], w.north_clerk) == 2
    assert supply_material(row, [PDF], w.north_clerk) == 0
    assert refused(ask_to_close, row, 2, w.north_clerk) == "no_report"
    report_back(row, 2, Told("好。"), w.north_clerk)
    row.refresh_from_db()
    assert ask_to_close(row, 3, w.north_clerk).state == "closing_asked"


def test_a_double_click_counts_once_and_the_second_of_two_people_is_told(w):
    row = in_hand(w)
    for _click in range(2):
        report_back(row, 2, Told("一次。"), w.north_clerk, [PDF])
    assert (row.reports.count(), row.materials.count()) == (1, 1)
    with pytest.raises(Conflict):
        report_back(row, 2, Told("两次。"), w.north_clerk)
    row.refresh_from_db()
    for _click in range(2):
        ask_to_close(row, 3, w.north_clerk)
    assert refused(ask_to_close, row, 4, w.north_clerk) == "handout_state"
    for _click in range(2):
        verify(row, 4, w.boss)
    with pytest.raises(Conflict):
        send_back(row, 4, "不行。", w.boss)
    assert len(events("handout.verified")) == 1


def test_sent_back_with_a_reason_and_a_new_day(w):
    row = asked(w)
    assert refused(send_back, row, 4, " ", w.boss) == "reason"
    day = today() + timedelta(9)
    send_back(row, 4, "照片看不清。", w.boss, due=day)
    assert (row.state, row.due) == ("in_progress", day)
    assert ledger_lines(w.notice)[0].remarks == "照片看不清。"
    verify_again = ask_to_close(row, 5, w.north_clerk)
    verify(verify_again, 6, w.boss)
    send_back(row, 7, "还有一处。", w.boss)
    assert events("handout.sent_back") == [
        {"was_verified": False, "new_due": True},
        {"was_verified": True, "new_due": False},
    ]


def test_looked_back_and_reopened(w):
    row = asked(w)
    verify(row, 4, w.boss)
    close(row, 5, w.boss)
    assert refused(look_back, row, 6, False, "椅子没了。", w.boss) == "due"
    look_back(row, 6, False, "椅子没了。", w.boss, due=today() + timedelta(3))
    assert (row.state, row.closed_on, row.is_open) == ("in_progress", None, True)
    assert ledger_lines(w.notice)[0].closed_on is None


def test_handed_on_to_a_unit_below_and_closed_from_below(w):
    row = in_hand(w)
    far = Order("responsible", Contact("高原", PHONE), row.due + timedelta(1))
    near = Order("responsible", Contact("高原", PHONE), row.due - timedelta(1))
    assert refused(hand_on, row, w.village, far, w.north_clerk) == "due_after_own"
    assert refused(hand_on, row, w.south, near, w.north_clerk) == "unit_not_below"
    assert refused(hand_on, row, w.village, near, w.boss) == "handout_unit"
    child = hand_on(row, w.village, near, w.north_clerk)
    assert (child.parent_id, child.giver) == (row.pk, w.north)
    assert [(line.handout.pk, line.depth) for line in chain_of(w.task)] == [(row.pk, 0), (child.pk, 1)]
    supply_material(row, [PDF], w.north_clerk)
    assert refused(ask_to_close, row, row.revision, w.north_clerk) == "no_report"
    report_back(row, row.revision, Told("村里在办。"), w.north_clerk)
    row.refresh_from_db()
    assert refused(ask_to_close, row, row.revision, w.north_clerk) == "still_below"
    child = handout_for(child.pk, {w.village.pk})
    acknowledge(child, 1, w.village_clerk)
    report_back(child, 2, Told("办好了。"), w.village_clerk, [PNG])
    child = handout_for(child.pk, {w.city.pk})
    ask_to_close(child, 3, w.village_clerk)
    assert refused(verify, child, 4, w.boss) == "handout_giver"
    verify(child, 4, w.north_clerk)
    close(child, 5, w.north_clerk)
    assert ask_to_close(row, row.revision, w.north_clerk).state == "closing_asked"
    assert len(ledger_lines(w.notice)[0].handouts) == 1


def test_taken_back_and_handed_out_again(w):
    row = handed(w)
    withdraw(row, 1, "发错了。", w.boss)
    assert not row.is_open
    assert ledger_lines(w.notice)[0].state_code == "not_handed_out"
    assert handed(w).pk != row.pk


def test_a_task_the_ledger_gave_itself_is_done_by_one_and_checked_by_another(w):
    row = hand_out(w.task, w.city, order(), w.boss)
    assert refused(acknowledge, row, 1, w.boss) == "handout_unit"
    acknowledge(row, 1, w.clerk)
    report_back(row, 2, Told("好。"), w.clerk, [PDF])
    row.refresh_from_db()
    ask_to_close(row, 3, w.clerk)
    assert acts_of(w.officer, row).possible == ("material",)
    assert acts_of(w.supervisor, row).possible == ("verify", "send-back")
    assert refused(verify, row, 4, w.clerk) == "handout_giver"
    verify(row, 4, w.boss)


def test_the_unit_judges_what_it_holds_and_the_supervisor_beside_it(w):
    period = quarter_period()
    set_judgement(w.task, "unit", "met", period, w.clerk)
    row = handed(w)
    with pytest.raises(Forbidden):
        set_judgement(w.task, "unit", "not_met", period, w.clerk, revision=1)
    assert set_judgement(w.task, "unit", "not_met", period, w.north_clerk, revision=1).verdict == "not_met"
    with pytest.raises(Forbidden):
        set_judgement(w.task, "supervisor", "met", period, w.north_clerk)
    set_judgement(w.task, "supervisor", "met", period, w.boss)
    (line,) = chain_of(w.task)
    assert (line.handout, str(line.signal.light), [str(r) for r in line.signal.reasons]) == (
        row,
        "yellow",
        ["unit_not_met", "disagree"],
    )


def test_lists_of_both_sides(w):
    row, own = handed(w), hand_out(w.task, w.city, order("responsible"), w.boss)
    HandOut.objects.filter(pk=row.pk).update(due=today() - timedelta(2))
    assert list(work_of({w.north.pk})) == [row]
    assert list(work_of({w.city.pk, w.north.pk})) == [own]
    assert list(given_by({w.city.pk})) == [row, own]
    found = counts(given_by({w.city.pk}))
    assert (found["handed_out"], found["overdue"], found["closed"]) == (2, 1, 0)
    assert not work_of({w.other.pk}).exists()
    assert str(task_hands([w.task])[w.task.pk].signal.light) == "red"


def test_lines_and_signals_cost_as_many_questions_for_many_as_for_few(w, django_assert_num_queries):
    tasks = list(w.notice.tasks.select_related("notice__organisation"))
    handed(w)
    with django_assert_num_queries(7):
        ledger_lines(w.notice)
    for task in tasks:
        for unit in (w.south, w.village):
            hand_out(task, unit, order("cooperating"), w.boss)
    with django_assert_num_queries(7):
        assert len(ledger_lines(w.notice)) == 3


def test_a_repealed_notice_ends_the_chase_but_not_the_record(w):
    row = in_hand(w)
    set_validity(w.notice, "repealed", w.boss)
    row = handout_for(row.pk, {w.city.pk})
    withdraw(row, row.revision, "文件废止。", w.boss)
    assert row.state == "withdrawn"
