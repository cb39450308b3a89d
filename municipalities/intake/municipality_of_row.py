"""Whom each row of one file is about: as the register says, as a person chose, or only that it is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from municipalities.intake.findings import Reading
from municipalities.intake.names import Register, key_of
from municipalities.intake.particulars import Particulars
from municipalities.intake.values import BadValue, Value, shown
from municipalities.models import Municipality

Named = tuple[Value, Value, Value]
"""What a row says of its municipality: code, name and province."""


class Who:
    """Finds the municipality of each row, and keeps in the reading what a person chose or may choose."""

    def __init__(self, register: Register, particulars: Particulars, reading: Reading) -> None:
        self.register = register
        self.particulars = particulars
        self.reading = reading
        self.known: dict[tuple[Named, date | None], Municipality] = {}

    def find(self, cells: Mapping[str, Value], day: date | None) -> Municipality | None:
        """Return who a row is about, None when it names nobody; raise BadValue when unsure."""
        named = cells.get("code"), cells.get("name"), cells.get("province")
        # Formulas and merged cells are refused anew each time; plain values are looked up once.
        if (named, day) not in self.known:
            found = self.look_up(named, (day, day) if day else self.particulars.days)
            if found is None:
                return None
            self.known[named, day] = found
        return self.known[named, day]

    def look_up(self, named: Named, days: tuple[date, date]) -> Municipality | None:
        code, name, province = named
        stranger = self.stranger(code, name)
        chosen = self.particulars.names.get(key_of(stranger)) if stranger else None
        if chosen:
            self.reading.chosen[stranger] = chosen
            if elsewhere := self.register.province(chosen):
                return Municipality(name=stranger, province=elsewhere)
            code, name, province = chosen, None, None
        try:
            return self.register.find(code, name, days, province)
        except BadValue:
            outsider = self.register.outsider(*named, self.particulars.province)
            if outsider is None and stranger:
                self.reading.unknown[stranger] = self.register.suggestion(stranger)
            if outsider is None:
                raise
            return outsider

    def stranger(self, code: Value, name: Value) -> str:
        """Return the name of a row, else its code, when that stands for nobody: a person may say who is meant."""
        if not isinstance(code, str | int | float | None) or self.register.is_code(shown(code)):
            return ""
        if name is None:
            return shown(code)
        return name if isinstance(name, str) and key_of(name) not in self.register.by_name else ""
