"""What the pages of the intake show: a draft as it was read, and what a delivery is about, in words."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from openpyxl.utils import get_column_letter

from assessments.intake.effect import Effect
from assessments.intake.kept_preview import Preview
from assessments.intake.preview import preview_file
from audit.refused import Clock
from municipalities.dutch import day_text, number, plural
from municipalities.intake.drafts import change_draft, keep_draft
from municipalities.intake.findings import Reading
from municipalities.intake.kinds import BY_KEY, IntakeKind
from municipalities.intake.layout import rows_from
from municipalities.intake.particulars import Particulars
from municipalities.intake.read_rows import read_file
from municipalities.intake.values import shown
from municipalities.models import DraftDelivery, Municipality
from municipalities.wording import ENTRY_KINDS

MOST_SHOWN = 15
"""How many rows are shown to point things out in."""


@dataclass(frozen=True)
class DraftPage:
    """A draft with its preview, ready to print."""

    draft: DraftDelivery

    @cached_property
    def about(self) -> Particulars:
        return Particulars.from_json(self.draft.particulars, self.draft.province)

    @cached_property
    def preview(self) -> Preview:
        return Preview.from_json(self.draft.preview)

    @property
    def kind(self) -> IntakeKind:
        # Not by way of `about`, which asks the database: a list of drafts shows their kinds.
        return BY_KEY[self.draft.particulars["kind"]]

    @property
    def is_wrong(self) -> bool:
        return bool(self.preview.findings)

    @property
    def finding_count(self) -> int:
        return len(self.preview.findings) + self.preview.more_findings

    @property
    def faults(self) -> str:
        """How many things are wrong with it."""
        return plural(self.finding_count, "fout", "fouten")

    @property
    def faults_title(self) -> str:
        return f"Er {'is' if self.finding_count == 1 else 'zijn'} {self.faults}. Er is niets vastgelegd."

    @property
    def findings(self) -> list[dict[str, str]]:
        """What is wrong, each with where it stands."""
        return [{**finding, "where": self.where(finding)} for finding in self.preview.findings]

    def where(self, finding: Mapping[str, Any]) -> str:
        if not finding["row"]:
            return "Hele invoer" if self.about.by_hand else "Hele bestand"
        return f"Rij {finding['row']}" + (f", kolom {finding['column']}" if finding["column"] else "")

    @property
    def effect(self) -> Effect:
        return Effect(self.preview)

    @property
    def ready_title(self) -> str:
        return f"Geen fouten in {plural(self.preview.lines, 'regel', 'regels')}"

    @property
    def doubts_text(self) -> str:
        """How many kinds of warnings must be confirmed; empty when none."""
        doubts = self.preview.doubts
        if not doubts:
            return ""
        asks, kinds = "vraagt" if len(doubts) == 1 else "vragen", "soorten waarschuwingen"
        return (
            f"Wel {asks} {plural(len(doubts), 'waarschuwing', kinds)} uw bevestiging, onder aan deze pagina."
        )

    @property
    def shows_cells(self) -> bool:
        """Whether its rows say in which cell of the file a number stands."""
        return bool(self.preview.layout) and not self.about.by_hand

    @property
    def other_label(self) -> str:
        return "Invoer verbeteren" if self.about.by_hand else "Ander bestand kiezen"

    @property
    def checked_at(self) -> datetime | None:
        text = self.preview.checked_at
        return datetime.fromisoformat(text) if text else None

    @property
    def facts(self) -> list[tuple[str, str]]:
        layout, rows = self.preview.layout, [("Bestand", self.draft.name)]
        if layout is not None:
            columns = ", ".join(f"{letter} {heading}".strip() for letter, heading in layout["columns"])
            rows += [
                ("Vorm", layout["form"]),
                ("Blad", layout["sheet"]),
                ("Rij met kolomkoppen", str(layout["header_row"] or "geen") if columns else ""),
                ("Kolommen", columns),
            ]
        if self.about.by_hand:
            rows = [("Bestand", "met de hand ingevoerd")]
        rows += facts_about(self.about)
        return [(label, text) for label, text in rows if text]

    @property
    def other_url(self) -> str:
        """Where another file, or another number, is given about the same."""
        about = self.about
        asked = {
            "period": about.period and about.period.code,
            "first_day": about.first_day,
            "last_day": about.last_day,
            "as_of": about.last_day,
            "quota_kind": about.entry_kind,
            "event_kind": about.entry_kind,
            "municipality": about.municipality and about.municipality.cbs_code,
            "dated_on": about.dated_on,
            "source": about.source,
            "control_total": about.control_total,
            "concept": self.draft.number,
        }
        view = "assessments:intake_enter" if about.by_hand else "assessments:intake_upload"
        given = {name: value for name, value in asked.items() if value not in (None, "")}
        return f"{reverse(view, args=[about.kind.key])}?{urlencode(given)}"

    @property
    def button(self) -> str:
        if self.preview.control:
            return "Bewaar deze controle"
        lines = self.preview.lines
        if lines < 2:
            return "Leg 1 regel vast" if lines else "Leg vast dat er niemand was"
        return f"Leg {number(lines)} {self.kind.unit} vast"


def facts_about(about: Particulars) -> list[tuple[str, str]]:
    """Return what was said of a file, as labels and texts."""
    first, last = about.days
    days = day_text(last) if first == last else f"{day_text(first)} tot en met {day_text(last)}"
    total = about.control_total
    rows = [
        ("Waarover", about.kind.label),
        ("Soort", ENTRY_KINDS.get(about.entry_kind, "")),
        ("Periode", about.period.code if about.period else ""),
        ("Dagen", "" if about.period else days),
        ("Gemeente", str(about.municipality or "")),
        ("Datum van de bron", day_text(about.dated_on)),
        ("Bron", about.source),
        ("Controletotaal", "" if total is None else number(total)),
    ]
    return [(label, text) for label, text in rows if text]


def upload(content: bytes, name: str, about: Particulars, *, by: Any, now: Clock) -> DraftDelivery:
    """Keep a file with its preview; raise Unreadable for a file that cannot be read at all."""
    return keep_draft(content, name, about, checked(content, name, about, now=now).to_json(), by=by, now=now)


def check_again(draft: DraftDelivery, about: Particulars, *, now: Clock) -> DraftDelivery:
    """Make the preview of a draft anew, with what is said of it now."""
    return change_draft(draft, about, checked(bytes(draft.content), draft.name, about, now=now).to_json())


def checked(content: bytes, name: str, about: Particulars, *, now: Clock) -> Preview:
    return replace(preview_file(content, name, about, now=now), checked_at=now().isoformat())


def entered_in(draft: DraftDelivery, about: Particulars) -> dict[tuple[str, str], dict[str, str]]:
    """Return what was entered by hand in a draft, by CBS code and day ("" where none is asked), headings as names."""
    rows = csv.DictReader(StringIO(bytes(draft.content).decode()), delimiter=";")
    day = next((column.header for column in about.kind.own_columns if column.name == "day"), "")
    return {(row["CBS-code"], row.get(day, "") if about.entry_days else ""): row for row in rows}


@dataclass(frozen=True)
class Head:
    """The rows around the headings as people see them, with the letters of their columns."""

    letters: list[str]
    rows: list[tuple[int, list[str]]]


def head_of(reading: Reading) -> Head:
    layout = reading.layout
    rows = rows_from(layout.book, layout.sheet, layout.header_row - 5)[:MOST_SHOWN]
    width = max((len(values) for _, values in rows), default=0)
    return Head(
        [get_column_letter(index + 1) for index in range(width)],
        [
            (number, [shown(value) for value in values] + [""] * (width - len(values)))
            for number, values in rows
        ],
    )


def reading_of(page: DraftPage) -> Reading:
    return read_file(bytes(page.draft.content), page.about)


def choices_for(page: DraftPage) -> list[Municipality]:
    """Return whom a name that was not recognised can stand for: all that existed, those of the province first."""
    first, last = page.about.days
    rows = Municipality.objects.existing_between(first, last).select_related("province")
    return sorted(rows, key=lambda row: (row.province_id != page.draft.province_id, row.name))


def unlike_formula(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def errors_as_csv(page: DraftPage) -> bytes:
    """Return the findings as a file, for who must mend the other one."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow(["Rij", "Kolom", "Gemeente", "Waarde", "Wat er mis is", "Wat u kunt doen"])
    for finding in page.preview.findings:
        writer.writerow(
            [
                finding["row"] or "",
                finding["column"],
                unlike_formula(finding.get("about", "")),
                unlike_formula(finding["value"]),
                finding["reason"],
                finding["remedy"],
            ]
        )
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + file.getvalue()).encode()


def recorded_text(page: DraftPage, delivery_number: int | None, changed: int) -> str:
    """Say what came of recording."""
    file = "deze invoer" if page.about.by_hand else page.draft.name
    if delivery_number is None:
        return f"Niets gewijzigd: alle cijfers in {file} waren al bekend."
    if page.preview.control:
        return str(page.preview.control)
    if changed == 0:
        return f"Niets gewijzigd: alle cijfers in {file} waren al bekend. De aanlevering zelf is bewaard."
    return f"{plural(changed, 'wijziging', 'wijzigingen')} vastgelegd uit {file}."
