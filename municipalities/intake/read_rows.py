"""Rows become lines of a delivery, or findings; what is left out is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from municipalities.dutch import day_text, number
from municipalities.intake.findings import FileFinding, Reading
from municipalities.intake.kinds import IntakeKind
from municipalities.intake.layout import find_layout
from municipalities.intake.municipality_of_row import Who
from municipalities.intake.names import Register
from municipalities.intake.particulars import Particulars
from municipalities.intake.read import open_book
from municipalities.intake.remarks import cut_in_two, hidden, left_out, pointed_out, remark_in, remarks_named
from municipalities.intake.totals import FileTotals
from municipalities.intake.values import BadValue, Value, day_in, plain_number, shown, text_in, whole_number
from municipalities.ledger.register import name_key
from municipalities.ledger.statements import Stated
from municipalities.models import DeliveryForm, Municipality

Progress = Callable[[int], object]


def read_file(
    content: bytes, particulars: Particulars, *, register: Register | None = None, progress: Progress = id
) -> Reading:
    """Return what a file says, or what is wrong with it; raise Unreadable when it cannot be read at all.

    `progress` is told the number of each row that was read.
    """
    layout = find_layout(open_book(content), particulars.kind, particulars.wanted)
    reading = Reading(layout=layout)
    if layout.problems:
        for problem in layout.problems:
            reading.add(problem)
        return reading
    reader = RowReader(reading, particulars, register or Register.of_the_country())
    for row, values in layout.book.rows(layout.sheet):
        if row > layout.header_row:
            reader.take(row, values)
            progress(row)
        else:
            reader.take_above(row, values)
    reader.finish()
    return reading


class RowReader:
    """Reads rows one by one, and at the end compares them with each other and with what must be there."""

    def __init__(self, reading: Reading, particulars: Particulars, register: Register) -> None:
        self.reading = reading
        self.layout = reading.layout
        self.particulars = particulars
        self.kind: IntakeKind = particulars.kind
        self.register = register
        self.who = Who(register, particulars, reading)
        self.row = 0
        self.cells: dict[str, Value] = {}
        self.wrong_here: list[FileFinding] = []
        self.first_rows: dict[tuple[int, date | None, str], int] = {}
        self.elsewhere: dict[str, int] = defaultdict(int)
        self.outsiders: set[str] = set()
        """What other provinces call those of whom nothing else is known."""
        self.totals = FileTotals(register, particulars.province)
        self.named: set[Municipality] = set()
        self.unfilled = 0
        self.remarks: dict[int, str] = {}
        headed = {index for index, heading in enumerate(self.layout.headings) if heading}
        self.headed = headed | set(self.layout.columns.values())
        self.beside: dict[int, list[int]] = defaultdict(list)
        """Per column without a heading the rows in which something stands there."""

    # One row ---------------------------------------------------------------------------------------

    def go_to(self, row: int, values: list[Value]) -> None:
        self.row, self.wrong_here = row, []
        self.cells = {
            name: values[index] if index < len(values) else None
            for name, index in self.layout.columns.items()
        }

    def take_above(self, row: int, values: list[Value]) -> None:
        """Refuse a row of figures in, or above, the row with the headings: it would be left out unseen."""
        self.go_to(row, values)
        if self.totals.take_above(row, self.cells, values):
            return
        try:
            found = self.register.find(self.cells.get("code"), self.cells.get("name"), self.particulars.days)
            amount = whole_number(self.cells["number"], signed=True)
        except BadValue:
            return
        if found is not None and amount is not None:
            self.wrong(
                "number",
                "Deze rij met cijfers staat niet onder de kolomkoppen.",
                "Wijs de rij met kolomkoppen zelf aan; kies rij 0 als die er niet is.",
            )
            self.reading.add(self.wrong_here[0])

    def take(self, row: int, values: list[Value]) -> None:
        self.take_row(row, values)
        for finding in self.wrong_here:
            self.reading.add(finding)

    def take_row(self, row: int, values: list[Value]) -> None:
        self.go_to(row, values)
        for index, value in enumerate(values):
            if index not in self.headed and shown(value):
                self.beside[index].append(row)
        if all(value is None for value in self.cells.values()) or self.is_total(values):
            return
        if remark := remark_in(values, self.layout, self.register):
            self.remarks[row] = remark
            return
        if self.is_unfilled():
            return
        day = self.day() if self.kind.is_events else None
        municipality = self.municipality(day)
        if municipality is not None and municipality.province_id != self.particulars.province.pk:
            self.elsewhere[municipality.province.name] += 1
            if not municipality.cbs_code:
                self.outsiders.add(f"“{shown(municipality.name)}” ({municipality.province})")
            self.totals.add_elsewhere(municipality, self.cells["number"])
            self.wrong_here.clear()  # Nobody has to mend a day of another province.
            return
        self.wrong_here += cut_in_two(self.layout, row, values)
        if municipality is not None:
            self.named.add(municipality)
        amount, kind, reason = self.amount(), self.event_kind(), self.reason()
        if municipality is None or amount is None or kind is None or (day is None and self.kind.is_events):
            return
        self.keep(Stated(municipality=municipality, number=amount, day=day, kind=kind, reason=reason))

    def read(self, name: str, parse: Callable[[], Any], absent: tuple[str, str] | None = None) -> Any:
        """Return what a cell says; None when that is found wrong, or absent where something must be."""
        try:
            found = parse()
        except BadValue as bad:
            self.wrong(name, bad.reason, bad.remedy)
            return None
        if absent and found in (None, ""):
            self.wrong(name, *absent)
        return found

    def wrong(self, name: str, reason: str, remedy: str) -> None:
        letter = self.layout.letter(name) if name in self.layout.columns else ""
        value = shown(self.cells.get(name))
        who = shown(self.cells.get("name")) or shown(self.cells.get("code"))
        about = who if name not in ("name", "code") else ""
        self.wrong_here.append(FileFinding(reason, remedy, self.row, letter, value, about))

    def amount(self) -> int | None:
        value = self.cells["number"]
        absent = "Het aantal ontbreekt.", "Vul een aantal in; 0 als er niemand is."
        signed, instead = self.kind.signed, self.kind.instead
        found: int | None = self.read(
            "number", lambda: whole_number(value, signed=signed, instead=instead), absent
        )
        if found == 0 and self.kind.key == "corrections":
            self.wrong(
                "number", "Een correctie van 0 verandert niets.", "Vul het verschil in, bijvoorbeeld 2 of -2."
            )
            return None
        return found

    def day(self) -> date | None:
        absent = "De datum ontbreekt.", "Vul een dag in, bijvoorbeeld 31-12-2023."
        day: date | None = self.read("day", lambda: day_in(self.cells["day"]), absent)
        first, last = self.particulars.days
        if day is None or first <= day <= last:
            return day
        self.wrong(
            "day",
            f"{day_text(day)} valt buiten de dagen van deze aanlevering, {day_text(first)} tot en met "
            f"{day_text(last)}.",
            "Pas de dag aan, of de dagen waarover het bestand gaat.",
        )
        return None

    def municipality(self, day: date | None) -> Municipality | None:
        column = "name" if self.cells.get("code") is None and "name" in self.layout.columns else "code"
        absent = "De gemeente ontbreekt.", "Vul de CBS-code of de naam in."
        found: Municipality | None = self.read(column, lambda: self.who.find(self.cells, day), absent)
        return found

    def event_kind(self) -> str | None:
        """Return the kind of an event; None when it is not one of those that can be."""
        if not self.kind.words:
            return ""
        word: str | None = self.read("kind", lambda: text_in(self.cells.get("kind")))
        if not word:
            first = self.particulars.entry_kind or next(iter(self.kind.words.values()))
            return first if word is not None else None
        found = self.kind.words.get(plain_number(word))
        if found is None:
            self.wrong("kind", f'Soort "{word[:40]}" is niet bekend.', f"Schrijf {self.kind.examples}.")
        elif self.particulars.entry_kind not in ("", found):
            # It would be added to what is known of a kind that this delivery does not cover.
            self.wrong(
                "kind",
                f'Deze rij gaat over een andere soort ("{word[:40]}") dan u koos.',
                "Pas de soort aan, of kies alle soorten.",
            )
            return None
        return found

    def reason(self) -> str:
        if "reason" not in self.cells:
            return ""
        absent = "De reden ontbreekt.", "Vul een reden in voor de correctie."
        return self.read("reason", lambda: text_in(self.cells["reason"]), absent) or ""

    def keep(self, line: Stated) -> None:
        self.totals.add(line)
        key = (line.municipality.pk, line.day, line.kind)
        first = self.first_rows.setdefault(key, self.row)
        if first != self.row and self.kind.key != "corrections":
            when = f" op {day_text(line.day)}" if line.day else ""
            column = "name" if "name" in self.layout.columns else "code"
            where = f"{line.municipality}{when} staat in rij {first} en rij {self.row}."
            add = "Tel de aantallen op in 1 rij, of laat één rij staan als het dezelfde mensen zijn."
            self.wrong(column, where, add if self.kind.is_events else "Laat één rij staan.")
            return
        if self.kind.key == "corrections" and not line.reason:
            return
        self.reading.lines.append(line)
        self.reading.cells.append((self.row, self.layout.columns["number"]))

    # Rows that are no figures of the own province --------------------------------------------------

    def is_total(self, values: list[Value]) -> bool:
        """Take a row that says it is a total; its number is compared when all rows are read."""
        of = self.totals.of_whom(self.cells, values)
        if of is None:
            return False
        self.read("number", lambda: self.totals.take(self.row, of, self.cells["number"]))
        return True

    def is_unfilled(self) -> bool:
        """Skip a row of our own template in which nothing but the municipality stands."""
        typed = [value for name, value in self.cells.items() if name not in ("code", "name", "province")]
        if self.kind.form == DeliveryForm.STATEMENT or any(value is not None for value in typed):
            return False
        self.unfilled += 1
        return True

    # All rows --------------------------------------------------------------------------------------

    def finish(self) -> None:
        self.reading.notes += [
            *pointed_out(self.reading.chosen, self.register),
            *left_out(self.layout, self.elsewhere, self.outsiders, self.unfilled, self.beside),
            *remarks_named(self.remarks),
            *self.totals.not_compared,
            *hidden(self.layout),
        ]
        can_be_added = not self.reading.findings
        for finding in self.incomplete():
            self.reading.add(finding)
        if can_be_added:
            for finding in (*self.totals.compare(self.reading), *self.wrong_control_total()):
                self.reading.add(finding)

    def incomplete(self) -> Iterator[FileFinding]:
        """Yield the municipalities that a statement leaves out, and a file that says nothing."""
        if self.kind.form == DeliveryForm.STATEMENT:
            absent = ", ".join(row.name for row in self.expected() if row not in self.named)
            if absent:
                yield FileFinding(
                    f"Deze gemeenten ontbreken: {absent}.",
                    "Een overzicht moet alle gemeenten bevatten; vul 0 in als er niemand is.",
                )
        elif self.kind.key == "corrections" and not self.reading.lines and not self.reading.findings:
            yield FileFinding("Er staat geen enkele correctie in.", "Vul minstens 1 rij in.")

    def expected(self) -> list[Municipality]:
        """Return whom a statement must name."""
        about = self.particulars
        if about.municipality is not None:
            return [about.municipality]
        own = (row for row in self.register.by_code.values() if row.province_id == about.province.pk)
        return sorted((row for row in own if row.existed_between(*about.days)), key=name_key)

    def wrong_control_total(self) -> Iterator[FileFinding]:
        stated = self.particulars.control_total
        if stated is not None and stated != self.reading.total:
            yield FileFinding(
                f"Uw controletotaal is {number(stated)}, het bestand telt op tot {number(self.reading.total)}.",
                "Controleer het bestand.",
            )
