"""The days of a return: calendar days by default, moved to a working day only where the calendar of the duty says so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silverbridge.domain.returns.models import DutyCalendar
from silverbridge.domain.returns.periods import days_of, period_label, period_of, periods_over
from silverbridge.engines.calendars import Quarter, WorkingCalendar, due_after


def rule(**more):
    return DutyCalendar(
        **{"tier": "unit", "days_after": 10, "shift": "none", "opens_before": 10, "locks_after": 30} | more
    )


@pytest.mark.parametrize(
    ("quarter", "shift", "due", "provisional"),
    [
        (Quarter(2024, 4), "none", date(2025, 1, 10), False),
        (Quarter(2025, 3), "none", date(2025, 10, 10), False),
        (Quarter(2026, 2), "none", date(2026, 7, 10), False),
        (Quarter(2025, 1), "none", date(2025, 4, 10), False),
        (Quarter(2025, 4), "none", date(2026, 1, 10), False),
        (Quarter(2025, 4), "next_working_day", date(2026, 1, 12), False),
        (Quarter(2030, 1), "next_working_day", date(2030, 4, 10), True),
        (Quarter(2030, 1), "none", date(2030, 4, 10), False),
    ],
)
def test_ten_days_after_the_quarter(quarter, shift, due, provisional):
    days = days_of(rule(shift=shift), (quarter.start, quarter.end))
    assert (days.due, days.provisional, days.shifted) == (due, provisional, shift != "none")
    assert days.due_by_rule == due_after(quarter.end, 10).day


@given(
    st.sampled_from(["month", "quarter", "year"]),
    st.dates(date(2004, 1, 1), date(2040, 12, 31)),
    st.integers(0, 60),
    st.sampled_from(["none", "next_working_day"]),
    st.integers(0, 90),
)
def test_it_opens_after_the_period_is_due_and_locks_in_order(every, day, after, shift, before):
    period = period_of(every, day)
    assert period[0] <= day <= period[1]
    days = days_of(rule(days_after=after, shift=shift, opens_before=before), period)
    assert days.opens_on <= days.due <= days.locks_on
    assert days.opens_on > period[1] or days.due <= period[1], "never before the period is over"
    assert days.due >= days.due_by_rule
    if shift == "none":
        assert days.due == days.due_by_rule
    else:
        assert WorkingCalendar().is_working_day(days.due).working


def test_periods_follow_each_other_and_have_names():
    over = list(periods_over("quarter", date(2026, 1, 1), date(2026, 10, 1)))
    assert [period_label(p) for p in over] == ["2026年第一季度", "2026年第二季度", "2026年第三季度"]
    assert list(periods_over("month", date(2026, 1, 2), date(2026, 2, 27))) == []
    assert period_label(period_of("month", date(2026, 2, 3))) == "2026年2月"
    assert period_label(period_of("year", date(2026, 2, 3))) == "2026年"
