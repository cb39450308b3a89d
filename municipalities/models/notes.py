"""A fact about one municipality that is recorded once, and replaced.

Every row says the whole of it. A talk that is held or moved, an agreement that is kept, a mistake that is mended:
each is a new row that replaces the one before, so that it can be asked what was known on any moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audit.append_only import AppendOnlyQuerySet
from audit.seals import SealedModel
from municipalities.models.places import Municipality


class NoteQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: Any) -> NoteQuerySet:
        return self.filter(municipality__province=user.province_id)

    def standing(self, known_at: datetime) -> NoteQuerySet:
        """Keep what held at a moment: not replaced by then, and not withdrawn."""
        known = self.filter(recorded_at__lte=known_at)
        replaced = self.model.objects.filter(recorded_at__lte=known_at).exclude(replaces=None)
        return known.filter(is_withdrawn=False).exclude(pk__in=replaced.values("replaces"))

    def standing_at(self, moments: Iterable[datetime]) -> dict[datetime, list[Any]]:
        """Return what `standing` keeps at each of these moments, in one query."""
        rows = list(self.filter(is_withdrawn=False).annotate(replaced_at=F("replaced_by__recorded_at")))
        return {
            moment: [
                row
                for row in rows
                if row.recorded_at <= moment and (row.replaced_at is None or row.replaced_at > moment)
            ]
            for moment in moments
        }


class Note(SealedModel):
    """Something about one municipality, recorded once."""

    municipality = models.ForeignKey(Municipality, verbose_name="gemeente", on_delete=models.PROTECT)
    replaces = models.OneToOneField(
        "self",
        verbose_name="vervangt",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    is_withdrawn = models.BooleanField("ingetrokken", default=False)
    recorded_at = models.DateTimeField("vastgelegd op")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = NoteQuerySet.as_manager()

    class Meta(SealedModel.Meta):
        abstract = True

    @property
    def newest(self) -> Note:
        """What stands in the place of this row now: itself, or the last that replaced it."""
        row: Note = self
        while (later := getattr(row, "replaced_by", None)) is not None:
            row = later
        return row


def withdrawn_replaces(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(is_withdrawn=False) | ~Q(replaces=None), name=name)
