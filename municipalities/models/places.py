"""Who is supervised, by whom, and over which half-years."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from municipalities.figures import PeriodFacts


class Signing(models.TextChoices):
    """How a letter is signed for which no step of the executive is needed."""

    MANDATE = "mandate", "Namens Gedeputeerde Staten, volgens mandaat of machtiging"
    DECIDED = "decided", "Gedeputeerde Staten besluiten zelf; een ander ondertekent namens hen"


class Province(models.Model):
    """A province and what its letters need to say about it."""

    code = models.CharField(
        "code",
        max_length=4,
        primary_key=True,
        validators=[
            RegexValidator(r"^PV\d\d$", "Een provinciecode is PV met twee cijfers, bijvoorbeeld PV26.")
        ],
        help_text="De code van het CBS, bijvoorbeeld PV26.",
    )
    name = models.CharField("naam", max_length=50, unique=True, help_text="Zonder het woord provincie.")
    postal_address = models.TextField(
        "postadres", blank=True, help_text="Staat als afzender boven de brieven; één regel per adresregel."
    )
    contact = models.CharField(
        "contact",
        max_length=200,
        blank=True,
        help_text="Waar een gemeente terecht kan met vragen over een brief: functie of postbus, geen naam.",
    )
    signature = models.CharField(
        "ondertekening",
        max_length=200,
        blank=True,
        help_text="De functie die namens Gedeputeerde Staten ondertekent, geen naam.",
    )
    signing = models.CharField(
        "wie ondertekent",
        max_length=20,
        choices=Signing.choices,
        default=Signing.MANDATE,
        help_text="Voor brieven zonder stap van Gedeputeerde Staten.",
    )
    mandate = models.CharField(
        "mandaat",
        max_length=200,
        blank=True,
        help_text="Waar die bevoegdheid in staat, bijvoorbeeld nummer en datum van het mandaatbesluit. Het wordt bij "
        "de brief bewaard en niet afgedrukt.",
    )
    executive_signature = models.CharField(
        "ondertekening door Gedeputeerde Staten",
        max_length=200,
        blank=True,
        default="de voorzitter, de secretaris",
        help_text="De functies die een stap van Gedeputeerde Staten ondertekenen.",
    )
    letter_place = models.CharField(
        "plaats boven de brief", max_length=100, blank=True, help_text="Staat voor de datum van de brief."
    )
    publication_place = models.CharField(
        "plaats van publicatie", max_length=200, blank=True, help_text='Bijvoorbeeld "de IBT-kaart".'
    )
    letter_prefix = models.CharField(
        "begin van het kenmerk",
        max_length=30,
        default="IBT-HV",
        help_text="Een kenmerk bestaat uit dit begin, de periode en de gemeentecode.",
    )
    figures_are_examples = models.BooleanField(
        "voorbeeldcijfers",
        default=False,
        help_text="Aan: op elk scherm en in elke brief staat dat de cijfers niet echt zijn.",
    )
    closed_until = models.DateTimeField(
        "gesloten tot en met",
        null=True,
        blank=True,
        editable=False,
        help_text="Op een eerder moment kan niets meer worden vastgelegd: daarop steunt een vastgestelde beoordeling.",
    )

    register: Any
    """What was read of it; only of what `with_register` gave."""

    class Meta:
        verbose_name = "provincie"
        verbose_name_plural = "provincies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ClosedDay(models.Model):
    """A day on which a province is closed, beside weekends and public holidays: no term ends on it."""

    province = models.ForeignKey(
        Province, verbose_name="provincie", on_delete=models.PROTECT, related_name="closed_days"
    )
    day = models.DateField("dag", help_text="Zaterdagen, zondagen en feestdagen zijn al bekend.")
    reason = models.CharField(
        "reden",
        max_length=100,
        help_text='Bijvoorbeeld "vrijdag na Hemelvaart". Neem ook de dagen op die bij koninklijk besluit met een '
        "feestdag zijn gelijkgesteld.",
    )
    is_open = models.BooleanField(
        "toch open", default=False, help_text="Aan: deze dag is toch een werkdag, de regel telt niet meer."
    )

    class Meta:
        verbose_name = "gesloten dag"
        verbose_name_plural = "gesloten dagen"
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "day"],
                name="closed_day_once",
                violation_error_message="Deze dag staat er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d-%m-%Y}, {self.reason}"


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def visible_to(self, user: Any) -> MunicipalityQuerySet:
        return self.filter(province=user.province_id)

    def existing_between(self, first_day: date, last_day: date) -> MunicipalityQuerySet:
        """Keep those that existed on at least one of these days, both included."""
        not_yet_gone = Q(valid_until=None) | Q(valid_until__gte=first_day)
        return self.filter(not_yet_gone, valid_from__lte=last_day)

    def merged(self, known_at: datetime | None = None) -> MunicipalityQuerySet:
        """Keep those that went into another, as known at a moment or now."""
        gone = self.filter(successor__isnull=False, valid_until__isnull=False)
        return gone.filter(Q(merged_at=None) | Q(merged_at__lte=known_at)) if known_at else gone


class Municipality(models.Model):
    """A municipality as long as it exists under one CBS code."""

    cbs_code = models.CharField(
        "CBS-code",
        max_length=6,
        unique=True,
        validators=[
            RegexValidator(r"^GM\d{4}$", "Een gemeentecode is GM met vier cijfers, bijvoorbeeld GM0344.")
        ],
        help_text="De code van het CBS, bijvoorbeeld GM0344.",
    )
    name = models.CharField("naam", max_length=100, help_text="De naam zonder het woord gemeente.")
    province = models.ForeignKey(
        Province, verbose_name="provincie", on_delete=models.PROTECT, related_name="municipalities"
    )
    postal_address = models.TextField(
        "postadres van het college",
        blank=True,
        help_text="Komt in de brief onder de geadresseerde; één regel per adresregel.",
    )
    valid_from = models.DateField("bestaat vanaf", help_text="De eerste dag waarop de gemeente bestond.")
    valid_until = models.DateField(
        "bestaat tot en met",
        null=True,
        blank=True,
        help_text="De laatste dag; leeg zolang de gemeente bestaat.",
    )
    successor = models.ForeignKey(
        "self",
        verbose_name="opvolger",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text="De gemeente waarin deze is opgegaan.",
    )
    merged_at = models.DateTimeField(
        "opvolger vastgelegd op",
        null=True,
        blank=True,
        editable=False,
        help_text="Vanaf dit moment is bekend dat de gemeente opgaat in haar opvolger; leeg: altijd al.",
    )
    inhabitants = models.PositiveIntegerField(
        "inwoners",
        null=True,
        blank=True,
        help_text="Inwoners op 1 januari 2023 (CBS); alleen om een taakstelling op aannemelijkheid te bekijken.",
    )

    objects = MunicipalityQuerySet.as_manager()

    absorbed: list[Municipality]
    """Who went into it, whenever that became known; only of who comes from a register."""

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="municipality_ends_after_it_starts",
                violation_error_message="De laatste dag ligt voor de eerste dag.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_known_to_merge(self, moment: datetime) -> bool:
        return self.merged_at is None or self.merged_at <= moment

    def existed_on(self, day: date) -> bool:
        return self.existed_between(day, day)

    def existed_between(self, first_day: date, last_day: date) -> bool:
        """Say whether it existed on at least one of these days, both included."""
        return self.valid_from <= last_day and (self.valid_until is None or first_day <= self.valid_until)


class MunicipalityAlias(models.Model):
    """Another name that files use for a municipality."""

    name = models.CharField("andere naam", max_length=100, help_text="Zoals bestanden de gemeente noemen.")
    municipality = models.ForeignKey(
        Municipality, verbose_name="gemeente", on_delete=models.PROTECT, related_name="aliases"
    )

    class Meta:
        verbose_name = "andere naam van een gemeente"
        verbose_name_plural = "andere namen van gemeenten"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "municipality"],
                name="alias_once",
                violation_error_message="Deze naam staat er al bij deze gemeente.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """A half-year of the quota, the same for every province: `start` up to, not including, `end`."""

    code = models.CharField(
        "code",
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^\d{4}-[12]$", "Schrijf een periode als 2023-1 of 2023-2.")],
        help_text="Het jaar en het halfjaar, bijvoorbeeld 2023-2.",
    )
    start = models.DateField("eerste dag", unique=True, help_text="De eerste dag van het halfjaar.")
    end = models.DateField("einde", unique=True, help_text="De eerste dag na het halfjaar.")
    reference_date = models.DateField(
        "peildatum koppelingen",
        help_text="De dag waarop genoeg vergunninghouders gekoppeld moeten zijn: 1 april of 1 oktober.",
    )

    class Meta:
        verbose_name = "periode"
        verbose_name_plural = "perioden"
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__lte=F("reference_date")) & Q(reference_date__lt=F("end")),
                name="period_contains_its_reference_date",
                violation_error_message="De peildatum koppelingen ligt niet in de periode.",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def facts(self) -> PeriodFacts:
        return PeriodFacts(code=self.code, start=self.start, end=self.end, reference_date=self.reference_date)
