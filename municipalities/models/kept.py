"""What was computed before. The table can be emptied at any time: it only saves the work of computing once more."""

from __future__ import annotations

from django.db import models

from municipalities.models.places import Period, Province


class KeptFigures(models.Model):
    """The figures of all municipalities of a province over a period, as known after one delivery.

    `basis` is the fingerprint of what else they follow from: the calculation, and who existed or merged.
    """

    province = models.ForeignKey(Province, verbose_name="provincie", on_delete=models.PROTECT)
    period = models.ForeignKey(Period, verbose_name="periode", on_delete=models.PROTECT)
    last_delivery = models.PositiveIntegerField(
        "laatste aanlevering",
        help_text="Het nummer van de laatste die over deze periode of een eerdere gaat.",
    )
    source = models.CharField("bron", max_length=20, blank=True, help_text="Leeg: alles wat is aangeleverd.")
    basis = models.CharField("grondslag", max_length=64)
    known_at = models.DateTimeField("bekend op", help_text="Een moment waarop dit bekend was.")
    is_lasting = models.BooleanField(
        "blijft", default=False, help_text="Hierop is beoordeeld; andere gaan weg zodra er nieuwere zijn."
    )
    figures = models.JSONField("cijfers")
    pools = models.JSONField(
        "wachtenden", null=True, help_text="Van een periode die op dat moment liep; leeg bij andere."
    )

    class Meta:
        verbose_name = "bewaarde cijfers"
        verbose_name_plural = "bewaarde cijfers"
        constraints = [
            models.UniqueConstraint(
                fields=["province", "period", "last_delivery", "source", "basis"], name="kept_figures_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.province_id} {self.period} na aanlevering {self.last_delivery}"
