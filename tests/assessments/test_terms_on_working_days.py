"""A term that ends on a closed day asks for another one; a person keeps it knowingly, but not in a letter."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments.admin import LetterTermsForm
from assessments.letters.matter import TERMS
from assessments.models import LegalAct, LetterTerms
from example.worked_example import terms_after
from municipalities.fields import LetterDayField
from municipalities.models import ActionPlan, Agreement, ClosedDay
from municipalities.working_days import WorkingDays
from tests.assessments.judging.test_memory import NOTICE
from tests.factories import make_agreement, make_municipality, make_period, make_user
from tests.reading import source_of

pytestmark = pytest.mark.django_db

SATURDAY = "27 maart 2027 is een zaterdag. Kies een werkdag, bijvoorbeeld 30 maart 2027."


@pytest.fixture
def baarn():
    return make_municipality("Baarn")


def client_of(role: Role, baarn) -> Client:
    client = Client()
    client.force_login(make_user(role, baarn.province))
    return client


FORMS = {
    "agreement": ({"text": "Locaties noemen", "due_on": "2027-03-27"}, "due_on", Agreement),
    "action_plan": ({"asked_on": "2026-01-05", "due_on": "2027-03-27"}, "due_on", ActionPlan),
    "legal_act": (
        {
            **{name: str(value) for name, value in NOTICE.items()},
            "view_due": "2024-04-02",
            "term_end": "2027-03-27",
        },
        "term_end",
        LegalAct,
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_closed_last_day_is_asked_for_again_and_can_be_kept(baarn, name):
    values, field, model = FORMS[name]
    client = client_of(Role.SUPERVISOR, baarn)
    address = reverse(f"assessments:{name}_add", args=[baarn.cbs_code])

    asked = source_of(client.post(address, values))
    assert SATURDAY in asked
    assert "Toch aanhouden" in asked
    assert not model.objects.exists()

    client.post(address, {**values, "kept_days": f"{field} 2027-03-27"})
    assert getattr(model.objects.get(), field) == date(2027, 3, 27)


def test_what_was_kept_is_that_day_only(baarn):
    client = client_of(Role.SUPERVISOR, baarn)
    address = reverse("assessments:agreement_add", args=[baarn.cbs_code])
    values = {"text": "Locaties noemen", "due_on": "2027-03-28", "kept_days": "due_on 2027-03-27"}

    asked = source_of(client.post(address, values))

    assert "28 maart 2027 is Eerste paasdag. Kies een werkdag, bijvoorbeeld 30 maart 2027." in asked
    assert not Agreement.objects.exists()


def test_a_day_that_was_there_already_is_not_asked_for_again(baarn):
    row = make_agreement(baarn, "2027-03-27", on="2026-02-01")
    values = {"text": row.text, "due_on": "2027-03-27", "outcome": "kept", "ended_on": "2026-03-02"}
    address = reverse("assessments:agreement_change", args=[baarn.cbs_code, row.pk])

    client_of(Role.SUPERVISOR, baarn).post(address, values)

    assert Agreement.objects.latest("pk").outcome == "kept"


def test_a_closed_day_of_the_own_province_counts(baarn):
    ClosedDay.objects.create(province=baarn.province, day=date(2027, 5, 7), reason="vrijdag na Hemelvaart")
    address = reverse("assessments:agreement_add", args=[baarn.cbs_code])

    asked = source_of(
        client_of(Role.SUPERVISOR, baarn).post(address, {"text": "Noemen", "due_on": "2027-05-07"})
    )

    assert "7 mei 2027 is een gesloten dag van de provincie (vrijdag na Hemelvaart)." in asked
    assert "bijvoorbeeld 10 mei 2027" in asked


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"letter_date": "2026-01-25"}, "25 januari 2026 is een zondag. Kies een werkdag, bijvoorbeeld 26"),
        (
            {"letter_date": "2026-01-26", "plan_review_due": "2026-04-06"},
            "6 april 2026 is Tweede paasdag. Kies een werkdag, bijvoorbeeld 7 april 2026.",
        ),
        (
            {"letter_date": "2026-01-26", "decision_due": "2026-04-05"},
            "5 april 2026 is Eerste paasdag. Kies een werkdag, bijvoorbeeld 7 april 2026.",
        ),
        (
            {"letter_date": "2026-01-26", "reaction_due": "2026-01-23"},
            "23 januari 2026 ligt vóór de datum van de brief (26 januari 2026). Kies een dag op of na 9 februari 2026.",
        ),
        (
            {"letter_date": "2026-01-26", "reaction_due": "2026-02-03"},
            "De termijn is 6 werkdagen. Kies er ten minste 10, of schrijf waarom het korter moet.",
        ),
    ],
)
def test_days_of_letters_are_working_days_with_time_to_answer(baarn, days, sentence):
    make_period("2023-2")
    client = client_of(Role.ADMINISTRATOR, baarn)

    page = source_of(client.post(reverse("admin:assessments_letterterms_add"), {"period": "2023-2", **days}))

    assert sentence in page
    assert "Toch aanhouden" not in page
    assert not LetterTerms.objects.exists()


def test_every_day_that_a_letter_names_is_chosen_as_a_day():
    asked = {
        name for name, field in LetterTermsForm.base_fields.items() if isinstance(field, forms.DateField)
    }

    assert asked == set(TERMS.values())
    assert {type(LetterTermsForm.base_fields[name]) for name in asked} == {LetterDayField}


def test_a_shorter_term_goes_with_a_reason(baarn):
    make_period("2023-2")
    days = {"letter_date": "2026-01-26", "reaction_due": "2026-02-03"}
    reason = "De gemeente vroeg om spoed."
    client = client_of(Role.ADMINISTRATOR, baarn)

    client.post(
        reverse("admin:assessments_letterterms_add"), {"period": "2023-2", **days, "short_reason": reason}
    )

    assert LetterTerms.objects.get().short_reason == reason


def test_the_example_names_working_days_only():
    for half_year in range(2024, 2030):
        for month in (1, 7):
            letter_date = WorkingDays().from_day(date(half_year, month, 25))
            terms = [day for day in terms_after(letter_date).values() if isinstance(day, date)]
            assert [WorkingDays().why_closed(day) for day in terms] == [""] * len(terms)
