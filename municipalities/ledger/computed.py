"""From the ledger to figures, each time anew; `queries.figures_for` is the door, which knows what was kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from municipalities.figures import Figures
from municipalities.ledger.coverage import coverages_known_at
from municipalities.ledger.sums import LedgerSums, figures_of, plan_for
from municipalities.models import Municipality, Period

Asked = tuple[Period, datetime]
"""A period, and the moment as known at which it is asked."""


def computed_figures(
    asked: Iterable[Asked], municipalities: Mapping[Period, list[Municipality]]
) -> dict[Asked, dict[Municipality, Figures]]:
    """Return the figures of these municipalities over each period, as known at a moment; as many queries as for one."""
    pairs = list(dict.fromkeys(asked))
    if not pairs:
        return {}
    last = max((period for period, _ in pairs), key=lambda period: period.end)
    chains = chains_of({period for period, _ in pairs})
    everyone = {row for period in chains for row in municipalities[period]}
    moments = sorted({known_at for _, known_at in pairs})
    covered = dict(zip(moments, coverages_known_at(moments, last, everyone), strict=True))
    plans = {
        (period, known_at): [
            plan_for(row, chains[period], covered[known_at].of(row), known_at)
            for row in municipalities[period]
        ]
        for period, known_at in pairs
    }
    sums = LedgerSums([plan for rows in plans.values() for plan in rows])
    return {
        pair: {plan.municipality: figures_of(plan, sums) for plan in rows} for pair, rows in plans.items()
    }


def chains_of(periods: Collection[Period]) -> dict[Period, list[Period]]:
    """Return per period the unbroken row of periods that ends with it, oldest first; one query."""
    earlier = Period.objects.filter(end__lte=max(period.start for period in periods))
    by_end = {row.end: row for row in earlier}
    result = {}
    for period in periods:
        rows = [period]
        while (before := by_end.get(rows[-1].start)) is not None:
            rows.append(before)
        result[period] = rows[::-1]
    return result


def periods_through(period: Period) -> list[Period]:
    """Return the unbroken row of periods that ends with this one, oldest first."""
    return chains_of([period])[period]
