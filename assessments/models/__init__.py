from assessments.models.acts import (
    ActEnd,
    ActKind,
    ActOutcome,
    ActPublication,
    ActTakeBack,
    LegalAct,
    OpeningRung,
)
from assessments.models.decisions import AdoptedLetter, AssessmentVersion, Step
from assessments.models.judgements import Assessment, Judgement
from assessments.models.settings import COLOURS, LetterTerms, RungLabel

__all__ = [
    "COLOURS",
    "ActEnd",
    "ActKind",
    "ActOutcome",
    "ActPublication",
    "ActTakeBack",
    "AdoptedLetter",
    "Assessment",
    "AssessmentVersion",
    "Judgement",
    "LegalAct",
    "LetterTerms",
    "OpeningRung",
    "RungLabel",
    "Step",
]
