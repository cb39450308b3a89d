"""What deliveries say, and what the ledger lacks to agree with them.

Within its coverage a delivery is the truth: per day and kind for events, in total for a
statement. The ledger gets the difference with what it already knew, so the same file twice
records nothing. A later statement stands: when something before it changes, the entry on its
own day is adjusted, so that the order in which deliveries come in makes no difference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, Sum

from municipalities.ledger.queries import open_couplings
from municipalities.models import (
    Correction,
    CorrectionKind,
    Coupling,
    CouplingKind,
    Delivery,
    DeliveryForm,
    DeliveryKind,
    Housing,
    HousingKind,
    LedgerEntry,
    Municipality,
    Quota,
    QuotaKind,
)


@dataclass(frozen=True, kw_only=True)
class Stated:
    """One line of a delivery: a number of people, of a kind, on a day (events only)."""

    municipality: Municipality
    number: int
    day: date | None = None
    kind: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Point:
    """Where in the ledger an entry lies; `day` is None for openings and corrections."""

    municipality: int
    day: date | None
    kind: str


@dataclass(frozen=True)
class Booking:
    """An amount to write at a point of the ledger."""

    point: Point
    amount: int
    reason: str = ""


MODELS: dict[str, type[LedgerEntry]] = {
    DeliveryKind.QUOTAS: Quota,
    DeliveryKind.OPENINGS: Correction,
    DeliveryKind.CORRECTIONS: Correction,
    DeliveryKind.HOUSINGS: Housing,
    DeliveryKind.COUPLINGS: Coupling,
    DeliveryKind.STOCK: Coupling,
}
DAY_FIELDS: dict[str, str] = {
    DeliveryKind.QUOTAS: "announced_on",
    DeliveryKind.HOUSINGS: "housed_on",
    DeliveryKind.COUPLINGS: "coupled_on",
    DeliveryKind.STOCK: "coupled_on",
}
EVENT_KINDS: dict[str, list[str]] = {
    DeliveryKind.HOUSINGS: [*HousingKind],
    DeliveryKind.COUPLINGS: [CouplingKind.COUPLED, CouplingKind.WITHDRAWN],
}


def lines_of(stated: Iterable[Stated]) -> list[list[Any]]:
    """Return lines fit for JSON, as a delivery keeps them."""
    return [
        [row.municipality.cbs_code, row.day and row.day.isoformat(), row.kind, row.number, row.reason]
        for row in stated
    ]


def stated_in(delivery: Delivery, municipalities: Iterable[Municipality]) -> dict[Point, int]:
    """Return what a delivery says of these municipalities, as signed numbers per point."""
    by_code = {municipality.cbs_code: municipality.pk for municipality in municipalities}
    day, kind = point_of(delivery)
    return {
        Point(by_code[code], date.fromisoformat(on) if on else day, own_kind or kind): (
            -number if own_kind == CouplingKind.WITHDRAWN else number
        )
        for code, on, own_kind, number, _ in delivery.lines
        if code in by_code
    }


def point_of(delivery: Delivery) -> tuple[date | None, str]:
    """Return the day and kind of what a delivery states, where its lines do not say."""
    match delivery.kind:
        case DeliveryKind.QUOTAS:
            return delivery.dated_on, delivery.entry_kind
        case DeliveryKind.OPENINGS:
            return None, CorrectionKind.OPENING
        case DeliveryKind.CORRECTIONS:
            return None, CorrectionKind.CORRECTION
        case DeliveryKind.STOCK:
            return delivery.last_day, CouplingKind.STOCK
        case _:
            return delivery.last_day, delivery.entry_kind or EVENT_KINDS[delivery.kind][0]


def bookings_for(delivery: Delivery, scope: list[Municipality]) -> list[Booking]:
    """Return what the ledger lacks, for the municipalities in `scope`, to agree with a delivery."""
    if delivery.kind == DeliveryKind.CORRECTIONS:
        codes = [line[0] for line in delivery.lines]
        by_code = dict(Municipality.objects.filter(cbs_code__in=codes).values_list("cbs_code", "pk"))
        return [
            Booking(Point(by_code[code], *point_of(delivery)), number, reason or delivery.reason)
            for code, _, _, number, reason in delivery.lines
        ]
    stated = stated_in(delivery, scope)
    if delivery.form == DeliveryForm.EVENTS:
        known = event_sums(delivery, scope)
        return differences(dict.fromkeys(known, 0) | stated, known)
    totals = totals_at(delivery, scope)
    return differences(stated, {point: totals.get(point.municipality, 0) for point in stated})


def differences(wanted: dict[Point, int], known: dict[Point, int]) -> list[Booking]:
    """Return what must be added to `known` to get `wanted`; nothing where they agree."""
    both = {point: number - known.get(point, 0) for point, number in wanted.items()}
    return [Booking(point, amount) for point, amount in both.items() if amount != 0]


def event_sums(delivery: Delivery, scope: list[Municipality]) -> dict[Point, int]:
    """Return what the ledger holds per day and kind inside the coverage of an events delivery."""
    field = DAY_FIELDS[delivery.kind]
    kinds = [delivery.entry_kind] if delivery.entry_kind else EVENT_KINDS[delivery.kind]
    rows = MODELS[delivery.kind].objects.filter(
        municipality__in=scope, kind__in=kinds, **{f"{field}__range": (delivery.first_day, delivery.last_day)}
    )
    grouped = rows.order_by().values_list("municipality_id", field, "kind").annotate(Sum("amount"))
    return {Point(pk, day, kind): amount for pk, day, kind, amount in grouped}


def totals_at(delivery: Delivery, scope: list[Municipality]) -> dict[int, int]:
    """Return per municipality id the total in the ledger that a statement speaks of."""
    match delivery.kind:
        case DeliveryKind.STOCK:
            assert delivery.last_day is not None
            return open_couplings(scope, stock_days(scope), delivery.last_day)
        case DeliveryKind.QUOTAS:
            rows = Quota.objects.filter(period=delivery.period, announced_on__lte=delivery.dated_on)
            if not is_change(delivery):
                rows = rows.filter(kind=QuotaKind.ANNOUNCED)
        case DeliveryKind.OPENINGS:
            rows = Correction.objects.filter(period=delivery.period, kind=CorrectionKind.OPENING)
        case _:
            rows = Housing.objects.filter(housed_on__range=(delivery.first_day, delivery.last_day))
    rows = rows.filter(municipality__in=scope)
    return dict(rows.order_by().values_list("municipality_id").annotate(Sum("amount")))


def known_within(delivery: Delivery, scope: list[Municipality]) -> dict[int, int]:
    """Return per municipality id what the ledger holds now of what a delivery is about."""
    if delivery.kind == DeliveryKind.CORRECTIONS:
        rows = Correction.objects.filter(
            period=delivery.period, kind=CorrectionKind.CORRECTION, municipality__in=scope
        )
        return dict(rows.order_by().values_list("municipality_id").annotate(Sum("amount")))
    if delivery.form == DeliveryForm.STATEMENT:
        return totals_at(delivery, scope)
    sums: dict[int, int] = defaultdict(int)
    for point, amount in event_sums(delivery, scope).items():
        sums[point.municipality] += amount
    return sums


def bookings_without(delivery: Delivery, scope: list[Municipality]) -> list[Booking]:
    """Return what must be booked once a delivery is taken back.

    Of events: what the other deliveries say of the same days, else nobody. A statement leaves
    nothing on its own day; `statements_after` then makes the others true again.
    """
    if delivery.kind == DeliveryKind.CORRECTIONS:
        return [
            Booking(booking.point, -booking.amount, booking.reason)
            for booking in bookings_for(delivery, scope)
        ]
    if delivery.form == DeliveryForm.STATEMENT:
        known = sums_on(delivery, scope)
        return differences(dict.fromkeys(known, 0), known)
    known = event_sums(delivery, scope)
    wanted = dict.fromkeys(known, 0)
    for other in events_beside(delivery, scope):
        wanted |= said_within(other, scope, wanted)
        stated = stated_in(other, scope)
        wanted |= {point: number for point, number in stated.items() if lies_in(point, delivery)}
    return differences(wanted, known)


def said_within(delivery: Delivery, scope: list[Municipality], points: Iterable[Point]) -> dict[Point, int]:
    """Return 0 for the points that a delivery covers: nobody, unless one of its lines says otherwise."""
    reach = {municipality.pk for municipality in scope if speaks_of_one(delivery, municipality)}
    return {point: 0 for point in points if point.municipality in reach and lies_in(point, delivery)}


def speaks_of_one(delivery: Delivery, municipality: Municipality) -> bool:
    return delivery.municipality_id in (None, municipality.pk)


def lies_within(day: date, delivery: Delivery) -> bool:
    """Say whether a day is one of the days of a delivery."""
    return (
        delivery.first_day is not None
        and delivery.last_day is not None
        and delivery.first_day <= day <= delivery.last_day
    )


def lies_in(point: Point, delivery: Delivery) -> bool:
    """Say whether an events delivery covers this day and kind."""
    assert point.day is not None
    return lies_within(point.day, delivery) and delivery.entry_kind in ("", point.kind)


def sums_on(delivery: Delivery, scope: list[Municipality]) -> dict[Point, int]:
    """Return what the ledger holds on the very points of a statement."""
    day, kind = point_of(delivery)
    rows = MODELS[delivery.kind].objects.filter(municipality__in=scope, kind=kind)
    if delivery.period_id is not None:
        rows = rows.filter(period=delivery.period_id)
    if day is not None:
        rows = rows.filter(**{DAY_FIELDS[delivery.kind]: day})
    found = rows.order_by().values_list("municipality_id").annotate(Sum("amount"))
    return {Point(pk, day, kind): amount for pk, amount in found}


def events_beside(delivery: Delivery, scope: list[Municipality]) -> list[Delivery]:
    """Return the other standing deliveries of events about some of the same days, oldest first."""
    rows = Delivery.objects.standing().filter(speaks_of(scope), kind=delivery.kind, form=DeliveryForm.EVENTS)
    rows = rows.filter(first_day__lte=delivery.last_day, last_day__gte=delivery.first_day)
    return list(rows.exclude(pk=delivery.pk).order_by("pk"))


def speaks_of(municipalities: Iterable[Municipality]) -> Q:
    """Keep the deliveries about any of these municipalities, all of one province."""
    municipalities = list(municipalities)
    provinces = {municipality.province_id for municipality in municipalities}
    return Q(municipality__in=municipalities) | Q(municipality=None, province__in=provinces)


def stock_days(municipalities: Iterable[Municipality]) -> dict[int, set[date]]:
    """Return the days of the standing stocks per municipality id."""
    municipalities = list(municipalities)
    result: dict[int, set[date]] = {municipality.pk: set() for municipality in municipalities}
    by_code = {municipality.cbs_code: municipality.pk for municipality in municipalities}
    rows = Delivery.objects.standing().filter(speaks_of(municipalities), kind=DeliveryKind.STOCK)
    for lines, day in rows.order_by().values_list("lines", "last_day"):
        for code in {line[0] for line in lines} & by_code.keys():
            result[by_code[code]].add(day)
    return result


def statements_after(
    delivery: Delivery, scope: list[Municipality], *, same_day: bool = False
) -> list[Delivery]:
    """Return the standing statements that a change by `delivery` could make untrue, in order of day.

    Announced quotas come before changed ones; of several about one day the newest comes last.
    `same_day` includes those about the day of `delivery` itself, for when that is taken back.
    """
    rows = Delivery.objects.standing().filter(speaks_of(scope), form=DeliveryForm.STATEMENT)
    rows = rows.exclude(pk=delivery.pk)
    after = "gte" if same_day else "gt"
    stock = Q(kind=DeliveryKind.STOCK)
    match delivery.kind:
        case DeliveryKind.QUOTAS:
            affected = Q(**{f"dated_on__{after}": delivery.dated_on})
            if not is_change(delivery):
                affected |= Q(dated_on=delivery.dated_on) & ~Q(entry_kind=QuotaKind.ANNOUNCED)
            affected &= Q(kind=delivery.kind, period=delivery.period_id)
        case DeliveryKind.OPENINGS if same_day:
            # A period has one opening: without this statement the newest other one holds again.
            affected = Q(kind=delivery.kind, period=delivery.period_id)
        case DeliveryKind.STOCK:
            affected = stock & Q(**{f"last_day__{after}": delivery.last_day})
        case DeliveryKind.COUPLINGS:
            affected = stock & Q(last_day__gte=delivery.first_day)
        case DeliveryKind.HOUSINGS:
            # People housed before a stated stock are no part of it, whenever that became known.
            totals = Q(kind=DeliveryKind.HOUSINGS, first_day__lte=delivery.last_day)
            affected = stock & Q(last_day__gte=delivery.first_day)
            affected |= totals & Q(**{f"last_day__{after}": delivery.last_day})
        case _:
            return []
    order = {"quotas": ["dated_on"], "openings": []}.get(delivery.kind, ["last_day"])
    return sorted(rows.filter(affected).order_by(*order, "pk"), key=is_change)


def is_change(delivery: Delivery) -> bool:
    """Say whether a delivery changes an announced quota.

    A change states the sum in force, an announcement the sum announced: two subjects.
    """
    return delivery.kind == DeliveryKind.QUOTAS and delivery.entry_kind != QuotaKind.ANNOUNCED


def deciding(
    statements: Iterable[Delivery], scope: Iterable[Municipality]
) -> list[tuple[Delivery, list[Municipality]]]:
    """Return the statements with the municipalities of which each has the last word about its days.

    Of several about the same the last one decides; booking the others too would write what it then undoes.
    """
    scope, decided = list(scope), set()
    found = []
    for statement in reversed(list(statements)):
        about = statement_subject(statement)
        codes = {line[0] for line in statement.lines}
        reach = [m for m in scope if m.cbs_code in codes and (about, m.pk) not in decided]
        decided |= {(about, municipality.pk) for municipality in reach}
        found.append((statement, reach))
    return [(statement, reach) for statement, reach in reversed(found) if reach]


def statement_subject(statement: Delivery) -> tuple[Any, ...]:
    """Return what a statement is about: two about the same contradict each other."""
    day = statement.dated_on if statement.kind == DeliveryKind.QUOTAS else None
    days = statement.first_day, statement.last_day, day
    return statement.kind, is_change(statement), statement.period_id, *days
