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

HIGHEST_WHEN_MET = 2
NORM = "de taakstelling, of het aantal dat op tijd beschikbaar was als dat lager is"


def _norm(known: Known) -> int:
    return min(known.quota, known.available_on_reference_date)


def _no_backlog(known: Known, _previous: int) -> Ruling:
    lead_used = known.realised < known.quota
    return Ruling(
        rung=1,
        # A lead that was eaten is neither a norm met nor a miss; without a quota there was no norm.
        norm_met=None if lead_used or known.quota == 0 else True,
        realised=("finding_no_backlog", "finding_lead_used") if lead_used else ("finding_no_backlog",),
        step="step_to_1",
        uses_previous=False,
    )


def _missed(known: Known, previous: int) -> Ruling:
    norm = _norm(known)
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


def _unchanged(known: Known, previous: int) -> Ruling:
    if known.quota == 0:
        return Ruling(rung=previous, realised=("finding_no_quota",), step="step_stay")
    somebody = known.available_on_reference_date > 0
    return Ruling(
        rung=previous,
        norm=_norm(known),
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


LINES = (
    LEFT_TO_EXECUTIVE,
    Line(
        condition="er aan het einde van de periode geen achterstand is",
        outcome="is de uitkomst trede 1, ook als de taakstelling alleen met een voorsprong is opgevangen",
        grounds=("A3",),
        holds=lambda known, _: known.closing_balance <= 0,
        ruling=_no_backlog,
    ),
    Line(
        condition="de norm niet is gehaald",
        outcome="is de uitkomst 1 trede hoger dan de vorige trede",
        grounds=("2.2", "A2"),
        holds=lambda known, _: known.realised < _norm(known),
        ruling=_missed,
    ),
    Line(
        condition="de taakstelling 0 was, of de norm is gehaald maar de taakstelling niet",
        outcome="blijft de uitkomst de vorige trede",
        grounds=("A5",),
        holds=lambda known, _: known.quota == 0 or _norm(known) <= known.realised < known.quota,
        ruling=_unchanged,
    ),
    Line(
        condition="de taakstelling is gehaald",
        outcome=f"is de uitkomst de vorige trede, maar ten hoogste trede {HIGHEST_WHEN_MET}",
        grounds=("2.2", "A6"),
        holds=lambda known, _: known.realised >= known.quota,
        ruling=_met,
    ),
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
            f"de norm is {NORM}",
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
        *SHARED_ASSUMPTIONS,
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
    lines=LINES,
    norm=NORM,
    norm_ground="A2",
    shortage=(
        "Een koppelingstekort telt onder dit beleidskader alleen mee als er ook minder vergunninghouders op "
        "tijd beschikbaar waren dan de taakstelling.",
        "De norm is dan het aantal dat op tijd beschikbaar was. Haalt de gemeente die norm, dan gaat de trede "
        "niet omhoog.",
        "Waren er genoeg vergunninghouders op tijd beschikbaar voor de taakstelling, dan verandert het "
        "koppelingstekort niets: de norm blijft de taakstelling.",
        "Bij een voorsprong is de totaalopgave kleiner dan de taakstelling. De norm kan dan ook zonder "
        "koppelingstekort het aantal zijn dat op tijd beschikbaar was.",
        "Wat van de totaalopgave overblijft, telt mee in de volgende totaalopgave.",
    ),
)
