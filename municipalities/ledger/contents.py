"""What one delivery said, line by line, and what was booked for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from municipalities.dutch import day_text, number
from municipalities.ledger.register import name_key
from municipalities.ledger.statements import statements_after, totals_at
from municipalities.models import (
    Correction,
    Coupling,
    Delivery,
    DeliveryFile,
    Housing,
    LedgerEntry,
    Municipality,
    Period,
    Quota,
)
from municipalities.models.files import Places
from municipalities.wording import ENTRY_KINDS, about

MOST_NAMED = 5
"""How many of the deliveries that stay are named."""

LEDGERS: tuple[type[LedgerEntry], ...] = (Quota, Correction, Housing, Coupling)


@dataclass(frozen=True)
class SaidLine:
    """One line of a delivery, as it was said."""

    municipality: str
    day: date | None
    kind: str
    number: int
    reason: str
    cell: str = ""
    """Where it stands in the file, if it came in one."""


@dataclass(frozen=True)
class BookedLine:
    """One entry that came with a delivery."""

    municipality: Municipality
    day: date | None
    """The day it is about; None when it is about a whole period."""
    period: Period | None
    """The period it is about, or in which its day lies, if that is entered."""
    ledger: str
    kind: str
    amount: int
    cell: str = ""
    """Where in the file the number stands that it follows from."""


class Pointer:
    """Tells the cell of each entry of one delivery; asked in the order of booking, which is that of the rows."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.asked: Counter[tuple[str, str | None, str]] = Counter()

    def cell_of(self, code: str, day: date | None, kind: str) -> str:
        """Return the cell of an entry: that of its day and kind, else that of its municipality."""
        on = day.isoformat() if day else None
        for key in ((code, on, kind), (code, on, ""), (code, None, "")):
            if cells := self.places.get(key):
                self.asked[key] += 1
                return cells[min(self.asked[key], len(cells)) - 1]
        return ""


def file_of(delivery: Delivery) -> DeliveryFile | None:
    return DeliveryFile.objects.filter(delivery=delivery).defer("content").first()


def lines_said(delivery: Delivery) -> list[SaidLine]:
    file = file_of(delivery)
    cells = file.cell_names if file is not None else [""] * len(delivery.lines)
    names = dict(Municipality.objects.filter(province=delivery.province_id).values_list("cbs_code", "name"))
    return [
        SaidLine(
            municipality=names.get(code, code),
            day=date.fromisoformat(day) if day else None,
            kind=ENTRY_KINDS.get(kind or delivery.entry_kind, ""),
            number=number,
            reason=reason,
            cell=cell,
        )
        for (code, day, kind, number, reason), cell in zip(delivery.lines, cells, strict=True)
    ]


def lines_booked(delivery: Delivery) -> list[BookedLine]:
    """Return the entries of a delivery, per ledger in the order of booking; six queries."""
    periods, file = list(Period.objects.all()), file_of(delivery)
    pointer = Pointer(file.places(delivery.lines) if file is not None else {})
    return [line for ledger in LEDGERS for line in booked_in(ledger, delivery, periods, pointer)]


def booked_in(
    ledger: type[LedgerEntry],
    delivery: Delivery,
    periods: list[Period],
    pointer: Pointer,
) -> Iterator[BookedLine]:
    for entry in ledger.objects.filter(delivery=delivery).select_related("municipality").order_by("pk"):
        day = day_of(entry)
        yield BookedLine(
            municipality=entry.municipality,
            day=day,
            period=next((period for period in periods if is_about(entry, day, period)), None),
            ledger=str(ledger._meta.verbose_name),
            kind=ENTRY_KINDS[entry.kind],
            amount=entry.amount,
            cell=pointer.cell_of(entry.municipality.cbs_code, day, entry.kind),
        )


def day_of(entry: LedgerEntry) -> date | None:
    match entry:
        case Housing():
            return entry.housed_on
        case Coupling():
            return entry.coupled_on
        case _:
            return None


def is_about(entry: LedgerEntry, day: date | None, period: Period) -> bool:
    if isinstance(entry, Quota | Correction):
        return entry.period_id == period.pk
    return day is not None and period.start <= day < period.end


def differences_with_ledger(delivery: Delivery) -> dict[str, int]:
    """Return per municipality, by name, how far what a control says is from what is known per day."""
    own = Municipality.objects.filter(province=delivery.province_id)
    scope = [delivery.municipality] if delivery.municipality else sorted(own, key=name_key)
    known, said = totals_at(delivery, scope), {line[0]: line[3] for line in delivery.lines}
    found = {row.name: said[row.cbs_code] - known.get(row.pk, 0) for row in scope if row.cbs_code in said}
    return {name: difference for name, difference in found.items() if difference}


def stays_beside(delivery: Delivery, scope: list[Municipality], *, same_day: bool = False) -> list[str]:
    """Name the later statements that hold whatever this delivery says, or when it is taken back."""
    rows = statements_after(delivery, scope, same_day=same_day)
    named = [
        f"aanlevering {row.number} ({about(row)}, bron van {day_text(row.dated_on)})"
        for row in rows[-MOST_NAMED:]
    ]
    return [*named, f"en {number(len(rows) - MOST_NAMED)} eerdere"] if len(rows) > MOST_NAMED else named
