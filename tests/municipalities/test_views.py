"""The pages about deliveries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from municipalities.ledger.take_back import take_back
from municipalities.models import Province
from tests.factories import (
    at,
    deliver_correction,
    deliver_housing_total,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    deliver_stock,
    make_municipality,
    make_period,
    make_province,
    make_user,
)
from tests.reading import source_of

pytestmark = pytest.mark.django_db

JULY = date(2023, 7, 1)


def client_of(role: str = Role.READER, province: Province | None = None) -> Client:
    client = Client()
    client.force_login(make_user(role, province or make_province()))
    return client


def page(path: str, **kwargs) -> str:
    response = client_of(**kwargs).get(path)
    assert response.status_code == 200
    return source_of(response)


def test_delivery_list_without_deliveries_says_so():
    assert "Nog geen aanleveringen." in page("/aanlevering/")


def test_delivery_list_shows_the_newest_first_with_what_became_of_it():
    municipality, period = make_municipality(), make_period()
    quotas = deliver_quotas(period, {municipality: 5}, on="2023-05-02")
    take_back(quotas, reason="verkeerd bestand", by=None, now=at("2023-05-03"))
    text = page("/aanlevering/")

    assert text.index('href="/aanlevering/2/"') < text.index('href="/aanlevering/1/"')
    assert "tegenboeking van 1" in text
    assert "teruggenomen met 2" in text
    assert "2 mei 2023, 14.00 uur" in text


def test_delivery_list_shows_50_on_a_page():
    make_period()
    for index in range(51):
        deliver_housings(JULY + timedelta(index), JULY + timedelta(index), [], on="2024-01-01")
    first, second = page("/aanlevering/"), page("/aanlevering/?page=2")

    assert 'href="/aanlevering/2/"' in first
    assert 'href="/aanlevering/1/"' not in first
    assert 'href="/aanlevering/1/"' in second


def test_delivery_is_recorded_by_the_name_of_then():
    person = make_user(Role.SUPERVISOR, name="Robin van Toen")
    delivery = deliver_quotas(make_period(), {make_municipality(): 5}, on="2023-05-02", by=person)
    person.name = "Robin van Nu"
    person.save()
    administrator = client_of(Role.ADMINISTRATOR)

    for path in ("/aanlevering/1/", f"/beheer/municipalities/delivery/{delivery.pk}/change/"):
        text = source_of(administrator.get(path))
        assert "Robin van Toen" in text
        assert "Robin van Nu" not in text
    assert "Robin van Toen" in source_of(administrator.get("/beheer/municipalities/delivery/"))


def test_delivery_of_a_command_is_recorded_by_nobody():
    deliver_quotas(make_period(), {make_municipality(): 5}, on="2023-05-02")

    assert "opdracht op de server" in page("/aanlevering/1/")


def test_delivery_detail_shows_what_was_said_and_booked():
    municipality, period = make_municipality("Zeist"), make_period()
    deliver_quotas(period, {municipality: 102}, on="2023-05-02", source="Circulaire van mei")
    deliver_quotas(period, {municipality: 66}, on="2023-11-10", kind="revised")
    first, second = page("/aanlevering/1/"), page("/aanlevering/2/")

    for expected in ("Taakstellingen", "Totaaloverzicht", "Circulaire van mei", "2023-2", "hele provincie"):
        assert expected in first
    assert ">66</td>" in second
    assert ">−36</td>" in second
    assert f'href="/perioden/2023-2/gemeenten/{municipality.cbs_code}/"' in second


def test_delivery_detail_links_no_entry_to_a_period_that_is_not_there():
    municipality = make_municipality("Zeist")
    deliver_stock(JULY - timedelta(1), {municipality: 4})
    text = page("/aanlevering/1/")

    assert ">+4</td>" in text
    assert "/gemeenten/GM" not in text


def test_delivery_detail_of_a_taken_back_delivery_links_both_ways():
    municipality, period = make_municipality(), make_period()
    deliver_openings(period, {municipality: 5}, on="2023-07-02")
    wrong = deliver_correction(period, municipality, 3, on="2023-07-03", reason="dubbel geteld")
    take_back(wrong, reason="toch niet dubbel", by=None, now=at("2023-07-04"))
    taken_back, counter = page("/aanlevering/2/"), page("/aanlevering/3/")

    assert "teruggenomen met" in taken_back
    assert 'href="/aanlevering/3/"' in taken_back
    assert "dubbel geteld" in taken_back
    assert "Dit is een tegenboeking" in counter
    assert 'href="/aanlevering/2/"' in counter
    assert "toch niet dubbel" in counter
    assert ">−3</td>" in counter
    assert "Een tegenboeking heeft geen eigen regels" in counter


def test_delivery_detail_of_a_control_says_how_far_it_is_from_the_ledger():
    municipality, period = make_municipality(), make_period()
    deliver_housings(JULY, date(2023, 7, 31), [(municipality, JULY, 3)])
    deliver_housing_total(period, date(2023, 7, 31), {municipality: 5})
    text = page("/aanlevering/2/")

    assert "Dit overzicht is een controle: er is niets vastgelegd. Verschil met het grootboek: +2." in text
    assert "Er zijn geen boekingen: dit overzicht is een controle." in text


def test_delivery_detail_without_entries_says_why():
    municipality, period = make_municipality(), make_period()
    deliver_quotas(period, {municipality: 0}, on="2023-05-02")
    deliver_housings(JULY, JULY, [], on="2023-07-02")
    events = [(municipality, JULY + timedelta(1), 1)]
    for _ in range(2):
        deliver_housings(JULY + timedelta(1), JULY + timedelta(1), events, on="2023-07-03")

    assert "Er zijn geen boekingen: het opgegeven aantal was 0." in page("/aanlevering/1/")
    assert "Er zijn geen boekingen: er is niemand opgegeven." in page("/aanlevering/2/")
    assert "Er zijn geen boekingen: deze cijfers waren al bekend." in page("/aanlevering/4/")


def test_delivery_detail_offers_taking_back_to_administrators_only():
    deliver_quotas(make_period(), {make_municipality(): 5}, on="2023-05-02")

    assert "Aanlevering terugnemen" in page("/aanlevering/1/", role=Role.ADMINISTRATOR)
    assert "Aanlevering terugnemen" not in page("/aanlevering/1/")


def test_deliveries_of_another_province_are_not_there():
    deliver_quotas(make_period(), {make_municipality(): 5}, on="2023-05-02")
    client = client_of(province=make_province("PV24", "Flevoland"))

    assert client.get("/aanlevering/1/").status_code == client.get("/aanlevering/99/").status_code == 404
    assert "Nog geen aanleveringen." in source_of(client.get("/aanlevering/"))


@pytest.mark.parametrize("path", ["/aanlevering/", "/aanlevering/1/"])
def test_deliveries_are_behind_login_and_only_read(path):
    deliver_quotas(make_period(), {make_municipality(): 5}, on="2023-05-02")

    assert Client().get(path).status_code == 302
    assert client_of().post(path).status_code == 405


def queries_of(path: str) -> int:
    client = client_of()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_number_of_queries_is_fixed():
    one, period = make_municipality(), make_period()
    deliver_quotas(period, {one: 5}, on="2023-05-02")
    few = queries_of("/aanlevering/"), queries_of("/aanlevering/1/")
    everyone = [one, *(make_municipality() for _ in range(341))]
    deliver_quotas(period, dict.fromkeys(everyone, 6), on="2023-05-03")
    for day in range(20):
        deliver_housings(JULY + timedelta(day), JULY + timedelta(day), [], on="2024-01-01")
    many = queries_of("/aanlevering/"), queries_of("/aanlevering/2/")

    assert many == few
