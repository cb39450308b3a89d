"""The pages, as a user of the province of Utrecht sees them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from assessments.models import Assessment
from municipalities.models import Delivery, Municipality, Period, Province
from municipalities.moments import local_day
from tests.factories import (
    at,
    deliver_correction,
    deliver_quotas,
    make_period,
    make_user,
)
from tests.reading import source_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example")]

OVERVIEW = "/perioden/2023-2/"
ZEIST = "/perioden/2023-2/gemeenten/GM0355/"


def client_of(role: Role = Role.SUPERVISOR, province: str = "PV26") -> Client:
    client = Client()
    client.force_login(make_user(role, Province.objects.get(pk=province)))
    return client


def without_token(response: HttpResponse) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", source_of(response))


def page(path: str, **kwargs) -> str:
    response = client_of(**kwargs).get(path)
    assert response.status_code == 200
    return source_of(response)


def test_login_with_email_in_any_case_leads_to_the_work_list():
    user = make_user(email="robin@provincie.example", password="geheim-genoeg")
    response = Client().post(
        reverse("login"), {"username": "Robin@Provincie.example", "password": "geheim-genoeg"}, follow=True
    )

    assert response.redirect_chain[-1][0] == reverse("assessments:work_list")
    assert user.email.encode() not in response.content
    assert b"Wat op u wacht" in response.content


def test_login_with_a_wrong_password_says_so_in_dutch():
    response = Client().post(reverse("login"), {"username": "x@provincie.example", "password": "fout"})

    assert "E-mailadres of wachtwoord klopt niet" in source_of(response)


def test_period_list_shows_the_periods_newest_first():
    text = page("/perioden/")

    assert text.index("2024-1") < text.index("2023-2")
    assert "1 juli 2023 tot en met 31 december 2023" in text


def test_period_list_says_how_many_municipalities_of_how_many_were_assessed():
    Assessment.objects.filter(period__code="2024-1", municipality__cbs_code="GM0355").delete()
    Municipality.objects.filter(cbs_code="GM0307").update(valid_until="2023-12-31")
    text = page("/perioden/")

    assert ">25 van 25<" in text
    assert ">26 van 26<" in text


def test_period_overview_shows_sums_counts_and_example_note():
    text = page(OVERVIEW)

    for expected in ("1.372", "1.778", "1.208", "88%", "68%", "570", "438", "579"):
        assert expected in text
    assert "Baarn, Wijk bij Duurstede en Zeist" in text
    assert "Voorbeeldcijfers" in text
    assert "cijfers bekend op 1 januari 2024" in text


def test_period_overview_shows_every_municipality_with_number_and_name_of_its_rung():
    response = client_of().get(OVERVIEW)
    rows = response.context["table"].rows

    assert [row.get_cell("name") for row in rows][3:6] != []
    assert len(rows) == 26
    assert 'colour-geel">2</span><span>Informatie opvragen' in source_of(response)


@pytest.mark.parametrize(
    ("column", "first"),
    [
        ("name", "Amersfoort"),
        ("-name", "Zeist"),
        ("-quota", "Utrecht"),
        ("opening_balance", "Houten"),
        ("-share_of_total_task", "Eemnes"),
        ("-rung", "Amersfoort"),
    ],
)
def test_period_overview_sorts_on_any_column(column, first):
    response = client_of().get(OVERVIEW, {"sort": column})
    names = [row.record.municipality.name for row in response.context["table"].rows]

    if column == "-rung":
        assert response.context["table"].rows[0].record.rung.number == 2
    else:
        assert names[0] == first


def test_period_overview_as_known_on_a_day_before_any_decision_shows_live_figures_without_rungs():
    text = page(OVERVIEW + "?known_on=2023-11-01")

    assert "U ziet de cijfers zoals bekend op 1 november 2023. Over deze periode was toen nog niets" in text
    assert "2.530" in text
    assert "Gemeenten per trede" not in text
    assert "Gehuisvest tot en met 31 oktober 2023" in text


def test_period_overview_with_an_unreadable_day_shows_the_assessments_and_says_so():
    text = page(OVERVIEW + "?known_on=gisteren")

    assert "Dit is geen datum" in text
    assert "1.372" in text


def test_period_overview_marks_assessments_whose_figures_changed():
    zeist = Municipality.objects.get(cbs_code="GM0355")
    deliver_correction(make_period("2023-2"), zeist, 5, on="2025-01-01")
    text = page(OVERVIEW)

    assert "Van Zeist is na 1 januari 2024 iets anders bekend geworden" in text
    assert "1.778" in text
    assert "1.783" not in text


def test_period_overview_gives_a_number_instead_of_many_names():
    for municipality in Municipality.objects.filter(province="PV26"):
        deliver_correction(make_period("2023-2"), municipality, 5, on="2025-01-01")
    text = page(OVERVIEW)

    assert "Van 26 gemeenten is na 1 januari 2024 iets anders bekend geworden" in text
    assert "<summary>Welke 26 gemeenten</summary>" in text
    assert "Amersfoort, Baarn, Bunnik" in text


def test_period_overview_lands_on_the_table_after_sorting_and_filtering():
    text = page(OVERVIEW + "?name=zeist")

    assert 'action="#resultaat"' in text
    assert text.count('id="resultaat"') == text.count('id="tabel"') == 1
    assert '?name=zeist&amp;sort=-quota#tabel"' in text or '?name=zeist&amp;sort=quota#tabel"' in text
    assert text.index('id="resultaat"') < text.index("1 van 26 gemeenten") < text.index('id="tabel"')


def test_period_overview_repeats_a_refused_filter_where_one_lands():
    text = page(OVERVIEW + "?known_on=gisteren")

    assert text.index('id="resultaat"') < text.index(
        'href="#id_known_on">Cijfers bekend op: Dit is geen datum'
    )


@pytest.mark.parametrize(
    "path", ["/perioden/2024-1/", "/perioden/2024-1/gemeenten/GM0355/", "/perioden/2024-1/beoordelen/"]
)
def test_pages_of_another_period_do_not_call_its_rungs_published(path):
    text = page(path)

    assert "de treden over 2024-1 zijn niet gepubliceerd maar volgen uit het beleidskader" in text
    assert "2023-2 zijn gepubliceerd" not in text
    assert "2023-2 zijn gepubliceerd" in page(path.replace("2024-1", "2023-2"))


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("rapportage/tekst/summary/", Role.SUPERVISOR),
        ("rapportage/vaststellen/", Role.ADOPTER),
        ("aansluiting/gepubliceerd/", Role.SUPERVISOR),
    ],
)
def test_forms_about_a_period_call_its_rungs_published_only_where_they_are(path, role):
    assert "2023-2 zijn gepubliceerd" in page(OVERVIEW + path, role=role)
    text = page(f"/perioden/2024-1/{path}", role=role)
    assert "de treden over 2024-1 zijn niet gepubliceerd maar volgen uit het beleidskader" in text


def test_codes_stay_on_one_line_and_can_be_copied():
    text = client_of().get(OVERVIEW).content.decode()

    assert 'de tweede helft van 2023 (<span class="nowrap">2023-2</span>)</h1>' in text
    assert "<title>Overzicht de tweede helft van 2023 (2023-2)" in text


def test_period_overview_without_assessment_says_what_to_do():
    make_period("2023-1")
    text = page("/perioden/2023-1/")

    assert "Voor deze periode zijn nog geen cijfers ontvangen" in text
    assert "onbekend" in text
    assert "Beoordeel periode" in text


def test_period_overview_without_figures_leads_an_administrator_to_the_intake():
    make_period("2023-1")

    assert 'href="/aanlevering/nieuw/">Lever eerst een bestand aan</a>' in page(
        "/perioden/2023-1/", role=Role.ADMINISTRATOR
    )


def test_period_overview_of_a_period_to_come_asks_for_no_assessing():
    today = local_day(timezone.now())
    year = today.year + 1
    coming = Period.objects.create(
        code=f"{year}-1", start=date(year, 1, 1), end=date(year, 7, 1), reference_date=date(year, 4, 1)
    )
    deliver_quotas(
        coming, dict.fromkeys(Municipality.objects.filter(province="PV26"), 45), on=today - timedelta(2)
    )

    text = page(f"/perioden/{coming}/")

    assert f"Deze periode begint op 1 januari {year}; beoordelen kan na 30 juni {year}." in text
    assert "Beoordeel periode" not in text


def test_period_overview_of_a_province_without_policy_says_so():
    text = page(OVERVIEW, province="PV24")

    assert "Voor deze periode is geen beleidskader ingesteld. U ziet de cijfers zonder trede." in text
    assert "Zeist" not in text
    assert "Beoordeel periode" not in text


def test_unknown_period_is_a_404_in_dutch():
    response = client_of().get("/perioden/2099-1/")

    assert response.status_code == 404
    assert "Deze pagina bestaat niet" in source_of(response)


def test_assessment_detail_shows_the_sum_the_findings_and_the_counterfactual():
    text = page(ZEIST)

    assert "Trede 1: Signaleren" in text
    for expected in ("66", "12", "78", "70", "106%", "90%"):
        assert expected in text
    assert "De gemeente huisvestte 70 vergunninghouders en heeft het gevraagde aantal gehaald." in text
    assert "Zonder rekening te houden met het koppelingstekort was de uitkomst trede 2." in text
    assert "Beleidskader tot en met 2023-2" in text
    assert "Gemeten aan: koppelingstekort · oordeel: gehaald" in text
    assert "niet vastgelegd; gerekend met trede 1 (aanname)" in text


def test_assessment_detail_says_that_the_previous_rung_is_provisional():
    text = page("/perioden/2024-1/gemeenten/GM0355/")

    assert "1 (voorlopig: nog niet vastgesteld)" in text


def test_assessment_detail_without_assessment_shows_live_figures():
    Assessment.objects.filter(municipality__cbs_code="GM0355").delete()
    text = page(ZEIST)

    assert "Deze periode is nog niet beoordeeld" in text
    assert "90%" in text


def test_assessment_detail_without_figures_says_in_a_sentence_that_the_share_is_unknown():
    make_period("2023-1")

    assert "Welk deel is gehuisvest, is nog onbekend." in page("/perioden/2023-1/gemeenten/GM0355/")


def test_assessment_detail_of_another_province_is_like_one_that_does_not_exist():
    client = client_of()
    other = client.get("/perioden/2023-2/gemeenten/GM0034/")
    missing = client.get("/perioden/2023-2/gemeenten/GM9999/")

    assert other.status_code == missing.status_code == 404
    assert without_token(other) == without_token(missing)


def test_period_assess_replaces_the_concepts_and_reports():
    response = client_of().post(OVERVIEW + "beoordelen/", {"known_on": "2024-01-01"}, follow=True)

    assert "26 gemeenten beoordeeld over 2023-2." in source_of(response)
    assert Assessment.objects.filter(period__code="2023-2", assessed_by=None).count() == 0


def test_period_assess_in_the_future_is_refused_above_the_form():
    response = client_of().post(OVERVIEW + "beoordelen/", {"known_on": "2999-01-01"})
    text = source_of(response)

    assert "Er is 1 fout. Er is niets opgeslagen." in text
    assert "ligt in de toekomst" in text
    assert Assessment.objects.filter(period__code="2023-2", assessed_by=None).count() == 26


def test_period_assess_says_on_which_figures_the_concepts_rest():
    text = page(OVERVIEW + "beoordelen/")
    make_period("2023-1")

    assert "Wat er nu staat, steunt op de cijfers bekend op <b>1 januari 2024</b>." in text
    assert "Wat er nu staat" not in page("/perioden/2023-1/beoordelen/")


def test_period_assess_of_a_running_period_leads_to_the_forecast(monkeypatch):
    client = client_of()
    monkeypatch.setattr("assessments.judging.views.timezone.now", at("2023-12-31"))
    text = source_of(client.get(OVERVIEW + "beoordelen/"))

    assert "loopt tot en met 31 december 2023. Beoordelen kan daarna." in text
    assert 'name="known_on"' not in text
    assert OVERVIEW + "prognose/" in text


def test_period_assess_for_the_first_time_replaces_nothing():
    make_period("2023-1")

    assert "Bestaande concepten worden vervangen" in page(OVERVIEW + "beoordelen/")
    assert "Bestaande concepten" not in page("/perioden/2023-1/beoordelen/")


def test_period_assess_without_policy_says_so_and_has_no_form():
    client = client_of(province="PV24")

    for response in (client.get(OVERVIEW + "beoordelen/"), client.post(OVERVIEW + "beoordelen/")):
        text = source_of(response)
        assert "Periode 2023-2 kan niet worden beoordeeld: er is geen beleidskader voor." in text
        assert 'name="known_on"' not in text
    assert not Assessment.objects.filter(municipality__province="PV24").exists()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ADOPTER, Role.READER])
def test_period_assess_is_for_supervisors(role):
    client = client_of(role)

    for response in (client.get(OVERVIEW + "beoordelen/"), client.post(OVERVIEW + "beoordelen/")):
        assert response.status_code == 403
        assert "Uw rol mag dit niet. Vraag een toezichthouder." in source_of(response)
    assert "Beoordeel opnieuw" not in source_of(client.get(OVERVIEW))


def test_motivation_save_keeps_the_text():
    response = client_of().post(
        ZEIST + "motivering/", {"motivation": "Er wordt gebouwd.", "version": "0"}, follow=True
    )

    assert "Motivering opgeslagen." in source_of(response)
    assert (
        Assessment.objects.get(municipality__cbs_code="GM0355", period__code="2023-2").motivation
        == "Er wordt gebouwd."
    )


def test_motivation_save_after_someone_else_shows_both_texts_and_saves_the_merged_one():
    first, second = client_of(), client_of()
    first.post(ZEIST + "motivering/", {"motivation": "Van de eerste.", "version": "0"})
    clash = second.post(ZEIST + "motivering/", {"motivation": "Van de tweede.", "version": "0"})
    text = source_of(clash)

    assert "Van de eerste." in text
    assert "Van de tweede." in text
    message = "Iemand anders heeft deze motivering intussen gewijzigd"
    assert text.index(f'href="#id_motivation">Toelichting bij deze beoordeling: {message}') < text.index(
        "De som"
    )
    assert text.index(message) < text.index("De som") < text.rindex(message)
    assert text.count(message) == 2

    version = clash.context["form"]["version"].value()
    second.post(ZEIST + "motivering/", {"motivation": "Van allebei.", "version": version})
    assert (
        Assessment.objects.get(municipality__cbs_code="GM0355", period__code="2023-2").motivation
        == "Van allebei."
    )


def test_motivation_save_is_for_supervisors_and_by_post_only():
    assert (
        client_of(Role.READER).post(ZEIST + "motivering/", {"motivation": "x", "version": "0"}).status_code
        == 403
    )
    assert client_of().get(ZEIST + "motivering/").status_code == 405


def test_letter_download_is_a_file_named_after_the_municipality():
    response = client_of(Role.READER).get(ZEIST + "brief.html")

    assert response["Content-Disposition"] == 'attachment; filename="toezichtbrief-2023-2-zeist-GM0355.html"'
    assert "Geacht college" in source_of(response)


def test_letter_detail_of_an_assessment_without_rung_is_a_404():
    make_period("2023-1")
    client = client_of()
    client.post("/perioden/2023-1/beoordelen/", {})

    assert client.get("/perioden/2023-1/gemeenten/GM0355/brief/").status_code == 404


@pytest.mark.parametrize("path", [OVERVIEW, ZEIST, ZEIST + "brief/", ZEIST + "brief.html", "/perioden/", "/"])
def test_pages_are_behind_login(path):
    response = Client().get(path)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))


def test_get_never_writes(django_assert_max_num_queries):
    before = Delivery.objects.count(), list(Assessment.objects.order_by("pk").values())
    client = client_of()
    for path in (
        "/perioden/",
        OVERVIEW,
        OVERVIEW + "beoordelen/",
        ZEIST,
        ZEIST + "brief/",
        ZEIST + "brief.html",
    ):
        assert client.get(path).status_code == 200

    assert (Delivery.objects.count(), list(Assessment.objects.order_by("pk").values())) == before


def test_period_choose_leads_to_the_overview_or_stays_on_the_municipality():
    client = client_of()

    assert client.get("/perioden/kies/", {"periode": "2024-1"})["Location"] == "/perioden/2024-1/"
    same = client.get("/perioden/kies/", {"periode": "2024-1", "gemeente": "GM0355"})
    assert same["Location"] == "/perioden/2024-1/gemeenten/GM0355/"


@pytest.mark.parametrize(
    "query",
    [{}, {"periode": "2099-1"}, {"periode": "2024-1", "gemeente": "GM0034"}, {"periode": "//example.org"}],
)
def test_period_choose_of_what_is_not_there_is_a_404(query):
    assert client_of().get("/perioden/kies/", query).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "per_page=-1",
        "per_page=0",
        "page=-1",
        "page=x",
        "page=99999",
        "sort=-nothing",
        "sort=",
        "name=%F0%9F%8F%A0",
    ],
)
def test_period_overview_bears_any_query(query):
    assert client_of().get(f"{OVERVIEW}?{query}").status_code == 200


@pytest.mark.parametrize(
    "address", ["/perioden/%00/", "/perioden/2023-2/gemeenten/a%00b/", f"{OVERVIEW}?name=%00"]
)
def test_nul_in_an_address_is_refused(address):
    assert client_of().get(address).status_code == 400
