"""What the administrator has to see to stands on the work list before others are held up by it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import Role
from assessments.models import LetterTerms
from assessments.work.work_list import work_for
from tests.assessments.decisions.deciding import assess, covered
from tests.factories import deliver_quotas, make_municipality, make_period, make_province, make_user
from tests.reading import source_of

pytestmark = pytest.mark.django_db

LAST_DAY = date(2023, 12, 31)


@pytest.fixture
def half_year():
    """One municipality with every figure over 2023-2."""
    covered(make_municipality())
    return make_period("2023-2")


def texts(today: date) -> list[str]:
    work = work_for(make_user(Role.ADMINISTRATOR, make_province()), today=today)
    return [item.text for item in work.mine]


@pytest.mark.parametrize(("days", "is_old"), [(7, False), (8, True)])
def test_days_older_than_a_week_are_asked_for(half_year, days, is_old):
    old = [text for text in texts(LAST_DAY + timedelta(days)) if "bekend tot en met 31 december 2023" in text]

    assert bool(old) is is_old


def test_quotas_of_the_half_year_that_comes_are_asked_for(half_year):
    assert not any("2024-1" in text for text in texts(date(2023, 11, 19)))
    assert "Periode 2024-1 is er nog niet: voeg haar toe" in texts(date(2023, 11, 20))

    period = make_period("2024-1")
    assert "Over 2024-1 is geen taakstelling bekend: lever aan" in texts(date(2023, 11, 20))

    deliver_quotas(period, dict.fromkeys(make_province().municipalities.all(), 5), on="2024-02-01")
    assert not any("2024-1" in text for text in texts(date(2023, 11, 20)))


def test_letters_of_what_is_judged_need_a_date(half_year):
    said = "Brieven over 2023-2 hebben nog geen datum en termijnen: vul ze in"
    LetterTerms.objects.all().delete()
    assert said not in texts(LAST_DAY)

    assess()
    LetterTerms.objects.all().delete()
    assert said in texts(LAST_DAY)

    LetterTerms.objects.create(province=make_province(), period=half_year, letter_date=date(2024, 1, 25))
    assert said not in texts(LAST_DAY)


def test_administrator_finds_it_as_own_work_and_others_see_whom_it_waits_for(half_year):
    administrator, adopter = (make_user(role, make_province()) for role in (Role.ADMINISTRATOR, Role.ADOPTER))
    today = date(2024, 2, 1)

    mine = work_for(administrator, today=today).mine
    others = work_for(adopter, today=today).others

    asked = {item.text for item in mine if item.who == "beheerder"}
    assert any("lever aan" in text for text in asked)
    assert asked == {item.text for item in others if item.who == "beheerder"}
    client = Client()
    client.force_login(administrator)
    assert "lever aan" in source_of(client.get("/"))
