"""The progress report over one or more periods: generated tables and sentences, with prose around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from django.template.loader import render_to_string

from assessments.judging.versions import tracks_by_period
from assessments.models import AdoptedReport, ReportProse
from assessments.reports.period import PeriodPart, period_part
from assessments.reports.sections import (
    Section,
    chapter,
    of_all_periods,
    of_developments,
    of_outlook,
    of_results,
    with_numbers,
)
from assessments.reports.sentences import summary
from assessments.reports.tables import Table
from assessments.reports.trend import earlier_shown, trend_of
from assessments.typed_text import Text, prose
from municipalities.catalogue import label
from municipalities.dutch import period_text
from municipalities.ledger.register import answered, periods_of, with_register
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
        Slot("summary", "Samenvatting", "Na de zinnen met de belangrijkste cijfers."),
        Slot("introduction", "Inleiding", "Waar de rapportage over gaat en voor wie zij is."),
        Slot("talks", "Gesprekken", "Na de zinnen over de gesprekken."),
        Slot("developments", "Ontwikkelingen", "Wat er verder speelde, zoals samenwerking en bijeenkomsten."),
        Slot("results", "Resultaten", "Na de tabel en de zinnen over de resultaten."),
        Slot(
            "shortage",
            label("coupling_shortage"),
            "Na de uitleg van het koppelingstekort; noem bij een oorzaak de bron.",
        ),
        Slot("assessments", "Beoordelingen", "Na de tabel en de zinnen over de beoordelingen."),
        Slot("beside", "Los van de trede", "Over Nidos-plekken en de hotel- en accommodatieregeling."),
        Slot("outlook", "Vooruitblik: taakstelling", "Na de zinnen over de volgende taakstelling."),
        Slot("further", "Vooruitblik: verder", "Wat er nog meer komt."),
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
        return self.is_concept or self.has_example_figures or replaces

    @property
    def has_example_figures(self) -> bool:
        return any(part.overview.has_example_figures for part in self.parts)

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


def report_file_name(period: Period) -> str:
    return f"voortgangsrapportage-{period.code}"


def periods_from(first: Period, last: Period, province: Province) -> list[Period]:
    """Return the periods of a report, the oldest first."""
    return [row for row in reversed(periods_of(province)) if first.start <= row.start and row.end <= last.end]


def report_of(
    periods: Sequence[Period],
    province: Province,
    *,
    now: datetime,
    adoption: ReportAdoption | None = None,
    number: int = 1,
) -> Report:
    """Return the report over these periods, as known at a moment; a fixed number of queries for each period."""
    province = with_register(province)
    # Read together: every part, and what stands beside the first of them.
    tracks_by_period([*periods, *earlier_shown(periods, province)[:1]], province)
    parts = tuple(period_part(period, province, now=now) for period in periods)
    written = texts_of(province, periods[-1])
    sections = tuple(sections_of(parts, province, written, now))
    return Report(
        province=province,
        parts=parts,
        sections=sections,
        known_at=now,
        number=number,
        adoption=adoption,
        sources=tuple(sources_in(text for section in sections for text in section.prose)),
    )


def sections_of(
    parts: Sequence[PeriodPart], province: Province, written: Mapping[str, str], now: datetime
) -> Iterable[Section]:
    """Yield the sections in order; what people wrote stands with the last period."""
    texts = {name: prose(text) for name, text in written.items()}
    last = parts[-1]
    brief = tuple(
        line for part in parts for line in summary(part.counted, part.ahead if part is last else None)
    )
    opening = [
        Section(heading="Samenvatting", sentences=brief, prose=texts.get("summary", ())),
        Section(
            heading="Inleiding",
            number="1",
            sentences=tuple(introduction(province)),
            prose=texts.get("introduction", ()),
        ),
    ]
    theirs = [texts if part is last else {} for part in parts]
    developed = [of_developments(part, own) for part, own in zip(parts, theirs, strict=True)]
    results = [
        of_results(part, after, own)
        for part, after, own in zip(parts, [*parts[1:], None], theirs, strict=True)
    ]
    further = Section(heading="Verder in deze periode", prose=texts.get("developments", ()))
    yield from with_numbers(
        [
            *(section for section in opening if not section.is_empty),
            *chapter(2, f"Ontwikkelingen in {report_span(parts)}", parts, developed, [further]),
            *chapter(
                3,
                "Resultaten en beoordeling",
                parts,
                results,
                of_all_periods(parts, trend_of(parts, province, now), texts),
            ),
            *chapter(4, "Vooruitblik", [last], [of_outlook(last, texts)], []),
        ]
    )


def introduction(province: Province) -> Iterable[str]:
    """Yield what every report begins with."""
    yield (
        "Het Rijk legt gemeenten elk half jaar een taakstelling op voor het huisvesten van vergunninghouders. "
        "Gedeputeerde Staten houden toezicht volgens de interventieladder van Rijk, IPO en VNG."
    )
    if province.publication_place:
        yield f"De brieven staan op {province.publication_place}."
    yield "De totaalopgave is de taakstelling plus wat een gemeente nog achterliep, of min haar voorsprong."


def report_span(parts: Sequence[PeriodPart]) -> str:
    first, last = parts[0].period.code, parts[-1].period.code
    return period_text(first) if first == last else f"{first} tot en met {last}"


def texts_of(province: Province, period: Period) -> dict[str, str]:
    def ask(periods: list[Period]) -> dict[Period, dict[str, str]]:
        rows = ReportProse.objects.filter(province=province, period__in=periods)
        slots = list(rows.values_list("period_id", "slot", "text"))
        return {each: {slot: text for key, slot, text in slots if key == each.pk} for each in periods}

    return answered(province, "prose", [period], ask)[period]


def sources_in(texts: Iterable[Text]) -> list[str]:
    pieces = [
        piece for text in texts for part in (text, *text.items) for piece in part.pieces if piece.source
    ]
    return list(dict.fromkeys(piece.source for piece in pieces))


def render_report(report: Report) -> str:
    """Return the report as a document that stands alone."""
    return render_to_string("reports/document.html", {"report": report})
