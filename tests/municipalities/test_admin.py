"""The admin: who comes in, what is seen, what a form records, and what it refuses."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from accounts.models import Role, User
from assessments.models import LetterTerms, RungLabel
from audit.models import AuditEntry
from municipalities.fields import DutchIntegerField
from municipalities.ledger.take_back import take_back
from municipalities.models import (
    ClosedDay,
    Correction,
    Coupling,
    Delivery,
    Housing,
    Municipality,
    MunicipalityAlias,
    Period,
    Province,
    Quota,
)
from tests.factories import (
    at,
    deliver_couplings,
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

MODELS = [model for model in admin.site._registry if model is not User]
WITH_ADD = [model for model in MODELS if getattr(admin.site._registry[model], "add_form", None)]
LEDGERS = [Quota, Housing, Coupling, Correction]


def url(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.fixture
def administrator() -> User:
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def text_of(response: Any) -> str:
    return unescape(source_of(response))


def post(page: Client, model: Any, **values: Any) -> str:
    """Send a form and return the text of the page that follows."""
    response = page.post(url(model, "add"), values, follow=True)
    assert response.status_code == 200
    return text_of(response)


def quota_values(**values: Any) -> dict[str, Any]:
    period = make_period("2023-2")
    start = {"kind": "announced", "dated_on": "2023-05-02", "number": "12", "period": period.code}
    return {**start, **values}


def day_values(**values: Any) -> dict[str, Any]:
    make_period("2023-2")
    day = "2023-08-01"
    return {"first_day": day, "last_day": day, "number": "3", "dated_on": "2023-08-02", **values}


# Who comes in ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_admin_lets_in_the_administrator_only(client, role):
    client.force_login(make_user(role))
    pages = [reverse("admin:index"), reverse("admin:app_list", args=["municipalities"])]
    pages += [url(model, "changelist") for model in MODELS] + [url(model, "add") for model in WITH_ADD]

    statuses = {client.get(address).status_code for address in pages}

    assert statuses == {200 if role == Role.ADMINISTRATOR else 403}


def test_admin_of_a_deactivated_administrator(client):
    user = make_user(Role.ADMINISTRATOR)
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    response = client.get(reverse("admin:index"), follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("login"))


@pytest.mark.parametrize("address", ["/beheer/", "/beheer/municipalities/period/add/", "/beheer/nergens/"])
def test_admin_sends_a_visitor_to_the_own_login_page(client, address):
    response = client.get(address, follow=True)

    last, _ = response.redirect_chain[-1]
    assert last == f"{reverse('login')}?next={address}"


def test_admin_login_page_is_no_loop_for_another_role(client):
    client.force_login(make_user(Role.READER))

    response = client.get(reverse("admin:login"), follow=True)

    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
    assert "Vraag een beheerder" in text_of(response)


@pytest.mark.parametrize("name", ["password_change", "logout", "autocomplete", "view_on_site"])
def test_admin_has_no_second_way(page, name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}")


# Every form --------------------------------------------------------------------------------------


def changeable_rows() -> list[Any]:
    province = make_province()
    label = RungLabel.objects.create(province=province, rung=1, name="Signaleren", colour="groen")
    terms = LetterTerms.objects.create(province=province, period=make_period())
    closed = ClosedDay.objects.create(
        province=province, day=date(2026, 5, 15), reason="vrijdag na Hemelvaart"
    )
    return [province, make_municipality(), label, terms, closed, make_user()]


def test_every_field_has_a_dutch_label_and_help_text(page):
    rows = changeable_rows()
    assert {type(row) for row in rows} == {
        model for model, pages in admin.site._registry.items() if getattr(pages, "change_form", None)
    }
    addresses = [url(model, "add") for model in [*WITH_ADD, User]]
    addresses += [url(type(row), "change", row.pk) for row in rows]

    for address in addresses:
        form = page.get(address).context["adminform"].form
        assert form.fields
        for name, field in form.fields.items():
            assert field.label or form[name].label, f"{address}: {name}"
            assert field.help_text, f"{address}: {name}"


ENGLISH = [
    "Django",
    "Home",
    "Add ",
    "Change",
    "View",
    "Save",
    "Delete",
    "History",
    "Log out",
    "Welcome",
    "Please",
]


def test_pages_have_no_english_of_django(page):
    rows = changeable_rows()
    fill(1)
    everything = [
        *rows,
        Delivery.objects.first(),
        Quota.objects.get(),
        make_period(),
        AuditEntry.objects.last(),
    ]
    addresses = [reverse("admin:index"), reverse("admin:app_list", args=["municipalities"])]
    addresses += [url(model, "changelist") for model in [*MODELS, User]]
    addresses += [url(model, "add") for model in [*WITH_ADD, User]]
    addresses += [url(type(row), "change", row.pk) for row in everything]

    for address in addresses:
        words = visible(page.get(address))
        assert [word for word in ENGLISH if word in words] == [], address


def visible(response: Any) -> str:
    """Return the words of a page without tags, styles and scripts."""
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", text_of(response), flags=re.S)
    return re.sub(r"<[^>]*>", " ", text)


@pytest.mark.parametrize("model", [*MODELS, User])
@pytest.mark.parametrize("name", ["delete", "history"])
def test_nothing_is_deleted(page, model, name):
    with pytest.raises(NoReverseMatch):
        url(model, name, 1)

    assert page.post(f"{url(model, 'changelist')}1/{name}/").status_code in (404, 405)


def test_ledger_stays_as_it_is(page):
    municipality = make_municipality()
    period = make_period()
    deliver_quotas(period, {municipality: 3}, on="2023-05-02")
    deliver_openings(period, {municipality: 4}, on="2023-05-02")
    day = date(2023, 8, 1)
    deliver_couplings(day, day, [(municipality, day, 2)])
    deliver_housings(day, day, [(municipality, day, 2)])

    for model in [*LEDGERS, Delivery, Period]:
        row = model.objects.first()
        shown = page.get(url(model, "change", row.pk))
        assert shown.status_code == 200
        assert shown.context["has_change_permission"] is False
        assert page.post(url(model, "change", row.pk), {"amount": 9}).status_code == 403
        assert page.post(url(model, "changelist"), {"action": "delete_selected", "_selected_action": row.pk})
        assert model.objects.filter(pk=row.pk).exists()


def test_refusal_to_change_an_entry_says_what_to_do(page):
    deliver_quotas(make_period(), {make_municipality(): 3}, on="2023-05-02")

    response = page.post(url(Quota, "change", Quota.objects.get().pk))

    assert "Leg een correctie vast." in text_of(response)


# Own province ------------------------------------------------------------------------------------


def elsewhere() -> Municipality:
    return make_municipality("Zwolle", province=make_province("PV23", "Overijssel"))


def test_another_province_is_not_seen(page):
    stranger = elsewhere()
    period = make_period()
    deliver_quotas(period, {stranger: 3}, on="2023-05-02", province=stranger.province)
    terms = LetterTerms.objects.create(province=stranger.province, period=period)
    label = RungLabel.objects.create(province=stranger.province, rung=1, name="Zwolse trede", colour="groen")
    account = make_user(Role.READER, stranger.province, name="Zwolle Persoon")
    entry = AuditEntry.objects.get(province_code="PV23")
    rows = [
        stranger.province,
        stranger,
        terms,
        label,
        account,
        entry,
        Quota.objects.get(),
        Delivery.objects.get(),
    ]

    for row in rows:
        listed = page.get(url(type(row), "changelist"))
        assert list(listed.context["cl"].queryset.filter(pk=row.pk)) == []
        assert "Zwol" not in text_of(listed)
        assert page.get(url(type(row), "change", row.pk)).status_code == 404
        assert page.post(url(type(row), "change", row.pk)).status_code in (403, 404)


def test_filter_on_a_municipality_elsewhere_shows_nothing(page):
    stranger = elsewhere()
    deliver_quotas(make_period(), {stranger: 3}, on="2023-05-02", province=stranger.province)

    response = page.get(url(Quota, "changelist"), {"municipality__id__exact": stranger.pk})

    assert response.context["cl"].result_count == 0


def test_successor_elsewhere_is_not_taken(page):
    municipality, stranger = make_municipality(), elsewhere()
    values = {"valid_until": "2023-12-31", "successor": stranger.cbs_code}

    page.post(url(Municipality, "change", municipality.pk), values)

    municipality.refresh_from_db()
    assert municipality.successor is None


# A delivery, and the number field that its pages ask with -----------------------------------------


def test_delivery_page_of_a_delivery_and_its_counter_delivery_leads_to_what_they_say(page):
    delivery = deliver_quotas(make_period(), {make_municipality("Baarn"): 12}, on="2023-05-02")
    counter = take_back(delivery, reason="vergissing", by=None, now=at("2023-05-03"))

    first, second = (text_of(page.get(url(Delivery, "change", row.pk))) for row in (delivery, counter))

    assert "teruggenomen met 2" in first
    assert 'href="/aanlevering/1/"' in first
    assert "tegenboeking van 1" in second
    assert 'href="/aanlevering/2/"' in second


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("0", 0),
        ("007", 7),
        ("-0", 0),
        ("1.234", 1234),
        ("1 234", 1234),
        ("1\u00a0234", 1234),
        ("1\u202f234", 1234),
        ("1.000.000", 1_000_000),
        ("", None),
    ],
)
def test_number_field_reads_dutch(typed, number):
    assert DutchIntegerField(required=False).clean(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "1_000",
        "１２",
        "٣",
        "12,5",
        "1.0",
        "1.23",
        "0.123",
        "1.2345",
        "1.234 567",
        "1e3",
        "+5",
        "--1",
        "twaalf",
        "=1+1",
    ],
)
def test_number_field_refuses_what_is_no_whole_number(typed):
    with pytest.raises(ValidationError, match="is geen heel aantal"):
        DutchIntegerField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "signed", "sentence"),
    [
        ("-3", False, "-3 is negatief"),
        ("−3", False, "−3 is negatief"),
        ("1000001", False, "is te hoog"),
        ("9" * 5000, False, "is te hoog"),
        ("-1.000.001", True, "is te hoog"),
    ],
)
def test_number_field_refuses_what_is_out_of_bounds(typed, signed, sentence):
    with pytest.raises(ValidationError, match=sentence):
        DutchIntegerField(signed=signed).clean(typed)


# Periods -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "days", "stored"),
    [
        (
            "2025-1",
            "1 januari 2025 tot en met 30 juni 2025, peildatum koppelingen 1 april 2025",
            (date(2025, 1, 1), date(2025, 7, 1), date(2025, 4, 1)),
        ),
        (
            "2025-2",
            "1 juli 2025 tot en met 31 december 2025, peildatum koppelingen 1 oktober 2025",
            (date(2025, 7, 1), date(2026, 1, 1), date(2025, 10, 1)),
        ),
    ],
)
def test_period_form_adds_the_days_of_a_code(page, administrator, code, days, stored):
    make_period("2024-1")

    text = post(page, Period, code=code)

    period = Period.objects.get(code=code)
    assert (period.start, period.end, period.reference_date) == stored
    assert f"Periode {code} toegevoegd: {days}." in text
    assert AuditEntry.objects.get().actor == administrator


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("2025-3", "Schrijf een periode als 2023-1 of 2023-2."),
        ("２０２５-1", "Schrijf een periode als 2023-1 of 2023-2."),
        ("0000-1", "Schrijf een periode als 2023-1 of 2023-2."),
        ("2025-12", "Schrijf een periode als 2023-1 of 2023-2."),
        ("", "Vul de code in."),
        (
            "2002-1",
            "Periode 2002-1 ligt meer dan 2 jaar van vandaag en van elke andere periode. Controleer de code.",
        ),
        (
            "2199-2",
            "Periode 2199-2 ligt meer dan 2 jaar van vandaag en van elke andere periode. Controleer de code.",
        ),
    ],
)
def test_period_form_refuses(page, code, sentence):
    text = post(page, Period, code=code)

    assert sentence in text
    assert not Period.objects.exists()


def test_period_form_refuses_a_period_that_exists(page):
    make_period("2023-2")

    assert "Periode 2023-2 bestaat al." in post(page, Period, code="2023-2")


def test_period_form_refuses_an_overlap(page):
    Period.objects.create(
        code="2024-9", start=date(2024, 9, 1), end=date(2025, 3, 1), reference_date=date(2024, 10, 1)
    )

    assert "Periode 2025-1 overlapt met 2024-9." in post(page, Period, code="2025-1")


# Municipality, province and letters --------------------------------------------------------------


def test_municipality_form_changes_address_end_and_successor(page, administrator):
    municipality, successor = make_municipality("Baarn"), make_municipality("Soest")
    values = {
        "postal_address": "Postbus 1",
        "valid_until": "2024-12-31",
        "successor": successor.cbs_code,
        "name": "Iets anders",
    }

    page.post(url(Municipality, "change", municipality.pk), values)

    municipality.refresh_from_db()
    assert (municipality.name, municipality.postal_address) == ("Baarn", "Postbus 1")
    assert (municipality.valid_until, municipality.successor) == (date(2024, 12, 31), successor)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.province_code) == (administrator, "gemeente gewijzigd", "PV26")
    assert entry.details["changes"]["valid_until"] == ["", "2024-12-31"]


def test_municipality_form_keeps_the_successor(page):
    successor = make_municipality("Soest")
    municipality = make_municipality("Baarn", valid_until=date(2024, 12, 31), successor=successor)

    text = text_of(page.get(url(Municipality, "change", municipality.pk)))

    assert f'<option value="{successor.cbs_code}" selected>' in text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"valid_until": "1899-12-31"}, "Kies een dag tussen 1900 en 2199."),
        ({"valid_until": "2022-12-31"}, "De laatste dag ligt voor de eerste dag, 1 januari 2023."),
        ({"valid_until": "2023-08-01"}, "Van Baarn zijn huisvestingen vastgelegd na 1 augustus 2023."),
        ({"valid_until": "2024-12-31", "successor": "GM9999"}, "Baarn kan niet in zichzelf opgaan."),
        ({"successor": "GM9998"}, "Vul ook de laatste dag in waarop de gemeente bestond."),
    ],
)
def test_municipality_form_refuses(page, values, sentence):
    make_municipality("Soest", cbs_code="GM9998")
    municipality = make_municipality("Baarn", cbs_code="GM9999", valid_from=date(2023, 1, 1))
    make_period()
    deliver_housings(date(2023, 8, 2), date(2023, 8, 2), [(municipality, date(2023, 8, 2), 1)])

    response = page.post(
        url(Municipality, "change", municipality.pk), {"postal_address": "Postbus 1", **values}
    )

    assert sentence in text_of(response)
    municipality.refresh_from_db()
    assert (municipality.postal_address, municipality.valid_until) == ("", None)


SIGNED = {"signing": "mandate", "executive_signature": "de voorzitter, de secretaris"}
"""What the form of a province shows already."""


def test_province_form_changes_the_sender_only(page, administrator):
    province = administrator.province
    values = {
        **SIGNED,
        "contact": "toezicht@provincie.example",
        "letter_prefix": "HV",
        "name": "Holland",
        "code": "PV99",
    }

    page.post(url(Province, "change", "PV26"), values)

    province.refresh_from_db()
    assert (province.name, province.contact, province.letter_prefix) == ("Utrecht", values["contact"], "HV")
    assert AuditEntry.objects.get().details["changes"] == {
        "contact": ["", "toezicht@provincie.example"],
        "letter_prefix": ["IBT-HV", "HV"],
    }


def test_province_form_logs_nothing_when_nothing_changed(page):
    answer = page.post(url(Province, "change", "PV26"), {**SIGNED, "letter_prefix": "IBT-HV"})

    assert answer.status_code == 302
    assert not AuditEntry.objects.exists()


def test_rung_label_form_is_of_the_own_province(page, administrator):
    other = make_province("PV23", "Overijssel")
    values = {"rung": 1, "name": "Volgen", "colour": "groen", "province": other.pk}

    post(page, RungLabel, **values)
    again = post(page, RungLabel, **values)
    label = RungLabel.objects.get()
    page.post(url(RungLabel, "change", label.pk), {**values, "name": "Kijken"})

    label.refresh_from_db()
    assert (label.province, label.name) == (administrator.province, "Kijken")
    assert "Deze trede heeft al een naam." in again
    assert list(AuditEntry.objects.order_by("id").values_list("action", "actor")) == [
        ("naam van een trede toegevoegd", administrator.pk),
        ("naam van een trede gewijzigd", administrator.pk),
    ]


def test_letter_terms_form_is_of_the_own_province(page, administrator):
    make_period()

    post(page, LetterTerms, period="2023-2", letter_date="2024-01-15")
    again = post(page, LetterTerms, period="2023-2")
    terms = LetterTerms.objects.get()
    shown = text_of(page.get(url(LetterTerms, "change", terms.pk)))

    assert (terms.province, terms.letter_date) == (administrator.province, date(2024, 1, 15))
    assert "De termijnen van deze periode staan er al." in again
    assert '<option value="2023-2" selected>' in shown
    assert 'value="2024-01-15"' in shown
    assert AuditEntry.objects.get().details["values"]["letter_date"] == "2024-01-15"


def test_letter_terms_of_one_municipality_stand_beside_those_of_the_period(page):
    make_period()
    baarn, stranger = make_municipality("Baarn"), elsewhere()

    post(page, LetterTerms, period="2023-2", letter_date="2024-01-15")
    post(page, LetterTerms, period="2023-2", municipality=baarn.cbs_code, letter_date="2024-03-01")
    again = post(page, LetterTerms, period="2023-2", municipality=baarn.cbs_code)
    refused = post(page, LetterTerms, period="2023-2", municipality=stranger.cbs_code)
    shown = text_of(page.get(url(LetterTerms, "changelist")))

    assert "De eigen termijnen van deze gemeente in deze periode staan er al." in again
    assert "is niet herkend" in refused
    assert [row.municipality for row in LetterTerms.objects.all()] == [None, baarn]
    assert ("alle gemeenten" in shown, "Baarn" in shown) == (True, True)


def test_alias_form_is_of_the_own_province(page, administrator):
    own, stranger = make_municipality("Baarn"), elsewhere()

    choices = (
        page.get(url(MunicipalityAlias, "add")).context["adminform"].form.fields["municipality"].queryset
    )
    refused = post(page, MunicipalityAlias, municipality=stranger.cbs_code, name="Zwolle-Stad")
    post(page, MunicipalityAlias, municipality=own.cbs_code, name="Baarn-Stad")
    again = post(page, MunicipalityAlias, municipality=own.cbs_code, name="Baarn-Stad")

    assert list(choices) == [own]
    assert f'"{stranger.cbs_code}" is niet herkend. Kies een gemeente uit de lijst.' in refused
    assert "Deze naam staat er al bij deze gemeente." in again
    alias = MunicipalityAlias.objects.get()
    assert (alias.name, alias.municipality) == ("Baarn-Stad", own)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action) == (administrator, "andere naam toegevoegd")


# The log, and how much the lists ask of the database ---------------------------------------------


def test_log_of_django_stays_empty(page):
    post(page, MunicipalityAlias, municipality=make_municipality().cbs_code, name="Andere naam")
    make_period("2024-1")
    post(page, Period, code="2025-1")

    assert not LogEntry.objects.exists()
    assert AuditEntry.objects.count() == 2


def fill(count: int) -> None:
    """Add municipalities with an entry in every ledger, and as many accounts."""
    day, period = date(2023, 8, 2), make_period("2023-2")
    for _ in range(count):
        one = make_municipality()
        by_hand: dict[str, Any] = {"on": "2023-08-03", "municipality": one}
        deliver_quotas(period, {one: 3}, **by_hand)
        deliver_openings(period, {one: 4}, **by_hand)
        deliver_stock(date(2023, 8, 1), {one: 2}, **by_hand)
        deliver_couplings(day, day, [(one, day, 2)], **by_hand)
        deliver_housings(day, day, [(one, day, 2)], **by_hand)
        make_user()


UNREADABLE = [
    ("quota", "period__id__exact=99999999999999999999999"),
    ("quota", "period=99999999999999999999999"),
    ("quota", "period__in=1,99999999999999999999999"),
    ("housing", "municipality=99999999999999999999999"),
    ("delivery", "municipality=99999999999999999999999"),
    ("coupling", "coupled_on__year=99999999999999999999999"),
    ("coupling", "coupled_on__year=9999"),
    ("coupling", "coupled_on__year=2023&coupled_on__month=99999999999999999999999"),
    ("coupling", "coupled_on__year=2023&coupled_on__month=13"),
    ("quota", "nergens=1"),
    ("quota", "id=abc&e=1"),
]


@pytest.mark.parametrize(("name", "query"), UNREADABLE)
def test_list_that_cannot_be_read_from_the_address_does_not_exist(page, name, query):
    response = page.get(reverse(f"admin:municipalities_{name}_changelist") + f"?{query}")

    # A number that fits no period leads to an empty list on one database, and nowhere on the other.
    assert response.status_code == 404 or "Niets gevonden" in text_of(response)


@pytest.mark.parametrize(
    "query", ["p=abc", "p=-1", "o=zz", "o=99999999999999999999999", "e=1", "all=", "q=%27"]
)
def test_list_ignores_an_order_or_page_that_makes_no_sense(page, query):
    assert page.get(url(Municipality, "changelist") + f"?{query}").status_code == 200


def test_list_of_rung_labels_shows_the_whole_ladder(page, administrator):
    RungLabel.objects.create(province=administrator.province, rung=1, name="Volgen", colour="groen")

    text = " ".join(re.sub("<[^>]+>", " ", text_of(page.get(url(RungLabel, "changelist")))).split())

    assert (
        "1 Volgen eigen naam 2 Informatie opvragen en valideren van de ladder 3 Actief toezicht van" in text
    )
    assert "6 Uitvoering van de indeplaatsstelling van de ladder" in text


def queries(page: Client, address: str) -> int:
    page.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert page.get(address).status_code == 200
    return len(captured)


def test_lists_ask_as_many_queries_for_many_rows_as_for_few(page):
    lists = [url(model, "changelist") for model in [*MODELS, User]]
    fill(2)
    few = {address: queries(page, address) for address in lists}

    fill(20)
    many = {address: queries(page, address) for address in lists}

    assert many == few
    assert max(many.values()) <= 12


def test_delivery_page_asks_as_many_queries_for_many_entries_as_for_few(page):
    period = make_period("2023-2")
    few = deliver_quotas(period, {make_municipality(): 3}, on="2023-05-02")
    numbers = dict.fromkeys([*Municipality.objects.all(), *(make_municipality() for _ in range(20))], 4)
    many = deliver_quotas(period, numbers, on="2023-05-03")

    assert queries(page, url(Delivery, "change", many.pk)) == queries(page, url(Delivery, "change", few.pk))
