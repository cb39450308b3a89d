"""What colleagues keep at hand about a municipality: where it stands, who keeps it, and where it does not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from assessments.forecast.call_list import call_list
from municipalities.models import ContactPoint
from tests.assessments.utrecht import RUNNING, municipality, period, utrecht
from tests.factories import make_contact_point, make_user
from tests.reading import source_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example")]

DOSSIER = "/gemeenten/GM0312/"
TALKS = "/perioden/2024-1/gesprekken/"


def client_of(role: Role) -> Client:
    client = Client()
    client.force_login(make_user(role, utrecht()))
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
