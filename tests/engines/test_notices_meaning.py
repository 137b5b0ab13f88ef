"""What a notice's words mean: units, figures, goals, rules of time, each where it is printed."""

import os
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from silverbridge.engines.calendars import Fixed, Rule, next_dates
from silverbridge.engines.notices import parse
from silverbridge.engines.notices.recurrence import rule_of
from silverbridge.engines.notices.shadow import shadow_of, squeezed
from silverbridge.engines.notices.targets import find_targets
from tests.engines.test_notices_fuzz import damaged, notices, printed
from tests.engines.test_notices_properties import PIECES
from tests.engines.test_notices_tasks import HEAD
from tests.notices.targets import HALVES, measure

EXAMPLES = int(os.environ.get("SILVERBRIDGE_FUZZ", "200"))
RUN = settings(max_examples=-(-EXAMPLES // 3), deadline=None, suppress_health_check=list(HealthCheck))


def is_printed(name, words):
    """Whether the letters of a name stand in the words in their order: a page mark may stand between them."""
    letters = iter(squeezed(shadow_of(words)))
    return all(letter in letters for letter in squeezed(shadow_of(name)))


def check(text):
    """Every span holds the words it is said to hold, and every list of names has its spans."""
    notice = parse(text)
    for task in notice.tasks:
        roles = {"lead": task.leads, "responsible": task.responsible, "cooperating": task.cooperating}
        for role, names in roles.items():
            assert {u.name for u in task.units if u.role == role and "vague" not in u.flags} <= set(names)
            assert set(names) <= {u.name for u in task.units if u.role == role}
        for unit in task.units:
            assert is_printed(unit.name, text[unit.start : unit.end])
            assert 0 < unit.confidence <= 1
            assert ("inherited" in unit.flags) == (unit.full is not None)
            assert unit.full is None or unit.full.endswith(unit.name)
        assert (task.deadline_text is None) == (task.deadline_start is None) == (task.deadline_end is None)
        assert (task.deadline_confidence == 0) == (task.deadline_text is None)
        if task.deadline_text is not None:
            assert is_printed(task.deadline_text, text[task.deadline_start : task.deadline_end])
        if task.recurrence is not None:
            assert is_printed(task.recurrence, text[task.recurrence_start : task.recurrence_end])
            assert task.rule is None or task.rule.repeats
        for target in task.targets:
            assert text[target.start : target.end] == target.words
            assert task.start <= target.start < target.end <= task.end
    for goal in notice.goals:
        assert text[goal.start : goal.end] == goal.text
        assert not any(t.start < goal.end and goal.start < t.end for t in notice.tasks)
        assert all(goal.start <= target.start and target.end <= goal.end for target in goal.targets)
    for duty in notice.duties:
        for field in {"who", "what", "when", "to"} & set(duty.spans):
            a, b = duty.spans[field]
            assert is_printed(getattr(duty, field), text[a:b])
        assert duty.start < duty.end
        assert 0 < duty.confidence <= 1
    for one in notice.standing.replaced:
        assert is_printed(one.title or one.number, text[one.start : one.end])
    assert all(0 <= a < b <= len(text) for a, b in notice.standing.spans.values())
    return notice


@settings(deadline=None, max_examples=200)
@given(PIECES)
def test_spans_hold_their_words_in_any_text(text):
    check(HEAD + text)


@RUN
@given(printed())
def test_spans_hold_their_words_in_what_the_grammar_makes(text):
    check(text)


@RUN
@given(damaged())
def test_spans_hold_their_words_in_what_is_damaged(text):
    check(text)


@RUN
@given(notices())
def test_marks_full_or_half_width_mean_the_same(text):
    half = text.translate(str.maketrans("，；（）", ",;()"))

    def gist(notice):
        return [
            [(u.role, u.start, u.full and shadow_of(u.full), u.flags) for u in t.units] + [t.rule] for t in notice.tasks
        ]

    assert gist(parse(half)) == gist(parse(text))


@given(
    st.sampled_from(["不低于", "不少于", "至少"]),
    st.integers(1, 999),
    st.sampled_from(["个", "处", "张", "名", "%", "平方米"]),
)
def test_a_floor_is_read_back(word, value, unit):
    text = f"建成服务中心{word}{value}{unit}。"
    (target,) = find_targets(text, text)
    assert (target.words, target.direction, target.value, target.unit) == (
        f"{word}{value}{unit}",
        "at_least",
        value,
        unit,
    )


@pytest.mark.parametrize("half", HALVES)
def test_figures_to_reach_are_read_as_marked(half):
    hits, invented, missed, named, _said = measure(half)
    least = {"seen": 0.98, "held": 0.95, "fresh": 0.95, "late": 0.9}[half]
    assert hits / (hits + invented) >= least
    assert hits / (hits + missed) >= least
    assert named / hits >= 0.9


def units_in(mark):
    (task,) = parse(HEAD + f"一、任务\n1.开设人工窗口。（{mark}）\n").tasks
    return [(u.name, u.full, *u.flags) for u in task.units]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("省数字办、卫健委牵头", [("省数字办", None), ("卫健委", "省卫健委", "inherited")]),
        ("市委宣传部、网信办、民政局负责",
         [("市委宣传部", None), ("网信办", "市委网信办", "inherited"), ("民政局", "市民政局", "inherited")]),
        ("省民政厅，人行福州中心支行，发改委负责", [("省民政厅", None), ("人行福州中心支行", None), ("发改委", None)]),
        ("省发改委、市场监管局，福建银保监局、证监局负责",
         [("省发改委", None), ("市场监管局", "省市场监管局", "inherited"), ("福建银保监局", None), ("证监局", None)]),
        ("市市场监管局、财政局负责", [("市市场监管局", None), ("财政局", "市财政局", "inherited")]),
        ("岚桥市民政局、财政局负责", [("岚桥市民政局", None), ("财政局", "岚桥市财政局", "inherited")]),
        ("民政局、财政局负责", [("民政局", None), ("财政局", None)]),
        ("省民政厅等相关部门及各设区市、平潭综合实验区负责",
         [("省民政厅", None), ("相关部门", None, "vague"), ("各设区市", None, "expands"), ("平潭综合实验区", None)]),
        ("各县（市、区）人民政府、各有关部门负责",
         [("各县（市、区）人民政府", None, "expands"), ("各有关部门", None, "vague")]),
        ("各街道、各级民政部门负责", [("各街道", None, "expands"), ("各级民政部门", None, "vague")]),
        ("市民政局、国家税务总局岚桥市税务局、人社局负责",
         [("市民政局", None), ("国家税务总局岚桥市税务局", None), ("人社局", None)]),
    ],
)  # fmt: skip
def test_what_a_units_name_stands_for(mark, expected):
    assert units_in(mark) == expected


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("每季度结束后10日内", Rule("quarter", count=10)),
        ("季后15个工作日", Rule("quarter", count=15, unit="working_day")),
        ("每年12月底前", Rule("year", at=(Fixed(12),))),
        ("每年6月底、12月底前", Rule("year", at=(Fixed(6), Fixed(12)))),
        ("每年一月底前", Rule("year", at=(Fixed(1),))),
        ("每半年", Rule("half")),
        ("每月5日前", Rule("month", at=(Fixed(None, 5),))),
        ("每月25日至30日", Rule("month", at=(Fixed(None, 30),))),
        ("次月10日前", Rule("month", at=(Fixed(None, 10),), lag=1)),
        ("次年1月31日前", Rule("year", at=(Fixed(1, 31),), lag=1)),
        ("每季度首月10日前", Rule("quarter", at=(Fixed(1, 10),))),
        ("每季度末月25日前", Rule("quarter", at=(Fixed(None, 25),))),
        ("下季度首月5日前", Rule("quarter", at=(Fixed(1, 5),), lag=1)),
        ("每周五前", Rule("week", at=(Fixed(day=5),))),
        ("每月初5个工作日内", Rule("month", count=5, unit="working_day")),
        ("自本方案印发之日起30日内", Rule("event", count=30)),
        ("收到通知后5个工作日内", Rule("event", count=5, unit="working_day")),
        ("活动结束后10日内", Rule("event", count=10)),
        ("年度结束后1个月内", Rule("year", count=1, unit="month")),
        ("一季度一报", Rule("quarter")),
        ("每年春节前", None),
        ("每月32日前", None),
        ("2021年内", None),
        ("2021年10月底前", None),
    ],
)
def test_rules_of_time_in_words(words, rule):
    assert rule_of(words) == rule


