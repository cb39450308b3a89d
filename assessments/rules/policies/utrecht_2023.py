"""Utrecht, the criteria used through 2023-2.

Their text was not found. The rule agrees with every placement in the progress report over
2023-2 (paragraphs 3.1.1 and 3.2).
"""

from __future__ import annotations

from types import MappingProxyType

from assessments.rules.ladder import EXECUTIVE_FROM
from assessments.rules.policy import (
    EXECUTIVE_DECIDES,
    LEFT_TO_EXECUTIVE,
    NO_HISTORY,
    SHARED_ASSUMPTIONS,
    SHARED_GROUNDS,
    Assumption,
    Known,
    Line,
    Policy,
    Ruling,
)

LOWEST_AFTER_A_MISS = 2


def _norm(known: Known) -> int:
    return min(known.total_task, known.available_on_reference_date)


def _nothing_to_house(known: Known) -> Ruling:
    # Without a quota it is not the lead that spared the municipality.
    because = "finding_nothing_to_house" if known.quota > 0 else "finding_nothing_to_house.no_quota"
    return Ruling(rung=1, norm_met=True, realised=(because,), step="step_to_1", uses_previous=False)


def _met(known: Known, _previous: int) -> Ruling:
    if known.total_task <= 0:
        return _nothing_to_house(known)
    return Ruling(
        rung=1,
        norm=_norm(known),
        norm_met=True,
        norm_text=_norm_text(known),
        realised=(_met_text(known),),
        counterfactual_in_letter=known.coupling_shortage > 0,
        debt_stays=known.closing_balance > 0,
        step="step_to_1",
        uses_previous=False,
    )


def _met_text(known: Known) -> str:
    if known.coupling_shortage == 0:
        return "finding_met"
    if known.realised >= known.total_task:
        return "finding_met_total"
    return "finding_met" if known.available_on_reference_date > 0 else "finding_nobody"


def _missed(known: Known, previous: int) -> Ruling:
    return Ruling(
        rung=max(LOWEST_AFTER_A_MISS, previous),
        norm=_norm(known),
        norm_met=False,
        norm_text=_norm_text(known),
        realised=("finding_missed",),
        counterfactual_in_letter=known.coupling_shortage > 0,
        step="step_to_2" if previous < LOWEST_AFTER_A_MISS else "step_stay_missed_2023",
    )


def _norm_text(known: Known) -> str:
    return "norm_available_2023" if known.coupling_shortage > 0 else "norm_total_task"


LINES = (
    LEFT_TO_EXECUTIVE,
    Line(
        # Without a total task the norm is 0 or lower, and so met.
        condition="de norm is gehaald of er geen totaalopgave overbleef",
        outcome="is de uitkomst trede 1",
        grounds=("3.1.1", "3.2"),
        holds=lambda known, _: known.realised >= _norm(known),
        ruling=_met,
    ),
    Line(
        condition="de norm niet is gehaald",
        outcome=f"is de uitkomst de vorige trede, maar ten minste trede {LOWEST_AFTER_A_MISS}",
        grounds=("3.2", "A7"),
        holds=lambda known, _: known.realised < _norm(known),
        ruling=_missed,
    ),
)

POLICY = Policy(
    version="utrecht-2023",
    title="Beoordelingscriteria tot en met 2023-2",
    title_in_sentence="de beoordelingscriteria tot en met 2023-2",
    province="PV26",
    first_period=None,
    last_period="2023-2",
    in_force_from=None,
    source="voortgangsrapportage 2023-2, paragrafen 3.1.1 en 3.2",
    assumptions=(
        NO_HISTORY,
        EXECUTIVE_DECIDES,
        Assumption(
            "A7",
            "een gemiste norm verlaagt de trede niet, en de stap van trede 2 naar trede 3 volgt niet vanzelf",
        ),
        Assumption(
            "A8",
            "de titel en de vindplaats van de beoordelingscriteria tot en met 2023-2 zijn niet bekend",
        ),
        *SHARED_ASSUMPTIONS,
    ),
    thresholds=MappingProxyType(
        {
            "Laagste trede na een gemiste norm": LOWEST_AFTER_A_MISS,
            "Gedeputeerde Staten beslissen vanaf trede": EXECUTIVE_FROM,
        }
    ),
    grounds=MappingProxyType(
        {
            **SHARED_GROUNDS,
            "norm_total_task": "3.2",
            "norm_available_2023": "3.1.1",
            "finding_met": "3.2",
            "finding_met_total": "3.2",
            "finding_missed": "3.2",
            "finding_nobody": "3.1.1",
            "finding_nothing_to_house": "3.2",
            "counterfactual_milder": "3.2",
            "counterfactual_same": "3.2",
            "step_to_1": "3.2",
            "step_to_2": "3.2",
            "step_stay_missed_2023": "A7",
        }
    ),
    steps_up_after_a_miss=False,
    lines=LINES,
    norm="de totaalopgave, of het aantal dat op tijd beschikbaar was als dat lager is",
    norm_ground="3.1.1",
    shortage=(
        "Een koppelingstekort is onder dit beleidskader een verschoonbare reden: een reden waar de gemeente "
        "geen invloed op had.",
        "De norm is dan niet de totaalopgave, maar het aantal dat op tijd beschikbaar was.",
        "De uitkomst is alleen lichter als de gemeente die lagere norm haalt en de totaalopgave niet.",
        "Wat van de totaalopgave overblijft, telt mee in de volgende totaalopgave.",
    ),
)
