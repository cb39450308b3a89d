"""The progress report: its prose while it is a concept, the report as it was adopted, and what was published before."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from assessments.models.acts import Recorded
from audit.append_only import AppendOnlyQuerySet
from audit.seals import SealedModel
from municipalities.models import Municipality, Period, Province


class ReportProse(models.Model):
    """What people write in one place of the report over a period, around what is generated."""

    province = models.ForeignKey(Province, verbose_name="provincie", on_delete=models.PROTECT)
    period = models.ForeignKey(Period, verbose_name="laatste periode", on_delete=models.PROTECT)
    slot = models.CharField("plaats", max_length=30)
    text = models.TextField("tekst", blank=True)
    version = models.PositiveIntegerField("versie", default=0)
    confirmed_numbers = models.TextField(
        "bevestigde getallen",
        blank=True,
        default="",
        help_text="Getallen die geen cijfer van de rapportage zijn en die een persoon heeft bevestigd; één per regel.",
    )

    class Meta:
        verbose_name = "tekst van een rapportage"
        verbose_name_plural = "teksten van rapportages"
        constraints = [
            models.UniqueConstraint(fields=["province", "period", "slot"], name="report_prose_once")
        ]

    def __str__(self) -> str:
        return f"Rapportage {self.period}, {self.slot}"


class AdoptedReport(SealedModel):
    """A progress report as it was adopted, to the letter, with the numbers of its tables."""

    province = models.ForeignKey(
        Province, verbose_name="provincie", on_delete=models.PROTECT, related_name="reports"
    )
    period = models.ForeignKey(
        Period, verbose_name="laatste periode", on_delete=models.PROTECT, related_name="reports"
    )
    first_period = models.ForeignKey(
        Period, verbose_name="eerste periode", on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveSmallIntegerField("versie")
    html = models.TextField("rapportage")
    sha256 = models.CharField("SHA-256", max_length=64)
    tables = models.JSONField("tabellen")
    known_at = models.DateTimeField("cijfers bekend op")
    made_at = models.DateTimeField("vastgelegd op")
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", on_delete=models.PROTECT, related_name="+"
    )
    decision_date = models.DateField("datum van het besluit")
    decision_number = models.CharField("nummer van het besluit", max_length=100)
    template = models.CharField("versie van het sjabloon", max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta(SealedModel.Meta):
        verbose_name = "vastgestelde rapportage"
        verbose_name_plural = "vastgestelde rapportages"
        ordering = ["period", "number"]
        constraints = [
            models.UniqueConstraint(fields=["province", "period", "number"], name="report_version_once")
        ]

    def __str__(self) -> str:
        return f"Voortgangsrapportage {self.period}, versie {self.number}"


class PublishedKind(models.TextChoices):
    """Which figure was published; shares in whole percentages."""

    CLOSING_BALANCE = "closing_balance", "Eindstand"
    OPENING_BALANCE = "opening_balance", "Beginstand"
    SHARE_OF_QUOTA = "share_of_quota", "% van de taakstelling"
    SHARE_OF_TOTAL_TASK = "share_of_total_task", "% van de totaalopgave"


class PublishedFigure(Recorded):
    """A figure as it stands in a letter or report that went out, typed in beside the ledger; the newest holds."""

    province = models.ForeignKey(
        Province, verbose_name="provincie", on_delete=models.PROTECT, related_name="published_figures"
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name="gemeente",
        on_delete=models.PROTECT,
        null=True,
        related_name="published_figures",
        help_text="Leeg: van de provincie als geheel.",
    )
    period_code = models.CharField("periode", max_length=6, validators=[RegexValidator(r"^\d{4}-[12]$")])
    """Not a key: what was published can be about a period from before this application."""
    kind = models.CharField("cijfer", max_length=30, choices=PublishedKind.choices)
    value = models.IntegerField("waarde")
    source = models.CharField("bron", max_length=200)

    class Meta(Recorded.Meta):
        verbose_name = "gepubliceerd cijfer"
        verbose_name_plural = "gepubliceerde cijfers"
        ordering = ["pk"]

    def __str__(self) -> str:
        whose = self.municipality or f"provincie {self.province}"
        return f"{self.get_kind_display()} van {whose} over {self.period_code}"
