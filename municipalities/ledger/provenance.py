"""What a figure is the sum of: ledger entries, each with its delivery, and other figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from municipalities.figures import Figures
from municipalities.ledger.computed import periods_through
from municipalities.ledger.contents import Pointer
from municipalities.ledger.coverage import coverage_known_at
from municipalities.ledger.statements import speaks_of
from municipalities.ledger.sums import LedgerSums, Plan, figures_of, from_stock_on, plan_for
from municipalities.models import (
    Correction,
    CorrectionKind,
    Coupling,
    CouplingKind,
    Delivery,
    DeliveryFile,
    DeliveryKind,
    Housing,
    HousingKind,
    LedgerEntry,
    Municipality,
    Period,
    Quota,
)
from municipalities.models.ledger import LedgerQuerySet
from municipalities.wording import ENTRY_KINDS

COMPOSED: dict[str, tuple[tuple[str, int], ...]] = {
    "total_task": (("quota", 1), ("opening_balance", 1)),
    "closing_balance": (("total_task", 1), ("realised", -1)),
    "available_on_reference_date": (("housed_by_reference_date", 1), ("open_couplings_on_reference_date", 1)),
    "coupling_shortage": (("total_task", 1), ("available_on_reference_date", -1)),
}
"""The figures that are sums of other figures of the same period, each with its sign."""

AT_LEAST_ZERO = ("available_on_reference_date", "coupling_shortage")

KINDS: dict[str, str] = ENTRY_KINDS | {
    HousingKind.REGULAR: "Gehuisvest",
    HousingKind.NIDOS: "Gehuisvest, Nidos",
    HousingKind.HOTEL_SCHEME: "Gehuisvest, hotel- en accommodatieregeling",
    CouplingKind.STOCK: "Stand wacht op woning",
}
DAYS: dict[type[LedgerEntry], str] = {
    Quota: "announced_on",
    Correction: "period__start",
    Housing: "housed_on",
    Coupling: "coupled_on",
}
FIELDS = (
    "pk",
    "kind",
    "amount",
    "recorded_at",
    "delivery__number",
    "delivery__takes_back__number",
    "delivery__taken_back_by__number",
    "delivery__taken_back_by__recorded_at",
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A ledger entry, as it counts in a figure."""

    day: date
    """What it is about; for a correction the first day of its period."""
    recorded_at: datetime
    pk: int
    kind: str
    code: str
    """The kind as the ledger has it."""
    amount: int
    """Negative when it makes the figure smaller."""
    delivery: int
    """The number of the delivery it came with."""
    takes_back: int | None
    """The number of the delivery that this entry helps to undo."""
    taken_back_by: int | None
    """The number of the delivery that undid this one."""
    reason: str = ""
    cell: str = ""
    """Where in the file of the delivery the number stands that it follows from."""


@dataclass(frozen=True)
class LedgerPart:
    """Another figure that counts in this one; None when it is not covered."""

    figure: str
    period: Period
    amount: int | None


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """A figure, and the parts and entries of which it is the sum."""

    figure: str
    municipality: Municipality
    period: Period
    known_at: datetime
    figures: Figures
    parts: list[LedgerPart]
    entries: list[Entry]
    deliveries: list[int]
    """The deliveries that say so, by number, when there are no entries."""

    @property
    def value(self) -> int | None:
        value: int | None = getattr(self.figures, self.figure)
        return value

    @property
    def total(self) -> int:
        """The sum of all that is known; the value, when that is known and not set to zero."""
        return sum(part.amount or 0 for part in self.parts) + sum(entry.amount for entry in self.entries)

    @property
    def set_to_zero(self) -> int:
        """What is added because less than zero counts as zero."""
        if self.value is None or self.figure not in AT_LEAST_ZERO:
            return 0
        return self.value - self.total


def entries_behind(
    figure: str, municipality: Municipality, period: Period, *, known_at: datetime
) -> Provenance:
    """Return exactly what `figures_for` added up to a figure, as known at a moment.

    The number of queries has a bound (17), whatever the number of days and entries.
    """
    chain = periods_through(period)
    plan, figures = figures_at(municipality, chain, known_at)
    parts = ledger_parts(figure, plan, figures, chain[:-1], known_at)
    entries = entries_of(figure, plan, known_at)
    return Provenance(
        figure=figure,
        municipality=municipality,
        period=period,
        known_at=known_at,
        figures=figures,
        parts=parts,
        entries=entries,
        deliveries=[] if parts or entries else deliveries_behind(figure, plan, known_at),
    )


def figures_at(municipality: Municipality, chain: list[Period], known_at: datetime) -> tuple[Plan, Figures]:
    """Return what `figures_for` makes for one municipality over the last of these periods, and how."""
    period = chain[-1]
    coverage = coverage_known_at(known_at, period, [municipality])
    plan = plan_for(municipality, chain, coverage.of(municipality), known_at)
    return plan, figures_of(plan, LedgerSums([plan]))


