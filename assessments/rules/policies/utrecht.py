"""What both policies of Utrecht share: assumptions, excusable grounds, and the line of the executive.

A change here changes what judged under both, so it is a new module too.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assessments.rules.contract import Assumption, Carry, ExcusableGround, Source
from assessments.rules.policies.six_rungs import SIX
from assessments.rules.scope import Attribution
from assessments.rules.situation import Situation, Verdict
from assessments.rules.tables import Measured, SteppingLine

REQUIRES = ("quota", "opening_balance", "available_on_reference_date", "realised")
VERDICTS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.MET: "gehaald",
        Verdict.NOT_MET: "niet gehaald",
        Verdict.EXCUSABLE: "niet gehaald, verschoonbaar",
        Verdict.NOTHING_ASKED: "niets gevraagd",
    }
)
CARRIES: Mapping[Verdict, Carry] = MappingProxyType(
    {
        Verdict.MET: Carry.BREAKS,
        Verdict.NOTHING_ASKED: Carry.BREAKS,
        Verdict.NOT_MET: Carry.COUNTS,
        Verdict.EXCUSABLE: Carry.COUNTS,
    }
)
"""An excusable miss counts (ground "no higher rung"); one that was frozen is skipped by every policy."""

NO_HISTORY = Assumption(code="A1", text="als over de vorige periode geen trede is vastgelegd, geldt trede 1")
EXECUTIVE_DECIDES = Assumption(
    code="A4",
    text="vanaf trede 4 beslissen Gedeputeerde Staten over elke stap; "
    "de uitkomst van het beleidskader is ten hoogste trede 4",
)
LAST_KNOWN_RUNG = Assumption(
    code="A9",
    text="is over de vorige periode niets vastgelegd maar over een eerdere wel, dan geldt de laatst "
    "vastgestelde trede",
)
LAPSED_TO_THREE = Assumption(
    code="A10",
    text="is een voornemen of besluit tot indeplaatsstelling vervallen, ingetrokken of uitgevoerd, dan geldt "
    "trede 3 als vorige trede; eindigt het na de periode, dan is trede 3 de uitkomst",
)
EXCUSES = Assumption(
    code="A11",
    text="de lijst van verschoonbare redenen, en dat zo'n reden het gevraagde aantal aanpast, de trede niet "
    "verhoogt of de trede bevriest; een bevroren periode telt niet als gemiste periode",
)
ATTRIBUTION = Assumption(
    code="A12",
    text="een voornemen of besluit tot indeplaatsstelling gaat over de achterstand op de dag waarop het begint te "
    "tellen",
    choices=MappingProxyType(
        {
            Attribution.CURRENT.value: "wie daarna wordt gehuisvest, telt eerst voor de lopende taakstelling en dan "
            "voor die achterstand",
            Attribution.OLDEST.value: "wie daarna wordt gehuisvest, telt eerst voor die achterstand en dan voor de "
            "lopende taakstelling",
        }
    ),
)
"""No framework says it; which goes first decides the outcome."""
SHARED_ASSUMPTIONS = (LAST_KNOWN_RUNG, LAPSED_TO_THREE, EXCUSES, ATTRIBUTION)
EXCUSABLE_GROUNDS = (
    ExcusableGround(
        code="agreed_catch_up",
        text="een met de provincie afgesproken inhaalplan over meer perioden, dat op schema ligt",
        ground=EXCUSES.code,
    ),
    ExcusableGround(
        code="national_measure",
        text="een landelijke maatregel die huisvesten tijdelijk verhinderde",
        ground=EXCUSES.code,
    ),
    ExcusableGround(
        code="outside_influence",
        text="een andere omstandigheid waar de gemeente geen invloed op had",
        ground=EXCUSES.code,
    ),
)
"""Found in other provinces: Noord-Brabant excused an agreed catch-up, and the corona measures of 2020."""

LAW = Source(document="Huisvestingswet 2014", article="artikel 28")
RECORD = Source(document="Vastgelegde cijfers")
SHARED_SOURCES: Mapping[str, Source] = MappingProxyType({"law": LAW, "record": RECORD})
SHARED_GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        "basis_total_task": "record",
        "basis_shortage": "record",
        "basis_no_task": "record",
        "counterfactual_none": "record",
        "balance_grown": "record",
        "balance_shrunk": "record",
        "balance_equal": "record",
        "balance_cleared": "record",
        "balance_new": "record",
        "balance_lead": "record",
        "balance_lead_used": "record",
        "debt_stays": "law",
        "history_unknown": NO_HISTORY.code,
        "history_gap": LAST_KNOWN_RUNG.code,
        "history_lapsed": LAPSED_TO_THREE.code,
        "step_ended": LAPSED_TO_THREE.code,
        "executive_needed": EXECUTIVE_DECIDES.code,
    }
)
"""What is told under both: facts rest on the figures on record, what they oblige to on the law."""


def executive_decides(situation: Situation, _measured: Measured) -> bool:
    return situation.rung_before >= SIX.executive_from


def executive_ended(situation: Situation, measured: Measured) -> bool:
    act = situation.previous.act
    return executive_decides(situation, measured) and act is not None and act.is_over


ENDED_BY_EXECUTIVE = SteppingLine(
    condition=f"de vorige trede {SIX.executive_from} of hoger is en Gedeputeerde Staten de stap na de periode "
    "beëindigden",
    outcome=f"is de uitkomst trede {SIX.after_lapse}",
    grounds=(LAPSED_TO_THREE.code,),
    holds=executive_ended,
    rung=lambda _: SIX.after_lapse,
    because="step_ended",
    uses_previous=False,
)
LEFT_TO_EXECUTIVE = SteppingLine(
    condition=f"de vorige trede {SIX.executive_from} of hoger is",
    outcome="blijft de uitkomst de vorige trede: voor elke stap is een besluit van Gedeputeerde Staten nodig",
    grounds=(EXECUTIVE_DECIDES.code,),
    holds=executive_decides,
    rung=lambda situation: situation.rung_before,
    because="executive_needed",
)
BY_EXECUTIVE = (ENDED_BY_EXECUTIVE, LEFT_TO_EXECUTIVE)
EXECUTIVE_THRESHOLD = {"Gedeputeerde Staten beslissen vanaf trede": SIX.executive_from}
