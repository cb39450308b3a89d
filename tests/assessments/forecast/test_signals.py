"""The reasons to call: each just there and just not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from assessments.forecast import call_list
from assessments.forecast.call_list import none_lighter_text, rhythms_text, signals_of
from assessments.forecast.forecast import forecast
from assessments.forecast.outlook import Outlook
from assessments.rules.ladder import TalkRhythm
from assessments.rules.policies import utrecht_2024
from assessments.rules.policies.six_rungs import SIX
from assessments.rules.situation import How
from municipalities.contacts.queries import Contacts
from municipalities.models import ActionPlan, Agreement, Conversation, Municipality, Period
from municipalities.pool import Pool, Waiting
from tests.rules.cases import PERIODS, before, figures

TODAY = date(2024, 5, 6)
YESTERDAY = TODAY - timedelta(1)
SPOKEN = Contacts(held=[Conversation(day=YESTERDAY)])
PERIOD = Period(code="2024-1", start=date(2024, 1, 1), end=date(2024, 7, 1), reference_date=date(2024, 4, 1))
ON_SCHEDULE = Pool(through=YESTERDAY, housed=20)


def outlook(
    pool: Pool | None = ON_SCHEDULE, rung: int = 1, quota: int = 20, available: int | None = 20
) -> Outlook:
    previous = before(rung=rung, met=True, how=How.ADOPTED)
    known = figures("2024-1", quota, 0, available, None)
    if pool is not None:
        known = replace(known, realised_so_far=pool.housed, covered_through=pool.through)
    expected = forecast(known, pool, previous, utrecht_2024.POLICY)
    return Outlook(Municipality(name="Baarn"), expected, pool, previous)


def names(row: Outlook, contacts: Contacts = SPOKEN, today: date = TODAY) -> list[str]:
    return [signal.name for signal in signals_of(row, contacts, utrecht_2024.POLICY, PERIOD, today)]


def sentence(row: Outlook, contacts: Contacts = SPOKEN) -> str:
    (signal,) = signals_of(row, contacts, utrecht_2024.POLICY, PERIOD, TODAY)
    return f"{signal.text} {signal.remedy}".strip()


def test_nothing_to_say_when_all_is_well():
    assert names(outlook()) == []


def test_higher_rung_comes_with_what_it_takes():
    behind = replace(ON_SCHEDULE, housed=12)

    assert sentence(outlook(behind)) == (
        "De verwachte trede is hoger: 2, nu 1. Huisvest de gemeente vóór 1 juli 2024 nog 8 vergunninghouders, "
        "dan blijft het trede 1."
    )


@pytest.mark.parametrize(
    ("rung", "before", "begins"),
    [
        (1, 3, "Ook zonder nieuwe huisvestingen is de uitkomst trede 1."),
        (2, 3, "Lichter dan trede 2 wordt de uitkomst met meer huisvestingen niet."),
        (4, 4, "Vanaf trede 4 geeft het beleidskader bij geen enkel aantal een lichtere trede"),
    ],
)
def test_nothing_lighter_says_why(rung, before, begins):
    assert none_lighter_text(rung, before, SIX).startswith(begins)


def test_overdue_from_a_third_of_those_who_wait():
    late, early = Waiting(date(2024, 1, 10), 1), Waiting(date(2024, 4, 20), 2)

    assert names(outlook(replace(ON_SCHEDULE, waiting=(late, early)))) == ["langer dan 12 weken"]
    more = Waiting(date(2024, 4, 20), 3)
    assert names(outlook(replace(ON_SCHEDULE, waiting=(late, more)))) == []


def test_shortage_is_a_signal_before_the_reference_date_only():
    early = Pool(
        through=date(2024, 3, 4), housed=5, housed_lately=40, waiting=(Waiting(date(2024, 3, 1), 5),)
    )

    assert "koppelingstekort verwacht" in names(outlook(early, available=None), today=date(2024, 3, 5))
    assert names(outlook(replace(ON_SCHEDULE, housed=30), available=5)) == []


def test_sentences_bend_with_their_numbers_and_end_once():
    alone = replace(ON_SCHEDULE, waiting=(Waiting(date(2024, 1, 10), 1),))
    assert sentence(outlook(), Contacts()) == "Nog nooit gesproken."
    agreed = replace(SPOKEN, agreements=[Agreement(text="Overzicht sturen.", due_on=YESTERDAY, outcome="")])

    assert sentence(outlook(alone)) == "Er wacht 1 vergunninghouder, van wie 1 langer dan 12 weken."
    assert sentence(outlook(), agreed) == "Afspraak verlopen op 5 mei 2024: Overzicht sturen."


def test_no_figures_is_a_reason_too():
    assert names(outlook(None)) == ["geen cijfers"]


@pytest.mark.parametrize(
    ("last", "rung", "expected"),
    [
        (None, 1, ["niet gesproken deze periode"]),
        (date(2023, 12, 31), 1, ["niet gesproken deze periode"]),
        (TODAY - timedelta(62), 1, ["twee maanden niet gesproken"]),
        (TODAY - timedelta(61), 1, []),
        (TODAY - timedelta(14), 3, []),
        (TODAY - timedelta(15), 3, ["twee weken niet gesproken"]),
        (TODAY - timedelta(15), 2, []),
        # Missed by two months is missed by two weeks too: one reason, not two.
        (TODAY - timedelta(62), 3, ["twee weken niet gesproken"]),
    ],
)
def test_talks_are_missed_after_their_term(last, rung, expected):
    contacts = Contacts(held=[Conversation(day=last)] if last else [])

    assert names(outlook(rung=rung), contacts) == expected


def test_rhythm_of_talks_is_that_of_the_ladder(monkeypatch):
    seldom = TalkRhythm(from_rung=1, days=28, term="vier weken", is_required=False)
    often = TalkRhythm(from_rung=2, days=7, term="zeven dagen", is_required=True)
    ladder = replace(SIX, talks=(seldom, often))
    monkeypatch.setattr(call_list, "ladder_for", lambda *_: ladder)
    a_month_ago = Contacts(held=[Conversation(day=TODAY - timedelta(29))])
    a_week_ago = Contacts(held=[Conversation(day=TODAY - timedelta(8))])

    assert names(outlook(), a_month_ago) == ["vier weken niet gesproken"]
    assert names(outlook(), a_week_ago) == []
    assert names(outlook(rung=2), a_week_ago) == ["zeven dagen niet gesproken"]
    assert sentence(outlook(rung=2), a_week_ago).startswith(
        "Op trede 2 is elke zeven dagen een gesprek nodig; "
    )
    assert rhythms_text(ladder) == "het liefst eens per vier weken; vanaf trede 2 elke zeven dagen"
    assert rhythms_text(SIX) == "het liefst eens per twee maanden; vanaf trede 3 elke twee weken"


def test_previous_rung_is_that_on_the_ladder_of_the_period(monkeypatch):
    ladder = replace(SIX, key="three", without_history=3, entry={"six": {1: 3}})
    monkeypatch.setattr("assessments.forecast.outlook.ladder_for", lambda *_: ladder)
    elsewhere = replace(outlook(), previous=replace(before(rung=1), ladder="six"))
    unknown = replace(outlook(), previous=before(rung=None))

    for row in (elsewhere, unknown):
        assert row.rung_before == 3
        assert sentence(row, replace(SPOKEN, held=[Conversation(day=TODAY - timedelta(15))])).startswith(
            "Op trede 3 is elke twee weken een gesprek nodig; "
        )


def test_planned_talk_that_passed_asks_to_be_recorded():
    passed, today = Conversation(day=YESTERDAY, is_planned=True), Conversation(day=TODAY, is_planned=True)

    assert names(outlook(), replace(SPOKEN, planned=[today, passed])) == ["gesprek niet vastgelegd"]


def test_agreement_and_plan_are_late_the_day_after():
    def plan(**fields: Any) -> Contacts:
        return replace(SPOKEN, plans=[ActionPlan(asked_on=date(2024, 2, 1), **fields)])

    def agreed(due_on: date, outcome: str = "") -> Contacts:
        return replace(SPOKEN, agreements=[Agreement(text="x", due_on=due_on, outcome=outcome)])

    assert names(outlook(), agreed(YESTERDAY)) == ["afspraak verlopen"]
    assert names(outlook(), agreed(TODAY)) == names(outlook(), agreed(YESTERDAY, "kept")) == []
    assert names(outlook(), plan(due_on=YESTERDAY)) == ["plan te laat"]
    assert names(outlook(), plan(due_on=TODAY)) == []
    assert names(outlook(), plan(due_on=YESTERDAY, delivered_on=YESTERDAY)) == ["plan te beoordelen"]
    assert names(outlook(), plan(due_on=YESTERDAY, delivered_on=YESTERDAY, verdict="approved")) == []


def test_facts_of_the_period_are_those_of_the_cases():
    assert PERIOD.facts == PERIODS["2024-1"]
