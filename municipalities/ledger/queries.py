"""Reads. `figures_for` is the only door from the ledger to rules, screens, letters and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from municipalities.figures import Figures
from municipalities.ledger.computed import Asked, computed_figures
from municipalities.ledger.kept import kept_figures, kept_pools
from municipalities.ledger.register import answered, name_key, register_of, with_register
from municipalities.ledger.sums import from_stock_on
from municipalities.ledger.waiting import computed_pools
from municipalities.models import (
    Correction,
    CorrectionKind,
    Coupling,
    Housing,
    Municipality,
    Period,
    Province,
)
from municipalities.pool import Pool


def municipalities_of_each(
    periods: Collection[Period], province: Province | None, only: Municipality | None = None
) -> dict[Period, list[Municipality]]:
    """Return who existed during each period, by name, or the one that is asked; one query, of a register none."""
    if only is not None or not periods:
        return {period: [only] for period in periods if only}
    if province is not None:
        by_name = register_of(province)
    else:
        by_name = sorted(Municipality.objects.select_related("province"), key=name_key)
    return {
        period: [row for row in by_name if row.existed_between(period.start, period.last_day)]
        for period in periods
    }


def municipalities_of(period: Period, province: Province | None = None) -> list[Municipality]:
    """Return who existed during the period, by name."""
    return municipalities_of_each([period], province)[period]


def previous_period(period: Period) -> Period | None:
    """Return the period that ends where this one starts."""
    return Period.objects.filter(end=period.start).first()


def next_period(period: Period) -> Period | None:
    """Return the period that starts where this one ends."""
    return Period.objects.filter(start=period.end).first()


def figures_for(
    period: Period,
    *,
    known_at: datetime,
    province: Province | None = None,
    only: Municipality | None = None,
) -> dict[Municipality, Figures]:
    """Return the figures of every municipality, or of one, over a period, as known at a moment, by name.

    The number of queries is fixed (3 where they were kept, else 9), whatever the number of municipalities, periods
    and days. The ledger table in docs/data-model.md defines every figure.
    """
    return figures_for_each([(period, known_at)], province=province, only=only)[period, known_at]


def figures_for_each(
    asked: Iterable[Asked], *, province: Province | None = None, only: Municipality | None = None
) -> dict[Asked, dict[Municipality, Figures]]:
    """Return what `figures_for` does for several periods and moments, in as many queries as for one."""
    whose = only.province if only else province
    own = with_register(whose) if whose else None

    def ask(pairs: list[Asked]) -> dict[Asked, dict[Municipality, Figures]]:
        municipalities = municipalities_of_each({period for period, _ in pairs}, own, only)
        kept = kept_figures(pairs, own, municipalities) if own and pairs else {}
        return kept | computed_figures((pair for pair in pairs if pair not in kept), municipalities)

    if own is not None and only is None:
        return answered(own, "figures", asked, ask)
    return ask(list(dict.fromkeys(asked)))


def pools_for(
    period: Period,
    *,
    known_at: datetime,
    province: Province | None = None,
    only: Municipality | None = None,
) -> dict[int, Pool]:
    """Return the pool of each municipality in a period as known at a moment, by municipality id.

    Left out is who has no stated stock, or no unbroken days since. A fixed number of queries: none beside those of
    `figures_for` where it was kept.
    """
    whose = only.province if only else province
    pair = period, known_at
    if whose is not None:
        kept = kept_pools([pair], with_register(whose)).get(pair)
        if kept is not None:
            return {key: pool for key, pool in kept.items() if only is None or key == only.pk}
    municipalities = [only] if only else municipalities_of(period, province)
    return computed_pools(period, municipalities, known_at=known_at)


def open_couplings(
    municipalities: Iterable[Municipality], stock_days: dict[int, set[date]], day: date
) -> dict[int, int]:
    """Return per municipality id how many were coupled and not yet housed on a day, as known now.

    Municipalities without a stated stock on or before the day are left out.
    """
    first_days = {
        m.pk: min(days) for m in municipalities if (days := stock_days.get(m.pk)) and min(days) <= day
    }
    result = dict.fromkeys(first_days, 0)
    for first in set(first_days.values()):
        ids = [pk for pk, first_day in first_days.items() if first_day == first]
        coupled = Coupling.objects.filter(from_stock_on(first), municipality__in=ids, coupled_on__lte=day)
        housed = Housing.objects.filter(municipality__in=ids, housed_on__gt=first, housed_on__lte=day)
        for rows, sign in ((coupled, 1), (housed, -1)):
            for pk, amount in rows.order_by().values_list("municipality_id").annotate(Sum("amount")):
                result[pk] += sign * amount
    return result


@dataclass(frozen=True)
class CorrectionLine:
    """A correction of an opening balance, with why and where it came from."""

    amount: int
    reason: str
    recorded_at: datetime
    delivery: int


def corrections_on(
    period: Period, province: Province, *, known_at: datetime
) -> dict[int, list[CorrectionLine]]:
    """Return the corrections of the opening balances of a period, by municipality id, oldest first; one query."""
    return corrections_at(period, province, [known_at])[known_at]


def corrections_at(
    period: Period, province: Province, moments: Collection[datetime]
) -> dict[datetime, dict[int, list[CorrectionLine]]]:
    """Return what `corrections_on` does for each of these moments, in one query."""
    result: dict[datetime, dict[int, list[CorrectionLine]]] = {row: defaultdict(list) for row in moments}
    rows = (
        Correction.objects.filter(
            municipality__province=province, period=period, kind=CorrectionKind.CORRECTION
        )
        .order_by("recorded_at", "pk")
        .values_list("municipality_id", "amount", "reason", "recorded_at", "delivery__number")
    )
    for municipality, *values in rows:
        line = CorrectionLine(*values)
        for moment, known in result.items():
            if line.recorded_at <= moment:
                known[municipality].append(line)
    return result


def housed_by_day(
    municipalities: Iterable[int], first_day: date, last_day: date, *, known_at: datetime
) -> dict[int, list[tuple[date, int]]]:
    """Return how many people were housed on each day, by municipality id, in order; one query."""
    rows = (
        Housing.objects.known_at(known_at)
        .filter(municipality__in=list(municipalities), housed_on__range=(first_day, last_day))
        .order_by("housed_on")
        .values_list("municipality_id", "housed_on")
        .annotate(Sum("amount"))
    )
    result: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for municipality, day, amount in rows:
        result[municipality].append((day, amount))
    return result
