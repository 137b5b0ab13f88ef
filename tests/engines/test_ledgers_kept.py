"""Kept ledgers: ten manners of keeping one, each read to the same tasks; and cells in each manner of writing."""

from datetime import date

import pytest

from silverbridge.engines.ledgers import (
    KnownTask,
    day_of,
    deadline_of,
    guess_layout,
    join,
    layout_of,
    read_book,
    read_rows,
    state_of,
    units_of,
)
from silverbridge.engines.ledgers.workbooks import Cell
from tests.engines import kept_samples as kept

TASKS = [
    KnownTask(1, "一/1", f"{kept.COUNTER}。", ("安澜市民生服务中心", "市卫生健康委")),
    KnownTask(2, "一/2", f"{kept.RELATIVES}。", ("市民政局",)),
    KnownTask(3, "二/3", f"{kept.REASONS}。", ("市政务服务局",)),
]
END = date(2026, 12, 31)


def taken(data, tasks=TASKS):
    """The layout and the joined entries of a workbook."""
    book = read_book(data)
    layout = guess_layout(book)
    reading = read_rows(book.grids[layout.sheet], layout, 2026)
    return layout, join(reading.entries, tasks), reading


# rows, task, deadline, state, closed on, first unit, contact of each entry
EXPECTED = {
    "plain": [
        ((2,), 1, END, "in_progress", None, "市民生服务中心", "周宁 13800990001"),
        ((3,), 2, "ongoing", "done", date(2026, 9, 30), "市民政局", "何文 13800990002"),
    ],
    "titled": [
        ((6,), 1, END, "", None, "市民生服务中心", "周宁 13800990001"),
        ((7,), 2, "ongoing", "", None, "市民政局", "何文 13800990002"),
        ((10,), 3, date(2026, 6, 30), "", None, "市政务服务局", "陈静 13800990003"),
    ],
    "merged": [
        ((3, 4, 5), 1, END, "in_progress", None, "市民生服务中心", ""),
        ((6,), 2, "ongoing", "done", None, "市民政局", ""),
        ((7,), 3, END, "not_started", None, "市政务服务局", ""),
    ],
    "apart": [
        ((2,), 1, END, "", None, "市民生服务中心", ""),
        ((3,), 2, "ongoing", "", None, "市民政局", ""),
        ((4,), 3, "repeats", "", None, "市政务服务局", ""),
    ],
    "several_sheets": [
        ((3,), 1, END, "in_progress", None, "市民生服务中心", ""),
        ((4,), 2, "ongoing", "done", date(2026, 9, 30), "市民政局", ""),
        ((5,), 3, date(2026, 6, 30), "overdue", None, "市政务服务局", ""),
    ],
    "monthly": [
        ((3,), 1, "none", "in_progress", None, "市民生服务中心", ""),
        ((4,), 2, "none", "done", None, "市民政局", ""),
        ((5,), 3, "none", "not_started", None, "市政务服务局", ""),
    ],
    "formulas": [
        ((2,), 1, END, "in_progress", None, "市民生服务中心", ""),
        ((3,), 2, "ongoing", "done", None, "市民政局", ""),
        ((4,), 3, date(2026, 6, 30), "", None, "市政务服务局", ""),
    ],
    "wordy": [
        ((4,), 1, END, "", None, "市民生服务中心", "周宁 13800990001"),
        ((5,), 2, "ongoing", "", None, "市民政局", "何文 0990-1234567"),
        ((6,), 3, date(2026, 9, 30), "", None, "市政务服务局", "陈静"),
    ],
    "shuffled": [
        ((2,), 2, "ongoing", "", None, "市民政局", ""),
        ((4,), 1, END, "", None, "市民生服务中心", ""),
        ((5,), None, date(2026, 5, 31), "", None, "市文旅局", ""),
    ],
    "shared": [
        ((3,), 1, END, "", None, "市民生服务中心", ""),
        ((4,), 2, END, "", None, "市民生服务中心", ""),
        ((5,), 3, "ongoing", "", None, "市政务服务局", ""),
    ],
    "continuing": [
        ((2, 3), 1, END, "", None, "市民生服务中心", ""),
        ((4,), 2, "ongoing", "", None, "市民政局", ""),
    ],
}


