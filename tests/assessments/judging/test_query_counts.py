"""The number of queries does not grow with municipalities, periods or days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from assessments.judging.assess_period import assess_period
from municipalities.ledger.queries import figures_for
from municipalities.moments import end_of_day
from tests.costs import reads_of
from tests.factories import (
    at,
    deliver_couplings,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    deliver_stock,
    make_agreement,
    make_municipality,
    make_period,
    make_plan,
    make_province,
    make_side_figure,
    make_talk,
    make_user,
)

pytestmark = pytest.mark.django_db

KNOWN = end_of_day(date(2025, 1, 1))


def province_of(size: int) -> None:
    """Make a province with a year of deliveries, assessed twice."""
    municipalities = [make_municipality() for _ in range(size)]
    first, second = make_period("2023-2"), make_period("2024-1")
    everyone = dict.fromkeys
    deliver_openings(first, everyone(municipalities, 1), on=first.start)
    deliver_quotas(first, everyone(municipalities, 5), on=first.start)
    deliver_quotas(second, everyone(municipalities, 5), on="2024-01-01")
    deliver_stock(first.start - timedelta(1), everyone(municipalities, 9), on="2024-07-01")
    deliver_couplings(first.start, second.last_day, [], on="2024-07-01", province=make_province())
    for municipality in municipalities:
        make_notes_of(municipality)
    for period in (first, second):
        houses = [(m, period.start + timedelta(index % 90), 3) for index, m in enumerate(municipalities)]
        deliver_housings(period.start, period.last_day, houses, on="2024-07-01")
        assess_period(period=period, province=make_province(), by=None, now=at("2024-07-02"))


def make_notes_of(municipality) -> None:
    make_talk(municipality, "2024-02-01")
    make_agreement(municipality, "2024-03-01", on="2024-02-01")
    make_plan(municipality, "2024-02-01", "2024-03-01")
    make_side_figure(municipality, 4, on="2024-02-01")


def pages() -> dict[str, int]:
    client = Client()
    client.force_login(make_user())
    code = make_province().municipalities.order_by("cbs_code").first().cbs_code
    paths = {
        "overview": "/perioden/2024-1/",
        "known on": "/perioden/2024-1/?known_on=2024-03-01",
        "detail": f"/perioden/2024-1/gemeenten/{code}/",
        "letter": f"/perioden/2024-1/gemeenten/{code}/brief/",
        "list": "/perioden/",
        "work": "/",
        "propose": "/perioden/2023-2/voorstellen/",
        "reassess": "/herbeoordeling/",
        "municipalities": "/gemeenten/",
        "dossier": f"/gemeenten/{code}/",
        "log": "/logboek/",
        "map": "/perioden/2024-1/?maat=gesprek&naast=2023-2",
        "forecast": "/perioden/2024-1/prognose/",
        "forecast then": "/perioden/2024-1/prognose/?known_on=2024-03-01",
        "talks": "/perioden/2024-1/gesprekken/",
        "dossier then": f"/gemeenten/{code}/?known_on=2024-03-01&periode=2024-1",
        "what if": f"/wat-als/2024-1/{code}/?gehuisvest=8",
    }
    return {name: reads_of(lambda path=path: client.get(path)) for name, path in paths.items()}


def counts():
    period = make_period("2024-1")
    again = {"period": period, "province": make_province(), "by": None, "now": at("2025-01-02")}
    return pages() | {
        "figures": reads_of(lambda: figures_for(period, known_at=KNOWN)),
        "assess": reads_of(lambda: assess_period(**again)),
    }


def test_number_of_queries_is_the_same_for_26_and_342_municipalities():
    province_of(25)
    # Where everybody is judged, the earlier period needs no sums over the ledger: one of either is not.
    make_notes_of(make_municipality())
    few = counts()
    for _ in range(342 - 26):
        make_notes_of(make_municipality())
    many = counts()

    assert many == few
    assert few["figures"] == 8
