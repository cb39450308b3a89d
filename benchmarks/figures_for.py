"""What figures_for costs, beside the same sums in SQL written by hand.

Both ways answer the last period of the synthetic ledger, in turn, in one run; what counts is the
ratio of the medians. DATABASE_URL chooses the database; SQLite without it.
"""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime

import django

django.setup()

from benchmarks._by_hand import figures_by_hand
from benchmarks._data import described, synthetic_ledger
from benchmarks._timing import medians
from municipalities.ledger.queries import figures_for
from municipalities.models import Period

RUNS = 5
KNOWN = datetime(2040, 1, 1, tzinfo=UTC)


def by_figures_for(period: Period) -> dict[int, tuple[int | None, ...]]:
    return {
        municipality.pk: (
            figures.quota,
            figures.opening_balance,
            figures.realised,
            figures.available_on_reference_date,
        )
        for municipality, figures in figures_for(period, known_at=KNOWN).items()
    }


def compare(period: Period) -> None:
    assert figures_by_hand(period, KNOWN) == by_figures_for(period), "the two ways differ"
    ours, theirs = medians(RUNS, lambda: by_figures_for(period), lambda: figures_by_hand(period, KNOWN))
    tracemalloc.start()
    by_figures_for(period)
    peak = tracemalloc.get_traced_memory()[1]
    print(described())
    print(f"figures_for       median {ours:8.0f} ms of {RUNS} runs, peak {peak / 2**20:.1f} MiB in Python")
    print(f"hand-written SQL  median {theirs:8.0f} ms of {RUNS} runs")
    print(f"ratio of medians  {ours / theirs:.2f} (aim: at most 1.5)")


if __name__ == "__main__":
    with synthetic_ledger() as last_period:
        compare(last_period)