@pytest.mark.parametrize("name", kept.LAYOUTS)
def test_every_manner_is_read_to_the_same_tasks(name):
    _layout, joins, _reading = taken(kept.LAYOUTS[name]())
    found = []
    for it in joins:
        e = it.entry
        unit = (*e.lead, *e.responsible)[0]
        found.append((e.rows, it.task, e.deadline.day or e.deadline.kind, e.state, e.closed_on, unit, e.contact))
    assert found == EXPECTED[name]
    assert not any(it.doubtful for it in joins)


def test_titles_sections_footers_and_repeated_headers_are_no_tasks():
    layout, joins, reading = taken(kept.titled())
    assert (layout.top, layout.bottom) == (3, 4) and "2026年" in layout.title
    assert reading.skipped == ((5, "section"), (8, "header"), (9, "section"), (11, "footer"))
    assert [it.entry.category for it in joins] == ["一、保留人工办理", "一、保留人工办理", "二、讲清结果"]
    assert [c.header for c in layout.holding("lead")] == ["责任分工／牵头单位"]


def test_rows_of_one_task_are_put_together_and_none_is_lost():
    _layout, joins, _reading = taken(kept.merged())
    entry = joins[0].entry
    assert entry.measures.splitlines() == ["1.每个区留一处柜台", "2.电话全年有人接", "3.上门办理不停"]
    assert entry.progress.splitlines() == ["已留4处", "正在排班", "每周上门"]
    assert entry.lead == ("市民生服务中心", "市卫生健康委", "市残联")


def test_months_stand_side_by_side():
    layout, joins, reading = taken(kept.monthly())
    assert [c.number for c in layout.holding("progress")] == [4, 5, 6]
    assert joins[0].entry.progress == "1月：选点\n2月：装修\n3月：开门"
    assert reading.skipped == ((6, "sum"),)


def test_formulas_are_never_computed_and_links_never_followed():
    _layout, joins, _reading = taken(kept.formulas())
    said = {fault.address: (fault.code, fault.mild) for it in joins for fault in it.entry.faults}
    assert said["D2"] == ("formula", True) and said["C3"] == ("external", True)
    assert said["E4"] == ("no_value", False), "a formula without a saved value has none"
    assert joins[2].entry.wrong and not joins[0].entry.wrong
    assert joins[1].entry.lead == ("市民政局",), "the value saved with the link"


def test_hidden_rows_are_read_and_said():
    _layout, joins, _reading = taken(kept.several_sheets())
    assert [it.entry.hidden for it in joins] == [False, True, False]
    assert [fault.code for fault in joins[1].entry.faults] == ["hidden"]


def test_a_cell_merged_over_several_tasks_holds_for_each():
    _layout, joins, _reading = taken(kept.shared())
    assert [it.entry.remarks for it in joins] == ["市级督办"] * 3


def test_an_error_in_a_cell_is_never_taken_for_words():
    _layout, joins, _reading = taken(kept.shared())
    assert [it.entry.progress for it in joins] == ["在办", "", "在办"]
    (fault,) = joins[1].entry.faults
    assert (fault.address, fault.code, fault.mild) == ("E4", "error", False) and "#REF!" in fault.chinese


def test_units_are_divided_outside_brackets_only():
    _layout, joins, _reading = taken(kept.wordy())
    assert joins[0].entry.responsible == ("市卫生健康委", "市残联", "各区政府（含开发区、高新区）")


