"""Utrecht, the framework used through 2023-2.

Their text was not found. The rule agrees with every placement in the progress report over
2023-2 (paragraphs 3.1.1 and 3.2), which reports on those decisions and so is no source for them.
"""

from __future__ import annotations

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

LOWEST_AFTER_A_MISS = 2
TITLE = "Beleidskader tot en met 2023-2"


def _nothing_asked(situation: Situation) -> Measured:
    # Without a quota it is not the lead that spared the municipality.
    because = "finding_nothing_to_house" if situation.quota > 0 else "finding_nothing_to_house.no_quota"
    return Measured(measure="total_task", bound=None, counted=situation.realised, realised=(because,))


def _available(situation: Situation) -> Measured:
    bound, counted = situation.available, situation.realised
    return Measured(
        measure="available",
        bound=bound,
        counted=counted,
        norm="norm_excused",
        realised=("finding_missed",) if counted < bound else (_met(situation),),
        counterfactual_in_letter=True,
        debt_stays=counted >= bound and situation.closing_balance > 0,
    )


def _met(situation: Situation) -> str:
    if situation.realised >= situation.total_task:
        return "finding_met_total"
    return "finding_met" if situation.available > 0 else "finding_nobody"


def _total_task(situation: Situation) -> Measured:
    bound, counted = situation.total_task, situation.realised
    return Measured(
        measure="total_task",
        bound=bound,
        counted=counted,
        norm="norm_total_task",
        realised=("finding_missed" if counted < bound else "finding_met",),
    )


POLICY = Policy(
    module=__name__,
    version="utrecht-2023",
    title=TITLE,
    title_in_sentence="het beleidskader tot en met 2023-2",
    province="PV26",
    first_period=None,
    last_period="2023-2",
    ladder=SIX,
    measures=MappingProxyType(
        {"total_task": Measure("totaalopgave"), "available": Measure("koppelingstekort")}
    ),
    measures_are_basis=True,
    requires=REQUIRES,
    measuring=(
        MeasuringLine(
            condition="er geen totaalopgave overbleef",
            outcome="is er niets gevraagd",
            grounds=("criteria",),
            holds=lambda situation: situation.total_task <= 0,
            measured=_nothing_asked,
        ),
        MeasuringLine(
            condition="er een koppelingstekort was",
            outcome="is gemeten aan het aantal dat op tijd beschikbaar was",
            grounds=("criteria",),
            holds=lambda situation: situation.available < situation.total_task,
            measured=_available,
        ),
        MeasuringLine(
            condition="er geen koppelingstekort was",
            outcome="is gemeten aan de totaalopgave",
            grounds=("criteria",),
            holds=lambda situation: situation.available >= situation.total_task,
            measured=_total_task,
        ),
    ),
    stepping=(
        *BY_EXECUTIVE,
        SteppingLine(
            condition="het gevraagde aantal is gehaald of niets was gevraagd",
            outcome="is de uitkomst trede 1",
            grounds=("criteria",),
            holds=lambda _, measured: measured.verdict is not Verdict.NOT_MET,
            rung=lambda _: 1,
            because="step_to_1",
            uses_previous=False,
        ),
        SteppingLine(
            condition="het gevraagde aantal niet is gehaald en de vorige trede 1 was",
            outcome=f"is de uitkomst trede {LOWEST_AFTER_A_MISS}",
            grounds=("criteria",),
            holds=lambda situation, _: situation.rung_before < LOWEST_AFTER_A_MISS,
            rung=lambda _: LOWEST_AFTER_A_MISS,
            because="step_to_2",
        ),
        SteppingLine(
            condition="het gevraagde aantal niet is gehaald en de vorige trede hoger was",
            outcome="blijft de uitkomst de vorige trede",
            grounds=("A7",),
            holds=lambda situation, _: situation.rung_before >= LOWEST_AFTER_A_MISS,
            rung=lambda situation: situation.rung_before,
            because="step_stay_missed",
        ),
    ),
    carries=CARRIES,
    sources=MappingProxyType({"criteria": Source(document=TITLE), **SHARED_SOURCES}),
    assumptions=(
        NO_HISTORY,
        EXECUTIVE_DECIDES,
        Assumption(
            code="A7",
            text="wie het gevraagde aantal mist, gaat niet omlaag, en de stap van trede 2 naar trede 3 volgt niet "
            "vanzelf",
        ),
        Assumption(
            code="A8",
            text="de titel en de vindplaats van het beleidskader tot en met 2023-2 zijn niet bekend",
        ),
        *SHARED_ASSUMPTIONS,
    ),
    excusable_grounds=EXCUSABLE_GROUNDS,
    grounds=MappingProxyType(
        {
            **SHARED_GROUNDS,
            "norm_total_task": "criteria",
            "norm_excused": "criteria",
            "finding_met": "criteria",
            "finding_met_total": "criteria",
            "finding_missed": "criteria",
            "finding_nobody": "criteria",
            "finding_nothing_to_house": "criteria",
            "counterfactual_milder": "criteria",
            "counterfactual_same": "criteria",
            "step_to_1": "criteria",
            "step_to_2": "criteria",
            "step_stay_missed": "A7",
        }
    ),
    sentences=MappingProxyType(
        {
            "norm_excused": "Een koppelingstekort is voor deze periode een verschoonbare reden: een reden "
            "waar {subject} geen invloed op had. Daarom is niet gemeten aan de totaalopgave van "
            "{total_task}, maar aan het aantal dat op tijd beschikbaar was: {norm}.",
        }
    ),
    verdicts=VERDICTS,
    norm="de totaalopgave, of het aantal dat op tijd beschikbaar was als dat lager is",
    norm_ground="criteria",
    shortage=(
        "Een koppelingstekort is onder dit beleidskader een verschoonbare reden: een reden waar de gemeente "
        "geen invloed op had.",
        "Dan wordt niet gemeten aan de totaalopgave, maar aan het aantal dat op tijd beschikbaar was.",
        "De uitkomst is alleen lichter als de gemeente dat lagere aantal haalt en de totaalopgave niet.",
        "Wat van de totaalopgave overblijft, telt mee in de volgende totaalopgave.",
    ),
    report=MappingProxyType(
        {
            "shortage": "Zo'n gemeente is gemeten aan het aantal dat op tijd beschikbaar was.",
            "no_shortage": "{these} {are} gemeten aan de totaalopgave.",
        }
    ),
    thresholds=MappingProxyType(
        {"Laagste trede als het gevraagde aantal niet is gehaald": LOWEST_AFTER_A_MISS, **EXECUTIVE_THRESHOLD}
    ),
    steps_up_after_a_miss=False,
    scope=ScopeKind.BACKLOG,
    counts_by=ATTRIBUTION.code,
)
