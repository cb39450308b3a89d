"""The province's own words in its letters."""

from __future__ import annotations

from django.db import models

from assessments.models.acts import Recorded
from municipalities.models import Province


class TextBlock(Recorded):
    """A version of a block of the letter, in the words of a province; an empty one returns to the standard text.

    The highest number is in force. A letter that was adopted keeps what was in force then.
    """

    province = models.ForeignKey(
        Province, verbose_name="provincie", on_delete=models.PROTECT, related_name="text_blocks"
    )
    key = models.CharField("tekstblok", max_length=60)
    number = models.PositiveSmallIntegerField("versie")
    text = models.TextField("tekst", blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "tekstblok"
        verbose_name_plural = "tekstblokken"
        ordering = ["key", "number"]
        constraints = [
            models.UniqueConstraint(fields=["province", "key", "number"], name="text_block_version_once")
        ]

    def __str__(self) -> str:
        return f"Tekstblok {self.key}, versie {self.number}"
