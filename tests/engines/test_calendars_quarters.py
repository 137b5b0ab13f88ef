"""Quarters, business dates at midnight in Shanghai, and dates said aloud."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from silverbridge.engines.calendars import Quarter, business_date, speak_date_zh

quarters = st.builds(Quarter, st.integers(1000, 9998), st.integers(1, 4))
days = st.dates(min_value=date(1000, 4, 1), max_value=date(9998, 12, 31))


@given(quarters)
def test_a_quarter_survives_being_written(quarter):
    assert Quarter.parse(str(quarter)) == quarter
    assert hash(Quarter.parse(str(quarter))) == hash(quarter)


@given(quarters)
def test_neighbours_meet_without_a_gap(quarter):
    assert quarter.next().previous() == quarter
    assert quarter.next().start == quarter.end + timedelta(days=1)
    assert quarter.previous().end == quarter.start - timedelta(days=1)
    assert quarter.previous() < quarter < quarter.next()


@given(days)
def test_every_day_lies_in_its_quarter(day):
    quarter = Quarter.of(day)
    assert quarter.start <= day <= quarter.end
    assert day in quarter
    assert day not in quarter.next()


@given(days, days)
def test_quarters_are_ordered_as_their_days(one, other):
    earlier, later = sorted((one, other))
    assert Quarter.of(earlier) <= Quarter.of(later)


def test_a_quarter_as_pages_show_it():
    quarter = Quarter(2026, 3)
    assert (quarter.start, quarter.end) == (date(2026, 7, 1), date(2026, 9, 30))
    assert (str(quarter), quarter.label_zh) == ("2026Q3", "2026年第三季度")
    assert Quarter(2026, 4).end == date(2026, 12, 31)


def test_a_quarter_cannot_be_changed():
    with pytest.raises(AttributeError):
        Quarter(2026, 3).n = 4


@pytest.mark.parametrize(
    "text", ["2026Q5", "2026Q0", "26Q3", "2026-Q3", "2026q3", "", "２０２６Q3", "2026Q33", "0000Q1"]
)
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(ValueError, match=r"quarter|year"):
        Quarter.parse(text)


def test_impossible_quarters_are_refused():
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        Quarter(2026, 5)
    with pytest.raises(ValueError, match="business_date"):
        Quarter.of(datetime(2026, 1, 1, tzinfo=UTC))


def test_the_day_turns_at_midnight_in_shanghai():
    assert business_date(datetime(2026, 9, 30, 15, 59, 59, 999999, tzinfo=UTC)) == date(2026, 9, 30)
    assert business_date(datetime(2026, 9, 30, 16, 0, tzinfo=UTC)) == date(2026, 10, 1)
    assert Quarter.of(business_date(datetime(2026, 9, 30, 16, 0, tzinfo=UTC))) == Quarter(2026, 4)


@given(
    st.datetimes(min_value=datetime(1992, 1, 1), max_value=datetime(2090, 1, 1)),  # noqa: DTZ001 hypothesis adds the zone
    st.integers(-14 * 60, 14 * 60),
)
def test_the_same_moment_has_the_same_business_date(naive, offset):
    moment = naive.replace(tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(minutes=offset)))
    assert business_date(elsewhere) == business_date(moment)
    # China has kept one zone without summer time since 1992.
    assert business_date(moment) == (naive + timedelta(hours=8)).date()


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        business_date(datetime(2026, 9, 30, 16, 0))  # noqa: DTZ001 the point of the test


def test_a_date_is_said_with_its_weekday():
    assert speak_date_zh(date(2026, 11, 24)) == "11月24日 星期二"
    assert speak_date_zh(date(2026, 11, 29)) == "11月29日 星期日"
    with pytest.raises(ValueError, match="business_date"):
        speak_date_zh(datetime(2026, 11, 24, tzinfo=UTC))
