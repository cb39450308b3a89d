"""The files that figures came in: kept for good with a delivery, or in preparation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from openpyxl.utils import get_column_letter

from audit.append_only import AppendOnlyModel, AppendOnlyQuerySet
from municipalities.models.ledger import Delivery
from municipalities.models.places import Province

Places = dict[tuple[str, str | None, str], list[str]]
"""Cells by CBS code, day and kind. Only corrections have more than one: each of their rows is an entry."""


class DeliveryFile(AppendOnlyModel):
    """The file behind a delivery, to the byte, and how it was read."""

    delivery = models.OneToOneField(
        Delivery, verbose_name="aanlevering", on_delete=models.PROTECT, primary_key=True, related_name="file"
    )
    name = models.CharField("bestandsnaam", max_length=200)
    content = models.BinaryField("inhoud")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveIntegerField("grootte in bytes")
    form = models.CharField("vorm", max_length=50)
    sheet = models.CharField("blad", max_length=100, blank=True)
    header_row = models.PositiveIntegerField("rij met kolomkoppen")
    columns = models.JSONField("kolommen", help_text="Per gegeven de letter en de kop van de kolom.")
    cells = models.JSONField("cellen", help_text="Per regel van de aanlevering de rij en de kolom.")
    names = models.JSONField("gekozen gemeenten", default=dict)
    notes = models.JSONField("opgemerkt", default=list)
    confirmations = models.JSONField("bevestigd", default=list)
    by_hand = models.BooleanField("met de hand ingevoerd", default=False)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta(AppendOnlyModel.Meta):
        verbose_name = "bestand van een aanlevering"
        verbose_name_plural = "bestanden van aanleveringen"

    def __str__(self) -> str:
        return self.name

    @property
    def cell_names(self) -> list[str]:
        """Return per line of the delivery the cell it stands in."""
        return [f"{get_column_letter(column + 1)}{row}" for row, column in self.cells]

    def places(self, lines: list[list[Any]]) -> Places:
        """Return in which cells the lines of the delivery stand: by CBS code, day and kind, from top to bottom."""
        places: Places = {}
        for (code, day, kind, *_), cell in zip(lines, self.cell_names, strict=True):
            places.setdefault((code, day, kind), []).append(cell)
        return places


class DraftQuerySet(models.QuerySet["DraftDelivery"]):
    def visible_to(self, user: Any) -> DraftQuerySet:
        return self.filter(province=user.province_id)


class DraftDelivery(models.Model):
    """A file that was uploaded and not recorded: nothing of it is in the ledger."""

    province = models.ForeignKey(Province, verbose_name="provincie", on_delete=models.PROTECT)
    number = models.PositiveIntegerField("nummer")
    name = models.CharField("bestandsnaam", max_length=200)
    content = models.BinaryField("inhoud")
    particulars = models.JSONField("waarover")
    preview = models.JSONField("voorbeeld")
    made_at = models.DateTimeField("klaargezet op")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="klaargezet door", on_delete=models.PROTECT, null=True
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "aanlevering in voorbereiding"
        verbose_name_plural = "aanleveringen in voorbereiding"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["province", "number"], name="draft_number_unique")]

    def __str__(self) -> str:
        return self.name
