"""Arguments that several commands share, with refusals in Dutch."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError

from municipalities.models import Period, Province

OWN_ARGUMENTS = "argumenten van deze opdracht"
"""The heading above them in the help; those of Django itself stand apart."""


def period_argument(code: str) -> Period:
    period = Period.objects.filter(code=code).first()
    if period is None:
        known = ", ".join(Period.objects.order_by("start").values_list("code", flat=True)) or "(nog geen)"
        raise CommandError(
            f"Periode {code} bestaat niet. Kies een van: {known}. Of laat de beheerder de periode eerst toevoegen, bij "
            "Beheer."
        )
    return period


def province_argument(code: str) -> Province:
    province = Province.objects.filter(code=code).first()
    if province is None:
        known = ", ".join(Province.objects.order_by("code").values_list("code", flat=True)) or "(nog geen)"
        raise CommandError(f"Provincie {code} bestaat niet. Kies een van: {known}.")
    return province


def day_argument(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(
            f'"{text}" is geen datum. Schrijf jjjj-mm-dd, bijvoorbeeld 2024-01-01.'
        ) from error
