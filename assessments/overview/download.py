"""The overview of a period as a table for a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assessments.judging.shown import Shown
from assessments.judging.sums import missing_note, no_share
from assessments.models import AssessmentVersion
from assessments.overview.overview import Overview
from assessments.spreadsheets import Cell
from municipalities.catalogue import BY_KEY, OF_A_ROW, SHARES
from municipalities.dutch import UNKNOWN, plural
from municipalities.figures import Figures, Sum, Totals
from municipalities.models import Period
from municipalities.moments import local_day

ABOUT_A_ROW: dict[str, Callable[[Shown], Cell]] = {
    "CBS-code": lambda row: row.municipality.cbs_code,
    "Gemeente": lambda row: row.municipality.name,
    "Periode": lambda row: row.figures.period.code,
    "Bekend op": lambda row: local_day(row.known_at).isoformat(),
    "Status": lambda row: row.state.label if row.state else row.status,
    "Versie": lambda row: row.assessment.number if isinstance(row.assessment, AssessmentVersion) else "",
    "Trede": lambda row: row.rung.number if row.rung else row.status,
    "Naam van de trede": lambda row: row.rung.label if row.rung else "",
    "Gemeten aan": lambda row: row.measured_against,
}
"""What a file says of a municipality before its figures, by heading. A concept has no version yet."""


def headings(*, so_far: bool) -> list[Cell]:
    """Return the headings; figures so far have names of their own, and the day of each row beside them."""
    figures = [BY_KEY[key] for key in (*OF_A_ROW, *SHARES)]
    named = [figure.label_so_far if so_far else figure.label for figure in figures]
    day = ["Tot en met"] if so_far else []
    return [*ABOUT_A_ROW, *named, *day, "Opmerking"]


def table_of(overview: Overview, period: Period, note: str = "") -> list[list[Cell]]:
    """Return headings, a row per municipality and a row of sums; `note` goes with every row.

    Figures so far have headings of their own, and a column with the day of each row.
    """
    if overview.through:
        note = "; ".join(filter(None, ["voorlopig", note]))
    rows = [row_of(row, note) for row in overview.rows]
    table = [*rows, sums_of(overview, period, note)]
    if overview.through:
        days = days_of_rows(overview)
        table = [[*row[:-1], day, row[-1]] for row, day in zip(table, days, strict=True)]
    return [headings(so_far=overview.through is not None), *table]


def days_of_rows(overview: Overview) -> list[str]:
    """Return through which day the figures of each row run, and those of the sums."""
    days = [f"{row.figures.covered_through or UNKNOWN}" for row in overview.rows]
    known = {*days} - {UNKNOWN}
    return [*days, "verschilt" if len(known) > 1 else known.pop() if known else UNKNOWN]


def row_of(row: Shown, note: str) -> list[Cell]:
    return [
        *(cell(row) for cell in ABOUT_A_ROW.values()),
        *figure_cells(row.figures),
        *shares_of(row.figures),
        "; ".join(filter(None, [*remarks_on(row), note])),
    ]


def remarks_on(row: Shown) -> Iterator[str]:
    if row.differs:
        yield "sinds de beoordeling is iets anders bekend geworden"
    if row.merger is not None:
        yield row.merger.text.rstrip(".")


def figure_cells(figures: Figures) -> Iterator[Cell]:
    for name in OF_A_ROW:
        value = getattr(figures, name)
        yield UNKNOWN if value is None else value


def shares_of(figures: Figures | Totals) -> Iterator[Cell]:
    """Yield shares as exact as a spreadsheet keeps them: 0,5 is half; without one, why there is none."""
    for name in SHARES:
        share = getattr(figures, name)
        yield no_share(figures, name) if share is None else float(share)


def sums_of(overview: Overview, period: Period, note: str) -> list[Cell]:
    totals = overview.totals
    sums = {name: getattr(totals, name, None) for name in OF_A_ROW}
    missing = {missing_note(total) for total in sums.values() if isinstance(total, Sum)}
    return [
        "",
        f"Totaal van {plural(totals.municipalities, 'gemeente', 'gemeenten')}",
        period.code,
        *[""] * (len(ABOUT_A_ROW) - 3),
        *(sum_cell(total) for total in sums.values()),
        *shares_of(totals),
        "; ".join(sorted(filter(None, {*missing, note}))),
    ]


def sum_cell(total: Sum | None) -> Cell:
    if total is None:
        return ""
    return UNKNOWN if total.value is None else total.value
