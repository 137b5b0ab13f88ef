"""Rules of time and the days they come to."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from silverbridge.engines.calendars import (
    DueDate,
    Fixed,
    Quarter,
    Rule,
    WorkingCalendar,
    due_after_quarter_end,
    next_dates,
)

DAYS = st.dates(date(2005, 1, 1), date(2060, 12, 31))
EVERY = st.sampled_from(["year", "half", "quarter", "month", "week"])
MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1, "week": 1}


@st.composite
def rules(draw):
    """Repeating rules of every make."""
    every = draw(EVERY)
    common = {"lag": draw(st.integers(0, 2)), "shift": draw(st.sampled_from(["none", "next_working_day"]))}
    if draw(st.booleans()):
        fixed = st.builds(
            Fixed,
            st.one_of(st.none(), st.integers(1, MONTHS[every])),
            st.one_of(st.none(), st.integers(1, 7 if every == "week" else 31)),
        )
        return Rule(every, at=tuple(draw(st.lists(fixed, min_size=1, max_size=3))), **common)
    unit = draw(st.sampled_from(["day", "working_day", "week", "month"]))
    return Rule(every, count=draw(st.integers(0, 15)), unit=unit, **common)


@settings(deadline=None, max_examples=300)
@given(rules(), DAYS, st.integers(0, 8))
def test_dates_come_in_order_each_once_all_later_and_as_many_as_asked(rule, after, n):
    found = next_dates(rule, after, n)
    days = [due.day for due in found]
    assert len(days) == n
    assert all(day > after for day in days)
    assert days == sorted(set(days))


@settings(deadline=None, max_examples=200)
@given(rules(), DAYS, st.integers(1, 5))
def test_asking_from_any_date_on_gives_the_rest(rule, after, n):
    found = next_dates(rule, after, n + 3)
    assert next_dates(rule, found[n - 1].day, 3) == found[n:]


@settings(deadline=None, max_examples=200)
@given(rules(), DAYS, st.integers(0, 60))
def test_asking_earlier_skips_nothing(rule, after, days):
    first = next_dates(rule, after, 1)[0]
    earlier = next_dates(rule, after - timedelta(days=days), 130)
    assert first in earlier
    assert all(due.day <= after for due in earlier[: earlier.index(first)])


@settings(deadline=None, max_examples=150)
@given(rules(), DAYS)
def test_a_setting_for_working_days_is_kept_and_never_leads_back(rule, after):
    plain, moved = (next_dates(rule.shifted(s), after, 1)[0].day for s in ("none", "next_working_day"))
    assert WorkingCalendar().is_working_day(moved).working
    # The day before `after` may have been moved past it.
    assert moved >= min(plain, after + timedelta(days=1))


@settings(deadline=None, max_examples=100)
@given(st.integers(2005, 2060), st.integers(1, 4), st.integers(0, 40), st.sampled_from(["none", "next_working_day"]))
def test_after_a_quarter_it_agrees_with_the_due_day_of_returns(year, n, count, shift):
    quarter = Quarter(year, n)
    due = due_after_quarter_end(quarter, count, shift)
    rule = Rule("quarter", count=count, shift=shift)
    assert due.day in [d.day for d in next_dates(rule, quarter.end - timedelta(days=1), 3)]


def dates(rule, after, n=3):
    return [due.day for due in next_dates(rule, after, n)]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule("quarter", count=10), [date(2026, 4, 10), date(2026, 7, 10), date(2026, 10, 10)]),
        (Rule("year", at=(Fixed(12),)), [date(2026, 12, 31), date(2027, 12, 31), date(2028, 12, 31)]),
        (Rule("half"), [date(2026, 6, 30), date(2026, 12, 31), date(2027, 6, 30)]),
        (Rule("month", at=(Fixed(day=5),)), [date(2026, 3, 5), date(2026, 4, 5), date(2026, 5, 5)]),
        (Rule("month", at=(Fixed(day=31),)), [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]),
        (Rule("year", at=(Fixed(1, 31),), lag=1), [date(2027, 1, 31), date(2028, 1, 31), date(2029, 1, 31)]),
        (Rule("quarter", at=(Fixed(1, 8),), lag=1), [date(2026, 4, 8), date(2026, 7, 8), date(2026, 10, 8)]),
        (Rule("year", at=(Fixed(6), Fixed(12))), [date(2026, 6, 30), date(2026, 12, 31), date(2027, 6, 30)]),
        (Rule("week", at=(Fixed(day=5),)), [date(2026, 3, 6), date(2026, 3, 13), date(2026, 3, 20)]),
        (Rule("month", count=1, unit="month"), [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]),
        (Rule("event", count=30, since=date(2026, 2, 20)), [date(2026, 3, 22)]),
        (Rule("event", count=1, unit="month", since=date(2026, 2, 28)), [date(2026, 3, 28)]),
        (Rule("year", once=True, since=date(2026, 2, 20)), [date(2026, 12, 31)]),
    ],
    ids=str,
)  # fmt: skip
def test_rules_as_notices_print_them(rule, expected):
    assert dates(rule, date(2026, 3, 1), 3) == expected


def test_working_days_after_a_quarter_are_those_of_the_holiday_notice():
    # The first working day after 30 September is the 8th or 9th of October: the National Day holidays do not count.
    (due,) = next_dates(Rule("quarter", count=1, unit="working_day"), date(2024, 9, 30), 1)
    assert due == DueDate(date(2024, 10, 8), provisional=False)


def test_a_year_without_a_holiday_notice_is_provisional_and_calendar_days_never_are():
    after = date(2055, 1, 1)
    assert next_dates(Rule("quarter", count=5, unit="working_day"), after, 1)[0].provisional
    assert next_dates(Rule("quarter", count=5, shift="next_working_day"), after, 1)[0].provisional
    assert not next_dates(Rule("quarter", count=5), after, 1)[0].provisional


def test_what_happens_once_is_due_once_and_not_again():
    assert next_dates(Rule("event", count=30, since=date(2026, 2, 20)), date(2026, 3, 22), 5) == []
    assert next_dates(Rule("year", once=True, since=date(2026, 2, 20)), date(2026, 12, 31), 5) == []


@pytest.mark.parametrize("rule", [Rule("event", count=5), Rule("year", once=True)])
def test_what_counts_from_an_unknown_day_is_not_guessed(rule):
    with pytest.raises(ValueError, match="starting"):
        next_dates(rule, date(2026, 1, 1), 1)
    assert next_dates(rule.starting(date(2026, 2, 1)), date(2026, 1, 1), 1)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Rule("decade"),
        lambda: Rule("month", count=-1),
        lambda: Rule("month", count=200, unit="month"),
        lambda: Rule("quarter", at=(Fixed(4),)),
        lambda: Rule("week", at=(Fixed(day=8),)),
        lambda: Rule("event", at=(Fixed(1),)),
        lambda: Rule("month", unit="hour"),
        lambda: Rule("month", shift="back"),
        lambda: next_dates(Rule("month"), date(2026, 1, 1), -1),
    ],
)
def test_rules_that_cannot_be_are_refused(make):
    with pytest.raises(ValueError, match=r"."):
        make()
