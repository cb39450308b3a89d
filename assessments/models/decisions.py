"""Decisions: frozen versions of an assessment, the steps they went through, and their letters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from assessments.models.acts import ActEnd, ActExtension, LegalAct
from assessments.models.judgements import Judgement
from assessments.workflow import STANDING, State
from audit.append_only import AppendOnlyQuerySet
from audit.seals import SealedModel
from municipalities.models import Period


def state_at(known_at: datetime | None) -> Subquery:
    """Return where the last step led to, by a moment if one is given."""
    steps = Step.objects.filter(version=OuterRef("pk"))
    if known_at is not None:
        steps = steps.filter(taken_at__lte=known_at)
    return Subquery(steps.order_by("-number").values("state")[:1])


class VersionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: Any) -> VersionQuerySet:
        return self.filter(municipality__province=user.province_id)

    def in_period(self, period: Period) -> VersionQuerySet:
        return self.filter(period=period)

    def with_state(self, known_at: datetime | None = None) -> VersionQuerySet:
        """Add `state`: where the last step led to, by a moment if one is given; None before the first step."""
        return self.annotate(state=state_at(known_at))

    def standing(self, known_at: datetime | None = None) -> VersionQuerySet:
        """Keep what was adopted and neither withdrawn nor superseded."""
        return self.with_state(known_at).filter(state__in=STANDING)


class AssessmentVersion(SealedModel, Judgement):
    """An assessment from the moment it was proposed: it never changes again.

    It carries no state: that is where its last `Step` led to.
    """

    personal = (
        "assessed_by_name",
        "motivation",
        "deviation_reason",
        "ground_evidence",
        "reassessment_reason",
        "letter_paragraphs",
        "asks",
        "extra_requests",
    )

    number = models.PositiveSmallIntegerField("versie")
    names = models.JSONField(
        "namen",
        null=True,
        help_text="Hoe gemeente en treden heetten bij het voorstellen; leeg van voordat dat werd bewaard.",
    )

    adopted_at: datetime | None
    """When its letter was kept, where it was read with its steps; None while it was not adopted."""

    objects = VersionQuerySet.as_manager()

    class Meta(SealedModel.Meta, Judgement.Meta):
        verbose_name = "versie van een beoordeling"
        verbose_name_plural = "versies van beoordelingen"
        ordering = ["period", "municipality", "number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "period", "number"], name="version_once"),
            models.CheckConstraint(condition=Q(rung__gte=1), name="version_has_a_rung"),
            *Judgement.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"Beoordeling {self.municipality}, {self.period}, versie {self.number}"

    @property
    def name(self) -> str:
        """In addresses."""
        return str(self.number)


class Step(SealedModel):
    """What happened to a version: who took it to which state, when, with what."""

    personal = ("reason", "addressees")

    version = models.ForeignKey(
        AssessmentVersion, verbose_name="versie", on_delete=models.PROTECT, related_name="steps"
    )
    number = models.PositiveSmallIntegerField("volgnummer")
    state = models.CharField("status", max_length=20, choices=State.choices)
    taken_at = models.DateTimeField("tijdstip")
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField("reden", blank=True)
    decision_date = models.DateField("datum van het besluit", null=True)
    decision_number = models.CharField("nummer van het besluit", max_length=100, blank=True)
    sent_on = models.DateField("datum van verzending", null=True)
    addressees = models.CharField("geadresseerden", max_length=300, blank=True)
    means = models.CharField("wijze van verzending", max_length=100, blank=True)
    published_on = models.DateField("datum van publicatie", null=True)
    publication_place = models.CharField("plaats van publicatie", max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", verbose_name="verbetert", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta(SealedModel.Meta):
        verbose_name = "stap"
        verbose_name_plural = "stappen"
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="step_number_once"),
            models.UniqueConstraint(
                fields=["version", "state"], condition=Q(corrects=None), name="step_to_a_state_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.label.lower()}"

    @property
    def label(self) -> str:
        """What happened, as a heading: "Verzonden", "Verzending verbeterd"."""
        if self.corrects_id is None:
            return self.get_state_display()
        return "Verzending verbeterd" if self.sent_on else "Publicatie verbeterd"

    @property
    def who(self) -> str:
        """Who took it, by the name of then; nobody for a command on the server."""
        return self.by_name or (str(self.taken_by) if self.taken_by else "")


class KeptLetter(SealedModel):
    """A letter, to the letter: what was sent can be told apart from anything else."""

    number = models.CharField("kenmerk", max_length=100, unique=True)
    printed_on = models.DateField("datum van de brief")
    html = models.TextField("brief")
    sha256 = models.CharField("SHA-256", max_length=64)
    made_at = models.DateTimeField("vastgelegd op")
    template = models.CharField("versie van het sjabloon", max_length=64, blank=True)
    text_blocks = models.JSONField(
        "tekstblokken",
        default=dict,
        blank=True,
        help_text="De eigen teksten die golden, elk met zijn versie.",
    )
    terms = models.JSONField(
        "termijnen",
        null=True,
        help_text="De uiterste dagen die de brief noemt; leeg van voordat die werden bewaard.",
    )
    mandate = models.CharField("mandaat", max_length=200, blank=True)
    """On which whoever signed relied; it is not printed."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta(SealedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"Brief {self.number}"


