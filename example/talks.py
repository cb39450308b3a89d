"""Fictitious talks, agreements, plans and numbers beside the judgement, for the later periods of the example."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from municipalities.figures import PeriodFacts
from municipalities.models import (
    ActionPlan,
    Agreement,
    Conversation,
    Level,
    Outcome,
    PlanVerdict,
    SideFigure,
    SideKind,
)
from municipalities.working_days import WorkingDays

WEEK = timedelta(weeks=1)
working = WorkingDays().from_day
SUBJECTS = (
    "Wie wacht op een woning per adres doorgenomen. De oplevering van een locatie schuift een maand op.",
    "Voortgang besproken. De gemeente zoekt tijdelijke woonruimte voor wie het langst wacht.",
    "Cijfers van COA en gemeente naast elkaar gelegd; zij komen overeen.",
    "Afspraken met de woningcorporaties besproken: elke maand een vast aantal woningen.",
)
AGENDA = "Te bespreken: de voortgang en wie wacht op een woning."
PROMISES = (
    "Overzicht van beschikbare locaties aanleveren",
    "Maandelijkse stand per gekoppeld huishouden toesturen",
    "Gesprek met de corporaties over het aandeel woningen",
)
OFFICIALS = "Beleidsadviseur wonen en toezichthouder"
POLITICIANS = "Wethouder wonen en gedeputeerde"


@dataclass(frozen=True)
class Told:
    """Something to record, and on which day."""

    on: date
    model: Any
    code: str
    values: dict[str, Any]
    goes_on: bool = False
    """Whether it takes the place of what was told before it, of the same kind and municipality."""


def told_in(facts: PeriodFacts, codes: Iterable[str]) -> Iterator[Told]:
    """Yield what was said in one period, in no particular order; the same every time."""
    for code in codes:
        random = Random(f"{code} {facts.code} gesprekken")
        yield from example_talks(facts, code, random)
        if random.random() < 0.35:
            yield from agreements(facts, code, random)
        if random.random() < 0.15:
            yield from plan(facts, code, random)
        yield from side_figures(facts, code, random)


def example_talks(facts: PeriodFacts, code: str, random: Random) -> Iterator[Told]:
    """Speak to most of them every two months, and to some not at all."""
    if random.random() < 0.12:
        return
    day = facts.start + timedelta(days=random.randrange(10, 60))
    while day < facts.end:
        political = random.random() < 0.25
        values = {
            "day": working(day),
            "level": Level.POLITICAL if political else Level.OFFICIAL,
            "participants": POLITICIANS if political else OFFICIALS,
            "summary": random.choice(SUBJECTS),
            "is_planned": False,
        }
        # Some are planned first.
        planning = Random(f"{code} {day} gepland")
        is_planned = planning.random() < 0.5
        if is_planned:
            ahead = planning.randrange(2, 5) * WEEK
            yield Told(
                working(day) - ahead, Conversation, code, values | {"is_planned": True, "summary": AGENDA}
            )
        yield Told(working(day), Conversation, code, values, goes_on=is_planned)
        day += timedelta(days=random.randrange(40, 100))


def agreements(facts: PeriodFacts, code: str, random: Random) -> Iterator[Told]:
    made = facts.start + timedelta(days=random.randrange(20, 120))
    due = working(made + random.randrange(3, 8) * WEEK)
    values = {"text": random.choice(PROMISES), "due_on": due, "outcome": "", "ended_on": None, "remark": ""}
    yield Told(made, Agreement, code, values)
    kept = random.random() < 0.7
    ended = due - timedelta(days=2) if kept else due + 5 * WEEK
    outcome = Outcome.KEPT if kept else Outcome.NOT_KEPT
    yield Told(ended, Agreement, code, values | {"outcome": outcome, "ended_on": ended}, goes_on=True)


def plan(facts: PeriodFacts, code: str, random: Random) -> Iterator[Told]:
    asked = facts.start + timedelta(days=random.randrange(25, 40))
    values = {
        "asked_on": asked,
        "due_on": working(asked + 6 * WEEK),
        "delivered_on": None,
        "judged_on": None,
        "verdict": "",
        "remark": "",
    }
    yield Told(asked, ActionPlan, code, values)
    delivered = asked + timedelta(days=random.randrange(30, 60))
    yield Told(delivered, ActionPlan, code, values | {"delivered_on": delivered}, goes_on=True)
    judged = delivered + (2 if random.random() < 0.7 else 10) * WEEK
    done = {"delivered_on": delivered, "judged_on": judged, "verdict": PlanVerdict.APPROVED}
    yield Told(judged, ActionPlan, code, values | done, goes_on=True)


def side_figures(facts: PeriodFacts, code: str, random: Random) -> Iterator[Told]:
    day = facts.start + 5 * WEEK
    for kind, chance, most in (
        (SideKind.NIDOS_REQUEST, 0.6, 6),
        (SideKind.NIDOS_PLACES, 0.4, 5),
        (SideKind.HOTEL_SCHEME, 0.15, 30),
    ):
        if random.random() < chance:
            number = random.randrange(1, most)
            values = {"kind": kind, "number": number, "day": day, "source": "Voorbeeld, verzonnen"}
            yield Told(day, SideFigure, code, values)
