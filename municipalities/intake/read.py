"""A file becomes rows of values: text, or Excel in whatever dress, within bounds."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice
from posixpath import normpath
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from municipalities.intake.books import Book, Row, Sheet
from municipalities.intake.limits import (
    DAMAGED,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    RELATIONS,
    WORKBOOK,
    SheetFacts,
    Unreadable,
    is_workbook,
    look_over,
    open_workbook,
    small_part,
    too_much,
)
from municipalities.intake.text import texts_in
from municipalities.intake.values import Formula, Merged, Scaled, Value, shown

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
"""What another way of saving calls the same things; the library does not know it."""
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # of XML
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the library raises at a workbook of which the parts do not fit each other."""


def open_book(content: bytes) -> list[Book]:
    """Return the ways to read a file: one for Excel, one per possible delimiter for text. Raise Unreadable."""
    if is_workbook(content):
        return [Workbook(content)]
    return texts_in(content)


class Workbook(Book):
    """An Excel file. The library reads the values; what it leaves out when it reads row by row, we look up."""

    form = "Excel"

    def __init__(self, content: bytes) -> None:
        self.content = content
        with open_workbook(content) as archive:
            try:
                self.sheets = sheets_in(archive)
            except UNREADABLE:
                raise Unreadable(DAMAGED) from None

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        try:
            yield from self._rows(sheet)
        except UNREADABLE:
            raise Unreadable(DAMAGED) from None

    @cached_property
    def library(self) -> Any:
        """The workbook as the library has it: its texts and styles are read once, not per sheet."""
        with quiet():
            return load_workbook(io.BytesIO(self.content), read_only=True, keep_links=False)

    def _rows(self, sheet: Sheet) -> Iterator[Row]:
        worksheet = self.library[sheet.name]
        worksheet.reset_dimensions()
        for number, cells in enumerate(in_silence(worksheet.iter_rows(max_row=MOST_ROWS)), 1):
            if len(cells) > MOST_COLUMNS:
                cells = without_tail(cells)
            values = values_of(cells, number, sheet.facts)
            if any(value is not None for value in values):
                yield number, values


@contextmanager
def quiet() -> Iterator[None]:
    """Leave out what the library says of pictures, styles and rules for input, which it does not read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def in_silence(rows: Iterator[Any]) -> Iterator[Any]:
    """Pass rows on in small lots: between them the warnings of others are heard again."""
    while True:
        with quiet():
            lot = list(islice(rows, 200))
        if not lot:
            return
        yield from lot


def without_tail(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the cells up to the last that holds something; refuse a row that is then still too wide."""
    last = max((index for index, cell in enumerate(cells) if cell.value is not None), default=-1)
    if last >= MOST_COLUMNS:
        raise too_much("het heeft te veel kolommen")
    return cells[: last + 1]


def values_of(cells: Iterable[Any], row: int, facts: SheetFacts) -> list[Value]:
    values = [value_of(cell) for cell in cells]
    if row not in facts.merged:
        return values
    # What a merged cell took from its neighbours is empty, and at the end of a row left out.
    last = max(right for _, right in facts.merged[row])
    values += [None] * (min(last + 1, MOST_COLUMNS) - len(values))
    return [
        Merged(shown(value)) if facts.is_merged(row, index) else value for index, value in enumerate(values)
    ]


def value_of(cell: Any) -> Value:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return Formula(formula_text(value))
    if cell.data_type == "e":
        return str(value)
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int | float) and scales(shape := format_of(cell)):
        return Scaled(shown(value), shape)
    if isinstance(value, date) and hides_day(shape := format_of(cell)):
        return Scaled(shown(value), shape)
    return value if isinstance(value, bool | int | float | date) else str(value)


def format_of(cell: Any) -> str:
    """Return how a cell shows its number; a style that is not in the file shows it as it is."""
    try:
        return str(cell.number_format)
    except LookupError:
        return "General"


@lru_cache
def scales(number_format: str) -> bool:
    """Return whether a format shows a number as another thing: a percentage, thousands, or money."""
    if "€" in number_format or re.search(r"\[\$[^-\]]", number_format):
        return True
    signs = re.sub(r'"[^"]*"|\\.|\[[^][]*]', "", number_format)
    return "%" in signs or re.search("[0#?],+(?![0#?,])", signs) is not None


@lru_cache
def hides_day(number_format: str) -> bool:
    """Return whether a format shows a date without its day: 1 November as nov-26."""
    signs = re.sub(r'"[^"]*"|\\.|\[[^][]*]', "", number_format).casefold()
    return "d" not in signs and re.search("[my]", signs) is not None


def formula_text(value: Any) -> str:
    """Return a formula as typed; of one over more cells the library gives an object, not always with a text."""
    text = str(value if isinstance(value, str) else getattr(value, "text", None) or "")
    return text if text.startswith("=") else f"={text}"


def sheets_in(archive: zipfile.ZipFile) -> list[Sheet]:
    """Return the sheets in the order of their tabs, with what is known of the part each stands in."""
    workbook, relations = small_part(archive, WORKBOOK), small_part(archive, RELATIONS)
    if workbook.tag == f"{STRICT}workbook":
        raise Unreadable(
            "Dit bestand is opgeslagen als “Strict Open XML” en kan niet worden gelezen. Sla het in Excel op als "
            "“Excel-werkmap (.xlsx)”."
        )
    parts = {
        relation.get("Id"): part_of(relation.get("Target", ""))
        for relation in relations
        if relation.get("Type", "").endswith("/worksheet")
    }
    listed = [
        (element, parts[element.get(f"{OFFICE}id")])
        for element in workbook.iter(f"{MAIN}sheet")
        if element.get(f"{OFFICE}id") in parts
    ]
    names = {element.get("name", "").casefold() for element, _ in listed}
    ids = {relation.get("Id") for relation in relations}
    # Of sheets with the same name, or parts with the same number, only one would be read.
    if len(names) != len(listed) or len(ids) != len(relations):
        raise Unreadable(DAMAGED)
    if len(listed) > MOST_SHEETS:
        raise too_much(f"het heeft {len(listed)} bladen")
    if not listed:
        raise Unreadable("Dit bestand heeft geen werkblad. Kies een ander bestand.")
    facts = look_over(archive, {part for _, part in listed})
    return [
        Sheet(element.get("name", ""), element.get("state", "visible") != "visible", facts[part])
        for element, part in listed
    ]


def part_of(target: str) -> str:
    return normpath(target.removeprefix("/") if target.startswith("/") else f"xl/{target}")


def cell_name(row: int, column: int) -> str:
    return f"{get_column_letter(column + 1)}{row}"
