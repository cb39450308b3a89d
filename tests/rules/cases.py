"""Figures to judge, made by hand: what a golden table needs, and the worked example."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from assessments.rules.assess import assess
from assessments.rules.contract import Policy
from assessments.rules.findings import Placement
from assessments.rules.situation import How, Past, Previous, Situation, Verdict
from municipalities.figures import Figures, PeriodFacts

PERIODS = {
    "2023-2": PeriodFacts(
        code="2023-2", start=date(2023, 7, 1), end=date(2024, 1, 1), reference_date=date(2023, 10, 1)
    ),
    "2024-1": PeriodFacts(
        code="2024-1", start=date(2024, 1, 1), end=date(2024, 7, 1), reference_date=date(2024, 4, 1)
    ),
}
BEFORE = {"2023-2": "2023-1", "2024-1": "2023-2"}
EXAMPLE = Path(__file__).with_name("utrecht_example.csv")


def figures(
    period: str,
    quota: int | None,
    opening: int | None,
    available: int | None,
    realised: int | None,
) -> Figures:
    """Return the figures T, O, S and R; nobody among the available was housed by the reference date."""
    return Figures(
        period=PERIODS[period],
        quota=quota,
        opening_balance=opening,
        housed_by_reference_date=None if available is None else 0,
        open_couplings_on_reference_date=available,
        realised=realised,
    )


def before(
    period: str = "2023-2",
    rung: int | None = None,
    *,
    misses: int = 0,
    met: bool = False,
    how: How = How.NOTHING,
) -> Previous:
    """Return a memory with a row of misses directly before, or a norm that was met."""
    past = [Past(period=period, rung=rung, verdict=Verdict.NOT_MET)] * misses
    if met:
        past = [Past(period=period, rung=rung, verdict=Verdict.MET)]
    return Previous(period=period, rung=rung, how=how, past=tuple(past))


def situation(
    policy: Policy,
    t: int | None,
    o: int | None,
    s: int | None,
    r: int | None,
    p: int | None = None,
    **memory: Any,
) -> Situation:
    """Return quota, opening, available, realised and previous rung as the policy sees them."""
    period = period_of(policy)
    return policy.situation(figures(period, t, o, s, r), Previous(period=BEFORE[period], rung=p, **memory))


def period_of(policy: Policy) -> str:
    return next(code for code in reversed(PERIODS) if policy.covers(code))


def judged(policy: Policy, t: int, o: int, s: int, r: int, p: int | None = None) -> Placement:
    """Return what the policy makes of quota, opening, available, realised and previous rung."""
    period = period_of(policy)
    return assess(figures(period, t, o, s, r), Previous(period=BEFORE[period], rung=p), policy)


def letter_blocks(placement: Placement) -> str:
    return " ".join(finding.block for finding in placement.findings if finding.in_letter)


def sentence(placement: Placement, block: str) -> str:
    """Return the only sentence of this block, about "de gemeente"."""
    (text,) = (finding.text("de gemeente") for finding in placement.findings if finding.block == block)
    return text


def example_rows() -> list[dict[str, str]]:
    with EXAMPLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def example_figures(row: dict[str, str], period: str) -> Figures:
    half = period.replace("-", "_")
    counts = [int(row[f"{name}_{half}"]) for name in ("quota", "opening", "available", "realised")]
    return figures(period, *counts)
