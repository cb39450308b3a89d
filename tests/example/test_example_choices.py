"""What each reading of assumption A6 makes of the worked example, one half-year after another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from assessments.rules.assess import assess
from assessments.rules.contract import Policy
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.situation import How, Past, Previous
from example.later import later_figures
from municipalities.figures import Figures, PeriodFacts
from municipalities.reference import read_fixture
from tests.rules.cases import PERIODS

LAST_DAY = date(2026, 1, 1)
NAMES = {row["cbs_code"]: row["name"] for row in read_fixture("municipalities.csv")}


@dataclass(frozen=True)
class Run:
    counts: list[str]
    """Per half-year how many stand on rung 1, 2, 3 and 4."""
    rungs: dict[str, list[int | None]]
    """Per municipality, by name, half-year after half-year."""

    @property
    def reach_four(self) -> set[str]:
        return {name for name, rungs in self.rungs.items() if 4 in rungs}


def given() -> Iterator[tuple[PeriodFacts, dict[str, tuple[int, int, int, int]]]]:
    """Yield of each half-year, by code: quota, correction, available and housed."""
    rows = {code: read_fixture(f"example_{code}.csv") for code in PERIODS}
    spans = {PERIODS[code]: rows[code] for code in PERIODS} | later_figures(rows, LAST_DAY)
    for facts, numbers in spans.items():
        yield (
            facts,
            {
                row["cbs_code"]: (
                    int(row.get("quota_revised") or row["quota_announced"]),
                    int(row.get("correction") or row.get("opening_balance") or 0),
                    int(row["available_on_reference_date"]),
                    int(row["realised"]),
                )
                for row in numbers
            },
        )


HALF_YEARS = list(given())


def run(after: Policy) -> Run:
    """Judge all half-years, the first under its own policy, with what was proposed as memory."""
    balances: dict[str, int] = {}
    memory: dict[str, tuple[Past, ...]] = {}
    rungs: dict[str, list[int | None]] = defaultdict(list)
    counts = []
    for facts, numbers in HALF_YEARS:
        policy = utrecht_2023.POLICY if facts.code == "2023-2" else after
        for code, (quota, correction, available, realised) in numbers.items():
            figures = Figures(
                period=facts,
                quota=quota,
                opening_balance=balances.get(code, 0) + correction,
                housed_by_reference_date=0,
                open_couplings_on_reference_date=available,
                realised=realised,
            )
            past = memory.get(code, ())
            before = Previous(
                period=facts.previous_code,
                rung=past[0].rung if past else None,
                how=How.ADOPTED if past else How.NOTHING,
                past=past,
            )
            placed = assess(figures, before, policy)
            balances[code] = figures.closing_balance or 0
            own = Past(
                period=facts.code, rung=placed.rung, verdict=placed.verdict, closing_balance=balances[code]
            )
            memory[code] = (own, *past)
            rungs[NAMES[code]].append(placed.rung)
        number = Counter(rows[-1] for rows in rungs.values())
        counts.append("/".join(str(number[rung]) for rung in (1, 2, 3, 4)))
    return Run(counts, rungs)


@pytest.mark.parametrize(
    ("choice", "counts", "reach_four"),
    [
        (
            "after_met",
            "13/13/0/0 4/10/12/0 8/18/0/0 9/13/4/0 11/13/1/1 12/8/5/1",
            {"Utrecht"},
        ),
        (
            "shrunk",
            "13/13/0/0 4/10/12/0 8/17/1/0 9/13/4/0 11/12/2/1 12/8/4/2",
            {"Utrecht", "Utrechtse Heuvelrug"},
        ),
        (
            "below_entry",
            "13/13/0/0 4/10/12/0 8/17/1/0 9/13/4/0 11/12/2/1 12/8/4/2",
            {"Utrecht", "Utrechtse Heuvelrug"},
        ),
        (
            "twice",
            "13/13/0/0 4/10/12/0 8/6/12/0 9/12/3/2 11/10/3/2 12/7/3/4",
            {"Eemnes", "Utrecht", "Utrechtse Heuvelrug", "Wijk bij Duurstede"},
        ),
        (
            "cleared",
            "13/13/0/0 4/10/12/0 8/6/12/0 9/5/10/2 11/2/11/2 12/1/8/5",
            {"De Bilt", "Eemnes", "Utrecht", "Utrechtse Heuvelrug", "Wijk bij Duurstede"},
        ),
    ],
)
def test_example_choices_say_who_reaches_the_executive(choice, counts, reach_four):
    outcome = run(utrecht_2024.POLICY.choosing({"A6": choice}))

    assert (outcome.counts, outcome.reach_four) == (counts.split(), reach_four)


def test_example_choices_let_one_municipality_go_up_and_down_as_published():
    by_choice = {
        choice: run(utrecht_2024.POLICY.choosing({"A6": choice})).rungs["Utrechtse Heuvelrug"]
        for choice in utrecht_2024.POLICY.assumption("A6").choices
    }

    assert by_choice == {
        "after_met": [2, 3, 2, 3, 2, 3],
        "shrunk": [2, 3, 2, 3, 3, 4],
        "below_entry": [2, 3, 2, 3, 3, 4],
        "twice": [2, 3, 3, 4, 4, 4],
        "cleared": [2, 3, 3, 4, 4, 4],
    }
