"""The forecast of a province over a period, and how far earlier forecasts were off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from assessments.forecast.forecast import Forecast, Range, add_up, forecast, half_up, pace
from assessments.judging.names import has_example_figures
from assessments.judging.policy_in_force import policies_in_force
from assessments.judging.previous_rungs import memory_as_of
from assessments.judging.shown import Known, Shown, decided_in, final_figures_of_each
from assessments.rules.contract import Policy
from assessments.rules.findings import Placement
from assessments.rules.registry import ladder_for
from assessments.rules.situation import Previous
from municipalities.dutch import listing, number
from municipalities.figures import Figures, Totals, totals
from municipalities.ledger.computed import Asked
from municipalities.ledger.queries import figures_for_each, pools_for
from municipalities.ledger.register import name_key, periods_of, with_register
from municipalities.models import Municipality, Period, Province
from municipalities.moments import end_of_day, local_day
from municipalities.pool import Pool

LOOKED_BACK_AT = 4
"""As many periods that are over: a fixed number, so that the page does not grow slower with the years."""


@dataclass(frozen=True)
class Outlook:
    """What is expected of one municipality at the end of a period."""

    municipality: Municipality
    forecast: Forecast
    pool: Pool | None
    """Who was coupled, housed and waits; None where that is unknown, or the period was decided on."""
    previous: Previous
    decided: Shown | None = None
    """What stood at the moment: then nothing is expected any more."""

    @property
    def figures(self) -> Figures:
        return self.forecast.figures

    @property
    def rung(self) -> int | None:
        if self.decided is not None:
            return self.decided.rung_number
        return self.forecast.rung

    @property
    def has_example_figures(self) -> bool:
        return has_example_figures(
            self.decided.assessment if self.decided else None, self.municipality.province
        )

    @property
    def placement(self) -> Placement | None:
        """What the rule makes of it: of what was decided as it was judged."""
        judged = self.decided.assessment if self.decided else None
        return judged.placement if judged else self.forecast.expected

    @property
    def rises(self) -> bool:
        """Whether the expected rung is higher than the previous one."""
        return self.decided is None and self.rung is not None and self.rung > self.rung_before

    @property
    def rung_before(self) -> int:
        """The previous rung on the ladder of the period, or the one reckoned with where none is on record."""
        return ladder_for(self.municipality.province_id, self.figures.period.code).rung_before(self.previous)

    @property
    def through(self) -> date | None:
        """The last day that is known of who was housed; who waits can be known through an earlier one."""
        return self.figures.covered_through

    @property
    def housed(self) -> int | None:
        return self.figures.realised_so_far

    @property
    def left(self) -> int | None:
        """How many are still to be housed (nog te huisvesten); below zero where more were than the total task."""
        return self.figures.so_far.closing_balance

    @property
    def waiting(self) -> int | None:
        return self.pool.open if self.pool else None

    @property
    def waiting_on(self) -> date | None:
        """The last day that is known of who waits, where that is another than that of who was housed."""
        return self.pool.through if self.pool and self.pool.through != self.through else None

    @property
    def overdue(self) -> int | None:
        """How many wait longer than the term."""
        return self.pool.overdue_number if self.pool else None

    @property
    def other_rungs(self) -> str:
        """Which rungs it may be as well, in words; empty where all calculations agree."""
        lightest, heaviest = self.forecast.rungs or (0, 0)
        if self.decided or self.rung is None or lightest == heaviest:
            return ""
        if heaviest - lightest == 1:
            return f"of {lightest + heaviest - self.rung}"
        return f"{lightest} tot {heaviest} kan nog"

    @property
    def pace_now(self) -> int | None:
        """How many should have been housed by the last day that is known; rounded half up."""
        task = self.figures.total_task
        if task is None or self.through is None:
            return None
        return half_up(pace(task, self.figures.period, self.through))

    @property
    def behind(self) -> int | None:
        """How many fewer than the line of the pace; negative when ahead of it."""
        return None if self.pace_now is None or self.housed is None else self.pace_now - self.housed

    @cached_property
    def name_key(self) -> str:
        return name_key(self.municipality)


@dataclass(frozen=True)
class ProvinceOutlook:
    """The forecast of every municipality of a province over a period, as known at a moment; or what was decided."""

    period: Period
    rows: list[Outlook]
    policy: Policy | None
    known_at: datetime
    record: tuple[PastError, ...] = ()
    """How far it was off before, newest first, as far back as was asked."""

    @cached_property
    def realised(self) -> tuple[Range | None, int]:
        """The sum of what is expected, and how many municipalities are missing from it."""
        return add_up(row.forecast.realised for row in self.rows)

    @property
    def sum_realised(self) -> Range | None:
        return self.realised[0]

    @property
    def missing(self) -> int:
        return self.realised[1]

    @cached_property
    def totals(self) -> Totals:
        return totals(row.figures for row in self.rows)

    @property
    def through(self) -> date | None:
        """The last day through which it is known of all of whom any is known, who was housed."""
        return min((row.through for row in self.rows if row.through is not None), default=None)

    @property
    def waiting_through(self) -> date | None:
        """The same of who waits."""
        return min((row.pool.through for row in self.rows if row.pool is not None), default=None)

    @property
    def record_text(self) -> str:
        """Say how often the expected rung was right before, as far back as was asked."""
        said = [
            f"halverwege {row.period.code} bij {number(row.rungs_right)} van {number(row.rungs)} gemeenten"
            for row in self.record
            if row.rungs
        ]
        known = f" was {listing(said)} goed." if said else " is nog niet met een uitkomst vergeleken."
        return f"De verwachte trede{known}"

    @property
    def is_decided(self) -> bool:
        """Whether anything was decided over the period."""
        return any(row.decided for row in self.rows)

    @property
    def has_example_figures(self) -> bool:
        return any(row.has_example_figures for row in self.rows)

    @property
    def is_running(self) -> bool:
        return self.period.start <= local_day(self.known_at) < self.period.end

    @property
    def is_over(self) -> bool:
        return self.period.end <= local_day(self.known_at)

    def of(self, municipality: Municipality) -> Outlook | None:
        return next((row for row in self.rows if row.municipality == municipality), None)


def outlook_of(
    period: Period, province: Province, *, known_at: datetime, looks_back: int = 0
) -> ProvinceOutlook:
    """Return the forecast of every municipality, by name; a fixed number of queries.

    Where a decision stands at the moment it is not forecast anew: there it says what was decided. With `looks_back`
    it says of as many periods before this one how far their forecast was off.
    """
    province = with_register(province)
    before = looked_back(period, province, known_at)[:looks_back]
    # All figures at once: those of now, of halfway, and what came of it.
    figures_for_each(
        [(period, known_at), *before, *((row, known_at) for row, _ in before)], province=province
    )
    outlook, *then = outlooks_of([(period, known_at), *before], province)
    return replace(outlook, record=tuple(errors_of(then, province, known_at=known_at)))


def outlooks_of(asked: Sequence[Asked], province: Province) -> list[ProvinceOutlook]:
    """Return what `outlook_of` does for several periods, in as many queries as for one where these were kept."""
    province = with_register(province)
    figures = figures_for_each(asked, province=province)
    memories = memory_as_of(asked, province)
    policies = policies_in_force(province, [period.code for period, _ in asked])
    found = []
    for period, known_at in asked:
        pair = period, known_at
        known = Known(figures[pair], memories[pair], policies[period.code])
        pools = pools_for(period, known_at=known_at, province=province)
        decided = decided_in(period, province, known, known_at=known_at)
        rows = [expected_of(row, known, pools.get(row.pk), decided.get(row.pk)) for row in known.figures]
        found.append(ProvinceOutlook(period, rows, known.policy, known_at))
    return found


def expected_of(
    municipality: Municipality, known: Known, pool: Pool | None, decided: Shown | None
) -> Outlook:
    """Return what is expected of one municipality, or what was decided on which figures and previous rung."""
    previous = known.memory[municipality.pk]
    if decided is not None and decided.assessment is not None:
        kept = decided.assessment.placement.previous or previous
        return Outlook(
            decided.municipality, forecast(decided.figures, None, kept, known.policy), None, kept, decided
        )
    expected = forecast(known.figures[municipality], pool, previous, known.policy)
    return Outlook(municipality, expected, pool, previous)


@dataclass(frozen=True)
class PastError:
    """How far the forecast of one moment was off over a period that is over."""

    period: Period
    made_on: date
    expected: Range
    realised: int
    per_municipality: tuple[int, ...]
    """Expected minus realised."""
    within: int
    """Of how many the outcome lay in the range."""
    rungs_right: int
    rungs: int

    @property
    def off(self) -> int:
        """Too high is above zero."""
        return self.expected.expected - self.realised

    @property
    def mean(self) -> int:
        """The mean error of a municipality in people, whatever its direction; rounded half up."""
        size, count = sum(map(abs, self.per_municipality)), len(self.per_municipality)
        return (2 * size + count) // (2 * count)


def looked_back(period: Period, province: Province, known_at: datetime) -> list[Asked]:
    """Return the last periods before this one that are over, newest first, each with its reference date, halfway."""
    over = [row for row in periods_of(province) if row.end <= min(period.start, local_day(known_at))]
    return [(row, end_of_day(row.reference_date)) for row in over[:LOOKED_BACK_AT]]


def errors_of(then: Sequence[ProvinceOutlook], province: Province, *, known_at: datetime) -> list[PastError]:
    """Return how far forecasts that were made halfway were off, held against what is known now."""
    final = final_figures_of_each([each.period for each in then], province, known_at=known_at)
    errors = (error_of(each, each.period.reference_date, final[each.period]) for each in then)
    return [error for error in errors if error is not None]


def error_of(then: ProvinceOutlook, made_on: date, final: dict[Municipality, Figures]) -> PastError | None:
    """Return how far one forecast was off; None when it could not be made, or is not known to be right yet."""
    pairs = [
        (row, row.forecast.realised, figures.realised)
        for row in then.rows
        if row.forecast.realised is not None
        and (figures := final.get(row.municipality)) is not None
        and figures.realised is not None
    ]
    if not pairs:
        return None
    expected, _ = add_up(asked for _, asked, _ in pairs)
    assert expected is not None
    rungs = [
        (row.rung, outcome)
        for row, _, _ in pairs
        if row.rung is not None and (outcome := row.forecast.rung_with(final[row.municipality])) is not None
    ]
    return PastError(
        then.period,
        made_on,
        expected,
        sum(realised for _, _, realised in pairs),
        tuple(asked.expected - realised for _, asked, realised in pairs),
        sum(asked.low <= realised <= asked.high for _, asked, realised in pairs),
        sum(rung == outcome for rung, outcome in rungs),
        len(rungs),
    )