class AdoptedLetter(KeptLetter):
    """The letter of an adopted version."""

    version = models.OneToOneField(
        AssessmentVersion, verbose_name="versie", on_delete=models.PROTECT, related_name="letter"
    )

    class Meta(KeptLetter.Meta):
        verbose_name = "vastgestelde brief"
        verbose_name_plural = "vastgestelde brieven"


class ActLetter(KeptLetter):
    """The letter of a step of the executive on its own day: it begins, has more time, or ended."""

    act = models.ForeignKey(
        LegalAct,
        verbose_name="stap van Gedeputeerde Staten",
        on_delete=models.PROTECT,
        related_name="letters",
    )
    extension = models.ForeignKey(
        ActExtension, verbose_name="verlenging", on_delete=models.PROTECT, null=True, related_name="letters"
    )
    end = models.ForeignKey(
        ActEnd, verbose_name="einde", on_delete=models.PROTECT, null=True, related_name="letters"
    )
    replaces = models.OneToOneField(
        "self", verbose_name="vervangt", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    version = models.ForeignKey(
        AssessmentVersion, verbose_name="steunt op", on_delete=models.PROTECT, related_name="act_letters"
    )
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="vastgesteld door", on_delete=models.PROTECT, related_name="+"
    )

    class Meta(KeptLetter.Meta):
        verbose_name = "brief van een stap van Gedeputeerde Staten"
        verbose_name_plural = "brieven van stappen van Gedeputeerde Staten"
        constraints = [
            models.UniqueConstraint(
                fields=["act"],
                condition=Q(extension=None, end=None, replaces=None),
                name="act_letter_of_its_beginning_once",
            ),
            models.UniqueConstraint(
                fields=["extension"], condition=Q(replaces=None), name="act_letter_of_an_extension_once"
            ),
            models.UniqueConstraint(
                fields=["end"], condition=Q(replaces=None), name="act_letter_of_an_end_once"
            ),
        ]


class ActLetterSent(SealedModel):
    """That such a letter was sent."""

    personal = ("addressees",)

    letter = models.OneToOneField(
        ActLetter, verbose_name="brief", on_delete=models.PROTECT, related_name="sending"
    )
    sent_on = models.DateField("datum van verzending")
    addressees = models.CharField("geadresseerden", max_length=300)
    means = models.CharField("wijze van verzending", max_length=100)
    recorded_at = models.DateTimeField("vastgelegd op")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", on_delete=models.PROTECT, related_name="+"
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta(SealedModel.Meta):
        verbose_name = "verzending van een brief"
        verbose_name_plural = "verzendingen van brieven"

    def __str__(self) -> str:
        return f"{self.letter}, verzonden op {self.sent_on}"
