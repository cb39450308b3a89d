"""What a person decides beside the rule: a golden table of what comes of it, and what is refused."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assessments.rules.assess import assess
from assessments.rules.contract import ADJUSTED
from assessments.rules.deviation import Choice, decide, problems_with
from assessments.rules.findings import Placement
from assessments.rules.policies import utrecht_2024
from assessments.rules.registry import policy_by_version
from assessments.rules.situation import Effect
from tests.rules.cases import BEFORE, before, figures, judged, period_of, situation
from tests.rules.test_golden import GOLDEN, count

POLICY = utrecht_2024.POLICY
GROUND: dict[str, Any] = {"ground": "national_measure", "evidence": "De lockdown."}
RETARGET, NO_INCREASE, FREEZE = (str(effect) for effect in Effect)


def rows() -> list[dict[str, str]]:
    with (GOLDEN / "deviation.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def choice_of(row: dict[str, str]) -> Choice:
    if row["effect"]:
        return Choice(**GROUND, effect=row["effect"], norm=count(row["norm"]))
    return Choice(rung=count(row["choice"]), reason="De brand." if row["choice"] else "")


@pytest.mark.parametrize("row", rows(), ids=lambda row: ",".join(row.values()))
def test_golden_row_of_what_a_person_decides(row):
    policy = policy_by_version(row["policy"])
    known = figures(
        period_of(policy), *(count(row[name]) for name in ("quota", "opening", "available", "realised"))
    )
    memory = before(BEFORE[period_of(policy)], count(row["previous"]), misses=int(row["misses"]))
    proposed = assess(known, memory, policy)

    decided = decide(proposed, known, choice_of(row), policy)

    found = {
        "proposed": proposed.rung,
        "rung": decided.rung,
        "verdict": decided.verdict,
        "measure": decided.measured_against,
        "row": decided.consecutive_misses,
        "frozen": "frozen" if decided.is_frozen else "",
    }
    assert {name: "" if value is None else str(value) for name, value in found.items()} == {
        name: row[name] for name in found
    }


def test_ground_of_what_was_judged_before_memories_were_kept_changes_nothing():
    proposed = replace(judged(POLICY, 20, 5, 30, 19, 1), previous=None)

    decided = decide(proposed, figures("2024-1", 20, 5, 30, 19), Choice(**GROUND, effect=FREEZE), POLICY)

    assert (decided.rung, decided.is_frozen) == (proposed.rung, False)


@pytest.mark.parametrize(("number", "measure"), [(19, ADJUSTED), (20, ADJUSTED), (21, "quota")])
def test_retargeted_norm_counts_only_where_it_is_the_norm(number, measure):
    ruling = POLICY.retargeted(situation(POLICY, 20, 5, 30, 19, 1), number)

    assert ruling.measured is not None
    assert (ruling.measured.measure, ruling.measured.bound) == (measure, min(number, 20))


MISSED = judged(POLICY, 20, 5, 30, 15, 2)
"""From rung 2 to 3: 15 housed where the quota is 20."""
MET = judged(POLICY, 20, 5, 30, 20, 2)
NOTHING_LEFT = judged(POLICY, 20, -30, 0, 0, 2)
WITHOUT_FIGURES = assess(figures("2024-1", None, 5, 30, 20), before(rung=2), POLICY)
REASON = "De brand in de nieuwbouw."


def fields(choice: Choice, placement: Placement = MISSED) -> list[str]:
    return [field for field, _ in problems_with(choice, placement, POLICY)]


@pytest.mark.parametrize(
    ("rung", "found"), [(0, ["rung"]), (1, []), (2, []), (3, ["rung"]), (4, []), (6, []), (7, ["rung"])]
)
def test_another_rung_is_one_of_the_ladder_and_not_the_outcome(rung, found):
    assert fields(Choice(rung=rung, reason=REASON)) == found


@pytest.mark.parametrize(
    ("choice", "placement", "found"),
    [
        (Choice(), WITHOUT_FIGURES, []),
        (Choice(rung=2, reason=REASON), WITHOUT_FIGURES, [""]),
        (Choice(rung=2), MISSED, ["reason"]),
        (Choice(presented_on=date(2024, 7, 15)), MISSED, ["presented_on"]),
        (Choice(rung=2, reason=REASON, presented_on=date(2024, 7, 15)), MISSED, ["presented_on"]),
        (Choice(rung=4, reason=REASON, presented_on=date(2024, 7, 15)), MISSED, []),
        (Choice(rung=2, reason=" "), MISSED, ["reason"]),
        (Choice(reason=REASON), MISSED, ["rung"]),
        (Choice(evidence="x"), MISSED, ["ground"]),
        (Choice(effect=FREEZE), MISSED, ["ground"]),
        (Choice(norm=0), MISSED, ["ground"]),
        (Choice(norm=0, rung=2, reason=REASON), MISSED, ["ground"]),
        (Choice(**{**GROUND, "ground": "own"}, effect=FREEZE), MISSED, ["ground"]),
        (Choice(**{**GROUND, "evidence": " "}, effect=FREEZE), MISSED, ["evidence"]),
        (Choice(**GROUND), MISSED, ["effect"]),
        (Choice(**GROUND, effect=FREEZE, rung=2, reason=REASON), MISSED, ["rung"]),
        (Choice(**GROUND, effect=FREEZE, norm=0), MISSED, ["norm"]),
        (Choice(**GROUND, effect=FREEZE), MISSED, []),
        (Choice(**GROUND, effect=FREEZE), judged(POLICY, 20, 5, 30, 20, 2), []),
        (Choice(**GROUND, effect=FREEZE), judged(POLICY, 20, 5, 30, 25, 2), ["effect"]),
        (Choice(**GROUND, effect=NO_INCREASE), MISSED, []),
        (Choice(**GROUND, effect=NO_INCREASE), judged(POLICY, 20, 5, 30, 20, 2), ["effect"]),
        (Choice(**GROUND, effect=NO_INCREASE), judged(POLICY, 20, 5, 30, 19, 3), []),
        (Choice(**GROUND, effect=FREEZE), judged(POLICY, 20, 5, 30, 19, 4), ["ground"]),
        (Choice(**GROUND, effect=FREEZE), replace(MISSED, previous=None), ["ground"]),
    ],
)
def test_choice_that_cannot_be_made_names_its_field(choice, placement, found):
    assert fields(choice, placement) == found


@pytest.mark.parametrize(
    ("norm", "placement", "found"),
    [
        (-1, MISSED, ["norm"]),
        (0, MISSED, []),
        (19, MISSED, []),
        (20, MISSED, ["norm"]),
        (None, MISSED, ["norm"]),
        (10, MET, ["effect"]),
        (None, MET, ["effect"]),
        (0, NOTHING_LEFT, ["effect"]),
    ],
)
def test_adjusted_norm_is_below_the_norm_that_was_missed(norm, placement, found):
    assert fields(Choice(**GROUND, effect=RETARGET, norm=norm), placement) == found
