"""Who was coupled and still waits: first coupled is first housed, and the term ends after twelve weeks."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from municipalities.pool import Pool, Waiting, still_waiting

THROUGH = date(2024, 4, 1)
TERM = timedelta(84)
DAY = timedelta(1)
JANUARY, FEBRUARY, MARCH = date(2024, 1, 10), date(2024, 2, 10), date(2024, 3, 10)
COUPLED = [(JANUARY, 3), (FEBRUARY, 2), (MARCH, 4)]


def test_term_ends_twelve_weeks_after_the_coupling():
    assert Waiting(JANUARY, 1).due_on == date(2024, 4, 3)


@pytest.mark.parametrize(
    ("number", "waiting"),
    [
        (-1, []),
        (0, []),
        (1, [(MARCH, 1)]),
        (4, [(MARCH, 4)]),
        (5, [(FEBRUARY, 1), (MARCH, 4)]),
        (6, [(FEBRUARY, 2), (MARCH, 4)]),
        (9, [(JANUARY, 3), (FEBRUARY, 2), (MARCH, 4)]),
        (10, [(JANUARY, 3), (FEBRUARY, 2), (MARCH, 4)]),
    ],
)
def test_who_waits_are_the_last_who_were_coupled_oldest_first(number, waiting):
    assert still_waiting(COUPLED, number) == tuple(Waiting(*row) for row in waiting)
    assert still_waiting(reversed(COUPLED), number) == tuple(Waiting(*row) for row in waiting)


def test_who_was_coupled_alone_waits_like_any_other():
    assert still_waiting([(JANUARY, 1), (FEBRUARY, 3)], 4) == (Waiting(JANUARY, 1), Waiting(FEBRUARY, 3))


def test_withdrawn_couplings_are_nobody_who_waits():
    assert still_waiting([(JANUARY, 3), (FEBRUARY, -2), (MARCH, 0)], 2) == (Waiting(JANUARY, 2),)


def pool(*waiting: tuple[date, int], **values: Any) -> Pool:
    return Pool(
        through=THROUGH, housed=0, waiting=tuple(Waiting(day, number) for day, number in waiting), **values
    )


def test_overdue_is_who_waits_longer_than_the_term():
    last = THROUGH - TERM
    waits = pool((last - DAY, 2), (last, 3), (last + DAY, 4))

    assert waits.open == 9
    assert waits.overdue == (Waiting(last - DAY, 2),)
    assert waits.overdue_number == 2


def test_due_by_a_day_counts_terms_that_end_on_it():
    waits = pool((JANUARY, 3), (FEBRUARY, 2))
    due = JANUARY + TERM

    assert [waits.due_by(day) for day in (due - DAY, due, due + DAY)] == [0, 3, 3]
    assert waits.due_by(FEBRUARY + TERM) == 5


@pytest.mark.parametrize(
    ("waiting", "coupled", "housed", "share"),
    [
        (10, 4, 2, Fraction(1, 4)),
        (10, 0, 0, Fraction(0)),
        (1, 0, 0, Fraction(0)),
        (10, 4, -1, Fraction(0)),
        (5, 4, 1, Fraction(1, 2)),
        (2, 4, 3, Fraction(1)),
        (2, 4, 6, Fraction(1)),
        (4, 4, 0, Fraction(1)),
        (3, 4, 0, Fraction(1)),
        (1, 0, 1, Fraction(1, 2)),
    ],
)
def test_share_of_the_term_is_what_was_housed_of_who_waited_then(waiting, coupled, housed, share):
    then = pool((MARCH, waiting), coupled_lately=coupled, housed_lately=housed)

    assert then.share_of_term == share


def test_pool_of_nobody_has_kept_the_term():
    nobody = pool()

    assert (nobody.open, nobody.overdue_number, nobody.share_of_term) == (0, 0, 1)
