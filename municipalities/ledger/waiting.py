"""The pool account in days: who was coupled, who was housed, who waits; `queries.pools_for` is the door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from municipalities.ledger.coverage import ONE_DAY, Scope, coverage_known_at, covered_through, straddled
from municipalities.models import Coupling, CouplingKind, Housing, Municipality, Period
from municipalities.pool import LATELY, Pool, still_waiting

Days = list[tuple[date, int]]
"""Numbers of people per day, in order."""
Span = tuple[date, date]
"""The first stated stock, and the last day through which both sides are known."""
ALL_BUT_A_FEW = 200
"""More municipalities than any province has."""
READ_BEFORE = timedelta(weeks=26)
"""How far before a period days are read at first; no less than LATELY, in which every day counts."""


def computed_pools(
    period: Period, municipalities: Sequence[Municipality], *, known_at: datetime
) -> dict[int, Pool]:
    """Return the pools of these municipalities from the ledger, by municipality id; see `queries.pools_for`.

    Days are read of the last half-year or so; what lies before is a sum, unless somebody waits since then. The number
    of queries does not grow with the number of municipalities: 4, with such sums 6, and 8 when anybody waits that long.
    """
    coverage = coverage_known_at(known_at, period, municipalities)
    spans = {
        row.pk: span for row in municipalities if (span := span_of(coverage.of(row), period)) is not None
    }
    if not spans:
        return {}
    since = period.start - READ_BEFORE
    carried = carried_over(spans, since, known_at)
    pools = pools_since(period, spans, since, carried, known_at)
    longer = {key: spans[key] for key, pool in pools.items() if pool is None}
    whole = pools_since(period, longer, date.min, defaultdict(int), known_at) if longer else {}
    return {key: found for key, pool in pools.items() if (found := whole.get(key) or pool) is not None}


def pools_since(
    period: Period,
    spans: Mapping[int, Span],
    since: date,
    carried: Mapping[int, int],
    known_at: datetime,
) -> dict[int, Pool | None]:
    """Return the pools from days since a day and what was carried over; None where somebody waits from before."""
    reach = reach_of(spans)
    earliest = max(since, min(stock for stock, _ in spans.values()))
    coupled = counted_by_day(
        Coupling.objects.known_at(known_at).filter(
            **reach, coupled_on__gte=earliest, coupled_on__lt=period.end
        ),
        "coupled_on",
        "kind",
    )
    housed = counted_by_day(
        Housing.objects.known_at(known_at).filter(
            **reach, housed_on__gte=min(earliest, period.start), housed_on__lt=period.end
        ),
        "housed_on",
    )
    return {
        key: pool_of(
            period,
            stock,
            through,
            counted_waiting(coupled[key], stock),
            days_waited(housed[key]),
            carried[key],
        )
        for key, (stock, through) in spans.items()
    }


def carried_over(spans: Mapping[int, Span], since: date, known_at: datetime) -> dict[int, int]:
    """Return how many waited right before a day, per municipality with a stock stated before it; 2 queries."""
    stocks: dict[date, list[int]] = defaultdict(list)
    for key, (stock, _) in spans.items():
        if stock < since:
            stocks[stock].append(key)
    result: dict[int, int] = defaultdict(int)
    if not stocks:
        return result
    from_stock = Q()
    after_stock = Q()
    for stock, keys in stocks.items():
        mine = Q(municipality__in=keys) if len(stocks) > 1 else Q(**reach_of(spans))
        from_stock |= mine & (Q(coupled_on__gt=stock) | Q(coupled_on=stock, kind=CouplingKind.STOCK))
        after_stock |= mine & Q(housed_on__gt=stock)
    coupled = Coupling.objects.known_at(known_at).filter(from_stock, coupled_on__lt=since)
    housed = Housing.objects.known_at(known_at).filter(after_stock, housed_on__lt=since)
    for rows, sign in ((coupled, 1), (housed, -1)):
        for key, amount in rows.order_by().values_list("municipality_id").annotate(Sum("amount")):
            result[key] += sign * amount
    return result


def reach_of(spans: Mapping[int, Span]) -> dict[str, Any]:
    """Return the filter on municipalities; none when they are nearly all there are."""
    return {"municipality__in": list(spans)} if len(spans) < ALL_BUT_A_FEW else {}


def housed_per_day(
    municipalities: Iterable[int], first_day: date, last_day: date, *, known_at: datetime
) -> Days:
    """Return how many these municipalities housed together, per day; one query."""
    rows = Housing.objects.known_at(known_at).filter(
        municipality__in=list(municipalities), housed_on__range=(first_day, last_day)
    )
    return days_waited(rows.order_by().values_list("housed_on").annotate(Sum("amount")))


def span_of(scope: Scope, period: Period) -> Span | None:
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


def counted_by_day(rows: QuerySet[Any], *columns: str) -> dict[int, list[tuple[Any, ...]]]:
    """Return per municipality id the sums per day."""
    result: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *values in rows.order_by().values_list("municipality_id", *columns).annotate(Sum("amount")):
        result[key].append(tuple(values))
    return result


def counted_waiting(coupled: Iterable[tuple[Any, ...]], stock: date) -> Days:
    """Return what counts from the first stated stock on: what was coupled before is in it."""
    days: dict[date, int] = defaultdict(int)
    for day, kind, amount in coupled:
        if day > stock or (day == stock and kind == CouplingKind.STOCK):
            days[day] += amount
    return days_waited(days.items())


def days_waited(rows: Iterable[tuple[Any, ...]]) -> Days:
    return sorted((day, amount) for day, amount in rows)


def pool_of(
    period: Period, stock: date, through: date, coupled: Days, housed: Days, carried: int
) -> Pool | None:
    """Return the pool of one municipality from its days; None when these do not reach back to all who wait."""
    coupled = [row for row in coupled if row[0] <= through]
    housed = [row for row in housed if row[0] <= through]
    in_period = [row for row in housed if row[0] >= period.start]
    # Who was housed by the day of the first stock was not in it any more.
    from_stock = total(row for row in housed if row[0] > stock)
    number = carried + total(coupled) - from_stock
    if carried and number > sum(max(0, amount) for _, amount in coupled):
        return None
    lately = through - LATELY
    return Pool(
        through=through,
        housed=total(in_period),
        waiting=still_waiting(coupled, number),
        housed_lately=total(row for row in housed if row[0] > lately),
        # A stock is a number that stood there, not people who came.
        coupled_lately=total(row for row in coupled if row[0] > max(lately, stock)),
    )


def total(rows: Iterable[tuple[date, int]]) -> int:
    return sum(number for _, number in rows)
