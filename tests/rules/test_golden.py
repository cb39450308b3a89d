"""The golden table of every registered policy: just below, on and just above each bound.

A policy has its table in `golden/`, under its version; a policy without one fails.
"""

import csv
from pathlib import Path

import pytest

from assessments.rules.contract import Policy, Ruling
from assessments.rules.registry import POLICIES
from assessments.rules.situation import ActSeen, Past, Situation, Verdict
from tests.rules.cases import situation

GOLDEN = Path(__file__).with_name("golden")
each_policy = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)


def rows_of(policy: Policy) -> list[dict[str, str]]:
    path = GOLDEN / f"{policy.version}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def count(text: str) -> int | None:
    return int(text) if text else None


def choosing(policy: Policy, row: dict[str, str]) -> Policy:
    return policy.choosing(dict(choice.split("=") for choice in row["choices"].split()))


def seen(policy: Policy, row: dict[str, str]) -> Situation:
    """Return the situation of a row.

    Its past is written "rung/verdict/closing balance", newest first; its act is the number that goes first, or "over".
    """
    figures = (count(row[name]) for name in ("quota", "opening", "available", "realised", "previous"))
    past = tuple(
        Past(
            period="",
            rung=int(rung),
            verdict=Verdict(verdict) if verdict else None,
            closing_balance=count(closing),
        )
        for rung, verdict, closing in (each.split("/") for each in row["past"].split())
    )
    act = ActSeen(
        kind="notice_of_intent",
        goes_first=int(row["act"].removeprefix("over") or 0),
        is_over=row["act"] == "over",
    )
    return situation(choosing(policy, row), *figures, past=past, act=act if row["act"] else None)


def outcome(ruling: Ruling) -> dict[str, str]:
    measured, step = ruling.measured, ruling.step
    found = {
        "measure": measured.measure if measured else None,
        "bound": measured.bound if measured else None,
        "verdict": ruling.verdict,
        "rung": ruling.rung,
        "counterfactual": ruling.counterfactual,
        "line": step.because if step else None,
    }
    return {name: "" if value is None else str(value) for name, value in found.items()}


@pytest.mark.parametrize(("policy", "row"), [(policy, row) for policy in POLICIES for row in rows_of(policy)])
def test_golden_row(policy, row):
    found = outcome(choosing(policy, row).judge(seen(policy, row)))

    assert found == {name: row[name] for name in found}


@each_policy
def test_every_line_is_reached_by_a_golden_row(policy):
    reached = set()
    for row in rows_of(policy):
        ruling = choosing(policy, row).judge(seen(policy, row))
        if ruling.measured is not None:
            found = seen(policy, row)
            reached.add(next(line for line in policy.measuring if line.holds(found)))
            reached.add(ruling.step)

    assert reached == {*policy.measuring, *policy.stepping}


@each_policy
def test_every_choice_has_golden_rows(policy):
    chosen = {choice for row in rows_of(policy) for choice in row["choices"].split()}

    offered = {
        f"{each.code}={name}"
        for each in policy.assumptions
        for name in each.choices or {}
        if name != each.default
    }
    assert chosen == offered


@each_policy
def test_golden_rows_hold_both_a_row_without_figures_and_one_of_the_executive(policy):
    rows = rows_of(policy)

    assert any(not row["rung"] for row in rows)
    assert any(int(row["previous"] or 1) >= policy.ladder.executive_from for row in rows)
