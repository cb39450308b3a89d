"""What a province sets itself: the names of its rungs, and the dates in its letters."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from assessments.rules.registry import POLICIES
from municipalities.models import Municipality, Period, Province

COLOURS = [
    (colour, colour)
    for colour in ("groen", "geel", "oranje", "rood", "donkerrood", "paars", "blauw", "grijs", "wit")
]
RUNGS = [
    (number, str(number))
    for number in sorted({rung.number for policy in POLICIES for rung in policy.ladder.rungs})
]


class RungLabel(models.Model):
    """How a province calls and colours a rung; without one the ladder's own label holds."""

    province = models.ForeignKey(
        Province, verbose_name="provincie", on_delete=models.PROTECT, related_name="rung_labels"
    )
    rung = models.PositiveSmallIntegerField(
        "trede", choices=RUNGS, help_text="Het nummer van de trede, 1 tot en met 6."
    )
    name = models.CharField("naam", max_length=60, help_text="Hoe uw provincie deze trede noemt.")
    colour = models.CharField(
        "kleur",
        max_length=20,
        choices=COLOURS,
        help_text="De kleur op schermen en kaart; het nummer staat er altijd bij.",
    )

    class Meta:
        verbose_name = "naam van een trede"
        verbose_name_plural = "namen van treden"
        ordering = ["province", "rung"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "rung"],
                name="rung_label_once",
                violation_error_message="Deze trede heeft al een naam.",
            ),
            models.CheckConstraint(condition=Q(rung__gte=1), name="rung_label_of_the_ladder"),
        ]

    def __str__(self) -> str:
        return f"Trede {self.rung}: {self.name}"


def not_before(field: str, earlier: str, message: str) -> models.CheckConstraint:
    """Refuse a day before another one; either may be open."""
    in_order = Q(**{field: None}) | Q(**{earlier: None}) | Q(**{f"{field}__gte": F(earlier)})
    name = f"letter_terms_{field}_in_order"
    return models.CheckConstraint(condition=in_order, name=name, violation_error_message=message)


class LetterTerms(models.Model):
    """The dates in a province's letters over one period, or in that of one municipality, instead of those.

    An empty date shows in the letter as open.
    """

    province = models.ForeignKey(Province, verbose_name="provincie", on_delete=models.PROTECT)
    period = models.ForeignKey(
        Period,
        verbose_name="periode",
        on_delete=models.PROTECT,
        help_text="De periode waarover de brieven gaan.",
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name="gemeente",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Leeg: de brieven aan alle gemeenten. Kies een gemeente als haar brief eigen dagen krijgt, "
        "bijvoorbeeld na een herbeoordeling: dan geldt alleen wat u hier invult.",
    )
    letter_date = models.DateField(
        "datum van de brief", null=True, blank=True, help_text="Staat boven de brief."
    )
    reaction_due = models.DateField(
        "uiterste datum reactie",
        null=True,
        blank=True,
        help_text="Trede 2: tot en met deze dag kan de gemeente antwoorden.",
    )
    talk_due = models.DateField(
        "uiterste datum gesprek",
        null=True,
        blank=True,
        help_text="Trede 2 en 3: uiterlijk dan is het gesprek gevoerd.",
    )
    action_plan_due = models.DateField(
        "uiterste datum plan van aanpak",
        null=True,
        blank=True,
        help_text="Trede 3: uiterlijk dan stuurt de gemeente haar plan.",
    )
    plan_review_due = models.DateField(
        "uiterste datum oordeel over het plan",
        null=True,
        blank=True,
        help_text="Trede 3: uiterlijk dan laat de provincie weten of het plan houvast geeft.",
    )
    short_reason = models.CharField(
        "waarom korter dan 10 werkdagen",
        max_length=300,
        blank=True,
        help_text="Nodig als een gemeente voor een van deze dagen minder dan 10 werkdagen krijgt. Niet in de brief.",
    )
    dispute_due = models.DateField(
        "uiterste datum om een cijfer te betwisten",
        null=True,
        blank=True,
        help_text="Tot en met deze dag kan de gemeente melden dat een cijfer niet klopt.",
    )
    publication_from = models.DateField(
        "eerste dag van publicatie",
        null=True,
        blank=True,
        help_text="Niet eerder wordt de brief gepubliceerd.",
    )
    decision_due = models.DateField(
        "uiterste dag van een besluit",
        null=True,
        blank=True,
        help_text="Trede 4, na de termijn van het voornemen: uiterlijk dan beslissen Gedeputeerde Staten.",
    )
    your_reference = models.CharField(
        "kenmerk van de gemeente",
        max_length=100,
        blank=True,
        help_text='Staat als "Uw kenmerk" in de brief; alleen bij een eigen gemeente. Leeg: het staat er niet.',
    )

    class Meta:
        verbose_name = "termijnen van brieven"
        verbose_name_plural = "termijnen van brieven"
        ordering = ["-period__start", F("municipality__name").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "period"],
                condition=Q(municipality=None),
                name="letter_terms_once",
                violation_error_message="De termijnen van deze periode staan er al.",
            ),
            models.UniqueConstraint(
                fields=["period", "municipality"],
                name="letter_terms_once_per_municipality",
                violation_error_message="De eigen termijnen van deze gemeente in deze periode staan er al.",
            ),
            not_before(
                "reaction_due", "letter_date", "De reactie kan niet voor de datum van de brief nodig zijn."
            ),
            not_before(
                "talk_due", "letter_date", "Het gesprek kan niet voor de datum van de brief nodig zijn."
            ),
            not_before(
                "action_plan_due", "letter_date", "Het plan kan niet voor de datum van de brief nodig zijn."
            ),
            not_before(
                "dispute_due", "letter_date", "Betwisten kan niet voor de datum van de brief nodig zijn."
            ),
            not_before("publication_from", "letter_date", "Publiceren kan niet voor de datum van de brief."),
            not_before(
                "plan_review_due",
                "action_plan_due",
                "Het oordeel over het plan kan niet voor het plan komen.",
            ),
        ]

    def __str__(self) -> str:
        whose = f"de brief aan {self.municipality}" if self.municipality else "de brieven"
        return f"Termijnen van {whose} over {self.period}"
