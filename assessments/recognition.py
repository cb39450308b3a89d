"""Which letter or report that was adopted here a file is, byte by byte."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db.models.fields.json import KT

from assessments.models import ActLetter, AdoptedLetter, AdoptedReport, KeptPdf
from assessments.pdf import Adopted
from assessments.workflow import State
from audit.models import AuditEntry
from audit.seals import SealedModel, holds
from municipalities.dutch import day_text
from municipalities.moments import local_day


@dataclass(frozen=True)
class Recognised:
    """What a file turned out to be."""

    sentence: str
    is_known: bool
    """Whether it was adopted here, as it is."""


UNKNOWN_FILE = "niet herkend: dit bestand is niet gelijk aan een vastgelegde brief"
NOT_HTML = "Te herkennen zijn het HTML-bestand, en een PDF die hier is vastgelegd; een andere PDF of een afdruk niet."


ALTERED = "niet herkend: het staat zo in de database, maar is niet wat is vastgelegd. Draai: python manage.py verify"


def recognised(content: bytes) -> Recognised:
    """Return which letter or report that was adopted a file is, byte by byte, and whether it still holds."""
    digest = sha256(content).hexdigest()
    for model in (AdoptedLetter, ActLetter, AdoptedReport):
        document = model.objects.filter(sha256=digest).first()
        if document is not None and document.html.encode() == content:
            return recognised_document(document) if is_as_frozen(document) else Recognised(ALTERED, False)
    pdf = KeptPdf.objects.filter(sha256=digest).first()
    if pdf is not None and bytes(pdf.content) == content:
        return recognised_pdf(pdf)
    hint = "" if content.lstrip()[:9].lower() == b"<!doctype" else f". {NOT_HTML}"
    return Recognised(f"{UNKNOWN_FILE}{hint}", False)


def is_as_frozen(row: SealedModel) -> bool:
    """Return whether a row is what its checksum and the first line about it in the log say."""
    lines = AuditEntry.objects.filter(object_type=row._meta.label, object_id=str(row.pk)).order_by("pk")
    logged = (checksum for checksum in lines.values_list(KT("details__checksum"), flat=True) if checksum)
    return holds(row) and row.checksum == next(logged, None)


def recognised_pdf(pdf: KeptPdf) -> Recognised:
    """Say of which document a PDF is; both must be what was frozen."""
    if not (is_as_frozen(pdf) and is_as_frozen(pdf.document)):
        return Recognised(ALTERED, False)
    document = recognised_document(pdf.document)
    made = f"PDF van {day_text(local_day(pdf.made_at))}, gemaakt met {pdf.made_with}"
    return Recognised(f"{document.sentence} ({made}; de HTML is het document)", True)


def recognised_document(document: Adopted) -> Recognised:
    match document:
        case AdoptedLetter():
            return recognised_letter(document)
        case ActLetter():
            return recognised_act_letter(document)
        case _:
            return recognised_report(document)


def recognised_act_letter(letter: ActLetter) -> Recognised:
    says = f"{letter.number}: brief van {day_text(letter.printed_on)}"
    newer = ActLetter.objects.filter(replaces=letter).first()
    return Recognised(f"{says}, vervangen door {newer.number}" if newer else says, True)


def recognised_report(report: AdoptedReport) -> Recognised:
    says = f"{report}: vastgesteld op {day_text(report.decision_date)}"
    later = AdoptedReport.objects.filter(
        province=report.province_id, period=report.period_id, number__gt=report.number
    )
    newest = later.order_by("number").first()
    return Recognised(f"{says}, vervangen door versie {newest.number}" if newest else says, True)


def recognised_letter(letter: AdoptedLetter) -> Recognised:
    steps = {step.state: step for step in letter.version.steps.all()}
    decided = steps[State.ADOPTED].decision_date or local_day(letter.made_at)
    says = f"{letter.number}: vastgesteld op {day_text(decided)}"
    if State.SUPERSEDED in steps:
        says += f", vervangen door {successor_of(letter)}"
    elif State.WITHDRAWN in steps:
        says += f", ingetrokken op {day_text(local_day(steps[State.WITHDRAWN].taken_at))}"
    return Recognised(says, True)


def successor_of(letter: AdoptedLetter) -> str:
    """Return the number of the letter that took the place of this one."""
    version = letter.version
    later = AdoptedLetter.objects.filter(
        version__municipality=version.municipality_id,
        version__period=version.period_id,
        version__number__gt=version.number,
    )
    numbers = later.order_by("version__number").values_list("number", flat=True)
    holding = numbers.exclude(version__steps__state=State.WITHDRAWN).first()
    return holding or f"{numbers[0]}, die is ingetrokken"
