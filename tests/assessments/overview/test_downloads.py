"""The overview filtered, and as a file."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from assessments.overview.download import headings as table_headings
from assessments.overview.download import table_of
from assessments.overview.overview import overview_of
from assessments.spreadsheets import as_csv, as_xlsx
from municipalities.models import Province
from tests.factories import make_municipality, make_period, make_province, make_user
from tests.reading import source_of

pytestmark = pytest.mark.django_db

OVERVIEW = "/perioden/2023-2/"


@pytest.fixture
def client(example: None) -> Client:
    client = Client()
    client.force_login(make_user(province=Province.objects.get(pk="PV26")))
    return client


def names(response: Any) -> list[str]:
    return [row.record.municipality.name for row in response.context["table"].rows]


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"name": "ronde"}, ["De Ronde Venen"]),
        ({"name": "IJSSEL"}, ["IJsselstein"]),
        ({"name": " zeist "}, ["Zeist"]),
        ({"rung": "1", "measure": "koppelingstekort", "name": "w"}, ["Wijk bij Duurstede", "Woudenberg"]),
        ({"rung": "2", "measure": "totaalopgave"}, ["Lopik", "Vijfheerenlanden", "Woerden"]),
        ({"rung": "6"}, []),
    ],
)
def test_filter_shows_the_chosen_municipalities(client, query, expected):
    assert names(client.get(OVERVIEW, query)) == expected


def test_filter_counts_only_what_it_shows_and_says_so(client):
    response = client.get(OVERVIEW, {"rung": "2", "measure": "totaalopgave"})
    text = source_of(response)

    assert "3 van 26 gemeenten; de onderste rij telt alleen deze op." in text
    assert response.context["table"].totals.quota.value == 14 + 59 + 53
    assert "Gefilterd (3)" in text
    assert response.context["overview"].totals.quota.value == 1372


def test_filter_that_finds_nothing_says_what_to_do(client):
    text = source_of(client.get(OVERVIEW, {"name": "Atlantis"}))

    assert "Geen gemeenten gevonden met dit filter." in text
    assert "Filter wissen" in text


@pytest.mark.parametrize("query", [{"rung": "9"}, {"rung": "x"}, {"measure": "geluk"}])
def test_filter_that_cannot_be_read_says_so_and_shows_all(client, query):
    response = client.get(OVERVIEW, query)

    assert len(names(response)) == 26
    assert response.context["form"].errors


def test_known_on_in_the_future_is_refused(client):
    response = client.get(OVERVIEW, {"known_on": "2999-01-01"})

    assert "1 januari 2999 ligt in de toekomst" in source_of(response)
    assert "U ziet de cijfers zoals bekend op" not in source_of(response)


def test_filter_stays_when_sorting_and_downloading(client):
    text = source_of(client.get(OVERVIEW, {"measure": "totaalopgave"}))

    assert "overzicht.csv?measure=totaalopgave" in text
    assert "?measure=totaalopgave&amp;sort=" in text


def test_csv_holds_the_same_figures_as_the_screen(client):
    response = client.get(OVERVIEW + "overzicht.csv")
    headings, *rows, sums = csv_rows(response.content)
    zeist = dict(zip(headings, rows[-1], strict=True))

    assert response["Content-Disposition"] == 'attachment; filename="overzicht-2023-2.csv"'
    assert headings == table_headings(so_far=False)
    assert len(rows) == 26
    assert zeist == {
        "CBS-code": "GM0355",
        "Gemeente": "Zeist",
        "Periode": "2023-2",
        "Bekend op": "2024-01-01",
        "Status": "Concept",
        "Versie": "",
        "Trede": "1",
        "Naam van de trede": "Signaleren",
        "Gemeten aan": "koppelingstekort",
        "Taakstelling": "66",
        "Beginstand": "12",
        "Totaalopgave": "78",
        "Op tijd beschikbaar": "66",
        "Koppelingstekort": "12",
        "Gehuisvest": "70",
        "Eindstand": "8",
        "% van de taakstelling": "1,0606",
        "% van de totaalopgave": "0,8974",
        "Opmerking": "voorbeeldcijfers",
    }
    assert dict(zip(headings, sums, strict=True))["Totaalopgave"] == "1778"


def test_csv_follows_the_filter_and_the_chosen_day(client):
    response = client.get(OVERVIEW + "overzicht.csv", {"name": "zeist", "known_on": "2023-11-01"})
    headings, *rows, sums = csv_rows(response.content)

    assert [row[1] for row in (*rows, sums)] == ["Zeist", "Totaal van 1 gemeente"]
    assert dict(zip(headings, rows[0], strict=True))["Taakstelling"] == "102"
    assert dict(zip(headings, rows[0], strict=True))["Op tijd beschikbaar"] == "66"
    assert "Gehuisvest" not in headings, "what is known so far is no figure of the period"


def test_xlsx_keeps_numbers_as_numbers(client):
    response = client.get(OVERVIEW + "overzicht.xlsx")
    sheet = load_workbook(BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    zeist = dict(zip(rows[0], rows[26], strict=True))

    assert (zeist["Gemeente"], zeist["Trede"], zeist["Eindstand"]) == ("Zeist", 1, 8)
    assert zeist["% van de totaalopgave"] == pytest.approx(70 / 78)
    assert dict(zip(rows[0], rows[27], strict=True))["Gehuisvest"] == 1208


@pytest.mark.parametrize("name", ["=1+1", "+31", "-1", "@SUM(A1)", "\tx", "=HYPERLINK(A1)"])
def test_text_never_becomes_a_formula(name):
    province = make_province("PV98", "Eigenwijs")
    make_municipality(name, province=province)
    overview = overview_of(make_period(), province, now=datetime(2025, 1, 1, tzinfo=UTC))
    table = table_of(overview, make_period())

    assert csv_rows(as_csv(table))[1][1] == f"'{name}"
    cell = load_workbook(BytesIO(as_xlsx({"2023-2": table}))).active["B2"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_file_of_another_kind_is_a_404(client):
    assert client.get(OVERVIEW + "overzicht.exe").status_code == 404


def test_table_says_beside_the_measure_where_the_outcome_was_lighter(client):
    text = source_of(client.get(OVERVIEW, {"name": "zeist"}))

    assert "koppelingstekort, <b>lichter</b>" in text
