"""The report as its pages and files need it: a concept, or a version that was adopted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessments.models import AdoptedReport
from assessments.pdf import pdf_offer
from assessments.reports.adopt import adopted_reports, unfinished
from assessments.reports.report import (
    SLOTS,
    Report,
    Slot,
    periods_from,
    render_report,
    report_file_name,
    report_of,
    texts_of,
)
from assessments.reports.save_prose import figures_told, unmarked_numbers
from assessments.reports.tables import Table
from audit.refused import Missing
from municipalities.ledger.register import periods_of
from municipalities.models import Period, Province

CONCEPT = "concept"


@dataclass(frozen=True)
class Document:
    """What is shown or downloaded: HTML that stands alone, and its tables."""

    html: str
    tables: list[Table]
    name: str
    """Of its file, without the kind."""
    about: Any


@dataclass(frozen=True)
class SlotRow:
    """One place where people write, with what is in it."""

    slot: Slot
    text: str
    unmarked: list[str]
    """Numbers that are neither in the report nor quoted with their source."""


@dataclass(frozen=True)
class ReportPage:
    """The page of a report: the concept, and every version that was adopted, the newest first."""

    period: Period
    first: Period
    report: Report
    versions: list[AdoptedReport]
    pdfs: list[str]
    """What can be had of the PDF of each version."""
    pdf: str
    """The same of the concept."""
    slots: list[SlotRow]
    problems: list[str]
    earlier: list[Period]
    """The periods that the report can begin with."""

    @property
    def versions_with_pdf(self) -> list[tuple[AdoptedReport, str]]:
        return list(zip(self.versions, self.pdfs, strict=True))

    @property
    def begins(self) -> str:
        """The period that the report begins with, for addresses; empty where it is about one."""
        return "" if self.first == self.period else self.first.code

    @property
    def query(self) -> str:
        """What goes along in addresses, so that they are about the same periods."""
        return f"?vanaf={self.begins}" if self.begins else ""


def report_page(period: Period, first: Period, province: Province, *, now: datetime) -> ReportPage:
    report = report_of(periods_from(first, period, province), province, now=now)
    texts, known = texts_of(province, period), figures_told(report)
    versions = list(adopted_reports(province, period).defer("html").reverse())
    return ReportPage(
        period=period,
        first=first,
        report=report,
        versions=versions,
        pdfs=[pdf_offer(row) for row in versions],
        pdf=pdf_offer(None),
        slots=[
            SlotRow(
                slot,
                texts.get(name, ""),
                [each for each in unmarked_numbers(texts.get(name, "")) if not known.has(each)],
            )
            for name, slot in SLOTS.items()
        ],
        problems=list(unfinished(report)),
        earlier=[row for row in periods_of(province) if row.end <= period.end][:4],
    )


def first_period(asked: str, period: Period, province: Province) -> Period:
    """Return the period that a report begins with: the last one too, unless an earlier one is asked. Raises Missing."""
    if not asked or asked == period.code:
        return period
    earlier = (row for row in periods_of(province) if row.end <= period.start)
    found = next((row for row in earlier if row.code == asked), None)
    if found is None:
        raise Missing
    return found


def document_asked(
    period: Period, first: Period, province: Province, version: str, *, now: datetime
) -> Document:
    """Return the version that is asked for, else the newest adopted, else the concept; raises Missing."""
    adopted = {str(row.number): row for row in adopted_reports(province, period)}
    name = report_file_name(period)
    if version != CONCEPT and (version or adopted):
        row = adopted.get(version or str(len(adopted)))
        if row is None:
            raise Missing
        tables = [Table.from_json(table) for table in row.tables]
        return Document(str(row.html), tables, name, row)
    report = report_of(periods_from(first, period, province), province, now=now)
    return Document(render_report(report), report.tables, f"{name}-concept", period)
