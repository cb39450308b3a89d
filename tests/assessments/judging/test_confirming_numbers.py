"""A typed number that is no figure asks for a confirmation, wherever a person writes for a letter."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import Role
from assessments.judging.save_motivation import save_motivation
from assessments.models import Assessment, AssessmentVersion
from assessments.rules.deviation import Choice
from assessments.typed_numbers import UnknownNumbers
from assessments.workflow import GIVE_BACK, PROPOSE
from audit.models import AuditEntry
from tests.assessments.decisions.deciding import DAY, LETTER_DAYS, assess, covered, take
from tests.factories import at, make_municipality, make_user
from tests.reading import source_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db

NOT_KNOWN = "Het getal 66 staat niet in de cijfers van"


@made_once
def baarn() -> None:
    """A quota of 10, of whom 7 were housed: 3 fell short."""
    covered(make_municipality("Baarn", cbs_code="GM0308"), make_municipality("Zeist"), housed=7)
    assess()


def concept() -> Assessment:
    return Assessment.objects.get(municipality__cbs_code="GM0308")


def save(text: str = "", **given) -> Assessment:
    row = concept()
    return save_motivation(row, text=text, version=row.motivation_version, by=None, now=at(DAY), **given)


def test_figures_and_what_follows_from_them_are_just_saved(baarn):
    text = (
        "Van de 10 zijn er 7 gehuisvest (70%), dus 3 te weinig. Zie artikel 124 en de brief van 3 mei 2024."
    )

    assert save(text).confirmed_numbers == ""


@pytest.mark.parametrize("field", ["letter_paragraphs", "asks", "extra_requests"])
def test_every_text_that_comes_in_the_letter_is_read(baarn, field):
    letter = {**concept().letter_additions, field: "Zorg voor 66 plekken."}
    if field == "asks":
        letter["asks_due"] = at("2025-02-03")().date()

    with pytest.raises(UnknownNumbers, match=NOT_KNOWN) as refusal:
        save("Niets.", letter=letter)

    assert list(refusal.value.fields) == [field]
    assert concept().motivation == "", "nothing is half-written"


def test_reason_of_another_rung_is_read_too(baarn):
    with pytest.raises(UnknownNumbers) as refusal:
        save("Zie hieronder.", choice=Choice(rung=1, reason="Er komen 66 woningen."))

    assert list(refusal.value.fields) == ["deviation_reason"]


def test_confirmed_number_is_kept_with_the_words_logged_and_not_asked_again(baarn):
    text = "Er komen 66 woningen, schreef de gemeente op 3 mei 2024."
    save(text, confirmed=["66", "99"])
    row = save(f"{text} Dat is veel.")

    assert row.confirmed_numbers == "66"
    assert (
        AuditEntry.objects.filter(action="motivering opgeslagen").order_by("pk").last().details["numbers"]
        == "66"
    )
    take(PROPOSE)
    version = AssessmentVersion.objects.get(municipality__cbs_code="GM0308")
    assert version.confirmed_numbers == "66"
    take(GIVE_BACK)
    assess()
    assert save("Toch 66 woningen.").confirmed_numbers == "66"
    assert save("Geen getal.").confirmed_numbers == "", "what is gone is not confirmed any more"


def test_page_comes_back_with_the_number_named_and_a_box(baarn, client):
    client.force_login(make_user(Role.SUPERVISOR))
    url = reverse("assessments:motivation_save", args=["2023-2", "GM0308"])
    sent = {"motivation": "Er komen 66 woningen.", "version": "0", "concept": concept().pk}

    html = source_of(client.post(url, sent))

    assert f"{NOT_KNOWN} deze brief. Pas het aan, of noem de bron en bevestig het getal." in html
    assert "Het getal 66 klopt; de tekst noemt de bron" in html
    assert "Er komen 66 woningen." in html
    assert not concept().motivation
    assert client.post(url, {**sent, "confirmed_numbers": ["66"]}).status_code == 302
    assert (concept().motivation, concept().confirmed_numbers) == ("Er komen 66 woningen.", "66")


def test_shared_words_name_figures_of_everybody_or_are_confirmed(baarn, client):
    with pytest.raises(UnknownNumbers, match=f"{NOT_KNOWN} Baarn en Zeist"):
        take(PROPOSE, motivation="Het Rijk rekent op 66 plekken.")
    take(PROPOSE, motivation="Het Rijk rekent op 66 plekken.", confirmed_numbers=["66"])

    kept = AssessmentVersion.objects.values_list("confirmed_numbers", flat=True)
    assert list(kept) == ["66", "66"]


def test_page_of_the_step_offers_the_box_too(baarn, client):
    client.force_login(make_user(Role.SUPERVISOR))
    url = reverse("assessments:step_propose", args=["2023-2"])
    page = client.get(url)
    assert "confirmed_numbers" not in source_of(page)
    keys = page.context["page"].chosen_at_first
    sent = {"key": keys, "motivation": "Het Rijk rekent op 66 plekken.", **LETTER_DAYS}

    html = source_of(client.post(url, sent))

    assert "Het getal 66 klopt; de tekst noemt de bron" in html
    assert client.post(url, {**sent, "confirmed_numbers": ["66"]}).status_code == 302
