"""What others did since the visit before this one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessments.work.news import AT_MOST, news_for
from assessments.workflow import PROPOSE
from audit.actions import record
from tests.assessments.decisions.deciding import assess, covered, people, ready_to_write, take
from tests.factories import at, make_municipality, make_province, make_talk
from tests.reading import source_of

pytestmark = pytest.mark.django_db

NOW = at("2025-01-10")()


def visited(user, *days):
    for day in days:
        record("ingelogd", by=user, at=at(day)(), about=user, province_code=user.province_id)


def lines(user):
    found = news_for(user, now=NOW)
    return None if found is None else found.lines


def test_news_is_what_others_did_since_the_visit_before_this_one():
    supervisor, adopter = people()
    baarn = make_municipality("Baarn")
    covered(baarn, make_municipality("Zeist"), housed=7)
    ready_to_write()
    assess()
    visited(adopter, "2025-01-02")
    assert lines(adopter) is None, "nothing is new on a first visit"

    make_talk(baarn, "2025-01-01")
    take(PROPOSE, on="2025-01-03")
    make_talk(baarn, "2025-01-03", on="2025-01-04")
    visited(adopter, "2025-01-09")

    assert lines(adopter) == ["2 beoordelingen voorgesteld", "Gesprek Baarn, 03-01-2025 vastgelegd"]
    assert news_for(adopter, now=NOW).since == at("2025-01-02")()
    visited(supervisor, "2025-01-02", "2025-01-09")
    assert lines(supervisor) == ["Gesprek Baarn, 03-01-2025 vastgelegd"], "what one did oneself is no news"
    visited(adopter, "2025-01-10")
    assert lines(adopter) is None


def test_news_goes_back_two_weeks_at_most():
    _, adopter = people()
    visited(adopter, "2024-06-01", "2025-01-10")
    baarn = make_municipality("Baarn")
    make_talk(baarn, "2024-12-01", on="2024-12-02")
    assert lines(adopter) is None

    make_talk(baarn, "2025-01-09")
    assert lines(adopter) == ["Gesprek Baarn, 09-01-2025 vastgelegd"]
    assert news_for(adopter, now=NOW).since == NOW - AT_MOST


def test_news_of_another_province_is_none():
    _, adopter = people()
    visited(adopter, "2025-01-02", "2025-01-09")
    make_talk(
        make_municipality("Almere", province=make_province("PV24", "Flevoland")),
        "2025-01-03",
        on="2025-01-04",
    )

    assert lines(adopter) is None


def test_work_list_tells_the_news_and_folds_what_waits_for_others(monkeypatch):
    supervisor, _ = people()
    client = Client()
    client.force_login(supervisor)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=1))
    assert "Nieuw sinds uw vorige bezoek" not in source_of(client.get("/"))

    visited(supervisor, "2025-01-08", "2025-01-10")
    make_talk(make_municipality("Baarn"), "2025-01-09")
    page = source_of(client.get("/"))

    assert "Wat anderen deden na 8 januari 2025" in page
    assert "<li>Gesprek Baarn, 09-01-2025 vastgelegd</li>" in page
    assert "<summary>Wacht op een ander <span" in page
