"""Judgements, as they were made: snapshots, never recomputed in place."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from assessments.rules.contract import Policy
from assessments.rules.deviation import EFFECTS, Choice
from assessments.rules.findings import Placement
from assessments.rules.registry import policy_by_version
from assessments.rules.situation import Verdict
from assessments.workflow import State
from municipalities.figures import Figures
from municipalities.models import Municipality, Period

CHOSEN_FIELDS = (
    "chosen_rung",
    "deviation_reason",
    "presented_on",
    "ground",
    "ground_evidence",
    "ground_effect",
    "ground_norm",
)
LETTER_FIELDS = ("letter_paragraphs", "asks", "asks_due", "extra_requests")
"""What a supervisor adds to the letter of one municipality, beside the motivation."""

TYPED_FIELDS = (
    "motivation",
    "confirmed_numbers",
    "reassessment_reason",
    "chosen_by_id",
    *CHOSEN_FIELDS,
    *LETTER_FIELDS,
)
"""What people typed or chose; it goes along when the rule judges again."""


class SnapshotFigure(models.Func):
    """A number of the snapshot of figures; the rest of it stays in the database."""

    output_field = models.IntegerField(null=True)
    template = "CAST(%(expressions)s ->> '%(figure)s' AS integer)"

    def __init__(self, figure: str = "", *expressions: Any, **extra: Any) -> None:
        super().__init__(*(expressions or ["figures_snapshot"]), figure=figure, **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "JSON_EXTRACT(%(expressions)s, '$.%(figure)s')"
        return self.as_sql(compiler, connection, template=template, **context)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: Any) -> AssessmentQuerySet:
        return self.filter(municipality__province=user.province_id)

    def in_period(self, period: Period) -> AssessmentQuerySet:
        return self.filter(period=period)


class Judgement(models.Model):
    """What the rule made of one municipality over one period, what a person chose, and all that rests on.

    `proposed_rung` is the outcome of the rule and `rung` what was chosen; both None when a figure is
    not covered. `verdict`, `measured_against`, `consecutive_misses` and `is_frozen` follow from outcome and
    choice: the memory of the ladder. What was judged before verdicts were kept has `basis` and `norm_met`
    instead, as they were; nothing is computed for it.
    """

    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", on_delete=models.PROTECT, related_name="%(class)ss"
    )
    period = models.ForeignKey(
        Period, verbose_name="periode", on_delete=models.PROTECT, related_name="%(class)ss"
    )
    known_at = models.DateTimeField("cijfers bekend op")
    assessed_at = models.DateTimeField("beoordeeld op")
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="beoordeeld door",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    assessed_by_name = models.CharField(
        "naam van toen van wie beoordeelde", max_length=100, blank=True, default=""
    )
    policy = models.CharField("versie van het beleidskader", max_length=50)
    engine = models.CharField("versie van de regels", max_length=64)
    figures_snapshot = models.JSONField("cijfers")
    placement_snapshot = models.JSONField("uitkomst", help_text="Trede, oordeel en alle bevindingen.")
    basis = models.CharField("basis", max_length=30, blank=True)
    proposed_rung = models.PositiveSmallIntegerField("uitkomst van het beleidskader", null=True)
    rung = models.PositiveSmallIntegerField("trede", null=True)
    rung_on_total_task = models.PositiveSmallIntegerField("trede zonder koppelingstekort", null=True)
    previous_rung_status = models.CharField("status van de vorige trede", max_length=20, blank=True)
    verdict = models.CharField("oordeel", max_length=20, blank=True)
    measured_against = models.CharField("gemeten aan", max_length=40, blank=True)
    norm_met = models.BooleanField("gevraagd aantal gehaald", null=True)
    consecutive_misses = models.PositiveSmallIntegerField("gemiste perioden op rij", default=0)
    is_frozen = models.BooleanField("bevroren", default=False)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="gekozen of gemotiveerd door",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    motivation = models.TextField("motivering", blank=True)
    confirmed_numbers = models.TextField(
        "bevestigde getallen",
        blank=True,
        default="",
        help_text="Getallen in eigen tekst die geen cijfer zijn en die een persoon heeft bevestigd; één per regel.",
    )
    chosen_rung = models.PositiveSmallIntegerField("andere trede dan de uitkomst", null=True)
    deviation_reason = models.TextField("reden van afwijking", blank=True)
    presented_on = models.DateField("zwaardere trede voorgelegd op", null=True, blank=True)
    ground = models.CharField("verschoonbare reden", max_length=50, blank=True)
    ground_evidence = models.TextField("onderbouwing van de verschoonbare reden", blank=True)
    ground_effect = models.CharField(
        "gevolg van de verschoonbare reden", max_length=20, blank=True, choices=list(EFFECTS.items())
    )
    ground_norm = models.PositiveIntegerField("aangepast aantal", null=True)
    reassessment_reason = models.TextField("reden van herbeoordeling", blank=True)
    letter_paragraphs = models.TextField("eigen alinea's in de brief", blank=True)
    asks = models.TextField("wat verder wordt gevraagd", blank=True)
    asks_due = models.DateField("uiterste datum daarvan", null=True, blank=True)
    extra_requests = models.TextField("wat wij los van de trede vragen", blank=True)

    state: str
    """Where it is in the workflow; on versions only from `with_state`."""
    names: Any
    """What things were called when it was proposed, see `judging.names`; None of a concept."""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_rung=None, rung=None, rung_on_total_task=None, basis="", verdict="")
                | Q(proposed_rung__gte=1, rung__gte=1) & ~(Q(basis="") & Q(verdict="")),
                name="%(class)s_rung_with_verdict_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(chosen_rung=None) | Q(chosen_rung__gte=1) & ~Q(deviation_reason=""),
                name="%(class)s_other_rung_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ground="", ground_effect="", ground_norm=None)
                | Q(ground_effect__in=list(EFFECTS)) & ~Q(ground="") & ~Q(ground_evidence=""),
                name="%(class)s_ground_has_effect_and_evidence",
            ),
            models.CheckConstraint(
                condition=Q(asks="", asks_due=None) | ~Q(asks="") & ~Q(asks_due=None),
                name="%(class)s_asks_have_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"Beoordeling {self.municipality}, {self.period}"

    @property
    def assessor(self) -> str:
        """Who had it assessed, by the name of then; nobody for a command on the server."""
        return self.assessed_by_name or (str(self.assessed_by) if self.assessed_by else "")

    @property
    def figures(self) -> Figures:
        return Figures.from_json(self.figures_snapshot)

    @property
    def placement(self) -> Placement:
        return Placement.from_dict(self.placement_snapshot)

    @property
    def is_milder(self) -> bool:
        """Whether the coupling shortage made the outcome lighter."""
        return (self.proposed_rung or 0) < (self.rung_on_total_task or 0)

    @property
    def rules(self) -> Policy:
        """The policy that judged, with the choices that held."""
        return policy_by_version(self.policy).choosing(self.placement_snapshot.get("choices", {}))

    @property
    def measured_against_label(self) -> str:
        """What was housed is held against, as the policy calls it; an older one had a basis instead."""
        measured_as, label = self.measured_row
        return label if measured_as == "Gemeten aan" else f"{measured_as.lower()}: {label}" if label else ""

    @property
    def measured_row(self) -> tuple[str, str]:
        """What was housed is held against, and what that is called: before verdicts were kept, the basis."""
        if not self.verdict:
            return "Basis", self.basis
        return "Gemeten aan", self.rules.label_of(self.measured_against)

    @property
    def verdict_label(self) -> str:
        """What came of the task, as the policy calls it; of an older one that was not kept."""
        return self.rules.verdicts[Verdict(self.verdict)] if self.verdict else "niet vastgelegd"

    @property
    def needs_executive(self) -> bool:
        """Whether its rung is one on which the provincial executive decides."""
        return (self.rung or 0) >= self.rules.ladder.executive_from

    @property
    def must_be_presented(self) -> bool:
        """Whether a person chose a heavier rung than the outcome; of the executive's own steps a view is asked."""
        return (self.chosen_rung or 0) > (self.proposed_rung or 0) and not self.needs_executive

    @property
    def choice(self) -> Choice:
        return Choice(
            rung=self.chosen_rung,
            reason=self.deviation_reason,
            presented_on=self.presented_on,
            ground=self.ground,
            evidence=self.ground_evidence,
            effect=self.ground_effect,
            norm=self.ground_norm,
        )

    @property
    def letter_additions(self) -> dict[str, Any]:
        """What a supervisor adds to the letter, by the names of LETTER_FIELDS."""
        return {name: getattr(self, name) for name in LETTER_FIELDS}

    @property
    def deviates(self) -> bool:
        """Whether a person chose otherwise than the rule, or named an excusable ground."""
        return self.chosen_rung is not None or self.ground != ""


class Assessment(Judgement):
    """A concept: assessing again replaces it whole and carries the typed words over."""

    motivation_version = models.PositiveIntegerField("versie van de motivering", default=0)

    state = State.CONCEPT.value
    names = None
    name = "concept"
    """In addresses."""

    objects = AssessmentQuerySet.as_manager()

    class Meta(Judgement.Meta):
        verbose_name = "beoordeling"
        verbose_name_plural = "beoordelingen"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "period"], name="assessment_one_concept"),
            *Judgement.Meta.constraints,
        ]
