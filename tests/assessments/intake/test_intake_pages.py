"""By file or by hand: what an administrator sees, confirms and records, and what is refused."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from html import unescape
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import Role, User
from audit.models import AuditEntry
from municipalities.intake.drafts import discard_draft, record_draft
from municipalities.intake.kinds import KINDS
from municipalities.models import (
    Correction,
    Coupling,
    Delivery,
    DeliveryForm,
    DeliveryKind,
    DraftDelivery,
    Housing,
    Municipality,
    Quota,
)
from tests.assessments.intake.uploading import (
    ABOUT,
    DAY,
    QUOTAS,
    client_of,
    confirm,
    draft_url,
    enter,
    grid_url,
    only_draft,
    upload,
    workbook,
)
from tests.factories import (
    at,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    make_municipality,
    make_period,
    make_province,
    make_user,
)
from tests.reading import source_of

pytestmark = pytest.mark.django_db

LEDGERS = [Quota, Housing, Coupling, Correction]
JULY = date(2023, 7, 1)


@pytest.fixture
def administrator() -> User:
    return make_user(Role.ADMINISTRATOR)


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    make_period()
    client.force_login(administrator)
    return client


@pytest.fixture
def baarn(page: Client) -> Municipality:
    return make_municipality("Baarn")


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return unescape(source_of(response))


def only_delivery(by: User) -> Delivery:
    delivery = Delivery.objects.get()
    assert delivery.recorded_by == by
    assert delivery.province == by.province
    return delivery


def elsewhere() -> Municipality:
    return make_municipality("Zwolle", province=make_province("PV23", "Overijssel"))


def nothing_recorded() -> bool:
    return not Delivery.objects.exists() and not any(ledger.objects.exists() for ledger in LEDGERS)


# The grid: what it records -----------------------------------------------------------------------


def test_grid_of_quotas_records_one_delivery(page, baarn, administrator):
    shown = enter(
        page, "quotas", {baarn: "1.234"}, **QUOTAS, source="Brief van COA", municipality=baarn.cbs_code
    )
    done = text_of(confirm(page))

    assert "Leg 1 taakstellingen vast" not in text_of(shown), "one is no plural"
    delivery = only_delivery(administrator)
    assert "1 wijziging vastgelegd uit deze invoer." in done
    assert (delivery.kind, delivery.form, delivery.entry_kind) == ("quotas", "statement", "announced")
    assert (delivery.municipality, delivery.dated_on) == (baarn, date(2023, 5, 2))
    assert delivery.source == "Brief van COA"
    assert delivery.file.by_hand
    entry = delivery.quota_entries.get()
    assert (entry.amount, entry.kind, entry.announced_on) == (1234, "announced", date(2023, 5, 2))
    assert not DraftDelivery.objects.exists()


@pytest.mark.parametrize("kind", ["revised", "redistributed"])
def test_grid_of_quotas_takes_the_new_number(page, baarn, kind):
    deliver_quotas(make_period(), {baarn: 331}, on="2023-05-01")

    enter(page, "quotas", {baarn: "245"}, **{**QUOTAS, "quota_kind": kind, "dated_on": "2023-11-10"})
    confirm(page, fall="wijziging van het Rijk")

    assert Quota.objects.get(kind=kind).amount == -86


def test_grid_says_when_nothing_changed(page, baarn):
    deliver_quotas(make_period(), {baarn: 12}, on="2023-05-02")

    shown = text_of(enter(page, "quotas", {baarn: "12"}, **QUOTAS))
    done = text_of(confirm(page))

    assert "Niets gewijzigd" in shown
    assert "Niets gewijzigd: alle cijfers in deze invoer waren al bekend." in done
    assert (Quota.objects.count(), Delivery.objects.count()) == (1, 1)


def test_grid_is_filled_with_what_is_known(page, baarn):
    deliver_quotas(make_period(), {baarn: 1234}, on="2023-05-02")
    make_municipality("Soest")

    grid = page.get(grid_url("quotas", **QUOTAS)).context["grid"]

    assert [(str(row), number.value(), reason) for row, number, reason in grid.rows()] == [
        ("Baarn", 1234, None),
        ("Soest", None, None),
    ]


@pytest.mark.parametrize("kind", ["regular", "nidos", "hotel_scheme"])
def test_grid_of_housings_on_a_day(page, baarn, administrator, kind):
    enter(page, "housings", {baarn: "3"}, **DAY, event_kind=kind)
    confirm(page)

    delivery = only_delivery(administrator)
    assert (delivery.kind, delivery.form, delivery.entry_kind) == ("housings", "events", kind)
    assert delivery.first_day == delivery.last_day == date(2023, 8, 1)
    entry = delivery.housing_entries.get()
    assert (entry.amount, entry.kind, entry.housed_on) == (3, kind, date(2023, 8, 1))


def test_grid_of_housings_on_a_day_leaves_other_kinds_alone(page, baarn):
    for kind, number in (("nidos", "2"), ("regular", "3")):
        enter(page, "housings", {baarn: number}, **DAY, event_kind=kind)
        confirm(page)

    assert sorted(Housing.objects.values_list("kind", "amount")) == [("nidos", 2), ("regular", 3)]


def test_grid_of_a_housing_total_runs_from_the_start_of_the_period(page, baarn, administrator):
    enter(page, "housings-total", {baarn: "3"}, as_of="2023-09-30", dated_on="2023-10-01")
    confirm(page)

    delivery = only_delivery(administrator)
    assert (delivery.form, delivery.first_day, delivery.last_day) == (
        DeliveryForm.STATEMENT,
        JULY,
        date(2023, 9, 30),
    )
    assert delivery.housing_entries.get().amount == 3


@pytest.mark.parametrize(("number", "difference"), [("5", "−2"), ("7", "0"), ("1.007", "+1.000")])
def test_grid_of_a_total_over_known_days_is_a_control(page, baarn, number, difference):
    last = date(2023, 7, 31)
    deliver_housings(JULY, last, [(baarn, JULY, 4), (baarn, last, 3)])

    shown = text_of(enter(page, "housings-total", {baarn: number}, as_of="2023-07-31", dated_on="2023-08-02"))
    done = text_of(confirm(page, fall="telt dubbel", outlier="controle"))

    for text in (shown, done):
        assert "Dit overzicht is een controle: er is niets vastgelegd." in text
        assert f"Verschil met het grootboek: {difference}." in text
    assert Housing.objects.count() == 2


@pytest.mark.parametrize(("kind", "amount"), [("coupled", 3), ("withdrawn", -3)])
def test_grid_of_couplings_on_a_day(page, baarn, administrator, kind, amount):
    enter(page, "couplings", {baarn: "3"}, **DAY, event_kind=kind)
    confirm(page)

    delivery = only_delivery(administrator)
    assert (delivery.kind, delivery.form, delivery.entry_kind) == ("couplings", "events", kind)
    entry = delivery.coupling_entries.get()
    assert (entry.amount, entry.kind, entry.coupled_on) == (amount, kind, date(2023, 8, 1))


def test_grid_of_open_couplings(page, baarn, administrator):
    enter(page, "couplings-open", {baarn: "3"}, **DAY)
    confirm(page)

    delivery = only_delivery(administrator)
    assert (delivery.kind, delivery.form) == (DeliveryKind.STOCK, DeliveryForm.STATEMENT)
    assert delivery.coupling_entries.get().amount == 3


@pytest.mark.parametrize(("number", "amount"), [("12", 12), ("-3", -3), ("−3", -3), ("+4", 4)])
def test_grid_of_openings(page, baarn, administrator, number, amount):
    enter(page, "openings", {baarn: number}, **ABOUT["openings"])
    confirm(page)

    delivery = only_delivery(administrator)
    assert (delivery.kind, delivery.form) == (DeliveryKind.OPENINGS, DeliveryForm.STATEMENT)
    entry = delivery.correction_entries.get()
    assert (entry.kind, entry.amount) == ("opening", amount)


def test_grid_of_corrections_books_what_is_filled_in(page, baarn, administrator):
    soest = make_municipality("Soest")

    enter(page, "corrections", {baarn: "-2", soest: ""}, {baarn: "nagekomen"}, **ABOUT["corrections"])
    confirm(page)

    delivery = only_delivery(administrator)
    assert (delivery.kind, delivery.form) == (DeliveryKind.CORRECTIONS, DeliveryForm.EVENTS)
    entry = delivery.correction_entries.get()
    assert (entry.municipality, entry.kind, entry.amount, entry.reason) == (
        baarn,
        "correction",
        -2,
        "nagekomen",
    )


def test_grid_of_the_same_correction_again_asks_why(page, baarn):
    for _ in range(2):
        shown = enter(page, "corrections", {baarn: "2"}, {baarn: "nagekomen"}, **ABOUT["corrections"])
        refused = confirm(page)
    taken = confirm(page, repeated="twee keer 2 personen")

    assert "Dezelfde correctie meer dan 1 keer" in text_of(shown)
    assert "Bevestig met een reden, of verbeter het bestand." in text_of(refused)
    assert "1 wijziging vastgelegd" in text_of(taken)
    assert Correction.objects.count() == 2


def test_grid_asks_a_reason_for_an_older_source(page, baarn):
    deliver_quotas(make_period(), {baarn: 12}, on="2023-05-10")

    enter(page, "quotas", {baarn: "13"}, **QUOTAS)
    refused, taken = text_of(confirm(page)), text_of(confirm(page, older="de oude brief was juist"))

    assert "Er is al een nieuwere aanlevering" in refused
    assert "1 wijziging vastgelegd" in taken
    delivery = Delivery.objects.get(number=2)
    assert delivery.reason == "de oude brief was juist"
    assert [(doubt["check"], doubt["reason"]) for doubt in delivery.file.confirmations] == [
        ("older", "de oude brief was juist")
    ]


# The grid: what it refuses -----------------------------------------------------------------------

NUMBERS = [
    ("-3", "-3 is negatief. Vul 0 of een hoger aantal in."),
    ("1_000", '"1_000" is geen heel aantal. Vul alleen cijfers in, bijvoorbeeld 1234 of 1.234.'),
    ("12,5", '"12,5" is geen heel aantal.'),
    ("1.000.001", "1.000.001 is te hoog. Vul hooguit 1.000.000 in."),
    ("", "Vul een aantal in; 0 als er niemand is."),
]


@pytest.mark.parametrize(("number", "sentence"), NUMBERS)
@pytest.mark.parametrize("kind", ["quotas", "housings", "couplings"])
def test_grid_refuses_a_number_and_keeps_what_was_typed(page, baarn, kind, number, sentence):
    soest = make_municipality("Soest")
    about = {"quotas": QUOTAS, "housings": {**DAY, "event_kind": "nidos"}}
    about["couplings"] = {**DAY, "event_kind": "withdrawn"}

    text = text_of(enter(page, kind, {baarn: number, soest: "1.007"}, **about[kind], source="Lijst 27"))

    assert sentence in text
    assert "Er is 1 fout. Er is niets opgeslagen." in text
    assert f'<a class="utrecht-link" href="#id_n_{baarn.cbs_code}">Baarn: ' in text
    assert 'value="1.007"' in text
    assert "Lijst 27" in text
    assert not number or f'value="{number}"' in text
    assert nothing_recorded()
    assert not DraftDelivery.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("kind", "about", "sentence"),
    [
        ("quotas", {"period": "2031-1"}, "Periode 2031-1 bestaat niet. Kies een van: 2023-2."),
        ("quotas", {"quota_kind": "opening"}, "Selecteer een geldige keuze."),
        ("quotas", {"quota_kind": ""}, "Dit veld is verplicht."),
        ("quotas", {"dated_on": "31-02-2023"}, '"31-02-2023" is geen datum.'),
        ("quotas", {"dated_on": "0001-01-01"}, "Kies een dag tussen 1900 en 2199."),
        ("quotas", {"municipality": "GM9999"}, '"GM9999" is niet herkend. Kies een gemeente uit de lijst.'),
        ("housings", {"event_kind": "stock"}, "Selecteer een geldige keuze."),
        ("housings", {"as_of": ""}, "Dit veld is verplicht."),
        ("housings-total", {"as_of": "2022-08-01"}, "Deze dag valt in geen enkele periode."),
    ],
)
def test_grid_is_not_shown_before_it_is_clear_what_about(page, baarn, kind, about, sentence):
    start = {**(QUOTAS if kind == "quotas" else DAY), "event_kind": "regular"}

    text = text_of(page.get(grid_url(kind, **{**start, **about})))

    assert sentence in text
    assert "Stap 1 van 4" in text
    assert "Stap 1 van 4" in text_of(page.post(grid_url(kind, **{**start, **about}), {"n_GM0001": "3"}))
    assert not DraftDelivery.objects.exists()


@pytest.mark.parametrize(
    ("kind", "about", "sentence"),
    [
        ("quotas", {"dated_on": "2131-01-01"}, "De datum van de bron, 1 januari 2131, ligt in de toekomst."),
        (
            "housings",
            {"as_of": "2131-01-01", "event_kind": "regular"},
            "Een huisvesting kan pas op of na die dag worden vastgelegd.",
        ),
        ("housings", {"as_of": "2022-08-01", "event_kind": "regular"}, "valt in geen enkele periode"),
    ],
)
def test_grid_refuses_what_the_ledger_has_against_it(page, baarn, kind, about, sentence):
    start = QUOTAS if kind == "quotas" else DAY

    text = text_of(enter(page, kind, {baarn: "3"}, **{**start, **about}))

    assert sentence in text
    assert "Er is niets vastgelegd." in text
    assert "Verbeter de invoer." in text
    assert nothing_recorded()
    assert not AuditEntry.objects.exclude(action="aanlevering klaargezet").exists()


@pytest.mark.parametrize(
    ("number", "reason", "sentence"),
    [("2", " ", "Vul een reden in voor de correctie."), ("0", "x", "Een correctie van 0 verandert niets.")],
)
def test_grid_of_corrections_refuses(page, baarn, number, reason, sentence):
    text = text_of(enter(page, "corrections", {baarn: number}, {baarn: reason}, **ABOUT["corrections"]))

    assert sentence in text
    assert nothing_recorded()


def test_grid_without_any_correction_says_so(page, baarn):
    text = text_of(enter(page, "corrections", {baarn: ""}, **ABOUT["corrections"]))

    assert "Er staat geen enkele correctie in." in text


@pytest.mark.parametrize("kind", ["quotas", "housings", "couplings"])
def test_grid_names_only_who_existed(page, kind):
    make_municipality("Baarn")
    later = make_municipality("Nieuwstad", valid_from=date(2024, 1, 1))
    about = {
        **(QUOTAS if kind == "quotas" else DAY),
        "event_kind": {"couplings": "coupled"}.get(kind, "regular"),
    }

    rows = page.get(grid_url(kind, **about)).context["grid"].municipalities
    alone = text_of(enter(page, kind, {later: "3"}, **about, municipality=later.cbs_code))

    assert [str(row) for row in rows] == ["Baarn"]
    assert "Nieuwstad bestond niet op" in alone
    assert nothing_recorded()


def test_grid_names_all_problems_at_once(page, baarn):
    soest = make_municipality("Soest")

    text = text_of(enter(page, "quotas", {baarn: "x", soest: ""}, **QUOTAS))

    assert "Er zijn 2 fouten. Er is niets opgeslagen." in text
    for municipality in (baarn, soest):
        assert f'id="id_n_{municipality.cbs_code}_error"' in text
        assert f'aria-describedby="id_n_{municipality.cbs_code}_error"' in text


def test_grid_knows_nobody_elsewhere(page, baarn):
    stranger = elsewhere()

    asked = text_of(page.get(grid_url("quotas", **QUOTAS, municipality=stranger.cbs_code)))
    shown = text_of(enter(page, "quotas", {baarn: "3", stranger: "4"}, **QUOTAS))
    confirm(page)

    assert f'"{stranger.cbs_code}" is niet herkend. Kies een gemeente uit de lijst.' in asked
    assert "Zwolle" not in asked + shown
    assert list(Quota.objects.values_list("municipality__name", "amount")) == [("Baarn", 3)]


def test_entry_is_improved_in_its_own_place(page, baarn):
    soest = make_municipality("Soest")
    enter(page, "openings", {baarn: "12", soest: "-4"}, **ABOUT["openings"])
    first = only_draft()

    back = page.get(page.get(draft_url()).context["page"].other_url)
    numbers = [number.value() for _, number, _ in back.context["grid"].rows()]
    page.post(back.request["PATH_INFO"] + "?" + back.request["QUERY_STRING"], {
        f"n_{baarn.cbs_code}": "13",
        f"n_{soest.cbs_code}": "-4",
    })  # fmt: skip

    assert numbers == ["12", "-4"]
    assert only_draft().number > first.number
    confirm(page)
    assert sorted(Correction.objects.values_list("amount", flat=True)) == [-4, 13]


# A file ------------------------------------------------------------------------------------------

LIST = "Gemeente;Taakstelling\nBaarn;12\nSoest;1.234\n"


@pytest.fixture
def soest(baarn: Municipality) -> Municipality:
    return make_municipality("Soest")


def test_file_goes_from_upload_by_preview_to_delivery(page, baarn, soest, administrator):
    shown = text_of(upload(page, "quotas", LIST, "Taakstellingen 2023-2.csv", source="Circulaire"))
    assert nothing_recorded()
    done = confirm(page)

    assert "Geen fouten in 2 regels" in shown
    assert "Bij 2 van de 2 gemeenten verandert het aantal." in shown
    assert "CSV, UTF-8, puntkomma's" in shown
    assert "A Gemeente, B Taakstelling" in shown
    assert "2 wijzigingen vastgelegd uit Taakstellingen 2023-2.csv." in text_of(done)
    delivery = only_delivery(administrator)
    assert done.redirect_chain[-1][0] == reverse("municipalities:delivery_detail", args=[delivery.number])
    assert sorted(Quota.objects.values_list("municipality__name", "amount")) == [
        ("Baarn", 12),
        ("Soest", 1234),
    ]
    assert (bytes(delivery.file.content), delivery.file.name) == (LIST.encode(), "Taakstellingen 2023-2.csv")
    assert list(AuditEntry.objects.order_by("pk").values_list("action", "actor")) == [
        ("aanlevering klaargezet", administrator.pk),
        ("aanlevering vastgelegd", administrator.pk),
    ]


def test_same_file_again_is_no_delivery(page, baarn, soest):
    upload(page, "quotas", LIST)
    confirm(page)
    shown = text_of(upload(page, "quotas", LIST))
    done = confirm(page)

    assert "Er valt niets vast te leggen." in shown
    assert "Leg 2 taakstellingen vast" not in shown
    assert "Niets gewijzigd: alle cijfers in bestand.csv waren al bekend." in text_of(done)
    assert (Delivery.objects.count(), Quota.objects.count(), DraftDelivery.objects.count()) == (1, 2, 0)


def test_file_in_which_nobody_is_named_covers_its_days(page, baarn, administrator):
    template = page.get(reverse("assessments:intake_template", args=["couplings", "csv"])).content
    about = {"first_day": "2023-08-01", "last_day": "2023-08-20", "dated_on": "2023-08-21"}

    shown = text_of(upload(page, "couplings", template, **about))
    done = text_of(confirm(page))

    delivery = only_delivery(administrator)
    assert "1 rij met alleen een gemeente overgeslagen: daar is niets ingevuld." in shown
    assert (delivery.first_day, delivery.last_day) == (date(2023, 8, 1), date(2023, 8, 20))
    assert not Coupling.objects.exists()
    assert "bestand.csv" in done


@pytest.mark.parametrize(
    ("kind", "about", "sentence"),
    [
        (
            "housings",
            {"first_day": "2023-08-02", "last_day": "2023-08-01"},
            "De laatste dag ligt voor de eerste dag.",
        ),
        ("quotas", {"control_total": "twaalf"}, '"twaalf" is geen heel aantal.'),
        ("quotas", {"period": ""}, "Dit veld is verplicht."),
        ("quotas", {"source": "x" * 201}, "Zorg dat deze waarde niet meer dan 200 tekens bevat"),
    ],
)
def test_upload_refuses_what_is_said_of_a_file_and_keeps_it(page, baarn, kind, about, sentence):
    text = text_of(upload(page, kind, LIST, **about))

    assert sentence in text
    assert "Er is 1 fout. Er is niets opgeslagen." in text
    for value in (ABOUT[kind] | about).values():
        assert not value or value in text
    assert not DraftDelivery.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Dit bestand is leeg. Kies een ander bestand."),
        (b"  \r\n ", "Dit bestand is leeg. Kies een ander bestand."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "het is geen Excel- of CSV-bestand"),
        (b"PK\x03\x04rest", "Dit bestand is beschadigd"),
    ],
)
def test_upload_refuses_a_file_that_cannot_be_read(page, content, sentence):
    text = text_of(upload(page, "quotas", content, "lijst.xlsx"))

    assert sentence in text
    assert 'href="#id_file"' in text
    assert not DraftDelivery.objects.exists()


def test_upload_without_a_file_asks_for_one(page):
    response = page.post(reverse("assessments:intake_upload", args=["quotas"]), QUOTAS)

    assert "Kies een bestand." in text_of(response)
    assert not DraftDelivery.objects.exists()


def test_upload_of_too_large_a_file_is_refused(page, monkeypatch):
    monkeypatch.setattr("assessments.intake.forms.MOST_BYTES", 10)

    assert "het is groter dan" in text_of(upload(page, "quotas", LIST))
    assert not DraftDelivery.objects.exists()


NAMES = [
    ("../../etc/passwd", "passwd"),
    ("C:\\lijsten\\mei.csv", "mei.csv"),
    ("regel\neinde\x7f\u202e.csv", "regeleinde.csv"),
    (f"{'lang' * 60}.csv", None),
    ("a;b='c.csv", "a;b='c.csv"),
    ("<script>alert(1)</script>.csv", "script>.csv"),
    ("taakstelling – é 漢字.csv", "taakstelling – é 漢字.csv"),
]


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_file_comes_back_to_the_byte_whatever_its_name(page, baarn, soest, name, kept):
    content = LIST.replace("\n", "\r\n").encode("utf-16")
    shown = upload(page, "quotas", content, name)
    confirm(page)

    back = page.get(reverse("municipalities:delivery_file", args=[1]))

    file = Delivery.objects.get().file
    assert file.name == kept or (kept is None and len(file.name) <= 200 and file.name.endswith(".csv"))
    assert back.content == content
    assert back["Content-Type"] == "application/octet-stream"
    assert back["Content-Disposition"].startswith("attachment; filename")
    assert "<script>" not in shown.content.decode()
    assert AuditEntry.objects.get(action="bestand gedownload").details["sha256"] == file.sha256


def test_row_of_another_province_is_counted_and_not_recorded(page, baarn):
    stranger = elsewhere()
    rows = f"CBS-code;Taakstelling\n{baarn.cbs_code};3\n{stranger.cbs_code};4\n"

    shown = text_of(upload(page, "quotas", rows))
    confirm(page)

    assert "1 rij van andere provincies geteld en niet vastgelegd: Overijssel 1." in shown
    assert list(Quota.objects.values_list("municipality", "amount")) == [(baarn.pk, 3)]


def test_findings_are_all_named_with_cell_and_remedy(page, baarn, soest):
    rows = "Gemeente;Taakstelling\nBaarn;12,5\nZoest;7\nSoest;=1+1\n"

    text = text_of(upload(page, "quotas", rows))
    errors = page.get(draft_url("errors"))

    assert "Er zijn 3 fouten. Er is niets vastgelegd." in text
    for row, about in ((2, "Baarn"), (4, "Soest")):
        assert f'Rij {row}, kolom B <span class="detail">{about}</span>' in text
    assert "Rij 3, kolom A</th>" in text
    assert f"Bedoelt u Soest ({soest.cbs_code})?" in text
    assert "wijs zelf aan wat er staat" in text
    assert 'id="vastleggen"' not in text
    listed = errors.content.decode("utf-8-sig").splitlines()
    assert listed[0] == "Rij;Kolom;Gemeente;Waarde;Wat er mis is;Wat u kunt doen"
    assert [line.split(";")[:4] for line in listed[1:]] == [
        ["2", "B", "Baarn", "12,5"],
        ["3", "A", "", "Zoest"],
        ["4", "B", "Soest", "'=1+1"],
    ]


def test_draft_with_findings_cannot_be_recorded(page, baarn):
    upload(page, "quotas", "Gemeente;Taakstelling\nBaarn;x\n")

    assert "Er is 1 fout. Er is niets vastgelegd." in text_of(confirm(page))
    assert nothing_recorded()


def test_control_total_must_match(page, baarn, soest):
    wrong = text_of(upload(page, "quotas", LIST, control_total="1.247"))
    right = text_of(upload(page, "quotas", LIST, control_total="1.246"))

    assert "Uw controletotaal is 1.247, het bestand telt op tot 1.246." in wrong
    assert "Geen fouten in 2 regels" in right


def test_other_file_is_asked_with_what_was_said_of_the_first(page, baarn, soest):
    upload(page, "quotas", LIST, source="Circulaire", control_total="1.246")

    again = text_of(page.get(page.get(draft_url()).context["page"].other_url))

    for value in ("2023-05-02", "Circulaire", "1246"):
        assert f'value="{value}"' in again
    assert '<option value="2023-2" selected>' in again
    assert '<option value="announced" selected>' in again


def test_other_file_takes_the_place_of_the_first(page, baarn, soest):
    upload(page, "quotas", "Gemeente;Taakstelling\nBaarn;x\nSoest;7\n", "fout.csv")
    again = page.get(draft_url()).context["page"].other_url

    offered = text_of(page.get(again))
    unreadable = upload(page, "quotas", b"", "leeg.csv", to=again)
    kept = only_draft()
    upload(page, "quotas", LIST, "goed.csv", to=again)

    assert "Dit bestand komt in de plaats van fout.csv, waarvan nog niets is vastgelegd." in offered
    assert "Dit bestand is leeg." in text_of(unreadable)
    assert kept.name == "fout.csv"
    assert only_draft().name == "goed.csv"


# Pointing out ------------------------------------------------------------------------------------


def layout_values(response: Any, **values: Any) -> dict[str, Any]:
    """Return what the form would send, changed where `values` says so."""
    form = response.context["form"]
    shown = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    return {**shown, **values}


def test_column_and_name_are_pointed_out_and_kept(page, baarn, soest):
    rows = [["Opgave Rijk"], ["Wie", "Hoeveel", "Vorig jaar"], ["Baarn", 12, 10], ["Soest-Zuid", 7, 9]]
    first = text_of(upload(page, "quotas", workbook(rows), "rijk.xlsx"))
    pointed = page.get(draft_url("layout"))
    columns = layout_values(pointed, header_row=2, column_name="", column_number="")
    found = page.post(draft_url("layout"), columns, follow=True)
    pointed = page.get(draft_url("layout"))
    named = page.post(
        draft_url("layout"), layout_values(pointed, header_row=2, column_name=0, column_number=1), follow=True
    )
    pointed = page.get(draft_url("layout"))
    assert "“Soest-Zuid” is" in text_of(pointed)
    shown = page.post(draft_url("layout"), layout_values(pointed, name_0=soest.cbs_code), follow=True)
    done = confirm(page)

    assert "wijs zelf aan wat er staat" in first
    assert "Er is niets vastgelegd." in text_of(found)
    assert '"Soest-Zuid" is niet herkend.' in text_of(named)
    assert "A Wie, B Hoeveel" in text_of(shown)
    assert "2 wijzigingen vastgelegd uit rijk.xlsx." in text_of(done)
    file = Delivery.objects.get().file
    assert (file.header_row, file.columns["number"]) == (2, ["B", "Hoeveel"])
    assert list(file.names.values()) == [soest.cbs_code]
    assert sorted(Quota.objects.values_list("municipality__name", "amount")) == [("Baarn", 12), ("Soest", 7)]


def test_choice_for_a_name_is_shown_and_can_be_changed(page, baarn, soest):
    zwolle = elsewhere()
    rows = "Gemeente;Taakstelling\nBaarn;12\nSoest-Zuid;7\nNergens;3\nZwolle;9\n"
    upload(page, "quotas", rows)

    def point_out(**values: str) -> str:
        asked = page.get(draft_url("layout"))
        return text_of(page.post(draft_url("layout"), layout_values(asked, **values), follow=True))

    first = point_out(name_0=zwolle.cbs_code, name_1=zwolle.province_id)
    offered = text_of(page.get(draft_url("layout")))
    second = point_out(name_0=soest.cbs_code)
    third = point_out(name_1="")

    assert f"Zelf aangewezen: “Soest-Zuid” is Zwolle ({zwolle.cbs_code})." in first
    assert "Deze gemeenten ontbreken: Soest." in first
    assert "een gemeente in Overijssel, telt hier niet mee" in offered
    assert (
        "Ligt zij in een andere provincie en staat zij er niet bij, kies dan onderaan die provincie."
        in offered
    )
    assert "een gemeente in Utrecht" not in offered
    assert f"Zelf aangewezen: “Soest-Zuid” is Soest ({soest.cbs_code})." in second
    assert "2 rijen van andere provincies geteld en niet vastgelegd: Overijssel 2." in second
    assert "Geen fouten in 2 regels" in second
    assert '"Nergens" is niet herkend.' in third


def test_sheet_is_pointed_out(page, baarn):
    lists = {
        "Oud": [["Gemeente", "Taakstelling"], ["Baarn", 5]],
        "Nieuw": [["Gemeente", "Taakstelling"], ["Baarn", 6]],
    }
    shown = text_of(upload(page, "quotas", workbook([["Leeswijzer"]], **lists), "bladen.xlsx"))
    pointed = page.get(draft_url("layout"))

    after = page.post(draft_url("layout"), layout_values(pointed, sheet="Nieuw"), follow=True)
    confirm(page)

    assert "Deze kolommen staan op de bladen “Oud” en “Nieuw”." in shown
    assert "Kies het blad zelf." in shown
    assert "Niet gelezen bladen: “Blad1”, “Oud”." in text_of(after)
    assert Quota.objects.get().amount == 6
    assert Delivery.objects.get().file.sheet == "Nieuw"


@pytest.mark.filterwarnings("ignore:Title is more than 31 characters")
def test_sheet_with_an_endless_name_is_recorded(page, baarn):
    rows = {"lang" * 40: [["Gemeente", "Taakstelling"], ["Baarn", 5]]}
    upload(page, "quotas", workbook([], **rows), "lang.xlsx")
    confirm(page)

    assert Delivery.objects.get().file.sheet == "lang" * 25


def test_one_column_cannot_be_two_things(page, baarn, soest):
    upload(page, "quotas", LIST)
    pointed = page.get(draft_url("layout"))

    text = text_of(page.post(draft_url("layout"), layout_values(pointed, column_number=0)))

    assert "Deze kolom is al gekozen voor Gemeente. Kies een andere." in text


def point_out(page: Client, *, then: dict[str, Any], **first: Any) -> str:
    """Point out a row, and on the page that follows the columns; return what the preview then says."""
    page.post(draft_url("layout"), layout_values(page.get(draft_url("layout")), **first))
    pointed = page.get(draft_url("layout"))
    return text_of(page.post(draft_url("layout"), layout_values(pointed, **then), follow=True))


def test_file_without_headings_is_pointed_out(page, baarn, soest):
    upload(page, "quotas", workbook([["Baarn", 12], ["Soest", 7]]), "kaal.xlsx")

    shown = point_out(page, header_row=0, then={"column_name": 0, "column_number": 1})
    done = text_of(confirm(page))

    assert "Geen fouten in 2 regels" in shown
    assert "2 wijzigingen vastgelegd uit kaal.xlsx." in done
    assert Delivery.objects.get().file.cells == [[1, 1], [2, 1]]
    assert "<dt>Rij met kolomkoppen</dt><dd>geen</dd>" in text_of(
        page.get(reverse("municipalities:delivery_detail", args=[1]))
    )


def test_column_without_a_heading_of_its_own_is_pointed_out(page, baarn, soest):
    rows = [[None, "Taakstelling", None], [None, "bruto", "netto"], ["Baarn", 20, 12], ["Soest", 9, 7]]
    upload(page, "quotas", workbook(rows), "twee rijen.xlsx")

    shown = point_out(page, header_row=2, then={"column_name": 0, "column_number": 2})

    assert "A: zonder kop (“Baarn”)" in text_of(page.get(draft_url("layout")))
    assert "Geen fouten in 2 regels" in shown
    assert [row["after"] for row in only_draft().preview["rows"]] == [12, 7]


def test_headings_far_down_are_pointed_out(page, baarn, soest):
    rows = [[f"Toelichting {row}"] for row in range(1, 60)]
    upload(page, "quotas", workbook([*rows, ["Wie", "Hoeveel"], ["Baarn", 12], ["Soest", 7]]), "lang.xlsx")

    shown = point_out(page, header_row=60, then={"column_name": 0, "column_number": 1})

    assert "Hoeveel" in text_of(page.get(draft_url("layout")))
    assert "Geen fouten in 2 regels" in shown


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"header_row": "-1"}, "Zorg ervoor dat deze waarde minstens 0 is"),
        ({"header_row": "1001"}, "Zorg ervoor dat deze waarde hoogstens 1000 is"),
        ({"header_row": "x"}, "Voer een geheel getal in"),
        ({"column_number": "99"}, "Selecteer een geldige keuze"),
        ({"column_number": "x"}, "Selecteer een geldige keuze"),
    ],
)
def test_what_is_pointed_out_must_be_there(page, baarn, soest, values, sentence):
    upload(page, "quotas", LIST)
    before = only_draft().particulars

    text = text_of(page.post(draft_url("layout"), layout_values(page.get(draft_url("layout")), **values)))

    assert sentence in text
    assert only_draft().particulars == before


def test_layout_page_of_an_empty_sheet_says_so(page):
    upload(page, "quotas", workbook([]), "leeg.xlsx")

    assert "Dit blad is leeg." in text_of(page.get(draft_url("layout")))


def test_many_unknown_names_do_not_make_an_endless_page(page, baarn):
    with patch("municipalities.intake.names.get_close_matches", wraps=get_close_matches) as looked:
        upload(page, "quotas", "Gemeente;Taakstelling\n" + "".join(f"Nergens {n};1\n" for n in range(500)))

    asked = [
        name for name in page.get(draft_url("layout")).context["form"].fields if name.startswith("name_")
    ]

    assert len(asked) == 50
    assert len(only_draft().preview["unknown"]) == 200
    assert looked.call_count == 200


# Drafts ------------------------------------------------------------------------------------------


def test_start_page_lists_kinds_and_drafts(page, baarn, soest, administrator):
    empty = text_of(page.get(reverse("assessments:intake_start")))
    upload(page, "quotas", LIST, "goed.csv")
    upload(page, "quotas", "Gemeente;Taakstelling\nBaarn;x\nSoest;7\n", "fout.csv")
    text = text_of(page.get(reverse("assessments:intake_start")))

    assert "In voorbereiding" not in empty
    for kind in KINDS:
        assert kind.label in text
    assert 'Taakstellingen: goed.csv</a> <span class="detail">klaargezet op' in text
    assert f"door {administrator}" in text
    assert "1 fout<" in text


def test_draft_of_another_province_is_not_there(page, baarn, soest):
    upload(page, "quotas", LIST)
    stranger = client_of(province=make_province("PV23", "Overijssel"))

    for name in ("draft", "layout", "check", "discard", "errors"):
        for method in (stranger.get, stranger.post):
            assert method(draft_url(name)).status_code in (404, 405)
    assert DraftDelivery.objects.count() == 1
    assert "goed.csv" not in text_of(stranger.get(reverse("assessments:intake_start")))


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMINISTRATOR])
def test_figures_are_not_taken_in_by_another_role(page, baarn, soest, role):
    upload(page, "quotas", LIST)
    other = client_of(role)

    answers = [
        other.post(draft_url(), {"mark": only_draft().preview["mark"]}),
        enter(other, "quotas", {baarn: "3"}, **QUOTAS),
        upload(other, "quotas", LIST),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert nothing_recorded()


def test_draft_is_thrown_away(page, baarn, soest):
    upload(page, "quotas", LIST)

    done = page.post(draft_url("discard"), follow=True)

    assert "bestand.csv is weggegooid; er is niets vastgelegd." in text_of(done)
    assert not DraftDelivery.objects.exists()
    assert nothing_recorded()


def test_draft_is_recorded_once_by_two_people(page, baarn, soest):
    upload(page, "quotas", LIST)
    seen = only_draft()
    confirm(client_of(), seen)

    late = page.post(draft_url(number=seen.number), {"mark": seen.preview["mark"]})

    assert late.status_code == 404
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("name", ["draft", "check", "discard", "layout"])
def test_draft_that_goes_while_it_is_being_sent_says_so(page, baarn, soest, name, monkeypatch):
    """The other one is faster, between looking the draft up and locking it."""
    upload(page, "quotas", LIST)
    draft, values = only_draft(), {"mark": only_draft().preview["mark"]}
    if name == "layout":
        values = layout_values(page.get(draft_url("layout")))
    found = DraftDelivery.objects.get()
    monkeypatch.setattr("assessments.intake.draft_views.draft_in", lambda *_: found)
    path = draft_url(name)
    discard_draft(draft, by=None, now=at("2023-05-03"))

    text = text_of(page.post(path, values, follow=True))

    assert "intussen door iemand anders vastgelegd of weggegooid" in text
    assert nothing_recorded()


def test_page_of_a_draft_that_is_gone_does_not_throw_away_the_next(page, baarn, soest):
    upload(page, "quotas", LIST)
    stale = draft_url("discard")
    page.post(stale)
    upload(client_of(), "quotas", LIST)

    assert page.post(stale).status_code == 404
    assert only_draft().number == 2


def test_draft_that_was_read_otherwise_meanwhile_is_not_recorded(page, baarn, soest):
    upload(page, "quotas", "Gemeente;Taakstelling;Nieuwe opgave\nBaarn;12;13\nSoest;5;6\n")
    page.post(draft_url("layout"), layout_values(page.get(draft_url("layout")), column_number=1), follow=True)
    seen = only_draft().preview["mark"]
    other = client_of()
    other.post(draft_url("layout"), layout_values(other.get(draft_url("layout")), column_number=2))

    text = text_of(page.post(draft_url(), {"mark": seen}))

    assert "Kies Controleer opnieuw en bekijk het nog eens." in text
    assert nothing_recorded()


def test_draft_whose_preview_no_longer_holds_is_not_recorded(page, baarn, soest):
    upload(page, "quotas", LIST)
    deliver_quotas(make_period(), {baarn: 9, soest: 9}, on="2023-05-01")

    refused = text_of(confirm(page))
    again = text_of(page.post(draft_url("check"), follow=True))
    confirm(page, share="klopt", outlier="klopt")

    assert "Sinds deze controle is er iets anders vastgelegd" in refused
    assert "Opnieuw gecontroleerd." in again
    assert [delivery.number for delivery in Delivery.objects.order_by("number")] == [1, 2]


def test_each_doubt_is_confirmed_by_its_own_reason(page, baarn, soest):
    deliver_quotas(make_period(), {baarn: 30, soest: 40}, on="2023-05-01")
    rows = "Gemeente;Taakstelling\nBaarn;12\nSoest;41\n"
    shown = text_of(upload(page, "quotas", rows, "taakstelling 2024-1.csv"))
    one = text_of(confirm(page, heading="de naam klopt niet"))
    both = confirm(page, heading="de naam klopt niet", fall="minder instroom")

    assert "Wel vragen 2 soorten waarschuwingen uw bevestiging" in shown
    assert "Baarn: 12 is lager dan de 30 die bekend was." in shown
    assert "Bevestig met een reden, of verbeter het bestand." in one
    assert "> de naam klopt niet</textarea>" in one
    detail = text_of(both)
    assert "Bevestigd bij het vastleggen (2)" in detail
    assert "Rij 2: Baarn: 12 is lager dan de 30 die bekend was. Reden: minder instroom" in detail
    file = Delivery.objects.get(number=2).file
    assert {(doubt["check"], doubt["reason"]) for doubt in file.confirmations} == {
        ("heading", "de naam klopt niet"),
        ("fall", "minder instroom"),
    }


# Templates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("kind", "deliver"),
    [
        ("quotas", lambda ms: deliver_quotas(make_period(), dict.fromkeys(ms, 12), on="2023-05-02")),
        ("openings", lambda ms: deliver_openings(make_period(), dict.fromkeys(ms, -3), on="2023-05-02")),
    ],
)
def test_template_filled_with_what_is_known_changes_nothing(page, baarn, soest, extension, kind, deliver):
    make_municipality("'s-Graveland")
    deliver(Municipality.objects.all())
    about = {**ABOUT[kind], "dated_on": "2023-05-02"}
    links = page.get(grid_url(kind, **about)).content.decode()
    path = reverse("assessments:intake_template", args=[kind, extension])
    assert f'href="{path}?' in links

    template = page.get(path, about)
    text = text_of(upload(page, kind, template.content, f"{kind}.{extension}"))

    assert template["Content-Disposition"] == f'attachment; filename="{kind}.{extension}"'
    assert "Niets gewijzigd" in text


@pytest.mark.parametrize("kind", [kind.key for kind in KINDS])
def test_template_has_our_headings_and_the_municipalities_of_the_province(page, baarn, kind):
    elsewhere()
    found = next(one for one in KINDS if one.key == kind)

    lines = page.get(reverse("assessments:intake_template", args=[kind, "csv"])).content.decode("utf-8-sig")

    first, *rest = lines.splitlines()
    assert first == ";".join(column.header for column in found.own_columns)
    assert [line.split(";")[:2] for line in rest] == [[baarn.cbs_code, "Baarn"]]


def test_template_that_does_not_exist_is_a_404(page):
    for path in ("quotas.exe", "niets.csv"):
        assert page.get(f"/aanlevering/sjabloon/{path}").status_code == 404


# Taking back -------------------------------------------------------------------------------------


def back_url(number: Any = 1) -> str:
    return f"/aanlevering/{number}/terugnemen/"


def take_back_as_shown(page: Client, reason: str = "vergissing") -> Any:
    """Send the reason, and then what the page shows of what that would change."""
    shown = page.post(back_url(), {"reason": reason})
    seen = shown.context["preview"]["mark"]
    return page.post(back_url(), {"reason": reason, "seen": seen}, follow=True)


def test_take_back_of_what_changed_since_it_was_shown_is_shown_anew(page, baarn):
    deliver_quotas(make_period(), {baarn: 12}, on="2023-05-02")
    seen = page.post(back_url(), {"reason": "vergissing"}).context["preview"]["mark"]
    deliver_quotas(make_period(), {baarn: 14}, on="2023-06-02", kind="revised")

    again = page.post(back_url(), {"reason": "vergissing", "seen": seen})

    assert "Intussen is er iets anders vastgelegd." in text_of(again)
    assert Delivery.objects.count() == 2


def test_take_back_is_previewed_and_then_done(page, administrator, baarn):
    deliver_quotas(make_period(), {baarn: 12}, on="2023-05-02")
    asked = text_of(page.get(back_url()))
    shown = text_of(page.post(back_url(), {"reason": "verkeerde gemeente"}))
    assert Delivery.objects.count() == 1
    done = text_of(take_back_as_shown(page, "verkeerde gemeente"))

    assert "Taakstellingen, 2023-2, hele provincie." in asked
    assert "Bij 1 van de 1 gemeenten verandert het aantal." in shown
    assert "> verkeerde gemeente</textarea>" in shown
    assert "Aanlevering terugnemen</button>" in shown
    counter = Delivery.objects.get(number=2)
    assert (counter.takes_back.number, counter.recorded_by) == (1, administrator)
    assert counter.reason == "verkeerde gemeente"
    assert "Aanlevering 1 teruggenomen met aanlevering 2." in done
    assert sum(Quota.objects.values_list("amount", flat=True)) == 0


def test_take_back_refuses_what_was_taken_back(page, baarn):
    deliver_quotas(make_period(), {baarn: 12}, on="2023-05-02")
    take_back_as_shown(page)

    for values in ({"reason": "nog eens"}, {"reason": "nog eens", "seen": "ja"}):
        assert "Aanlevering 1 is al teruggenomen op" in text_of(page.post(back_url(1), values))
        assert "Aanlevering 2 is een tegenboeking" in text_of(page.post(back_url(2), values))
    assert "Vul een reden in voor het terugnemen." in text_of(page.post(back_url(2), {"reason": "  "}))
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize("number", ["9", "x", "-1", "9" * 30, "²"])
def test_take_back_of_a_number_that_is_none_is_a_404(page, number):
    assert page.get(back_url(number)).status_code == 404
    assert page.post(back_url(number), {"reason": "vergissing", "seen": "ja"}).status_code == 404


def test_take_back_of_a_delivery_elsewhere_is_a_404(page):
    stranger = elsewhere()
    deliver_quotas(make_period(), {stranger: 3}, on="2023-05-02", province=stranger.province)

    assert page.post(back_url(), {"reason": "vergissing", "seen": "ja"}).status_code == 404
    assert Delivery.objects.count() == 1


def test_take_back_of_a_control_changes_no_number(page, baarn):
    deliver_housings(JULY, date(2023, 7, 31), [(baarn, JULY, 4)])
    enter(page, "housings-total", {baarn: "5"}, as_of="2023-07-31", dated_on="2023-08-02")
    confirm(page)

    assert "Geen enkel aantal verandert." in text_of(page.post(back_url(2), {"reason": "dubbel"}))


def test_what_is_recorded_again_after_taking_back_is_a_new_delivery(page, baarn, soest):
    upload(page, "quotas", LIST)
    confirm(page)
    take_back_as_shown(page)
    upload(page, "quotas", LIST)
    confirm(page)

    assert Delivery.objects.count() == 3
    assert sum(Quota.objects.values_list("amount", flat=True)) == 1246


# From a figure to its cell -----------------------------------------------------------------------


def test_cell_on_the_delivery_page_is_that_of_the_file(page, baarn, soest):
    rows = [
        ["Lijst"],
        ["Gemeente", "Code", "Taakstelling"],
        ["Soest", soest.cbs_code, 7],
        ["Baarn", baarn.cbs_code, 5],
    ]
    upload(page, "quotas", workbook(rows), "lijst.xlsx")
    detail = text_of(confirm(page))
    behind = text_of(page.get(f"/perioden/2023-2/gemeenten/{baarn.cbs_code}/herkomst/taakstelling/"))

    for table in detail.partition("Wat er is geboekt</h2>")[::2]:
        found = dict(re.findall(r"(Baarn|Soest)(?:</a>)?</th>.*?>([A-Z][0-9]+)</td>", table))
        assert found == {"Baarn": "C4", "Soest": "C3"}
    assert re.search(r'href="/aanlevering/1/">(<span[^>]*>aanlevering </span>)?1</a>, cel C4', behind)


def test_entry_that_came_without_a_file_has_no_cell(page, baarn):
    deliver_quotas(make_period(), {baarn: 12}, on="2023-05-02")

    assert ">Cel<" not in text_of(page.get("/aanlevering/1/"))


# Django's admin ----------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [*LEDGERS, Delivery])
def test_admin_has_no_form_to_add_or_take_back(page, model):
    assert admin.site._registry[model].add_form is None
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:municipalities_{model._meta.model_name}_add")


def test_recording_by_hand_in_the_code_needs_the_mark_of_the_preview(page, baarn, soest, administrator):
    upload(page, "quotas", LIST)
    recorded = record_draft(
        only_draft(), mark=only_draft().preview["mark"], confirmed={}, by=administrator, now=at("2023-05-03")
    )

    assert recorded.delivery.file.name == "bestand.csv"


def test_number_of_a_delivery_is_a_code(page, baarn, monkeypatch):
    monkeypatch.setattr("municipalities.ledger.record.next_number", lambda _: 1234)
    deliver_quotas(make_period(), {baarn: 5}, on="2023-05-02")

    shown = page.get(reverse("municipalities:delivery_detail", args=[1234]))
    back = page.get(reverse("assessments:delivery_take_back", args=[1234]))

    for response in (shown, back):
        assert "1234" in text_of(response)
        assert "1.234" not in text_of(response)


def test_what_is_entered_by_hand_has_no_cells_to_show(page, baarn):
    page.post(grid_url("quotas", **ABOUT["quotas"]), {f"n_{baarn.cbs_code}": "5"})

    text = text_of(page.get(draft_url()))

    assert "met de hand ingevoerd" in text
    assert "Cel" not in text
    assert "kolomkoppen" not in text


def test_doubt_about_what_is_entered_by_hand_names_no_row(page, baarn, soest):
    deliver_quotas(make_period(), {baarn: 30, soest: 40}, on="2023-05-01")
    values = {f"n_{baarn.cbs_code}": "12", f"n_{soest.cbs_code}": "40"}
    page.post(grid_url("quotas", **ABOUT["quotas"]), values)

    text = text_of(page.get(draft_url()))

    assert "<li>Baarn: 12 " in text
    assert "Rij " not in text


def test_button_counts_lines_where_a_line_is_of_more_people(page, baarn, soest):
    upload(page, "housings", "Gemeente;Datum;Aantal\nBaarn;05-08-2023;2\nSoest;06-08-2023;3\n")
    events = text_of(page.get(draft_url()))
    page.post(draft_url("discard"))
    upload(page, "quotas", LIST)

    assert "Leg 2 regels vast" in events
    assert "Leg 2 taakstellingen vast" in text_of(page.get(draft_url()))
