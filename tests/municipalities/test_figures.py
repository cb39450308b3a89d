"""Arithmetic on figures: absent is not zero, and each sum says what is missing from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from municipalities.figures import Figures, PeriodFacts, Sum, share, totals

PERIOD = PeriodFacts.of("2023-2")
KNOWN = Figures(
    period=PERIOD,
    quota_announced=245,
    quota=159,
    opening_balance=-12,
    realised=140,
    housed_by_reference_date=60,
    open_couplings_on_reference_date=70,
    quota_announced_on=date(2023, 5, 2),
    quota_changed_on=date(2023, 11, 10),
    realised_so_far=140,
    covered_through=PERIOD.last_day,
)


def figures(**values: Any) -> Figures:
    return replace(KNOWN, **values)


def test_period_follows_from_its_code():
    first, second = PeriodFacts.of("2024-1"), PERIOD

    assert (first.start, first.last_day, first.reference_date) == (
        date(2024, 1, 1),
        date(2024, 6, 30),
        date(2024, 4, 1),
    )
    assert (second.start, second.last_day, second.reference_date) == (
        date(2023, 7, 1),
        date(2023, 12, 31),
        date(2023, 10, 1),
    )
    assert (first.previous_code, second.previous_code) == ("2023-2", "2023-1")
    assert (first.next_code, second.next_code) == ("2024-2", "2024-1")


def test_total_task_and_closing_balance_add_up():
    assert (KNOWN.total_task, KNOWN.closing_balance) == (147, 7)


@pytest.mark.parametrize("absent", ["quota", "opening_balance", "realised"])
def test_closing_balance_is_unknown_without_one_of_its_parts(absent):
    unknown = figures(**{absent: None})

    assert unknown.closing_balance is None
    assert (unknown.total_task is None) == (absent != "realised")


@pytest.mark.parametrize(("waiting", "available"), [(70, 130), (1, 61), (0, 60), (-1, 60), (None, None)])
def test_more_housed_than_coupled_counts_as_nobody_waiting(waiting, available):
    assert figures(open_couplings_on_reference_date=waiting).available_on_reference_date == available


def test_available_is_unknown_without_who_was_housed():
    assert figures(housed_by_reference_date=None).available_on_reference_date is None


@pytest.mark.parametrize(
    ("opening", "waiting", "shortage"),
    [(-12, 86, 1), (-12, 87, 0), (-12, 88, 0), (-158, -99, 0), (-159, 0, 0), (-160, 0, 0), (None, 0, None)],
)
def test_shortage_is_what_the_total_task_lacks(opening, waiting, shortage):
    known = figures(opening_balance=opening, open_couplings_on_reference_date=waiting)

    assert known.coupling_shortage == shortage


def test_shortage_is_counted_from_a_total_task_of_one_on():
    nobody = {"housed_by_reference_date": 0, "open_couplings_on_reference_date": 0}

    assert [figures(opening_balance=o, **nobody).coupling_shortage for o in (-158, -159, -160)] == [1, 0, 0]
    assert figures(opening_balance=-159, open_couplings_on_reference_date=None).coupling_shortage is None


@pytest.mark.parametrize(
    ("part", "whole", "found"),
    [
        (1, 3, Fraction(1, 3)),
        (0, 1, Fraction(0)),
        (1, 0, None),
        (1, -1, None),
        (None, 1, None),
        (1, None, None),
    ],
)
def test_share_is_exact_and_absent_where_nothing_was_asked(part, whole, found):
    assert share(part, whole) == found


def test_shares_are_of_quota_and_of_total_task():
    assert (KNOWN.share_of_quota, KNOWN.share_of_total_task) == (Fraction(140, 159), Fraction(140, 147))


@pytest.mark.parametrize(
    ("announced", "quota", "changed"),
    [
        (245, 159, True),
        (159, 159, False),
        (0, 0, False),
        (0, 5, True),
        (None, 159, False),
        (None, None, False),
    ],
)
def test_quota_was_changed_when_another_one_was_announced(announced, quota, changed):
    assert figures(quota_announced=announced, quota=quota).quota_was_changed is changed


def test_so_far_is_the_period_as_if_it_ended_with_the_last_known_day():
    partial = figures(realised=None, realised_so_far=90, covered_through=date(2023, 12, 30))

    assert partial.is_partial
    assert partial.so_far == replace(partial, realised=90)
    assert partial.so_far.closing_balance == 57


@pytest.mark.parametrize("through", [None, PERIOD.last_day])
def test_period_known_whole_or_not_at_all_is_not_partial(through):
    known = figures(covered_through=through, realised_so_far=3)

    assert not known.is_partial
    assert known.so_far is known


@pytest.mark.parametrize(
    ("absent", "missing"),
    [
        ({}, ()),
        ({"quota": None}, ("quota",)),
        ({"realised": None, "opening_balance": None}, ("opening_balance", "realised")),
        ({"housed_by_reference_date": None}, ("available_on_reference_date",)),
        ({"quota_announced": None}, ()),
    ],
)
def test_missing_names_what_no_delivery_covers_in_order_of_the_sum(absent, missing):
    assert figures(**absent).missing == missing


@pytest.mark.parametrize(
    "known", [KNOWN, Figures(period=PERIOD), figures(quota_changed_on=None, realised=None)], ids=repr
)
def test_figures_survive_json(known):
    assert Figures.from_json(known.to_json()) == known


def test_figures_of_before_a_field_was_added_are_read():
    stored = KNOWN.to_json()
    del stored["quota_changed_on"]

    assert Figures.from_json(stored) == figures(quota_changed_on=None)


def test_totals_say_who_is_missing_from_each():
    found = totals([KNOWN, figures(quota=41, opening_balance=5), figures(opening_balance=None)])

    assert found.municipalities == 3
    assert found.quota == Sum(359, 0)
    assert found.quota_announced == Sum(735, 0)
    assert found.opening_balance == Sum(-7, 1)
    assert found.total_task == Sum(193, 1)
    assert found.closing_balance == Sum(-87, 1)
    assert found.realised == Sum(420, 0)
    assert found.share_of_quota == Fraction(420, 359)
    assert found.share_of_total_task is None


def test_gross_backlogs_leave_leads_out():
    found = totals(
        [KNOWN, figures(opening_balance=5), figures(opening_balance=0), figures(opening_balance=-99)]
    )

    assert found.gross_opening_backlog == Sum(5, 0)
    assert found.gross_closing_backlog == Sum(7 + 24 + 19, 0)


def test_coupling_shortages_count_municipalities():
    short, unknown = (
        figures(open_couplings_on_reference_date=0),
        figures(open_couplings_on_reference_date=None),
    )
    exact = figures(open_couplings_on_reference_date=87)

    assert totals([KNOWN, short, short, exact, unknown]).coupling_shortages == Sum(3, 1)


def test_totals_of_nobody_are_unknown_not_zero():
    nobody, unheard = totals([]), totals([Figures(period=PERIOD)])

    assert (nobody.quota, unheard.quota) == (Sum(None, 0), Sum(None, 1))
    assert nobody.share_of_quota is unheard.share_of_quota is None


def test_share_of_sums_is_absent_while_who_was_housed_is_missing_of_one():
    assert totals([KNOWN, figures(realised=None)]).share_of_quota is None
    assert totals([KNOWN, figures(quota=None)]).share_of_quota is None
