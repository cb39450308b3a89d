"""Where a running period is going: what may be expected at its end. Pure: no database, no clock, no Django.

METHOD says in Dutch what the functions below do; the page of the forecast prints it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from assessments.rules.assess import place, rung_in
from assessments.rules.contract import Policy
from assessments.rules.findings import Placement
from assessments.rules.situation import Previous, Situation
from municipalities.dutch import UNKNOWN, number
from municipalities.figures import Figures, PeriodFacts
from municipalities.pool import LATELY, TERM, Pool

METHOD = (
    "Volgens de termijn: wie gekoppeld is of nog wordt gekoppeld, is 12 weken later gehuisvest.",
    "Volgens het eigen deel: daarvan het deel dat de gemeente nu haalt. Van wie 12 weken geleden wachtte, had iedereen "
    "gehuisvest moeten zijn.",
    "Volgens het eigen tempo: zo snel als in de laatste 12 weken, tot er niemand meer wacht.",
    "Verwacht is het midden van deel en tempo, naar boven afgerond; het bereik loopt van de laagste tot de hoogste van "
    "de drie.",
    "Nieuwe koppelingen komen in het tempo van de laatste 12 weken. Het bereik: geen, of twee keer zo veel. Na de "
    "peildatum staat vast wie op tijd beschikbaar was.",
    "De verwachte trede is de uitkomst van het beleidskader met die aantallen; de lichtste en de zwaarste volgen uit "
    "het bereik.",
)


@dataclass(frozen=True)
class Range:
    """A number of people with what it may be at least and at most."""

    low: int
    expected: int
    high: int
    is_certain: bool = False
    """Whether it is known, and nothing is expected any more."""

    def __add__(self, other: Range) -> Range:
        return Range(
            self.low + other.low,
            self.expected + other.expected,
            self.high + other.high,
            self.is_certain and other.is_certain,
        )


def certain(value: int) -> Range:
    return Range(value, value, value, is_certain=True)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What is expected of one municipality at the end of a period; None where figures are missing."""

    figures: Figures
    previous: Previous
    policy: Policy | None
    realised: Range | None
    available: Range | None

    @cached_property
    def expected(self) -> Placement | None:
        """What the policy makes of what is expected."""
        figures = self.ended("expected", "expected")
        return place(figures, self.previous, self.policy) if figures and self.policy else None

    @cached_property
    def rung(self) -> int | None:
        """The rung that is expected."""
        return self.rung_with(self.ended("expected", "expected"))

    @cached_property
    def rungs(self) -> tuple[int, int] | None:
        """The lightest and the heaviest rung that may follow."""
        lightest = heaviest = self.rung
        if not all(each and each.is_certain for each in (self.realised, self.available)):
            lightest = self.rung_with(self.ended("high", "low"))
            heaviest = self.rung_with(self.ended("low", "high"))
        return None if lightest is None or heaviest is None else (lightest, heaviest)

    def ended(self, realised: str, available: str) -> Figures | None:
        """Return the figures as they would be with these ends of the ranges."""
        if self.realised is None or self.available is None:
            return None
        return at_the_end(self.figures, getattr(self.realised, realised), getattr(self.available, available))

    def rung_with(self, figures: Figures | None) -> int | None:
        """Return the rung that follows from figures of the whole period, with the same memory; None while some miss."""
        if figures is None or self.policy is None:
            return None
        return rung_in(replace(self.situation, figures=figures), self.policy)

    @cached_property
    def situation(self) -> Situation:
        assert self.policy is not None
        return self.policy.situation(self.figures, self.previous)

    @property
    def shortage(self) -> Range | None:
        """The expected coupling shortage: low where many are still coupled, high where nobody is."""
        task = self.figures.total_task
        if self.available is None or task is None:
            return None
        high, expected, low = (
            max(0, task - number) if task > 0 else 0
            for number in (self.available.low, self.available.expected, self.available.high)
        )
        return replace(self.available, low=low, expected=expected, high=high)

    @property
    def expected_realised(self) -> int | None:
        return self.realised.expected if self.realised else None

    @property
    def expected_shortage(self) -> int | None:
        return self.shortage.expected if self.shortage else None

    @property
    def range_text(self) -> str:
        """Between which numbers who will be housed may lie, in words."""
        if self.realised is None:
            return UNKNOWN
        if self.realised.is_certain:
            return "staat vast"
        low, high = number(self.realised.low), number(self.realised.high)
        return low if low == high else f"{low} tot {high}"

    @property
    def closing_balance(self) -> int | None:
        """The balance that is expected at the end."""
        task = self.figures.total_task
        return None if self.realised is None or task is None else task - self.realised.expected


def forecast(figures: Figures, pool: Pool | None, previous: Previous, policy: Policy | None) -> Forecast:
    """Return what is expected at the end of the period; of a period that is over, its own figures."""
    return Forecast(
        figures=figures,
        previous=previous,
        policy=policy,
        realised=realised_at_end(figures, pool),
        available=available_in_time(figures, pool),
    )


