"""Files that go with what was said: each kept once, and named by every note that carries it."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import models

from audit.append_only import AppendOnlyQuerySet
from audit.seals import SealedModel
from municipalities.models.notes import Note
from municipalities.models.places import Municipality


class AttachedFile(SealedModel):
    """A file to the byte; without its content where that was taken away."""

    personal = ("name", "content")

    municipality = models.ForeignKey(Municipality, verbose_name="gemeente", on_delete=models.PROTECT)
    name = models.CharField("bestandsnaam", max_length=200)
    content_type = models.CharField("soort", max_length=100)
    size = models.PositiveIntegerField("grootte in bytes")
    content = models.BinaryField("inhoud", null=True)
    recorded_at = models.DateTimeField("vastgelegd op")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta(SealedModel.Meta):
        verbose_name = "bijlage"
        verbose_name_plural = "bijlagen"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Bijlage {self.municipality}"


class NoteWithFiles(Note):
    """A note that can carry files; one that replaces it says which it carries on."""

    files = models.JSONField("bijlagen", null=True, editable=False)
    """Keys of attached files, in order; None for none, as of every row from before there were any."""

    attached: Sequence[AttachedFile] = ()
    """Those files, once a query filled them in."""

    class Meta(Note.Meta):
        abstract = True
