"""One search: what is found, by whom, and what it says when there is nothing or too much."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments.work.search import MOST, around
from municipalities.contacts.actions import record_note
from municipalities.models import Agreement, Conversation, Municipality, Province
from tests.assessments.decisions.deciding import adopt, assess, covered
from tests.factories import at, make_municipality, make_period, make_province, make_user
from tests.reading import on_one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(make_user(Role.READER))
    return client


def page_of(client: Client, words: str) -> str:
    return on_one_line(client.get(reverse("assessments:search_all"), {"zoek": words}).content.decode())


def talk(municipality: Municipality, summary: str, replaces: Conversation | None = None) -> Conversation:
    row = record_note(
        Conversation,
        municipality=municipality,
        replaces=replaces,
        by=None,
        now=at("2024-02-02"),
        day=date(2024, 2, 1),
        level="official",
        participants="Beleidsadviseur wonen",
        summary=summary,
    )
    assert isinstance(row, Conversation)
    return row


def test_each_kind_is_found_and_leads_to_its_page(client):
    zeist = make_municipality("Zeist", cbs_code="GM0355")
    covered(zeist)
    assess()
    adopt()
    talk(zeist, "De nieuwbouw aan de rand is vertraagd.")
    record_note(
        Agreement,
        municipality=zeist,
        replaces=None,
        by=None,
        now=at("2024-02-02"),
        text="Nieuwbouw versnellen",
        due_on=date(2024, 5, 1),
        outcome="",
        ended_on=None,
        remark="",
    )
    dossier = reverse("assessments:municipality_detail", args=["GM0355"])

    assert f'href="{dossier}">Zeist</a>' in page_of(client, "zei")
    assert f'href="{dossier}">Zeist</a>' in page_of(client, "gm0355")
    assert f'href="{reverse("assessments:period_overview", args=["2023-2"])}">2023-2</a>' in page_of(
        client, "2023"
    )
    letters = page_of(client, "IBT-HV")
    assert "/perioden/2023-2/gemeenten/GM0355/brief/?versie=1" in letters
    talks = page_of(client, "nieuwbouw")
    assert f'href="{dossier}#h-talks">Zeist, 1 februari 2024</a>' in talks
    assert "De nieuwbouw aan de rand is vertraagd." in talks
    assert f'href="{dossier}#h-agreements">Zeist, uiterlijk 1 mei 2024</a>' in talks


def test_nothing_of_another_province_and_nothing_replaced_is_found(client):
    elsewhere = make_municipality("Zwolle", province=make_province("PV23", "Overijssel"))
    talk(elsewhere, "Geheim overleg.")
    baarn = make_municipality("Baarn")
    talk(baarn, "Verbeterd overleg.", replaces=talk(baarn, "Verkeerd overleg."))

    assert "Niets gevonden met “Zwolle”." in page_of(client, "Zwolle")
    shown = page_of(client, "overleg")
    assert "Verbeterd overleg." in shown
    assert "Geheim" not in shown
    assert "Verkeerd" not in shown


def test_search_asks_for_words(client):
    make_period()
    assert "Vul in wat u zoekt." in page_of(client, "")
    assert "Vul minstens 2 tekens in." in page_of(client, "a")
    first = client.get(reverse("assessments:search_all"))
    assert "fout" not in first.content.decode()


def test_of_many_some_are_shown_and_that_there_are_more(client):
    for number in range(MOST + 1):
        make_municipality(f"Dorp {number}")

    shown = page_of(client, "dorp")

    assert shown.count("/gemeenten/GM") == MOST
    assert "Er zijn er meer." in shown


def test_search_asks_the_same_number_of_queries_for_more(client, django_assert_max_num_queries):
    for number in range(5):
        talk(make_municipality(f"Dorp {number}"), "Overleg in het dorp.")
    assert Province.objects.exists()

    with django_assert_max_num_queries(12):
        page_of(client, "dorp")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kort", "kort"),
        (f"{100 * 'a'} huis {100 * 'b'}", f"…{59 * 'a'} huis {59 * 'b'}…"),
        (f"zonder {100 * 'c'}", f"zonder {57 * 'c'}…"),
    ],
)
def test_words_are_shown_with_what_stands_beside_them(text, shown):
    assert around("huis", text) == shown
