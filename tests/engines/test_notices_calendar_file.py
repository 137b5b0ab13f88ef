"""The calendar of a notice: dated deadlines, rules that return, days of reporting; and what no calendar can hold is said."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from silverbridge.engines.notices import parse
from silverbridge.engines.notices.outputs import repeats, to_ics
from tests.engines.test_notices_tasks import HEAD

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
NOTICE = (
    HEAD
    + "一、重点任务\n1.开设窗口。（市民政局牵头，各区配合，2023年10月底前完成）\n2.接听电话。（市卫健委负责，长期坚持）\n"
    + "二、报告\n各区于每季度结束后10日内将进展报送市民政局。市残联于每季度结束后5个工作日内将名单报送市民政局。\n"
)


def days(words):
    found = repeats(words)
    return None if found is None else found.weekday or list(found.days)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("每季度结束后10日内", [(1, 10), (4, 10), (7, 10), (10, 10)]),
        ("每季度首月10日前", [(1, 10), (4, 10), (7, 10), (10, 10)]),
        ("每季度末月25日前", [(3, 25), (6, 25), (9, 25), (12, 25)]),
        ("每季度末", [(3, -1), (6, -1), (9, -1), (12, -1)]),
        ("每月5日前", [(None, 5)]),
        ("每月 5 日前", [(None, 5)]),
        ("每月底前", [(None, -1)]),
        ("次月十日前", [(None, 10)]),
        ("每年12月底前", [(12, -1)]),
        ("每年12月31日前", [(12, -1)]),
        ("每年6月30日和12月15日前", [(6, -1), (12, 15)]),
        ("每年6月、12月底前", [(6, -1), (12, -1)]),
        ("每年2月29日前", None),
        ("每半年结束后10日内", [(1, 10), (7, 10)]),
        ("每半年一次", [(6, -1), (12, -1)]),
        ("每周五", "FR"),
        ("每年底前", [(12, -1)]),
        ("每年度结束后20日内", [(1, 20)]),
        ("每季度结束后10个工作日内", None),
        ("每季度末前5个工作日", None),
        ("每月最后一个工作日前", None),
        ("每月31日前", None),
        ("定期", None),
        ("2023年10月底前", None),
    ],
)
def test_rules_as_printed(words, expected):
    assert days(words) == expected


def events(text, now=NOW):
    file = to_ics(parse(text), now)
    return file, list(Calendar.from_ical(file.data).walk("VEVENT"))


def test_deadlines_and_reports_become_whole_days():
    file, found = events(NOTICE)
    assert file.entries == len(found) == 2
    deadline, report = found
    assert deadline.decoded("dtstart") == date(2023, 10, 31) and "开设窗口" in deadline["summary"]
    assert report.decoded("dtstart") == date(2023, 4, 10), "the first after the day of issue"
    assert report["rrule"]["BYMONTH"] == [1, 4, 7, 10] and report["rrule"]["BYMONTHDAY"] == [10]
    assert "市民政局" in report["summary"]
    assert file.unplaced == ("每季度结束后5个工作日内",), "a rule in working days is said, not guessed"


def test_entries_keep_their_identity_when_the_file_is_made_again():
    first, again = (events(NOTICE, now)[1] for now in (NOW, datetime(2027, 1, 1, tzinfo=UTC)))
    assert [e["uid"] for e in first] == [e["uid"] for e in again]
    assert len({e["uid"] for e in first}) == len(first)


@pytest.mark.parametrize("status", ["repealed", "consultation_draft"])
def test_what_binds_nobody_has_no_days(status):
    notice = parse(NOTICE).model_copy(update={"status": status})
    assert to_ics(notice, NOW).entries == 0


@settings(max_examples=300, deadline=None)
@given(
    words=st.lists(st.sampled_from("每年季度月半周一三五末底前结束后次首10 31日工作号个内的、"), max_size=14).map(
        "".join
    )
)
def test_any_words_give_a_rule_that_comes_round_or_none(words):
    found = repeats(words)
    for rule in found.rules() if found else ():
        day = found.first_after(date(2026, 1, 31), rule)
        assert date(2026, 1, 31) <= day < date(2028, 4, 1)


@settings(max_examples=100, deadline=None)
@given(
    text=st.lists(
        st.sampled_from(
            [NOTICE, "\x00", "一、", "每月", "报送市民政局。", "\n", "；,\\", "（市民政局牵头，2024年底前完成）"]
        ),
        max_size=8,
    ).map("".join)
)
def test_any_text_gives_a_calendar_that_opens(text):
    file, found = events(text)
    assert len(found) == file.entries
