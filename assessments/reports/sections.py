"""The sections of a report: what stands in each, and their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.reports import developments, judged, sentences
from assessments.reports.period import PeriodPart, reconciled
from assessments.reports.period_tables import (
    table_of_beside,
    table_of_results,
    table_of_rungs,
    table_of_trend,
)
from assessments.reports.rung_picture import RungPicture, rung_picture
from assessments.reports.tables import Table
from assessments.reports.trend import TrendRow, growth
from assessments.rules.registry import policy_for
from assessments.typed_text import Text
from municipalities.catalogue import label
from municipalities.dutch import number, period_text

Texts = Mapping[str, tuple[Text, ...]]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One section: what is generated, and the prose after it."""

    heading: str
    number: str = ""
    level: int = 2
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    picture: RungPicture | None = None
    notes: tuple[str, ...] = ()
    prose: tuple[Text, ...] = ()
    is_below: bool = False
    """Whether it belongs to the section before it."""

    @property
    def is_ahead(self) -> bool:
        """Whether it is about what comes, as known now."""
        return self.number.startswith("4")

    @property
    def is_empty(self) -> bool:
        return not (self.sentences or self.tables or self.prose)


def chapter(
    number: int,
    heading: str,
    parts: Sequence[PeriodPart],
    own: Sequence[Sequence[Section]],
    shared: Iterable[Section],
) -> Iterator[Section]:
    """Yield a chapter: the sections of each period, below its name where there are more, and those of all."""
    below: list[Section] = []
    at = 0
    for part, sections in zip(parts, own, strict=True):
        if len(parts) == 1:
            below += numbered(f"{number}", 3, sections)
        elif found := list(numbered(f"{number}.{at + 1}", 4, sections)):
            at += 1
            words = period_text(part.period.code)
            below += [Section(heading=words[0].upper() + words[1:], number=f"{number}.{at}", level=3), *found]
    last = sum(section.level == 3 for section in below)
    below += numbered(f"{number}", 3, shared, after=last)
    if below:
        yield Section(heading=heading, number=f"{number}")
        yield from below


def numbered(prefix: str, level: int, sections: Iterable[Section], after: int = 0) -> Iterator[Section]:
    """Yield the sections that say something, numbered in order."""
    at, below = after, 0
    for section in sections:
        if section.is_empty:
            continue
        at, below = (at, below + 1) if section.is_below else (at + 1, 0)
        own = f"{prefix}.{at}.{below}" if section.is_below else f"{prefix}.{at}"
        yield replace(section, number=own, level=level + section.is_below)


def with_numbers(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield the sections with their tables numbered through."""
    count = 0
    for section in sections:
        tables = []
        for table in section.tables:
            count += 1
            tables.append(replace(table, number=count))
        yield replace(section, tables=tuple(tables))


# Chapter 2 -----------------------------------------------------------------------------------------


def of_developments(part: PeriodPart, prose: Texts) -> list[Section]:
    counted = part.counted
    held = list(part.talks.values())
    policy = counted.policy
    stands_in = part.stands_in(policy.version) if policy else ""
    return [
        Section(
            heading="Gesprekken met gemeenten",
            sentences=tuple(developments.talks_counted(counted, held)),
            prose=prose.get("talks", ()),
        ),
        Section(
            heading="Beleidskader",
            sentences=tuple(developments.framework(policy, part.period.code, stands_in)),
        ),
        Section(heading="Nidos-plekken", sentences=tuple(developments.nidos(part.beside))),
        Section(
            heading="Hotel- en accommodatieregeling (HAR)",
            sentences=tuple(developments.hotel_scheme(part.beside)),
        ),
    ]


# Chapter 3 -----------------------------------------------------------------------------------------


def of_results(part: PeriodPart, after: PeriodPart | None, prose: Texts) -> list[Section]:
    """Return the sections on one period; `after` is the next one of the report."""
    counted = part.counted
    return [
        Section(
            heading="Provinciale resultaten",
            tables=(table_of_results(part),),
            sentences=tuple(sentences.results(counted)),
            notes=(note_on_results(part, after),),
            prose=prose.get("results", ()),
        ),
        Section(
            heading=label("coupling_shortage"),
            sentences=tuple(sentences.shortage(counted)),
            prose=prose.get("shortage", ()),
            is_below=True,
        ),
        Section(
            heading="Beoordelingen",
            picture=rung_picture(part),
            tables=(table_of_rungs(part),),
            sentences=tuple(judged.assessments(counted)),
            prose=prose.get("assessments", ()),
        ),
        Section(heading="Wie omhoog of omlaag ging", sentences=tuple(judged.moved(counted))),
        Section(heading="Stappen van Gedeputeerde Staten", sentences=tuple(judged.acts(part.acts))),
        Section(heading="Hoor en wederhoor", sentences=tuple(judged.disputed(part.disputing))),
    ]


def of_all_periods(parts: Sequence[PeriodPart], trend: Sequence[TrendRow], prose: Texts) -> list[Section]:
    beside = table_of_beside(parts)
    return [
        Section(
            heading="Trend",
            tables=(table_of_trend(trend),) if len(trend) > 1 else (),
            sentences=tuple(growth(trend)),
        ),
        Section(
            heading="Los van de trede",
            tables=(beside,) if beside else (),
            prose=prose.get("beside", ()),
        ),
    ]


def note_on_results(part: PeriodPart, after: PeriodPart | None) -> str:
    known = part.overview.known_on
    as_known = f", bekend op {known}" if known else ""
    return (
        f"Bij begin- en eindstand betekent + achterstand en − voorsprong. Bron: het Rijk en het COA{as_known}. "
        "Andere cijfers kunnen afwijken door late verwerking en correcties. De aantallen zijn de som van die van alle "
        f"gemeenten, zoals in de toezichtbrieven. {reconciled(part)}{opened_otherwise(part, after)}"
    )


def opened_otherwise(part: PeriodPart, after: PeriodPart | None) -> str:
    """Return how the row of the next period opens, where that was judged with other figures than are known now."""
    judged = after.counted.totals.opening_balance.value if after else None
    if after is None or judged is None or judged == part.reconciliation.opening.value:
        return ""
    return f" De tabel geeft bij {after.period.code} de beginstand waarmee is beoordeeld: {number(judged)}."


# Chapter 4 -----------------------------------------------------------------------------------------


def of_outlook(part: PeriodPart, prose: Texts) -> list[Section]:
    code = part.counted.period.next_code
    policy = policy_for(part.overview.rows[0].municipality.province_id if part.rows else "", code)
    stands_in = part.stands_in(policy.version) if policy else ""
    return [
        Section(
            heading=f"Taakstelling {code}",
            sentences=tuple(sentences.outlook_sentences(part.counted, part.ahead)),
            prose=prose.get("outlook", ()),
        ),
        Section(heading="Beleidskader", sentences=tuple(developments.framework(policy, code, stands_in))),
        Section(heading="Prognose", sentences=tuple(sentences.forecast_sentences(part.ahead))),
        Section(heading="Verder", prose=prose.get("further", ())),
    ]
