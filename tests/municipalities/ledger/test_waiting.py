"""Who waits, read from the ledger: the same numbers as the figures, and nothing that is not covered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from municipalities.ledger import waiting
from municipalities.ledger.queries import figures_for, pools_for
from municipalities.ledger.waiting import housed_per_day
from municipalities.models import Period, Province
from municipalities.moments import end_of_day
from municipalities.pool import Waiting
from tests.factories import (
    deliver_couplings,
    deliver_housing_total,
    deliver_housings,
    deliver_stock,
    make_municipality,
    make_period,
    make_province,
)

pytestmark = pytest.mark.django_db

MARCH = date(2024, 3, 1)


def elsewhere():
    """Return a municipality of a province of which nothing is recorded yet."""
    return make_municipality(province=make_province("PV98", "Elders"))


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize("day", [date(2023, 7, 2), date(2023, 10, 2), date(2023, 12, 4), date(2024, 2, 1)])
def test_pools_of_the_example_agree_with_its_figures(day):
    period, utrecht = Period.objects.get(code="2023-2"), Province.objects.get(pk="PV26")
    figures = figures_for(period, known_at=end_of_day(day), province=utrecht)
    pools = pools_for(period, known_at=end_of_day(day), province=utrecht)

    assert len(pools) == 26
    for municipality, known in figures.items():
        pool = pools[municipality.pk]
        assert pool.through == known.covered_through == min(day - timedelta(1), period.last_day)
        assert pool.housed == known.realised_so_far
        if pool.through == period.reference_date:
            assert pool.open == known.open_couplings_on_reference_date


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize("day", [date(2024, 1, 8), date(2024, 2, 15), date(2024, 6, 24)])
@pytest.mark.parametrize("weeks", [12, 16, 26])
def test_pools_are_the_same_whatever_is_read_in_days(day, weeks, monkeypatch):
    period, utrecht = Period.objects.get(code="2024-1"), Province.objects.get(pk="PV26")
    asked = {"known_at": end_of_day(day), "province": utrecht}
    monkeypatch.setattr(waiting, "READ_BEFORE", timedelta(weeks=500))
    in_days = pools_for(period, **asked)
    monkeypatch.setattr(waiting, "READ_BEFORE", timedelta(weeks=weeks))

    assert len(in_days) == 26
    assert pools_for(period, **asked) == in_days


def test_who_waits_since_before_the_days_that_are_read_keeps_their_own_day():
    one, period = elsewhere(), make_period("2024-1")
    make_period("2023-1")
    deliver_stock(date(2023, 1, 31), {one: 2}, on="2023-02-01")
    deliver_couplings(date(2023, 2, 1), MARCH, [(one, date(2023, 3, 3), 3), (one, date(2024, 2, 1), 4)])
    deliver_housings(date(2023, 1, 1), MARCH, [(one, date(2023, 4, 4), 1), (one, date(2024, 2, 2), 3)])

    pool = pools_for(period, known_at=end_of_day(date(2024, 3, 5)), only=one)[one.pk]

    assert pool.waiting == (Waiting(date(2023, 3, 3), 1), Waiting(date(2024, 2, 1), 4))


@pytest.mark.usefixtures("example")
def test_housed_per_day_is_that_of_the_pools():
    period, utrecht = Period.objects.get(code="2023-2"), Province.objects.get(pk="PV26")
    known_at = end_of_day(date(2023, 11, 6))
    pools = pools_for(period, known_at=known_at, province=utrecht)
    (through,) = {pool.through for pool in pools.values()}

    days = housed_per_day(pools, period.start, through, known_at=known_at)

    assert sum(number for _, number in days) == sum(pool.housed for pool in pools.values())
    assert all(period.start <= day <= through for day, _ in days)


def test_pool_counts_days_since_the_first_stock():
    one = elsewhere()
    period = make_period("2024-1")
    deliver_stock(date(2023, 12, 31), {one: 5}, on="2024-01-01")
    deliver_couplings(period.start, MARCH, [(one, date(2024, 1, 10), 4), (one, date(2024, 2, 1), 3)])
    deliver_housings(period.start, MARCH, [(one, date(2024, 1, 20), 6)])

    pool = pools_for(period, known_at=end_of_day(date(2024, 3, 5)), only=one)[one.pk]

    assert (pool.through, pool.housed, pool.open) == (MARCH, 6, 6)
    assert pool.waiting == (Waiting(date(2024, 1, 10), 3), Waiting(date(2024, 2, 1), 3))
    assert (pool.coupled_lately, pool.housed_lately) == (7, 6)
    assert pools_for(period, known_at=end_of_day(date(2024, 2, 5)), only=one) == {}


def test_stock_halfway_leaves_out_who_was_housed_before_it():
    one, period = elsewhere(), make_period("2024-1")
    deliver_housings(period.start, MARCH, [(one, date(2024, 1, 20), 6), (one, date(2024, 2, 20), 1)])
    deliver_stock(date(2024, 2, 1), {one: 5}, on="2024-03-03")
    deliver_couplings(date(2024, 2, 2), MARCH, [], province=one.province, on="2024-03-04")

    pool = pools_for(period, known_at=end_of_day(date(2024, 3, 5)), only=one)[one.pk]

    assert (pool.housed, pool.open, pool.coupled_lately) == (7, 4, 0)


def test_pool_ends_where_couplings_are_not_covered():
    one, period = elsewhere(), make_period("2024-1")
    deliver_stock(date(2023, 12, 31), {one: 5}, on="2024-01-01")
    deliver_couplings(period.start, date(2024, 2, 1), [], province=one.province)
    deliver_housings(period.start, MARCH, [(one, MARCH, 2)])

    pool = pools_for(period, known_at=end_of_day(date(2024, 3, 5)), only=one)[one.pk]

    assert (pool.through, pool.housed, pool.open) == (date(2024, 2, 1), 0, 5)


def test_no_pool_without_stock_or_where_a_total_runs_past_the_day():
    one, period = elsewhere(), make_period("2024-1")
    deliver_housing_total(period, MARCH, {one: 6})
    assert pools_for(period, known_at=end_of_day(date(2024, 3, 5)), only=one) == {}

    deliver_stock(date(2024, 2, 1), {one: 5}, on="2024-03-04")
    assert pools_for(period, known_at=end_of_day(date(2024, 3, 5)), only=one) == {}

    deliver_stock(MARCH, {one: 3}, on="2024-03-05")
    deliver_housing_total(period, date(2024, 2, 1), {one: 4}, on="2024-03-06", reason="Nagekomen.")
    pool = pools_for(period, known_at=end_of_day(date(2024, 3, 7)), only=one)[one.pk]
    assert (pool.through, pool.housed, pool.open) == (MARCH, 6, 3)
