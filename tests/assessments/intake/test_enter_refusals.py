"""The grid that an administrator fills in by hand: what it refuses, with what was typed kept."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import AuditEntry
from municipalities.models import DraftDelivery, Quota
from tests.assessments.intake.uploading import (
    ABOUT,
    DAY,
    QUOTAS,
    confirm,
    elsewhere,
    enter,
    grid_url,
    nothing_recorded,
    text_of,
)
from tests.factories import make_municipality

pytestmark = pytest.mark.django_db


NUMBERS = [
    ("-3", "-3 is negatief. Vul 0 of een hoger aantal in."),
    ("1_000", '"1_000" is geen heel aantal. Vul alleen cijfers in, bijvoorbeeld 1234 of 1.234.'),
    ("12,5", '"12,5" is geen heel aantal.'),
    ("1.000.001", "1.000.001 is te hoog. Vul hooguit 1.000.000 in."),
]


EMPTY = [("quotas", "", "Vul een aantal in; 0 als er niemand is.")]


@pytest.mark.parametrize(
    ("kind", "number", "sentence"),
    [*((kind, *row) for kind in ("quotas", "housings", "couplings") for row in NUMBERS), *EMPTY],
)
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
        ("quotas", {"quota_kind": ""}, "Kies een soort."),
        ("quotas", {"dated_on": "31-02-2023"}, '"31-02-2023" is geen datum.'),
        ("quotas", {"dated_on": "0001-01-01"}, "Kies een dag tussen 1900 en 2199."),
        ("quotas", {"municipality": "GM9999"}, '"GM9999" is niet herkend. Kies een gemeente uit de lijst.'),
        ("housings", {"event_kind": "stock"}, "Selecteer een geldige keuze."),
        ("housings", {"last_day": ""}, "Vul de laatste dag in."),
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
            {"first_day": "2131-01-01", "last_day": "2131-01-01", "event_kind": "regular"},
            "Een huisvesting kan pas op of na die dag worden vastgelegd.",
        ),
        (
            "housings",
            {"first_day": "2022-08-01", "last_day": "2022-08-01", "event_kind": "regular"},
            "valt in geen enkele periode",
        ),
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
