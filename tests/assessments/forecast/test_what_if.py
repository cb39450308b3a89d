"""What would follow from other numbers, over the worked example."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Role
from assessments.forecast.outlook import outlook_of
from assessments.forecast.what_if import what_if_of
from assessments.models import Assessment
from assessments.rules.assess import assess
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.policies.six_rungs import SIX
from assessments.rules.registry import policies_of
from assessments.rules.situation import Previous
from assessments.templatetags.dutch import needed_for
from tests.assessments.utrecht import AFTER, RUNNING, municipality, period, utrecht
from tests.factories import make_municipality, make_user
from tests.reading import source_of
from tests.rules.cases import figures

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("example")]


people = st.integers(0, 12) | st.integers(0, 900)
balances = st.integers(-12, 12) | st.integers(-900, 900)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user(Role.SUPERVISOR, utrecht()))
    return client


@pytest.mark.parametrize("code", ["2023-2", "2024-1"])
def test_what_if_with_the_known_numbers_is_the_assessment(code):
    for concept in Assessment.objects.filter(period__code=code).select_related("municipality__province"):
        page = what_if_of(concept.period, concept.municipality, {}, now=AFTER)

        # What changed since is a correction of the opening of 2024-1, known before both were assessed.
        assert not page.is_expected
        assert page.placement.rung == page.known.rung == concept.placement.rung
        assert page.placement.findings == concept.placement.findings


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    case=st.tuples(people, balances, people, people),
    p=st.none() | st.integers(1, 6),
    policy=st.sampled_from([utrecht_2023.POLICY, utrecht_2024.POLICY]),
)
def test_what_if_with_any_numbers_is_what_the_policy_makes_of_them(case, p, policy):
    quota, opening, available, realised = case
    asked = {
        "gehuisvest": str(realised),
        "taakstelling": str(quota),
        "beginstand": str(opening),
        "beschikbaar": str(available),
        "vorige_trede": str(p or ""),
        "beleid": policy.version,
    }
    page = what_if_of(period("2024-1"), municipality(), asked, now=AFTER)
    expected = assess(figures("2024-1", *case), Previous(period="2023-2", rung=p), policy)

    for name in (
        "policy",
        "rung",
        "measured_against",
        "bound",
        "verdict",
        "rung_on_total_task",
        "previous_rung",
    ):
        assert getattr(page.placement, name) == getattr(expected, name)


def test_what_if_counts_with_other_numbers_and_keeps_nothing(client):
    with CaptureQueriesContext(connection) as queries:
        page = source_of(client.get("/wat-als/2024-1/GM0312/?gehuisvest=24"))

    assert "Dit is een berekening, geen beoordeling." in page
    assert "Dan is de uitkomst trede 1" in page
    assert not [row["sql"] for row in queries if row["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_what_if_says_what_a_lighter_rung_takes():
    page = what_if_of(period("2024-1"), municipality(), {}, now=AFTER)

    assert page.placement.rung == 3
    assert [(step.rung, step.more) for step in page.break_even] == [(2, 10), (1, 17)]
    # The period is over: nobody can be housed in it any more.
    assert [needed_for(step, page) for step in page.break_even] == [
        "Met 10 huisvestingen meer is de uitkomst trede 2.",
        "Met 17 huisvestingen meer is de uitkomst trede 1.",
    ]


def test_what_if_address_holds_every_number():
    first = what_if_of(period("2024-1"), municipality(), {}, now=AFTER)
    asked = {
        "gehuisvest": "9",
        "taakstelling": "10",
        "beginstand": "-2",
        "beschikbaar": "8",
        "beleid": "utrecht-2023",
    }
    page = what_if_of(period("2024-1"), municipality(), asked, now=AFTER)

    assert page.policy.version == "utrecht-2023"
    assert (page.figures.realised, page.figures.quota, page.figures.opening_balance) == (9, 10, -2)
    assert page.figures.available_on_reference_date == 8
    assert page.placement.previous_rung == first.placement.previous_rung == 2


@pytest.mark.parametrize(
    ("asked", "can_be_shared"),
    [
        ("", False),
        ("gehuisvest=9", False),
        ("gehuisvest=9&taakstelling=17&beginstand=7&beschikbaar=&vorige_trede=2&beleid=utrecht-2024", False),
        ("gehuisvest=9&taakstelling=17&beginstand=7&beschikbaar=21&vorige_trede=&beleid=utrecht-2024", True),
    ],
)
def test_what_if_promises_the_same_numbers_only_where_the_address_holds_them(client, asked, can_be_shared):
    page = source_of(client.get(f"/wat-als/2024-1/GM0312/?{asked}"))

    assert ("Wie dit adres opent, ziet dezelfde getallen" in page) == can_be_shared
    assert ('kies "Reken uit" om de getallen in het adres te zetten' in page) != can_be_shared


@pytest.mark.parametrize("asked", ["gehuisvest=9", "gehuisvest=9&beginstand=", "iets=anders", ""])
def test_what_if_form_shows_the_numbers_that_count(client, asked):
    html = source_of(client.get(f"/wat-als/2024-1/GM0312/?{asked}"))
    filled = dict(re.findall(r'type="text" name="(\w+)" value="([^"]*)"', html))
    page = what_if_of(period("2024-1"), municipality(), dict(parse_qsl(asked)), now=AFTER)

    assert filled == {
        "gehuisvest": str(page.figures.realised),
        "taakstelling": str(page.figures.quota),
        "beginstand": str(page.figures.opening_balance),
        "beschikbaar": str(page.figures.available_on_reference_date),
    }
    assert re.findall(r'<option value="([^"]+)" selected>', html) == ["2", "utrecht-2024"]


def test_what_if_of_nothing_on_record_and_nothing_behind_counts_as_such(client):
    page = what_if_of(period("2024-1"), municipality(), {"vorige_trede": "", "beginstand": "0"}, now=AFTER)

    assert (page.placement.previous_known, page.placement.previous_rung) == (False, 1)
    assert page.figures.opening_balance == 0


def test_what_if_of_a_running_period_starts_from_the_forecast():
    page = what_if_of(period("2024-1"), municipality(), {}, now=RUNNING)
    expected = next(
        row
        for row in outlook_of(period("2024-1"), utrecht(), known_at=RUNNING).rows
        if row.municipality == page.municipality
    )

    assert page.is_expected
    # A forecast says no more than the rung.
    assert replace(page.placement, findings=()) == page.known == expected.forecast.expected
    assert all(step.more == step.realised - expected.pool.housed for step in page.break_even)
    assert all("vóór 1 juli 2024" in needed_for(step, page) for step in page.break_even)


def test_what_if_of_a_period_that_is_over_says_that_figures_are_missing(client):
    unheard_of = make_municipality("Nieuwstad", province=utrecht())
    page = source_of(client.get(f"/wat-als/2024-1/{unheard_of.cbs_code}/"))

    assert "Niet alle cijfers staan al vast" in page
    assert "loopt nog" not in page
    assert "Niet alle cijfers staan al vast" not in source_of(client.get("/wat-als/2024-1/GM0312/"))


@pytest.mark.parametrize("value", ["12,5", "-3", "veel", "9" * 30])
def test_what_if_refuses_what_is_no_number(client, value):
    page = source_of(client.get(f"/wat-als/2024-1/GM0312/?{urlencode({'gehuisvest': value})}"))

    assert "Er is 1 fout." in page
    assert "Dan is de uitkomst" not in page
    assert "Niet alle getallen konden worden gelezen." in page
    assert "geen beleidskader ingesteld" not in page


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("vorige_trede=9", "Er is 1 fout."),
        ("vorige_trede=-1&beleid=onzin", "Er zijn 2 fouten."),
        ("gehuisvest=%0a1x&beginstand=--3", "Er zijn 2 fouten."),
        ("gehuisvest=0&taakstelling=0&beginstand=0&beschikbaar=0", "Dan is de uitkomst trede 1"),
        ("gehuisvest=1.000.000&taakstelling=1.000.000&beginstand=-1.000.000", "Dan is de uitkomst trede 1"),
        ("gehuisvest=0&taakstelling=1000000&beginstand=1000000&beschikbaar=1000000", "Met 1.000.000 huis"),
        ("gehuisvest=3&gehuisvest=24", "Dan is de uitkomst trede 1"),
        ("gehuisvest=<script>", "&lt;script&gt;"),
    ],
)
def test_what_if_answers_whatever_is_in_the_address(client, asked, says):
    page = client.get(f"/wat-als/2024-1/GM0312/?{asked}")

    assert page.status_code == 200
    assert says in source_of(page)


def test_what_if_offers_and_names_the_rungs_of_the_policy_that_judges(monkeypatch):
    first, second = policies_of("PV26")
    three = tuple(replace(rung, label="Van vroeger") for rung in SIX.rungs[:3])
    old = replace(SIX, key="old", rungs=three, entry={SIX.key: {1: 1, 2: 2, 3: 3}})
    new = replace(SIX, entry={"old": {1: 1, 2: 2, 3: 3}})
    policies = (replace(first, ladder=old), replace(second, ladder=new))
    monkeypatch.setattr("assessments.rules.registry.POLICIES", policies)
    asked = {
        "gehuisvest": "9",
        "taakstelling": "10",
        "beginstand": "0",
        "beschikbaar": "50",
        "vorige_trede": "2",
    }

    now = what_if_of(period("2024-1"), municipality(), asked, now=AFTER)
    then = what_if_of(period("2024-1"), municipality(), {**asked, "beleid": first.version}, now=AFTER)

    assert [len(page.form.fields["vorige_trede"].choices) for page in (now, then)] == [7, 4]
    assert then.rung.label == "Van vroeger"
    assert now.rung.label != "Van vroeger"
    assert then.known_rung == now.known_rung
