"""The sections and tables of a report that are made from its periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from assessments.judging.sums import no_share
from assessments.overview.overview import Row
from assessments.reports import sentences as sentences
from assessments.reports.period import PeriodPart, reconciled
from assessments.reports.tables import BALANCE, COUNT, SHARE, TEXT, Column, Table, Value
from assessments.typed_text import Text
from municipalities.catalogue import BY_KEY, SHARES, Kind, label
from municipalities.contacts.queries import TalkCount
from municipalities.dutch import UNKNOWN, day_text, number
from municipalities.figures import Sum, Totals


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
        notes=tuple(notes_on_results(parts)),
        prose=texts.get("results", ()),
    )
    yield Section(
        "3.1.1",
        label("coupling_shortage"),
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
        sentences=tuple(
            line for part in parts for line in sentences.beside_the_judgement(part.counted, counts(part))
        ),
        prose=texts.get("beside", ()),
    )
    yield Section(
        "3.4",
        "Gesprekken met gemeenten",
        3,
        tables=(table_of_talks(parts),) if any(is_spoken(part) for part in parts) else (),
        sentences=tuple(line for part in parts for line in sentences.talks(part.counted, held(part))),
        prose=texts.get("talks", ()),
    )


def notes_on_results(parts: Sequence[PeriodPart]) -> Iterator[str]:
    """Yield the notes on the table of results, one for each sign in it."""
    sources = [
        f"De aantallen{over(part, parts)} zijn de som van de uitkomsten van alle gemeenten{as_known(part)}, zoals "
        f"die in de toezichtbrieven staan. {reconciled(part)}{opened_otherwise(part, after)}"
        for part, after in zip_longest(parts, parts[1:])
    ]
    yield " ".join(["Bij begin- en eindstand betekent + achterstand en − voorsprong.", *sources])
    changes = [
        f"Dit is{over(part, parts)} de taakstelling na de wijziging van {day_text(part.counted.quota_changed_on)}; "
        f"bekendgemaakt was {number(part.counted.totals.quota_announced.value or 0)}."
        for part in parts
        if part.counted.quota_changed_on is not None
    ]
    if changes:
        yield " ".join(changes)


def opened_otherwise(part: PeriodPart, after: PeriodPart | None) -> str:
    """Return how the row of the next period opens, where that was judged with other figures than are known now."""
    judged = after.counted.totals.opening_balance.value if after else None
    if after is None or judged is None or judged == part.reconciliation.opening.value:
        return ""
    return f" De tabel geeft bij {after.period.code} de beginstand waarmee is beoordeeld: {number(judged)}."


def over(part: PeriodPart, parts: Sequence[PeriodPart]) -> str:
    """Return which period it is about, where there are more."""
    return f" over {part.period.code}" if len(parts) > 1 else ""


def as_known(part: PeriodPart) -> str:
    known = part.overview.known_on
    return f" zoals bekend op {known}" if known else ""


def told(part: PeriodPart, parts: Sequence[PeriodPart]) -> Iterator[str]:
    """Yield the sentences on rungs, each period called by its name when there are more."""
    lines = list(sentences.assessments(part.counted))
    if len(parts) > 1:
        lines[0] = f"Over {part.period.code}: {lines[0]}"
    return iter(lines)


def counts(part: PeriodPart) -> dict[str, tuple[int, int]]:
    return {name: (len(rows), sum(rows.values())) for name, rows in part.special.items()}


def held(part: PeriodPart) -> dict[str, TalkCount]:
    """Return how often was spoken, by name of the municipality."""
    return {row.municipality.name: part.talks[row.municipality.pk] for row in part.rows}


def is_spoken(part: PeriodPart) -> bool:
    return any(count.total for count in part.talks.values())


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


def result_of(sums: Totals, key: str) -> Value:
    """Return what a table holds of a sum."""
    if key in SHARES:
        return share_in(sums, key)
    total: Sum = getattr(sums, key)
    return total.value


def table_of_results(parts: Sequence[PeriodPart]) -> Table:
    changed = "b" if any(part.counted.quota_changed_on for part in parts) else ""
    columns = (
        Column("Periode", TEXT, "a"),
        *(of_figure(key, changed if key == "quota" else "") for key in RESULTS),
    )
    rows = [(part.period.code, *(result_of(part.counted.totals, key) for key in RESULTS)) for part in parts]
    return Table(1, "Resultaten van de provincie", columns, tuple(rows))


def share_in(sums: Totals, name: str) -> Value:
    """Return a share; "onbekend" while a figure is, None when nothing was asked."""
    share: Fraction | None = getattr(sums, name)
    return UNKNOWN if share is None and no_share(sums, name) == UNKNOWN else share


def table_of_rungs(parts: Sequence[PeriodPart]) -> Table:
    """Return the rung and the measure of every municipality, one pair of columns for each period."""
    columns = [
        Column(f"{words}{part.period.code}", TEXT)
        for part in parts
        for words in ("Beoordeling ", "Gemeten aan, ")
    ]
    cells = [{row.municipality.name: rung_cells(row) for row in part.rows} for part in parts]
    return table_by_name(2, "Trede en waaraan is gemeten, per gemeente", columns, cells)


def table_by_name(
    number: int, title: str, columns: Sequence[Column], cells: Sequence[Mapping[str, tuple[Value, ...]]]
) -> Table:
    """Return a table with a row for every municipality; `cells` are those of each period, by name."""
    width = len(columns) // len(cells)
    absent = ("bestond niet", *[""] * (width - 1))
    names = dict.fromkeys(name for found in cells for name in found)
    rows = tuple((name, *(cell for found in cells for cell in found.get(name, absent))) for name in names)
    return Table(number, title, (Column("Gemeente", TEXT), *columns), rows)


def rung_cells(row: Row) -> tuple[str, str]:
    if row.rung is None:
        return (row.status, "")
    return (f"trede {row.rung.number}", row.measured_against.capitalize())


def table_of_special(parts: Sequence[PeriodPart]) -> Table:
    columns = (
        Column("Soort huisvesting", TEXT),
        Column("Periode", TEXT),
        Column("Gemeenten"),
        Column("Vergunninghouders"),
    )
    rows = tuple((name, part.period.code, *pair) for part in parts for name, pair in counts(part).items())
    return Table(3, "Nidos-plekken en hotelregeling, buiten de beoordeling", columns, rows)


def table_of_talks(parts: Sequence[PeriodPart]) -> Table:
    """Return how often was spoken with every municipality, by level and with the last day.

    A period of which no talk was recorded has no columns: that is not the same as none held.
    """
    spoken = [part for part in parts if is_spoken(part)]
    columns = [
        column
        for part in spoken
        for column in (
            Column(f"Ambtelijk {part.period.code}"),
            Column(f"Bestuurlijk {part.period.code}"),
            Column(f"Laatste gesprek {part.period.code}", TEXT),
        )
    ]
    cells = [{name: talk_cells(count) for name, count in held(part).items()} for part in spoken]
    after_special = 4 if any(part.special for part in parts) else 3
    return table_by_name(after_special, "Gesprekken per gemeente", columns, cells)


def talk_cells(count: TalkCount) -> tuple[Value, ...]:
    return (count.official, count.political, day_text(count.last) if count.last else "geen gesprek")
