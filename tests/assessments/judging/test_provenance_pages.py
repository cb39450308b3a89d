"""From every figure on the assessment page to its entries and deliveries, in one click."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from assessments.decisions.take_step import reassess
from assessments.judging.provenance_page import FIGURES
from assessments.models import Assessment
from assessments.workflow import ADOPT, PROPOSE
from municipalities.dutch import number
from municipalities.models import KeptFigures, Municipality, Period, Province
from tests.assessments.decisions.deciding import people, take
from tests.factories import at, deliver_correction, make_period, make_user
from tests.reading import source_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example")]

ZEIST = "/perioden/2023-2/gemeenten/GM0355/"
ZEIST_LATER = "/perioden/2024-1/gemeenten/GM0355/"


def client_of(role: Role = Role.READER, province: str = "PV26") -> Client:
    client = Client()
    client.force_login(make_user(role, Province.objects.get(pk=province)))
    return client


def page(path: str, **kwargs) -> str:
    response = client_of(**kwargs).get(path)
    assert response.status_code == 200, path
    return source_of(response)


def links_in(text: str) -> list[str]:
    main = text[text.index("<main") : text.index("</main>")]
    return re.findall(r'href="(/[^"]*)"', main)


def test_every_figure_of_the_sum_links_to_the_page_that_shows_it():
    text = page(ZEIST)
    shown = re.findall(r'href="([^"]*/herkomst/[^"]*)"><span[^>]*>[^<]*</span>([^<]*)</a>', text)

    assert {path for path, _ in shown} == {f"{ZEIST}herkomst/{slug}/" for slug in FIGURES}
    assert len(shown) == len(FIGURES)
    for path, value in shown:
        result = re.findall(r'class="is-result".*?class="is-number">([^<]*)</td>', page(path))[-1]
        assert result == value


def test_the_norm_leads_to_the_findings():
    text = page(ZEIST)

    assert 'href="#h-why"' in text
    assert 'id="h-why"' in text


def test_no_link_on_a_page_of_provenance_is_dead():
    client = client_of()
    pages = [f"{ZEIST_LATER}herkomst/{slug}/" for slug in FIGURES]
    linked = {path for page in pages for path in links_in(source_of(client.get(page)))}

    assert any(path.startswith("/aanlevering/") for path in linked)
    for path in linked:
        assert client.get(path).status_code == 200, path


def test_provenance_detail_shows_entries_with_day_amount_delivery_and_moment():
    text = page(ZEIST + "herkomst/taakstelling/")

    assert "Zoals bekend op 1 januari 2024: daarop steunt de beoordeling over 2023-2" in text
    assert "2 boekingen, samen +66." in text
    for expected in (
        "2 mei 2023",
        ">+102</td>",
        "10 november 2023",
        ">−36</td>",
        "10 november 2023, 10.00",
    ):
        assert expected in text
    assert 'href="/aanlevering/1/"' in text


def test_provenance_of_an_opening_leads_on_to_the_period_before_as_known_for_this_assessment():
    text = page(ZEIST_LATER + "herkomst/beginstand/")
    before = page(ZEIST + "herkomst/eindstand/?assessment=2024-1")

    assert f'href="{ZEIST}herkomst/eindstand/?assessment=2024-1"' in text
    assert "Na 1 januari 2024 verwerkte administratieve correctie." in text
    assert "Zoals bekend op 1 juli 2024: daarop steunt de beoordeling over 2024-1" in before
    assert f'href="{ZEIST}herkomst/gehuisvest/?assessment=2024-1"' in before
    assert f'href="{ZEIST_LATER}"' in before


def test_provenance_shows_100_entries_on_a_page_and_the_whole_sum_on_each():
    utrecht = "/perioden/2024-1/gemeenten/GM0344/herkomst/wacht-op-woning/"
    first, last = page(utrecht), page(utrecht + "?page=2")
    waiting = Assessment.objects.get(
        municipality__cbs_code="GM0344", period__code="2024-1"
    ).figures.open_couplings_on_reference_date

    assert first.count('<th scope="row">') - first.count('<th scope="row">Op') >= 100
    assert "Volgende" in first
    for text in (first, last):
        assert f'class="is-number">{number(waiting)}</td>' in text


def test_provenance_stays_as_known_for_the_assessment():
    zeist, later = Municipality.objects.get(cbs_code="GM0355"), make_period("2023-2")
    deliver_correction(later, zeist, 5, on="2025-01-01")

    assert 'class="is-number">12</td>' in page(ZEIST + "herkomst/beginstand/")
    Assessment.objects.filter(municipality=zeist).delete()
    live = page(ZEIST + "herkomst/beginstand/")
    assert "Zoals nu bekend" in live
    assert 'class="is-number">17</td>' in live


def test_provenance_stays_as_known_for_what_was_proposed_and_adopted():
    zeist = Municipality.objects.get(cbs_code="GM0355")
    deliver_correction(make_period("2023-2"), zeist, 5, on="2024-12-01")

    for step, given in ((PROPOSE, {}), (ADOPT, {"decision_date": date(2024, 1, 23)})):
        take(step, **given)
        text = page(ZEIST + "herkomst/beginstand/")
        assert "Zoals bekend op 1 januari 2024: daarop steunt de beoordeling over 2023-2" in text
        assert 'class="is-number">12</td>' in text


def test_provenance_of_a_version_is_as_known_for_that_one_and_leads_back_to_it():
    zeist, period = Municipality.objects.get(cbs_code="GM0355"), make_period("2023-2")
    deliver_correction(period, zeist, 5, on="2024-12-01")
    take(PROPOSE)
    take(ADOPT, decision_date=date(2024, 1, 23))
    reassess(period=period, municipality=zeist, reason="x", by=people()[0], now=at("2025-01-02"))
    (link,) = re.findall(r'href="([^"]*/herkomst/totaalopgave/[^"]*)"', page(ZEIST + "versies/concept/"))
    text = page(link)

    assert link.endswith("?versie=concept")
    assert "Zoals bekend op 2 januari 2025" in text
    assert f'href="{ZEIST}versies/concept/"' in text
    for part, number_now in (("beginstand", 17), ("taakstelling", 66)):
        (onward,) = re.findall(rf'href="([^"]*/herkomst/{part}/[^"]*)"', text)
        assert f'class="is-number">{number_now}</td>' in page(onward)
    assert 'class="is-number">12</td>' in page(ZEIST + "herkomst/beginstand/")
    assert client_of().get(ZEIST + "herkomst/beginstand/?versie=7").status_code == 404


def test_provenance_of_a_figure_that_was_not_delivered_says_so():
    make_period("2023-1")
    for slug in FIGURES:
        assert "Geen cijfers ontvangen." in page(f"/perioden/2023-1/gemeenten/GM0355/herkomst/{slug}/")


def test_provenance_of_nobody_says_so_and_names_the_deliveries():
    text = page("/perioden/2023-2/gemeenten/GM0351/herkomst/gehuisvest-op-peildatum/")

    assert "Er zijn geen boekingen: over deze dagen is niemand opgegeven." in text
    assert "en nog 83 andere" in text


@pytest.mark.parametrize(
    "path",
    [
        "/perioden/2023-2/gemeenten/GM0034/herkomst/taakstelling/",
        "/perioden/2023-2/gemeenten/GM9999/herkomst/taakstelling/",
        "/perioden/2099-1/gemeenten/GM0355/herkomst/taakstelling/",
        ZEIST + "herkomst/iets/",
        ZEIST + "herkomst/quota/",
        ZEIST + "herkomst/taakstelling/?assessment=2099-1",
    ],
)
def test_provenance_of_what_is_not_there_is_a_404(path):
    assert client_of().get(path).status_code == 404


def test_provenance_does_not_lead_to_a_period_in_which_the_municipality_did_not_exist():
    period = Period.objects.get(code="2024-1")
    Municipality.objects.filter(cbs_code="GM0355").update(valid_from=period.start)
    text = page(ZEIST_LATER + "herkomst/beginstand/")

    assert "Eindstand op 31 december 2023" in text
    assert "/perioden/2023-2/" not in text


def queries_of(path: str) -> int:
    client = client_of()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_number_of_queries_of_a_provenance_page_is_fixed():
    paths = [f"{ZEIST}herkomst/{slug}/" for slug in FIGURES]
    KeptFigures.objects.all().delete()  # what was kept saves queries, and nobody keeps what a test books later
    few = [queries_of(path) for path in paths]
    period = Period.objects.get(code="2023-2")
    for index in range(5):
        zeist = Municipality.objects.get(cbs_code="GM0355")
        deliver_correction(period, zeist, 1, on=period.end + timedelta(400 + index))
    Assessment.objects.filter(municipality__cbs_code="GM0355").update(known_at="2030-01-01T00:00Z")

    assert [queries_of(path) for path in paths] == few
