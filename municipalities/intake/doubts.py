"""What there is to confirm about a file, and what the checks look at to find it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from municipalities.intake.findings import Reading
from municipalities.intake.particulars import Particulars
from municipalities.ledger.statements import Stated
from municipalities.models import Delivery, Municipality

TITLES = {
    "older": "Ouder dan wat al bekend is",
    "heading": "Het bestand noemt iets anders dan u koos",
    "share": "Taakstelling ver van het aandeel in de inwoners",
    "fall": "Lager dan eerder gemeld",
    "outlier": "Ver van de eigen geschiedenis",
    "stock": "Stand ver van wat het grootboek zegt",
    "overdrawn": "Meer gehuisvest dan gekoppeld",
    "repeated": "Dezelfde correctie meer dan 1 keer",
}


@dataclass(frozen=True)
class Doubt:
    """One thing to confirm: what is unlikely, where in the file, and why."""

    check: str
    text: str
    row: int | None = None
    column: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        return f"Rij {self.row}: {self.text}" if self.row is not None else self.text


@dataclass(frozen=True)
class Asked:
    """What the checks look at: what was read, and what the ledger held before."""

    particulars: Particulars
    reading: Reading
    delivery: Delivery
    scope: list[Municipality]
    before: dict[int, int | None]
    """Per municipality id what was known of what the delivery is about."""
    file_name: str

    def lines(self) -> Iterator[tuple[int, str, Stated]]:
        for index, line in enumerate(self.reading.lines):
            yield (*self.reading.place(index), line)
