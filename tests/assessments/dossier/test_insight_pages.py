"""What supervisors look at, over the worked example: map, dossier, forecast and talks."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from assessments.dossier.dossier import dossier_of
from assessments.forecast.call_list import call_list
from assessments.forecast.outlook import errors_of, looked_back, outlook_of, outlooks_of
from assessments.models import Assessment
from assessments.overview.overview import overview_of
from assessments.overview.pictures import picture_of
from municipalities.catalogue import label
from municipalities.contacts.actions import record_note
from municipalities.dutch import number
from municipalities.figures import Sum
from municipalities.ledger.queries import figures_for
from municipalities.models import Agreement, Conversation, Level, Period
from municipalities.moments import end_of_day, local_day
from tests.assessments.utrecht import AFTER, RUNNING, municipality, period, utrecht
from tests.factories import (
    deliver_correction,
    deliver_housings,
    make_agreement,
    make_municipality,
    make_period,
    make_side_figure,
    make_talk,
    make_user,
)
from tests.reading import source_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example")]


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user(Role.SUPERVISOR, utrecht()))
    return client


# Forecast ----------------------------------------------------------------------------------------


def test_forecast_of_a_period_that_is_over_is_its_assessment():
    rows = outlook_of(period("2024-1"), utrecht(), known_at=end_of_day(date(2024, 7, 1))).rows
    concepts = {row.municipality_id: row for row in Assessment.objects.filter(period__code="2024-1")}

    assert len(rows) == 26
    for row in rows:
        concept = concepts[row.municipality.pk]
        assert row.forecast.expected == replace(concept.placement, findings=())
        assert row.forecast.rungs == (concept.rung, concept.rung)
        assert row.forecast.realised.expected == concept.figures.realised


def test_forecast_halfway_is_held_against_what_came_of_it():
    then = outlooks_of(looked_back(Period(start=date(2025, 1, 1)), utrecht(), AFTER), utrecht())
    (newer, older) = errors_of(then, utrecht(), known_at=AFTER)

    assert [row.period.code for row in (newer, older)] == ["2024-1", "2023-2"]
    assert (older.realised, newer.realised) == (1208, 1135)
    assert older.off == older.expected.expected - 1208 == sum(older.per_municipality)
    assert older.made_on == date(2023, 10, 1)
    # How good it is stands on the page; a change of the method should not make it worse unseen.
    assert (older.mean, newer.mean) == (2, 17)
    assert min(older.within, newer.within) >= 23
    assert all(row.expected.low <= row.realised <= row.expected.high for row in (older, newer))


def test_expected_rung_stands_beside_how_often_it_was_right(client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: RUNNING)
    client.force_login(make_user(Role.SUPERVISOR, utrecht()))
    (error,) = outlook_of(period("2024-1"), utrecht(), known_at=RUNNING, looks_back=1).record
    said = f"De verwachte trede was halverwege 2023-2 bij {error.rungs_right} van 26 gemeenten goed."

    first = outlook_of(period("2023-2"), utrecht(), known_at=end_of_day(date(2023, 11, 15)), looks_back=1)
    assert first.record_text == "De verwachte trede is nog niet met een uitkomst vergeleken."
    for path in ("/", "/perioden/2024-1/?known_on=2024-02-15", "/perioden/2024-1/prognose/"):
        assert said in source_of(client.get(path))


def test_forecast_page_says_how_and_how_far_off(client):
    page = source_of(client.get("/perioden/2024-1/prognose/?known_on=2024-02-15"))

    assert "Volgens de termijn: wie gekoppeld is of nog wordt gekoppeld" in page
    assert "1 oktober 2023" in page
    assert "cijfers tot en met 14 februari 2024" in page


# Overview ----------------------------------------------------------------------------------------


def picture(code: str, now, **asked):
    overview = overview_of(period(code), utrecht(), now=now, known_at=asked.pop("known_at", None))
    return overview, picture_of(overview, period(code), utrecht(), now=now, **asked)


def test_counters_tell_the_change_since_the_period_before():
    _, shown = picture("2024-1", AFTER)

    assert [(row.number, row.change) for row in shown.counts[:3]] == [(4, -9), (10, -3), (12, 12)]
    assert (shown.moves.up, shown.moves.down, shown.moves.same) == (22, 1, 3)
    assert not shown.is_expected
    assert [area.value.text for area in shown.region.areas].count("3") == 12
    assert [area.value.text for area in shown.earlier_region.areas].count("2") == 13


def test_chart_of_a_judged_period_ends_at_the_number_of_the_table():
    baarn = municipality("GM0308")
    last_day = period("2024-1").last_day
    deliver_housings(last_day, last_day, [(baarn, last_day, 5)], on="2024-07-03", reason="Nagekomen.")
    overview, shown = picture("2024-1", AFTER)

    assert overview.differing
    assert shown.chart.rows[-1][:2] == ["30 juni 2024", number(overview.totals.realised.value)]


def test_overview_that_is_not_compared_shows_the_same_and_sums_no_ledger():
    compared = overview_of(period("2023-2"), utrecht(), now=AFTER)
    with CaptureQueriesContext(connection) as captured:
        found = overview_of(period("2023-2"), utrecht(), now=AFTER, is_compared=False)

    assert found.rows == [replace(row, changes=()) for row in compared.rows]
    assert found.totals == compared.totals
    assert not [query for query in captured if "municipalities_housing" in query["sql"]]


def test_overview_that_is_not_compared_reads_who_was_not_judged():
    Assessment.objects.filter(period__code="2023-2", municipality__cbs_code="GM0308").delete()
    compared = overview_of(period("2023-2"), utrecht(), now=AFTER)
    found = overview_of(period("2023-2"), utrecht(), now=AFTER, is_compared=False)

    assert found.rows == [replace(row, changes=()) for row in compared.rows]
    assert found.rows[1].assessment is None
    assert found.totals.realised == Sum(1208, 0)


def test_running_period_counts_what_is_expected():
    overview, shown = picture("2024-1", AFTER, known_at=RUNNING)

    assert shown.is_expected
    assert shown.measure.slug == "verwachte-trede"
    assert "trede" not in [measure.slug for measure in shown.measures], "nobody has a rung yet"
    assert sum(row.number for row in shown.counts) == 26
    figures = figures_for(period("2024-1"), known_at=RUNNING, province=utrecht())
    assert overview.so_far.totals.realised.value == sum(row.realised_so_far for row in figures.values())
    assert not overview.with_rung


def test_running_period_does_not_ask_to_be_assessed(client, monkeypatch):
    Assessment.objects.filter(period__code="2024-1").delete()
    over = source_of(client.get("/perioden/2024-1/"))
    monkeypatch.setattr(timezone, "now", lambda: RUNNING)
    client.force_login(make_user(Role.SUPERVISOR, utrecht()))
    running = source_of(client.get("/perioden/2024-1/"))

    assert re.search(r"<dt>Gehuisvest tot en met 14 februari 2024</dt><dd>[\d.]+</dd>", running)
    assert "ontbreken" not in running
    assert "beoordelen kan na 30 juni 2024. Gehuisvest tot en met 14 februari 2024: <b>" in running
    assert ("/perioden/2024-1/beoordelen/" in over, "/perioden/2024-1/beoordelen/" in running) == (
        True,
        False,
    )


def test_chart_of_a_running_period_says_whom_its_forecast_leaves_out(client, monkeypatch):
    Assessment.objects.filter(period__code="2024-1").delete()
    monkeypatch.setattr(timezone, "now", lambda: RUNNING)
    client.force_login(make_user(Role.SUPERVISOR, utrecht()))
    make_municipality("Nieuwstad", province=utrecht())
    page = source_of(client.get("/perioden/2024-1/"))

    assert "In deze prognose ontbreekt 1 gemeente: daarvan zijn niet genoeg cijfers ontvangen." in page
    assert "<dt>Gehuisvest tot en met 14 februari 2024</dt>" in page, "a file of events counts everybody"


def test_map_of_a_running_period_says_what_it_shows(client, monkeypatch):
    over = source_of(client.get("/perioden/2024-1/?maat=achterstand"))
    monkeypatch.setattr(timezone, "now", lambda: RUNNING)
    client.force_login(make_user(Role.SUPERVISOR, utrecht()))
    running = source_of(client.get("/perioden/2024-1/?maat=achterstand&known_on=2024-02-15"))

    assert "Nog niet alle dagen van de periode zijn bekend: dit is de stand aan het begin." in running
    assert "dit is de stand aan het begin" not in over
    assert 'aria-label="Bunnik: een achterstand van 7 vergunninghouders aan het begin' in running
    assert 'aria-label="Bunnik: een achterstand van 17 vergunninghouders"' in over


def test_map_without_any_figure_is_a_sentence(client):
    make_period("2025-1")
    blank, known = (
        source_of(client.get(f"/perioden/2025-1/?naast=geen&maat={measure}"))
        for measure in ("achterstand", "gesprek")
    )

    said = "Van geen enkele gemeente is dit bekend; daarom staat hier geen kaart."
    assert (blank.count(said), known.count(said)) == (1, 0)
    assert "Kaart: Achterstand" not in blank


def test_map_of_days_since_the_last_talk():
    make_talk(municipality("GM0308"), "2024-07-01")
    _, shown = picture("2024-1", AFTER, measure="gesprek")
    values = {area.name: area.value.text for area in shown.region.areas}

    assert values.pop("Baarn") == "7"
    assert set(values.values()) == {"nooit"}
    assert shown.earlier_region is None


def test_map_of_talks_says_that_it_counts_until_now(client):
    assert "de dagen zijn geteld tot nu" in source_of(client.get("/perioden/2024-1/?maat=gesprek"))
    assert "de dagen zijn geteld tot nu" not in source_of(client.get("/perioden/2024-1/?maat=achterstand"))


def test_share_on_the_map_of_a_running_period_is_of_so_far():
    running, over = (
        picture("2024-1", AFTER, known_at=known_at, measure="totaalopgave")[1].region.areas
        for known_at in (RUNNING, None)
    )

    assert {
        area.value.said.endswith(" van de totaalopgave tot en met 14 februari 2024") for area in running
    } == {True}
    assert {area.value.said.endswith(" van de totaalopgave") for area in over} == {True}


def test_map_links_every_area_to_its_dossier(client):
    page = source_of(client.get("/perioden/2023-2/"))

    assert page.count('aria-label="Baarn: trede 1"') == 1
    assert 'href="/gemeenten/GM0308/?periode=2023-2"' in page
    assert "Grenzen: © CBS / Kadaster, bewerkt." in page


def test_links_of_a_page_as_known_on_a_day_lead_to_that_day(client):
    overview = source_of(client.get("/perioden/2024-1/?known_on=2024-02-15"))
    forecast = source_of(client.get("/perioden/2024-1/prognose/?known_on=2024-02-15"))
    talks = source_of(client.get("/perioden/2024-1/gesprekken/?known_on=2024-02-15"))

    assert 'href="/gemeenten/GM0308/?periode=2024-1&amp;known_on=2024-02-15"' in overview
    assert overview.count('href="/perioden/2024-1/prognose/?known_on=2024-02-15"') == 3
    assert 'href="/perioden/2024-1/gesprekken/?known_on=2024-02-15"' in overview
    for page in (forecast, talks):
        assert 'href="/gemeenten/GM0308/?periode=2024-1&amp;known_on=2024-02-15' in page
    assert 'href="/gemeenten/GM0308/?periode=2024-1&amp;known_on=2024-02-15#h-talks"' in talks
    dossier = source_of(client.get("/gemeenten/GM0308/?known_on=2024-02-15&periode=2024-1"))
    assert 'href="/perioden/2024-1/prognose/?known_on=2024-02-15#methode"' in dossier
    later = source_of(client.get("/perioden/2024-1/?known_on=2024-05-15"))
    assert "Voorlopig." in later


def test_numbers_beside_the_judgement_stand_under_the_table_and_in_no_sum(client):
    before = overview_of(period("2023-2"), utrecht(), now=AFTER).totals
    make_side_figure(municipality("GM0308"), 4, on="2024-07-02")
    overview, shown = picture("2023-2", AFTER)

    assert [(row.name, beside.nidos_request) for row, beside in shown.beside] == [("Baarn", 4)]
    assert overview.totals == before
    assert "Los van de trede" in source_of(client.get("/perioden/2023-2/"))


def test_first_period_has_nothing_beside_it():
    _, shown = picture("2023-2", AFTER)

    assert (shown.earlier, shown.moves, shown.compared) == (None, None, [])


# Dossier -----------------------------------------------------------------------------------------


def test_dossier_shows_every_period_and_its_line():
    dossier = dossier_of(municipality("GM1904"), known_at=AFTER, code="2023-2")

    assert [row.code for row in dossier.periods] == ["2023-2", "2024-1"]
    assert (dossier.rung.number, dossier.now.period.code) == (3, "2024-1")
    assert dossier.ladder_chart.rows == [["2023-2", "2", "Concept"], ["2024-1", "3", "Concept"]]
    assert dossier.balance_chart.rows == [["2023-2", "+48", "+42"], ["2024-1", "+44", "+48"]]
    assert dossier.realised_chart.rows[-1][:2] == ["31 december 2023", "71"]
    assert [(row.amount, row.period.code) for row in dossier.corrections] == [(2, "2024-1")]


def test_dossier_shows_what_was_judged_and_says_what_is_known_otherwise(client):
    same = dossier_of(municipality(), known_at=AFTER, code="2024-1")
    deliver_correction(period("2024-1"), municipality(), 3, on="2024-07-10")
    page = source_of(client.get("/gemeenten/GM0312/?periode=2024-1"))

    assert (same.row.changes, same.differing) == ((), [])
    found = dossier_of(municipality(), known_at=end_of_day(date(2024, 7, 11)), code="2024-1")
    assert found.row.figures == same.row.figures
    assert found.balance_chart.rows == same.balance_chart.rows
    assert found.row.changed_figures == (
        f"{label('opening_balance').lower()} van +7 naar +10; totaalopgave van 24 naar 27; "
        "koppelingstekort van 3 naar 6; eindstand van +17 naar +20"
    )
    assert "Na 1 juli 2024 is over 2024-1 iets anders bekend geworden: de cijfers (" in page
    assert found.row.changed_figures in page


def test_dossier_of_an_earlier_day_knows_no_more_than_then():
    early = dossier_of(municipality("GM1904"), known_at=RUNNING)

    assert [row.period.code for row in early.trail] == ["2023-2"]
    assert early.rows["2024-1"].figures.realised is None
    assert dossier_of(municipality("GM1904"), known_at=end_of_day(date(2024, 2, 1))).corrections == []
    assert dossier_of(municipality("GM1904"), known_at=end_of_day(date(2023, 6, 1))).period is None


def test_dossier_counts_who_waits_and_whose_term_is_over():
    dossier = dossier_of(municipality("GM1904"), known_at=RUNNING)
    pool = dossier.outlook.pool

    assert sum(row.number for row in dossier.waiting_weeks) == pool.open > 0
    assert sum(row.overdue for row in dossier.waiting_weeks) == pool.overdue_number
    assert {row.coupled_from.weekday() for row in dossier.waiting_weeks} == {0}
    assert sum(row.number for row in dossier.waiting_bands) == pool.open
    assert dossier.waiting_bands[-1].number == pool.overdue_number


@pytest.mark.parametrize(
    ("asked", "note"),
    [
        ("", "Geteld vanaf wie tot en met 14 februari 2024 is gehuisvest: {housed}."),
        ("?vorige_trede=4", "Vanaf trede 4 geeft het beleidskader bij geen enkel aantal een lichtere trede"),
        ("?taakstelling=0&beginstand=0", "Ook zonder nieuwe huisvestingen is de uitkomst trede 1."),
        ("?beleid=utrecht-2023&beschikbaar=0", "Ook zonder nieuwe huisvestingen is de uitkomst trede 1."),
    ],
)
def test_what_if_says_what_is_counted_from_or_why_nothing_is_lighter(client, monkeypatch, asked, note):
    monkeypatch.setattr(timezone, "now", lambda: RUNNING)
    client.force_login(make_user(Role.SUPERVISOR, utrecht()))
    housed = dossier_of(municipality(), known_at=RUNNING, code="2024-1").outlook.pool.housed

    assert note.format(housed=housed) in source_of(client.get(f"/wat-als/2024-1/GM0312/{asked}"))


def test_dossier_says_what_is_counted_from(client):
    page = source_of(client.get("/gemeenten/GM0312/?known_on=2024-02-15"))

    assert "Geteld vanaf wie tot en met 14 februari 2024 is gehuisvest: " in page
    assert "Geteld vanaf" not in source_of(client.get("/gemeenten/GM0312/?periode=2024-1"))


def test_dossier_page_names_what_a_supervisor_can_do(client):
    page = source_of(client.get("/gemeenten/GM1904/?known_on=2024-02-15"))

    for words in ("Gesprek toevoegen", "Afspraak toevoegen", "Wat als", "Waarom bellen", "Schemalijn"):
        assert words in page


def test_talk_is_recorded_changed_and_withdrawn_from_the_dossier(client):
    form = {
        "is_planned": "False",
        "day": "2024-06-03",
        "level": "political",
        "participants": "Wethouder wonen en gedeputeerde",
        "summary": "Twee locaties <b>later</b>.",
    }
    answer = client.post("/gemeenten/GM0312/gesprekken/toevoegen/", form, follow=True)
    assert "Gesprek vastgelegd." in source_of(answer)
    assert "Twee locaties &lt;b&gt;later&lt;/b&gt;." in source_of(answer)

    talk = Conversation.objects.latest("pk")
    page = source_of(client.get(f"/gemeenten/GM0312/gesprekken/{talk.pk}/"))
    assert "Wethouder wonen en gedeputeerde" in page
    changed = client.post(
        f"/gemeenten/GM0312/gesprekken/{talk.pk}/", {**form, "summary": "Beter."}, follow=True
    )
    assert "Gesprek bijgewerkt." in source_of(changed)
    late = client.post(f"/gemeenten/GM0312/gesprekken/{talk.pk}/", form)
    assert "intussen door iemand anders gewijzigd" in source_of(late)

    newest = Conversation.objects.latest("pk")
    followed = client.get(f"/gemeenten/GM0312/gesprekken/{talk.pk}/", follow=True)
    assert followed.redirect_chain == [(f"/gemeenten/GM0312/gesprekken/{newest.pk}/", 302)]
    assert "Gesprek is intussen bijgewerkt." in source_of(followed)
    gone = client.post(f"/gemeenten/GM0312/gesprekken/{newest.pk}/", {**form, "withdraw": "on"}, follow=True)
    assert "Gesprek ingetrokken." in source_of(gone)
    assert "Er is nog geen gesprek met deze gemeente vastgelegd." in source_of(gone)
    for row in Conversation.objects.all():
        followed = client.get(f"/gemeenten/GM0312/gesprekken/{row.pk}/", follow=True)
        assert followed.redirect_chain == [("/gemeenten/GM0312/", 302)]
        assert "Gesprek is ingetrokken." in source_of(followed)


def test_talk_is_recorded_with_its_agreement_in_one_form_or_not_at_all(client):
    address = "/gemeenten/GM0312/gesprekken/toevoegen/"
    talk = {"is_planned": "False", "day": "2024-06-03", "level": "official"}
    talk |= {"participants": "Beleidsadviseur wonen", "summary": "Locaties besproken."}
    before = Conversation.objects.count(), Agreement.objects.count()

    for agreed, said in (
        ({"text": "De gemeente noemt twee locaties."}, "Vul in tot wanneer is afgesproken"),
        ({"due_on": "2024-07-01"}, "Vul in wat is afgesproken"),
        ({"text": "De gemeente noemt twee locaties.", "due_on": "2024-07-06"}, "is een zaterdag"),
    ):
        assert said in source_of(client.post(address, talk | agreed))
        assert (Conversation.objects.count(), Agreement.objects.count()) == before

    agreed = {"text": "De gemeente noemt twee locaties.", "due_on": "2024-07-01"}
    answer = source_of(client.post(address, talk | agreed, follow=True))
    assert "Gesprek en afspraak vastgelegd." in answer
    assert Agreement.objects.latest("pk").due_on == date(2024, 7, 1)

    refused = client.post(address, {**talk, **agreed, "summary": "Nog eens."})
    assert "Precies dit is al vastgelegd" in source_of(refused)
    assert Conversation.objects.count() == before[0] + 1


def test_talk_is_two_clicks_from_the_dossier_with_the_day_filled_in(client):
    page = source_of(client.get("/gemeenten/GM0312/"))
    assert page.index("/gesprekken/toevoegen/") < page.index('id="h-talks"')
    today = local_day(timezone.now()).isoformat()
    assert re.search(
        rf'name="day" value="{today}"', source_of(client.get("/gemeenten/GM0312/gesprekken/toevoegen/"))
    )


@pytest.mark.parametrize(
    ("slug", "optional"),
    [
        ("gesprekken", ["Afspraak", "Bijlagen toevoegen"]),
        ("afspraken", ["Uitkomst", "Toelichting"]),
        ("plannen-van-aanpak", ["Oordeel", "Toelichting", "Bijlagen toevoegen"]),
        ("los-van-de-trede", []),
    ],
)
def test_form_calls_optional_only_what_can_always_be_left_out(client, slug, optional):
    page = source_of(client.get(f"/gemeenten/GM0312/{slug}/toevoegen/"))

    assert re.findall(r">([\w ]+) <span class=\"optional\">", page) == optional
    refused = source_of(client.post(f"/gemeenten/GM0312/{slug}/toevoegen/", {}))
    assert "Er is niets opgeslagen." in refused


def test_text_that_is_too_long_is_refused_and_not_cut_off(client):
    form = {"text": "Elke week een woning. " * 20, "due_on": "2024-09-01"}
    page = source_of(client.post("/gemeenten/GM0312/afspraken/toevoegen/", form))

    assert "maxlength" not in page
    assert "niet meer dan 300 tekens" in page
    assert form["text"].strip() in page


# Whom to call ------------------------------------------------------------------------------------


def test_call_list_puts_first_where_most_people_wait_too_long():
    calls = call_list(period("2024-1"), utrecht(), known_at=RUNNING)
    overdue = [row.overdue for row in calls.callers]

    assert overdue == sorted(overdue, reverse=True)
    assert calls.first == calls.with_signals[:5]
    assert all("niet gesproken deze periode" in [s.name for s in row.signals] for row in calls.callers)


def test_who_is_called_without_figures_is_told_no_number(client, monkeypatch):
    first_day = end_of_day(date(2024, 1, 1))
    monkeypatch.setattr(timezone, "now", lambda: first_day)
    client.force_login(make_user(Role.SUPERVISOR, utrecht()))
    make_agreement(municipality("GM0308"), "2023-12-29", on="2023-12-01")

    (caller, *_) = call_list(period("2024-1"), utrecht(), known_at=first_day).first
    page = source_of(client.get("/"))

    assert (caller.outlook.pool, caller.overdue, caller.outlook.left) == (None, None, None)
    assert "Wie wacht, is niet bekend" in page
    assert "<b>0</b>" not in page


def test_planned_talk_takes_a_municipality_down_the_call_list():
    first, *_ = call_list(period("2024-1"), utrecht(), known_at=RUNNING).callers
    record_note(
        Conversation,
        municipality=first.municipality,
        by=None,
        now=lambda: RUNNING,
        day=local_day(RUNNING) + timedelta(days=3),
        level=Level.OFFICIAL,
        participants="Beleidsadviseur wonen",
        summary="De voortgang.",
        is_planned=True,
    )

    *_, last = call_list(period("2024-1"), utrecht(), known_at=RUNNING).callers

    assert last.municipality == first.municipality


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2024, 7, 1)])
def test_nobody_is_to_be_called_about_a_period_that_does_not_run(day):
    calls = call_list(period("2024-1"), utrecht(), known_at=end_of_day(day))

    assert len(calls.callers) == 26
    assert calls.with_signals == []


def test_forecast_of_a_period_that_is_over_says_what_was_housed(client):
    page = source_of(client.get("/perioden/2024-1/prognose/"))

    assert "In de provincie zijn <b>1.135</b> vergunninghouders gehuisvest." in page
    assert "Redenen om te bellen" not in page


def test_work_list_names_three_to_call_and_why(client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: RUNNING)
    client.force_login(make_user(Role.SUPERVISOR, utrecht()))
    page = source_of(client.get("/"))
    calls = call_list(period("2024-1"), utrecht(), known_at=RUNNING)

    assert "Wie u vandaag kunt bellen" in page
    for caller in calls.first:
        assert f">{caller.municipality.name}</a>" in page
        for signal in caller.signals:
            assert signal.text in page


def test_first_day_of_a_period_names_who_is_late_already(client, monkeypatch):
    first_day = end_of_day(date(2024, 1, 1))
    monkeypatch.setattr(timezone, "now", lambda: first_day)
    client.force_login(make_user(Role.SUPERVISOR, utrecht()))
    assert "Wie u vandaag kunt bellen" not in source_of(client.get("/"))

    make_agreement(municipality("GM0308"), "2023-12-29", on="2023-12-01")
    calls = call_list(period("2024-1"), utrecht(), known_at=first_day)
    assert calls.first[0].municipality.name == "Baarn"
    assert "Afspraak verlopen op 29 december 2023" in source_of(client.get("/"))


def test_talks_of_a_period_are_counted(client):
    make_talk(municipality("GM0308"), "2024-05-01")
    make_talk(municipality("GM0308"), "2024-06-01", level="political")
    page = source_of(client.get("/perioden/2024-1/gesprekken/"))

    assert "1 van 26 gemeenten gesproken in deze periode: 1 keer ambtelijk en 1 keer bestuurlijk." in page


def test_talks_of_a_period_that_is_over_end_with_it(client):
    for day in ("2024-05-01", "2024-07-03"):
        make_talk(municipality("GM0308"), day)
    page = source_of(client.get("/perioden/2024-1/gesprekken/"))

    assert "Het laatste gesprek is dat tot en met 30 juni 2024." in page
    assert "1 mei 2024" in page
    assert "3 juli 2024" not in page
    assert ("Gepland" in page, "Signalen" in page) == (False, False)
