"""Writes to the ledger. Every refusal is a readable Dutch sentence; nothing is half-written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.actions import Later, record
from audit.refused import Clock, Refused
from municipalities.dutch import clock_text
from municipalities.ledger.checks import problems_with_statement
from municipalities.ledger.earlier_checks import is_known_per_day
from municipalities.ledger.register import register_of
from municipalities.ledger.seal import checksums_of
from municipalities.ledger.statements import (
    DAY_FIELDS,
    MODELS,
    Booking,
    Stated,
    bookings_for,
    deciding,
    lines_of,
    statements_after,
)
from municipalities.models import (
    Correction,
    Delivery,
    DeliveryForm,
    Municipality,
    Period,
    Province,
)
from municipalities.recording import locked_row, moment_after


@transaction.atomic
def record_delivery(
    *,
    province: Province,
    kind: str,
    stated: Sequence[Stated],
    dated_on: date,
    by: Any,
    now: Clock,
    form: str = DeliveryForm.STATEMENT,
    entry_kind: str = "",
    period: Period | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    municipality: Municipality | None = None,
    source: str = "",
    reason: str = "",
) -> Delivery:
    """Record what a file or form says, as the difference with what the ledger knows.

    Quotas, openings and corrections are about `period`; housings, couplings and stock about the
    days from `first_day` through `last_day`. `municipality` narrows the reach to one. Raises
    Refused with all problems at once.
    """
    moment = moment_to_book(province, now)
    delivery = Delivery(
        province=province,
        kind=kind,
        form=form,
        entry_kind=entry_kind,
        period=period,
        first_day=first_day,
        last_day=last_day,
        municipality=municipality,
        dated_on=dated_on,
        source=source,
        reason=reason,
        recorded_at=moment,
        recorded_by=by,
    )
    return write_delivery(delivery, stated)


@transaction.atomic
def record_in_order(
    province: Province, told: Sequence[tuple[datetime, Sequence[Stated], Mapping[str, Any]]], *, by: Any
) -> None:
    """Record many deliveries, each at its own moment and none before the one before it: all of them, or none.

    The fields of each are those of `record_delivery`. Raises Refused with the problems of the first that has any.
    """
    if not told:
        return
    moments = [moment for moment, _, _ in told]
    assert moments == sorted(moments), "deliveries are recorded in order"
    moment_to_book(province, lambda: moments[0])
    own = register_of(province)
    for number, (moment, stated, fields) in enumerate(told, next_number(province)):
        given = {"form": DeliveryForm.STATEMENT, **fields}
        delivery = Delivery(province=province, number=number, recorded_at=moment, recorded_by=by, **given)
        book_delivery(delivery, stated, scope_among(own, delivery))


def write_delivery(delivery: Delivery, stated: Sequence[Stated], **details: Any) -> Delivery:
    """Write a delivery and what follows from it; its province is locked, and `recorded_at` was asked after that.

    `details` go with the line in the log. Raises Refused with all problems at once.
    """
    delivery.number = next_number(delivery.province)
    return book_delivery(delivery, stated, scope_of(delivery), **details)


def book_delivery(
    delivery: Delivery, stated: Sequence[Stated], scope: list[Municipality], **details: Any
) -> Delivery:
    """Write a delivery that has its number, and what follows from it, for these municipalities."""
    delivery.lines = lines_of(stated)
    problems = problems_with_statement(delivery, stated, scope)
    if problems:
        raise Refused(*problems)
    delivery.is_control = is_known_per_day(delivery, scope)
    delivery.save()
    if not delivery.is_control:
        book(delivery, bookings_for(delivery, scope), like=delivery)
        settle_delivery(delivery, statements_after(delivery, scope), scope)
    log(delivery, "aanlevering vastgelegd", delivery.recorded_by, **details)
    return delivery


def moment_to_book(province: Province, now: Clock) -> datetime:
    """Lock the province and return the moment at which something comes into its ledger.

    Raises Refused at a moment on which an adopted assessment stands, and before the newest delivery.
    """
    row = locked_row(province)
    moment, closed_until = moment_after(row, now, newest_delivery), row.closed_until
    if closed_until is not None and moment <= closed_until:
        raise Refused(
            f"Vastleggen op {clock_text(moment)} kan niet: er is al vastgesteld met cijfers tot en met "
            f"{clock_text(closed_until)}. Leg een correctie vast op een later moment."
        )
    return moment


def newest_delivery(province: Province) -> datetime | None:
    newest: datetime | None = Delivery.objects.filter(province=province).aggregate(last=Max("recorded_at"))[
        "last"
    ]
    return newest


def next_number(province: Province) -> int:
    newest = Delivery.objects.filter(province=province).aggregate(Max("number"))["number__max"]
    return (newest or 0) + 1


def scope_of(delivery: Delivery) -> list[Municipality]:
    """Return the municipalities that a delivery speaks of, even of days on which they did not exist yet."""
    if delivery.municipality is not None:
        return [delivery.municipality]
    return scope_among(Municipality.objects.filter(province=delivery.province), delivery)


def scope_among(municipalities: Iterable[Municipality], delivery: Delivery) -> list[Municipality]:
    """Return who existed in the period or on the days of a delivery about all of these."""
    first_day = delivery.period.start if delivery.period else delivery.first_day
    last_day = delivery.period.last_day if delivery.period else delivery.last_day
    assert first_day is not None
    assert last_day is not None
    return [row for row in municipalities if row.existed_between(first_day, last_day)]


def settle_delivery(delivery: Delivery, statements: Iterable[Delivery], scope: list[Municipality]) -> None:
    """Make later statements true again, in entries that came with this delivery."""
    for statement, reach in deciding(statements, scope):
        book(delivery, bookings_for(statement, reach), like=statement)


def book(delivery: Delivery, bookings: Iterable[Booking], *, like: Delivery) -> None:
    """Write ledger entries that come with `delivery`, of the kind and period of the delivery `like`."""
    model = MODELS[like.kind]
    field = DAY_FIELDS.get(like.kind)
    model.objects.bulk_create(
        model(
            delivery=delivery,
            recorded_at=delivery.recorded_at,
            municipality_id=booking.point.municipality,
            amount=booking.amount,
            kind=booking.point.kind,
            **({field: booking.point.day} if field else {}),
            **({"period": like.period} if like.period_id else {}),
            **({"reason": booking.reason} if model is Correction else {}),
        )
        for booking in bookings
    )


def log(delivery: Delivery, action: str, by: Any, **details: Any) -> None:
    record(
        action,
        by=by,
        at=delivery.entered_at,
        about=delivery,
        province_code=delivery.province_id,
        kind=delivery.kind,
        form=delivery.form,
        municipality=str(delivery.municipality or ""),
        source=delivery.source,
        reason=delivery.reason,
        recorded_at=delivery.recorded_at.isoformat(),
        checksum=Later(checksums_of, delivery.pk),
        **details,
    )
