"""What a merged municipality left is not known of its heir: every screen, sum and file says so, and why."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Role
from assessments.models import AssessmentVersion
from assessments.verification import deviations
from municipalities.change_places import change_municipality
from municipalities.models import Municipality
from tests.assessments.decisions.deciding import adopt, assess, covered
from tests.assessments.intake.uploading import client_of, confirm, enter, text_of
from tests.assessments.judging.test_memory import take_over
from tests.factories import at, make_municipality, make_period

pytestmark = pytest.mark.django_db

HAPPENED = (
    "Renswoude is per 1 januari 2024 opgegaan in Veenendaal, en wat daar openstond is nog niet toegedeeld."
)
UNKNOWN = "De beginstand van Veenendaal over 2024-1 is daarom onbekend."
CODE = "GM0345"
PAGES = {
    "overview": ("period_overview", "2024-1"),
    "csv": ("period_download", "2024-1", "csv"),
    "assessment": ("assessment_detail", "2024-1", CODE),
    "provenance of the opening": ("provenance_detail", "2024-1", CODE, "beginstand"),
    "provenance of the total task": ("provenance_detail", "2024-1", CODE, "totaalopgave"),
    "dossier": ("municipality_detail", CODE),
    "forecast": ("period_forecast", "2024-1"),
    "what if": ("what_if", "2024-1", CODE),
    "report": ("report_detail", "2024-1"),
    "report of before": ("report_detail", "2023-2"),
    "reconciliation": ("reconciliation_detail", "2023-2"),
    "work list": ("work_list",),
}

SAYS_ONLY_WHY = ("csv", "work list", "report", "report of before")


def url_of(page: str) -> str:
    name, *arguments = PAGES[page]
    return reverse(f"assessments:{name}", args=arguments)


@pytest.fixture
def heir() -> Municipality:
    """Return a municipality with a backlog of 3 into which another with a backlog of 3 is to go."""
    heir, gone = make_municipality("Veenendaal", cbs_code=CODE), make_municipality("Renswoude")
    covered(heir, gone, housed=7)
    make_period("2024-1")
    return heir


def merge(on: str = "2024-01-10") -> None:
    gone = Municipality.objects.get(name="Renswoude")
    change_municipality(
        gone,
        postal_address="",
        valid_until=date(2023, 12, 31),
        successor=Municipality.objects.get(cbs_code=CODE),
        by=None,
        now=at(on),
    )


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_why_the_opening_is_unknown(heir, page):
    merge()
    covered(heir, code="2024-1")

    shown = text_of(client_of().get(url_of(page)))

    assert HAPPENED.rstrip(".") in shown
    assert UNKNOWN.rstrip(".") in shown


@pytest.mark.parametrize("page", [page for page in PAGES if page not in SAYS_ONLY_WHY])
def test_pages_say_what_to_do_by_role(heir, page):
    merge()

    for role, words in {Role.ADMINISTRATOR: "Voer beginstanden in", Role.READER: "kan de beheerder"}.items():
        assert words in " ".join(text_of(client_of(role).get(url_of(page))).split())


@pytest.mark.parametrize("page", PAGES)
def test_no_page_says_so_once_an_opening_is_stated(heir, page):
    merge()
    covered(heir, code="2024-1")
    client = client_of()
    about = {"period": "2024-1", "dated_on": "2024-07-02", "municipality": CODE}

    enter(client, "openings", {heir: "6"}, **about)
    assert "1 wijziging vastgelegd" in text_of(confirm(client, outlier="met Renswoude"))

    assert "toegedeeld" not in text_of(client.get(url_of(page)))


def test_sums_say_who_is_missing_instead_of_going_on_without(heir):
    merge()
    covered(heir, code="2024-1")
    page = text_of(client_of().get(url_of("overview")))

    assert "1 gemeente ontbreekt" in page
    reconciliation = text_of(client_of().get(url_of("reconciliation")))
    assert "Zonder 1 gemeente waarvan de beginstand onbekend is." in reconciliation
    assert "onverklaard" not in reconciliation
    assert "met Renswoude" in reconciliation


def test_reconciliation_adds_up_once_the_opening_is_stated(heir):
    merge()
    client = client_of()
    about = {"period": "2024-1", "dated_on": "2024-07-02", "municipality": CODE}
    enter(client, "openings", {heir: "6"}, **about)
    confirm(client, outlier="met Renswoude")

    page = " ".join(text_of(client.get(url_of("reconciliation"))).split())

    assert "<dt>Onverklaard</dt><dd>0</dd>" in page


def test_command_counts_the_municipality_as_without_an_outcome(heir):
    merge()
    covered(heir, code="2024-1")
    out = StringIO()

    call_command("assess", "2024-1", "--dry-run", "--province", "PV26", stdout=out)

    assert "Veenendaal                     cijfers ontbreken" in out.getvalue()
    assert "voor 1 ontbreken cijfers" in out.getvalue()


def test_what_was_adopted_before_keeps_its_figures(heir):
    Municipality.objects.filter(name="Renswoude").update(valid_until=date(2023, 12, 31))
    covered(heir, code="2024-1")
    take_over(heir, 1, adopted_on=date(2024, 1, 1), now=at("2024-07-02"))
    assess("2024-1", on="2024-07-03")
    adopt("2024-1", on="2024-07-04")
    version = AssessmentVersion.objects.get(municipality=heir)
    frozen = version.figures

    merge(on="2024-08-01")

    version.refresh_from_db()
    page = text_of(client_of().get(url_of("assessment")))
    assert version.figures == frozen
    assert frozen.opening_balance == 3
    assert "toegedeeld" not in page
    assert "data-now" in page
    assert list(deviations()) == []


@pytest.mark.parametrize(("last_day", "words"), [("2023-12-31", "(opgeheven)"), ("2099-12-31", "tot en met")])
def test_list_calls_a_municipality_gone_from_the_day_after_its_last(heir, last_day, words):
    Municipality.objects.filter(name="Renswoude").update(valid_until=last_day, successor=heir)

    page = " ".join(text_of(client_of().get(reverse("assessments:municipality_list"))).split())

    assert words in page
    assert ("(opgeheven)" in page) == (words == "(opgeheven)")


@pytest.mark.parametrize(
    ("last_day", "gone", "heirs"),
    [
        ("2023-12-31", "opgeheven na 31 december 2023, opgegaan in", "ging na 31 december 2023 op in deze"),
        (
            "2099-12-31",
            "bestaat tot en met 31 december 2099, gaat op in",
            "gaat na 31 december 2099 op in deze",
        ),
    ],
)
def test_dossiers_of_both_name_each_other(heir, last_day, gone, heirs):
    other = Municipality.objects.get(name="Renswoude")
    Municipality.objects.filter(pk=other.pk).update(valid_until=last_day, successor=heir)
    client = client_of()

    def words_of(code: str) -> str:
        return " ".join(text_of(client.get(reverse("assessments:municipality_detail", args=[code]))).split())

    assert gone in words_of(other.cbs_code)
    assert heirs in words_of(CODE)
