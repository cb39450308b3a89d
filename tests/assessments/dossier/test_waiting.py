"""The bands of those who wait: a day of the term still belongs to the term."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assessments.dossier.waiting import waiting_bands
from municipalities.pool import Pool, Waiting

THROUGH = date(2026, 11, 22)


def pool_of(*ages: int) -> Pool:
    waiting = tuple(Waiting(THROUGH - timedelta(days=age), 2) for age in sorted(ages, reverse=True))
    return Pool(through=THROUGH, housed=0, waiting=waiting)


@pytest.mark.parametrize(
    ("age", "band"), [(0, 0), (27, 0), (28, 1), (55, 1), (56, 2), (83, 2), (84, 2), (85, 3), (400, 3)]
)
def test_who_waits_stands_in_one_band(age, band):
    numbers = [row.number for row in waiting_bands(pool_of(age))]

    assert numbers == [2 if place == band else 0 for place in range(4)]


def test_shares_are_of_everybody_who_waits():
    bands = waiting_bands(pool_of(1, 2, 30, 100))

    assert [(row.number, row.share, row.is_overdue) for row in bands] == [
        (4, "50%", False),
        (2, "25%", False),
        (0, "0%", False),
        (2, "25%", True),
    ]


def test_nobody_who_waits_gives_no_bands():
    assert waiting_bands(pool_of()) == []
    assert waiting_bands(None) == []
