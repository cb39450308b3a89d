"""A report as a file: HTML or PDF of the whole, a workbook of its tables, or one table as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from assessments.keep_pdf import keep_pdf, kept_content
from assessments.letters.export import all_or_none
from assessments.models import AdoptedReport
from assessments.pdf import pdf_of
from assessments.reports.page import Document
from assessments.reports.tables import tables_as_csv, tables_as_xlsx
from audit.actions import record
from audit.refused import Clock, Refused
from municipalities.models import Province

KINDS = ("html", "pdf", "xlsx", "csv")


class NoTable(Refused):
    """The report has no table with this number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"De rapportage heeft geen tabel {number}.")


def report_file(document: Document, kind: str, table: str = "1") -> tuple[str, bytes]:
    """Return the name and the content of a file of a report; raises Refused where it cannot be made."""
    match kind:
        case "html":
            return f"{document.name}.html", document.html.encode()
        case "pdf":
            kept = isinstance(document.about, AdoptedReport)
            return f"{document.name}.pdf", kept_content(document.about) if kept else pdf_of(document.html)
        case "xlsx":
            return f"{document.name}.xlsx", tables_as_xlsx(document.tables)
        case "csv":
            found = next((each for each in document.tables if str(each.number) == table), None)
            if found is None:
                raise NoTable(table)
            return f"{document.name}-tabel-{table}.csv", tables_as_csv(found)
        case _:
            raise Refused(f"Een bestand {kind} kan niet. Kies een van: {', '.join(KINDS)}.")


def write_report(
    document: Document, path: Path, *, table: str, overwrite: bool, province: Province, by: Any, now: Clock
) -> None:
    """Write a report to a file, of the kind that its name says, and log it; the PDF of an adopted one is kept."""
    if path.suffix == ".pdf" and isinstance(document.about, AdoptedReport):
        keep_pdf(document.about, by=by, now=now)
    _, content = report_file(document, path.suffix.removeprefix("."), table)
    with (
        transaction.atomic(),
        all_or_none({path.name: content}, path.parent, overwrite=overwrite),
    ):
        record(
            "rapportage geëxporteerd",
            by=by,
            at=now(),
            about=document.about,
            province_code=province.code,
            bestand=str(path),
        )
