"""What is possible but not likely: a person confirms it with a reason, which is kept with the delivery."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Max, Sum

from municipalities.dutch import day_text, number
from municipalities.intake.day_in_title import heading
from municipalities.intake.doubts import Asked, Doubt
from municipalities.ledger.coverage import ONE_DAY, coverage_known_at
from municipalities.ledger.earlier_checks import newer_delivery
from municipalities.ledger.queries import open_couplings
from municipalities.ledger.statements import MODELS, speaks_of, stock_days
from municipalities.models import (
    Correction,
    CorrectionKind,
    Coupling,
    Delivery,
    DeliveryKind,
    Housing,
    Municipality,
    Period,
    Quota,
)

FAR = Fraction(1, 2)
"""How far a number may be from what was expected, as part of that."""
FAR_TIMES = 3
"""How many times its own highest, or lowest, number is far for a municipality."""
FEW = 10
"""Differences up to this number of people are never remarkable."""


def doubts_before(asked: Asked) -> list[Doubt]:
    """Return what is remarkable about a file beside what the ledger holds."""
    checks = (older, heading, share_of_people, fall, outlier, stock, repeated)
    return [doubt for check in checks for doubt in check(asked)]


def older(asked: Asked) -> Iterator[Doubt]:
    newer = newer_delivery(asked.delivery, asked.scope)
    if newer is not None:
        yield Doubt(
            "older",
            f"Er is al een nieuwere aanlevering over hetzelfde ({newer.number}, {day_text(newer.dated_on)}). Geef een "
            "reden om dit oudere bestand toch te gebruiken.",
        )


def share_of_people(asked: Asked) -> Iterator[Doubt]:
    """Compare each quota with the share of its municipality in the inhabitants: the law goes by those."""
    lines = [row for row in asked.lines() if row[2].municipality.inhabitants]
    if asked.delivery.kind != DeliveryKind.QUOTAS or len(lines) < 2:
        return
    total = sum(line.number for _, _, line in lines)
    inhabitants = sum(line.municipality.inhabitants or 0 for _, _, line in lines)
    for row, column, line in lines:
        expected = Fraction(total * (line.municipality.inhabitants or 0), inhabitants)
        if abs(line.number - expected) > max(Fraction(FEW), FAR * expected):
            yield Doubt(
                "share",
                f"{line.municipality}: {number(line.number)} wijkt sterk af (naar inwoners ongeveer "
                f"{number(round(expected))}).",
                row,
                column,
            )


def fall(asked: Asked) -> Iterator[Doubt]:
    """Compare what only grows, and a quota, with what was known."""
    if asked.delivery.kind not in (DeliveryKind.QUOTAS, DeliveryKind.HOUSINGS):
        return
    after: dict[int, int] = defaultdict(int)
    where: dict[int, tuple[int, str]] = {}
    for row, column, line in asked.lines():
        after[line.municipality.pk] += line.number
        where.setdefault(line.municipality.pk, (row, column))
    for municipality in asked.scope:
        known, now = asked.before.get(municipality.pk) or 0, after[municipality.pk]
        if now < known:
            text = f"{municipality}: {number(now)} is lager dan de {number(known)} die bekend was."
            yield Doubt("fall", text, *where.get(municipality.pk, (None, "")))


def outlier(asked: Asked) -> Iterator[Doubt]:
    """Compare each number with the highest and lowest of the same municipality before."""
    history = figures_before(asked)
    for row, column, line in asked.lines():
        known = history.get(line.municipality.pk)
        if not known:
            continue
        value, low, high = abs(line.number), min(known), max(known)
        too_high = value > FAR_TIMES * high and value - high > FEW
        too_low = asked.delivery.kind == DeliveryKind.QUOTAS and value * FAR_TIMES < low and low - value > FEW
        if too_high or too_low:
            earlier = number(high) if too_high else number(low)
            most = "het hoogste" if too_high else "het laagste"
            yield Doubt(
                "outlier",
                f"{line.municipality}: {number(line.number)} wijkt sterk af ({most} tot nu toe was {earlier}).",
                row,
                column,
            )


def figures_before(asked: Asked) -> dict[int, list[int]]:
    """Return per municipality id the numbers of before that one like this can be compared with."""
    delivery, scope = asked.delivery, asked.scope
    match delivery.kind:
        case DeliveryKind.QUOTAS if delivery.period is not None:
            earlier = Quota.objects.filter(municipality__in=scope, period__end__lte=delivery.period.start)
            rows = earlier.order_by().values_list("municipality_id", "period").annotate(Sum("amount"))
            return collected((pk, amount) for pk, _, amount in rows)
        case DeliveryKind.HOUSINGS if asked.particulars.kind.asks == "day":
            return collected(housed_per_period(scope, delivery))
        case DeliveryKind.HOUSINGS | DeliveryKind.COUPLINGS:
            found = MODELS[delivery.kind].objects.filter(municipality__in=scope).exclude(kind="stock")
            return collected(found.order_by().values_list("municipality_id").annotate(Max("amount")))
        case DeliveryKind.STOCK:
            # Who has an expected stock is compared with that: a pool may have grown over the years.
            expected = expected_stocks(asked)
            by_code = {row.cbs_code: row.pk for row in scope if row.pk not in expected}
            stocks = Delivery.objects.standing().filter(speaks_of(scope), kind=DeliveryKind.STOCK)
            said = stocks.filter(last_day__lt=delivery.last_day).values_list("lines", flat=True)
            return collected(
                (by_code[line[0]], line[3]) for lines in said for line in lines if line[0] in by_code
            )
        case _:
            quotas = Quota.objects.filter(municipality__in=scope, period=delivery.period)
            return collected(quotas.order_by().values_list("municipality_id").annotate(Sum("amount")))


def housed_per_period(scope: list[Municipality], delivery: Delivery) -> Iterator[tuple[int, int]]:
    for period in Period.objects.filter(end__lte=delivery.first_day).order_by("-end")[:4]:
        housed = Housing.objects.filter(
            municipality__in=scope, housed_on__gte=period.start, housed_on__lt=period.end
        )
        yield from housed.order_by().values_list("municipality_id").annotate(Sum("amount"))


def collected(pairs: Any) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for pk, amount in pairs:
        found[pk].append(amount)
    return found


def stock(asked: Asked) -> Iterator[Doubt]:
    """Compare each stock with what couplings and housings made of the one before, both ways."""
    if asked.delivery.kind != DeliveryKind.STOCK:
        return
    expected = expected_stocks(asked)
    for row, column, line in asked.lines():
        day, left = expected.get(line.municipality.pk, (None, line.number))
        if abs(line.number - left) > max(Fraction(FEW), FAR * abs(left)):
            yield Doubt(
                "stock",
                f"{line.municipality}: {number(line.number)} wijkt sterk af (op {day_text(day)} stonden er volgens het "
                f"grootboek {number(left)} open).",
                row,
                column,
            )


def expected_stocks(asked: Asked) -> dict[int, tuple[date, int]]:
    """Return per municipality id the open couplings on the day of a stock, or else on the day before.

    Who is left out had no stock yet, or days since of which couplings or housings are not known.
    """
    found: dict[int, tuple[date, int]] = {}
    last_day = asked.particulars.days[1]
    period = Period.objects.filter(start__lte=last_day, end__gt=last_day).first()
    if period is None:
        return found
    coverage, stocks = coverage_known_at(None, period, asked.scope), stock_days(asked.scope)
    for day in (last_day - ONE_DAY, last_day):
        known = [row for row in asked.scope if coverage.of(row).has_open_couplings(day)]
        found |= {pk: (day, left) for pk, left in open_couplings(known, stocks, day).items()}
    return found


def repeated(asked: Asked) -> Iterator[Doubt]:
    """Find corrections that stand in the file, or in the ledger, already."""
    if asked.delivery.kind != DeliveryKind.CORRECTIONS:
        return
    known = Correction.objects.filter(
        period=asked.delivery.period, kind=CorrectionKind.CORRECTION, municipality__in=asked.scope
    )
    # What was taken back was booked the other way round with the same reason, and so comes to nothing.
    net: Counter[tuple[int, int, str]] = Counter()
    for pk, amount, reason in known.values_list("municipality_id", "amount", "reason"):
        opposite = (pk, -amount, reason)
        if net[opposite] > 0:
            net[opposite] -= 1
        else:
            net[pk, amount, reason] += 1
    for row, column, line in asked.lines():
        key = (line.municipality.pk, line.number, line.reason)
        if net[key] > 0:
            text = f"{line.municipality}: een correctie van {number(line.number)} met deze reden staat er al."
            yield Doubt("repeated", text, row, column)
        net[key] += 1


def open_on_last_day(asked: Asked) -> dict[int, int]:
    """Return the open couplings on the last day that a delivery is about, as the ledger now has them."""
    if MODELS[asked.delivery.kind] not in (Housing, Coupling):
        return {}
    assert asked.delivery.last_day is not None
    return open_couplings(asked.scope, stock_days(asked.scope), asked.delivery.last_day)


def overdrawn(asked: Asked, before: dict[int, int], after: dict[int, int]) -> Iterator[Doubt]:
    """Find municipalities where by now more people were housed than were ever coupled."""
    for municipality in asked.scope:
        now = after.get(municipality.pk, 0)
        if now < 0 and now < min(0, before.get(municipality.pk, 0)):
            yield Doubt(
                "overdrawn",
                f"{municipality}: op {day_text(asked.delivery.last_day)} zijn er {number(-now)} meer gehuisvest dan "
                "gekoppeld.",
            )
