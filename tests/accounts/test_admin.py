"""Accounts in the admin: of the own province, never deleted, and nobody locks themselves out."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from accounts.verification import account_deviations
from audit.actions import record
from audit.models import AuditEntry
from tests.factories import at, make_province, make_user

pytestmark = pytest.mark.django_db

LIST = "/beheer/accounts/user/"
PASSWORD = "zeven groene fietsen"


@pytest.fixture
def administrator() -> User:
    return make_user(Role.ADMINISTRATOR, email="beheer@provincie.example", name="Bo Beheer")


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def values(**changed: Any) -> dict[str, Any]:
    start = {"email": "Anna@Provincie.example", "name": "Anna", "role": "supervisor", "is_active": "on"}
    return {**start, "password": PASSWORD, "password_again": PASSWORD, **changed}


def values_of(account: User, **changed: Any) -> dict[str, Any]:
    start = {"email": account.email, "name": account.name, "role": account.role, "is_active": "on"}
    return {**start, **changed}


def change(page: Client, account: User, **sent: Any) -> str:
    address = reverse("admin:accounts_user_change", args=[account.pk])
    return unescape(page.post(address, sent, follow=True).content.decode())


def add(page: Client, **sent: Any) -> str:
    return unescape(page.post(reverse("admin:accounts_user_add"), sent, follow=True).content.decode())


def test_account_form_adds_an_account_of_the_own_province(page, administrator):
    other = make_province("PV23", "Overijssel")

    text = add(page, **values(province=other.pk))

    account = User.objects.get(email="anna@provincie.example")
    assert (account.name, account.role, account.province) == ("Anna", "supervisor", administrator.province)
    assert account.check_password(PASSWORD)
    assert "Opgeslagen: Anna." in text
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.province_code) == ("account toegevoegd", administrator, "PV26")
    assert PASSWORD not in str(entry.details)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "BEHEER@provincie.example"}, "Er is al een account met dit e-mailadres."),
        ({"email": "geen adres"}, "Voer een geldig e-mailadres in."),
        ({"name": ""}, "Vul de naam in."),
        ({"role": "baas"}, "Selecteer een geldige keuze."),
        ({"password_again": "iets anders"}, "De twee wachtwoorden zijn niet gelijk."),
        ({"password": "kort", "password_again": "kort"}, "te kort. Gebruik ten minste 12 tekens."),
        ({"password": "9" * 14, "password_again": "9" * 14}, "Dit wachtwoord bestaat alleen uit cijfers."),
        (
            {"password": "password1234", "password_again": "password1234"},
            "Dit wachtwoord wordt veel gebruikt.",
        ),
        (
            {"password": "anna@provincie", "password_again": "anna@provincie"},
            "lijkt te veel op het e-mailadres.",
        ),
        ({"password": "", "password_again": ""}, "Vul het wachtwoord in."),
    ],
)
def test_account_form_refuses(page, changed, sentence):
    text = add(page, **values(**changed))

    assert sentence in text
    assert "Er is niets opgeslagen." in text
    assert User.objects.count() == 1
    assert not AuditEntry.objects.exists()


def test_account_form_says_once_that_an_address_is_taken(page):
    text = add(page, **values(email="beheer@provincie.example"))

    assert "Er is 1 fout." in text


def test_account_form_changes_an_account(page, administrator):
    account = make_user(Role.READER, email="anna@provincie.example")

    change(page, account, **values_of(account, role="adopter", name="Anna Groen"))

    account.refresh_from_db()
    assert (account.role, account.name) == ("adopter", "Anna Groen")
    assert account.check_password("geheim-genoeg")
    details = AuditEntry.objects.get().details
    assert details == {
        "changes": {"name": ["Robin", "Anna Groen"], "role": ["reader", "adopter"]},
        "password_changed": False,
    }


def test_account_form_sets_a_password(page):
    account = make_user(Role.READER)

    change(page, account, **values_of(account, password=PASSWORD, password_again=PASSWORD))

    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    entry = AuditEntry.objects.get()
    assert entry.details == {"changes": {}, "password_changed": True}


def test_account_form_deactivates_someone_else(page, client):
    account = make_user(Role.READER)
    sent = values_of(account)
    del sent["is_active"]

    change(page, account, **sent)

    account.refresh_from_db()
    assert account.is_active is False
    assert not Client().login(username=account.email, password="geheim-genoeg")


@pytest.mark.parametrize("own", [{"role": "reader"}, {"is_active": ""}])
def test_administrator_cannot_demote_or_deactivate_themself(page, administrator, own):
    text = change(page, administrator, **values_of(administrator, **own))

    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == (Role.ADMINISTRATOR, True)
    assert "U kunt uw eigen rol niet wijzigen en uw eigen account niet uitschakelen." in text
    assert not AuditEntry.objects.exists()


def test_administrator_stays_logged_in_with_a_new_password(page, administrator):
    sent = values_of(administrator, password=PASSWORD, password_again=PASSWORD)

    text = change(page, administrator, **sent)

    assert "Opgeslagen: Bo Beheer." in text
    assert page.get(LIST).status_code == 200


def test_account_of_another_province_does_not_exist(page):
    stranger = make_user(Role.READER, make_province("PV23", "Overijssel"), name="Zwolle")

    response = page.post(
        reverse("admin:accounts_user_change", args=[stranger.pk]), values_of(stranger, name="X")
    )

    assert response.status_code == 404
    assert "Zwolle" not in page.get(LIST).content.decode()
    stranger.refresh_from_db()
    assert stranger.name == "Zwolle"


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMINISTRATOR])
def test_account_is_not_added_by_another_role(client, role):
    client.force_login(make_user(role))

    response = client.post(reverse("admin:accounts_user_add"), values())

    assert response.status_code == 403
    assert User.objects.count() == 1


def test_list_of_accounts_does_not_answer_questions_about_passwords(page):
    assert page.get(LIST, {"password__startswith": "pbkdf2"}).status_code == 400


def test_groups_of_django_have_no_page(page):
    assert page.get("/beheer/auth/group/").status_code == 404


def test_account_that_acted_keeps_its_address_and_its_name_of_then(page):
    account = make_user(Role.READER, email="anna@provincie.example", name="Anna")
    entry = record("bekeken", by=account, at=at("2025-01-01")())
    refused = change(page, account, **values_of(account, name="Opvolger", email="opvolger@provincie.example"))
    change(page, account, **values_of(account, name="Opvolger"))

    assert "Maak voor een ander adres of een andere persoon een nieuw account" in refused
    account.refresh_from_db()
    entry = AuditEntry.objects.get(pk=entry.pk)
    assert (account.email, account.name) == ("anna@provincie.example", "Opvolger")
    assert (entry.who, entry.by_email, entry.by_role) == ("Anna", "anna@provincie.example", "Raadpleger")
    assert list(account_deviations()) == []


@pytest.mark.parametrize("changed", [{"name": "Ander"}, {"email": "ander@x.nl"}, {"role": Role.ADOPTER}])
def test_account_that_was_changed_past_the_application_is_named(page, changed):
    account = make_user(Role.READER, email="anna@provincie.example", name="Anna")
    record("bekeken", by=account, at=at("2025-01-01")())
    User.objects.filter(pk=account.pk).update(**changed)

    (named,) = account_deviations()
    assert named.startswith(f"account {account.pk}: ")
