"""What a province confirmed of a policy: where it stands, and what was assumed for lack of a source."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from assessments.models.acts import Recorded
from assessments.rules.registry import policy_by_version
from municipalities.models import Period, Province

SOURCE = "source"
"""The subject of a confirmation about where the policy itself stands; the others are codes of assumptions."""


class PolicyConfirmation(Recorded):
    """One thing about a policy that a person confirmed, and on which document; the newest one holds.

    Where the policy stands has three states: published (title, article, place and date), confirmed
    not to be published, and unknown as long as there is no row.
    """

    province = models.ForeignKey(
        Province, verbose_name="provincie", on_delete=models.PROTECT, related_name="policy_confirmations"
    )
    policy = models.CharField("versie van het beleidskader", max_length=50)
    subject = models.CharField("waarover", max_length=20)
    is_published = models.BooleanField("gepubliceerd", null=True)
    document = models.CharField("titel", max_length=300, blank=True)
    article = models.CharField("artikel", max_length=100, blank=True)
    place = models.CharField("vindplaats", max_length=200, blank=True)
    day = models.DateField("van kracht vanaf", null=True)
    choice = models.CharField("gekozen uitleg", max_length=40, blank=True)
    first_period = models.ForeignKey(
        Period, verbose_name="geldt vanaf", on_delete=models.PROTECT, null=True, related_name="+"
    )
    evidence = models.TextField("waaruit dit blijkt")

    class Meta(Recorded.Meta):
        verbose_name = "bevestiging van een beleidskader"
        verbose_name_plural = "bevestigingen van beleidskaders"
        ordering = ["policy", "subject", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject=SOURCE)
                | Q(is_published=False)
                | Q(is_published=True, day__isnull=False) & ~Q(document="") & ~Q(article="") & ~Q(place=""),
                name="policy_source_is_whole",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="policy_confirmation_has_evidence"),
        ]

    @property
    def begins(self) -> str:
        """The code of the first period it holds for; empty where it holds for every one."""
        return self.first_period.code if self.first_period else ""

    @property
    def choice_text(self) -> str:
        """What was chosen, as the policy words it."""
        return (policy_by_version(self.policy).assumption(self.subject).choices or {})[self.choice]

    def __str__(self) -> str:
        return f"{self.policy}, {'bron' if self.subject == SOURCE else self.subject}"
