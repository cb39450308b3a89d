"""Utrecht, the criteria used through 2023-2.

Their text was not found. The rule agrees with every placement in the progress report over
2023-2 (paragraphs 3.1.1 and 3.2).
"""

from __future__ import annotations

from types import MappingProxyType

from assessments.rules.ladder import EXECUTIVE_FROM
from assessments.rules.policy import (
    EXECUTIVE_DECIDES,
    NO_HISTORY,
    SHARED_GROUNDS,
    Assumption,
    Known,
    Policy,
    Ruling,
)

LOWEST_AFTER_A_MISS = 2


def judge(known: Known, previous: int) -> Ruling:
    """Return the first line that holds: left to the executive, met, missed."""
    norm = min(known.total_task, known.available_on_reference_date)
    if previous >= EXECUTIVE_FROM:
        return Ruling(rung=previous, step="executive_needed")
    if known.realised >= norm:
        return _nothing_to_house(known) if known.total_task <= 0 else _met(known, norm)
    return _missed(known, norm, previous)


def _nothing_to_house(known: Known) -> Ruling:
    # Without a quota it is not the lead that spared the municipality.
    because = "finding_nothing_to_house" if known.quota > 0 else "finding_nothing_to_house.no_quota"
    return Ruling(rung=1, norm_met=True, realised=(because,), step="step_to_1", uses_previous=False)


def _met(known: Known, norm: int) -> Ruling:
    return Ruling(
        rung=1,
        norm=norm,
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


def _missed(known: Known, norm: int, previous: int) -> Ruling:
    return Ruling(
        rung=max(LOWEST_AFTER_A_MISS, previous),
        norm=norm,
        norm_met=False,
        norm_text=_norm_text(known),
        realised=("finding_missed",),
        counterfactual_in_letter=known.coupling_shortage > 0,
        step="step_to_2" if previous < LOWEST_AFTER_A_MISS else "step_stay_missed_2023",
    )


def _norm_text(known: Known) -> str:
    return "norm_available_2023" if known.coupling_shortage > 0 else "norm_total_task"


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
    judge=judge,
)
