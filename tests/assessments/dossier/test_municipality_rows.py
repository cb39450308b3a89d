"""The list of municipalities: rung and balance of the last period that is over, and when was spoken."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from assessments.dossier.municipality_rows import last_period_over, municipality_rows
from assessments.judging.assessment_page import neighbours_of
from assessments.judging.periods import period_rows
from municipalities.moments import end_of_day
from tests.assessments.utrecht import AFTER, utrecht
from tests.factories import make_municipality, make_talk, make_user
from tests.reading import source_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example")]


def page_of(path: str) -> str:
    client = Client()
    client.force_login(make_user(province=utrecht()))
    return source_of(client.get(path))


def test_list_shows_what_the_overview_of_the_last_period_shows():
    period = last_period_over(AFTER)
    rows = {row.municipality.name: row for row in municipality_rows(utrecht(), period, now=AFTER)}

    assert period is not None
    assert period.code == "2024-1"
    assert len(rows) == 26
    assert all(row.shown is not None and row.shown.rung is not None for row in rows.values())
    page = page_of("/gemeenten/")
    assert "Eindstand" in page
    assert "nog niet gesproken" in page


def test_list_says_when_was_spoken_last_and_how_long_ago():
    make_talk(utrecht().municipalities.get(name="Zeist"), "2024-05-01")

    rows = municipality_rows(utrecht(), None, now=end_of_day(date(2024, 5, 31)))

    assert {row.municipality.name: row.last_talk for row in rows if row.last_talk} == {
        "Zeist": "1 mei 2024, 4 weken geleden"
    }


def test_municipality_that_is_new_has_nothing_over_an_earlier_period():
    make_municipality("Nieuwstad", province=utrecht(), valid_from=date(2025, 1, 1))
    rows = municipality_rows(utrecht(), last_period_over(AFTER), now=AFTER)

    assert [row.shown for row in rows if row.municipality.name == "Nieuwstad"] == [None]
    assert "Nieuwstad" in page_of("/gemeenten/")


def test_assessments_lead_to_the_one_before_and_after():
    first, second, *_, last = everybody = list(utrecht().municipalities.order_by("name"))

    assert neighbours_of(first, everybody).before is None
    assert (neighbours_of(second, everybody).before, neighbours_of(second, everybody).number) == (first, 2)
    assert neighbours_of(last, everybody).after is None
    page = page_of(f"/perioden/2024-1/gemeenten/{second.cbs_code}/")
    assert "2 van 26" in page


def test_periods_say_how_their_assessments_stand():
    assert {row.period.code: row.states for row in period_rows(make_user(province=utrecht()))} == {
        "2024-1": "26 concept",
        "2023-2": "26 concept",
    }
