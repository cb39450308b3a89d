"""A period of which not every day is known: what was done so far, through which day, the same on every screen."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from io import StringIO

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from assessments.dossier.dossier import dossier_of
from assessments.forecast.call_list import Caller, call_list
from assessments.forecast.outlook import outlook_of
from assessments.judging.assess_period import assess_period
from assessments.models import Assessment
from assessments.overview.map import ShownOnMap, backlog_value, share_value
from assessments.overview.overview import Overview, overview_of
from assessments.overview.pictures import housed_in, picture_of
from municipalities.dutch import number
from municipalities.figures import totals
from municipalities.ledger.queries import figures_for
from municipalities.models import Municipality, Province
from municipalities.moments import end_of_day
from tests.assessments.utrecht import AFTER, RUNNING, municipality, period, utrecht
from tests.factories import (
    at,
    deliver_couplings,
    deliver_housing_total,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    deliver_stock,
    make_municipality,
    make_period,
    make_talk,
    make_user,
)
from tests.reading import source_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db

OCTOBER = date(2023, 10, 31)
NOVEMBER = at("2023-11-20")


@made_once
def three() -> list[Municipality]:
    """Give three municipalities of a running period: two through one day, one through another; and one unheard of."""
    found = [make_municipality(name) for name in ("Aadorp", "Beedorp", "Ceedorp")]
    silent, later = make_municipality("Deedorp"), date(2023, 11, 14)
    deliver_openings(make_period(), {**dict.fromkeys(found, 2), silent: 2}, on="2023-07-02")
    deliver_quotas(make_period(), {**dict.fromkeys(found, 10), silent: 10}, on="2023-07-02")
    for row, day, housed in zip(found, (OCTOBER, OCTOBER, later), (5, 15, 6), strict=True):
        deliver_housing_total(make_period(), day, {row: housed}, on=NOVEMBER(), municipality=row)
    return [*found, silent]


def overview(now: datetime, code: str = "2023-2") -> Overview:
    return overview_of(make_period(code), Province.objects.get(pk="PV26"), now=now)


def page(monkeypatch, path: str, now: datetime) -> str:
    monkeypatch.setattr(timezone, "now", lambda: now)
    client = Client()
    client.force_login(make_user(Role.SUPERVISOR, Province.objects.get(pk="PV26")))
    return source_of(client.get(path))


def rows_of(content: str) -> list[list[str]]:
    return list(csv.reader(StringIO(content.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")), delimiter=";"))


def test_figures_so_far_are_those_of_a_period_that_ends_on_the_last_known_day(three):
    figures = figures_for(make_period(), known_at=NOVEMBER())[three[0]]

    assert (figures.realised, figures.closing_balance, figures.share_of_quota) == (None, None, None)
    assert (figures.so_far.realised, figures.so_far.closing_balance) == (5, 7)
    assert figures.so_far.share_of_quota * 10 == 5
    assert figures.so_far.is_partial


def test_figures_of_a_whole_period_have_nothing_so_far(three):
    last_day = make_period().last_day
    deliver_housing_total(make_period(), last_day, {three[0]: 9}, on="2024-01-02", municipality=three[0])
    figures = figures_for(make_period(), known_at=AFTER)[three[0]]

    assert figures.so_far is figures
    assert figures.realised == 9
    assert not figures.is_partial


def test_sum_so_far_says_who_is_missing_and_whose_day_is_another(three):
    so_far = overview(NOVEMBER()).so_far

    assert so_far.through == OCTOBER
    assert so_far.through_other_days == f"{three[2].name} tot en met 14 november 2023"
    assert (so_far.totals.realised.value, so_far.totals.realised.missing) == (26, 1)


def test_line_of_the_province_needs_no_stock_and_ends_on_the_last_day_known_of_all(three):
    province = three[0].province
    found = picture_of(overview(NOVEMBER()), make_period(), province, now=NOVEMBER())
    nothing = picture_of(overview(NOVEMBER(), "2023-1"), make_period("2023-1"), province, now=NOVEMBER())

    assert found.chart.rows[-1][:2] == ["31 oktober 2023", "20"]
    assert nothing.chart is None


def test_sum_beside_an_earlier_period_says_through_which_day(three):
    named = housed_in({make_period(): overview(NOVEMBER())})

    assert named == "Gehuisvest (2023-2: tot en met 31 oktober 2023)"


def test_provenance_of_a_number_so_far_says_that_some_figures_came_in(three, monkeypatch):
    def provenance_of(municipality: Municipality) -> str:
        path = f"/perioden/2023-2/gemeenten/{municipality.cbs_code}/herkomst/gehuisvest/"
        return page(monkeypatch, path, NOVEMBER())

    assert "<b>Nog niet alle cijfers ontvangen.</b> De huisvestingen zijn" in provenance_of(three[0])
    assert "<b>Geen cijfers ontvangen.</b> Over 1 juli 2023" in provenance_of(three[3])


def test_table_of_a_running_period_says_through_which_day(three, monkeypatch):
    html = page(monkeypatch, "/perioden/2023-2/?sort=name", NOVEMBER())
    cells = re.findall(r'data-label="Gehuis\xadvest">(.*?)</td>', html)

    assert cells == [
        "5",
        "15",
        '6 <span class="detail">tot en met 14 november 2023</span>',
        "onbekend",
        "26 (1 gemeente ontbreekt)",
    ]
    assert re.findall(r'data-label="Nog te huis\xadvesten">(.*?)</td>', html) == [
        *("7", "−3", "6", "onbekend"),
        "10 (1 gemeente ontbreekt)",
    ]
    assert ('name="name"' in html, 'name="rung"' in html, 'name="measure"' in html) == (True, True, False)
    assert "Voorlopige cijfers per gemeente tot en met 31 oktober 2023</caption>" in html
    assert "<b>Voorlopig.</b> Nog niet alle dagen van de periode zijn bekend." in html
    assert "Wie als totaal is aangeleverd, staat op de laatste dag daarvan." in html
    said = (
        f"gelden tot en met 31 oktober 2023, behalve van {three[2].name} tot en met 14 november 2023. Staat"
    )
    assert said in html
    assert "In de lijn ontbreekt 1 gemeente: daarvan is geen dag bekend." in html
    assert "Nog te huisvesten zonder die verrekening: 13 (1 gemeente ontbreekt)." in html


def test_file_of_a_running_period_has_the_day_of_each_row(three, monkeypatch):
    monkeypatch.setattr(timezone, "now", NOVEMBER)
    client = Client()
    client.force_login(make_user(Role.READER))
    content = client.get("/perioden/2023-2/overzicht.csv").content.decode()
    headings, *rows = rows_of(content)
    names = ("Gehuisvest tot nu toe", "Nog te huisvesten", "% van de taakstelling tot nu toe", "Tot en met")

    assert [row[-1] for row in rows[:-1]] == ["voorlopig"] * 4

    assert [[dict(zip(headings, row, strict=True))[name] for name in names] for row in rows] == [
        ["5", "7", "0,5000", "2023-10-31"],
        ["15", "-3", "1,5000", "2023-10-31"],
        ["6", "6", "0,6000", "2023-11-14"],
        ["onbekend", "onbekend", "onbekend", "onbekend"],
        ["26", "10", "onbekend", "verschilt"],
    ]


@pytest.mark.parametrize(("name", "day"), [("Ceedorp", "2023-11-14"), ("Deedorp", "onbekend")])
def test_sums_of_a_file_of_some_have_the_day_of_those(three, monkeypatch, name, day):
    monkeypatch.setattr(timezone, "now", NOVEMBER)
    client = Client()
    client.force_login(make_user(Role.READER))
    content = client.get(f"/perioden/2023-2/overzicht.csv?name={name}").content.decode()
    headings, row, sums = rows_of(content)

    assert row[headings.index("Tot en met")] == sums[headings.index("Tot en met")] == day


def test_map_of_a_running_period_shows_the_numbers_of_the_table(three):
    rows = overview(NOVEMBER()).so_far.rows
    shown = [ShownOnMap(row.municipality, row.figures, None, "") for row in rows]

    assert [share_value(row, OCTOBER).said for row in shown] == [
        "42% van de totaalopgave tot en met 31 oktober 2023",
        "125% van de totaalopgave tot en met 31 oktober 2023",
        "50% van de totaalopgave tot en met 14 november 2023",
        "onbekend",
    ]
    assert {backlog_value(row, OCTOBER).said for row in shown} == {
        "een achterstand van 2 vergunninghouders aan het begin van de periode"
    }


def test_forecast_says_of_each_through_which_day_it_counts(monkeypatch):
    first, later = make_period().start, date(2023, 11, 14)
    for name, last in (("Aadorp", OCTOBER), ("Beedorp", later)):
        row = make_municipality(name)
        own = {"on": NOVEMBER(), "municipality": row, "province": row.province}
        deliver_stock(date(2023, 6, 30), {row: 9}, **own)
        deliver_couplings(first, last, [], **own)
        deliver_housings(first, last, [(row, date(2023, 10, 2), 4)], **own)

    html = page(monkeypatch, "/perioden/2023-2/prognose/?sort=name", NOVEMBER())

    assert "cijfers tot en met 31 oktober 2023" in html
    assert re.findall(r'data-label="Gehuis\xadvest">(.*?)</td>', html) == [
        *("4", '4 <span class="detail">tot en met 14 november 2023</span>', "8")
    ]


def test_who_was_housed_counts_through_one_day_though_couplings_are_known_through_another(monkeypatch):
    first, later = make_period().start, date(2023, 11, 14)
    row = make_municipality("Aadorp")
    own = {"on": NOVEMBER(), "municipality": row, "province": row.province}
    deliver_openings(make_period(), {row: 2}, on="2023-07-02")
    deliver_quotas(make_period(), {row: 10}, on="2023-07-02")
    deliver_stock(date(2023, 6, 30), {row: 9}, **own)
    deliver_couplings(first, OCTOBER, [], **own)
    deliver_housings(first, later, [(row, date(2023, 10, 2), 1), (row, later, 2)], **own)
    (caller,) = call_list(make_period(), row.province, known_at=NOVEMBER()).callers
    dossier = dossier_of(row, known_at=NOVEMBER())

    assert [term.value for term in dossier.sum] == ["10", "2", "12", "3", "9"]
    assert caller.standing.startswith("Gehuisvest 3 van 12 tot en met 14 november 2023")
    assert (caller.outlook.left, caller.overdue) == (9, 8), "who waits is known through October"
    assert dossier.needed_note == "Geteld vanaf wie tot en met 14 november 2023 is gehuisvest: 3."
    assert dossier.realised_chart.rows[-1][:2] == ["14 november 2023", "3"]
    rises, waits, *_ = caller.signals
    assert "nog 6 vergunninghouders" in rises.remedy, "9 will do, and 3 are housed"
    assert waits.text.startswith("Op 31 oktober 2023 wachten 8 vergunninghouders, van wie 8")
    ahead = page(monkeypatch, "/perioden/2023-2/prognose/", NOVEMBER())
    assert "cijfers tot en met 14 november 2023, wie wacht tot en met 31 oktober 2023" in ahead
    called = page(monkeypatch, "/", NOVEMBER())
    assert "<b>8</b> langer dan 12 weken op 31 oktober 2023, nog te huisvesten: 9</p>" in called


def test_forecast_says_the_day_of_who_has_no_stock_too(three, monkeypatch):
    html = page(monkeypatch, "/perioden/2023-2/prognose/", NOVEMBER())

    assert "cijfers tot en met 31 oktober 2023" in html
    assert sorted(re.findall(r'data-label="Gehuis\xadvest">(.*?)</td>', html)) == [
        "15",
        "26 (1 gemeente ontbreekt)",
        "5",
        '6 <span class="detail">tot en met 14 november 2023</span>',
        "onbekend",
    ]


def test_what_was_judged_without_all_days_stays_unknown(three, monkeypatch):
    province = Province.objects.get(pk="PV26")
    assess_period(period=make_period(), province=province, by=make_user(), now=at("2024-01-04"))
    found = overview(at("2024-01-05")())

    assert found.so_far is found
    html = page(monkeypatch, "/perioden/2023-2/", at("2024-01-05")())
    assert html.count('data-label="Gehuis\xadvest">onbekend</td>') == 5
    assert "Voorlopig" not in html


def test_map_of_a_period_that_is_over_says_that_days_are_missing(three, monkeypatch):
    for measure in ("totaalopgave", "achterstand"):
        html = page(monkeypatch, f"/perioden/2023-2/?maat={measure}", at("2024-01-04")())

        assert "Nog niet alle dagen van de periode zijn bekend: dit is " in html


@pytest.mark.usefixtures("example")
def test_number_so_far_is_one_on_overview_chart_dossiers_and_forecast(monkeypatch):
    found = overview_of(period("2024-1"), utrecht(), now=AFTER, known_at=RUNNING)
    picture = picture_of(found, period("2024-1"), utrecht(), now=AFTER)
    sums = [dossier_of(row.municipality, known_at=RUNNING, code="2024-1").sum for row in found.rows]

    rows = found.so_far.rows
    assert [terms[-2].value for terms in sums] == [number(row.figures.realised) for row in rows]
    assert [terms[-1].value for terms in sums] == [number(abs(row.figures.closing_balance)) for row in rows]
    assert {terms[-2].label for terms in sums} == {"Gehuisvest tot en met 14 februari 2024"}
    assert found.so_far.through == date(2024, 2, 14)
    ahead = outlook_of(period("2024-1"), utrecht(), known_at=RUNNING)
    assert [row.pool.housed for row in ahead.rows] == [row.figures.realised for row in rows]
    whole = number(found.so_far.totals.realised.value)
    assert picture.chart.rows[-1][:2] == ["14 februari 2024", whole]
    assert ("Gehuisvest (2024-1: tot en met 14 februari 2024)", whole) in [
        (label, number(now.value)) for _, label, now, _ in picture.compared if now.value is not None
    ]
    assert {label: now.value for _, label, now, _ in picture.compared}["Eindstand"] is None


@pytest.mark.usefixtures("example")
def test_judged_period_shows_its_own_figures_only():
    found = overview_of(period("2024-1"), utrecht(), now=AFTER)

    assert found.so_far is found
    assert found.totals == totals(row.assessment.figures for row in found.rows)


@pytest.mark.usefixtures("example")
def test_assessment_page_of_a_running_period_says_through_which_day(monkeypatch):
    moment = end_of_day(date(2024, 2, 15))
    Assessment.objects.filter(period__code="2024-1").delete()
    html = page(monkeypatch, "/perioden/2024-1/gemeenten/GM0308/", moment)

    assert "Gehuisvest is tot en met 14 februari 2024 <b>" in html
    assert "Herkomst van Gehuisvest tot en met 14 februari 2024" in html
    assert "Herkomst van Nog te huisvesten" not in html, "of the closing balance nothing is known"


# The list of a running period --------------------------------------------------------------------

RUN = "/perioden/2024-1/?known_on=2024-02-15"


@pytest.fixture
def reader(example: None) -> Client:
    client = Client()
    client.force_login(make_user(Role.READER, utrecht()))
    return client


def listed(response) -> list[Caller]:
    return [row.record for row in response.context["table"].rows]


def test_running_period_lists_what_is_expected_and_who_waits_longest_first(reader):
    rows = listed(reader.get(RUN))
    ahead = {row.municipality: row for row in outlook_of(period("2024-1"), utrecht(), known_at=RUNNING).rows}

    assert len(rows) == 26
    assert [row.overdue for row in rows] == sorted((row.overdue for row in rows), reverse=True)
    assert {row.municipality: row.outlook.rung for row in rows} == {
        key: row.rung for key, row in ahead.items()
    }


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("before=2", lambda row: row.outlook.rung_before == 2),
        ("rung=2", lambda row: row.outlook.rung == 2),
        ("left=30", lambda row: row.outlook.left >= 30),
        ("overdue=10", lambda row: row.overdue >= 10),
        ("rung=2&before=1", lambda row: (row.outlook.rung_before, row.outlook.rung) == (1, 2)),
        ("reason=hogere+trede", lambda row: "hogere trede" in [signal.name for signal in row.signals]),
        ("name=IJSSEL", lambda row: row.municipality.name == "IJsselstein"),
    ],
)
@pytest.mark.parametrize("path", [RUN, RUN.replace("?", "prognose/?")])
def test_running_list_is_narrowed_by_each_column(reader, path, query, holds):
    everyone, found = listed(reader.get(path)), reader.get(f"{path}&{query}")
    if "reason" in query and "prognose" in path:
        assert "reason" not in found.context["form"].fields, "that page has no such column"
        return
    chosen = {row.municipality.name for row in everyone if holds(row)}

    assert {row.municipality.name for row in listed(found)} == chosen
    assert 0 < len(chosen) < 26
    assert f"{len(chosen)} van 26\n" in source_of(found).replace(" gemeenten", "\n")


@pytest.mark.parametrize("sort", ["before", "-rung", "left", "overdue", "-last", "name"])
def test_running_list_sorts_on_each_column_and_keeps_that_with_its_filter(reader, sort):
    response = reader.get(f"{RUN}&overdue=3&sort={sort}")
    values = {
        "before": lambda row: row.outlook.rung_before,
        "rung": lambda row: row.outlook.rung,
        "left": lambda row: row.outlook.left,
        "overdue": lambda row: row.overdue,
        "last": lambda row: row.last or date.min,
        "name": lambda row: row.outlook.name_key,
    }
    keys = [values[sort.removeprefix("-")](row) for row in listed(response)]

    assert keys == sorted(keys, reverse=sort.startswith("-"))
    text = source_of(response)
    assert f'<option value="{sort}" selected>' in text, "who filters again keeps the order"
    assert "overdue=3" in text.partition("<thead>")[2].partition("</thead>")[0], "who sorts keeps the filter"


@pytest.mark.parametrize(("days", "silent"), [("2024-02-14", ""), ("2024-01-17", "28"), ("2023-12-14", "61")])
def test_talks_are_narrowed_by_how_long_ago_the_last_was(reader, days, silent):
    make_talk(municipality("GM0308"), days)
    path = RUN.replace("?", "gesprekken/?")
    found = {option: listed(reader.get(f"{path}&silent={option}")) for option in ("28", "61", "0")}
    longer = {option for option, rows in found.items() if "Baarn" in [row.municipality.name for row in rows]}

    assert longer == {"": set(), "28": {"28"}, "61": {"28", "61"}}[silent]
    assert len(found["0"]) == 25, "who was never spoken to"


def test_filter_of_a_running_period_goes_along_into_the_file(reader):
    found = reader.get(RUN + "&overdue=10")
    content = reader.get("/perioden/2024-1/overzicht.csv?known_on=2024-02-15&overdue=10").content.decode()

    assert "overzicht.csv?known_on=2024-02-15&amp;overdue=10" in source_of(found)
    assert len(rows_of(content)) - 2 == len(listed(found))


def test_what_cannot_be_read_in_a_filter_chooses_nothing_and_is_said(reader):
    found = reader.get(RUN + "&left=veel&rung=9")

    assert len(listed(found)) == 26
    text = source_of(found)
    assert "Niet toegepast: " in text
    assert "Kies een van de keuzes uit de lijst." in text


def test_list_that_finds_nobody_says_what_to_do(reader):
    text = source_of(reader.get(RUN + "&overdue=999"))

    assert "Geen gemeenten gevonden met dit filter." in text
    assert "Filter wissen" in text
