"""The progress report over one or more periods: generated tables and sentences, with prose around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from django.template.loader import render_to_string

from assessments.models import AdoptedReport, ReportProse
from assessments.reports.period import PeriodPart, period_part
from assessments.reports.sections import Section, period_sections
from assessments.reports.tables import Table
from assessments.typed_text import Text, prose
from municipalities.dutch import period_text
from municipalities.models import Period, Province


@dataclass(frozen=True)
class Slot:
    """A place where people write."""

    name: str
    label: str
    help_text: str


SLOTS = {
    slot.name: slot
    for slot in (
        Slot("summary", "Samenvatting", "Staat bovenaan."),
        Slot("introduction", "1 Inleiding", "Waar de rapportage over gaat en voor wie zij is."),
        Slot("developments", "2 Ontwikkelingen", "Wat er in deze periode speelde."),
        Slot("results", "3.1 Resultaten", "Na de tabel en de zinnen over de resultaten."),
        Slot("shortage", "3.1.1 Koppelingstekort", "Na de uitleg van het koppelingstekort."),
        Slot("assessments", "3.2 Beoordelingen", "Na de tabel en de zinnen over de beoordelingen."),
        Slot(
            "beside", "3.3 Naast de beoordeling", "Over Nidos-plekken en de hotel- en accommodatieregeling."
        ),
        Slot("talks", "3.4 Gesprekken", "Na de tabel en de zinnen over de gesprekken."),
        Slot("outlook", "4.1 Taakstelling", "Na de zinnen over de volgende taakstelling."),
        Slot("further", "4.2 Verder", "Wat er nog meer komt."),
    )
}
"""The places around what is generated, in the order of the report."""


@dataclass(frozen=True, kw_only=True)
class ReportAdoption:
    """The decision that makes a report final."""

    decision_date: date
    decision_number: str
    replaces: AdoptedReport | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that the document prints."""

    province: Province
    parts: tuple[PeriodPart, ...]
    """One for each period, the oldest first."""
    sections: tuple[Section, ...]
    known_at: datetime
    number: int
    adoption: ReportAdoption | None = None
    sources: tuple[str, ...] = field(default=())
    """Where what is quoted comes from, in the order in which the report first quotes it."""

    @property
    def last(self) -> PeriodPart:
        return self.parts[-1]

    @property
    def is_concept(self) -> bool:
        return self.adoption is None

    @property
    def has_remarks(self) -> bool:
        """Whether a reader must know something before the text."""
        replaces = self.adoption is not None and self.adoption.replaces is not None
        return self.is_concept or self.province.figures_are_examples or replaces

    @property
    def mark(self) -> str:
        """Changes with every word and number in it, so that a page that is behind is noticed."""
        return sha256(repr(self.sections).encode()).hexdigest()[:16]

    @property
    def span(self) -> str:
        first, last = self.parts[0].period.code, self.last.period.code
        return period_text(last) if first == last else f"{period_text(first)} tot en met {period_text(last)}"

    @property
    def title(self) -> str:
        return f"Voortgangsrapportage huisvesting vergunninghouders over {self.span}"

    @property
    def file_name(self) -> str:
        return report_file_name(self.last.period)

    @property
    def tables(self) -> list[Table]:
        return [table for section in self.sections for table in section.tables]

    @property
    def notes(self) -> list[str]:
        """The notes below the tables, in the order of their signs."""
        return [note for section in self.sections for note in section.notes]

    @property
    def shown_sections(self) -> list[Section]:
        """The sections that have something to say, and the headings above them."""
        filled = [section.number for section in self.sections if not section.is_empty]
        return [
            section
            for section in self.sections
            if not section.is_empty or any(number.startswith(f"{section.number}.") for number in filled)
        ]


def report_file_name(period: Period) -> str:
    return f"voortgangsrapportage-{period.code}"


def periods_from(first: Period, last: Period) -> list[Period]:
    """Return the periods of a report, the oldest first."""
    return list(Period.objects.filter(start__gte=first.start, end__lte=last.end).order_by("start"))


def report_of(
    periods: Sequence[Period],
    province: Province,
    *,
    now: datetime,
    adoption: ReportAdoption | None = None,
    number: int = 1,
) -> Report:
    """Return the report over these periods, as known at a moment; a fixed number of queries for each period."""
    parts = tuple(period_part(period, province, now=now) for period in periods)
    written = texts_of(province, periods[-1])
    sections = tuple(sections_of(parts, written))
    return Report(
        province=province,
        parts=parts,
        sections=sections,
        known_at=now,
        number=number,
        adoption=adoption,
        sources=tuple(sources_in(text for section in sections for text in section.prose)),
    )


def sections_of(parts: Sequence[PeriodPart], written: Mapping[str, str]) -> Iterable[Section]:
    """Yield the sections in order."""
    texts = {name: prose(text) for name, text in written.items()}

    def free(number: str, heading: str, slot: str, level: int = 2) -> Section:
        return Section(number, heading, level, prose=texts.get(slot, ()))

    yield free("", "Samenvatting", "summary")
    yield free("1", "Inleiding", "introduction")
    yield free("2", f"Ontwikkelingen in {report_span(parts)}", "developments")
    yield Section("3", "Resultaten en beoordeling", 2)
    yield from period_sections(parts, texts)
    yield Section("4", "Vooruitblik", 2)
    last = parts[-1]
    yield Section(
        "4.1",
        f"Taakstelling {last.counted.period.next_code}",
        3,
        sentences=tuple(last.outlook()),
        prose=texts.get("outlook", ()),
    )
    yield free("4.2", "Verder", "further", 3)


def report_span(parts: Sequence[PeriodPart]) -> str:
    first, last = parts[0].period.code, parts[-1].period.code
    return period_text(first) if first == last else f"{first} tot en met {last}"


def texts_of(province: Province, period: Period) -> dict[str, str]:
    rows = ReportProse.objects.filter(province=province, period=period)
    return dict(rows.values_list("slot", "text"))


def sources_in(texts: Iterable[Text]) -> list[str]:
    pieces = [
        piece for text in texts for part in (text, *text.items) for piece in part.pieces if piece.source
    ]
    return list(dict.fromkeys(piece.source for piece in pieces))


def render_report(report: Report) -> str:
    """Return the report as a document that stands alone."""
    return render_to_string("reports/document.html", {"report": report})
