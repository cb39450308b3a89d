"""Utrecht, Aanvullend beleidskader IBT huisvesting vergunninghouders 2024, from 2024-1.

Bron: CVDR713805, in force 16 January 2024, of which the opening was readable. Known is one rule:
a municipality goes a rung up when the quota is not met. Everything else is an assumption, and
named as such.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from assessments.rules.contract import Assumption, Measure, Policy, Source
from assessments.rules.policies.six_rungs import SIX
from assessments.rules.policies.utrecht import (
    ATTRIBUTION,
    BY_EXECUTIVE,
    CARRIES,
    EXCUSABLE_GROUNDS,
    EXECUTIVE_DECIDES,
    EXECUTIVE_THRESHOLD,
    NO_HISTORY,
    REQUIRES,
    SHARED_ASSUMPTIONS,
    SHARED_GROUNDS,
    SHARED_SOURCES,
    VERDICTS,
)
from assessments.rules.scope import ScopeKind
from assessments.rules.situation import Situation, Verdict
from assessments.rules.tables import Measured, MeasuringLine, SteppingLine

HIGHEST_WHEN_MET = 2
TITLE = (
    "Aanvullend beleidskader interbestuurlijk toezicht huisvesting vergunninghouders provincie Utrecht 2024"
)
NORM = "de taakstelling, of het aantal dat op tijd beschikbaar was als dat lager is"


def _no_backlog(situation: Situation) -> Measured:
    lead_used = ("finding_lead_used",) if situation.realised < situation.quota else ()
    total_task = situation.total_task
    return Measured(
        measure="total_task",
        bound=total_task if total_task > 0 else None,
        counted=situation.realised,
        realised=("finding_no_backlog", *lead_used),
    )


def _no_quota(situation: Situation) -> Measured:
    return Measured(measure="quota", bound=None, counted=situation.realised, realised=("finding_no_quota",))


def _available(situation: Situation) -> Measured:
    bound, counted = situation.available, situation.realised
    if counted < bound:
        return Measured(
            measure="available",
            bound=bound,
            counted=counted,
            norm="norm_available",
            realised=("finding_missed", *_lead_short(situation, bound)),
            counterfactual_in_letter=situation.coupling_shortage > 0,
        )
    return Measured(
        measure="available",
        bound=bound,
        counted=counted,
        norm="norm_available",
        realised=("finding_excused",) if bound > 0 else ("finding_excused.nobody",),
        counterfactual_in_letter=True,
        debt_stays=True,
    )


def _quota(situation: Situation) -> Measured:
    bound, counted = situation.quota, situation.housed_for_quota
    missed = counted < bound
    finding = "finding_missed" if counted == situation.realised else "finding_missed.act"
    return Measured(
        measure="quota",
        bound=bound,
        counted=counted,
        norm="norm_quota",
        realised=(finding, *_lead_short(situation, bound)) if missed else ("finding_met",),
        shortage_no_excuse=missed and situation.coupling_shortage > 0,
    )


def _lead_short(situation: Situation, bound: int) -> tuple[str, ...]:
    if situation.opening_balance >= 0:
        return ()
    # Beside a bound capped by what was available, the lead may cover that gap and not the quota's.
    covers_norm = -situation.opening_balance >= bound - situation.realised
    return ("finding_lead_short.quota",) if covers_norm else ("finding_lead_short",)


def _may_step_down(situation: Situation) -> bool:
    """Return whether a met quota lets a municipality with a backlog go down, as A6 is chosen."""
    match situation.choices["A6"]:
        case "shrunk":
            return situation.closing_balance < situation.opening_balance
        case "below_entry":
            entered = _balance_on_entry(situation)
            return entered is not None and situation.closing_balance < entered
        case "twice":
            past = situation.previous.past
            return bool(past) and past[0].met
        case "cleared":
            return False
    return True


def _balance_on_entry(situation: Situation) -> int | None:
    """Return the first closing balance that is known of the half-years on the present rung."""
    entered = None
    for half_year in situation.previous.past:
        if half_year.rung != situation.rung_before:
            break
        # Of a rung that was taken over, what was left over then is not on record.
        entered = entered if half_year.closing_balance is None else half_year.closing_balance
    return entered


POLICY = Policy(
    module=__name__,
    version="utrecht-2024",
    title=TITLE,
    title_in_sentence=f"het {TITLE}",
    province="PV26",
    first_period="2024-1",
    last_period=None,
    ladder=SIX,
    measures=MappingProxyType(
        {
            "quota": Measure("taakstelling"),
            "total_task": Measure("totaalopgave"),
            "available": Measure("beschikbaar aantal"),
        }
    ),
    requires=REQUIRES,
    measuring=(
        MeasuringLine(
            condition="er aan het einde van de periode geen achterstand is",
            outcome="is gemeten aan de totaalopgave; bleef die er niet over, dan is er niets gevraagd",
            grounds=("A3",),
            holds=lambda situation: situation.closing_balance <= 0,
            measured=_no_backlog,
        ),
        MeasuringLine(
            condition="de taakstelling 0 was",
            outcome="is er niets gevraagd",
            grounds=("A5",),
            holds=lambda situation: situation.quota == 0,
            measured=_no_quota,
        ),
        MeasuringLine(
            condition="de taakstelling niet is gehaald en er minder op tijd beschikbaar waren dan de taakstelling",
            outcome="is gemeten aan het aantal dat op tijd beschikbaar was",
            grounds=("A2",),
            holds=lambda situation: max(situation.housed_for_quota, situation.available) < situation.quota,
            measured=_available,
        ),
        MeasuringLine(
            condition="de taakstelling is gehaald, of er genoeg op tijd beschikbaar waren",
            outcome="is gemeten aan de taakstelling",
            grounds=("framework",),
            holds=lambda situation: max(situation.housed_for_quota, situation.available) >= situation.quota,
            measured=_quota,
        ),
    ),
    stepping=(
        *BY_EXECUTIVE,
        SteppingLine(
            condition="er aan het einde van de periode geen achterstand is",
            outcome="is de uitkomst trede 1, ook als de taakstelling alleen met een voorsprong is opgevangen",
            grounds=("A3", "A13"),
            holds=lambda situation, _: situation.closing_balance <= 0,
            rung=lambda _: 1,
            because="step_to_1",
            uses_previous=False,
        ),
        SteppingLine(
            condition="het gevraagde aantal niet is gehaald",
            outcome="is de uitkomst 1 trede hoger dan de vorige trede",
            grounds=("framework", "A2"),
            holds=lambda _, measured: measured.verdict is Verdict.NOT_MET,
            rung=lambda situation: situation.rung_before + 1,
            because="step_up",
        ),
        SteppingLine(
            condition="niets was gevraagd",
            outcome="blijft de uitkomst de vorige trede",
            grounds=("A5",),
            holds=lambda _, measured: measured.verdict is Verdict.NOTHING_ASKED,
            rung=lambda situation: situation.rung_before,
            because="step_stay",
        ),
        SteppingLine(
            condition="het beschikbare aantal is gehaald maar de taakstelling niet",
            outcome="blijft de uitkomst de vorige trede",
            grounds=("A5",),
            holds=lambda _, measured: measured.measure == "available",
            rung=lambda situation: situation.rung_before,
            because="step_stay_excused",
        ),
        SteppingLine(
            condition=f"de taakstelling is gehaald en de vorige trede ten hoogste {HIGHEST_WHEN_MET} was",
            outcome="blijft de uitkomst de vorige trede",
            grounds=("A6",),
            holds=lambda situation, _: situation.rung_before <= HIGHEST_WHEN_MET,
            rung=lambda situation: situation.rung_before,
            because="step_stay_backlog",
        ),
        SteppingLine(
            condition="de taakstelling is gehaald maar de gekozen uitleg van A6 nog geen stap omlaag toelaat",
            outcome="blijft de uitkomst de vorige trede",
            grounds=("A6",),
            holds=lambda situation, _: not _may_step_down(situation),
            rung=lambda situation: situation.rung_before,
            because="step_stay_chosen",
        ),
        SteppingLine(
            condition="de taakstelling is gehaald en de vorige trede hoger was",
            outcome=f"is de uitkomst trede {HIGHEST_WHEN_MET}",
            grounds=("framework", "A6"),
            holds=lambda situation, _: situation.rung_before > HIGHEST_WHEN_MET,
            rung=lambda _: HIGHEST_WHEN_MET,
            because="step_3_to_2",
        ),
    ),
    carries=CARRIES,
    sources=MappingProxyType(
        {
            "framework": Source(document=TITLE, place="CVDR713805", day=date(2024, 1, 16)),
            **SHARED_SOURCES,
        }
    ),
    assumptions=(
        NO_HISTORY,
        Assumption(code="A2", text=f"gemeten is aan {NORM}"),
        Assumption(
            code="A3",
            text="zonder achterstand aan het einde van de periode is de uitkomst trede 1",
        ),
        EXECUTIVE_DECIDES,
        Assumption(
            code="A5",
            text="een taakstelling van 0 verandert de trede niet, en een koppelingstekort houdt de trede "
            "alleen gelijk als ten minste het aantal dat op tijd beschikbaar was, is gehuisvest",
        ),
        Assumption(
            code="A6",
            text="is de taakstelling gehaald en blijft er een achterstand, dan gaat trede 3 naar trede 2 en "
            "blijven trede 1 en 2 gelijk",
            choices=MappingProxyType(
                {
                    "after_met": "de trede gaat omlaag zodra de taakstelling is gehaald",
                    "shrunk": "de trede gaat alleen omlaag als ook de achterstand kleiner is geworden",
                    "below_entry": "de trede gaat alleen omlaag als de achterstand kleiner is dan aan het einde "
                    "van de periode waarin deze trede begon",
                    "twice": "de trede gaat alleen omlaag als het gevraagde aantal ook in de periode daarvoor is "
                    "gehaald",
                    "cleared": "de trede gaat alleen omlaag als de achterstand is ingelopen",
                }
            ),
        ),
        *SHARED_ASSUMPTIONS,
        Assumption(
            code="A13",
            text="ook als de taakstelling alleen met een voorsprong is opgevangen, is de uitkomst zonder "
            "achterstand trede 1",
        ),
    ),
    excusable_grounds=EXCUSABLE_GROUNDS,
    grounds=MappingProxyType(
        {
            **SHARED_GROUNDS,
            "norm_quota": "framework",
            "norm_available": "A2",
            "shortage_no_excuse": "A2",
            "finding_met": "framework",
            "finding_missed": "framework",
            "finding_lead_short": "framework",
            "finding_no_backlog": "A3",
            "finding_lead_used": "A13",
            "finding_no_quota": "A5",
            "finding_excused": "A5",
            "counterfactual_milder": "A5",
            "counterfactual_same": "A2",
            "step_to_1": "A3",
            "step_up": "framework",
            "step_stay": "A5",
            "step_stay_excused": "A5",
            "step_stay_backlog": "A6",
            "step_stay_chosen": "A6",
            "step_3_to_2": "A6",
        }
    ),
    sentences=MappingProxyType(
        {
            "norm_available": "Er waren minder vergunninghouders op tijd beschikbaar dan de taakstelling van "
            "{quota}. Daarom is gemeten aan het beschikbare aantal: {norm}.",
            "step_stay_chosen": "De taakstelling is gehaald, maar er is nog een achterstand. Bij ons geldt: "
            "{choice_A6}. De uitkomst blijft trede {previous_rung}.",
        }
    ),
    verdicts=VERDICTS,
    norm=f"{NORM}; zonder achterstand aan het einde van de periode de totaalopgave",
    norm_ground="A2",
    shortage=(
        "Een koppelingstekort telt onder dit beleidskader alleen mee als er ook minder vergunninghouders op "
        "tijd beschikbaar waren dan de taakstelling.",
        "Dan wordt gemeten aan het aantal dat op tijd beschikbaar was. Haalt de gemeente dat, dan gaat de trede "
        "niet omhoog.",
        "Waren er genoeg vergunninghouders op tijd beschikbaar voor de taakstelling, dan verandert het "
        "koppelingstekort niets: dan wordt gemeten aan de taakstelling.",
        "Bij een voorsprong is de totaalopgave kleiner dan de taakstelling. Ook zonder "
        "koppelingstekort kan dan gemeten worden aan het aantal dat op tijd beschikbaar was.",
        "Wat van de totaalopgave overblijft, telt mee in de volgende totaalopgave.",
    ),
    report=MappingProxyType(
        {
            "shortage": "Het koppelingstekort telt alleen mee als ook de taakstelling niet haalbaar was met "
            "het beschikbare aantal.",
        }
    ),
    thresholds=MappingProxyType(
        {"Hoogste trede als de taakstelling is gehaald": HIGHEST_WHEN_MET, **EXECUTIVE_THRESHOLD}
    ),
    steps_up_after_a_miss=True,
    scope=ScopeKind.BACKLOG,
    counts_by=ATTRIBUTION.code,
)
