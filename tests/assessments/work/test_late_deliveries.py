"""Deliveries after a decision, beside the obvious way to find them: each with each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assessments.work.late_deliveries import DecidedHalfYear, Delivered, late_deliveries

BEGIN = date(2024, 1, 1)
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)
days = st.integers(0, 900).map(lambda number: BEGIN + timedelta(days=number))
starts = st.integers(0, 4).map(lambda number: BEGIN + timedelta(days=182 * number))
moments = st.integers(0, 60).map(lambda number: NOON + timedelta(days=15 * number))
decided_rows = st.builds(
    lambda municipality, start, known_at: DecidedHalfYear(
        municipality, start, start + timedelta(days=182), known_at
    ),
    st.integers(1, 3),
    starts,
    moments,
)
delivered_rows = st.builds(
    lambda moment, day, start, about_days, whose: Delivered(
        moment, day if about_days else None, None if about_days else start, whose
    ),
    moments,
    days,
    starts,
    st.booleans(),
    st.sampled_from([None, 1, 2, 3, 4]),
)


def touches(delivery: Delivered, decision: DecidedHalfYear) -> bool:
    if delivery.recorded_at <= decision.known_at:
        return False
    if delivery.municipality not in (None, decision.municipality):
        return False
    if delivery.first_day is not None:
        return delivery.first_day < decision.end
    return delivery.about is not None and delivery.about <= decision.start


@given(st.lists(decided_rows, max_size=12), st.lists(delivered_rows, max_size=12))
def test_late_deliveries_are_those_of_the_obvious_way(decided, delivered):
    expected = [each for each in delivered if any(touches(each, row) for row in decided)]

    assert list(late_deliveries(decided, delivered)) == expected


def test_late_deliveries_begin_the_moment_after_and_end_on_the_last_day():
    decision = DecidedHalfYear(1, BEGIN, date(2024, 7, 1), NOON)
    later = NOON + timedelta(seconds=1)

    cases = {
        Delivered(NOON, BEGIN, None, 1): False,
        Delivered(later, date(2024, 6, 30), None, 1): True,
        Delivered(later, date(2024, 7, 1), None, 1): False,
        Delivered(later, None, BEGIN, None): True,
        Delivered(later, None, date(2024, 7, 1), None): False,
        Delivered(later, BEGIN, None, 2): False,
    }

    assert {each: each in late_deliveries([decision], cases) for each in cases} == cases
