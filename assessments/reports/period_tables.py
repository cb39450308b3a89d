"""The tables of a report: of the province, of each municipality, of the periods before, and of what stands beside."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from assessments.judging.shown import Shown
from assessments.judging.sums import no_share
from assessments.reports.period import PeriodPart, rung_it_left
from assessments.reports.tables import BALANCE, COUNT, SHARE, TEXT, Column, Table, Value
from assessments.reports.trend import TrendRow
from municipalities.catalogue import BY_KEY, SHARES, Kind
from municipalities.dutch import UNKNOWN
from municipalities.figures import Sum, Totals

RESULTS = (
    "quota",
    "opening_balance",
    "total_task",
    "realised",
    *SHARES,
    "closing_balance",
    "gross_closing_backlog",
)


def of_figure(key: str, note: str = "") -> Column:
    """Return the column of a figure, by its name and kind in the catalogue."""
    figure = BY_KEY[key]
    kind = {Kind.COUNT: COUNT, Kind.BALANCE: BALANCE, Kind.SHARE: SHARE}[figure.kind]
    return Column(figure.label, kind, note)


def result_cells(sums: Totals, key: str) -> Value:
    """Return what a table holds of a sum."""
    if key in SHARES:
        return share_in(sums, key)
    total: Sum = getattr(sums, key)
    return total.value


def share_in(sums: Totals, name: str) -> Value:
    """Return a share; "onbekend" while a figure is, None when nothing was asked."""
    share: Fraction | None = getattr(sums, name)
    return UNKNOWN if share is None and no_share(sums, name) == UNKNOWN else share


def table_of_results(part: PeriodPart) -> Table:
    columns = (Column("Periode", TEXT, "a"), *(of_figure(key) for key in RESULTS))
    row = (part.period.code, *(result_cells(part.counted.totals, key) for key in RESULTS))
    return Table(0, f"Resultaten van de provincie, {part.period.code}", columns, (row,))


def table_of_rungs(part: PeriodPart) -> Table:
    """Return the rungs, the measure, the verdict and the figures of every municipality."""
    columns = (
        Column("Gemeente", TEXT),
        Column(f"Trede {part.counted.period.previous_code}", TEXT),
        Column(f"Trede {part.period.code}", TEXT),
        Column("Gemeten aan", TEXT),
        Column("Oordeel", TEXT),
        *(of_figure(key) for key in ("realised", "quota", "closing_balance")),
    )
    rows = tuple((row.municipality.name, *rung_cells(row, part), *cells_of_figures(row)) for row in part.rows)
    return Table(0, f"Treden per gemeente, {part.period.code}", columns, rows)


def rung_cells(row: Shown, part: PeriodPart) -> tuple[str, str, str, str]:
    if row.rung is None or row.assessment is None:
        return ("", row.status, "", "")
    return (
        rung_before_text(row, part),
        f"{row.rung.number}, bevroren" if row.assessment.is_frozen else str(row.rung.number),
        row.measured_against.capitalize(),
        row.assessment.verdict_label.capitalize(),
    )


def rung_before_text(row: Shown, part: PeriodPart) -> str:
    """Return the rung that was reckoned with, and of which period that was if another than the one before."""
    placement = row.assessment.placement if row.assessment else None
    if placement is None or not placement.previous_known:
        return UNKNOWN
    other = placement.previous_period not in ("", part.counted.period.previous_code)
    left = rung_it_left(placement, part.stood.get(row.municipality.pk))
    return f"{left} ({placement.previous_period})" if other else str(left)


def cells_of_figures(row: Shown) -> tuple[Value, ...]:
    figures = row.figures
    return (figures.realised, figures.quota, figures.closing_balance)


def table_of_trend(rows: Sequence[TrendRow]) -> Table:
    """Return the sums and the rungs of each period; what the executive decides on stands in one column."""
    policy = rows[-1].policy
    rungs = policy.ladder.rungs if policy else ()
    own = [rung.number for rung in rungs if not rung.needs_executive]
    headings = [f"Trede {number}" for number in own]
    if len(own) < len(rungs):
        headings.append(f"Trede {len(own) + 1} of hoger")
    columns = (
        Column("Periode", TEXT),
        *(of_figure(key) for key in ("quota", "realised", "closing_balance")),
        *(Column(heading) for heading in headings),
    )
    return Table(
        0, "De provincie door de tijd", columns, tuple(trend_cells(row, rows[-1], own) for row in rows)
    )


def trend_cells(row: TrendRow, last: TrendRow, own: Sequence[int]) -> tuple[Value, ...]:
    sums = [result_cells(row.totals, key) for key in ("quota", "realised", "closing_balance")]
    if row.policy is None or last.policy is None or row.policy.ladder.key != last.policy.ladder.key:
        return (row.code, *sums, *["andere ladder"] * len(own))
    counts: list[Value] = [row.rungs[number] for number in own]
    if len(own) < len(row.policy.ladder.rungs):
        counts.append(sum(row.rungs.values()) - sum(row.rungs[number] for number in own))
    return (row.code, *sums, *counts)


BESIDE = {
    "nidos_request": "Nidos gevraagd",
    "nidos_places": "Nidos-plekken",
    "housed_nidos": "Gehuisvest door Nidos",
    "hotel_places": "Plekken HAR",
    "housed_hotel": "Gehuisvest via HAR",
}


def table_of_beside(parts: Sequence[PeriodPart]) -> Table | None:
    """Return what stands beside the rung; columns in which nothing is on record are left out."""
    found = [(part.period.code, name, beside) for part in parts for name, beside in part.beside.items()]
    keys = [key for key in BESIDE if any(getattr(beside, key) for *_, beside in found)]
    if not keys:
        return None
    columns = (
        Column("Gemeente", TEXT),
        Column("Periode", TEXT),
        *(Column(BESIDE[key], COUNT) for key in keys),
    )
    rows = tuple((name, code, *(getattr(beside, key) for key in keys)) for code, name, beside in found)
    return Table(0, "Los van de trede", columns, rows)
