"""Due dates: printed days, last days, missing years, days counted from issue, and what is no deadline."""

from datetime import date

import pytest

from silverbridge.engines.notices.deadlines import (
    Calendar,
    due_in_mark,
    due_in_prose,
    is_time_like,
    ongoing_in,
    settle,
)
from silverbridge.engines.notices.shadow import shadow_of

KNOWN = Calendar(date(2022, 4, 20))


def in_cell(text: str, known: Calendar = KNOWN) -> str | None:
    shadow = shadow_of(text)
    return settle(due_in_mark(shadow, known), bool(ongoing_in(shadow)))


def in_prose(text: str, known: Calendar = KNOWN) -> str | None:
    return settle(due_in_prose(shadow_of(text), known), False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年10月底前", "2022-10-31"),
        ("2022年11月", "2022-11-30"),
        ("２０２２年６月底", "2022-06-30"),
        ("2022年年底", "2022-12-31"),
        ("2023年底前", "2023-12-31"),
        ("2023年", "2023-12-31"),
        ("2022年9月15日前", "2022-09-15"),
        ("2022-09-15", "2022-09-15"),
        ("2022.12", "2022-12-31"),
        ("2022年6月—12月", "2022-12-31"),
        ("2022年第三季度", "2022-09-30"),
        ("2023年上半年", "2023-06-30"),
        ("2022年8月上旬", "2022-08-10"),
        ("2024年2月底", "2024-02-29"),
        ("12月底前", "2022-12-31"),
        ("年底前", "2022-12-31"),
        ("3月底前", None),
        ("长期坚持", "ongoing"),
        ("持续推进", "ongoing"),
        ("长期", "ongoing"),
        ("2022年12月底前完成，并长期坚持", "2022-12-31"),
        ("立即", None),
        ("2022年2月30日", None),
        ("", None),
    ],
)
def test_cells_and_brackets(text, expected):
    assert in_cell(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022年6月底前完成摸底，2022年9月底前完成改造。", "2022-09-30"),
        ("自本通知印发之日起30日内制定细则。", "2022-05-20"),
        ("本意见印发之日起2个月内出台办法。", "2022-06-20"),
        ("本办法印发之日起10个工作日内备案。", "2022-05-06"),
        ("到2027年，服务网络基本建成。", None),
        ("到2027年底，服务网络基本建成。", None),
        ("有效期至2025年12月31日。", None),
        ("2022年5月1日至2023年4月30日试点。", None),
        ("目前已有三家，此前没有。", None),
        ("每年12月底前公布结果。", None),
        ("1962年底前出生的老年人免费。", None),
        ("在2022年7月1日前开放。", "2022-07-01"),
        ("持续推进适老化改造。", None),
    ],
)
def test_running_text(text, expected):
    assert in_prose(text) == expected


def test_a_year_is_carried_within_a_sentence_and_never_guessed():
    assert in_cell("2023年3月底前试点，9月底前推开", Calendar()) == "2023-09-30"
    assert in_cell("9月底前", Calendar()) is None
    assert in_cell("9月底前", Calendar(None, 2024)) == "2024-09-30"


@pytest.mark.parametrize(
    "cell", ["2022年底", "长期坚持", "2022年12月底前完成", "12月", "持续推进", "2022年6月底前启动,长期推进"]
)
def test_cells_that_hold_a_time(cell):
    assert is_time_like(shadow_of(cell))


@pytest.mark.parametrize("cell", ["市民政局", "建设12个站点", "", "为老年人2022年提供100次上门服务"])
def test_cells_that_hold_no_time(cell):
    assert not is_time_like(shadow_of(cell))
