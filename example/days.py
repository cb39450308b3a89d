"""Days that add up to the half-year figures of the worked example: the same ones every time, and plausible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from municipalities.figures import PeriodFacts

PERIODS = {
    "2023-2": PeriodFacts(
        code="2023-2", start=date(2023, 7, 1), end=date(2024, 1, 1), reference_date=date(2023, 10, 1)
    ),
    "2024-1": PeriodFacts(
        code="2024-1", start=date(2024, 1, 1), end=date(2024, 7, 1), reference_date=date(2024, 4, 1)
    ),
}
STOCK_DAY = date(2023, 6, 30)
NOBODY_BEFORE = {"GM0351": date(2023, 12, 1)}
"""Woudenberg housed nobody before December 2023 (press)."""
ONE_DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def days_in(spans: Iterable[PeriodFacts]) -> Iterator[tuple[date, date]]:
    """Yield every day: COA delivers each morning about the day before."""
    for facts in spans:
        for offset in range((facts.end - facts.start).days):
            day = facts.start + timedelta(days=offset)
            yield day, day


@dataclass(frozen=True)
class Course:
    """A municipality's pool in days: a stock to begin with, then one date per person, in order."""

    stock: int
    coupled: list[date]
    housed: list[date]


def course_of(rows: list[tuple[PeriodFacts, dict[str, str]]]) -> Course:
    """Return days that add up to the half-year figures of all periods.

    Whoever is housed was coupled before, first come first served, so the pool is never negative.
    """
    _, first = rows[0]
    random = Random(first["cbs_code"])
    stock = int(first["available_on_reference_date"]) * 2 // 5
    arrivals = [STOCK_DAY] * stock
    housed: list[date] = []
    earlier: date | None = None
    for facts, row in rows:
        start, reference = facts.start, facts.reference_date
        available, realised = int(row["available_on_reference_date"]), int(row["realised"])
        needed = available - (len(arrivals) - len(housed))
        # The fictitious periods couple all year round: half of whom they need came after the last reference date.
        ahead = needed // 2 if earlier else 0
        if earlier:
            arrivals += some_days(random, ahead, earlier + ONE_DAY, start - ONE_DAY)
        arrivals += some_days(random, needed - ahead, start, reference)
        late = max(0, realised - available)
        # Late arrivals come early enough to be housed before the period ends.
        arrivals += some_days(random, late, reference + ONE_DAY, reference + 5 * WEEK)
        here = arrivals[len(housed) :]
        housed += housing_days(
            random, here, realised, first["cbs_code"], facts, is_steady=earlier is not None
        )
        earlier = None if facts.code in PERIODS else reference
    return Course(stock, arrivals[stock:], housed)


def some_days(random: Random, count: int, first: date, last: date) -> list[date]:
    """Return `count` days in order from the first through the last, working days where possible."""
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    working = [day for day in days if day.weekday() < 5]
    return sorted(random.choice(working) for _ in range(count))


def housing_days(
    random: Random, arrivals: list[date], realised: int, cbs_code: str, facts: PeriodFacts, *, is_steady: bool
) -> list[date]:
    """Return when the first `realised` of the arrivals were housed, in order, each after arriving."""
    start, end, reference = facts.start, facts.end, facts.reference_date
    earliest = max(start, NOBODY_BEFORE.get(cbs_code, start))
    # Who comes in all year round is housed all year round.
    early = realised // 2 if is_steady else realised * 9 // 20
    by_reference = 0 if earliest > reference else min(early, sum(day <= reference for day in arrivals))
    planned = some_days(random, by_reference, earliest, reference) if by_reference else []
    planned += some_days(random, realised - by_reference, max(earliest, reference + ONE_DAY), end - ONE_DAY)
    return [max(day, arrival) for day, arrival in zip(planned, arrivals, strict=False)]
