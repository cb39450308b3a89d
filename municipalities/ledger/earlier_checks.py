"""What is wrong with a delivery because of what was delivered before: it contradicts that, or is older."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from municipalities.dutch import day_text
from municipalities.ledger.coverage import Stretch, covered_through, covers, joined
from municipalities.ledger.mergers import merged_into
from municipalities.ledger.queries import next_period, previous_period
from municipalities.ledger.register import name_key
from municipalities.ledger.statements import bookings_for, is_change, speaks_of, stock_days
from municipalities.models import (
    Delivery,
    DeliveryForm,
    DeliveryKind,
    HousingKind,
    Municipality,
    Period,
    QuotaKind,
)
from municipalities.models.ledger import DeliveryQuerySet


def problems_with_earlier(delivery: Delivery, scope: list[Municipality]) -> Iterator[str]:
    """Refuse what contradicts, or is older than, what stands already."""
    if delivery.kind == DeliveryKind.OPENINGS:
        yield from problems_with_stated_opening(delivery, scope)
    if delivery.kind == DeliveryKind.COUPLINGS:
        yield from problems_with_stock(delivery, scope)
    if delivery.kind == DeliveryKind.QUOTAS:
        yield from problems_with_order(delivery, scope)
    if delivery.kind in (DeliveryKind.QUOTAS, DeliveryKind.OPENINGS):
        yield from problems_with_next_opening(delivery, scope)
    if delivery.kind == DeliveryKind.CORRECTIONS:
        yield from problems_with_repetition(delivery, about_the_same(delivery, scope))
        return
    yield from problems_with_control(delivery, scope)
    if delivery.kind == DeliveryKind.HOUSINGS and delivery.form == DeliveryForm.EVENTS:
        totals = about_the_same(delivery, scope).filter(form=DeliveryForm.STATEMENT)
        for total in totals.values_list("number", flat=True):
            yield (
                f"Voor deze dagen bestaat al een totaaloverzicht ({total}). Neem dat eerst terug; leg daarna "
                "de losse huisvestingen vast."
            )
    newer = newer_delivery(delivery, scope)
    if newer is not None and not delivery.reason.strip():
        yield (
            f"Er is al een nieuwere aanlevering over hetzelfde ({newer.number}, {day_text(newer.dated_on)}). "
            "Geef een reden om deze oudere bron toch te gebruiken."
        )


def about_the_same(delivery: Delivery, scope: list[Municipality]) -> DeliveryQuerySet:
    """Return the standing deliveries of the same kind about the same period, or some of the same days."""
    standing = Delivery.objects.standing().filter(speaks_of(scope), kind=delivery.kind)
    if delivery.period is not None:
        return standing.filter(period=delivery.period)
    return standing.filter(first_day__lte=delivery.last_day, last_day__gte=delivery.first_day)


def newer_delivery(delivery: Delivery, scope: list[Municipality]) -> Delivery | None:
    """Return the newest delivery about the same of which the source is newer than that of this one."""
    newer = about_the_same(delivery, scope).filter(dated_on__gt=delivery.dated_on)
    return newer.order_by("-dated_on").defer("lines").first()


def problems_with_control(delivery: Delivery, scope: list[Municipality]) -> Iterator[str]:
    """Refuse a total that is known per day in part: it could neither be recorded nor control anything."""
    first_day, reach = delivery.first_day, days_known(delivery, scope)
    known = sorted((municipality for municipality, days in reach.items() if days), key=name_key)
    if not known or first_day is None or is_known_per_day(delivery, scope):
        return
    names = ", ".join(municipality.name for municipality in known)
    through = [covered_through(days, first_day) for days in reach.values()]
    control = (
        f"Een totaal tot en met {day_text(min(filter(None, through)))} kan wel, als controle: die dagen zijn van "
        "iedereen bekend. "
        if all(through)
        else ""
    )
    yield (
        f"Een deel van deze dagen is al per dag vastgelegd, van: {names}. {control}Geef de overige dagen ook per dag "
        "op, of neem die losse meldingen eerst terug."
    )


def is_known_per_day(delivery: Delivery, scope: list[Municipality]) -> bool:
    """Return whether every day of a housing total is known as events, so that it only controls them."""
    first_day, last_day, reach = delivery.first_day, delivery.last_day, days_known(delivery, scope)
    if first_day is None or last_day is None or not reach:
        return False
    return all(covers(days, first_day, last_day) for days in reach.values())


def days_known(delivery: Delivery, scope: list[Municipality]) -> dict[Municipality, list[Stretch]]:
    """Return per municipality which days of a housing total are known as events; nothing for other deliveries."""
    if delivery.kind != DeliveryKind.HOUSINGS or delivery.form != DeliveryForm.STATEMENT:
        return {}
    assert delivery.first_day is not None
    assert delivery.last_day is not None
    events = Delivery.objects.standing().filter(
        speaks_of(scope),
        kind=delivery.kind,
        form=DeliveryForm.EVENTS,
        entry_kind__in=("", HousingKind.REGULAR),
        first_day__lte=delivery.last_day,
        last_day__gte=delivery.first_day,
    )
    stretches: dict[int | None, list[Stretch]] = defaultdict(list)
    for pk, first, last in events.values_list("municipality_id", "first_day", "last_day"):
        stretches[pk].append((first, last))
    return {municipality: joined(stretches[None] + stretches[municipality.pk]) for municipality in scope}


def problems_with_order(delivery: Delivery, scope: list[Municipality]) -> Iterator[str]:
    """Refuse to announce what was changed, or change what was not announced yet: letters name both numbers.

    Of one date the announcement comes first. What was announced already may be said again.
    """
    quotas = Delivery.objects.standing().filter(speaks_of(scope), kind=delivery.kind, period=delivery.period)
    announced = quotas.filter(entry_kind=QuotaKind.ANNOUNCED)
    if is_change(delivery):
        yield from problems_with_change(delivery, scope, announced)
        return
    changed = quotas.exclude(entry_kind=QuotaKind.ANNOUNCED).filter(dated_on__lte=delivery.dated_on)
    same = announced.filter(dated_on=delivery.dated_on, municipality=delivery.municipality)
    change = changed.first()
    if change is not None and (bookings_for(delivery, scope) or not same.exists()):
        yield (
            f"De taakstelling{of_whom(change)} over {delivery.period} is op {day_text(change.dated_on)} al gewijzigd "
            f"(aanlevering {change.number}). Geef een eerdere datum van de bron als de bekendmaking van daarvoor is, "
            "kies Gewijzigd als dit het nieuwe aantal is, of neem de wijziging eerst terug."
        )


def problems_with_change(
    delivery: Delivery, scope: list[Municipality], announced: DeliveryQuerySet
) -> Iterator[str]:
    """Refuse to change what was not announced, or announced on a later day only."""
    later = announced.filter(dated_on__gt=delivery.dated_on).order_by("dated_on").last()
    if later is not None:
        yield (
            f"De taakstelling{of_whom(later)} over {delivery.period} is op {day_text(later.dated_on)} bekendgemaakt "
            f"(aanlevering {later.number}), na {day_text(delivery.dated_on)}. Geef de wijziging een datum van de bron "
            "op of na die dag, of neem die bekendmaking eerst terug."
        )
    reached = set(announced.values_list("municipality", flat=True))
    without = [m.name for m in sorted(scope, key=name_key) if not reached & {None, m.pk}]
    if without:
        yield (
            f"Voor {delivery.period} is nog geen taakstelling bekendgemaakt van: {', '.join(without)}. "
            "Leg die eerst vast; daarna kan zij worden gewijzigd of herverdeeld."
        )


def of_whom(delivery: Delivery) -> str:
    return f" van {delivery.municipality}" if delivery.municipality else ""


def problems_with_next_opening(delivery: Delivery, scope: list[Municipality]) -> Iterator[str]:
    """Refuse figures right before a stated opening: that would no longer follow from them."""
    following = next_period(delivery.period) if delivery.period else None
    if following is None:
        return
    openings = Delivery.objects.standing().filter(kind=DeliveryKind.OPENINGS, period=following)
    for opening in openings.filter(speaks_of(scope)):
        yield (
            f"Over {following} is al een beginstand opgegeven{of_whom(opening)} (aanlevering {opening.number}). Neem "
            f"die eerst terug; de beginstand volgt dan uit {delivery.period}. Na een herindeling geeft u haar opnieuw "
            "op."
        )


def problems_with_repetition(delivery: Delivery, standing: DeliveryQuerySet) -> Iterator[str]:
    """Refuse the same corrections once more: a correction is added, so twice would count twice."""
    same = standing.filter(period=delivery.period, dated_on=delivery.dated_on, lines=delivery.lines)
    earlier = same.filter(source=delivery.source, reason=delivery.reason).first()
    if earlier is not None:
        yield (
            f"Deze correctie staat er al (aanlevering {earlier.number}). Is het er echt nog een, geef haar dan een "
            "eigen reden."
        )


def problems_with_stated_opening(delivery: Delivery, scope: list[Municipality]) -> Iterator[str]:
    earlier = previous_period(delivery.period) if delivery.period else None
    if earlier is None:
        return
    facts = Delivery.objects.standing().filter(
        kind__in=(DeliveryKind.QUOTAS, DeliveryKind.OPENINGS), period=earlier
    )
    merged = {gone.successor_id for gone in merged_into(scope) if is_within(gone.valid_until, earlier)}
    for municipality in scope:
        if municipality.pk in merged or municipality.valid_from >= earlier.end:
            continue
        if facts.filter(speaks_of([municipality])).exists():
            yield f"{municipality} heeft al een eerdere periode. Leg het verschil vast als correctie, met een reden."


def is_within(day: date | None, period: Period) -> bool:
    return day is not None and period.start <= day < period.end


def problems_with_stock(delivery: Delivery, scope: list[Municipality]) -> Iterator[str]:
    stated_on = {day for days in stock_days(scope).values() for day in days}
    contained = [day for day in stated_on if delivery.first_day and day >= delivery.first_day]
    if contained:
        yield f"Koppelingen tot en met {day_text(max(contained))} staan al in de stand. Geef een nieuwe stand op."