def test_a_rule_reaches_the_calendar():
    text = (
        HEAD.replace("\n", "\n", 1)
        + "一、任务\n1.报送进展。（市民政局负责，每年12月底前）\n2.制定办法。（市民政局负责，印发之日起30日内）\n"
    )
    notice = parse(text)
    every, once = notice.tasks
    assert (every.recurrence, every.deadline) == ("每年12月底前", None)
    assert [d.day for d in next_dates(every.rule, date(2026, 1, 1), 2)] == [date(2026, 12, 31), date(2027, 12, 31)]
    assert once.recurrence is None
    assert next_dates(once.rule, notice.date, 2)[0].day.isoformat() == once.deadline


def test_goals_by_year_with_their_figures():
    text = HEAD + (
        "一、工作目标\n到2024年底，每个街道建成服务中心不少于1处。覆盖率达到80%。\n到2025年，基本建成网络。\n"
        "二、重点任务\n1.开设窗口。（市民政局负责）\n"
    )  # fmt: skip
    found = [(g.clause, g.by, [t.words for t in g.targets]) for g in check(text).goals]
    assert found == [
        ("一", date(2024, 12, 31), ["不少于1处"]),
        ("一", date(2024, 12, 31), ["达到80%"]),
        ("一", date(2025, 12, 31), []),
    ]
