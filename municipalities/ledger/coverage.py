"""Which days and periods the deliveries speak of. Absent means no coverage, never zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import NamedTuple, TypeVar

from django.db.models import Case, When

from municipalities.ledger.mergers import merged_into
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
    merged: list[date] = field(default_factory=list)
    """The last days of those that went into this municipality: their balance is in none of its entries."""

    def has_open_couplings(self, day: date) -> bool:
        """Say whether it is known how many couplings were open on a day, from the newest stock on it or before."""
        stocks = [stock for stock in self.stock_days if stock <= day]
        if not stocks or any(straddled(self.totals, other) for other in (*stocks, day)):
            return False
        next_day = max(stocks) + ONE_DAY
        return covers(self.couplings, next_day, day) and covers(self.housings, next_day, day)

    def copy(self) -> Scope:
        """Return the same, to be added to."""
        return Scope(
            list(self.housings),
            list(self.totals),
            list(self.couplings),
            set(self.stock_days),
            dict(self.quotas),
            dict(self.announced),
            set(self.openings),
        )

    def with_events_of(self, other: Scope) -> Scope:
        return replace(
            self,
            housings=joined(self.housings + other.housings),
            couplings=joined(self.couplings + other.couplings),
            merged=self.merged + other.merged,
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


Key = TypeVar("Key", str, int)


def copied(scopes: dict[Key, Scope]) -> dict[Key, Scope]:
    return defaultdict(Scope, {key: scope.copy() for key, scope in scopes.items()})


class CoverageRow(NamedTuple):
    """The part of a delivery that says what it covers, and since which of the moments asked it is known."""

    pk: int
    takes_back: int | None
    since: int
    province: str
    municipality: int | None
    kind: str
    form: str
    entry_kind: str
    period: int
    first_day: date
    last_day: date
    dated_on: date
    codes: frozenset[str] = frozenset()
    """Whom a statement names."""


COVERAGE_FIELDS = (
    "pk",
    "takes_back_id",
    "since",
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

    def add(self, row: CoverageRow) -> None:
        if row.form == DeliveryForm.STATEMENT:
            for code in row.codes:
                self._named[code].add(row)
        elif row.municipality is None:
            self._provinces[row.province].add(row)
        else:
            self._municipalities[row.municipality].add(row)

    def add_merger(self, gone: Municipality) -> None:
        if gone.successor_id is not None and gone.valid_until is not None:
            self._municipalities[gone.successor_id].merged.append(gone.valid_until)

    def finish(self) -> None:
        """Make one stretch of the days of many deliveries."""
        for scope in self._provinces.values():
            scope.housings = joined(scope.housings)
            scope.couplings = joined(scope.couplings)

    def beside(self, rows: Iterable[CoverageRow]) -> Coverage:
        """Return what is covered with these rows as well."""
        result = Coverage()
        result._provinces = copied(self._provinces)
        result._municipalities = copied(self._municipalities)
        result._named = copied(self._named)
        for row in rows:
            result.add(row)
        result.finish()
        return result

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
    (coverage,) = coverages_known_at([known_at] if known_at else [], period, municipalities)
    return coverage


def coverages_known_at(
    moments: Sequence[datetime], period: Period, municipalities: Iterable[Municipality]
) -> list[Coverage]:
    """Return what was covered at each of these moments, in order of time; without any, what is covered now.

    What was never taken back is added as it became known; what was, covers from its own moment to that of its end.
    """
    municipalities = list(municipalities)
    rows, merged = coverage_rows(moments, period, municipalities), merged_into(municipalities)
    ended = {row.takes_back: row.since for row in rows if row.takes_back is not None}
    own = [row for row in rows if row.takes_back is None]
    lasting = sorted((row for row in own if row.pk not in ended), key=attrgetter("since"), reverse=True)
    passing = [row for row in own if row.pk in ended]
    so_far, result = Coverage(), []
    for index in range(max(1, len(moments))):
        while lasting and lasting[-1].since <= index:
            so_far.add(lasting.pop())
        so_far.finish()
        covered = so_far.beside(row for row in passing if row.since <= index < ended[row.pk])
        for gone in merged:
            if not moments or gone.is_known_to_merge(moments[index]):
                covered.add_merger(gone)
        result.append(covered)
    return result


def coverage_rows(
    moments: Sequence[datetime], period: Period, municipalities: Iterable[Municipality]
) -> list[CoverageRow]:
    """Return the deliveries that the figures of a period and those before it can rest on, also those taken back."""
    deliveries = (
        Delivery.objects.since(moments)
        .filter(province__in={municipality.province_id for municipality in municipalities}, is_control=False)
        .exclude(first_day__gte=period.end)
        .exclude(period__start__gt=period.start)
        .order_by()
    )
    # The lines of events can be many, and name nobody.
    named = Case(When(form=DeliveryForm.STATEMENT, then="lines"))
    return [
        CoverageRow._make((*row, frozenset(line[0] for line in lines or ())))
        for *row, lines in deliveries.values_list(*COVERAGE_FIELDS, named)
    ]
