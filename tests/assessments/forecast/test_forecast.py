"""The forecast and the break-even, as pure functions: by example, and for any figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.forecast.forecast import (
    BreakEven,
    Range,
    add_up,
    available_in_time,
    break_even,
    forecast,
    pace,
    realised_at_end,
)
from assessments.forecast.forecast_in_words import province_expectation
from assessments.rules.assess import assess, rung_in
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.situation import How, Previous, Verdict
from assessments.rules.tables import Measured, MeasuringLine, SteppingLine
from municipalities.pool import Pool, Waiting, still_waiting
from tests.rules.cases import PERIODS, before, figures

PERIOD = PERIODS["2024-1"]
RUNG_1 = before(rung=1, met=True, how=How.ADOPTED)

people = st.integers(0, 12) | st.integers(0, 900)
balances = st.integers(-12, 12) | st.integers(-900, 900)
days = st.dates(PERIOD.start, PERIOD.last_day)
policies = st.sampled_from([utrecht_2023.POLICY, utrecht_2024.POLICY])
rungs = st.none() | st.integers(1, 6)


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    through = draw(days)
    coupled = draw(st.lists(st.tuples(st.dates(date(2023, 7, 1), through), people), max_size=6))
    return Pool(
        through=through,
        housed=draw(people),
        waiting=still_waiting(coupled, draw(people)),
        housed_lately=draw(people),
        coupled_lately=draw(people),
    )


def pool(through: date, *waiting: tuple[date, int], housed: int = 0, **lately: Any) -> Pool:
    nobody = Pool(through=through, housed=housed, waiting=tuple(Waiting(*row) for row in waiting))
    return replace(nobody, **lately)


# Who waits ---------------------------------------------------------------------------------------


def test_who_was_coupled_last_still_waits():
    coupled = [(date(2024, 1, 1), 5), (date(2024, 2, 1), 3), (date(2024, 3, 1), 4)]

    assert still_waiting(coupled, 6) == (Waiting(date(2024, 2, 1), 2), Waiting(date(2024, 3, 1), 4))
    assert still_waiting(coupled, 0) == ()


def test_withdrawn_couplings_are_no_one_who_waits():
    coupled = [(date(2024, 1, 1), 5), (date(2024, 2, 1), -2)]

    assert still_waiting(coupled, 3) == (Waiting(date(2024, 1, 1), 3),)


@given(coupled=st.lists(st.tuples(days, st.integers(-5, 20)), max_size=8), housed=people)
def test_as_many_wait_as_the_ledger_says(coupled, housed):
    net = sum(amount for _, amount in coupled)
    waiting = still_waiting(coupled, max(0, net - housed))

    assert sum(row.number for row in waiting) == max(0, net - housed)
    assert list(waiting) == sorted(waiting, key=lambda row: row.coupled_on)


def test_term_ends_after_twelve_weeks():
    row = Waiting(date(2024, 1, 1), 3)

    assert row.due_on == date(2024, 3, 25)
    assert pool(date(2024, 3, 25), (row.coupled_on, 3)).overdue_number == 0
    assert pool(date(2024, 3, 26), (row.coupled_on, 3)).overdue_number == 3


# At the end --------------------------------------------------------------------------------------


def test_realised_by_the_term_the_own_share_of_it_and_the_own_pace():
    known = figures("2024-1", 20, 0, 20, None)
    # Ten are due before the end and two after it; of the 24 who waited twelve weeks ago half was housed, so
    # five of those ten are; at the own pace of 1 a week, 4 are housed in 4 weeks.
    waiting = [(date(2024, 3, 1), 10), (date(2024, 5, 1), 2)]
    at = pool(date(2024, 6, 2), *waiting, housed=7, housed_lately=12)

    assert at.share_of_term == Fraction(1, 2)
    assert realised_at_end(known, at) == Range(7 + 4, 7 + 5, 7 + 10)


def test_share_of_the_term_is_that_of_those_who_waited_twelve_weeks_ago():
    ten_wait = (date(2024, 3, 1), 10)

    # Of the 10 - 6 + 4 who waited twelve weeks ago, 4 were housed since.
    assert pool(date(2024, 6, 2), ten_wait, coupled_lately=6, housed_lately=4).share_of_term == Fraction(1, 2)
    assert pool(date(2024, 6, 2), ten_wait, coupled_lately=10, housed_lately=4).share_of_term == 1
    assert pool(date(2024, 6, 2), ten_wait, coupled_lately=14).share_of_term == 1
    assert pool(date(2024, 6, 2), ten_wait).share_of_term == 0


def test_who_keeps_the_term_is_expected_to_go_on():
    # For months 2 are coupled every day, and housed when their term ends.
    through = date(2024, 4, 1)
    waiting = [(through - timedelta(offset), 2) for offset in range(83, -1, -1)]
    at = pool(through, *waiting, housed=184, housed_lately=168, coupled_lately=168)

    assert at.share_of_term == 1
    assert realised_at_end(figures("2024-1", 400, 0, 400, None), at) == Range(364, 364, 364)


def test_realised_counts_couplings_still_expected_that_are_due_in_time():
    known = figures("2024-1", 20, 0, 20, None)
    # 84 coupled in 12 weeks is 1 a day; on 7 April couplings are as old as the term on the last day.
    at = pool(date(2024, 3, 28), housed=0, coupled_lately=84)

    assert realised_at_end(known, at) == Range(0, 5, 10)


def test_three_readings_that_agree_are_no_certainty():
    known = figures("2024-1", 20, 0, 20, None)
    nobody_waits = pool(date(2024, 6, 2), housed=7)

    assert realised_at_end(known, nobody_waits) == Range(7, 7, 7, is_certain=False)
    assert realised_at_end(replace(known, realised=7), nobody_waits) == Range(7, 7, 7, is_certain=True)
    assert not add_up([Range(7, 7, 7), realised_at_end(replace(known, realised=7), None)])[0].is_certain


def test_own_pace_stops_when_nobody_waits():
    at = pool(date(2024, 6, 2), (date(2024, 5, 31), 3), housed=7, housed_lately=120)

    assert realised_at_end(figures("2024-1", 20, 0, 20, None), at) == Range(7, 9, 10)


def test_no_fewer_are_expected_than_were_housed_since_the_last_known_coupling():
    # Couplings are known through 2 June and housings through 16 June: three more than the pool tells.
    known = replace(figures("2024-1", 20, 0, 20, None), realised_so_far=10, covered_through=date(2024, 6, 16))
    nobody_waits = pool(date(2024, 6, 2), housed=7)
    some_wait = pool(date(2024, 6, 2), (date(2024, 3, 1), 8), housed=7, housed_lately=15)

    assert realised_at_end(known, nobody_waits) == Range(10, 10, 10)
    assert realised_at_end(known, some_wait) == Range(12, 12, 15)
    assert realised_at_end(replace(known, realised_so_far=14), some_wait) == Range(14, 14, 15)


def test_available_before_the_reference_date_is_expected_at_the_pace_of_coupling():
    known = figures("2024-1", 20, 0, None, None)
    at = pool(date(2024, 3, 4), (date(2024, 2, 1), 5), housed=4, coupled_lately=12)

    assert available_in_time(known, at) == Range(9, 13, 17)


def test_available_after_the_reference_date_without_figures_stays_unknown():
    at = pool(date(2024, 4, 2), (date(2024, 2, 1), 5))

    assert available_in_time(figures("2024-1", 20, 0, None, None), at) is None


def test_shortage_is_expected_before_the_reference_date():
    at = pool(date(2024, 3, 4), (date(2024, 2, 1), 5), housed=4, coupled_lately=12)
    found = forecast(figures("2024-1", 20, -4, None, None), at, RUNG_1, utrecht_2024.POLICY)

    assert found.shortage == Range(0, 3, 7)


def test_rungs_range_over_who_is_available_too():
    fast = {"coupled_lately": 12, "housed_lately": 84}
    at = pool(date(2024, 3, 4), (date(2024, 2, 1), 12), **fast)
    found = forecast(figures("2024-1", 20, 8, None, None), at, RUNG_1, utrecht_2024.POLICY)

    assert (found.available, found.realised) == (Range(12, 16, 20), Range(17, 23, 29))
    # Housing 17 is enough when 16 are available in time, and too few when 20 are.
    assert found.rungs == (1, 2)


def test_forecast_without_pool_or_policy_leaves_out_what_it_cannot_know():
    known = figures("2024-1", 20, 0, 20, None)
    at = pool(date(2024, 6, 2), housed=7)

    assert forecast(known, None, RUNG_1, utrecht_2024.POLICY).realised is None
    found = forecast(known, at, RUNG_1, None)
    assert (found.realised, found.expected, found.rungs) == (Range(7, 7, 7), None, None)


@pytest.mark.parametrize(("realised", "times"), [(15, 1), (None, 3)])
def test_period_that_is_over_is_judged_once_and_one_that_runs_for_each_end(realised, times):
    at = pool(date(2024, 3, 3), (date(2024, 2, 1), 5), housed=7, housed_lately=9, coupled_lately=6)
    known = figures("2024-1", 20, 0, realised, None)
    if realised is not None:
        known = figures("2024-1", 20, 0, realised, 20)
    with patch("assessments.forecast.forecast.rung_in", wraps=rung_in) as judged:
        found = forecast(known, at, RUNG_1, utrecht_2024.POLICY)
        assert judged.call_count == 0, "nothing is judged that nobody asks"
        assert found.rungs[0] <= found.rung <= found.rungs[1]

    assert judged.call_count == times


@given(case=st.tuples(people, balances, people, people), at=st.none() | pools(), policy=policies, p=rungs)
def test_forecast_of_final_figures_is_the_assessment(case, at, policy, p):
    final = figures("2024-1", *case)
    previous = Previous(period="2023-2", rung=p)
    placement = replace(assess(final, previous, policy), findings=())
    found = forecast(final, at, previous, policy)

    assert (found.expected, found.rung, found.rungs) == (placement, placement.rung, (placement.rung,) * 2)
    assert (found.realised.expected, found.realised.is_certain) == (final.realised, True)
    assert (found.shortage.expected, found.shortage.is_certain) == (final.coupling_shortage, True)
    assert found.closing_balance == final.closing_balance


@given(case=st.tuples(people, balances), at=pools(), policy=policies, p=rungs)
def test_forecast_lies_within_its_range(case, at, policy, p):
    running = figures("2024-1", *case, None, None)
    found = forecast(running, at, Previous(period="2023-2", rung=p), policy)

    assert at.housed <= found.realised.low <= found.realised.expected <= found.realised.high
    if found.available is not None:
        assert found.available.low <= found.available.expected <= found.available.high
        assert found.shortage.low <= found.shortage.expected <= found.shortage.high
        assert found.rungs[0] <= found.rung == found.expected.rung <= found.rungs[1]


@given(at=pools(), more=st.integers(1, 50))
def test_more_housed_lately_never_lowers_the_forecast(at, more):
    known = figures("2024-1", 20, 0, 20, None)
    faster = replace(at, housed_lately=at.housed_lately + more)

    assert realised_at_end(known, faster).expected >= realised_at_end(known, at).expected


# What it takes -----------------------------------------------------------------------------------


@given(case=st.tuples(people, balances, people, people), policy=policies, p=rungs)
def test_break_even_is_the_fewest_that_will_do(case, policy, p):
    t, o, s, housed = case
    previous = Previous(period="2023-2", rung=p)

    def rung(realised):
        return assess(figures("2024-1", t, o, s, realised), previous, policy).rung

    found = break_even(figures("2024-1", t, o, s, None), housed, previous, policy)

    for row in found:
        assert rung(row.realised) == row.rung < rung(row.realised - 1)
        assert row.more == row.realised - housed > 0
    lightest = rung(max(t, t + o, s, housed) + 10)
    assert lightest == (found[-1].rung if found else rung(housed))


def test_break_even_names_every_lighter_rung():
    previous = before(rung=2, misses=1, how=How.ADOPTED)
    found = break_even(figures("2024-1", 17, 8, 30, None), 12, previous, utrecht_2024.POLICY)

    assert [(row.rung, row.more) for row in found] == [(2, 5), (1, 13)]


def test_break_even_of_a_policy_that_asks_for_more_than_the_task():
    def half_more(situation):
        bound = (3 * situation.total_task + 1) // 2
        return Measured(
            measure="total_task", bound=bound, counted=situation.realised, realised=("finding_met",)
        )

    def step(holds, rung):
        texts = {"condition": "", "outcome": "", "grounds": (), "because": "step_stay"}
        return SteppingLine(**texts, holds=holds, rung=lambda _: rung)

    measuring = MeasuringLine(condition="", outcome="", grounds=(), holds=lambda _: True, measured=half_more)
    met = step(lambda _, measured: measured.verdict is Verdict.MET, 1)
    policy = replace(utrecht_2024.POLICY, measuring=(measuring,), stepping=(met, step(lambda *_: True, 2)))

    assert break_even(figures("2024-1", 20, 0, 20, None), 12, RUNG_1, policy) == [BreakEven(1, 30, 18)]
    assert break_even(figures("2024-1", 20, 0, 20, None), 30, RUNG_1, policy) == []


# The line of the pace ----------------------------------------------------------------------------


@pytest.mark.parametrize("month", range(1, 7))
def test_pace_is_a_sixth_of_the_task_at_the_end_of_each_month(month):
    last = date(2024, month + 1, 1) - timedelta(1)

    assert pace(120, PERIOD, last) == 20 * month


def test_pace_rises_evenly_within_a_month():
    assert pace(120, PERIOD, date(2023, 12, 31)) == 0
    assert pace(124, PERIOD, date(2024, 1, 1)) == Fraction(124, 6 * 31)
    assert pace(-3, PERIOD, date(2024, 3, 1)) == 0


def test_sum_of_forecasts_says_how_many_are_missing():
    assert add_up([Range(1, 2, 3), None, Range(4, 4, 4)]) == (Range(5, 6, 7), 1)
    assert add_up([None]) == (None, 1)


@pytest.mark.parametrize(
    ("total", "missing", "sentence"),
    [
        (Range(0, 0, 0, is_certain=True), 0, "In de provincie zijn geen vergunninghouders gehuisvest."),
        (
            Range(1, 1, 1, is_certain=True),
            1,
            "In de provincie is 1 vergunninghouder gehuisvest; in dit aantal ontbreekt 1 gemeente.",
        ),
        (
            Range(0, 1, 2, is_certain=False),
            2,
            "In de provincie wordt naar verwachting 1 vergunninghouder gehuisvest, tussen 0 en 2; in dit aantal "
            "ontbreken 2 gemeenten.",
        ),
        (
            Range(0, 0, 2, is_certain=False),
            0,
            "In de provincie worden naar verwachting geen vergunninghouders gehuisvest, tussen 0 en 2.",
        ),
        (
            Range(7, 1207, 1300),
            0,
            "In de provincie worden naar verwachting 1.207 vergunninghouders gehuisvest, tussen 7 en 1.300.",
        ),
    ],
)
def test_expectation_of_a_province_reads_well_for_nobody_one_and_many(total, missing, sentence):
    said = province_expectation(cast(Any, SimpleNamespace(sum_realised=total, missing=missing)))

    assert said is not None
    assert f"{said.before}{said.number}{said.after}" == sentence
