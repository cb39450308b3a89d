"""What the ladder remembered on an earlier moment: nothing that was decided or recorded since."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.decisions.legal_acts import end_act, record_act
from assessments.decisions.opening_rungs import record_opening_rung, take_back_opening_rung
from assessments.forecast.outlook import outlook_of
from assessments.forecast.what_if import what_if_of
from assessments.judging.assess_period import judge_period
from assessments.judging.previous_rungs import memory_of
from assessments.workflow import PROPOSE, WITHDRAW
from audit.refused import Refused
from municipalities.models import Municipality
from tests.assessments.decisions.deciding import adopt, assess, covered, people, take
from tests.assessments.judging.test_memory import NOTICE
from tests.factories import at, make_municipality, make_period, make_province

pytestmark = pytest.mark.django_db


def remembered(municipality: Municipality, on: str, code: str = "2024-1") -> tuple[int | None, str | None]:
    found = memory_of(make_period(code), make_province(), known_at=at(on)())[municipality.pk]
    return found.rung, found.how


def test_rung_is_remembered_from_its_adoption_until_it_was_withdrawn():
    m = make_municipality()
    covered(m, housed=7)
    assess(on="2025-01-01")
    adopt(on="2025-01-03")
    take(WITHDRAW, on="2025-01-05")

    assert remembered(m, "2024-12-31") == (None, "")
    assert remembered(m, "2025-01-02") == (None, "provisional")
    assert remembered(m, "2025-01-04") == (2, "adopted")
    assert remembered(m, "2025-01-06")[1] == "provisional"


def test_rung_taken_over_is_remembered_until_it_was_taken_back():
    m = make_municipality()
    row = record_opening_rung(
        municipality=m,
        period=make_period("2023-2"),
        rung=3,
        adopted_on=date(2024, 2, 1),
        letter_reference="2024-12",
        by=people()[0],
        now=at("2025-01-02"),
    )
    take_back_opening_rung(row, reason="Tikfout.", by=people()[0], now=at("2025-01-04"))

    assert [remembered(m, f"2025-01-0{day}")[0] for day in (1, 3, 5)] == [None, 3, None]


def test_end_of_an_act_lowers_the_rung_from_when_it_was_recorded():
    m, (by, _) = make_municipality(), people()
    record_opening_rung(
        municipality=m,
        period=make_period("2023-2"),
        rung=4,
        adopted_on=date(2024, 2, 1),
        letter_reference="2024-12",
        by=by,
        now=at("2025-01-01"),
    )
    notice = record_act(municipality=m, by=by, now=at("2025-01-01"), **NOTICE)
    end_act(
        notice,
        ended_on=date(2024, 6, 1),
        outcome="lapsed",
        reason="Alle 12 zijn gehuisvest.",
        by=by,
        now=at("2025-01-03"),
    )

    assert remembered(m, "2025-01-02") == (4, "taken_over")
    assert remembered(m, "2025-01-04") == (3, "lapsed")


def test_forecast_of_an_earlier_day_starts_from_the_rung_of_then():
    m = make_municipality()
    covered(m, housed=7)
    covered(m, code="2024-1", housed=2)
    assess(on="2025-01-01")
    adopt(on="2025-01-03")

    def previous(on: str) -> int | None:
        (row,) = outlook_of(make_period("2024-1"), make_province(), known_at=at(on)()).rows
        return row.previous.rung

    assert (previous("2024-12-31"), previous("2025-01-04")) == (None, 2)
    then = what_if_of(make_period("2024-1"), m, {}, now=at("2024-12-31")())
    assert then.form.cleaned_data["vorige_trede"] is None


def test_assessing_as_known_then_starts_from_the_rung_of_then():
    m = make_municipality()
    covered(m, housed=7)
    covered(m, code="2024-1", housed=2)
    assess(on="2025-01-01")
    adopt(on="2025-01-03")
    then = {"period": make_period("2024-1"), "province": make_province(), "known_at": at("2025-01-02")()}

    (judged,) = judge_period(**then)
    (ahead,) = outlook_of(**then).rows
    (concept,) = assess("2024-1", on="2025-01-05", known_at=then["known_at"])
    (today,) = assess("2024-1", on="2025-01-06")

    assert judged.previous == ahead.previous == concept.previous
    assert (concept.previous.rung, concept.previous.how) == (None, "provisional")
    assert (today.previous.rung, today.previous.how) == (2, "adopted")


def test_rung_of_then_is_not_proposed_on_once_another_stands():
    m = make_municipality("Zeist")
    covered(m, housed=7)
    covered(m, code="2024-1", housed=2)
    assess(on="2025-01-01")
    adopt(on="2025-01-03")
    assess("2024-1", on="2025-01-05", known_at=at("2025-01-02")())

    with pytest.raises(Refused) as refused:
        take(PROPOSE, "2024-1", on="2025-01-06")

    assert str(refused.value) == (
        "De vorige trede van Zeist is na 2 januari 2025, 13.00 uur vastgesteld. "
        'Kies "Beoordeel opnieuw" met een latere dag; uw motivering blijft bewaard.'
    )
