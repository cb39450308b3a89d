"""Which days and periods the deliveries speak of. Absent means no coverage, never zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from municipalities.models import (
    CouplingKind,
    Delivery,
    DeliveryKind,
    HousingKind,
    Municipality,
    Period,
)

ONE_DAY = timedelta(days=1)
Stretch = tuple[date, date]
"""A first and a last day, both included."""


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches in order, with overlapping and adjoining ones made into one."""
    result: list[Stretch] = []
    for first, last in sorted(stretches):
        if result and first <= result[-1][1] + ONE_DAY:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return result


def covered_through(stretches: list[Stretch], first_day: date) -> date | None:
    """Return the last day of the unbroken stretch that holds `first_day`; None when it is not covered."""
    return next((last for first, last in stretches if first <= first_day <= last), None)


def covers(stretches: list[Stretch], first_day: date, last_day: date) -> bool:
    """Say whether every day from the first through the last is covered; true when there are none."""
    if last_day < first_day:
        return True
    through = covered_through(stretches, first_day)
    return through is not None and through >= last_day


@dataclass
class Scope:
    """What a set of deliveries with the same reach, a province or one municipality, covers."""

    housings: list[Stretch] = field(default_factory=list)
    couplings: list[Stretch] = field(default_factory=list)
    stock_days: set[date] = field(default_factory=set)
    quotas: set[int] = field(default_factory=set)
    openings: set[int] = field(default_factory=set)

    def with_(self, other: Scope) -> Scope:
        return Scope(
            housings=joined(self.housings + other.housings),
            couplings=joined(self.couplings + other.couplings),
            stock_days=self.stock_days | other.stock_days,
            quotas=self.quotas | other.quotas,
            openings=self.openings | other.openings,
        )

    def add(self, row: CoverageRow) -> None:
        match row.kind:
            case DeliveryKind.QUOTAS:
                self.quotas.add(row.period)
            case DeliveryKind.OPENINGS:
                self.openings.add(row.period)
            case DeliveryKind.STOCK:
                self.stock_days.add(row.last_day)
            case DeliveryKind.HOUSINGS if row.entry_kind in ("", HousingKind.REGULAR):
                self.housings.append((row.first_day, row.last_day))
            case DeliveryKind.COUPLINGS if row.entry_kind in ("", CouplingKind.COUPLED):
                self.couplings.append((row.first_day, row.last_day))


@dataclass(frozen=True)
class CoverageRow:
    """The part of a delivery that says what it covers."""

    province: str
    municipality: int | None
    kind: str
    entry_kind: str
    period: int
    first_day: date
    last_day: date


COVERAGE_FIELDS = (
    "province_id",
    "municipality_id",
    "kind",
    "entry_kind",
    "period_id",
    "first_day",
    "last_day",
)


class Coverage:
    """What is covered per municipality, as known at one moment."""

    def __init__(self, rows: Iterable[CoverageRow]) -> None:
        self._provinces: dict[str, Scope] = defaultdict(Scope)
        self._municipalities: dict[int, Scope] = defaultdict(Scope)
        for row in rows:
            scope = self._provinces[row.province]
            if row.municipality is not None:
                scope = self._municipalities[row.municipality]
            scope.add(row)
        for scope in self._provinces.values():
            scope.housings = joined(scope.housings)
            scope.couplings = joined(scope.couplings)

    def of(self, municipality: Municipality) -> Scope:
        """Return what covers this municipality: its province's deliveries and its own."""
        whole = self._provinces[municipality.province_id]
        own = self._municipalities.get(municipality.pk)
        return whole.with_(own) if own else whole


def coverage_known_at(known_at: datetime | None, period: Period) -> Coverage:
    """Return what the deliveries cover that the figures of `period` can rest on; one query."""
    deliveries = (
        Delivery.objects.standing(known_at)
        .exclude(first_day__gte=period.end)
        .exclude(period__start__gt=period.start)
        .order_by()
        .values_list(*COVERAGE_FIELDS)
    )
    return Coverage(CoverageRow(*values) for values in deliveries)
