"""Rows become lines of a delivery, or findings; what is left out is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from municipalities.intake.findings import Finding, Reading
from municipalities.intake.kinds import IntakeKind
from municipalities.intake.known import municipalities_in
from municipalities.intake.match import find_layout
from municipalities.intake.names import Register, key_of
from municipalities.intake.particulars import Particulars
from municipalities.intake.read import open_book
from municipalities.intake.values import (
    BadValue,
    Value,
    column_letter,
    day_in,
    plain,
    shown,
    text_in,
    whole_number,
)
from municipalities.models import CouplingKind, DeliveryForm, Municipality, Province
from municipalities.statements import Stated
from municipalities.wording import day_text, number, plural

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
            reading.add(Finding(problem))
        return reading
    reader = RowReader(reading, particulars, register or Register.of_the_country())
    for row, values in layout.book.rows(layout.sheet):
        if row > layout.header_row:
            reader.take(row, values)
            progress(row)
    reader.finish()
    return reading


@dataclass(frozen=True)
class Total:
    """A row that says it is the total, of one province or of all rows (None)."""

    row: int
    of: Province | None
    stated: int


class RowReader:
    """Reads rows one by one, and at the end compares them with each other and with what must be there."""

    def __init__(self, reading: Reading, particulars: Particulars, register: Register) -> None:
        self.reading = reading
        self.layout = reading.layout
        self.particulars = particulars
        self.kind: IntakeKind = particulars.kind
        self.register = register
        self.row = 0
        self.cells: dict[str, Value] = {}
        self.first_rows: dict[tuple[int, date | None, str], int] = {}
        self.elsewhere: dict[str, int] = defaultdict(int)
        self.sums: dict[str, int] = defaultdict(int)
        """What the rows add up to, per province; of other provinces too, for the totals."""
        self.totals: list[Total] = []
        self.unfilled = 0
        self.unread_elsewhere = False
        self.known: dict[tuple[Value, Value, date | None], Municipality] = {}

    # One row ---------------------------------------------------------------------------------------

    def take(self, row: int, values: list[Value]) -> None:
        self.row = row
        self.cells = {
            name: values[index] if index < len(values) else None
            for name, index in self.layout.columns.items()
        }
        if all(value is None for value in self.cells.values()) or self.is_total() or self.is_unfilled():
            return
        day = self.day() if self.kind.is_events else None
        municipality = self.municipality(day)
        if municipality is not None and municipality.province_id != self.particulars.province.pk:
            self.count_elsewhere(municipality)
            return
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
        self.reading.add(Finding(reason, remedy, self.row, letter, shown(self.cells.get(name))))

    def amount(self) -> int | None:
        value = self.cells["number"]
        absent = "Het aantal ontbreekt.", "Vul een aantal in; 0 als er niemand is."
        found: int | None = self.read("number", lambda: whole_number(value, signed=self.kind.signed), absent)
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
        code, name = self.cells.get("code"), self.cells.get("name")
        # Formulas and merged cells are refused anew each time; plain values are looked up once.
        key = (code, name, day)
        if key in self.known:
            return self.known[key]
        column = "name" if code is None and "name" in self.layout.columns else "code"
        days = (day, day) if day else self.particulars.days
        chosen = self.particulars.names.get(key_of(shown(name))) if code is None else None
        absent = "De gemeente ontbreekt.", "Vul de CBS-code of de naam in."
        found: Municipality | None = self.read(
            column, lambda: self.register.find(chosen or code, None if chosen else name, days), absent
        )
        if found is not None:
            self.known[key] = found
        elif code is None and isinstance(name, str) and key_of(name) not in self.register.by_name:
            self.reading.unknown[name] = self.register.suggestion(name)
        return found

    def event_kind(self) -> str | None:
        """Return the kind of an event; None when it is not one of those that can be."""
        if not self.kind.words:
            return ""
        word: str | None = self.read("kind", lambda: text_in(self.cells.get("kind")))
        if not word:
            first = self.particulars.entry_kind or next(iter(self.kind.words.values()))
            return first if word is not None else None
        found = self.kind.words.get(plain(word))
        if found is None:
            self.wrong("kind", f'Soort "{word[:40]}" is niet bekend.', f"Schrijf {words_for(self.kind)}.")
        return found

    def reason(self) -> str:
        if "reason" not in self.cells:
            return ""
        absent = "De reden ontbreekt.", "Vul een reden in voor de correctie."
        return self.read("reason", lambda: text_in(self.cells["reason"]), absent) or ""

    def keep(self, line: Stated) -> None:
        self.sums[line.municipality.province_id] += line.number
        key = (line.municipality.pk, line.day, line.kind)
        first = self.first_rows.setdefault(key, self.row)
        if first != self.row and self.kind.key != "corrections":
            when = f" op {day_text(line.day)}" if line.day else ""
            column = "name" if "name" in self.layout.columns else "code"
            where = f"{line.municipality}{when} staat in rij {first} en rij {self.row}."
            self.wrong(column, where, "Laat één rij staan.")
            return
        if self.kind.key == "corrections" and not line.reason:
            return
        self.reading.lines.append(line)
        self.reading.cells.append((self.row, self.layout.columns["number"]))

    # Rows that are no figures of the own province --------------------------------------------------

    def is_total(self) -> bool:
        """Take a row that says it is a total; its number is compared when all rows are read."""
        code, name, province = (self.cells.get(cell) for cell in ("code", "name", "province"))
        if isinstance(code, str) and self.register.is_code(code):
            return False
        labels = [label for label in (name, code, province) if isinstance(label, str)]
        of = next((found for label in labels if (found := self.register.total_of(label)) is not None), None)
        if of is None or (of != "" and isinstance(name, str) and self.register.by_name.get(key_of(name))):
            return False
        try:
            stated = whole_number(self.cells["number"], signed=True)
        except BadValue as bad:
            self.wrong("number", bad.reason, bad.remedy)
            return True
        if stated is None:
            self.reading.notes.append(
                f"Rij {self.row} is een totaalrij zonder aantal; zij is niet vergeleken."
            )
        else:
            self.totals.append(Total(self.row, of if isinstance(of, Province) else None, stated))
        return True

    def is_unfilled(self) -> bool:
        """Skip a row of our own template in which nothing but the municipality stands."""
        typed = [value for name, value in self.cells.items() if name not in ("code", "name", "province")]
        if self.kind.form == DeliveryForm.STATEMENT or any(value is not None for value in typed):
            return False
        self.unfilled += 1
        return True

    def count_elsewhere(self, municipality: Municipality) -> None:
        self.elsewhere[municipality.province.name] += 1
        try:
            self.sums[municipality.province_id] += whole_number(self.cells["number"], signed=True) or 0
        except BadValue:
            self.unread_elsewhere = True

    # All rows --------------------------------------------------------------------------------------

    def finish(self) -> None:
        self.reading.notes += [*self.left_out(), *self.hidden()]
        if not self.reading.findings:
            for finding in (*self.incomplete(), *self.wrong_totals(), *self.wrong_control_total()):
                self.reading.add(finding)

    def left_out(self) -> Iterator[str]:
        if self.elsewhere:
            counted = plural(sum(self.elsewhere.values()), "rij", "rijen")
            where = ", ".join(f"{name} {count}" for name, count in sorted(self.elsewhere.items()))
            yield f"{counted} van andere provincies geteld en niet vastgelegd: {where}."
        if self.unfilled:
            rows = plural(self.unfilled, "rij", "rijen")
            yield f"{rows} met alleen een gemeente overgeslagen: daar is niets ingevuld."
        others = [sheet for sheet in self.layout.book.sheets if sheet is not self.layout.sheet]
        if others:
            names = ", ".join(
                f"“{sheet.name}”{' (verborgen)' if sheet.is_hidden else ''}" for sheet in others
            )
            yield f"Niet gelezen bladen: {names}."

    def hidden(self) -> Iterator[str]:
        rows = [row for row in self.layout.sheet.facts.hidden_rows if row > self.layout.header_row]
        if rows:
            are = plural(len(rows), "verborgen rij is", "verborgen rijen zijn")
            more = f" en {len(rows) - 10} andere" if len(rows) > 10 else ""
            yield f"{are} meegelezen: rij {', '.join(str(row) for row in rows[:10])}{more}."
        columns = self.layout.sheet.hidden_columns & set(self.layout.columns.values())
        if columns:
            letters = ", ".join(column_letter(index) for index in sorted(columns))
            yield f"Deze kolommen zijn verborgen en meegelezen: {letters}."

    def incomplete(self) -> Iterator[Finding]:
        """Yield the municipalities that a statement leaves out, and a file that says nothing."""
        if self.kind.form == DeliveryForm.STATEMENT:
            named = {line.municipality for line in self.reading.lines}
            absent = ", ".join(row.name for row in municipalities_in(self.particulars) if row not in named)
            if absent:
                yield Finding(
                    f"Deze gemeenten ontbreken: {absent}.",
                    "Een overzicht moet alle gemeenten bevatten; vul 0 in als er niemand is.",
                )
        elif self.kind.key == "corrections" and not self.reading.lines:
            yield Finding("Er staat geen enkele correctie in.", "Vul minstens 1 rij in.")

    def wrong_totals(self) -> Iterator[Finding]:
        for total in self.totals:
            if total.of is None and self.unread_elsewhere:
                self.reading.notes.append(
                    f"De totaalrij (rij {total.row}) is niet vergeleken: een aantal van een andere provincie is niet "
                    "te lezen."
                )
                continue
            added = sum(self.sums.values()) if total.of is None else self.sums[total.of.pk]
            if total.stated in (added, self.net() if total.of is None and not self.elsewhere else added):
                self.reading.notes.append(
                    f"De totaalrij (rij {total.row}), {number(total.stated)}, is gelijk aan de som van de rijen."
                )
                continue
            yield Finding(
                f"De totaalrij geeft {number(total.stated)}, de som van de rijen is {number(added)}.",
                "Controleer het bestand.",
                total.row,
                self.layout.letter("number"),
                number(total.stated),
            )

    def net(self) -> int:
        """Return the sum in which withdrawn couplings count as fewer."""
        return sum(
            -line.number if line.kind == CouplingKind.WITHDRAWN else line.number
            for line in self.reading.lines
        )

    def wrong_control_total(self) -> Iterator[Finding]:
        stated = self.particulars.control_total
        if stated is not None and stated != self.reading.total:
            yield Finding(
                f"Uw controletotaal is {number(stated)}, het bestand telt op tot {number(self.reading.total)}.",
                "Controleer het bestand.",
            )


def words_for(kind: IntakeKind) -> str:
    """Return one word for each kind that a row can be of."""
    first: dict[str, str] = {}
    for word, value in kind.words.items():
        first.setdefault(value, f'"{word}"')
    words: Iterable[str] = first.values()
    return " of ".join(words)
