"""Reads of the pool account in days: who was coupled, who was housed, who waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, Sum

from municipalities.coverage import ONE_DAY, Scope, coverage_known_at, covered_through, straddled
from municipalities.ledger_sums import ALL_BUT_A_FEW
from municipalities.models import Coupling, CouplingKind, Housing, Municipality, Period, Province
from municipalities.pool import LATELY, Pool, still_waiting
from municipalities.queries import municipalities_of

Days = list[tuple[date, int]]
"""Numbers of people per day, in order."""


def pools_for(
    period: Period,
    *,
    known_at: datetime,
    province: Province | None = None,
    only: Municipality | None = None,
) -> dict[int, Pool]:
    """Return the pool of each municipality in a period as known at a moment, by municipality id.

    Left out is who has no stated stock, or no unbroken days since. The number of queries is fixed (5).
    """
    municipalities = [only] if only else municipalities_of(period, province)
    coverage = coverage_known_at(known_at, period)
    spans = {
        row.pk: span for row in municipalities if (span := span_of(coverage.of(row), period)) is not None
    }
    if not spans:
        return {}
    reach = {"municipality__in": spans} if len(spans) < ALL_BUT_A_FEW else {}
    earliest = min(stock for stock, _ in spans.values())
    coupled = daily(
        Coupling.objects.known_at(known_at).filter(
            **reach, coupled_on__gte=earliest, coupled_on__lt=period.end
        ),
        "coupled_on",
        "kind",
    )
    housed = daily(
        Housing.objects.known_at(known_at).filter(
            **reach, housed_on__gte=min(earliest, period.start), housed_on__lt=period.end
        ),
        "housed_on",
    )
    return {
        key: pool_of(period, stock, through, counted(coupled[key], stock), days_of(housed[key]))
        for key, (stock, through) in spans.items()
    }


def span_of(scope: Scope, period: Period) -> tuple[date, date] | None:
    """Return the first stated stock, and the last day of the period through which both sides are known."""
    housed = covered_through(scope.housings, period.start)
    if housed is None:
        return None
    housed = min(housed, period.last_day)
    stocks = [day for day in scope.stock_days if day <= housed]
    if not stocks:
        return None
    newest = max(stocks)
    through = min(housed, covered_through(scope.couplings, newest + ONE_DAY) or newest)
    if through < period.start or any(straddled(scope.totals, day) for day in (*stocks, through)):
        return None
    return min(stocks), through


def daily(rows: QuerySet[Any], *columns: str) -> dict[int, list[tuple[Any, ...]]]:
    """Return per municipality id the sums per day."""
    result: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *values in rows.order_by().values_list("municipality_id", *columns).annotate(Sum("amount")):
        result[key].append(tuple(values))
    return result


def counted(coupled: Iterable[tuple[Any, ...]], stock: date) -> Days:
    """Return what counts from the first stated stock on: what was coupled before is in it."""
    days: dict[date, int] = defaultdict(int)
    for day, kind, amount in coupled:
        if day > stock or (day == stock and kind == CouplingKind.STOCK):
            days[day] += amount
    return days_of(days.items())


def days_of(rows: Iterable[tuple[Any, ...]]) -> Days:
    return sorted((day, amount) for day, amount in rows)


def pool_of(period: Period, stock: date, through: date, coupled: Days, housed: Days) -> Pool:
    coupled = [row for row in coupled if row[0] <= through]
    housed = [row for row in housed if row[0] <= through]
    in_period = [row for row in housed if row[0] >= period.start]
    # Who was housed by the day of the first stock was not in it any more.
    from_stock = total(row for row in housed if row[0] > stock)
    lately = through - LATELY
    return Pool(
        through=through,
        housed=total(in_period),
        housed_by_day=tuple(in_period),
        waiting=still_waiting(coupled, total(coupled) - from_stock),
        housed_lately=total(row for row in housed if row[0] > lately),
        # A stock is a number that stood there, not people who came.
        coupled_lately=total(row for row in coupled if row[0] > max(lately, stock)),
    )


def total(rows: Iterable[tuple[date, int]]) -> int:
    return sum(number for _, number in rows)
