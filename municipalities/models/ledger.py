"""The ledger of both accounts: the task and the pool. Nothing in it is changed or deleted.

Every entry has the day it is about and the moment it was recorded, so that each figure is a
sum with two bounds: about when, and known when.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils import timezone

from audit.append_only import AppendOnlyModel, AppendOnlyQuerySet
from audit.models import AuditEntry
from municipalities.models.places import Municipality, Period, Province


class DeliveryKind(models.TextChoices):
    QUOTAS = "quotas", "Taakstellingen"
    OPENINGS = "openings", "Beginstanden"
    CORRECTIONS = "corrections", "Correcties"
    HOUSINGS = "housings", "Huisvestingen"
    COUPLINGS = "couplings", "Koppelingen"
    STOCK = "stock", "Stand wacht op woning"


class DeliveryForm(models.TextChoices):
    EVENTS = "events", "Losse meldingen"
    STATEMENT = "statement", "Totaaloverzicht"


class QuotaKind(models.TextChoices):
    ANNOUNCED = "announced", "Bekendgemaakt"
    REVISED = "revised", "Gewijzigd"
    REDISTRIBUTED = "redistributed", "Herverdeeld"


class HousingKind(models.TextChoices):
    REGULAR = "regular", "Regulier"
    NIDOS = "nidos", "Nidos"
    HOTEL_SCHEME = "hotel_scheme", "Hotel- en accommodatieregeling"


class CouplingKind(models.TextChoices):
    COUPLED = "coupled", "Gekoppeld"
    WITHDRAWN = "withdrawn", "Ingetrokken"
    STOCK = "stock", "Stand"


class CorrectionKind(models.TextChoices):
    OPENING = "opening", "Beginstand"
    CORRECTION = "correction", "Correctie"


def since(moments: Sequence[datetime]) -> Combinable:
    """Return at the how manieth of these moments, in order of time, a row was known first."""
    if len(moments) < 2:
        return Value(0)
    return Case(*(When(recorded_at__lte=moment, then=Value(index)) for index, moment in enumerate(moments)))


class LedgerQuerySet(AppendOnlyQuerySet):
    def known_at(self, moment: datetime) -> LedgerQuerySet:
        return self.filter(recorded_at__lte=moment)

    def since(self, moments: Sequence[datetime]) -> LedgerQuerySet:
        """Keep what was known at the last of these moments, with `since` which one knew it first."""
        return self.known_at(moments[-1]).annotate(since=since(moments))

    def visible_to(self, user: Any) -> LedgerQuerySet:
        return self.filter(delivery__province=user.province_id)


class DeliveryQuerySet(AppendOnlyQuerySet):
    def known_at(self, moment: datetime) -> DeliveryQuerySet:
        return self.filter(recorded_at__lte=moment)

    def since(self, moments: Sequence[datetime]) -> DeliveryQuerySet:
        """Keep what was known at the last of these moments, with `since` which one knew it first; without any, all."""
        known = self.known_at(moments[-1]) if moments else self
        return known.annotate(since=since(moments))

    def visible_to(self, user: Any) -> DeliveryQuerySet:
        return self.filter(province=user.province_id)

    def with_who(self) -> DeliveryQuerySet:
        """Add `name_then`: what who recorded it was called, as the first line of the log about it says."""
        about = AuditEntry.objects.filter(
            object_type=Delivery._meta.label, object_id=Cast(OuterRef("pk"), models.CharField())
        )
        return self.annotate(name_then=Subquery(about.order_by("pk").values("by_name")[:1]))

    def for_lists(self) -> DeliveryQuerySet:
        """Fetch what a list prints along, and leave the lines, which can be many, behind."""
        related = ("period", "municipality", "takes_back", "taken_back_by")
        return self.select_related(*related).defer("lines", "takes_back__lines", "taken_back_by__lines")

    def standing(self, known_at: datetime | None = None) -> DeliveryQuerySet:
        """Keep those that cover something: no controls, nothing taken back, no counter-deliveries."""
        known = self if known_at is None else self.known_at(known_at)
        # A subquery, not a join on the counter-delivery: almost all keys of that join are empty, and
        # a planner that knows so compares every delivery with every other.
        counters = Delivery.objects.exclude(takes_back=None)
        if known_at is not None:
            counters = counters.known_at(known_at)
        own = known.filter(is_control=False, takes_back=None)
        return own.exclude(pk__in=counters.values("takes_back"))


class Delivery(AppendOnlyModel):
    """What one file, or one form, said; and over which days, or period, it is the truth.

    `municipality` empty means the whole province. `entry_kind` is the kind of a quota, or the one
    kind of events that a form entered by hand speaks of; empty means all kinds.
    """

    province = models.ForeignKey(Province, verbose_name="provincie", on_delete=models.PROTECT)
    number = models.PositiveIntegerField("nummer")
    kind = models.CharField("soort", max_length=20, choices=DeliveryKind.choices)
    form = models.CharField("vorm", max_length=20, choices=DeliveryForm.choices)
    entry_kind = models.CharField("soort boeking", max_length=20, blank=True)
    period = models.ForeignKey(
        Period,
        verbose_name="periode",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
    )
    first_day = models.DateField("eerste dag", null=True, blank=True)
    last_day = models.DateField("laatste dag", null=True, blank=True)
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", on_delete=models.PROTECT, null=True, blank=True
    )
    dated_on = models.DateField("datum van de bron")
    source = models.CharField("bron", max_length=200, blank=True)
    reason = models.TextField("reden", blank=True)
    lines = models.JSONField(
        "regels",
        default=list,
        blank=True,
        help_text="Wat er letterlijk is opgegeven: gemeente, dag, soort, aantal, reden.",
    )
    is_control = models.BooleanField("controle", default=False)
    takes_back = models.OneToOneField(
        "self",
        verbose_name="neemt terug",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_back_by",
    )
    recorded_at = models.DateTimeField("vastgelegd op", db_index=True)
    entered_at = models.DateTimeField("ingevoerd op", default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="vastgelegd door",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )

    name_then: str | None
    """What who recorded it was called then; only from `with_who`."""

    objects = DeliveryQuerySet.as_manager()

    class Meta(AppendOnlyModel.Meta):
        verbose_name = "aanlevering"
        verbose_name_plural = "aanleveringen"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["province", "number"], name="delivery_number_unique"),
            models.CheckConstraint(
                condition=Q(period__isnull=False, first_day=None, last_day=None)
                | Q(period=None, first_day__lte=F("last_day")),
                name="delivery_covers_a_period_or_days",
            ),
        ]

    def __str__(self) -> str:
        return f"Aanlevering {self.number}: {self.get_kind_display()}"


class LedgerEntry(AppendOnlyModel):
    """A signed number of people, recorded once."""

    delivery = models.ForeignKey(
        Delivery, verbose_name="aanlevering", on_delete=models.PROTECT, related_name="%(class)s_entries"
    )
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", on_delete=models.PROTECT, db_index=False
    )
    kind = models.CharField("soort", max_length=20)
    amount = models.IntegerField("verschil")
    recorded_at = models.DateTimeField("vastgelegd op")

    objects = LedgerQuerySet.as_manager()

    class Meta(AppendOnlyModel.Meta):
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.amount:+d}"


def not_zero(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=~Q(amount=0), name=name)


class Quota(LedgerEntry):
    """A change of the quota: people to house in one period."""

    period = models.ForeignKey(Period, verbose_name="periode", on_delete=models.PROTECT)
    kind = models.CharField("soort", max_length=20, choices=QuotaKind.choices)
    announced_on = models.DateField("bekendgemaakt op")

    class Meta(LedgerEntry.Meta):
        verbose_name = "taakstelling"
        verbose_name_plural = "taakstellingen"
        constraints = [not_zero("quota_amount_not_zero")]
        indexes = [models.Index(fields=["municipality", "period"], name="quota_by_period")]


class Correction(LedgerEntry):
    """A change of the balance with which a municipality opens a period."""

    period = models.ForeignKey(Period, verbose_name="periode", on_delete=models.PROTECT)
    kind = models.CharField("soort", max_length=20, choices=CorrectionKind.choices)
    reason = models.TextField("reden", blank=True)

    class Meta(LedgerEntry.Meta):
        verbose_name = "correctie"
        verbose_name_plural = "correcties"
        constraints = [
            not_zero("correction_amount_not_zero"),
            models.CheckConstraint(
                condition=~Q(kind=CorrectionKind.CORRECTION) | ~Q(reason=""), name="correction_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "period"], name="correction_by_period")]


class Housing(LedgerEntry):
    """People housed on a day."""

    housed_on = models.DateField("gehuisvest op")
    kind = models.CharField("soort", max_length=20, choices=HousingKind.choices)

    class Meta(LedgerEntry.Meta):
        verbose_name = "huisvesting"
        verbose_name_plural = "huisvestingen"
        constraints = [not_zero("housing_amount_not_zero")]
        # Covers the sums of figures_for, which then never touch the table itself.
        indexes = [
            models.Index(fields=["municipality", "housed_on", "recorded_at", "amount"], name="housing_by_day")
        ]


class Coupling(LedgerEntry):
    """People coupled by COA on a day, or the difference with a stated number of open couplings."""

    coupled_on = models.DateField("gekoppeld op")
    kind = models.CharField("soort", max_length=20, choices=CouplingKind.choices)

    class Meta(LedgerEntry.Meta):
        verbose_name = "koppeling"
        verbose_name_plural = "koppelingen"
        constraints = [not_zero("coupling_amount_not_zero")]
        indexes = [
            models.Index(
                fields=["municipality", "coupled_on", "recorded_at", "kind", "amount"], name="coupling_by_day"
            )
        ]