def realised_at_end(figures: Figures, pool: Pool | None) -> Range | None:
    """Return how many will have been housed (gehuisvest, people): between its share of the term and its pace.

    Own choice of method, no source. None where the pool account is unknown.
    """
    if figures.realised is not None:
        return certain(figures.realised)
    if pool is None:
        return None
    last_day = figures.period.last_day
    # Of who is coupled within a term before the end, nothing has to come yet.
    by_term = pool.due_by(last_day) + expected_couplings(pool, last_day - TERM)
    by_share = half_up(pool.share_of_term * by_term)
    within_reach = pool.open + expected_couplings(pool, last_day)
    by_pace = min(within_reach, at_pace(pool.housed_lately, last_day - pool.through))
    # Of housings more days may be known than of couplings: who was housed by then is housed.
    so_far = figures.realised_so_far or 0
    return Range(
        max(so_far, pool.housed + min(by_term, by_share, by_pace)),
        max(so_far, pool.housed + half_up(by_share + by_pace, 2)),
        max(so_far, pool.housed + max(by_term, by_share, by_pace)),
    )


def available_in_time(figures: Figures, pool: Pool | None) -> Range | None:
    """Return how many will have been available on the reference date (op tijd beschikbaar), in people.

    Own choice of method, no source. None after that date without a stock, and where the pool is unknown.
    """
    if figures.available_on_reference_date is not None:
        return certain(figures.available_on_reference_date)
    if pool is None or pool.through > figures.period.reference_date:
        return None
    known = pool.housed + pool.open
    coming = expected_couplings(pool, figures.period.reference_date)
    return Range(known, known + coming, known + 2 * coming)


def expected_couplings(pool: Pool, day: date) -> int:
    """Return how many more will be coupled through a day, at the pace of the last twelve weeks."""
    return at_pace(pool.coupled_lately, max(timedelta(), day - pool.through))


def at_pace(lately: int, time: timedelta) -> int:
    """Return how many people that is at the pace of the last twelve weeks; what was taken back is no pace."""
    return half_up(max(0, lately) * time.days, LATELY.days)


def half_up(value: int | Fraction, parts: int = 1) -> int:
    """Return the whole number nearest to a value, or to one of so many equal parts of it; a half goes up."""
    whole = value.denominator * parts
    return (2 * value.numerator + whole) // (2 * whole)


def at_the_end(figures: Figures, realised: int, available: int) -> Figures:
    """Return the figures as they would be with these two known."""
    if figures.available_on_reference_date is None:
        figures = replace(figures, housed_by_reference_date=available, open_couplings_on_reference_date=0)
    return replace(
        figures, realised=realised, realised_so_far=realised, covered_through=figures.period.last_day
    )


@dataclass(frozen=True)
class BreakEven:
    """The fewest people housed with which a rung is not exceeded, and how many more that is."""

    rung: int
    realised: int
    more: int


def break_even(figures: Figures, housed: int, previous: Previous, policy: Policy) -> list[BreakEven]:
    """Return the lighter rungs that housing more people leads to, the nearest first.

    `housed` is how many there are; `figures` holds the rest. More people housed never give a heavier
    rung, so the first number that will do is found by halving.
    """
    # A policy may ask for more than the task, but not for ten times as much.
    enough = 10 * max(
        1, housed, figures.quota or 0, figures.total_task or 0, figures.available_on_reference_date or 0
    )

    situation = policy.situation(figures, previous)

    def rung_with(realised: int) -> int:
        return rung_in(replace(situation, figures=replace(figures, realised=realised)), policy) or 0

    found, numbers = [], range(housed, enough + 1)
    rung = rung_with(housed)
    while rung > rung_with(enough):
        index = bisect_left(numbers, 1 - rung, key=lambda realised: -rung_with(realised))
        rung = rung_with(numbers[index])
        found.append(BreakEven(rung, numbers[index], numbers[index] - housed))
    return found


def pace(task: int, period: PeriodFacts, day: date) -> Fraction:
    """Return how many should have been housed by the end of a day: one sixth of the total task per month."""
    if day < period.start:
        return Fraction(0)
    months = (day.year - period.start.year) * 12 + day.month - period.start.month
    first = day.replace(day=1)
    next_first = (first + timedelta(days=31)).replace(day=1)
    part = Fraction((day - first).days + 1, (next_first - first).days)
    return max(0, task) * min(Fraction(1), (months + part) / 6)


def add_up(ranges: Iterable[Range | None]) -> tuple[Range | None, int]:
    """Return the sum of what is known, and how many are missing from it.

    Each low and high adds up as if all municipalities were slow, or fast, at once: the widest range.
    """
    rows = list(ranges)
    known = [row for row in rows if row is not None]
    total = sum(known, start=certain(0)) if known else None
    return total, len(rows) - len(known)
