"""Working days: make-up days, years no notice covers yet, and counting."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silverbridge.engines.calendars import DueDate, Quarter, WorkingCalendar, due_after_quarter_end
from silverbridge.engines.calendars.working import known_years

CALENDAR = WorkingCalendar()
days = st.dates(min_value=date(2003, 1, 1), max_value=date(2032, 1, 1))
counts = st.integers(0, 40)
quarters = st.builds(Quarter, st.integers(2004, 2030), st.integers(1, 4))


def test_a_make_up_saturday_is_worked():
    # The notice for 2024 has people work on Sunday 4 and Sunday 18 February around the Spring Festival.
    made_up = CALENDAR.is_working_day(date(2024, 2, 4))
    assert (made_up.working, made_up.provisional, made_up.name) == (True, False, "春节")
    assert date(2024, 2, 4).weekday() == 6


def test_a_holiday_on_a_weekday_is_not_worked():
    day = CALENDAR.is_working_day(date(2024, 10, 1))
    assert (day.working, day.name) == (False, "国庆节")
    assert CALENDAR.is_working_day(date(2024, 10, 9)) == CALENDAR.is_working_day(date(2024, 10, 10))


def test_counting_crosses_a_holiday_and_its_make_up_day():
    assert CALENDAR.next_working_day(date(2024, 9, 30)) == DueDate(date(2024, 10, 8))
    # 12 October 2024 is a Saturday that was worked.
    assert CALENDAR.add_working_days(date(2024, 10, 11), 1) == DueDate(date(2024, 10, 12))


def test_a_year_without_a_notice_is_monday_to_friday_and_says_so():
    unknown = date(known_years()[-1] + 1, 10, 1)
    day = CALENDAR.is_working_day(unknown)
    assert day.provisional
    assert day.working == (unknown.weekday() < 5)
    assert day.name is None
    assert CALENDAR.is_working_day(date(1999, 10, 1)).provisional


def test_the_next_notice_may_still_change_the_last_days_of_december():
    last = known_years()[-1]
    assert not CALENDAR.is_working_day(date(last, 12, 28)).provisional
    assert CALENDAR.is_working_day(date(last, 12, 31)).provisional
    assert not CALENDAR.is_working_day(date(last - 1, 12, 31)).provisional


def test_counting_into_an_unknown_year_is_provisional():
    last = known_years()[-1]
    assert CALENDAR.add_working_days(date(last, 12, 20), 20).provisional
    assert not CALENDAR.add_working_days(date(last, 11, 2), 5).provisional


@given(days, counts, counts)
def test_more_days_never_end_sooner(start, some, more):
    fewer, further = sorted((some, more))
    assert CALENDAR.add_working_days(start, fewer).day <= CALENDAR.add_working_days(start, further).day


@given(days, st.integers(0, 60), counts)
def test_a_later_start_never_ends_sooner(start, later, n):
    assert CALENDAR.add_working_days(start, n).day <= CALENDAR.add_working_days(start + timedelta(later), n).day


@given(days, st.integers(1, 40))
def test_as_many_working_days_pass_as_were_counted(start, n):
    due = CALENDAR.add_working_days(start, n)
    walked = [start + timedelta(i) for i in range(1, (due.day - start).days + 1)]
    kinds = [CALENDAR.is_working_day(day) for day in walked]
    assert sum(kind.working for kind in kinds) == n
    assert kinds[-1].working
    assert due.provisional == any(kind.provisional for kind in kinds)


@given(days, counts, counts)
def test_counting_in_two_goes_is_counting_once(start, first, second):
    between = CALENDAR.add_working_days(start, first)
    if first:
        assert (
            CALENDAR.add_working_days(between.day, second).day == CALENDAR.add_working_days(start, first + second).day
        )


@given(days)
def test_the_next_working_day_comes_after(day):
    assert CALENDAR.next_working_day(day).day > day
    assert CALENDAR.working_day_on_or_after(day).day >= day
    assert CALENDAR.add_working_days(day, 0) == CALENDAR.working_day_on_or_after(day)


def test_what_cannot_be_counted_is_refused():
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_working_days(date(2026, 1, 5), -1)
    with pytest.raises(ValueError, match="business_date"):
        CALENDAR.is_working_day(datetime(2026, 1, 5, tzinfo=UTC))
    with pytest.raises(ValueError, match="before the period"):
        due_after_quarter_end(Quarter(2026, 3), days=-1)
    with pytest.raises(ValueError, match="shift is"):
        due_after_quarter_end(Quarter(2026, 3), shift="previous")


def test_a_return_is_due_ten_days_after_the_quarter():
    assert due_after_quarter_end(Quarter(2026, 2)) == DueDate(date(2026, 7, 10))
    assert due_after_quarter_end(Quarter(2025, 4)) == DueDate(date(2026, 1, 10))


def test_a_due_day_nobody_works_moves_on_where_the_rule_says_so():
    # 10 January 2026 is a Saturday; 5 October 2025 lies in the National Day holiday.
    assert due_after_quarter_end(Quarter(2025, 4), shift="next_working_day") == DueDate(date(2026, 1, 12))
    assert due_after_quarter_end(Quarter(2025, 3), 5, "next_working_day") == DueDate(date(2025, 10, 9))
    # 10 October 2026 is a Saturday that is worked.
    assert due_after_quarter_end(Quarter(2026, 3), shift="next_working_day") == DueDate(date(2026, 10, 10))


@given(quarters, st.integers(0, 90))
def test_a_shifted_due_day_is_worked_and_never_earlier(quarter, after):
    plain = due_after_quarter_end(quarter, after)
    shifted = due_after_quarter_end(quarter, after, "next_working_day")
    assert plain.day == quarter.end + timedelta(days=after)
    assert not plain.provisional
    assert shifted.day >= plain.day
    assert CALENDAR.is_working_day(shifted.day).working
