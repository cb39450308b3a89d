"""A page reads the clock once: what it says at the end is of the same moment as what it says at the start."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from assessments.judging.assess_period import assess_period
from tests.factories import (
    at,
    deliver_couplings,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    deliver_stock,
    make_municipality,
    make_period,
    make_province,
    make_user,
)

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
ROOMS = tuple(str(ROOT / name) for name in ("assessments", "municipalities"))
CODE = "GM0310"
PERIOD = "2023-2"
PAGES = {
    "work_list": [],
    "impact_list": [],
    "period_overview": [PERIOD],
    "period_assess": [PERIOD],
    "period_forecast": [PERIOD],
    "period_talks": [PERIOD],
    "report_detail": [PERIOD],
    "reconciliation_detail": [PERIOD],
    "step_propose": [PERIOD],
    "assessment_detail": [PERIOD, CODE],
    "what_if": [PERIOD, CODE],
    "municipality_detail": [CODE],
    "intake_start": [],
    "intake_enter": ["quotas"],
    "intake_template": ["quotas", "csv"],
}


def made() -> None:
    period, municipality = make_period("2023-2"), make_municipality("Baarn", cbs_code=CODE)
    deliver_openings(period, {municipality: 1}, on=period.start)
    deliver_quotas(period, {municipality: 5}, on=period.start)
    deliver_stock(period.start - timedelta(1), {municipality: 9}, on="2024-07-01")
    deliver_couplings(period.start, period.last_day, [], on="2024-07-01", province=make_province())
    deliver_housings(period.start, period.last_day, [(municipality, period.start, 3)], on="2024-07-01")
    assess_period(period=period, province=make_province(), by=None, now=at("2024-07-02"))


@pytest.mark.parametrize("page", PAGES)
def test_page_reads_the_clock_once(page, monkeypatch):
    made()
    client = Client()
    client.force_login(make_user(Role.ADMINISTRATOR if page.startswith("intake") else Role.SUPERVISOR))
    real, readings = timezone.now, []

    def clock():
        """Say a day later at each reading by us."""
        reader = sys._getframe(1).f_code
        if reader.co_filename.startswith(ROOMS):
            readings.append(f"{reader.co_filename}:{reader.co_name}")
        return real() + timedelta(len(readings))

    monkeypatch.setattr(timezone, "now", clock)
    response = client.get(reverse(f"assessments:{page}", args=PAGES[page]), {"period": PERIOD})

    assert response.status_code == 200
    assert len(readings) <= 1, readings