def test_somebody_may_say_otherwise():
    book = read_book(kept.shuffled())
    layout = layout_of(book, 0, 1, 1).with_fields({1: "remarks", 4: ""})
    entry = read_rows(book.grids[0], layout).entries[0]
    assert (entry.remarks, entry.progress, entry.deadline.kind) == ("已改表单", "", "none")
    for fields in ({1: "nonsense"}, {1: "task"}):
        with pytest.raises(ValueError):
            layout.with_fields(fields)
    with pytest.raises(ValueError):
        layout_of(book, 0, 3, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年12月31日", END), ("2026年12月底前", END), ("2026.12.31", END), ("2026/12/31", END), ("2026-12-31", END),
        ("2026.12", END), ("2026-12", END), ("20261231", END), ("202612", END), ("2026年", END), ("2026年底", END),
        ("2026 年 12 月", END), ("２０２６年１２月", END), ("二〇二六年十二月底", END), ("二〇二六年十二月三十一日前", END),
        ("12月31日", END), ("12月底前", END), ("年底前", END), ("年内", END), ("26.12.31", END), ("2026年第四季度", END),
        ("2026年6月-12月", END), ("2026年1月1日至2026年12月31日", END), ("2026年三季度末", date(2026, 9, 30)),
        ("长期坚持", "ongoing"), ("持续推进", "ongoing"), ("全年", "ongoing"), ("常态化", "ongoing"),
        ("每季度末", "repeats"), ("每月5日前", "repeats"), ("立行立改", "at_once"),
        ("", "none"), ("无", "none"), ("/", "none"), ("—", "none"), ("看情况", "unclear"), ("尽快", "unclear"),
    ],
)  # fmt: skip
def test_deadlines_in_every_manner(text, expected):
    found = deadline_of(Cell(text), 2026)
    assert (found.day or found.kind) == expected


def test_days_as_numbers():
    assert deadline_of(Cell("46387", number=46387)).day == END
    assert deadline_of(Cell("20261231", number=20261231)).day == END
    assert deadline_of(Cell("2026.12", number=2026.12)).day == END
    assert deadline_of(Cell("12月底")).kind == "unclear", "no year, no day"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年9月30日", date(2026, 9, 30)), ("2026.9.30", date(2026, 9, 30)), ("9月30日", date(2026, 9, 30)),
        ("2026年9月", None), ("已销", None), ("2026年2月30日", None),
    ],
)  # fmt: skip
def test_a_closing_has_a_day(text, expected):
    assert day_of(Cell(text), 2026) == expected


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("已完成 完成 已办结 销号 √ ✔ 是 100% 绿灯", "done"),
        ("正在推进 进行中 未完成 基本完成 部分完成 50% 黄灯 序时推进 整改中", "in_progress"),
        ("未启动 尚未开展 待启动 × 否 0%", "not_started"),
        ("逾期 逾期未完成 超期 红灯 滞后", "overdue"),
        ("长期坚持 持续", "ongoing"),
    ],
)
def test_states_in_every_manner(words, state):
    assert {word: state_of(Cell(word)) for word in words.split()} == dict.fromkeys(words.split(), state)


def test_an_unknown_state_is_never_guessed():
    assert state_of(Cell("详见附件")) is None
    assert state_of(Cell("")) == state_of(None) == ""


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("市民政局、市残联", ("市民政局", "市残联")),
        ("市民政局，市残联；市卫健委", ("市民政局", "市残联", "市卫健委")),
        ("市民政局\n市残联", ("市民政局", "市残联")),
        ("市民政局 市残联", ("市民政局", "市残联")),
        ("牵头单位：市民政局", ("市民政局",)),
        ("市民政局、市残联等部门", ("市民政局", "市残联")),
        ("各县（市、区）政府", ("各县（市、区）政府",)),
        ("市民政局、市民政局", ("市民政局",)),
        ("/", ()),
        ("无", ()),
    ],
)
def test_units(text, units):
    assert units_of(text) == units
