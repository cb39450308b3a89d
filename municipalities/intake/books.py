"""What a file is once it can be read: sheets, and their rows one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from municipalities.intake.limits import MOST_COLUMNS, SheetFacts
from municipalities.intake.values import Value

HEAD = 40
"""In how many rows from the top a header is looked for."""

Row = tuple[int, list[Value]]
"""The number of a row, as the sheet shows it, and its cells from column A on."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file; a CSV file is one sheet without a name."""

    name: str = ""
    is_hidden: bool = False
    facts: SheetFacts = field(default_factory=SheetFacts)

    @property
    def hidden_columns(self) -> set[int]:
        return {
            index
            for first, last in self.facts.hidden_columns
            for index in range(first, min(last, MOST_COLUMNS) + 1)
        }


class Book:
    """A file that can be read: its sheets, and their rows one by one."""

    form = ""
    """In what dress the file came, for people."""
    sign = ""
    """What a text file has between its values, in words."""
    sheets: list[Sheet]

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        raise NotImplementedError

    def head(self, sheet: Sheet) -> list[Row]:
        return list(islice(self.rows(sheet), HEAD))

    def sheet_called(self, name: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
