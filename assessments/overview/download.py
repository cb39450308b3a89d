"""The overview of a period as a table for a file."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.judging.sums import missing_note, no_share
from assessments.overview.overview import Overview, Row
from assessments.spreadsheets import Cell
from municipalities.dutch import UNKNOWN, plural
from municipalities.figures import Figures, Sum, Totals
from municipalities.models import Period
from municipalities.moments import local_day

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
