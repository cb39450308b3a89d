"""The grid that an administrator fills in by hand: what it shows and what it records."""

from __future__ import annotations

from datetime import date

import pytest

from municipalities.models import (
    Correction,
    Delivery,
    DeliveryForm,
    DeliveryKind,
    DraftDelivery,
    Housing,
    Quota,
)
from tests.assessments.intake.uploading import (
    ABOUT,
    DAY,
    QUOTAS,
    confirm,
    draft_url,
    enter,
    grid_url,
    only_delivery,
    only_draft,
    text_of,
)
from tests.factories import (
    deliver_couplings,
    deliver_housings,
    deliver_quotas,
    make_municipality,
    make_period,
)

pytestmark = pytest.mark.django_db

JULY = date(2023, 7, 1)
WEEK = {
    "first_day": "2023-07-03",
    "last_day": "2023-07-09",
    "dated_on": "2023-07-10",
    "event_kind": "regular",
}


def values_of(row):
    return [number.value() for _, number in row.cells]


def week_of(municipality, *numbers):
    """Return what is sent for the days of WEEK."""
    return {f"n_{municipality.cbs_code}_2023070{3 + day}": number for day, number in enumerate(numbers)}


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

    assert [(str(row.municipality), values_of(row), row.reason) for row in grid.rows()] == [
        ("Baarn", [1234], None),
        ("Soest", [None], None),
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


def test_entry_is_improved_in_its_own_place(page, baarn):
    soest = make_municipality("Soest")
    enter(page, "openings", {baarn: "12", soest: "-4"}, **ABOUT["openings"])
    first = only_draft()

    back = page.get(page.get(draft_url()).context["page"].other_url)
    numbers = [number for row in back.context["grid"].rows() for number in values_of(row)]
    page.post(back.request["PATH_INFO"] + "?" + back.request["QUERY_STRING"], {
        f"n_{baarn.cbs_code}": "13",
        f"n_{soest.cbs_code}": "-4",
    })  # fmt: skip

    assert numbers == ["12", "-4"]
    assert only_draft().number > first.number
    confirm(page)
    assert sorted(Correction.objects.values_list("amount", flat=True)) == [-4, 13]


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


def test_week_of_a_province_is_one_grid(page, baarn, administrator):
    soest = make_municipality("Soest")
    deliver_housings(JULY, date(2023, 7, 4), [(baarn, date(2023, 7, 4), 2)])
    grid = page.get(grid_url("housings", **WEEK)).context["grid"]
    assert grid.headers == ["ma 3-7", "di 4-7", "wo 5-7", "do 6-7", "vr 7-7", "za 8-7", "zo 9-7"]
    assert [values_of(row) for row in grid.rows()] == [[0, 2, *5 * [None]], [0, 0, *5 * [None]]]

    sent = week_of(baarn, "0", "2", "1", "", "", "", "") | week_of(soest, "0", "0", "", "4") | {"rest": "on"}
    shown = page.post(grid_url("housings", **WEEK, control_total="7"), sent, follow=True)
    done = text_of(confirm(page))

    assert "Gehuisvest in 2023-2 tot nu toe: van 2 naar 7." in text_of(shown)
    assert "2 wijzigingen vastgelegd uit deze invoer." in done
    delivery = Delivery.objects.latest("number")
    assert (delivery.first_day, delivery.last_day) == (date(2023, 7, 3), date(2023, 7, 9))
    entries = delivery.housing_entries.values_list("municipality__name", "housed_on", "amount")
    assert sorted(entries) == [("Baarn", date(2023, 7, 5), 1), ("Soest", date(2023, 7, 6), 4)]


def test_empty_fields_are_nothing_before_one_says_so(page, baarn):
    shown = text_of(page.post(grid_url("housings", **WEEK), week_of(baarn, "1", "2"), follow=True))

    assert "5 velden zijn leeg. Vul 0 in als er niemand was, of kies dat lege velden 0 zijn." in shown
    assert not DraftDelivery.objects.exists()


def test_week_comes_back_as_it_was_entered(page, baarn):
    page.post(grid_url("housings", **WEEK), week_of(baarn, "1", "", "3") | {"rest": "on"}, follow=True)

    again = page.get(page.get(draft_url()).context["page"].other_url).context["grid"]

    assert values_of(again.rows()[0]) == ["1", "0", "3", "0", "0", "0", "0"]
    assert again.rest.value()


def test_withdrawn_couplings_stand_in_the_grid_as_they_are_typed(page, baarn):
    about = {**WEEK, "event_kind": "withdrawn"}
    days = date(2023, 7, 3), date(2023, 7, 9)
    deliver_couplings(*days, [(baarn, days[0], 5)], event_kind="coupled")
    page.post(grid_url("couplings", **about), week_of(baarn, "2") | {"rest": "on"}, follow=True)
    confirm(page)

    grid = page.get(grid_url("couplings", **about)).context["grid"]

    assert values_of(grid.rows()[0]) == [2, 0, 0, 0, 0, 0, 0]


def test_grid_is_of_two_weeks_at_most(page, baarn):
    text = text_of(page.get(grid_url("housings", **{**WEEK, "last_day": "2023-07-17"})))

    assert "Met de hand voert u hooguit 14 dagen tegelijk in." in text
    assert "Stap 1 van 4" in text


def test_days_on_either_side_of_a_half_year_stand_in_one_grid(page, baarn):
    make_period("2024-1")
    deliver_housings(date(2024, 1, 1), date(2024, 1, 2), [(baarn, date(2024, 1, 2), 3)])
    about = {**WEEK, "first_day": "2023-12-30", "last_day": "2024-01-02", "dated_on": "2024-01-03"}

    grid = page.get(grid_url("housings", **about)).context["grid"]

    assert values_of(grid.rows()[0]) == [None, None, 0, 3]
