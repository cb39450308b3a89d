"""Where in a file the figures stand: the sheet, the header row, and the columns by what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from openpyxl.utils import get_column_letter

from municipalities.dutch import listing
from municipalities.intake.books import HEAD, Book, Row, Sheet
from municipalities.intake.columns import PROVINCE, FileColumn
from municipalities.intake.findings import FileFinding
from municipalities.intake.headings import Header, bare, headers_in, kinds_apart, turned_round
from municipalities.intake.kinds import IntakeKind
from municipalities.intake.limits import Unreadable
from municipalities.intake.values import Merged, Scaled, shown

NOWHERE = -1
"""Said of a column that is not in the file."""


@dataclass(frozen=True)
class Wanted:
    """What a person said about the layout; empty leaves it to be recognised. Columns count from 0.

    Header row 0 says that there is none: the figures begin in the first row.
    """

    sheet: str = ""
    header_row: int | None = None
    columns: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """Where the figures stand, and what about that is not certain yet."""

    book: Book
    sheet: Sheet
    header_row: int
    headings: tuple[str, ...]
    columns: dict[str, int]
    problems: tuple[FileFinding, ...]

    @property
    def found(self) -> int:
        return len(self.columns)

    @property
    def likeness(self) -> tuple[int, int]:
        """How much this is like a row with headings: a lone title is not, whatever word it begins with."""
        filled = sum(bool(heading) for heading in self.headings)
        return (self.found if filled > 1 else 0), filled

    @property
    def titles(self) -> list[str]:
        """What stands above the headings; a month of which the day is hidden names no day."""
        above = [values for number, values in self.book.head(self.sheet) if number < self.header_row]
        return [shown(value) for values in above for value in values if not isinstance(value, Scaled | None)]

    def letter(self, name: str) -> str:
        return get_column_letter(self.columns[name] + 1)

    def heading(self, name: str) -> str:
        index = self.columns[name]
        return self.headings[index] if index < len(self.headings) else ""

    def above(self, name: str) -> str:
        """Return what stands right above the heading of a column, and is not in it: the name of a group."""
        rows = dict(rows_from(self.book, self.sheet, self.header_row - 1))
        column, values = self.columns[name], rows.get(self.header_row - 1, [])
        while column > 0 and column < len(values) and values[column] == Merged(""):
            column -= 1
        text = shown(values[column]) if column < len(values) else ""
        return "" if text in self.heading(name) else text

    @property
    def choices(self) -> list[tuple[int, str]]:
        """Every column in which something stands: by its heading, else by the first thing under it."""
        under = [values for _, values in rows_from(self.book, self.sheet, self.header_row + 1)]
        named = []
        for index in range(max(map(len, [self.headings, *under]))):
            values = [shown(row[index]) for row in under if index < len(row)]
            heading = self.headings[index] if index < len(self.headings) else ""
            first = next(filter(None, values), "")
            if heading or first:
                named.append(
                    (index, f"{get_column_letter(index + 1)}: {heading or f'zonder kop (“{first}”)'}")
                )
        return named


def rows_from(book: Book, sheet: Sheet, first: int) -> list[Row]:
    """Return the first rows from a row on."""
    return list(islice((row for row in book.rows(sheet) if row[0] >= first), HEAD))


def find_layout(books: Iterable[Book], kind: IntakeKind, wanted: Wanted) -> Layout:
    """Return the layout in which most is recognised; visible sheets and the first delimiter come first."""
    candidates: list[Layout] = []
    refusals: list[Unreadable] = []
    for book in books:
        # With the wrong delimiter a quotation mark stands in the wrong place; with another it may not.
        try:
            for sheet in sheets_to_try(book, wanted):
                candidates += layouts_in(book, sheet, kind, wanted)
        except Unreadable as refusal:
            refusals.append(refusal)
    if refusals and not any(layout.found for layout in candidates):
        raise refusals[0]
    best = max(
        candidates, key=lambda layout: (not layout.problems, layout.likeness, not layout.sheet.is_hidden)
    )
    complete = {layout.sheet.name: layout for layout in candidates if not layout.problems}
    if len(complete) > 1 and best.book.form == "Excel":
        names = listing([f"“{name}”" for name in complete])
        problem = FileFinding(f"Deze kolommen staan op de bladen {names}.", "Kies het blad zelf.")
        return replace(best, problems=(problem,))
    return best


def sheets_to_try(book: Book, wanted: Wanted) -> list[Sheet]:
    if not wanted.sheet:
        return sorted(book.sheets, key=lambda sheet: sheet.is_hidden)
    named = book.sheet_called(wanted.sheet)
    if named is None:
        raise Unreadable(f"Blad “{wanted.sheet}” staat niet in dit bestand. Kies een ander blad.")
    return [named]


def layouts_in(book: Book, sheet: Sheet, kind: IntakeKind, wanted: Wanted) -> list[Layout]:
    """Return what each row near the top would be as a header; of an empty sheet, one without columns."""
    head = rows_from(book, sheet, (wanted.header_row or 1) - 1)
    width = max((len(values) for _, values in head), default=0)
    headers = headers_in(head, kind, wanted.header_row)
    if wanted.header_row == 0 and head:
        headers = [(0, ("",) * width)]
    if wanted.header_row is not None:
        headers = [header for header in headers if header[0] == wanted.header_row]
    return [layout_with(book, sheet, header, kind, wanted, width) for header in headers] or [
        Layout(book, sheet, wanted.header_row or 1, (), {}, (NO_HEADER,))
    ]


NO_HEADER = FileFinding(
    "Er is geen rij met kolomkoppen gevonden.",
    "Wijs de rij en de kolommen zelf aan of gebruik het sjabloon.",
)


def layout_with(
    book: Book, sheet: Sheet, header: Header, kind: IntakeKind, wanted: Wanted, width: int
) -> Layout:
    number, headings = header
    columns: dict[str, int] = {}
    problems = list(wrong_choices(wanted, width))
    taken = set(wanted.columns.values())
    for column in kind.columns:
        if column.name in wanted.columns:
            if wanted.columns[column.name] != NOWHERE:
                columns[column.name] = wanted.columns[column.name]
            continue
        same = [
            index
            for index, text in enumerate(headings)
            if index not in taken and column.is_called(bare(text))
        ]
        # A province may stand there twice, by its code and by its name: both say the same.
        if len(same) == 1 or (same and column is PROVINCE):
            columns[column.name] = same[0]
        elif same:
            problems.append(ambiguous(column, headings, same))
    problems += [*missing(kind, columns, problems), *turned_round(kind, columns, headings)]
    problems += kinds_apart(kind, columns, headings)
    if sheet.is_hidden and not wanted.sheet:
        problems.append(
            FileFinding(f"Blad “{sheet.name}” is verborgen.", "Kies het blad zelf als het om dit blad gaat.")
        )
    return Layout(book, sheet, number, headings, columns, tuple(problems))


def wrong_choices(wanted: Wanted, width: int) -> Iterator[FileFinding]:
    """Yield what cannot be about the columns that a person chose."""
    chosen = sorted(index for index in wanted.columns.values() if index != NOWHERE)
    for index in sorted(set(chosen)):
        if not 0 <= index < width:
            yield FileFinding(f"Kolom {get_column_letter(index + 1)} is leeg.", "Wijs een andere kolom aan.")
        elif chosen.count(index) > 1:
            yield FileFinding(
                f"Kolom {get_column_letter(index + 1)} is meer dan 1 keer aangewezen.",
                "Wijs elke kolom 1 keer aan.",
            )


def ambiguous(column: FileColumn, headings: tuple[str, ...], same: list[int]) -> FileFinding:
    where = listing([f"{get_column_letter(index + 1)} ({headings[index]})" for index in same])
    return FileFinding(f'Kolom "{column.header}" kan {where} zijn.', "Wijs de kolom zelf aan.")


def missing(kind: IntakeKind, columns: dict[str, int], problems: list[FileFinding]) -> list[FileFinding]:
    """Return what must be there and is not: the number, the municipality, and what the kind asks for."""
    absent = [
        column.header
        for column in kind.columns
        if column.required
        and column.name not in columns
        and not any(f'"{column.header}"' in problem.reason for problem in problems)
    ]
    if not {"code", "name"} & columns.keys() and not any(
        "Gemeente" in problem.reason for problem in problems
    ):
        absent.insert(0, "Gemeente")
    if not columns and len(absent) == len([column for column in kind.columns if column.required]) + 1:
        return [NO_HEADER]
    return [
        FileFinding(f'Kolom "{header}" niet gevonden.', "Wijs de kolom zelf aan of gebruik het sjabloon.")
        for header in absent
    ]
