"""Whatever people do to a notice's tasks, in whatever order: what is left is sound."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silverbridge.domain.core.errors import DomainError
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.fields import fields_of
from silverbridge.domain.ledger.models import Correction, Notice, Task
from silverbridge.domain.ledger.passages import cuts
from silverbridge.domain.ledger.signing import in_order, places_of, taken_out
from tests.domain.signing_world import LONGER, add_notice

PLACE = st.integers(0, len(LONGER) + 3)
ACT = st.one_of(
    st.tuples(st.just("span"), PLACE, PLACE),
    st.tuples(st.just("leads"), st.sampled_from(["市数据局", "市医保局", "没有这个局"]), st.just(0)),
    st.tuples(st.just("cut"), st.integers(0, 5), st.just(0)),
    st.tuples(st.just("split"), PLACE, st.just(0)),
    st.tuples(st.just("merge"), st.sampled_from([-2, -1, 1, 2]), st.just(0)),
    st.tuples(st.just("add"), PLACE, st.integers(0, 60)),
    st.tuples(st.just("remove"), st.just(0), st.just(0)),
    st.tuples(st.just("restore"), st.integers(0, 3), st.just(0)),
    st.tuples(st.just("confirm"), st.just(0), st.just(0)),
    st.tuples(st.just("stale"), st.just(0), st.just(0)),
)
STEPS = st.lists(st.tuples(st.integers(0, 6), ACT), min_size=1, max_size=14)


@pytest.fixture
def city(world):
    return add_notice(world)


def do(city, which, act):
    """One person does one thing to one of the tasks."""
    kind, a, b = act
    tasks = in_order(city.notice)
    out = [row.task for row in taken_out(city.notice)]
    if kind == "add":
        services.add_task(city.notice, (a, a + b), city.clerk)
    elif kind == "restore" and out:
        task = out[a % len(out)]
        services.restore_task(task, task.revision, city.clerk)
    elif tasks and kind != "restore":
        task = tasks[which % len(tasks)]
        task.notice = city.notice
        if kind == "span":
            wanted = replace(fields_of(task), span=(min(a, b), max(a, b)))
            services.correct_task(task, wanted, task.revision, city.clerk)
        elif kind == "leads":
            services.correct_task(task, replace(fields_of(task), leads=(a,)), task.revision, city.clerk)
        elif kind in ("cut", "split"):
            places = cuts(city.notice.text, task.start, task.end)
            at = a if kind == "split" or not places else places[a % len(places)]
            services.split_task(task, at, task.revision, city.clerk)
        elif kind == "merge":
            other = tasks[(which + a) % len(tasks)]
            services.merge_tasks(task, other, (task.revision, other.revision), city.clerk)
        elif kind == "remove":
            services.remove_task(task, task.revision, "多读了", city.clerk)
        elif kind == "confirm":
            services.confirm_task(task, city.boss)
        elif kind == "stale":
            services.remove_task(task, task.revision + 1, "旧页面", city.clerk)


def check(city, confirmed):
    """Everything the ledger promises of its tasks."""
    text = city.notice.text
    rows = list(Task.everything.filter(notice=city.notice))
    for task in rows:
        assert 0 <= task.start < task.end <= len(text)
        assert task.text == text[task.start : task.end] == task.text.strip()
        assert not (task.removed_at and task.is_confirmed)
        for unit in task.units:
            assert "vague" in unit["flags"] or unit["name"] in getattr(
                task, {"lead": "leads"}.get(unit["role"], unit["role"])
            )
        for spans in places_of(task, text).values():
            assert all(0 <= a < b <= len(text) for a, b in spans)
        if task.is_confirmed:
            assert confirmed[task.pk] == task.revision, "what was changed after is not confirmed"
    assert all(n == 1 for n in Counter(task.number for task in rows).values())
    standing = in_order(city.notice)
    assert [task.pk for task in standing] == [t.pk for t in sorted(rows, key=lambda t: t.start) if not t.removed_at]
    assert all(a.end <= b.start for a, b in pairwise(standing))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_any_sequence_of_corrections(city, steps):
    with transaction.atomic():
        confirmed: dict[int, int] = {}
        for which, act in steps:
            before = Correction.objects.count()
            numbers = set(Task.everything.filter(notice=city.notice).values_list("pk", "number"))
            try:
                with transaction.atomic():
                    do(city, which, act)
            except DomainError:
                assert Correction.objects.count() == before, "what was refused wrote nothing"
            else:
                rows = Task.objects.filter(notice=city.notice, confirmed_at__isnull=False)
                confirmed = dict(rows.values_list("pk", "revision"))
            now = set(Task.everything.filter(notice=city.notice).values_list("pk", "number"))
            assert numbers <= now, "a task is never lost and keeps its number"
            check(city, confirmed)
        assert Notice.objects.get(pk=city.notice.pk).text == LONGER
        transaction.set_rollback(True)
