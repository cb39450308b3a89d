"""The overview of a period as a file: text can never become a formula, numbers stay numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from assessments.overview import Overview, Row
from assessments.pages import missing_note
from assessments.templatetags.dutch import UNKNOWN, no_share
from municipalities.figures import Figures, Sum, Totals
from municipalities.models import Period
from municipalities.moments import local_day
from municipalities.wording import plural

Cell = str | int | float
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells Excel that the file is UTF-8."""

FIGURES = {
    "Taakstelling": "quota",
    "Beginstand": "opening_balance",
    "Totaalopgave": "total_task",
    "Op tijd beschikbaar": "available_on_reference_date",
    "Koppelingstekort": "coupling_shortage",
    "Gehuisvest": "realised",
    "Eindstand": "closing_balance",
}
SHARES = {"% van de taakstelling": "share_of_quota", "% van de totaalopgave": "share_of_total_task"}
SO_FAR = {
    "Gehuisvest": "Gehuisvest tot nu toe",
    "Eindstand": "Nog te huisvesten",
    "% van de taakstelling": "% van de taakstelling tot nu toe",
    "% van de totaalopgave": "% van de totaalopgave tot nu toe",
}
"""What stands in the place of a heading where figures are those so far."""
FILE_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TABLE_TYPES = ("csv", "xlsx")
HEADINGS = [
    "CBS-code",
    "Gemeente",
    "Periode",
    "Bekend op",
    "Trede",
    "Naam van de trede",
    "Basis",
    *FIGURES,
    *SHARES,
    "Opmerking",
]


def table_of(overview: Overview, period: Period, note: str = "") -> list[list[Cell]]:
    """Return headings, a row per municipality and a row of sums; `note` goes with every row.

    Figures so far have headings of their own, and a column with the day of each row.
    """
    if overview.through:
        note = "; ".join(filter(None, ["voorlopig", note]))
    rows = [row_of(row, period, note) for row in overview.rows]
    table: list[list[Cell]] = [[*HEADINGS], *rows, sums_of(overview, period, note)]
    return so_far(table, overview) if overview.through else table


def so_far(table: list[list[Cell]], overview: Overview) -> list[list[Cell]]:
    """Return a table with what its figures so far are called, and the day before the remarks."""
    headings, *rows, sums = table
    days = [f"{row.figures.covered_through or UNKNOWN}" for row in overview.rows]
    known = {*days} - {UNKNOWN}
    of_sums = "verschilt" if len(known) > 1 else known.pop() if known else UNKNOWN
    through = ["Tot en met", *days, of_sums]
    table = [[SO_FAR.get(str(heading), heading) for heading in headings], *rows, sums]
    return [[*row[:-1], day, row[-1]] for row, day in zip(table, through, strict=True)]


def row_of(row: Row, period: Period, note: str) -> list[Cell]:
    return [
        row.municipality.cbs_code,
        row.municipality.name,
        period.code,
        local_day(row.known_at).isoformat(),
        row.rung.number if row.rung else row.status,
        row.rung.label if row.rung else "",
        row.basis,
        *figures_of(row.figures),
        *shares_of(row.figures),
        "; ".join(
            filter(None, ["sinds de beoordeling is iets anders bekend geworden" if row.differs else "", note])
        ),
    ]


def figures_of(figures: Figures) -> Iterator[Cell]:
    for name in FIGURES.values():
        value = getattr(figures, name)
        yield UNKNOWN if value is None else value


def shares_of(figures: Figures | Totals) -> Iterator[Cell]:
    """Yield shares as exact as a spreadsheet keeps them: 0,5 is half; without one, why there is none."""
    for name in SHARES.values():
        share = getattr(figures, name)
        yield no_share(figures, name) if share is None else float(share)


def sums_of(overview: Overview, period: Period, note: str) -> list[Cell]:
    totals = overview.totals
    sums = {name: getattr(totals, name, None) for name in FIGURES.values()}
    missing = {missing_note(total) for total in sums.values() if isinstance(total, Sum)}
    return [
        "",
        f"Totaal van {plural(totals.municipalities, 'gemeente', 'gemeenten')}",
        period.code,
        "",
        "",
        "",
        "",
        *(sum_cell(total) for total in sums.values()),
        *shares_of(totals),
        "; ".join(sorted(filter(None, {*missing, note}))),
    ]


def sum_cell(total: Sum | None) -> Cell:
    if total is None:
        return ""
    return UNKNOWN if total.value is None else total.value


def as_csv(table: Sequence[Sequence[Cell]]) -> bytes:
    """Return what Dutch Excel opens by a double click: semicolons, decimal comma, UTF-8."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";")
    for row in table:
        writer.writerow([csv_text(cell) for cell in row])
    return (BOM + file.getvalue()).encode()


def csv_text(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.4f}".replace(".", ",")
    if isinstance(cell, int):
        return str(cell)
    # A spreadsheet takes text that starts like this for a formula.
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def as_xlsx(tables: Mapping[str, Sequence[Sequence[Cell]]], *, has_total: bool = True) -> bytes:
    """Return a workbook with a sheet for each table, by its title; the headings are bold, and a row of sums."""
    workbook = Workbook(write_only=True)
    for title, table in tables.items():
        sheet = workbook.create_sheet(title)
        sheet.freeze_panes = "C2"
        for index, row in enumerate(table):
            is_bold = index == 0 or (has_total and index == len(table) - 1)
            sheet.append([xlsx_cell(sheet, value, is_bold=is_bold) for value in row])
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def xlsx_cell(sheet: Any, value: Cell, *, is_bold: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever the text
    if isinstance(value, float):
        cell.number_format = "0%"
    cell.font = Font(bold=is_bold)
    return cell
