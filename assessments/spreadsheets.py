"""Tables as CSV and Excel: text can never become a formula, numbers stay numbers."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Cell = str | int | float
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells Excel that the file is UTF-8."""
FILE_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

TABLE_TYPES = ("csv", "xlsx")


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
