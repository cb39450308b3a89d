"""Tables of a report: numbers as numbers, so that page, spreadsheet and what is kept print the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.spreadsheets import Cell, as_csv, as_xlsx
from municipalities.dutch import NOT_APPLICABLE, UNKNOWN, number, percentage, signed

TEXT, COUNT, BALANCE, SHARE = "text", "count", "balance", "share"

Value = str | int | Fraction | None


@dataclass(frozen=True)
class Column:
    heading: str
    kind: str = COUNT
    note: str = ""
    """The sign of a note below the table."""


@dataclass(frozen=True)
class Shown:
    """One cell as a page prints it."""

    words: str
    heading: str
    """Of its column."""
    is_text: bool
    is_not_applicable: bool = False


@dataclass(frozen=True)
class Table:
    """A table with its number in the report; the first column names the row."""

    number: int
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def shown(self) -> list[list[Shown]]:
        return [
            [shown(value, column) for value, column in zip(row, self.columns, strict=True)]
            for row in self.rows
        ]

    def cells(self) -> list[list[Cell]]:
        """Return headings and rows for a spreadsheet."""
        headings: list[Cell] = [column.heading for column in self.columns]
        return [
            headings,
            *(
                [cell(value, column.kind) for value, column in zip(row, self.columns, strict=True)]
                for row in self.rows
            ),
        ]

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "title": self.title,
            "columns": [[column.heading, column.kind, column.note] for column in self.columns],
            "rows": [[plain_cell(value) for value in row] for row in self.rows],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Table:
        return cls(
            data["number"],
            data["title"],
            tuple(Column(*column) for column in data["columns"]),
            tuple(tuple(value_in_table(each) for each in row) for row in data["rows"]),
        )


def shown(value: Value, column: Column) -> Shown:
    """Write a value: unknown in words, a share that does not apply as such, balances with their sign."""
    kind, heading = column.kind, column.heading
    if isinstance(value, str):
        return Shown(value, heading, is_text=kind != SHARE)
    if kind == SHARE:
        share = None if value is None else Fraction(value)
        return Shown(percentage(share), heading, is_text=False, is_not_applicable=share is None)
    if value is None:
        return Shown(UNKNOWN, heading, is_text=False)
    return Shown(signed(int(value)) if kind == BALANCE else number(int(value)), heading, is_text=False)


def cell(value: Value, kind: str) -> Cell:
    if value is None:
        return NOT_APPLICABLE if kind == SHARE else UNKNOWN
    return float(value) if isinstance(value, Fraction) else value


def plain_cell(value: Value) -> Any:
    return [value.numerator, value.denominator] if isinstance(value, Fraction) else value


def value_in_table(kept: Any) -> Value:
    return Fraction(*kept) if isinstance(kept, list) else kept


def tables_as_csv(table: Table) -> bytes:
    return as_csv(table.cells())


def tables_as_xlsx(tables: Sequence[Table]) -> bytes:
    """Return one workbook, with a sheet for each table."""
    return as_xlsx({f"Tabel {table.number}": table.cells() for table in tables}, has_total=False)
