"""Keeping figures, so that nobody computes them again: by who records or judges, or a command; never by a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from audit.rehearsal import is_rehearsal
from municipalities.ledger.computed import Asked, computed_figures
from municipalities.ledger.kept import KEY_FIELDS, Key, keys_of, packed, packed_pool
from municipalities.ledger.queries import municipalities_of_each
from municipalities.ledger.waiting import computed_pools
from municipalities.models import Delivery, KeptFigures, Municipality, Period, Province
from municipalities.moments import end_of_day, local_day


def keep_figures(asked: Iterable[Asked], province: Province, *, lasting: bool = False) -> None:
    """Compute what is asked and keep it, unless it was; in a rehearsal nothing, since what it knows never was.

    What `lasts` stays; the rest is thrown away as soon as newer figures of the same period are kept.
    """
    pairs = list(dict.fromkeys(asked))
    if is_rehearsal() or not pairs:
        return
    keys = keys_of(pairs, province)
    rows = KeptFigures.objects.filter(
        province=province, source="", period__in={period for period, _ in pairs}
    )
    known = {Key(*key): (pk, stays) for pk, stays, *key in rows.values_list("pk", "is_lasting", *KEY_FIELDS)}
    wanted = {key: pair for pair, key in keys.items() if key not in known}
    if lasting:
        stay = [known[key][0] for key in keys.values() if key in known]
        rows.filter(pk__in=stay, is_lasting=False).update(is_lasting=True)
    else:
        old = [pk for key, (pk, stays) in known.items() if not stays and key not in keys.values()]
        rows.filter(pk__in=old).delete()
    municipalities = municipalities_of_each({period for period, _ in pairs}, province)
    found = computed_figures(wanted.values(), municipalities)
    KeptFigures.objects.bulk_create(
        KeptFigures(
            province=province,
            period=period,
            last_delivery=key.last_delivery,
            basis=key.basis,
            known_at=known_at,
            is_lasting=lasting,
            figures={row.pk: packed(own) for row, own in found[period, known_at].items()},
            pools=pools_of(period, municipalities[period], known_at),
        )
        for key, (period, known_at) in wanted.items()
    )


def pools_of(
    period: Period, municipalities: list[Municipality], known_at: datetime
) -> dict[int, list[Any]] | None:
    """Return the pools of a period that runs at the moment, to be kept: of another they are asked less."""
    if not runs_at(period, known_at):
        return None
    pools = computed_pools(period, municipalities, known_at=known_at)
    return {key: packed_pool(pool) for key, pool in pools.items()}


def runs_at(period: Period, moment: datetime) -> bool:
    return period.start <= local_day(moment) < period.end


def keep_after(delivery: Delivery) -> None:
    """Keep the figures of now of every period that a delivery is about, and of those after it."""
    begins = delivery.period.start if delivery.period else delivery.first_day
    periods = Period.objects.filter(end__gt=begins)
    keep_figures([(period, delivery.recorded_at) for period in periods], delivery.province)


def keep_all(province: Province, lasting: Iterable[Asked], *, now: datetime) -> int:
    """Keep what pages ask: all periods now, halfway those that are over, and what is given; return how many.

    What an earlier calculation left is thrown away: nobody reads it.
    """
    periods = list(Period.objects.order_by("start"))
    halfway = [(period, end_of_day(period.reference_date)) for period in periods]
    today = [(period, now) for period in periods]
    to_stay = [*(pair for pair in halfway if pair[1] <= now), *lasting]
    keep_figures(today, province)
    keep_figures(to_stay, province, lasting=True)
    rows = KeptFigures.objects.filter(province=province)
    if periods:
        bases = {key.basis for key in keys_of([*today, *to_stay], province).values()}
        rows.exclude(basis__in=bases).delete()
    return rows.count()


def kept_deviations() -> Iterator[str]:
    """Yield the kept figures that are not what the ledger gives; those of an earlier calculation nobody reads."""
    for row in KeptFigures.objects.select_related("province", "period").order_by("pk"):
        pair = row.period, row.known_at
        if keys_of([pair], row.province)[pair] != Key(row.period_id, row.last_delivery, row.basis):
            continue
        municipalities = municipalities_of_each([row.period], row.province)
        live = computed_figures([pair], municipalities)[pair]
        pools = pools_of(row.period, municipalities[row.period], row.known_at)
        figures = {str(key.pk): packed(own) for key, own in live.items()}
        waiting = None if pools is None else {str(key): values for key, values in pools.items()}
        if (figures, waiting) != (row.figures, row.pools):
            yield (
                f"bewaarde cijfers over {row.period} in {row.province}, bekend na aanlevering {row.last_delivery}: "
                "het grootboek geeft andere. Draai keep_figures --anew."
            )
