"""What was decided is shown as it was decided, with its figures and names, and marked where it differs."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
from django.test import Client

from accounts.models import Role
from assessments.dossier.dossier import dossier_of
from assessments.forecast.outlook import outlook_of
from assessments.forecast.what_if import what_if_of
from assessments.judging.names import rung_of
from assessments.judging.province_ladder import ladder_of
from assessments.judging.shown import final_figures
from assessments.letters.letter import document_of
from assessments.models import AssessmentVersion, RungLabel
from assessments.overview.overview import overview_of
from assessments.rules.assess import place
from assessments.rules.policies.six_rungs import SIX
from assessments.rules.registry import policies_of
from assessments.workflow import ADOPT, PROPOSE
from municipalities.models import Municipality, Province
from tests.assessments.decisions.deciding import adopt, assess, covered, house_late, ready_to_write, take
from tests.factories import at, make_municipality, make_period, make_province, make_user
from tests.reading import source_of

pytestmark = pytest.mark.django_db
LATER = at("2025-01-06")()


@pytest.fixture
def zeist() -> Municipality:
    """Decided on rung 2 with 7 of 10 housed; 3 more were reported later, which would make it rung 1."""
    m = make_municipality("Zeist")
    covered(m, housed=7)
    assess()
    adopt()
    house_late(m, number=3, on="2025-01-05")
    return m


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user(Role.READER))
    return client


def test_dossier_and_its_charts_show_what_was_decided(zeist):
    dossier = dossier_of(zeist, known_at=LATER, code="2023-2")

    assert dossier.balance_chart.rows == [["2023-2", "0", "+3"]]
    assert (dossier.rung.number, dossier.row.figures.realised) == (2, 7)
    assert dossier.outlook.pool.housed == 7
    assert [row.difference for row in dossier.differing] == ["de cijfers"]


def test_dossier_of_a_day_before_the_decision_shows_what_was_known_then(zeist):
    covered_only = dossier_of(zeist, known_at=at("2024-12-31")(), code="2023-2")

    assert (covered_only.rung, covered_only.row.assessment, covered_only.row.figures.realised) == (
        None,
        None,
        7,
    )


def test_forecast_says_what_was_decided(zeist):
    (row,) = outlook_of(make_period(), make_province(), known_at=LATER).rows
    (then,) = outlook_of(make_period(), make_province(), known_at=at("2024-12-31")()).rows

    assert (row.rung, row.figures.realised, row.decided.differs) == (2, 7, True)
    assert (then.rung, then.decided) == (2, None)


def test_error_of_a_forecast_is_counted_from_what_was_decided(zeist):
    after, before = (
        final_figures(make_period(), make_province(), known_at=at(day)())
        for day in ("2025-01-06", "2024-12-31")
    )

    assert after[zeist].realised == before[zeist].realised == 7


def test_what_if_begins_with_what_was_decided(zeist):
    page = what_if_of(make_period(), zeist, {}, now=LATER)

    assert page.form.cleaned_data["gehuisvest"] == 7
    assert (page.decided.rung.number, page.placement.rung) == (2, 2)
    assert page.decided.difference == "de cijfers"


@pytest.mark.parametrize(
    ("day", "engine", "times", "differs"),
    [("2025-01-04", None, 0, False), ("2025-01-04", "other rules", 1, False), ("2025-01-06", None, 1, True)],
)
def test_only_what_rests_on_something_else_is_judged_again(zeist, monkeypatch, day, engine, times, differs):
    if engine:
        monkeypatch.setattr("assessments.judging.shown.engine_version", lambda _: engine)
    with patch("assessments.judging.differences.place", wraps=place) as judged:
        (row,) = overview_of(make_period(), make_province(), now=at(day)()).rows

    assert (judged.call_count, row.differs) == (times, differs)


@pytest.mark.parametrize(
    "url",
    [
        "/gemeenten/{code}/?periode=2023-2",
        "/perioden/2023-2/",
        "/perioden/2023-2/gemeenten/{code}/",
        "/perioden/2023-2/prognose/",
        "/wat-als/2023-2/{code}/",
    ],
)
def test_every_page_marks_what_is_known_otherwise_and_leads_to_it(zeist, client, url):
    page = source_of(client.get(url.format(code=zeist.cbs_code)))

    assert " data-now" in page
    assert f"/herbeoordeling/#h-2023-2-{zeist.cbs_code}" in page


@pytest.mark.parametrize("when", ["proposed", "adopted"])
def test_names_stay_those_of_the_proposal(when):
    province, m = make_province(), make_municipality("Zeist")
    RungLabel.objects.create(province=province, rung=2, name="Waakvlam", colour="geel")
    covered(m, housed=7)
    assess()
    ready_to_write()
    take(PROPOSE)
    if when == "adopted":
        take(ADOPT)
    RungLabel.objects.filter(rung=2).update(name="Vraagbaak", colour="rood")
    Municipality.objects.update(name="Driebergen")
    Province.objects.update(figures_are_examples=True)
    if when == "proposed":
        take(ADOPT)

    overview = overview_of(make_period(), make_province(), now=LATER)
    (row,) = overview.rows
    letter = document_of(AssessmentVersion.objects.with_state().get())

    assert (row.municipality.name, row.rung.label, row.rung.colour) == ("Zeist", "Waakvlam", "geel")
    assert overview.ladder[2].label == "Waakvlam"
    assert not overview.has_example_figures
    assert "van Zeist" in letter
    assert [word for word in ("Driebergen", "Vraagbaak", "Voorbeeldcijfers") if word in letter] == []


def test_rung_with_several_names_has_all_of_them_in_the_legend():
    one, other = make_municipality("Zeist"), make_municipality("Soest")
    covered(one, other, housed=7)
    assess(municipality=one)
    ready_to_write()
    take(PROPOSE)
    RungLabel.objects.create(province=make_province(), rung=2, name="Waakvlam", colour="geel")
    assess(on="2025-01-02", municipality=other)

    overview = overview_of(make_period(), make_province(), now=LATER)

    assert overview.ladder[2].label == "Waakvlam / Informatie opvragen en valideren"
    assert overview.ladder[3].label.count(" / ") == 0


def test_version_without_names_is_called_as_things_are_now():
    m = make_municipality("Zeist")
    covered(m, housed=7)
    assess()
    adopt()
    RungLabel.objects.create(province=make_province(), rung=2, name="Waakvlam", colour="geel")
    (row,) = overview_of(make_period(), make_province(), now=LATER).rows
    row.assessment.names = None

    assert row.rung.label == "Informatie opvragen en valideren"
    assert rung_of(row.assessment, ladder_of(make_province())).label == "Waakvlam"


def test_names_of_the_province_are_of_the_ladder_of_today(monkeypatch):
    first, second = policies_of("PV26")
    old = replace(SIX, key="old", rungs=SIX.rungs[:3])
    monkeypatch.setattr("assessments.rules.registry.POLICIES", (replace(first, ladder=old), second))
    RungLabel.objects.create(province=make_province(), rung=2, name="Waakvlam", colour="geel")

    assert ladder_of(make_province())[2].label == "Waakvlam"
    assert ladder_of(make_province(), "2024-1")[2].label == "Waakvlam"
    assert ladder_of(make_province(), "2023-2") == {rung.number: rung for rung in old.rungs}