def ledger_parts(
    figure: str, plan: Plan, figures: Figures, earlier: list[Period], known_at: datetime
) -> list[LedgerPart]:
    """Return the other figures that make this one."""
    if figure == "opening_balance":
        if plan.chain == [plan.period] or not earlier:
            return []
        _, before = figures_at(plan.municipality, earlier, known_at)
        return [LedgerPart("closing_balance", earlier[-1], before.closing_balance)]
    return [
        LedgerPart(name, plan.period, None if (value := getattr(figures, name)) is None else sign * value)
        for name, sign in COMPOSED.get(figure, ())
    ]


def entries_of(figure: str, plan: Plan, known_at: datetime) -> list[Entry]:
    """Return the entries that count in a figure, by day."""
    own = Q(municipality=plan.municipality)
    found = [
        entry
        for rows, sign in selections(figure, plan)
        for entry in read(rows.filter(own).known_at(known_at), sign, known_at)
    ]
    return with_cells(
        plan.municipality, sorted(found, key=lambda entry: (entry.day, entry.recorded_at, entry.pk))
    )


def with_cells(municipality: Municipality, entries: list[Entry]) -> list[Entry]:
    """Return the entries with the cells they follow from, for those whose delivery came in a file."""
    numbers = {entry.delivery for entry in entries}
    files = DeliveryFile.objects.filter(
        delivery__province=municipality.province_id, delivery__number__in=numbers
    )
    pointers = {
        file.delivery.number: Pointer(file.places(file.delivery.lines))
        for file in files.select_related("delivery").defer("content")
    }
    return [
        replace(
            entry,
            cell=pointers[entry.delivery].cell_of(municipality.cbs_code, entry.day, entry.code),
        )
        if entry.delivery in pointers
        else entry
        for entry in entries
    ]


def selections(figure: str, plan: Plan) -> list[tuple[LedgerQuerySet, int]]:
    """Return the rows that count in a figure, for all municipalities, each with its sign."""
    period, stock_day = plan.period, plan.stock_day
    reference = period.reference_date
    match figure:
        case "quota":
            return [(Quota.objects.filter(period=period), 1)]
        case "opening_balance":
            stated = {} if plan.chain == [period] else {"kind": CorrectionKind.CORRECTION}
            return [(Correction.objects.filter(period=period, **stated), 1)]
        case "realised":
            last_day = plan.covered_through or period.last_day
            return [(Housing.objects.filter(housed_on__range=(period.start, last_day)), 1)]
        case "housed_by_reference_date":
            return [(Housing.objects.filter(housed_on__range=(period.start, reference)), 1)]
        case "open_couplings_on_reference_date" if stock_day is not None:
            coupled = Coupling.objects.filter(from_stock_on(stock_day), coupled_on__lte=reference)
            return [
                (coupled, 1),
                (Housing.objects.filter(housed_on__gt=stock_day, housed_on__lte=reference), -1),
            ]
        case _:
            return []


def read(rows: LedgerQuerySet, sign: int, known_at: datetime) -> list[Entry]:
    """Return entries; a delivery that was taken back later than `known_at` was not yet then."""
    day = DAYS[rows.model]
    reason = ("reason",) if rows.model is Correction else ()
    return [
        Entry(
            day=about,
            recorded_at=recorded_at,
            pk=pk,
            kind=KINDS[kind],
            code=kind,
            amount=sign * amount,
            delivery=number,
            takes_back=takes_back,
            taken_back_by=taken_back_by if taken_back_at and taken_back_at <= known_at else None,
            reason="".join(why),
        )
        for about, pk, kind, amount, recorded_at, number, takes_back, taken_back_by, taken_back_at, *why in (
            rows.values_list(day, *FIELDS, *reason)
        )
    ]


def deliveries_behind(figure: str, plan: Plan, known_at: datetime) -> list[int]:
    """Return the numbers of the deliveries that cover a figure, oldest first."""
    period, reference = plan.period, plan.period.reference_date
    housings, couplings = Q(kind=DeliveryKind.HOUSINGS), Q(kind=DeliveryKind.COUPLINGS)
    match figure:
        case "quota":
            about = Q(kind=DeliveryKind.QUOTAS, period=period)
        case "opening_balance":
            about = Q(kind=DeliveryKind.OPENINGS, period=period)
        case "realised":
            about = housings & Q(first_day__lt=period.end, last_day__gte=period.start)
        case "housed_by_reference_date":
            about = housings & Q(first_day__lte=reference, last_day__gte=period.start)
        case _ if plan.stock_day is not None:
            since = Q(first_day__lte=reference, last_day__gt=plan.stock_day)
            stock = Q(kind=DeliveryKind.STOCK, last_day__range=(plan.stock_day, reference))
            about = stock | (housings | couplings) & since
        case _:
            return []
    rows = Delivery.objects.standing(known_at).filter(speaks_of([plan.municipality])).filter(about)
    return list(rows.order_by("pk").values_list("number", flat=True))
