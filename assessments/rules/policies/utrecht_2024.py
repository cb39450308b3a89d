"""Utrecht, Aanvullend beleidskader IBT huisvesting vergunninghouders 2024 (CVDR713805), from 2024-1.

Published is one rule: a municipality goes a rung up when the quota is not met (progress
report over 2023-2, paragraph 2.2). Everything else is an assumption, and named as such.
"""

from __future__ import annotations

from datetime import date
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

HIGHEST_WHEN_MET = 2


def judge(known: Known, previous: int) -> Ruling:
    """Return the first line that holds."""
    norm = min(known.quota, known.available_on_reference_date)
    if previous >= EXECUTIVE_FROM:
        return Ruling(rung=previous, step="executive_needed")
    if known.closing_balance <= 0:
        return _no_backlog(known)
    if known.realised < norm:
        return _missed(known, norm, previous)
    if known.quota == 0:
        return Ruling(rung=previous, realised=("finding_no_quota",), step="step_stay")
    if known.realised < known.quota:
        return _excused(known, norm, previous)
    return _met(known, previous)


def _no_backlog(known: Known) -> Ruling:
    lead_used = known.realised < known.quota
    return Ruling(
        rung=1,
        # A lead that was eaten is neither a norm met nor a miss; without a quota there was no norm.
        norm_met=None if lead_used or known.quota == 0 else True,
        realised=("finding_no_backlog", "finding_lead_used") if lead_used else ("finding_no_backlog",),
        step="step_to_1",
        uses_previous=False,
    )


def _missed(known: Known, norm: int, previous: int) -> Ruling:
    capped = known.available_on_reference_date < known.quota
    short = known.coupling_shortage > 0
    return Ruling(
        rung=previous + 1,
        norm=norm,
        norm_met=False,
        norm_text="norm_available_2024" if capped else "norm_quota",
        realised=("finding_missed", *_lead_short(known, norm)),
        shortage_no_excuse=short and not capped,
        counterfactual_in_letter=short and capped,
        step="step_up",
    )


def _lead_short(known: Known, norm: int) -> tuple[str, ...]:
    if known.opening_balance >= 0:
        return ()
    # Beside a norm capped by what was available, the lead may cover that gap and not the quota's.
    short_of_norm = norm - known.realised
    covers_norm = -known.opening_balance >= short_of_norm
    return ("finding_lead_short.quota",) if covers_norm else ("finding_lead_short",)


def _excused(known: Known, norm: int, previous: int) -> Ruling:
    somebody = known.available_on_reference_date > 0
    return Ruling(
        rung=previous,
        norm=norm,
        norm_met=True,
        norm_text="norm_available_2024",
        realised=("finding_excused",) if somebody else ("finding_excused.nobody",),
        counterfactual_in_letter=True,
        debt_stays=True,
        step="step_stay_excused",
    )


def _met(known: Known, previous: int) -> Ruling:
    return Ruling(
        rung=min(previous, HIGHEST_WHEN_MET),
        norm=known.quota,
        norm_met=True,
        norm_text="norm_quota",
        realised=("finding_met",),
        step="step_stay_backlog" if previous <= HIGHEST_WHEN_MET else "step_3_to_2",
    )


POLICY = Policy(
    version="utrecht-2024",
    title="Aanvullend beleidskader IBT huisvesting vergunninghouders 2024",
    title_in_sentence="het Aanvullend beleidskader IBT huisvesting vergunninghouders 2024",
    province="PV26",
    first_period="2024-1",
    last_period=None,
    in_force_from=date(2024, 1, 16),
    source="CVDR713805; voortgangsrapportage 2023-2, paragraaf 2.2",
    assumptions=(
        NO_HISTORY,
        Assumption(
            "A2",
            "de norm is de taakstelling, of het aantal dat op tijd beschikbaar was als dat lager is",
        ),
        Assumption(
            "A3",
            "zonder achterstand aan het einde van de periode is de uitkomst trede 1, ook als de taakstelling "
            "alleen met een voorsprong is opgevangen",
        ),
        EXECUTIVE_DECIDES,
        Assumption(
            "A5",
            "een taakstelling van 0 verandert de trede niet, en een koppelingstekort houdt de trede alleen "
            "gelijk als ten minste het aantal dat op tijd beschikbaar was, is gehuisvest",
        ),
        Assumption(
            "A6",
            "is de taakstelling gehaald en blijft er een achterstand, dan gaat trede 3 naar trede 2 en "
            "blijven trede 1 en 2 gelijk",
        ),
    ),
    thresholds=MappingProxyType(
        {
            "Hoogste trede als de taakstelling is gehaald": HIGHEST_WHEN_MET,
            "Gedeputeerde Staten beslissen vanaf trede": EXECUTIVE_FROM,
        }
    ),
    grounds=MappingProxyType(
        {
            **SHARED_GROUNDS,
            "norm_quota": "2.2",
            "norm_available_2024": "A2",
            "shortage_no_excuse": "A2",
            "finding_met": "2.2",
            "finding_missed": "2.2",
            "finding_lead_short": "2.2",
            "finding_no_backlog": "A3",
            "finding_lead_used": "A3",
            "finding_no_quota": "A5",
            "finding_excused": "A5",
            "counterfactual_milder": "A5",
            "counterfactual_same": "A2",
            "step_to_1": "A3",
            "step_up": "2.2",
            "step_stay": "A5",
            "step_stay_excused": "A5",
            "step_stay_backlog": "A6",
            "step_3_to_2": "A6",
        }
    ),
    steps_up_after_a_miss=True,
    judge=judge,
)
