"""Fictitious half-years after the worked example, so that there is a period that runs.

Nothing here is published or illustrates what was: the numbers are drawn, the same ones for every day on which
they are asked. What had not happened yet on that day is left out by who records them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from municipalities.figures import PeriodFacts
from municipalities.halfyear import half_year_of
from municipalities.reference import read_fixture

Rows = list[dict[str, str]]
Later = dict[PeriodFacts, Rows]

FIRST_DAY = date(2024, 7, 1)
ANNOUNCED_BEFORE = timedelta(weeks=13)
PROVINCE_QUOTAS = (1520, 1385, 1290, 1440, 1350)
"""People to house in the province, one period after another and then from the start again."""
STRENGTHS = (0.97, 1.05, 1.1, 1.15, 1.25, 1.4)
"""What part of its quota a municipality can house in a half-year; each has its own, with chance around it."""


def later_figures(figures: dict[str, Rows], today: date) -> Later:
    """Return the half-year figures of each later period that had begun on a day."""
    balances, waiting = standing_after(figures)
    found: Later = {}
    for index, facts in enumerate(later_periods(today)):
        quotas = apportioned(PROVINCE_QUOTAS[index % len(PROVINCE_QUOTAS)])
        rows = []
        for code in balances:
            task = quotas[code] + balances[code]
            available, realised = drawn(code, facts.code, quotas[code], task, waiting[code])
            balances[code] = task - realised
            waiting[code] = max(available, realised) - realised
            numbers = {
                "quota_announced": quotas[code],
                "available_on_reference_date": available,
                "realised": realised,
            }
            rows.append({"cbs_code": code, **{name: str(number) for name, number in numbers.items()}})
        found[facts] = rows
    return found


def with_next(later: Later, figures: dict[str, Rows]) -> Later:
    """Add the period that follows: who is coupled for it comes in partly while the last one runs."""
    return later_figures(figures, max(facts.end for facts in later)) if later else later


def later_periods(today: date) -> Iterator[PeriodFacts]:
    facts = PeriodFacts.of(half_year_of(FIRST_DAY))
    while facts.start <= today:
        yield facts
        facts = PeriodFacts.of(facts.next_code)


def announced_on(facts: PeriodFacts) -> date:
    return facts.start - ANNOUNCED_BEFORE


def standing_after(figures: dict[str, Rows]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the balance of each municipality at the end of the example, and how many waited then."""
    balances, waiting = {}, {}
    for first, second in zip(figures["2023-2"], figures["2024-1"], strict=True):
        code = first["cbs_code"]
        balances[code] = int(first["opening_balance"]) + int(first["quota_revised"]) - int(first["realised"])
        balances[code] += int(second["correction"]) + int(second["quota_announced"]) - int(second["realised"])
        available, realised = int(second["available_on_reference_date"]), int(second["realised"])
        waiting[code] = max(available, realised) - realised
    return balances, waiting


def drawn(code: str, period: str, quota: int, task: int, waiting: int) -> tuple[int, int]:
    """Return how many were available in time and how many were housed."""
    strength = Random(f"{code} kracht").choice(STRENGTHS)
    random = Random(f"{code} {period}")
    few = random.random() < 0.2
    part = random.uniform(0.6, 0.9) if few else random.uniform(1.0, 1.15)
    available = max(waiting, round(max(task, 0) * part), 0)
    able = round(quota * (strength + random.uniform(-0.12, 0.12)))
    return available, max(0, min(able, task + random.randrange(3), available))


def apportioned(total: int) -> dict[str, int]:
    """Return a quota for the province divided by inhabitants, the largest remainders rounded up."""
    inhabitants = {
        row["cbs_code"]: int(row["inhabitants"])
        for row in read_fixture("municipalities.csv")
        if row["province_code"] == "PV26"
    }
    everyone = sum(inhabitants.values())
    shares = {code: divmod(total * number, everyone) for code, number in inhabitants.items()}
    left = total - sum(whole for whole, _ in shares.values())
    first = sorted(shares, key=lambda code: (-shares[code][1], code))[:left]
    return {code: whole + (code in first) for code, (whole, _) in shares.items()}


def weeks_of(spans: Iterable[PeriodFacts]) -> Iterator[tuple[date, date]]:
    """Yield the weeks, cut where a period ends: from here on COA delivers on Mondays about the week before."""
    for facts in spans:
        first = facts.start
        while first < facts.end:
            sunday = first + timedelta(days=6 - first.weekday())
            last = min(sunday, facts.last_day)
            yield first, last
            first = last + timedelta(days=1)
