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
from json import loads
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Case, IntegerField, Max, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from municipalities import figures, halfyear, pool
from municipalities.figures import Figures, PeriodFacts
from municipalities.ledger import computed, coverage, mergers, sums, waiting
from municipalities.ledger.computed import Asked
from municipalities.ledger.mergers import merged_into
from municipalities.ledger.register import answered, register_of
from municipalities.models import Delivery, KeptFigures, Municipality, Period, Province
from municipalities.models.ledger import since
from municipalities.pool import Pool, Waiting

CALCULATION = (computed, coverage, figures, halfyear, mergers, pool, sums, waiting)
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


class Kept(NamedTuple):
    """What was kept of a province over a period, by municipality id: the text of JSON, to be read when it is used."""

    figures: str
    pools: str | None


def kept_rows(asked: Iterable[Asked], province: Province) -> dict[Asked, Kept | None]:
    """Return of what is asked that which was kept; 3 queries."""

    def ask(pairs: list[Asked]) -> dict[Asked, Kept | None]:
        keys = keys_of(pairs, province)
        rows = KeptFigures.objects.filter(
            province=province,
            source="",
            period__in={key.period for key in keys.values()},
            last_delivery__in={key.last_delivery for key in keys.values()},
            basis__in={key.basis for key in keys.values()},
        )
        size = len(KEY_FIELDS)
        texts = [Cast(name, TextField()) for name in Kept._fields]
        kept = {Key(*row[:size]): Kept(*row[size:]) for row in rows.values_list(*KEY_FIELDS, *texts)}
        return {pair: kept.get(key) for pair, key in keys.items()}

    return answered(province, "kept", asked, ask)


def kept_figures(
    asked: Collection[Asked], province: Province, municipalities: Mapping[Period, list[Municipality]]
) -> dict[Asked, dict[Municipality, Figures]]:
    """Return of what is asked the figures that were kept, of these municipalities."""
    found = {}
    for (period, known_at), kept in kept_rows(asked, province).items():
        own, figures = municipalities[period], loads(kept.figures) if kept else None
        if figures is not None and all(str(row.pk) in figures for row in own):
            found[period, known_at] = {row: unpacked(figures[str(row.pk)], period.facts) for row in own}
    return found


def kept_pools(asked: Iterable[Asked], province: Province) -> dict[Asked, dict[int, Pool]]:
    """Return of what is asked the pools that were kept, by municipality id: of who has one."""
    return {
        pair: {int(key): unpacked_pool(values) for key, values in loads(kept.pools).items()}
        for pair, kept in kept_rows(asked, province).items()
        if kept is not None and kept.pools is not None
    }


def keys_of(asked: Collection[Asked], province: Province) -> dict[Asked, Key]:
    """Return what decides the figures of a province over each period, as known at a moment; 2 queries."""
    moments = sorted({known_at for _, known_at in asked})
    numbers = last_deliveries(asked, moments, province)
    own = register_of(province)
    register = sorted({*own, *merged_into(own)}, key=attrgetter("pk"))
    bases = {moment: basis_of(register, moment) for moment in moments}
    return {
        (period, known_at): Key(period.pk, numbers[period, known_at], bases[known_at])
        for period, known_at in asked
    }


def last_deliveries(
    asked: Collection[Asked], moments: list[datetime], province: Province
) -> dict[Asked, int]:
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
    made_by: tuple[Any, ...] = (*CALCULATION, since, packed, unpacked, packed_pool, unpacked_pool)
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


def packed_pool(known: Pool) -> list[Any]:
    """Return a pool in a fixed order, fit for JSON; days as numbers, of which there are many."""
    return [
        known.through.toordinal(),
        known.housed,
        [[row.coupled_on.toordinal(), row.number] for row in known.waiting],
        known.housed_lately,
        known.coupled_lately,
    ]


def unpacked_pool(values: list[Any]) -> Pool:
    through, housed, waits, housed_lately, coupled_lately = values
    return Pool(
        through=date.fromordinal(through),
        housed=housed,
        waiting=tuple(Waiting(date.fromordinal(day), number) for day, number in waits),
        housed_lately=housed_lately,
        coupled_lately=coupled_lately,
    )
