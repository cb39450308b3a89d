"""Rows that say they are a total: recognised, and compared with the sum of the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from municipalities.dutch import number
from municipalities.intake.findings import FileFinding, Reading
from municipalities.intake.names import TOTAL_WORDS, Register, key_of
from municipalities.intake.values import (
    BadValue,
    Formula,
    Merged,
    Value,
    plain_number,
    shown,
    text_in,
    whole_number,
)
from municipalities.ledger.statements import Stated
from municipalities.models import CouplingKind, Municipality, Province

MOST_TOLD = 5
"""How many totals are told one by one; a file of the whole country has twelve and more."""


@dataclass(frozen=True)
class Total:
    """A row that says it is the total, of one province or of all rows (None)."""

    row: int
    of: Province | None
    stated: int
    above: tuple[int, int] | None
    """The sums, gross and net, of the rows since the total before; None when there are none."""


def label_in(value: Value) -> str:
    """Return the text of a cell; a label may be merged with its neighbours, for it is no figure."""
    return value.value if isinstance(value, Merged) else text_in(value)


class FileTotals:
    """What the rows add up to, per province, beside what the total rows of the file say."""

    def __init__(self, register: Register, own: Province) -> None:
        self.register = register
        self.own = own
        self.stated: list[Total] = []
        self.not_compared: list[str] = []
        self.sums: dict[str, int] = defaultdict(int)
        self.net = 0
        """The sum in which withdrawn couplings count as fewer."""
        self.above: tuple[int, int] | None = None
        self.has_elsewhere = False
        self.unread: set[str] = set()
        """The other provinces of which a number cannot be read."""
        self.known: dict[tuple[Value, Value], Province | str | None] = {}

    def add(self, line: Stated) -> None:
        net = -line.number if line.kind == CouplingKind.WITHDRAWN else line.number
        self.sums[line.municipality.province_id] += line.number
        self.net += net
        self.add_above(line.number, net)

    def add_elsewhere(self, municipality: Municipality, value: Value) -> None:
        """Count a number of another province, which no one has to mend when it cannot be read."""
        self.has_elsewhere = True
        try:
            amount = whole_number(value, signed=True) or 0
        except BadValue:
            self.unread.add(municipality.province_id)
        else:
            self.sums[municipality.province_id] += amount
            self.add_above(amount, amount)

    def add_above(self, gross: int, net: int) -> None:
        before = self.above or (0, 0)
        self.above = before[0] + gross, before[1] + net

    def of_whom(self, cells: dict[str, Value], values: list[Value]) -> Province | str | None:
        """Return whose total a row says it is, as `Register.total_of` does; None when it is no total.

        The word stands where a code or name would; only in a row without either it may stand elsewhere.
        """
        key = cells.get("code"), cells.get("name")
        if all(value in (None, Merged("")) for value in key):
            reason = cells.get("reason")
            texts = [
                shown(value) for value in values if isinstance(value, str | Merged) and value is not reason
            ]
            return next((of for of in map(self.register.total_of, texts) if of is not None), None)
        if key not in self.known:
            try:
                self.known[key] = self.labelled(*map(label_in, key))
            except BadValue:
                self.known[key] = None
        return self.known[key]

    def labelled(self, code: str, name: str) -> Province | str | None:
        """Return what the code and name of one row say."""
        if self.register.is_code(code):
            return None
        of = self.register.total_of(name)
        if of is not None:
            return of
        of = self.register.total_of(code)
        return None if of == "" and key_of(name) in self.register.by_name else of

    def take_above(self, row: int, cells: dict[str, Value], values: list[Value]) -> bool:
        """Keep the total above the headings, if this row is one; a title with a year is not."""
        is_called = any(
            isinstance(value, str) and plain_number(value).startswith(TOTAL_WORDS) for value in values
        )
        of = self.of_whom(cells, values) if is_called else None
        with suppress(BadValue):
            if of is not None:
                self.take(row, of, cells["number"])
        return of is not None

    def is_lone(self, total: Total) -> bool:
        """Return whether a total is all that is said of another province: it then is a row like others."""
        of = total.of
        return of is not None and of != self.own and of.pk not in self.sums and of.pk not in self.unread

    def take(self, row: int, of: Province | str, value: Value) -> None:
        """Keep what a total row says; raise BadValue when its number cannot be read."""
        above, self.above = self.above, None
        if isinstance(value, Formula):
            self.not_compared.append(f"Rij {row} is een totaalrij met een formule; zij is niet vergeleken.")
            return
        stated = whole_number(value, signed=True)
        if stated is None:
            self.not_compared.append(f"Rij {row} is een totaalrij zonder aantal; zij is niet vergeleken.")
            return
        self.stated.append(Total(row, of if isinstance(of, Province) else None, stated, above))

    def compare(self, reading: Reading) -> Iterator[FileFinding]:
        """Yield the totals that are not the sum; note those that are."""
        lone = sum(total.stated for total in self.stated if self.is_lone(total))
        equal: dict[int, str] = {}
        for total in self.stated:
            if self.is_lone(total):
                reading.notes.append(
                    f"De totaalrij (rij {total.row}) is niet vergeleken: van {total.of} staan er geen andere rijen in."
                )
                continue
            if self.unread if total.of is None else total.of.pk in self.unread:
                reading.notes.append(
                    f"De totaalrij (rij {total.row}) is niet vergeleken: een aantal van een andere provincie is niet "
                    "te lezen."
                )
                continue
            added = sum(self.sums.values()) + lone if total.of is None else self.sums[total.of.pk]
            if total.stated in (added, self.net if not self.has_elsewhere else added):
                what, than = "totaalrij", "de rijen"
            elif total.of is None and total.above and total.stated in total.above:
                what, than = "subtotaalrij", "de rijen erboven"
            else:
                yield FileFinding(
                    f"De totaalrij geeft {number(total.stated)}, de som van de rijen is {number(added)}.",
                    "Controleer het bestand.",
                    total.row,
                    reading.layout.letter("number"),
                    number(total.stated),
                )
                continue
            equal[total.row] = (
                f"De {what} (rij {total.row}), {number(total.stated)}, is gelijk aan de som van {than}."
            )
        reading.notes += told_totals(equal)


def told_totals(equal: dict[int, str]) -> list[str]:
    """Return what is said of the totals, by row, that are the sum of their rows."""
    if len(equal) <= MOST_TOLD:
        return list(equal.values())
    rows = ", ".join(map(str, equal))
    return [f"{number(len(equal))} totaalrijen zijn gelijk aan de som van hun rijen: rij {rows}."]
