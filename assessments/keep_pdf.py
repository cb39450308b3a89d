"""Writes of PDFs: made of a document that was adopted, outside its decision, and kept for good."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db import transaction

from accounts.permissions import may_read, require
from assessments.judging.assess_period import latest_judgement
from assessments.models import AdoptedReport, KeptPdf
from assessments.pdf import Adopted, of_document, pdf_kept_of, pdf_of, pdf_version
from audit.actions import keep_sealed
from audit.refused import Clock, Refused
from municipalities.models import Province
from municipalities.recording import locked


class PdfNotMade(Refused):
    """Nobody made the PDF of this document yet."""

    def __init__(self, document: Adopted) -> None:
        super().__init__(f"Van {document} is nog geen PDF gemaakt. Kies PDF maken.")


class OfConcept(Refused):
    """A concept still changes: of that no PDF is kept."""

    def __init__(self) -> None:
        super().__init__("Van een concept wordt geen PDF vastgelegd. Stel het eerst vast.")


def kept_content(document: Adopted) -> bytes:
    """Return the PDF that was kept of a document; raises PdfNotMade."""
    kept = pdf_kept_of(document)
    if kept is None:
        raise PdfNotMade(document)
    return bytes(kept.content)


def keep_pdf(document: Adopted | None, *, by: Any, now: Clock) -> KeptPdf:
    """Make the PDF of an adopted document and keep it; one that is there stays. Raises NoPdf, OfConcept for None.

    It is made before anything is locked: that takes seconds, in which others go on.
    """
    require(by, may_read)
    if document is None:
        raise OfConcept
    if (kept := pdf_kept_of(document)) is not None:
        return kept
    content = pdf_of(document.html)
    province = province_of_document(document)
    with transaction.atomic():
        moment = locked(province, now, latest=latest_judgement)
        if (kept := pdf_kept_of(document)) is not None:
            return kept
        row = KeptPdf(
            **of_document(document),
            content=content,
            sha256=sha256(content).hexdigest(),
            made_at=moment,
            made_with=pdf_version(),
            made_by=by,
        )
        keep_sealed(
            row,
            "PDF vastgelegd",
            by=by,
            at=moment,
            province_code=province.code,
            sha256=row.sha256,
            gemaakt_met=row.made_with,
        )
    return row


def province_of_document(document: Adopted) -> Province:
    if isinstance(document, AdoptedReport):
        return document.province
    return document.version.municipality.province
