"""What is printed of a decided period on every page, by every command and in every file, without what is said of today.

Of today speaks an element with the attribute `data-now`, one sentence in the column of remarks of a file, and two keys
of the JSON of `assess`. Navigation between periods is no part of what a page says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role
from assessments.judging.provenance_page import FIGURES
from assessments.overview.map import MEASURES
from tests.assessments.decisions.deciding import someone

Read = Callable[[], tuple[Any, int]]
"""Return what is printed without what is said of today, and how often something is."""
ZEIST = {"period": "2023-2", "code": "GM0355"}
NAVIGATION = re.compile(r'class="[^"]*\b(?:switch|choices)\b|id="vanaf"')
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
REMARK = "sinds de beoordeling is iets anders bekend geworden"
OF_TODAY = ("outcome_now", "changes")


class WithoutToday(HTMLParser):
    """Reads a page, leaves out what is said of today, and counts how much that is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.kept: list[str] = []
        self.marks = 0
        self.inside: list[str] = []
        """The elements that are open since one that is left out."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = self.get_starttag_text() or ""
        is_mark = "data-now" in dict(attrs)
        if self.inside or is_mark or NAVIGATION.search(source):
            self.marks += is_mark and not self.inside
            if tag not in VOID and not source.endswith("/>"):
                self.inside.append(tag)
            return
        if dict(attrs).get("name") not in ("csrfmiddlewaretoken", "seen"):
            self.kept.append(" ".join(source.split()))

    def handle_endtag(self, tag: str) -> None:
        if not self.inside:
            self.kept.append(f"</{tag}>")
        elif tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.inside and data.strip():
            self.kept.append(" ".join(data.split()))


def page_without_today(html: str) -> tuple[list[str], int]:
    """Return a page without marks, and how many there were."""
    reader = WithoutToday()
    reader.feed(html)
    return reader.kept, reader.marks


def opened(path: str, role: Role = Role.SUPERVISOR) -> Any:
    client = Client(SERVER_NAME="localhost")
    client.force_login(someone(role))
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response


def page(path: str, role: Role = Role.SUPERVISOR) -> Read:
    return lambda: page_without_today(opened(path, role).content.decode())


def csv_of(path: str) -> Read:
    def read() -> tuple[Any, int]:
        text = opened(path).content.decode()
        return re.sub(rf'"?{REMARK}(?:; )?', "", text).replace('"', ""), text.count(REMARK)

    return read


def workbook_of(path: str) -> Read:
    def read() -> tuple[Any, int]:
        book = load_workbook(BytesIO(opened(path).content))
        cells = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
        marks = sum(REMARK in str(cell) for row in cells for cell in row)
        plain = [[re.sub(rf"{REMARK}(?:; )?", "", str(cell or "")) for cell in row] for row in cells]
        return plain, marks

    return read


def archive_of(path: str) -> Read:
    def read() -> tuple[Any, int]:
        archive = ZipFile(BytesIO(opened(path).content))
        return {name: archive.read(name) for name in archive.namelist()}, 0

    return read


def text_of(path: str) -> Read:
    return lambda: (opened(path).content, 0)


def assess_as_json(*options: str) -> Read:
    def read() -> tuple[Any, int]:
        out = StringIO()
        call_command("assess", "2023-2", "--json", "--province", "PV26", *options, stdout=out)
        rows = json.loads(out.getvalue())
        marks = sum(bool(row["adopted"].pop("changes")) for row in rows)
        for row in rows:
            row["adopted"].pop("outcome_now")
        return rows, marks

    return read


def assess_in_words() -> tuple[Any, int]:
    out = StringIO()
    call_command("assess", "2023-2", "--province", "PV26", stdout=out)
    return out.getvalue(), 0


WALKED: set[str] = set()
"""The names of the addresses below."""


def named(name: str, query: str = "", **arguments: str) -> str:
    WALKED.add(name)
    return reverse(f"assessments:{name}", kwargs={**arguments}) + query


def files_of(*command: str, into: str) -> Read:
    def read() -> tuple[Any, int]:
        with TemporaryDirectory() as folder:
            to = Path(folder) / into
            call_command(
                *command, "--province", "PV26", "--to", str(to), stdout=StringIO(), stderr=StringIO()
            )
            return {file.name: file.read_bytes() for file in Path(folder).iterdir()}, 0

    return read


PERIOD = {"period": "2023-2"}
THEN = "?known_on=2025-01-31"
"""Before anything changed, and after what was decided."""


def everything() -> dict[str, Read]:
    return dict(each_page())


def each_page() -> Iterator[tuple[str, Read]]:
    yield "overview", page(named("period_overview", **PERIOD))
    yield "assessment", page(named("assessment_detail", **ZEIST))
    yield "dossier", page(named("municipality_detail", "?periode=2023-2", code="GM0355"))
    yield "forecast", page(named("period_forecast", **PERIOD))
    yield "what-if", page(named("what_if", **ZEIST))
    yield "overview as CSV", csv_of(named("period_download", extension="csv", **PERIOD))
    yield "letters", archive_of(named("letter_archive", **PERIOD))
    yield "assess --json", assess_as_json()
    yield "report concept", page(named("report_document", "?versie=concept", **PERIOD))
    for measure in MEASURES:
        yield f"map of {measure.slug}", page(named("period_overview", f"?maat={measure.slug}", **PERIOD))
    for slug in FIGURES:
        yield f"provenance of {slug}", page(named("provenance_detail", figure=slug, **ZEIST))
    later = {**ZEIST, "period": "2024-1"}
    yield "later overview", page(named("period_overview", period="2024-1"))
    yield "later assessment", page(named("assessment_detail", **later))
    yield "later dossier", page(named("municipality_detail", "?periode=2024-1", code="GM0355"))
    yield "later forecast", page(named("period_forecast", period="2024-1"))
    yield "later what-if", page(named("what_if", **later))
    yield "version", page(named("version_detail", version="1", **ZEIST))
    yield "overview as Excel", workbook_of(named("period_download", extension="xlsx", **PERIOD))
    yield "filtered overview", page(named("period_overview", "?rung=2&name=ei", **PERIOD))
    yield "letter", page(named("letter_detail", **ZEIST))
    yield "decision file", archive_of(named("decision_file", version="1", extension="zip", **ZEIST))
    yield "letter download", text_of(named("letter_download", **ZEIST))
    yield "publishing", page(named("step_publish", **PERIOD))
    yield "sending", page(named("step_send", **PERIOD))
    yield "correcting the sending", page(named("step_correct_sending", **PERIOD))
    yield "correcting the publication", page(named("step_correct_publication", **PERIOD))
    yield "withdrawing", page(named("step_withdraw", **PERIOD), Role.ADOPTER)
    yield "assessing", page(named("period_assess", **PERIOD))
    yield "reports", page(named("report_list"))
    yield "report page", page(named("report_detail", **PERIOD))
    yield "report", page(named("report_document", **PERIOD))
    yield "adopting the report", page(named("report_adopt", **PERIOD), Role.ADOPTER)
    for kind in ("html", "csv"):
        yield f"report as {kind}", text_of(named("report_download", extension=kind, **PERIOD))
    yield "report as xlsx", workbook_of(named("report_download", extension="xlsx", **PERIOD))
    yield (
        "report concept as csv",
        text_of(named("report_download", "?versie=concept&tabel=2", extension="csv", **PERIOD)),
    )
    yield "reconciliation", page(named("reconciliation_detail", **PERIOD))
    yield "periods", page(named("period_list"))
    yield "municipalities", page(named("municipality_list"))
    for name, where in (
        ("municipalities", named("municipality_list", THEN)),
        ("overview", named("period_overview", THEN, **PERIOD)),
        ("dossier", named("municipality_detail", f"{THEN}&periode=2023-2", code="GM0355")),
        ("forecast", named("period_forecast", THEN, **PERIOD)),
    ):
        yield f"{name} of an earlier day", page(where)
    yield "talks", page(named("period_talks", **PERIOD))
    yield "letters that were found", page(named("search_all", "?zoek=2023-2-GM0355"))
    yield "assess --json --dry-run", assess_as_json("--dry-run")
    yield "assess", assess_in_words
    yield "export_letters", files_of("export_letters", "2023-2", into="")
    yield "progress_report", files_of("progress_report", "2023-2", into="report.html")


ELSEWHERE = frozenset(
    """
    assessment_reassess contact_point_add contact_point_change owner_add owner_change
    memo_add memo_change attached_file
    work_list log_list impact_list period_choose policy_list policy_confirm policy_detail conversation_add
    conversation_change agreement_add agreement_change action_plan_add action_plan_change side_figure_add
    side_figure_change opening_rung_add opening_rung_take_back legal_act_add legal_act_extend legal_act_end
    legal_act_publish legal_act_take_back step_propose step_adopt step_give_back step_recall step_abandon
    motivation_save
    report_prose published_figure_add text_block_list text_block_detail delivery_take_back intake_start intake_upload
    intake_enter intake_template intake_draft intake_layout intake_check intake_discard intake_discard_several
    intake_errors letter_pdf
    letter_pdf_keep report_pdf_keep reply_add reply_change act_letter_detail act_letter_download act_letter_adopt
    act_letter_send act_letter_pdf act_letter_pdf_keep act_letter_replace act_texts
    """.split()  # noqa: SIM905
)
"""Addresses that say nothing of a decision: what is to do, what differs, what is recorded, what the rules are.

A letter as PDF is made of the one that was kept; that of a step inside a half-year has a day and a test of its own.
"""
