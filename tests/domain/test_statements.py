"""Reporting duties and aims: read with the notice, corrected, found, taken out, confirmed; then anybody may build on them."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from silverbridge.domain.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from silverbridge.domain.core.models import Event
from silverbridge.domain.ledger import services
from silverbridge.domain.ledger.fields import TargetFields
from silverbridge.domain.ledger.fixtures import fixture
from silverbridge.domain.ledger.models import Correction, Duty, Goal, Notice
from silverbridge.domain.ledger.passages import find
from silverbridge.domain.ledger.queries import duties, statement_for
from silverbridge.domain.ledger.reading import parsed_of
from silverbridge.domain.ledger.signing import origin_of
from silverbridge.domain.ledger.statements import places_of_statement, statement_fields, statements_taken_out
from silverbridge.engines.calendars.rules import Rule
from tests.domain.signing_world import STATED, add_notice, confirm_everything, correct


@pytest.fixture
def city(world):
    w = add_notice(world, STATED)
    w.duty, w.goal = Duty.objects.get(), Goal.objects.get()
    return w


def now(row):
    return type(row).everything.select_related("notice").get(pk=row.pk)


def change(row, actor, **changes):
    row = now(row)
    return services.correct_statement(row, replace(statement_fields(row), **changes), row.revision, actor)


def test_a_duty_is_corrected_confirmed_and_then_listed(city):
    assert duties(city.notice) == [] and city.duty.clause == "二/(二)"
    services.confirm_statement(city.duty, city.boss)
    wanted = {"what": "《就医便利情况统计表》（附件1）", "when": "每月5日前", "tier": 1, "route": ("email", "written")}
    change(city.duty, city.clerk, **wanted)
    assert duties(city.notice) == [], "a correction asks for a new confirmation"
    assert origin_of(city.duty).read["when"] == "每季度结束后10日内"
    assert set(Correction.objects.values_list("field", flat=True)) == {"what", "when", "tier", "route"}
    assert Event.objects.get(name="ledger.statement.corrected").data["kind"] == "duty"
    services.confirm_statement(now(city.duty), city.boss)
    (asked,) = duties(city.notice)
    assert (asked.who, asked.to, asked.clause, asked.tier) == ("各区卫生健康局", "市卫生健康委", "二/(二)", 1)
    assert asked.rule.every == "month" and asked.rule.at, "the rule of time follows its words"
    assert parsed_of(city.notice).duties[0].rule == asked.rule
    places = places_of_statement(now(city.duty))
    assert "when" not in places and STATED[slice(*places["what"][0])] == wanted["what"]
    change(city.duty, city.clerk, when="每季度结束后10日内")
    assert parsed_of(city.notice).duties[0].rule == Rule("quarter", count=10)


def test_an_aim_is_corrected_and_keeps_its_figures(city):
    figure = TargetFields("30%以上", "电话预约占比", 30.0, "%", "at_least")
    change(city.goal, city.clerk, by=date(2027, 12, 31), targets=(figure,))
    goal = parsed_of(city.notice).goals[0]
    assert (goal.by, goal.targets[0].what, goal.text) == (date(2027, 12, 31), "电话预约占比", city.goal.text)
    assert STATED[goal.targets[0].start : goal.targets[0].end] == "30%以上"


def test_one_is_found_and_one_taken_out_and_brought_back(city):
    new = services.add_statement(city.notice, "duty", find(STATED, "各医院要及时总结做法。"), city.clerk)
    assert (new.number, new.clause) == (2, "二/(三)")
    with pytest.raises(DomainError, match="报送单位"):
        services.confirm_statement(new, city.boss)
    with pytest.raises(DomainError):
        services.remove_statement(new, 1, " ", city.clerk)
    services.remove_statement(new, 1, "没有报给谁", city.clerk)
    assert [row.last.reason for row in statements_taken_out(city.notice)] == ["没有报给谁"]
    assert Duty.objects.count() == 1 and len(parsed_of(city.notice).duties) == 1
    services.restore_statement(new, 2, city.clerk)
    assert Duty.objects.count() == 2
    for kind, span in (("duty", (0, 10**6)), ("goal", (5, 5)), ("task", (0, 4))):
        with pytest.raises(DomainError):
            services.add_statement(city.notice, kind, span, city.clerk)


def test_the_second_of_two_is_told_and_strangers_find_nothing(city):
    seen = now(city.duty)
    change(city.duty, city.boss, to="市医保局")
    for act in (
        lambda: services.correct_statement(seen, replace(statement_fields(seen), to="市民政局"), 1, city.clerk),
        lambda: services.confirm_statement(seen, city.boss),
        lambda: services.remove_statement(seen, 1, "不算", city.clerk),
    ):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(Invalid) as caught:
        change(city.duty, city.clerk, who=" ", tier=0, route=("pigeon",), when="很" * 121)
    assert set(caught.value.fields) == {"who", "tier", "route", "when"}
    with pytest.raises(Forbidden):
        services.confirm_statement(now(city.goal), replace(city.boss, user=city.teller))
    with pytest.raises(NotFound):
        statement_for("duty", city.duty.pk, set())
    with pytest.raises(NotFound):
        statement_for("task", city.duty.pk, {city.city.pk})


def test_the_test_case_of_the_reader_says_what_people_confirmed(city):
    correct(city.tasks[0], city.clerk, leads=("市数据局",))
    change(city.duty, city.clerk, who="各区卫健局")
    services.confirm_notice(city.notice, city.boss)
    for task in city.notice.tasks.all():
        services.confirm_task(task, city.boss)
    city.notice.refresh_from_db()
    with pytest.raises(DomainError, match="1项"):
        fixture(city.notice)
    confirm_everything(city.notice, city.boss)
    assert "@duty 各区卫健局|市卫生健康委\n" in fixture(city.notice)


@pytest.mark.django_db(transaction=True)
def test_lists_of_before_become_rows_and_can_go_back(world):
    """What an instance kept as lists before is moved; nobody is said to have confirmed it. Corrections stay append-only."""
    city = add_notice(world, STATED)
    read = [row.model_dump(mode="json") for row in parsed_of(city.notice).duties]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    executor = MigrationExecutor(connection)
    executor.migrate([("ledger", "0006_statements")])
    old = executor.loader.project_state([("ledger", "0006_statements")]).apps
    before = old.get_model("ledger", "Notice").objects.get(pk=city.notice.pk)
    assert before.duties_read == read and before.goals_read[0]["by"] == "2026-12-31"
    old.get_model("ledger", "Duty").objects.all().delete()
    old.get_model("ledger", "Goal").objects.all().delete()
    call_command("migrate", verbosity=0)  # with the apps that build on it
    duty = Duty.objects.get()
    assert (duty.who, duty.clause, duty.is_confirmed, duty.rule["count"]) == ("各区卫生健康局", "二/(二)", False, 10)
    assert Goal.objects.get().targets and Notice.objects.get().text == STATED
    change(duty, city.clerk, to="市医保局")
    with pytest.raises(DatabaseError), transaction.atomic():
        Correction.objects.update(reason="x")
