"""What colleagues keep at hand about a municipality: where it stands, who keeps it, and where it does not."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from assessments.forecast.call_list import call_list
from municipalities.dutch import clock_text
from municipalities.models import ContactPoint, Memo, Owner
from tests.assessments.utrecht import RUNNING, municipality, period, utrecht
from tests.factories import make_contact_point, make_memo, make_owner, make_province, make_user
from tests.reading import source_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example")]

DOSSIER = "/gemeenten/GM0312/"
TALKS = "/perioden/2024-1/gesprekken/"


def client_of(role: Role, **fields: str) -> Client:
    client = Client()
    client.force_login(make_user(role, utrecht(), **fields))
    return client


# Contacts ----------------------------------------------------------------------------------------


def test_contact_is_kept_in_the_dossier_by_a_supervisor():
    client, form = (
        client_of(Role.SUPERVISOR),
        {"function": "Beleidsadviseur <wonen>", "telephone": "030 1234567"},
    )
    assert "nog niet vastgelegd" in source_of(client.get(DOSSIER))

    added = source_of(client.post(f"{DOSSIER}contacten/toevoegen/", form, follow=True))
    assert "Contact vastgelegd." in added
    assert (
        'Beleidsadviseur &lt;wonen&gt;: <a class="utrecht-link" href="tel:0301234567">030 1234567</a>'
        in added
    )
    assert added.index("tel:0301234567") < added.index('id="h-ladder"')

    change = f"{DOSSIER}contacten/{ContactPoint.objects.get().pk}/"
    mended = {**form, "telephone": "", "mailbox": "wonen@gemeente.example"}
    assert 'href="mailto:wonen@gemeente.example"' in source_of(client.post(change, mended, follow=True))
    change = f"{DOSSIER}contacten/{ContactPoint.objects.latest('pk').pk}/"
    assert "nog niet vastgelegd" in source_of(client.post(change, {**mended, "withdraw": "on"}, follow=True))


def test_contact_without_a_way_to_reach_it_is_refused_with_what_to_do():
    sent = {"function": "Wonen", "mailbox": "wonen"}
    page = source_of(client_of(Role.SUPERVISOR).post(f"{DOSSIER}contacten/toevoegen/", sent))
    assert "Schrijf het als wonen@gemeente.example." in page
    page = source_of(client_of(Role.SUPERVISOR).post(f"{DOSSIER}contacten/toevoegen/", {"function": "Wonen"}))
    assert "Vul een telefoonnummer in, een e-mailadres, of allebei." in page


def test_whom_to_call_stands_with_the_number_to_call(monkeypatch):
    first = call_list(period("2024-1"), utrecht(), known_at=RUNNING).first[0].municipality
    point = make_contact_point(first, on="2024-01-05", telephone="088 765 43 21")
    make_contact_point(municipality("GM0312"), on="2024-01-05", telephone="", mailbox="wonen@bunnik.example")
    monkeypatch.setattr(timezone, "now", lambda: RUNNING)
    client = client_of(Role.READER)

    number = f'href="{point.ways[0][0]}"'
    assert number in source_of(client.get("/"))
    talks = source_of(client.get(TALKS))
    assert number in talks
    assert 'href="mailto:wonen@bunnik.example"' in talks
    monkeypatch.undo()
    assert number not in source_of(client.get(TALKS))


def test_who_only_reads_sees_contacts_and_is_offered_no_change():
    make_contact_point(municipality("GM0312"), on="2024-01-05")
    page = source_of(client_of(Role.READER).get(DOSSIER))

    assert "088 123 45 67" in page
    assert "contacten/" not in page


# The supervisor ----------------------------------------------------------------------------------


def test_supervisor_of_a_municipality_is_chosen_in_the_dossier_from_who_may_assess():
    sam = make_user(Role.SUPERVISOR, utrecht(), name="Sam")
    make_user(Role.SUPERVISOR, utrecht(), name="Gone", is_active=False)
    make_user(Role.SUPERVISOR, make_province("PV24"), name="Elders")
    client, add = client_of(Role.SUPERVISOR, name="Kim"), f"{DOSSIER}vaste-toezichthouder/toevoegen/"
    assert "nog niet gekozen" in source_of(client.get(DOSSIER))
    form = source_of(client.get(add))
    offered = re.findall(r'<option value="[0-9]+">(.*?)</option>', form)
    assert offered == ["Kim", "Sam"]

    assert "Kies een toezichthouder." in source_of(client.post(add, {}))
    assert "Vaste toezichthouder vastgelegd." in source_of(
        client.post(add, {"supervisor": sam.pk}, follow=True)
    )
    for page in (DOSSIER, "/gemeenten/"):
        assert "Sam" in source_of(client.get(page))
    refused = source_of(client.post(add, {"supervisor": Owner.objects.get().supervisor_id}))
    assert "Precies dit is al vastgelegd" in refused

    User.objects.filter(pk=sam.pk).update(is_active=False)
    assert "Sam (account niet meer in gebruik)" in source_of(client.get(DOSSIER))
    change = f"{DOSSIER}vaste-toezichthouder/{Owner.objects.get().pk}/"
    gone = client.post(change, {"supervisor": client.session["_auth_user_id"], "withdraw": "on"}, follow=True)
    assert "nog niet gekozen" in source_of(gone)


@pytest.mark.parametrize("page", ["", "prognose/", "gesprekken/"])
def test_lists_of_a_running_period_are_narrowed_to_own_municipalities(page):
    sam, kim = (make_user(Role.SUPERVISOR, utrecht(), name=name) for name in ("Sam", "Kim"))
    client, url = Client(), f"/perioden/2024-1/{page}?known_on=2024-02-15"
    client.force_login(sam)
    assert "mijn gemeenten" not in source_of(client.get(url))
    make_owner(municipality("GM0312"), sam, on="2024-01-05")
    make_owner(municipality("GM0308"), kim, on="2024-01-05")

    for whose, code in ((sam, "GM0312"), (kim, "GM0308")):
        found = source_of(client.get(f"{url}&owner={whose.pk}"))
        assert "1 van 26 gemeenten" in found
        assert f"/gemeenten/{code}/" in found.partition('id="resultaat"')[2]
    page_of_sam = source_of(client.get(url))
    assert f'<option value="{sam.pk}">mijn gemeenten</option>' in page_of_sam
    assert f'<option value="{kim.pk}">Kim</option>' in page_of_sam


def test_who_looks_after_a_municipality_stands_with_whom_to_call(monkeypatch):
    first = call_list(period("2024-1"), utrecht(), known_at=RUNNING).first[0].municipality
    make_owner(first, make_user(Role.SUPERVISOR, utrecht(), name="Sam"), on="2024-01-05")
    monkeypatch.setattr(timezone, "now", lambda: RUNNING)

    assert "Vaste toezichthouder: Sam" in source_of(client_of(Role.READER).get("/"))


# Notes for colleagues ----------------------------------------------------------------------------


def test_note_for_colleagues_says_by_whom_and_when_and_is_mended_in_the_dossier():
    client, add = client_of(Role.SUPERVISOR, name="Sam"), f"{DOSSIER}notities/toevoegen/"
    assert "Er zijn geen notities." in source_of(client.get(DOSSIER))
    assert "Vul in wat collega&#x27;s moeten weten." in source_of(client.post(add, {}))

    added = source_of(client.post(add, {"text": "Bel <b>na tienen</b>.\nOp vrijdag vrij."}, follow=True))
    memo = Memo.objects.get()
    assert "Bel &lt;b&gt;na tienen&lt;/b&gt;.<br>Op vrijdag vrij." in added
    assert f"Sam, {clock_text(memo.recorded_at)}</p>" in added
    mended = client.post(f"{DOSSIER}notities/{memo.pk}/", {"text": "Bel na elven."}, follow=True)
    newest = Memo.objects.latest("pk")
    assert f"Sam, {clock_text(newest.recorded_at)}, bijgewerkt</p>" in source_of(mended)
    assert "na tienen" not in source_of(mended)
    gone = client.post(f"{DOSSIER}notities/{newest.pk}/", {"text": "x", "withdraw": "on"}, follow=True)
    assert "Er zijn geen notities." in source_of(gone)


def test_note_for_colleagues_is_found_by_a_word_and_leads_to_the_notes():
    make_memo(municipality("GM0312"), "De wethouder wisselt in maart.", on="2024-01-05")
    page = source_of(client_of(Role.READER).get("/zoeken/", {"zoek": "wisselt"}))

    assert 'href="/gemeenten/GM0312/#h-memos"' in page
    assert "De wethouder wisselt in maart." in page
