import json
from typing import Any

from django.conf import settings
from django.db import models

from audit.append_only import AppendOnlyQuerySet
from audit.seals import SealedModel


class ReadableJSON(json.JSONEncoder):
    """Writes "ë" as itself, so that it is found by who searches for it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class AuditEntry(SealedModel):
    """One line of the log: who did what, on which object, when, with what result.

    Each line holds the checksum of the line before it: none can be changed, removed or put in between
    unless all that follow are written anew.
    """

    recorded_at = models.DateTimeField("tijdstip", db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="door",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text="Leeg: gedaan met een opdracht op de server.",
    )
    origin = models.CharField(
        "vanaf", max_length=45, blank=True, help_text="Het netwerkadres; leeg bij een opdracht op de server."
    )
    action = models.CharField("handeling", max_length=50)
    object_type = models.CharField("soort object", max_length=100, blank=True)
    object_id = models.CharField("sleutel van het object", max_length=50, blank=True)
    object_label = models.CharField("object", max_length=200, blank=True)
    province_code = models.CharField("provincie", max_length=4, blank=True, db_index=True)
    result = models.CharField("resultaat", max_length=200, blank=True)
    details = models.JSONField("bijzonderheden", default=dict, blank=True, encoder=ReadableJSON)
    previous = models.CharField(
        "controlegetal van de regel ervoor",
        max_length=80,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        help_text="Van de eerste regel leeg. Regels van voor de keten hebben er geen.",
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta(SealedModel.Meta):
        verbose_name = "logregel"
        verbose_name_plural = "logregels"
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_about")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}".strip()

    @property
    def who(self) -> str:
        """Who did it, by the name of then."""
        return self.by_name or (str(self.actor) if self.actor else "opdracht op de server")

    @property
    def head(self) -> str:
        """What tells this line, and all before it, from any other: its key and its checksum."""
        return f"{self.pk}:{self.checksum}"
