"""Tables of judgements: concepts, decided versions with their steps and letters, legal acts, settings, reports."""

from assessments.models.acts import (
    ActEnd,
    ActExtension,
    ActKind,
    ActOutcome,
    ActPublication,
    ActTakeBack,
    LegalAct,
    OpeningRung,
)
from assessments.models.decisions import ActLetter, ActLetterSent, AdoptedLetter, AssessmentVersion, Step
from assessments.models.judgements import Assessment, Judgement
from assessments.models.pdfs import KeptPdf
from assessments.models.policy_confirmations import PolicyConfirmation
from assessments.models.reports import AdoptedReport, PublishedFigure, PublishedKind, ReportProse
from assessments.models.settings import COLOURS, LetterTerms, RungLabel
from assessments.models.wording import TextBlock

__all__ = [
    "COLOURS",
    "ActEnd",
    "ActExtension",
    "ActKind",
    "ActLetter",
    "ActLetterSent",
    "ActOutcome",
    "ActPublication",
    "ActTakeBack",
    "AdoptedLetter",
    "AdoptedReport",
    "Assessment",
    "AssessmentVersion",
    "Judgement",
    "KeptPdf",
    "LegalAct",
    "LetterTerms",
    "OpeningRung",
    "PolicyConfirmation",
    "PublishedFigure",
    "PublishedKind",
    "ReportProse",
    "RungLabel",
    "Step",
    "TextBlock",
]
