"""The pages on policies: the rule as it is executed, for who reads it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.utils.text import capfirst

from accounts.models import Role
from assessments.models import RungLabel
from assessments.policies.lines import rule_tables
from assessments.rules.contract import Policy
from assessments.rules.definitions import MEASURED_AGAINST, definitions_of
from assessments.rules.policies.six_rungs import SIX
from assessments.rules.registry import POLICIES
from municipalities.models import Province
from tests.factories import make_period, make_province, make_user
from tests.reading import source_of

pytestmark = pytest.mark.django_db

each_policy = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)


def client_of(province: Province | None = None, role: Role = Role.READER) -> Client:
    client = Client()
    client.force_login(make_user(role, province))
    return client


def page_of(policy: Policy) -> str:
    """Return the page of a policy, as a reader of its own province opens it."""
    return page(path_of(policy), client_of(make_province(policy.province, f"Provincie {policy.province}")))


def page(path: str, client: Client | None = None) -> str:
    response = (client or client_of()).get(path)
    assert response.status_code == 200
    return unescape(source_of(response))


def path_of(policy: Policy) -> str:
    return f"/beleid/{policy.version}/"


def body_of_missing(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 404
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", source_of(response))


def test_policy_list_shows_the_policies_newest_first():
    text = page("/beleid/")

    assert text.index("/beleid/utrecht-2024/") < text.index("/beleid/utrecht-2023/")
    assert "vanaf de eerste helft van 2024 (2024-1)" in text
    assert "16 januari 2024" in text


def test_policy_list_of_a_province_without_policy_says_so():
    text = page("/beleid/", client_of(make_province("PV99", "Nergens")))

    assert "Voor de provincie Nergens is geen beleidskader ingesteld" in text
    assert "utrecht-20" not in text


@each_policy
def test_policy_detail_shows_every_line_in_order(policy):
    text = page_of(policy)

    shown = [
        f">Regel {line.number}</h4> "
        f'<p class="utrecht-paragraph">Als {line.condition},</p> '
        f'<p class="utrecht-paragraph"><b>dan {line.outcome}.</b></p>'
        for lines in rule_tables(policy).values()
        for line in lines
    ]
    places = [text.index(line) for line in shown]
    assert places == sorted(places)
    assert text.count(">Regel ") == len(shown)


@each_policy
def test_policy_detail_marks_every_assumption_and_links_to_it(policy):
    text = page_of(policy)

    for assumption in policy.assumptions:
        place = text.index(f'id="aanname-{assumption.code}"')
        row = text[place : text.index("</li>", place)]
        assert '<span class="status">aanname</span>' in row
        assert f"{capfirst(assumption.text)}." in row
    assert set(re.findall(r'href="#(aanname-\w+)"', text)) <= set(re.findall(r'id="(aanname-\w+)"', text))
    assert text.count('id="aanname-') == len(policy.assumptions)


@each_policy
def test_policy_detail_explains_words_basis_and_shortage(policy):
    text = page_of(policy)

    for definition in definitions_of(policy):
        assert f"{capfirst(definition.name)} ({definition.letter})" in text
        assert f"{capfirst(definition.meaning)}." in text
    for sentence in (*MEASURED_AGAINST, *policy.shortage):
        assert sentence in text
    for name, value in policy.thresholds.items():
        assert f"<dt>{name}</dt><dd>{value}</dd>" in text


def test_policy_detail_says_source_start_and_periods():
    for code in ("2023-1", "2023-2", "2024-1"):
        make_period(code)
    text = page("/beleid/utrecht-2024/")

    assert "CVDR713805, van kracht vanaf 16 januari 2024</dd>" in text
    assert "<dd>16 januari 2024</dd>" in text
    assert "/perioden/2024-1/" in text
    assert "/perioden/2023-2/" not in text


def test_policy_detail_without_a_known_start_says_so():
    assert "<dt>Van kracht vanaf</dt> <dd>onbekend</dd>" in page("/beleid/utrecht-2023/")


def test_policy_detail_says_what_the_rule_does_not_do():
    text = page("/beleid/utrecht-2024/")

    assert "Wat de regels niet doen" in text
    assert "Zij plaatsen geen gemeente op een trede. Dat doet een persoon" in text


def test_policy_detail_shows_the_ladder():
    text = page("/beleid/utrecht-2024/")

    for rung in SIX.rungs:
        for shown in (rung.label, rung.action, rung.meaning, rung.decided_by):
            assert shown in text


def test_policy_detail_shows_the_ladder_of_the_province():
    RungLabel.objects.create(province=make_province(), rung=2, name="Bevragen", colour="blauw")
    text = page("/beleid/utrecht-2024/")

    assert 'colour-blauw">2</span><span>Bevragen</span>' in text
    assert "Informatie opvragen en valideren" not in text


def test_policy_detail_of_another_province_is_like_one_that_does_not_exist():
    client = client_of(make_province("PV99", "Nergens"))

    assert body_of_missing(client, "/beleid/utrecht-2024/") == body_of_missing(client, "/beleid/flevoland-1/")


@pytest.mark.parametrize("role", Role)
def test_policy_pages_are_for_every_role(role):
    client = client_of(role=role)

    assert client.get("/beleid/").status_code == client.get("/beleid/utrecht-2023/").status_code == 200


@pytest.mark.parametrize("path", ["/beleid/", "/beleid/utrecht-2024/"])
def test_policy_pages_are_read_only_and_behind_login(path):
    assert Client().get(path).status_code == 302
    assert client_of().post(path).status_code == 405


def test_menu_marks_the_policies():
    current = 'aria-current="page">Beleid'
    below = 'aria-current="true">Beleid'

    assert current in page("/beleid/")
    text = page("/beleid/utrecht-2024/")
    assert below in text
    assert 'aria-current="true">Perioden' not in text
    assert 'aria-current="page">Perioden' in page("/perioden/")


@pytest.mark.usefixtures("example")
def test_overview_and_assessment_link_to_the_policy():
    link = 'href="/beleid/utrecht-2024/"'

    assert link in page("/perioden/2024-1/")
    text = page("/perioden/2024-1/gemeenten/GM0312/")
    assert link in text
    assert 'href="/beleid/utrecht-2024/#aanname-A2"' in text
