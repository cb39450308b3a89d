"""What counts for a legal act, day by day, under each attribution."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.scope import Attribution, HousedIn, ScopeKind, count_for, scope_number
from tests.rules.cases import figures

FIRST = date(2026, 1, 1)


def days(*numbers: int, first: date = FIRST) -> tuple[tuple[date, int], ...]:
    return tuple((first + timedelta(index), number) for index, number in enumerate(numbers) if number)


UTRECHT = HousedIn(
    quota=382, days=((date(2026, 4, 20), 274), (date(2026, 4, 21), 2), (date(2026, 6, 30), 166))
)
"""442 people in 2026-1, of which 276 by 21 April."""


def test_current_quota_first_leaves_what_is_above_it():
    found = count_for(275, Attribution.CURRENT, [UTRECHT])

    assert (found.total, 275 - found.total, found.met_on) == (60, 215, None)


def test_oldest_first_meets_the_scope_on_a_day_in_the_half_year():
    found = count_for(275, Attribution.OLDEST, [UTRECHT])

    assert (found.total, found.met_on) == (275, date(2026, 4, 21))


@pytest.mark.parametrize(
    ("scope", "met_on"),
    [(274, date(2026, 4, 20)), (275, date(2026, 4, 21)), (442, date(2026, 6, 30)), (443, None)],
)
def test_scope_is_met_on_the_day_that_reaches_it(scope, met_on):
    assert count_for(scope, Attribution.TOTAL, [UTRECHT]).met_on == met_on


def test_each_half_year_has_its_own_quota_to_go_first():
    half_years = [
        HousedIn(quota=10, days=days(12)),
        HousedIn(quota=10, days=days(9)),
        HousedIn(quota=10, days=days(13)),
    ]

    assert count_for(4, Attribution.CURRENT, half_years).per_half_year == (2, 0, 2)
    assert count_for(6, Attribution.CURRENT, half_years).per_half_year == (2, 0, 3)
    assert count_for(30, Attribution.OLDEST, half_years).per_half_year == (12, 9, 9)


def test_housing_taken_back_opens_a_scope_that_was_met():
    assert count_for(3, Attribution.OLDEST, [HousedIn(quota=1, days=days(3, -1))]).met_on is None
    assert count_for(3, Attribution.OLDEST, [HousedIn(quota=1, days=days(3, -1, 1))]).met_on == date(
        2026, 1, 3
    )


def test_without_the_current_quota_it_is_not_known_what_counts():
    unknown = [HousedIn(quota=None, days=days(3))]

    assert count_for(3, Attribution.CURRENT, unknown) is None
    assert count_for(3, Attribution.OLDEST, unknown).total == 3


@given(
    scope=st.integers(1, 30),
    rows=st.lists(st.tuples(st.integers(0, 12), st.lists(st.integers(0, 5), max_size=6)), max_size=4),
)
def test_current_first_never_counts_more_than_oldest_first_and_neither_more_than_the_scope(scope, rows):
    half_years = [HousedIn(quota=quota, days=days(*numbers)) for quota, numbers in rows]
    current, oldest = (count_for(scope, way, half_years) for way in (Attribution.CURRENT, Attribution.OLDEST))
    housed = sum(sum(numbers) for _, numbers in rows)

    assert current.total <= oldest.total == min(scope, housed)
    assert all(count >= 0 for count in (*current.per_half_year, *oldest.per_half_year))
    assert (oldest.met_on is None) == (housed < scope)


@pytest.mark.parametrize(
    ("kind", "opening", "scope"),
    [
        (ScopeKind.BACKLOG, 3, 3),
        (ScopeKind.BACKLOG, -1, 0),
        (ScopeKind.BACKLOG, None, None),
        (ScopeKind.TOTAL_TASK, 3, 23),
        (ScopeKind.TOTAL_TASK, -21, 0),
        (ScopeKind.TOTAL_TASK, None, None),
    ],
)
def test_scope_is_a_figure_of_the_half_year_that_begins(kind, opening, scope):
    assert scope_number(kind, figures("2024-1", 20, opening, None, None)) == scope
