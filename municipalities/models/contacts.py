"""What was said with a municipality, and what is known of it beside the judgement."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from municipalities.models.attachments import NoteWithFiles
from municipalities.models.notes import Note, withdrawn_replaces
from municipalities.models.places import Period


class Level(models.TextChoices):
    OFFICIAL = "official", "Ambtelijk"
    POLITICAL = "political", "Bestuurlijk"


class Conversation(NoteWithFiles):
    """A talk with a municipality, held or planned."""

    personal = ("participants", "summary")

    day = models.DateField("datum")
    is_planned = models.BooleanField("nog niet gevoerd", default=False)
    level = models.CharField("niveau", max_length=20, choices=Level.choices)
    participants = models.CharField("deelnemers", max_length=300)
    summary = models.TextField("samenvatting")

    class Meta(Note.Meta):
        verbose_name = "gesprek"
        verbose_name_plural = "gesprekken"
        ordering = ["-day", "-pk"]
        constraints = [withdrawn_replaces("conversation_withdrawn_replaces")]
        indexes = [models.Index(fields=["municipality", "day"], name="conversation_by_day")]

    def __str__(self) -> str:
        return f"Gesprek {self.municipality}, {self.day:%d-%m-%Y}"


class Outcome(models.TextChoices):
    OPEN = "", "Open"
    KEPT = "kept", "Nagekomen"
    NOT_KEPT = "not_kept", "Niet nagekomen"
    DROPPED = "dropped", "Vervallen"


class Agreement(Note):
    """What was agreed with a municipality, by when, and what came of it."""

    personal = ("text", "remark")

    text = models.CharField("afspraak", max_length=300)
    due_on = models.DateField("uiterlijk op")
    outcome = models.CharField("uitkomst", max_length=20, choices=Outcome.choices, blank=True)
    ended_on = models.DateField("datum van de uitkomst", null=True, blank=True)
    remark = models.TextField("toelichting", blank=True)

    class Meta(Note.Meta):
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        ordering = ["-due_on", "-pk"]
        constraints = [
            withdrawn_replaces("agreement_withdrawn_replaces"),
            models.CheckConstraint(
                condition=Q(outcome="", ended_on=None) | ~Q(outcome="") & Q(ended_on__isnull=False),
                name="agreement_outcome_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Afspraak {self.municipality}: {self.text}"


class PlanVerdict(models.TextChoices):
    PENDING = "", "Nog niet beoordeeld"
    APPROVED = "approved", "Geeft voldoende houvast"
    REVISE = "revise", "Moet worden aangepast"
    REJECTED = "rejected", "Geeft onvoldoende houvast"


class ActionPlan(NoteWithFiles):
    """The plan of action of a municipality: asked, delivered, judged."""

    personal = ("remark",)

    asked_on = models.DateField("gevraagd op")
    due_on = models.DateField("uiterlijk op")
    delivered_on = models.DateField("ontvangen op", null=True, blank=True)
    judged_on = models.DateField("datum van het oordeel", null=True, blank=True)
    verdict = models.CharField("oordeel", max_length=20, choices=PlanVerdict.choices, blank=True)
    remark = models.TextField("toelichting", blank=True)

    class Meta(Note.Meta):
        verbose_name = "plan van aanpak"
        verbose_name_plural = "plannen van aanpak"
        ordering = ["-asked_on", "-pk"]
        constraints = [
            withdrawn_replaces("action_plan_withdrawn_replaces"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_on=None)
                | ~Q(verdict="") & Q(judged_on__isnull=False, delivered_on__isnull=False),
                name="action_plan_is_judged_once_delivered",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=F("asked_on")), name="action_plan_due_once_asked"),
        ]

    def __str__(self) -> str:
        return f"Plan van aanpak {self.municipality}, gevraagd op {self.asked_on:%d-%m-%Y}"


class ReplyTo(models.TextChoices):
    """What a municipality answers; but for the last, each has a last day in a letter or a legal act."""

    QUESTIONS = "reaction_due", "Antwoord op onze vragen"
    OWN_ASKS = "asks_due", "Antwoord op wat wij verder vroegen"
    FIGURES = "dispute_due", "Melding over een cijfer"
    VIEW = "view_due", "Zienswijze"
    OTHER = "other", "Iets anders"


class Received(models.TextChoices):
    """What came of it; only a view can be given orally (Awb 4:9)."""

    RECEIVED = "received", "Ontvangen"
    HEARD = "heard", "Mondeling gegeven"
    NOT_EXPECTED = "not_expected", "Wordt niet meer verwacht"


class Reply(NoteWithFiles):
    """What a municipality answered to a letter or a notice, or that an answer is not expected any more."""

    personal = ("sender", "summary")

    about = models.CharField("waarover", max_length=20, choices=ReplyTo.choices)
    reference = models.CharField(
        "kenmerk van onze brief of nummer van ons besluit", max_length=100, blank=True
    )
    outcome = models.CharField("stand", max_length=20, choices=Received.choices)
    day = models.DateField("datum")
    sender = models.CharField("van (functie)", max_length=200, blank=True)
    document = models.CharField("bestand of kenmerk", max_length=200, blank=True)
    summary = models.TextField("inhoud")

    class Meta(Note.Meta):
        verbose_name = "reactie"
        verbose_name_plural = "reacties"
        ordering = ["-day", "-pk"]
        constraints = [withdrawn_replaces("reply_withdrawn_replaces")]
        indexes = [models.Index(fields=["municipality", "reference"], name="reply_by_reference")]

    def __str__(self) -> str:
        return f"Reactie {self.municipality}, {self.day:%d-%m-%Y}"


class SideKind(models.TextChoices):
    NIDOS_REQUEST = "nidos_request", "Verzoek Nidos-plekken"
    NIDOS_PLACES = "nidos_places", "Nidos-plekken"
    HOTEL_SCHEME = "hotel_scheme", "Plekken hotel- en accommodatieregeling (HAR)"


class SideFigure(Note):
    """A number that stands beside the figures of a period: it is in no sum and no judgement."""

    period = models.ForeignKey(Period, verbose_name="periode", on_delete=models.PROTECT)
    kind = models.CharField("soort", max_length=20, choices=SideKind.choices)
    number = models.PositiveIntegerField("aantal")
    day = models.DateField("stand op")
    source = models.CharField("bron", max_length=200)

    class Meta(Note.Meta):
        verbose_name = "cijfer los van de trede"
        verbose_name_plural = "cijfers los van de trede"
        ordering = ["period", "kind", "-day", "-pk"]
        constraints = [withdrawn_replaces("side_figure_withdrawn_replaces")]
        indexes = [models.Index(fields=["period", "municipality"], name="side_figure_by_period")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.municipality}, {self.period}: {self.number}"
