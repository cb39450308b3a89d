"""What other provinces in the same database recorded costs nobody anything."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from assessments.judging.assess_period import assess_period
from municipalities.intake.already_known import known_of
from municipalities.intake.doubts import Asked
from municipalities.intake.kinds import BY_KEY
from municipalities.intake.particulars import Particulars
from municipalities.intake.plausibility import expected_stocks
from municipalities.ledger.provenance import entries_behind
from municipalities.ledger.queries import figures_for, pools_for
from municipalities.ledger.record import scope_of
from municipalities.moments import end_of_day
from tests.costs import reads_of, rows_of
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

KNOWN = end_of_day(date(2025, 1, 1))
APRIL = date(2024, 4, 1)
OTHERS = [f"PV{number}" for number in range(50, 61)]


def fill(province, period):
    """Record a period of a province: what stood at its begin, and every month what happened."""
    municipalities = [make_municipality(province=province) for _ in range(3)]
    everyone = dict.fromkeys(municipalities, 9)
    own = {"province": province, "on": "2024-07-01"}
    deliver_openings(period, everyone, **own)
    deliver_quotas(period, everyone, **own)
    deliver_stock(period.start - timedelta(1), everyone, **own)
    for month in range(1, 7):
        first = date(2024, month, 1)
        last = date(2024, month + 1, 1) - timedelta(1)
        deliver_couplings(first, last, [(row, first, 2) for row in municipalities], **own)
        deliver_housings(first, last, [(row, last, 1) for row in municipalities], **own)


def pages(province):
    code = province.municipalities.order_by("cbs_code").first().cbs_code
    return {
        "start": "/",
        "overview": "/perioden/2024-1/",
        "detail": f"/perioden/2024-1/gemeenten/{code}/",
        "where it comes from": f"/perioden/2024-1/gemeenten/{code}/herkomst/beginstand/",
        "dossier": f"/gemeenten/{code}/",
        "forecast": "/perioden/2024-1/prognose/",
        "reassess": "/herbeoordeling/",
        "what if": f"/wat-als/2024-1/{code}/?gehuisvest=8",
        "deliveries": "/aanlevering/",
    }


def costs(client, province, period):
    """Return reads and rows of every answer."""
    stock = Particulars(
        kind=BY_KEY["couplings-open"],
        province=province,
        dated_on=KNOWN.date(),
        first_day=APRIL,
        last_day=APRIL,
    )
    delivery = stock.unsaved(recorded_at=KNOWN)
    scope = scope_of(delivery)
    first = scope[0]
    asked = Asked(stock, None, delivery, scope, {}, "")
    answers = {
        "figures": lambda: figures_for(period, known_at=KNOWN, province=province),
        "figures of one": lambda: figures_for(period, known_at=KNOWN, only=first),
        "pools": lambda: pools_for(period, known_at=KNOWN, province=province),
        "provenance": lambda: entries_behind("realised", first, period, known_at=KNOWN),
        "known already": lambda: known_of(delivery, scope),
        "expected stocks": lambda: expected_stocks(asked),
    }
    answers |= {name: lambda path=path: client.get(path) for name, path in pages(province).items()}
    return {name: (reads_of(ask), rows_of(ask)) for name, ask in answers.items()}


def test_answers_cost_as_much_with_twelve_provinces_as_with_one():
    period, utrecht = make_period("2024-1"), make_province()
    fill(utrecht, period)
    assess_period(period=period, province=utrecht, by=None, now=at("2024-07-02"))
    client = Client()
    client.force_login(make_user())
    paths = pages(utrecht).values()
    assert [client.get(path).status_code for path in paths] == [200] * len(paths)
    alone = costs(client, utrecht, period)
    for code in OTHERS:
        fill(make_province(code, f"Provincie {code}"), period)

    assert costs(client, utrecht, period) == alone
