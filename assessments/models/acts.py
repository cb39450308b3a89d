"""What the ladder remembers beside assessments: rungs taken over, and legal acts."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from assessments.rules.registry import ladder_for
from assessments.rules.scope import Attribution, ScopeKind
from audit.append_only import AppendOnlyQuerySet
from audit.seals import SealedModel
from municipalities.dutch import day_text
from municipalities.halfyear import half_year_of
from municipalities.models import Municipality, Period


class Recorded(SealedModel):
    """Something a person recorded about a municipality."""

    recorded_at = models.DateTimeField("vastgelegd op")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta(SealedModel.Meta):
        abstract = True

    @property
    def who(self) -> str:
        """Who recorded it, by the name of then; nobody for a command on the server."""
        return self.by_name or (str(self.recorded_by) if self.recorded_by else "")


class OpeningRung(Recorded):
    """A rung adopted before this application, or inherited from a municipality that merged.

    One taken by mistake is undone by a row that takes it back.
    """

    personal = ("reason",)

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", on_delete=models.PROTECT, related_name="opening_rungs"
    )
    period = models.ForeignKey(Period, verbose_name="periode", on_delete=models.PROTECT, related_name="+")
    rung = models.PositiveSmallIntegerField("trede")
    adopted_on = models.DateField("vastgesteld op")
    letter_reference = models.CharField("kenmerk van de brief", max_length=100)
    inherited_from = models.ForeignKey(
        Municipality,
        verbose_name="overgenomen van",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    takes_back = models.OneToOneField(
        "self", verbose_name="neemt terug", on_delete=models.PROTECT, null=True, related_name="taken_back_by"
    )
    reason = models.TextField("reden", blank=True)

    class Meta(Recorded.Meta):
        verbose_name = "overgenomen trede"
        verbose_name_plural = "overgenomen treden"
        constraints = [models.CheckConstraint(condition=Q(rung__gte=1), name="opening_rung_of_the_ladder")]

    def __str__(self) -> str:
        return f"Trede {self.rung} van {self.municipality} over {self.period}, overgenomen"


class ActKind(models.TextChoices):
    """The legal acts that put a municipality on a rung of the executive (Gemeentewet, article 124)."""

    NOTICE_OF_INTENT = "notice_of_intent", "Voornemen tot indeplaatsstelling"
    SUBSTITUTION_DECISION = "substitution_decision", "Besluit tot indeplaatsstelling"
    SUBSTITUTION = "substitution", "Uitvoering van de indeplaatsstelling"


CALLED = {
    ActKind.NOTICE_OF_INTENT.value: "het voornemen",
    ActKind.SUBSTITUTION_DECISION.value: "het besluit",
    ActKind.SUBSTITUTION.value: "de uitvoering",
}

SCOPES = {
    ScopeKind.BACKLOG.value: "de achterstand",
    ScopeKind.TOTAL_TASK.value: "de totaalopgave",
}
ATTRIBUTIONS = {
    Attribution.CURRENT.value: "eerst de lopende taakstelling",
    Attribution.OLDEST.value: "eerst deze omvang",
    Attribution.TOTAL.value: "alles telt",
}


class LegalAct(Recorded):
    """A notice, decision or execution, with its own date, term and scope, whatever the half-year.

    The scope is a number from the ledger on `counted_from`, followed as the policy attributes housings. One that was
    recorded before this was kept has neither, and is not followed.
    """

    personal = (
        "addressees",
        "required_results",
        "letters_and_talks",
        "view",
        "weighing",
        "interests",
        "lighter_means",
        "demands",
    )

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", on_delete=models.PROTECT, related_name="legal_acts"
    )
    kind = models.CharField("soort", max_length=30, choices=ActKind.choices)
    follows = models.ForeignKey(
        "self", verbose_name="volgt op", on_delete=models.PROTECT, null=True, related_name="followers"
    )
    decided_on = models.DateField("datum van het besluit")
    decision_number = models.CharField("nummer van het besluit", max_length=100)
    term_start = models.DateField("begin van de termijn")
    term_end = models.DateField("einde van de termijn")
    scope = models.PositiveIntegerField("omvang (vergunninghouders)")
    scope_text = models.CharField("omschrijving van de omvang", max_length=300)
    scope_kind = models.CharField("soort omvang", max_length=20, blank=True, choices=list(SCOPES.items()))
    counted_from = models.DateField("geteld vanaf", null=True)
    attribution = models.CharField(
        "toerekening", max_length=20, blank=True, choices=list(ATTRIBUTIONS.items())
    )
    addressees = models.CharField("geadresseerden", max_length=300)
    copy_to_council = models.BooleanField("afschrift aan de gemeenteraad")
    view_due = models.DateField("uiterste datum zienswijze", null=True)
    required_results = models.TextField("wat de gemeente moet bereiken", blank=True)
    letters_and_talks = models.TextField("wat eraan voorafging", blank=True)
    view = models.TextField("zienswijze van de gemeente", blank=True)
    view_given = models.BooleanField("zienswijze gegeven", null=True)
    """None before this was kept, and of what asks for no view."""
    view_on = models.DateField("datum van de zienswijze", null=True)
    weighing = models.TextField("weging van de zienswijze", blank=True)
    interests = models.TextField("afweging van belangen", blank=True)
    lighter_means = models.TextField("afweging van een lichter middel", blank=True)
    demands = models.TextField("wat wij vorderen", blank=True)
    appeal_address = models.CharField("adres voor het beroep", max_length=300, blank=True)
    published_on = models.DateField("bekendgemaakt op", null=True)
    publication_place = models.CharField("plaats van bekendmaking", max_length=200, blank=True)
    next_acts: Sequence[LegalAct]
    """Those that follow it, where it was read with its records."""

    class Meta(Recorded.Meta):
        verbose_name = "stap van Gedeputeerde Staten"
        verbose_name_plural = "stappen van Gedeputeerde Staten"
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_end__gte=F("term_start"), term_start__gte=F("decided_on")),
                name="legal_act_term_in_order",
            ),
            models.CheckConstraint(condition=Q(copy_to_council=True), name="legal_act_copied_to_the_council"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.municipality}, {self.decision_number}"

    @property
    def rung(self) -> int:
        """The rung that it puts the municipality on, by the ladder of the day on which it was decided."""
        return ladder_for(self.municipality.province_id, half_year_of(self.decided_on)).rung_of_act(self.kind)

    @property
    def called(self) -> str:
        """What it is called in a sentence: "het voornemen van 5 februari 2026"."""
        return f"{CALLED[self.kind]} van {day_text(self.decided_on)}"


class ActOutcome(models.TextChoices):
    """How an act ended without the next one."""

    LAPSED = "lapsed", "Vervallen: de taak is op tijd uitgevoerd"
    WITHDRAWN = "withdrawn", "Ingetrokken"
    DROPPED = "dropped", "Niet doorgezet: het besluit is niet genomen"
    CARRIED_OUT = "carried_out", "Uitgevoerd"


DONE = (ActOutcome.LAPSED, ActOutcome.CARRIED_OUT)
"""The outcomes that say that everybody was housed."""


class ActEnd(Recorded):
    """The end of a legal act."""

    personal = ("reason",)

    act = models.ForeignKey(
        LegalAct, verbose_name="stap van Gedeputeerde Staten", on_delete=models.PROTECT, related_name="ends"
    )
    ended_on = models.DateField("geëindigd op")
    outcome = models.CharField("afloop", max_length=20, choices=ActOutcome.choices)
    costs = models.CharField("kosten", max_length=100, blank=True)
    reason = models.TextField("toelichting")

    class Meta(Recorded.Meta):
        verbose_name = "einde van een stap van Gedeputeerde Staten"
        verbose_name_plural = "einden van stappen van Gedeputeerde Staten"

    def __str__(self) -> str:
        return f"{self.act}: {self.get_outcome_display()}"


class ActExtension(Recorded):
    """A longer term for an act that runs, decided by the provincial executive; the newest one holds."""

    personal = ("reason",)

    act = models.ForeignKey(
        LegalAct,
        verbose_name="stap van Gedeputeerde Staten",
        on_delete=models.PROTECT,
        related_name="extensions",
    )
    decided_on = models.DateField("datum van het besluit")
    decision_number = models.CharField("nummer van het besluit", max_length=100)
    term_end = models.DateField("nieuw einde van de termijn")
    reason = models.TextField("reden")

    class Meta(Recorded.Meta):
        verbose_name = "verlenging van een stap van Gedeputeerde Staten"
        verbose_name_plural = "verlengingen van stappen van Gedeputeerde Staten"

    def __str__(self) -> str:
        return f"{self.act}: verlengd tot en met {self.term_end}"


class ActPublication(Recorded):
    """That an act was made public after it was recorded; the newest one holds."""

    act = models.ForeignKey(
        LegalAct,
        verbose_name="stap van Gedeputeerde Staten",
        on_delete=models.PROTECT,
        related_name="publications",
    )
    published_on = models.DateField("bekendgemaakt op")
    publication_place = models.CharField("plaats van bekendmaking", max_length=200)

    class Meta(Recorded.Meta):
        verbose_name = "bekendmaking van een stap van Gedeputeerde Staten"
        verbose_name_plural = "bekendmakingen van stappen van Gedeputeerde Staten"

    def __str__(self) -> str:
        return f"{self.act}: bekendgemaakt op {self.published_on}"


class ActTakeBack(Recorded):
    """That an act, its extension or its end was recorded by mistake; what was recorded stays readable."""

    personal = ("reason",)

    act = models.OneToOneField(
        LegalAct,
        verbose_name="stap van Gedeputeerde Staten",
        on_delete=models.PROTECT,
        null=True,
        related_name="taken_back",
    )
    end = models.OneToOneField(
        ActEnd,
        verbose_name="einde van een stap van Gedeputeerde Staten",
        on_delete=models.PROTECT,
        null=True,
        related_name="taken_back",
    )
    extension = models.OneToOneField(
        ActExtension,
        verbose_name="verlenging van een stap van Gedeputeerde Staten",
        on_delete=models.PROTECT,
        null=True,
        related_name="taken_back",
    )
    reason = models.TextField("reden")

    class Meta(Recorded.Meta):
        verbose_name = "terugname van een stap van Gedeputeerde Staten"
        verbose_name_plural = "terugnamen van stappen van Gedeputeerde Staten"
        constraints = [
            models.CheckConstraint(
                condition=Q(act__isnull=False, end=None, extension=None)
                | Q(act=None, end__isnull=False, extension=None)
                | Q(act=None, end=None, extension__isnull=False),
                name="act_take_back_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"Terugname: {self.act or self.end or self.extension}"
