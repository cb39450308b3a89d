"""What a report says of one period: read once, counted, and put in tables and sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from assessments import report_sentences as sentences
from assessments.formatting import Text
from assessments.models import PublishedKind
from assessments.pages import known_text
from assessments.queries import Overview, Row, overview_of
from assessments.reconciliation import Reconciliation, published_figures, reconciliation_of
from assessments.report_sentences import Ahead, Counted, Earlier
from assessments.report_tables import BALANCE, COUNT, SHARE, TEXT, Column, Table
from assessments.rules.registry import policy_for
from assessments.rules.wording import day, listing, number
from assessments.workflow import STANDING
from municipalities.figures import totals
from municipalities.models import HousingKind, Period, Province
from municipalities.queries import figures_for, housings_by_kind, next_period, previous_period

SPECIAL_KINDS = {
    HousingKind.NIDOS.value: "Nidos-plekken",
    HousingKind.HOTEL_SCHEME.value: "Hotel- en accommodatieregeling (HAR)",
}
NEEDED = ("quota", "opening_balance", "realised")
"""What a municipality must have to count in the sums of the report."""


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


@dataclass(frozen=True, kw_only=True)
class PeriodPart:
    """One period of a report, with everything that it counts."""

    period: Period
    overview: Overview
    counted: Counted
    ahead: Ahead | None
    reconciliation: Reconciliation
    special: Mapping[str, Mapping[int, int]]
    """People housed in a special way: by the name of the kind and municipality id."""

    @property
    def rows(self) -> list[Row]:
        return self.overview.rows

    @property
    def not_adopted(self) -> list[Row]:
        """Municipalities with figures of which no assessment stands."""
        return [row for row in self.rows if row.state not in STANDING and not row.figures.missing]

    def outlook(self) -> Iterator[str]:
        return sentences.outlook(self.counted, self.ahead)

    def notes(self) -> Iterator[str]:
        """Yield the notes on the table of results."""
        known = self.overview.known_on
        based = f" zoals bekend op {known}" if known else ""
        yield (
            "Bij begin- en eindstand betekent + achterstand en − voorsprong. De aantallen zijn de som van de "
            f"uitkomsten van alle gemeenten{based}, zoals die in de toezichtbrieven staan. {reconciled(self)}"
        )
        if self.counted.quota_changed_on is not None:
            yield (
                f"Dit is de taakstelling na de wijziging van {day(self.counted.quota_changed_on)}; bekendgemaakt was "
                f"{number(self.counted.totals.quota_announced.value or 0)}."
            )


def reconciled(part: PeriodPart) -> str:
    """Return how the closing balance leads to the next opening balance."""
    whole = part.reconciliation
    closing, opening = whole.closing.value, whole.opening.value
    if closing is None or opening is None:
        return f"De beginstand van {whole.next_code} is nog niet bekend."
    gap = opening - closing
    if not gap:
        return f"De eindstand van {number(closing)} is ook de beginstand van {whole.next_code}."
    count = len({municipality for municipality, _ in whole.corrections})
    causes = {
        f"correcties bij {sentences.municipalities(count)}": whole.corrected,
        f"nagekomen cijfers over {part.period.code}": whole.late.value or 0,
        "een verschil dat niet is verklaard": gap - (whole.explained or 0),
    }
    found = {cause: amount for cause, amount in causes.items() if amount}
    told = [f"{cause} ({moved(amount)})" if len(found) > 1 else cause for cause, amount in found.items()]
    return (
        f"De eindstand is {number(closing)} en de beginstand van {whole.next_code} is {number(opening)}: {moved(gap)}, "
        f"door {listing(told)}."
    )


def moved(amount: int) -> str:
    """Return how much a balance went up or down."""
    return f"{number(abs(amount))} {'hoger' if amount > 0 else 'lager'}"


def part_of(period: Period, province: Province, *, now: datetime) -> PeriodPart:
    """Read everything of one period; the number of queries is fixed."""
    overview = overview_of(period, province, now=now)
    reconciliation = reconciliation_of(period, province, now=now, overview=overview)
    moments = [row.known_at for row in overview.rows]
    kinds = housings_by_kind(period, province, known_at=max(moments, default=now))
    return PeriodPart(
        period=period,
        overview=overview,
        counted=counted_of(period, province, overview, earlier_of(period, province, now)),
        ahead=ahead_of(period, province, reconciliation, overview, now),
        reconciliation=reconciliation,
        special={name: kinds[kind] for kind, name in SPECIAL_KINDS.items() if kinds.get(kind)},
    )


def counted_of(period: Period, province: Province, overview: Overview, earlier: Earlier | None) -> Counted:
    policy = policy_for(province.code, period.code)
    rows, milder = overview.rows, overview.milder
    judged = overview.with_rung
    changes = [row.figures.quota_changed_on for row in rows if row.figures.quota_was_changed]
    return Counted(
        period=period.facts,
        province=province.name,
        policy=policy.version if policy else "",
        totals=overview.totals,
        quota_changed_on=max((each for each in changes if each), default=None),
        without_figures=names(row for row in rows if set(NEEDED) & set(row.figures.missing)),
        earlier=earlier,
        rungs=Counter(row.rung_number for row in judged),
        on_shortage=len(overview.on_shortage),
        on_total_task=len(overview.on_total_task),
        milder=names(milder),
        milder_all_behind=all((row.figures.closing_balance or 0) > 0 for row in milder),
        deviating=sum(row.assessment is not None and row.assessment.deviates for row in judged),
        not_assessed=names(overview.without_figures) if judged else (),
        withdrawn=names(row for row in rows if row.is_withdrawn),
        is_provisional=any(row.state not in STANDING for row in judged),
        figures_are_examples=province.figures_are_examples,
    )


def names(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(row.municipality.name for row in rows)


def earlier_of(period: Period, province: Province, now: datetime) -> Earlier | None:
    """Return the shares of the period before: from what was assessed or is in the ledger, else as published."""
    before = previous_period(period)
    if before is not None:
        sums = overview_of(before, province, now=now).totals
        if sums.share_of_quota is not None or sums.share_of_total_task is not None:
            return Earlier(quota=sums.share_of_quota, total_task=sums.share_of_total_task, is_quoted=False)
    code = period.facts.previous_code
    found = published_figures(province, [code])
    shares = [
        Fraction(found[key].value, 100) if (key := (code, kind.value, None)) in found else None
        for kind in (PublishedKind.SHARE_OF_QUOTA, PublishedKind.SHARE_OF_TOTAL_TASK)
    ]
    return Earlier(quota=shares[0], total_task=shares[1], is_quoted=True) if any(shares) else None


def ahead_of(
    period: Period, province: Province, reconciliation: Reconciliation, overview: Overview, now: datetime
) -> Ahead | None:
    after = next_period(period)
    if after is None:
        return None
    figures = list(figures_for(after, known_at=now, province=province).values())
    closing, opening = reconciliation.closing.value, reconciliation.opening.value
    days = [row.quota_announced_on for row in figures if row.quota_announced_on]
    return Ahead(
        code=after.code,
        totals=totals(figures),
        quota_announced_on=max(days, default=None),
        difference=None if closing is None or opening is None else opening - closing,
        explained=reconciliation.explained,
        known_at=overview.known_on or known_text(now),
    )


# Tables and sections -------------------------------------------------------------------------------


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
