"""Which days and periods the deliveries speak of. Absent means no coverage, never zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from municipalities.models import (
    CouplingKind,
    Delivery,
    DeliveryForm,
    DeliveryKind,
    HousingKind,
    Municipality,
    Period,
    QuotaKind,
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


def overlaps(stretches: Iterable[Stretch], first_day: date, last_day: date) -> bool:
    """Say whether any day from the first through the last is covered."""
    return any(first <= last_day and last >= first_day for first, last in stretches)


def straddled(totals: Iterable[Stretch], day: date) -> bool:
    """Say whether some total runs past `day` without another that ends on it.

    Its people are booked on its last day, so nobody can tell how many of them were there by `day`.
    """
    totals = list(totals)
    for first, last in totals:
        ends_before = [other for start, other in totals if start == first and other < last]
        known_from = max(ends_before, default=first - ONE_DAY) + ONE_DAY
        if known_from <= day < last:
            return True
    return False


@dataclass
class Scope:
    """What deliveries cover of one municipality, or of a province as far as events go."""

    housings: list[Stretch] = field(default_factory=list)
    totals: list[Stretch] = field(default_factory=list)
    """The housings that are known as a total only; they are among `housings` too."""
    couplings: list[Stretch] = field(default_factory=list)
    stock_days: set[date] = field(default_factory=set)
    quotas: dict[int, date] = field(default_factory=dict)
    """Per period, the date of the first source of its quota."""
    announced: dict[int, date] = field(default_factory=dict)
    """Per period, when its quota was first announced."""
    openings: set[int] = field(default_factory=set)

    def has_open_couplings(self, day: date) -> bool:
        """Say whether it is known how many couplings were open on a day, from the newest stock on it or before."""
        stocks = [stock for stock in self.stock_days if stock <= day]
        if not stocks or any(straddled(self.totals, other) for other in (*stocks, day)):
            return False
        next_day = max(stocks) + ONE_DAY
        return covers(self.couplings, next_day, day) and covers(self.housings, next_day, day)

    def with_events_of(self, other: Scope) -> Scope:
        return replace(
            self,
            housings=joined(self.housings + other.housings),
            couplings=joined(self.couplings + other.couplings),
        )

    def add(self, row: CoverageRow) -> None:
        match row.kind:
            case DeliveryKind.QUOTAS:
                self.quotas[row.period] = min(self.quotas.get(row.period, row.dated_on), row.dated_on)
                if row.entry_kind == QuotaKind.ANNOUNCED:
                    earlier = self.announced.get(row.period, row.dated_on)
                    self.announced[row.period] = min(earlier, row.dated_on)
            case DeliveryKind.OPENINGS:
                self.openings.add(row.period)
            case DeliveryKind.STOCK:
                self.stock_days.add(row.last_day)
            case DeliveryKind.HOUSINGS if row.entry_kind in ("", HousingKind.REGULAR):
                self.housings.append((row.first_day, row.last_day))
                if row.form == DeliveryForm.STATEMENT:
                    self.totals.append((row.first_day, row.last_day))
            case DeliveryKind.COUPLINGS if row.entry_kind in ("", CouplingKind.COUPLED):
                self.couplings.append((row.first_day, row.last_day))


class CoverageRow(NamedTuple):
    """The part of a delivery that says what it covers."""

    province: str
    municipality: int | None
    kind: str
    form: str
    entry_kind: str
    period: int
    first_day: date
    last_day: date
    dated_on: date


COVERAGE_FIELDS = (
    "province_id",
    "municipality_id",
    "kind",
    "form",
    "entry_kind",
    "period_id",
    "first_day",
    "last_day",
    "dated_on",
)


class Coverage:
    """What is covered per municipality, as known at one moment.

    Events of a whole province cover all its municipalities: no line means nobody. A statement covers
    those that it names, so that one added later is not covered by what was said before.
    """

    def __init__(self) -> None:
        self._provinces: dict[str, Scope] = defaultdict(Scope)
        self._municipalities: dict[int, Scope] = defaultdict(Scope)
        self._named: dict[str, Scope] = defaultdict(Scope)

    def add_events(self, row: CoverageRow) -> None:
        if row.municipality is None:
            self._provinces[row.province].add(row)
        else:
            self._municipalities[row.municipality].add(row)

    def add_statement(self, row: CoverageRow, lines: list[list[Any]]) -> None:
        for code in {line[0] for line in lines}:
            self._named[code].add(row)

    def finish(self) -> None:
        for scope in self._provinces.values():
            scope.housings = joined(scope.housings)
            scope.couplings = joined(scope.couplings)

    def of(self, municipality: Municipality) -> Scope:
        """Return what covers this municipality: what names it, and the events of its province."""
        named = self._named.get(municipality.cbs_code, Scope())
        for events in (self._municipalities.get(municipality.pk), self._provinces[municipality.province_id]):
            if events is not None:
                named = named.with_events_of(events)
        return named


def coverage_known_at(
    known_at: datetime | None, period: Period, municipalities: Iterable[Municipality]
) -> Coverage:
    """Return what covers these municipalities that the figures of `period` can rest on; two queries.

    Only deliveries of their provinces are read: no other can name them.
    """
    deliveries = (
        Delivery.objects.standing(known_at)
        .filter(province__in={municipality.province_id for municipality in municipalities})
        .exclude(first_day__gte=period.end)
        .exclude(period__start__gt=period.start)
        .order_by()
    )
    coverage = Coverage()
    for values in deliveries.filter(form=DeliveryForm.EVENTS).values_list(*COVERAGE_FIELDS):
        coverage.add_events(CoverageRow(*values))
    statements = deliveries.filter(form=DeliveryForm.STATEMENT).values_list("lines", *COVERAGE_FIELDS)
    for lines, *statement in statements:
        coverage.add_statement(CoverageRow(*statement), lines)
    coverage.finish()
    return coverage
