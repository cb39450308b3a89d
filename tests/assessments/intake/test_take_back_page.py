"""Taking back a delivery: shown first, done with a reason, and refused where it cannot be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from municipalities.models import Delivery, Quota
from tests.assessments.intake.uploading import LEDGERS, LIST, confirm, elsewhere, enter, text_of, upload
from tests.factories import deliver_housings, deliver_quotas, make_period

pytestmark = pytest.mark.django_db

JULY = date(2023, 7, 1)


def back_url(number: Any = 1) -> str:
    return f"/aanlevering/{number}/terugnemen/"


def take_back_as_shown(page: Client, reason: str = "vergissing") -> Any:
    """Send the reason, and then what the page shows of what that would change."""
    shown = page.post(back_url(), {"reason": reason})
    seen = shown.context["preview"].mark
    return page.post(back_url(), {"reason": reason, "seen": seen}, follow=True)


def test_take_back_of_what_changed_since_it_was_shown_is_shown_anew(page, baarn):
    deliver_quotas(make_period(), {baarn: 12}, on="2023-05-02")
    seen = page.post(back_url(), {"reason": "vergissing"}).context["preview"].mark
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


@pytest.mark.parametrize("model", [*LEDGERS, Delivery])
def test_admin_has_no_form_to_add_or_take_back(page, model):
    assert admin.site._registry[model].add_form is None
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:municipalities_{model._meta.model_name}_add")


def test_number_of_a_delivery_is_a_code(page, baarn, monkeypatch):
    monkeypatch.setattr("municipalities.ledger.record.next_number", lambda _: 1234)
    deliver_quotas(make_period(), {baarn: 5}, on="2023-05-02")

    shown = page.get(reverse("municipalities:delivery_detail", args=[1234]))
    back = page.get(reverse("assessments:delivery_take_back", args=[1234]))

    for response in (shown, back):
        assert "1234" in text_of(response)
        assert "1.234" not in text_of(response)
