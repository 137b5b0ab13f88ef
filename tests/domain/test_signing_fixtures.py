"""What people corrected and confirmed, as a test case for the engine: read back with its scorer, it says what the ledger says."""

from datetime import date
from types import SimpleNamespace

import pytest

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.fixtures import corrected_notices, fixture, fixture_name
from silverbridge.domain.ledger.passages import cuts, find
from silverbridge.domain.ledger.signing import in_order
from silverbridge.engines import notices
from tests.domain.signing_world import LONGER, add_notice, again, confirm_everything, correct
from tests.notices.marked import read_example
from tests.notices.scoring import compare, f1


@pytest.fixture
def city(world):
    return add_notice(world)


def corrected(city):
    """A split, a merge, a task found, one taken out, fields corrected, and everything confirmed."""
    first, second, third = city.tasks
    services.split_task(first, cuts(LONGER, first.start, first.end)[0], 1, city.clerk)
    correct(first, city.clerk, cooperating=(), responsible=("市医保局",), deadline=date(2026, 9, 30))
    services.merge_tasks(second, third, (1, 1), city.clerk)
    correct(second, city.clerk, leads=("各区、县级市",), responsible=(), deadline_kind="ongoing", deadline=None)
    found = services.add_task(city.notice, find(LONGER, "各区要明确专人负责，并把名单报市政府办公室。"), city.clerk)
    correct(found, city.clerk, responsible=("各区", "市政府办公室"))
    confirm_everything(city.notice, city.boss)
    city.notice.refresh_from_db()


def as_read(notice):
    """The ledger's confirmed tasks in the form the scorer compares."""
    tasks = [
        SimpleNamespace(
            start=task.start,
            end=task.end,
            leads=task.leads,
            others=[*task.responsible, *task.cooperating],
            deadline=task.deadline.isoformat() if task.deadline else "ongoing" * (task.deadline_kind == "ongoing"),
        )
        for task in in_order(notice)
        if task.is_confirmed
    ]
    duties = list(notice.duties.filter(confirmed_at__isnull=False))
    return SimpleNamespace(
        tasks=tasks, duties=duties, title=notice.title, document_number=notice.document_number, date=notice.dated
    )


def test_read_back_it_says_what_the_ledger_says(city, tmp_path):
    corrected(city)
    path = tmp_path / fixture_name(city.notice)
    path.write_text(fixture(city.notice), encoding="utf-8", newline="\n")
    example = read_example(path)
    assert example.text == LONGER, "every character of the text, so that spans count alike"
    assert [(t.start, t.end) for t in example.tasks] == [(t.start, t.end) for t in in_order(city.notice)]
    counts, said = compare(example, as_read(city.notice))
    assert {name: f1(count) for name, count in counts.items()} == dict.fromkeys(counts, 1.0), said
    assert counts["task"] == [4, 0, 0] and counts["other"][0] >= 3 and counts["lead"][0] >= 2
    assert f1(compare(example, notices.parse(LONGER))[0]["other"]) < 1, "what the engine reads is not what people said"
    assert corrected_notices() == [city.notice]


def test_only_what_people_confirmed_becomes_a_test_case(city):
    correct(city.tasks[0], city.clerk, leads=("甲",))
    for wanted in ("3", "2", "1"):
        with pytest.raises(DomainError) as caught:
            fixture(city.notice)
        assert wanted in str(caught.value)
        services.confirm_task(city.notice.tasks.filter(confirmed_at__isnull=True).first(), city.boss)
    with pytest.raises(DomainError):
        fixture(city.notice)
    services.confirm_notice(city.notice, city.boss)
    city.notice.refresh_from_db()
    assert fixture(city.notice).count("⟪⟫") == 3


@pytest.mark.parametrize("name", ["互联网+办", "甲|乙", "⟪甲⟫"])
def test_a_name_that_the_form_cannot_hold_is_said(city, name):
    correct(city.tasks[0], city.clerk, leads=(name,))
    confirm_everything(city.notice, city.boss)
    city.notice.refresh_from_db()
    assert again(city.tasks[0]).leads == [name]
    with pytest.raises(DomainError) as caught:
        fixture(city.notice)
    assert name in str(caught.value)
