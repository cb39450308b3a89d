"""Figures that were kept: what decides them, and how they are read. `keep` is what writes them.

The ledger is only added to, and a delivery books nothing on the days before its first. So the last delivery known that
is about a period, or an earlier one, decides its figures, whatever comes in about later days.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import Case, IntegerField, Max, Q, Value, When
from django.db.models.functions import Coalesce

from municipalities import figures, halfyear
from municipalities.figures import Figures, PeriodFacts
from municipalities.ledger import computed, coverage, mergers, sums
from municipalities.ledger.computed import Asked
from municipalities.models import Delivery, KeptFigures, Municipality, Period
from municipalities.models.ledger import since

CALCULATION = (computed, coverage, figures, halfyear, mergers, sums)
"""The modules that make figures of a ledger."""
NOT_COUNTED = {"name", "postal_address", "inhabitants"}
"""What of a municipality changes no figure."""
STORED = [field.name for field in fields(Figures) if field.name != "period"]
DAYS = {"quota_announced_on", "quota_changed_on", "covered_through"}


class Key(NamedTuple):
    """What decides the figures of a province over a period."""

    period: int
    last_delivery: int
    basis: str


KEY_FIELDS = ("period_id", "last_delivery", "basis")


def kept_figures(
    asked: Collection[Asked], province: str, municipalities: Mapping[Period, list[Municipality]]
) -> dict[Asked, dict[Municipality, Figures]]:
    """Return of what is asked that which was kept, of these municipalities; 3 queries."""
    keys = keys_of(asked, province)
    rows = KeptFigures.objects.filter(
        province=province,
        source="",
        period__in={key.period for key in keys.values()},
        last_delivery__in={key.last_delivery for key in keys.values()},
        basis__in={key.basis for key in keys.values()},
    )
    kept = {Key(*key): numbers for *key, numbers in rows.values_list(*KEY_FIELDS, "figures")}
    found = {}
    for (period, known_at), key in keys.items():
        own, known, facts = municipalities[period], kept.get(key), period.facts
        if known is not None and all(str(row.pk) in known for row in own):
            found[period, known_at] = {row: unpacked(known[str(row.pk)], facts) for row in own}
    return found


def keys_of(asked: Collection[Asked], province: str) -> dict[Asked, Key]:
    """Return what decides the figures of a province over each period, as known at a moment; 2 queries."""
    moments = sorted({known_at for _, known_at in asked})
    numbers = last_deliveries(asked, moments, province)
    concerned = Q(province=province) | Q(successor__province=province)
    register = list(Municipality.objects.filter(concerned).order_by("pk"))
    bases = {moment: basis_of(register, moment) for moment in moments}
    return {
        (period, known_at): Key(period.pk, numbers[period, known_at], bases[known_at])
        for period, known_at in asked
    }


def last_deliveries(asked: Collection[Asked], moments: list[datetime], province: str) -> dict[Asked, int]:
    """Return the number of the last delivery known about each period or an earlier one; 0 when there is none."""
    ends = sorted({period.end for period, _ in asked})
    whens = [When(begins__lt=end, then=Value(index)) for index, end in enumerate(ends)]
    rows = (
        Delivery.objects.since(moments)
        .filter(province=province)
        .annotate(begins=Coalesce("first_day", "period__start"))
        .filter(begins__lt=ends[-1])
        .annotate(before=Case(*whens, output_field=IntegerField()))
        .order_by()
        .values_list("since", "before")
        .annotate(Max("number"))
    )
    newest = {(since, before): number for since, before, number in rows}
    return {
        (period, known_at): max(
            (
                number
                for (since, before), number in newest.items()
                if moments[since] <= known_at and ends[before] <= period.end
            ),
            default=0,
        )
        for period, known_at in asked
    }


def basis_of(register: Iterable[Municipality], known_at: datetime) -> str:
    """Return the fingerprint of the calculation, and of who existed or merged as known at a moment."""
    facts = [
        [
            value <= known_at if isinstance(value, datetime) else str(value)
            for field in row._meta.concrete_fields
            if field.name not in NOT_COUNTED
            for value in [getattr(row, field.attname)]
        ]
        for row in register
    ]
    return sha256(f"{calculation()} {facts}".encode()).hexdigest()


@cache
def calculation() -> str:
    """Return the fingerprint of the text of what makes figures of a ledger, and of what reads them back."""
    made_by: tuple[Any, ...] = (*CALCULATION, since, packed, unpacked)
    return sha256("".join(inspect.getsource(each) for each in made_by).encode()).hexdigest()


def packed(known: Figures) -> list[Any]:
    """Return the stored figures in a fixed order, fit for JSON."""
    values = (getattr(known, name) for name in STORED)
    return [value.isoformat() if isinstance(value, date) else value for value in values]


def unpacked(values: list[Any], period: PeriodFacts) -> Figures:
    stored: dict[str, Any] = {
        name: date.fromisoformat(value) if value and name in DAYS else value
        for name, value in zip(STORED, values, strict=True)
    }
    return Figures(period=period, **stored)
