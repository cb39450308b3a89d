"""The PDF of what was adopted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.models.decisions import ActLetter, AdoptedLetter
from assessments.models.reports import AdoptedReport
from audit.append_only import AppendOnlyQuerySet
from audit.seals import SealedModel


class KeptPdf(SealedModel):
    """The PDF of a letter or a report that was adopted, as it was first made; the HTML remains the document."""

    letter = models.OneToOneField(
        AdoptedLetter, verbose_name="brief", on_delete=models.PROTECT, null=True, related_name="pdf"
    )
    act_letter = models.OneToOneField(
        ActLetter,
        verbose_name="brief van een stap van Gedeputeerde Staten",
        on_delete=models.PROTECT,
        null=True,
        related_name="pdf",
    )
    report = models.OneToOneField(
        AdoptedReport, verbose_name="rapportage", on_delete=models.PROTECT, null=True, related_name="pdf"
    )
    content = models.BinaryField("inhoud")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    made_at = models.DateTimeField("gemaakt op")
    made_with = models.CharField("gemaakt met", max_length=100)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="gemaakt door",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta(SealedModel.Meta):
        verbose_name = "vastgelegde PDF"
        verbose_name_plural = "vastgelegde PDF's"
        constraints = [
            models.CheckConstraint(
                condition=Q(letter__isnull=False, act_letter=None, report=None)
                | Q(letter=None, act_letter__isnull=False, report=None)
                | Q(letter=None, act_letter=None, report__isnull=False),
                name="kept_pdf_of_one_document",
            )
        ]

    def __str__(self) -> str:
        return f"PDF van {self.document}"

    @property
    def document(self) -> AdoptedLetter | ActLetter | AdoptedReport:
        """What it is the PDF of."""
        found = self.letter or self.act_letter or self.report
        assert found is not None  # the constraint sees to it
        return found
