"""Red, yellow, green: what a light says of every standing there can be."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from silverbridge.domain.ledger.lights import ORDER, Light, Reason, Signal, Standing, light_of, worst

DAY = date(2026, 11, 22)
days = st.one_of(st.none(), st.integers(-40, 40).map(lambda n: DAY + timedelta(n)))
system = st.sampled_from([None, "met", "not_met"])
verdicts = st.sampled_from([None, "met", "not_met", "cannot_say"])
standings = st.builds(
    Standing,
    due=days,
    is_closed=st.booleans(),
    is_asked=st.booleans(),
    is_held=st.booleans(),
    acknowledge_by=days,
    report_by=days,
    system=system,
    unit=verdicts,
    supervisor=verdicts,
)
soon = st.integers(0, 14)


def rank(signal: Signal) -> int:
    return ORDER.index(signal.light)


@given(standings, soon)
def test_every_light_but_green_and_none_says_why(standing, near):
    found = light_of(standing, DAY, near)
    assert (found.light in (Light.RED, Light.YELLOW)) == bool(found.reasons)
    assert bool(found.words) == bool(found.reasons)
    assert len(set(found.reasons)) == len(found.reasons)


@given(standings, soon, st.integers(1, 30))
def test_waiting_never_makes_it_better(standing, near, later):
    assert rank(light_of(standing, DAY + timedelta(later), near)) >= rank(light_of(standing, DAY, near))


@given(standings, soon)
def test_red_is_a_day_gone_by_or_a_judgement(standing, near):
    over = standing.due is not None and standing.due < DAY and not (standing.is_closed or standing.is_asked)
    judged = standing.supervisor == "not_met"
    judged |= standing.system == "not_met" and standing.supervisor not in ("met", "not_met")
    assert (light_of(standing, DAY, near).light == Light.RED) == (over or judged)


@given(standings, soon)
def test_what_is_closed_or_asked_to_be_misses_no_day(standing, near):
    found = light_of(standing, DAY, near)
    if standing.is_closed or standing.is_asked:
        days_gone = {Reason.OVERDUE, Reason.DUE_SOON, Reason.UNACKNOWLEDGED, Reason.UNREPORTED}
        assert not days_gone & set(found.reasons)
        assert found.days is None


@given(standings, soon)
def test_nobody_is_green_for_want_of_news(standing, near):
    if (
        standing.due is None
        and not standing.is_closed
        and "met"
        not in (
            standing.system,
            standing.unit,
            standing.supervisor,
        )
    ):
        assert light_of(standing, DAY, near).light != Light.GREEN


@given(standings, soon)
def test_a_supervisor_who_finds_it_not_met_is_always_heard(standing, near):
    worse = Standing(**{**standing.__dict__, "supervisor": "not_met"})
    assert light_of(worse, DAY, near).light == Light.RED


@given(st.lists(standings.map(lambda standing: light_of(standing, DAY)), max_size=5))
def test_of_several_the_worst_counts(signals):
    found = worst(signals)
    assert rank(found) == max((rank(signal) for signal in signals), default=ORDER.index(Light.NONE))


def test_the_day_itself_is_in_time():
    assert light_of(Standing(due=DAY), DAY).light == Light.YELLOW
    assert light_of(Standing(due=DAY - timedelta(1)), DAY) == Signal(Light.RED, (Reason.OVERDUE,), 1)
    assert light_of(Standing(due=DAY + timedelta(8)), DAY).light == Light.GREEN
    assert light_of(Standing(due=DAY + timedelta(8), is_held=False), DAY).light == Light.NONE
