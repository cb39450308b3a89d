"""Every figure of the worked example is the sum of the entries behind it."""

from __future__ import annotations

from datetime import date

import pytest

from municipalities.ledger.provenance import entries_behind
from municipalities.ledger.queries import figures_for
from municipalities.models import Municipality, Period, Province
from municipalities.moments import end_of_day
from tests.municipalities.ledger.test_provenance import FIGURES, Known, assert_adds_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example")]

KNOWN = end_of_day(date(2025, 1, 1))


def figures_known_at(moment) -> Known:
    province = Province.objects.get(pk="PV26")
    return {
        period: figures_for(period, known_at=moment, province=province) for period in Period.objects.all()
    }


@pytest.mark.parametrize("code", ["2023-2", "2024-1"])
def test_provenance_of_every_figure_of_the_example_adds_up(code):
    period, known = Period.objects.get(code=code), figures_known_at(KNOWN)

    assert len(known[period]) == 26
    for municipality in known[period]:
        for figure in FIGURES:
            found = entries_behind(figure, municipality, period, known_at=KNOWN)
            assert found.value is not None
            assert_adds_up(found, known)


@pytest.mark.parametrize("known_on", ["2023-11-01", "2024-01-01"])
@pytest.mark.parametrize("code", ["2023-2", "2024-1"])
def test_provenance_as_known_earlier_adds_up(code, known_on):
    period, moment = Period.objects.get(code=code), end_of_day(date.fromisoformat(known_on))
    known = figures_known_at(moment)

    for municipality in list(known[period])[:3]:
        for figure in FIGURES:
            assert_adds_up(entries_behind(figure, municipality, period, known_at=moment), known)


def test_provenance_of_an_opening_is_the_closing_balance_known_at_that_moment():
    periods = {period.code: period for period in Period.objects.all()}
    municipality = Municipality.objects.get(cbs_code="GM0355")
    found = entries_behind("opening_balance", municipality, periods["2024-1"], known_at=KNOWN)

    assert [(part.figure, part.period) for part in found.parts] == [("closing_balance", periods["2023-2"])]
