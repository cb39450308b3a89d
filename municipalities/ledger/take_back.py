"""A delivery is taken back by a counter-delivery."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from audit.refused import Clock, Refused
from municipalities.dutch import day_text
from municipalities.ledger.keep import keep_after
from municipalities.ledger.record import book, log, moment_to_book, next_number, scope_of, settle_delivery
from municipalities.ledger.statements import (
    bookings_without,
    statements_after,
)
from municipalities.models import (
    Delivery,
)
from municipalities.moments import local_day


@transaction.atomic
def take_back(delivery: Delivery, *, reason: str, by: Any, now: Clock) -> Delivery:
    """Undo a delivery by a counter-delivery, which also takes its coverage away."""
    moment = moment_to_book(delivery.province, now)
    if delivery.takes_back_id is not None:
        raise Refused(f"Aanlevering {delivery.number} is een tegenboeking en kan niet worden teruggenomen.")
    earlier = Delivery.objects.filter(takes_back=delivery).first()
    if earlier is not None:
        day = day_text(local_day(earlier.recorded_at))
        raise Refused(f"Aanlevering {delivery.number} is al teruggenomen op {day}.")
    if not reason.strip():
        raise Refused("Vul een reden in voor het terugnemen.")
    copied = ("province", "kind", "form", "entry_kind", "period", "first_day", "last_day", "municipality")
    counter = Delivery.objects.create(
        **{name: getattr(delivery, name) for name in copied},
        number=next_number(delivery.province),
        dated_on=delivery.dated_on,
        source=f"Tegenboeking van aanlevering {delivery.number}",
        reason=reason,
        takes_back=delivery,
        recorded_at=moment,
        recorded_by=by,
    )
    if not delivery.is_control:
        scope = scope_of(delivery)
        book(counter, bookings_without(delivery, scope), like=delivery)
        settle_delivery(counter, statements_after(delivery, scope, same_day=True), scope)
    keep_after(counter)
    log(counter, "aanlevering teruggenomen", by)
    return counter
