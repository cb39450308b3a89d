"""The sections and tables of a report that are made from its periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assessments import report_sentences as sentences
from assessments.formatting import Text
from assessments.queries import Row
from assessments.report_parts import PeriodPart
from assessments.report_tables import BALANCE, COUNT, SHARE, TEXT, Column, Table


@dataclass(frozen=True)
class Section:
    """One section: what is generated, and the prose after it."""

    number: str
    heading: str
    level: int
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    prose: tuple[Text, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.sentences or self.tables or self.prose)


def period_sections(parts: Sequence[PeriodPart], texts: Mapping[str, tuple[Text, ...]]) -> Iterator[Section]:
    """Yield chapter 3; over more than one period each sentence stands with its own period."""
    yield Section(
        "3.1",
        "Provinciale resultaten",
        3,
        tables=(table_of_results(parts),),
        sentences=tuple(line for part in parts for line in sentences.results(part.counted)),
        notes=tuple(note for part in parts for note in part.notes()),
        prose=texts.get("results", ()),
    )
    yield Section(
        "3.1.1",
        "Koppelingstekort",
        4,
        sentences=tuple(line for part in parts for line in sentences.shortage(part.counted)),
        prose=texts.get("shortage", ()),
    )
    yield Section(
        "3.2",
        "Beoordelingen",
        3,
        tables=(table_of_rungs(parts),),
        sentences=tuple(line for part in parts for line in told(part, parts)),
        prose=texts.get("assessments", ()),
    )
    yield Section(
        "3.3",
        "Naast de beoordeling: Nidos en hotelregeling",
        3,
        tables=(table_of_special(parts),) if any(part.special for part in parts) else (),
        sentences=tuple(line for part in parts for line in sentences.beside(part.counted, counts(part))),
        prose=texts.get("beside", ()),
    )


def told(part: PeriodPart, parts: Sequence[PeriodPart]) -> Iterator[str]:
    """Yield the sentences on rungs, each period called by its name when there are more."""
    lines = list(sentences.assessments(part.counted))
    if len(parts) > 1:
        lines[0] = f"Over {part.period.code}: {lines[0]}"
    return iter(lines)


def counts(part: PeriodPart) -> dict[str, tuple[int, int]]:
    return {name: (len(rows), sum(rows.values())) for name, rows in part.special.items()}


def table_of_results(parts: Sequence[PeriodPart]) -> Table:
    columns = (
        Column("Periode", TEXT, "1"),
        Column("Taakstelling", COUNT, "2" if any(part.counted.quota_changed_on for part in parts) else ""),
        Column("Beginstand", BALANCE),
        Column("Totaalopgave"),
        Column("Gehuisvest"),
        Column("% van de taakstelling", SHARE),
        Column("% van de totaalopgave", SHARE),
        Column("Eindstand", BALANCE),
        Column("Achterstanden zonder verrekening"),
    )
    rows = []
    for part in parts:
        sums = part.counted.totals
        rows.append(
            (
                part.period.code,
                sums.quota.value,
                sums.opening_balance.value,
                sums.total_task.value,
                sums.realised.value,
                sums.share_of_quota,
                sums.share_of_total_task,
                sums.closing_balance.value,
                sums.gross_closing_backlog.value,
            )
        )
    return Table(1, "Resultaten van de provincie", columns, tuple(rows))


def table_of_rungs(parts: Sequence[PeriodPart]) -> Table:
    """Return the rung and the basis of every municipality, one pair of columns for each period."""
    columns = [Column("Gemeente", TEXT)]
    per_name: dict[str, dict[str, Row]] = {}
    for part in parts:
        columns += [
            Column(f"Beoordeling {part.period.code}", TEXT),
            Column(f"Beoordeeld op, {part.period.code}", TEXT),
        ]
        for row in part.rows:
            per_name.setdefault(row.municipality.name, {})[part.period.code] = row
    rows = []
    for name, found in per_name.items():
        cells: list[str] = [name]
        for part in parts:
            cells += rung_cells(found.get(part.period.code))
        rows.append(tuple(cells))
    return Table(2, "Trede en basis per gemeente", tuple(columns), tuple(rows))


def rung_cells(row: Row | None) -> tuple[str, str]:
    if row is None:
        return ("bestond niet", "")
    if row.rung is None:
        return (row.status, "")
    return (f"trede {row.rung.number}", row.basis.capitalize())


def table_of_special(parts: Sequence[PeriodPart]) -> Table:
    columns = (
        Column("Soort huisvesting", TEXT),
        Column("Periode", TEXT),
        Column("Gemeenten"),
        Column("Vergunninghouders"),
    )
    rows = tuple((name, part.period.code, *pair) for part in parts for name, pair in counts(part).items())
    return Table(3, "Nidos-plekken en hotelregeling, buiten de beoordeling", columns, rows)
