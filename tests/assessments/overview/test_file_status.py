"""A file of the overview says how far each assessment is."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from assessments.overview.download import table_of
from assessments.overview.overview import overview_of
from assessments.spreadsheets import as_csv, as_xlsx
from assessments.workflow import ADOPT, PROPOSE, PUBLISH, SEND
from tests.assessments.decisions.deciding import assess, covered, ready_to_write, take
from tests.factories import make_municipality, make_period, make_province

pytestmark = pytest.mark.django_db


def test_file_tells_a_concept_from_what_was_proposed_and_adopted():
    baarn = make_municipality("Baarn")
    covered(baarn)
    assess()
    ready_to_write()

    def status():
        overview = overview_of(make_period(), make_province(), now=datetime(2025, 2, 1, tzinfo=UTC))
        for table in (csv_rows(overview), sheet_rows(overview)):
            row = dict(zip(table[0], table[1], strict=True))
            yield (row["Status"], str(row["Versie"] or ""), row["Naam van de trede"])

    found = []
    for step in (PROPOSE, ADOPT, SEND, PUBLISH):
        found.append(set(status()))
        take(step)

    assert found == [
        {("Concept", "", "Signaleren")},
        {("Voorgesteld", "1", "Signaleren")},
        {("Vastgesteld", "1", "Signaleren")},
        {("Verzonden", "1", "Signaleren")},
    ]
    assert set(status()) == {("Gepubliceerd", "1", "Signaleren")}


def sheet_rows(overview: Any) -> list[tuple[Any, ...]]:
    sheet = load_workbook(BytesIO(as_xlsx({"2023-2": table_of(overview, make_period())}))).active
    return list(sheet.iter_rows(values_only=True))


def csv_rows(overview: Any) -> list[list[str]]:
    content = as_csv(table_of(overview, make_period())).decode("utf-8-sig")
    return list(csv.reader(StringIO(content), delimiter=";"))
