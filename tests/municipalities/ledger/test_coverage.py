"""Which days are known: totals of housings that run past a day, and stocks just before one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from municipalities.ledger.coverage import covered_through, covers, joined, overlaps, straddled
from municipalities.ledger.queries import figures_for
from municipalities.moments import end_of_day
from tests.factories import (
    deliver_couplings,
    deliver_housing_total,
    deliver_housings,
    deliver_stock,
    make_municipality,
    make_period,
)

JULY_1, REFERENCE = date(2023, 7, 1), date(2023, 10, 1)
DAY = timedelta(1)


def july(day: int) -> date:
    return date(2023, 7, day)


TOTALS = [(july(1), july(day)) for day in (10, 20, 30)]


@pytest.mark.parametrize(
    ("day", "lost"), [(9, True), (10, False), (11, True), (19, True), (20, False), (21, True), (30, False)]
)
def test_total_past_a_day_hides_it_but_where_another_ends_on_it(day, lost):
    assert straddled(TOTALS, july(day)) is lost
    assert straddled(reversed(TOTALS), july(day)) is lost


def test_total_hides_nothing_outside_its_days():
    assert not straddled([(july(5), july(10))], july(4))
    assert not straddled([(july(5), july(10))], july(11))
    assert not straddled([], july(1))


def test_total_of_another_first_day_does_not_help():
    assert straddled([(july(1), july(5)), (july(2), july(10))], july(5))


@pytest.mark.django_db
@pytest.mark.parametrize(("last_days", "available"), [((31,), None), ((31, 62), None), ((31, 62, 92), 10)])
def test_available_needs_a_total_that_ends_on_the_reference_date(last_days, available):
    m, period = make_municipality(), make_period()
    deliver_stock(JULY_1 - DAY, {m: 10})
    for number, days in enumerate(last_days, 1):
        deliver_housing_total(period, JULY_1 + days * DAY, {m: number})
    deliver_housing_total(period, REFERENCE + DAY, {m: 7})
    deliver_couplings(JULY_1, REFERENCE, [], on=REFERENCE + 2 * DAY, province=m.province)

    found = figures_for(period, known_at=end_of_day(date(2026, 1, 1)))[m]

    assert found.available_on_reference_date == available


@pytest.mark.django_db
@pytest.mark.parametrize("housed_on", [REFERENCE - DAY, REFERENCE])
def test_who_is_housed_between_a_stock_and_the_reference_date_waits_no_longer(housed_on):
    m, period = make_municipality(), make_period()
    stock_day = REFERENCE - 2 * DAY
    deliver_housings(JULY_1, REFERENCE, [(m, JULY_1, 5), (m, housed_on, 3)])
    deliver_stock(stock_day, {m: 10}, on=REFERENCE + DAY)
    deliver_couplings(stock_day + DAY, REFERENCE, [(m, REFERENCE, 1)], on=REFERENCE + DAY)

    found = figures_for(period, known_at=end_of_day(date(2026, 1, 1)))[m]

    assert (found.open_couplings_on_reference_date, found.housed_by_reference_date) == (8, 8)


def test_stretches_that_adjoin_are_one():
    stretches = [(july(11), july(20)), (july(1), july(10)), (july(22), july(25)), (july(23), july(24))]

    assert joined(stretches) == [(july(1), july(20)), (july(22), july(25))]


def test_days_are_covered_without_a_hole():
    stretches = [(july(1), july(20)), (july(22), july(25))]

    assert covered_through(stretches, july(20)) == july(20)
    assert covered_through(stretches, july(21)) is None
    assert covers(stretches, july(1), july(20))
    assert not covers(stretches, july(1), july(21))
    assert not covers(stretches, july(21), july(22))
    assert covers([], july(2), july(1))
    assert overlaps(stretches, july(20), july(21))
    assert not overlaps(stretches, july(21), july(21))
