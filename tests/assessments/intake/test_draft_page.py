"""What was prepared and waits: who sees it, confirms it, throws it away, and what happens meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from assessments.work.work_list import work_for
from audit.models import AuditEntry
from municipalities.intake.drafts import STALE_DRAFT, discard_draft, record_draft
from municipalities.intake.kinds import KINDS
from municipalities.models import Delivery, DraftDelivery
from municipalities.moments import local_day
from tests.assessments.intake.uploading import (
    LIST,
    QUOTAS,
    client_of,
    confirm,
    draft_url,
    enter,
    layout_values,
    nothing_recorded,
    only_draft,
    text_of,
    upload,
)
from tests.factories import at, deliver_quotas, make_period, make_province

pytestmark = pytest.mark.django_db


def test_start_page_lists_kinds_and_drafts(page, baarn, soest, administrator):
    empty = text_of(page.get(reverse("assessments:intake_start")))
    upload(page, "quotas", LIST, "goed.csv")
    upload(page, "quotas", "Gemeente;Taakstelling\nBaarn;x\nSoest;7\n", "fout.csv")
    text = text_of(page.get(reverse("assessments:intake_start")))

    assert "In voorbereiding" not in empty
    for kind in KINDS:
        assert kind.label in text
    assert 'Taakstellingen: goed.csv</a> <span class="detail">klaargezet op' in text
    assert f"door {administrator}" in text
    assert "1 fout<" in text


def test_draft_of_another_province_is_not_there(page, baarn, soest):
    upload(page, "quotas", LIST)
    stranger = client_of(province=make_province("PV23", "Overijssel"))

    for name in ("draft", "layout", "check", "discard", "errors"):
        for method in (stranger.get, stranger.post):
            assert method(draft_url(name)).status_code in (404, 405)
    assert DraftDelivery.objects.count() == 1
    assert "goed.csv" not in text_of(stranger.get(reverse("assessments:intake_start")))


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.ADMINISTRATOR])
def test_figures_are_not_taken_in_by_another_role(page, baarn, soest, role):
    upload(page, "quotas", LIST)
    other = client_of(role)

    answers = [
        other.post(draft_url(), {"mark": only_draft().preview["mark"]}),
        enter(other, "quotas", {baarn: "3"}, **QUOTAS),
        upload(other, "quotas", LIST),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert nothing_recorded()


def test_several_drafts_are_thrown_away_at_once(page, baarn, soest):
    for name in ("een.csv", "twee.csv", "drie.csv"):
        upload(page, "quotas", LIST, name)
    DraftDelivery.objects.filter(name="een.csv").update(made_at=timezone.now() - STALE_DRAFT)
    stale, _, kept = DraftDelivery.objects.order_by("pk")
    start = text_of(page.get(reverse("assessments:intake_start")))
    assert start.count("ligt langer dan twee weken") == start.count("checked>") == 1

    several = reverse("assessments:intake_discard_several")
    nothing = page.post(several, {"draft": ["x", "99"]}, follow=True)
    assert "Vink eerst aan wat u wilt weggooien." in text_of(nothing)
    done = page.post(several, {"draft": [stale.number, stale.number + 1]}, follow=True)

    assert "2 aanleveringen in voorbereiding zijn weggegooid; er is niets vastgelegd." in text_of(done)
    assert list(DraftDelivery.objects.all()) == [kept]
    assert AuditEntry.objects.filter(action="aanlevering weggegooid").count() == 2


def test_draft_of_another_province_is_not_thrown_away_with_others(page, baarn, soest):
    upload(page, "quotas", LIST)
    stranger = client_of(province=make_province("PV23", "Overijssel"))
    stranger.post(reverse("assessments:intake_discard_several"), {"draft": [only_draft().number]})

    assert DraftDelivery.objects.count() == 1


def test_draft_that_lies_too_long_is_no_work(page, baarn, soest, administrator):
    def waiting():
        work = work_for(administrator, today=local_day(timezone.now()))
        return [row.text for row in work.mine if "voorbereiding" in row.text]

    upload(page, "quotas", LIST)
    assert waiting() == ["1 aanlevering in voorbereiding: nog niet vastgelegd"]
    DraftDelivery.objects.update(made_at=timezone.now() - STALE_DRAFT - timedelta(days=1))
    assert waiting() == []


def test_draft_is_thrown_away(page, baarn, soest):
    upload(page, "quotas", LIST)

    done = page.post(draft_url("discard"), follow=True)

    assert "bestand.csv is weggegooid; er is niets vastgelegd." in text_of(done)
    assert not DraftDelivery.objects.exists()
    assert nothing_recorded()


def test_draft_is_recorded_once_by_two_people(page, baarn, soest):
    upload(page, "quotas", LIST)
    seen = only_draft()
    confirm(client_of(), seen)

    late = page.post(draft_url(number=seen.number), {"mark": seen.preview["mark"]})

    assert late.status_code == 404
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("name", ["draft", "check", "discard", "layout"])
def test_draft_that_goes_while_it_is_being_sent_says_so(page, baarn, soest, name, monkeypatch):
    """The other one is faster, between looking the draft up and locking it."""
    upload(page, "quotas", LIST)
    draft, values = only_draft(), {"mark": only_draft().preview["mark"]}
    if name == "layout":
        values = layout_values(page.get(draft_url("layout")))
    found = DraftDelivery.objects.get()
    monkeypatch.setattr("assessments.intake.draft_views.draft_in", lambda *_: found)
    path = draft_url(name)
    discard_draft(draft, by=None, now=at("2023-05-03"))

    text = text_of(page.post(path, values, follow=True))

    assert "intussen door iemand anders vastgelegd of weggegooid" in text
    assert nothing_recorded()


def test_page_of_a_draft_that_is_gone_does_not_throw_away_the_next(page, baarn, soest):
    upload(page, "quotas", LIST)
    stale = draft_url("discard")
    page.post(stale)
    upload(client_of(), "quotas", LIST)

    assert page.post(stale).status_code == 404
    assert only_draft().number == 2


def test_draft_that_was_read_otherwise_meanwhile_is_not_recorded(page, baarn, soest):
    upload(page, "quotas", "Gemeente;Taakstelling;Nieuwe opgave\nBaarn;12;13\nSoest;5;6\n")
    page.post(draft_url("layout"), layout_values(page.get(draft_url("layout")), column_number=1), follow=True)
    seen = only_draft().preview["mark"]
    other = client_of()
    other.post(draft_url("layout"), layout_values(other.get(draft_url("layout")), column_number=2))

    text = text_of(page.post(draft_url(), {"mark": seen}))

    assert "Kies Controleer opnieuw en bekijk het nog eens." in text
    assert nothing_recorded()


def test_draft_whose_preview_no_longer_holds_is_not_recorded(page, baarn, soest):
    upload(page, "quotas", LIST)
    deliver_quotas(make_period(), {baarn: 9, soest: 9}, on="2023-05-01")

    refused = text_of(confirm(page))
    again = text_of(page.post(draft_url("check"), follow=True))
    confirm(page, share="klopt", outlier="klopt")

    assert "Sinds deze controle is er iets anders vastgelegd" in refused
    assert "Opnieuw gecontroleerd." in again
    assert [delivery.number for delivery in Delivery.objects.order_by("number")] == [1, 2]


def test_each_doubt_is_confirmed_by_its_own_reason(page, baarn, soest):
    deliver_quotas(make_period(), {baarn: 30, soest: 40}, on="2023-05-01")
    rows = "Gemeente;Taakstelling\nBaarn;12\nSoest;41\n"
    shown = text_of(upload(page, "quotas", rows, "taakstelling 2024-1.csv"))
    one = text_of(confirm(page, heading="de naam klopt niet"))
    both = confirm(page, heading="de naam klopt niet", fall="minder instroom")

    assert "Wel vragen 2 soorten waarschuwingen uw bevestiging" in shown
    assert "Baarn: 12 is lager dan de 30 die bekend was." in shown
    assert "Bevestig met een reden, of verbeter het bestand." in one
    assert "> de naam klopt niet</textarea>" in one
    detail = text_of(both)
    assert "Bevestigd bij het vastleggen (2)" in detail
    assert "Rij 2: Baarn: 12 is lager dan de 30 die bekend was. Reden: minder instroom" in detail
    file = Delivery.objects.get(number=2).file
    assert {(doubt["check"], doubt["reason"]) for doubt in file.confirmations} == {
        ("heading", "de naam klopt niet"),
        ("fall", "minder instroom"),
    }


def test_recording_by_hand_in_the_code_needs_the_mark_of_the_preview(page, baarn, soest, administrator):
    upload(page, "quotas", LIST)
    recorded = record_draft(
        only_draft(), mark=only_draft().preview["mark"], confirmed={}, by=administrator, now=at("2023-05-03")
    )

    assert recorded.delivery.file.name == "bestand.csv"


def test_button_counts_lines_where_a_line_is_of_more_people(page, baarn, soest):
    upload(page, "housings", "Gemeente;Datum;Aantal\nBaarn;05-08-2023;2\nSoest;06-08-2023;3\n")
    events = text_of(page.get(draft_url()))
    page.post(draft_url("discard"))
    upload(page, "quotas", LIST)

    assert "Leg 2 regels vast" in events
    assert "Leg 2 taakstellingen vast" in text_of(page.get(draft_url()))
