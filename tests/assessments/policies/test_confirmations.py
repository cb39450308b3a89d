"""What a province confirms of a policy: where it stands, and what was assumed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments.judging.policy_in_force import confirmed_of, policy_in_force
from assessments.models import Assessment, AssessmentVersion, PolicyConfirmation
from assessments.models.policy_confirmations import SOURCE
from assessments.policies.confirm import Confirmation, confirm
from assessments.rules.registry import policy_by_version
from assessments.verification import deviations
from assessments.workflow import ADOPT, PROPOSE
from audit.refused import Refused
from tests.assessments.decisions.deciding import adopt, assess, covered, ready_to_write, take
from tests.factories import at, make_municipality, make_period, make_province, make_user
from tests.reading import text_of

pytestmark = pytest.mark.django_db

UNPUBLISHED = Confirmation(is_published=False, evidence="Nota van 3 maart 2024.")
PUBLISHED = Confirmation(
    is_published=True,
    document="Beleidskader huisvesting",
    article="artikel 7",
    place="CVDR700000",
    day=date(2019, 7, 1),
    evidence="Provinciaal blad 2019.",
)


def confirmed(
    stated: Confirmation, subject: str = SOURCE, version: str = "utrecht-2023", on: str = "2024-12-31"
):
    return confirm(
        province=make_province(),
        policy=policy_by_version(version),
        subject=subject,
        stated=stated,
        earlier=PolicyConfirmation.objects.filter(policy=version, subject=subject).count(),
        by=None,
        now=at(on),
    )


def refusals(stated: Confirmation, subject: str = SOURCE, version: str = "utrecht-2024") -> set[str]:
    with pytest.raises(Refused) as refused:
        confirmed(stated, subject, version)
    return set(refused.value.fields)


def test_no_letter_is_adopted_while_it_is_unknown_where_the_policy_stands(monkeypatch):
    monkeypatch.setattr("tests.assessments.decisions.deciding.confirm_sources", lambda _: None)
    covered(make_municipality("Baarn"), housed=7)
    assess()
    ready_to_write()
    take(PROPOSE)

    with pytest.raises(Refused, match="vindplaats van het beleidskader tot en met 2023-2 is niet bevestigd"):
        take(ADOPT)
    confirmed(PUBLISHED, on="2025-01-02")
    (version,) = take(ADOPT, on="2025-01-03")
    assert "artikel 7, CVDR700000, van kracht vanaf 1 juli 2019" in text_of(version.letter.html)


def test_letter_under_a_policy_that_was_never_published_says_so():
    covered(make_municipality("Baarn"), housed=7)
    confirmed(UNPUBLISHED)
    assess()
    (version,) = adopt()

    assert "Voor deze periode gold geen gepubliceerde beleidsregel." in text_of(version.letter.html)
    assert list(deviations()) == []


def test_newest_confirmation_holds_and_the_one_before_stays():
    make_province()
    confirmed(UNPUBLISHED)
    confirmed(PUBLISHED, on="2025-01-02")

    assert confirmed_of(make_province())["utrecht-2023"].published_in.startswith(
        "Beleidskader huisvesting, artikel 7"
    )
    assert PolicyConfirmation.objects.filter(policy="utrecht-2023").count() == 2


@pytest.mark.parametrize(
    ("stated", "fields"),
    [
        (Confirmation(evidence=" "), {"evidence", "is_published"}),
        (Confirmation(evidence="x", is_published=True), {"document", "article", "place", "day"}),
        (Confirmation(evidence="x", is_published=False, document="Kader"), {"is_published"}),
        (replace(PUBLISHED, day=date(2030, 1, 1)), {"day"}),
    ],
)
def test_source_that_is_not_whole_is_refused(stated, fields):
    assert refusals(stated) == fields


def test_choice_that_does_not_exist_or_has_no_period_is_refused():
    assert refusals(Confirmation(evidence="x", choice="anders"), "A6") == {"choice", "first_period"}
    period = make_period("2023-2")
    assert refusals(Confirmation(evidence="x", choice="cleared", first_period=period), "A6") == {
        "first_period"
    }


def test_choice_holds_from_its_period_on_and_makes_a_concept_out_of_date():
    m = make_municipality("Baarn")
    covered(m, housed=7)
    covered(m, code="2024-1", housed=2)
    assess()
    adopt()
    assess("2024-1", on="2025-01-02")
    ready_to_write("2024-1")
    choice = Confirmation(evidence="x", choice="cleared", first_period=make_period("2024-1"))
    confirmed(choice, "A6", "utrecht-2024", on="2025-01-03")

    policy = policy_in_force(make_province(), "2024-1")
    assert policy is not None
    assert policy.named == "utrecht-2024 A6=cleared"
    with pytest.raises(Refused, match="Het beleidskader van Baarn is na de beoordeling gewijzigd"):
        take(PROPOSE, "2024-1", on="2025-01-04")
    assess("2024-1", on="2025-01-05")
    assert Assessment.objects.get(period__code="2024-1").placement.choices == {"A6": "cleared"}


def test_choice_for_a_period_that_was_adopted_is_refused():
    m = make_municipality("Baarn")
    covered(m, housed=7)
    covered(m, code="2024-1", housed=2)
    assess()
    adopt()
    assess("2024-1", on="2025-01-02")
    ready_to_write("2024-1")
    adopt("2024-1", on="2025-01-03")

    with pytest.raises(Refused, match="Over 2024-1 is al vastgesteld"):
        confirmed(
            Confirmation(evidence="x", choice="cleared", first_period=make_period("2024-1")),
            "A6",
            "utrecht-2024",
            on="2025-01-04",
        )
    assert AssessmentVersion.objects.count() == 2


def test_confirmed_assumption_is_no_longer_marked_in_the_concept():
    make_municipality("Baarn")
    page = policy_page(Role.ADMINISTRATOR)
    assert page.count("Nog niet bevestigd: geldt voorlopig.") == 11
    confirmed(Confirmation(evidence="Besluit van 1 maart."), "A3", "utrecht-2024")

    page = policy_page(Role.ADMINISTRATOR)
    assert page.count("Nog niet bevestigd: geldt voorlopig.") == 10
    assert "Staat in: Besluit van 1 maart." in page


def client_of(role: Role) -> Client:
    client = Client()
    client.force_login(make_user(role, make_province()))
    return client


def policy_page(role: Role, version: str = "utrecht-2024") -> str:
    return text_of(client_of(role).get(f"/beleid/{version}/").content.decode())


def test_administrator_confirms_where_a_policy_stands():
    assert "Onbekend. Zolang de vindplaats niet is bevestigd" in policy_page(Role.READER)
    client = client_of(Role.ADMINISTRATOR)
    address = reverse("assessments:policy_confirm", args=["utrecht-2024", SOURCE])
    typed = {
        "is_published": "ja",
        "document": "Beleidskader",
        "article": "artikel 7",
        "place": "CVDR1",
        "day": "2024-01-16",
        "earlier": "0",
    }

    response = client.post(address, typed)
    assert "Vul in waar dit staat." in text_of(response.content.decode())
    response = client.post(address, {**typed, "evidence": "Provinciaal blad."}, follow=True)
    again = client.post(address, {**typed, "evidence": "Een ander stuk."})
    assert "Iemand anders heeft dit intussen bevestigd." in text_of(again.content.decode())
    page = text_of(response.content.decode())
    assert "De vindplaats van beleidskader utrecht-2024 is bevestigd." in page
    assert "2024: Beleidskader, artikel 7, CVDR1, van kracht vanaf 16 januari 2024." in page


def test_administrator_chooses_what_an_assumption_means():
    make_period("2024-1")
    address = reverse("assessments:policy_confirm", args=["utrecht-2024", "A6"])
    typed = {"choice": "cleared", "first_period": "2024-1", "evidence": "Besluit.", "earlier": "0"}
    response = client_of(Role.ADMINISTRATOR).post(address, typed, follow=True)

    assert (
        "Gekozen uitleg (vanaf 2024-1): de trede gaat alleen omlaag als de achterstand is ingelopen"
        in text_of(response.content.decode())
    )


@pytest.mark.parametrize("role", [Role.READER, Role.SUPERVISOR, Role.ADOPTER])
def test_only_an_administrator_confirms(role):
    make_province()
    client = client_of(role)
    address = reverse("assessments:policy_confirm", args=["utrecht-2024", SOURCE])

    assert client.get(address).status_code == client.post(address, {}).status_code == 403
    assert "Bevestigen" not in policy_page(role)


@pytest.mark.parametrize("path", ["utrecht-2022/bevestigen/source/", "utrecht-2024/bevestigen/A99/"])
def test_what_does_not_exist_cannot_be_confirmed(path):
    assert client_of(Role.ADMINISTRATOR).get(f"/beleid/{path}").status_code == 404


def test_administrator_confirms_that_a_policy_was_not_published():
    """What the form filled in itself goes along in the browser, and is not kept."""
    make_province()
    client = client_of(Role.ADMINISTRATOR)
    address = reverse("assessments:policy_confirm", args=["utrecht-2024", SOURCE])
    shown = client.get(address).context["form"].initial
    assert (shown["place"], shown["day"]) == ("CVDR713805", date(2024, 1, 16))
    sent = {**shown, "is_published": "nee", "evidence": "Nota van 3 maart."}
    page = text_of(client.post(address, sent, follow=True).content.decode())

    assert "Niet gepubliceerd. Elke brief zegt dat, met de hele redenering." in page
    assert PolicyConfirmation.objects.get().document == ""
