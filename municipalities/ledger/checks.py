"""What is wrong with a delivery before anything of it is recorded: all problems at once, in Dutch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Sum

from municipalities.dutch import day_text, number
from municipalities.halfyear import half_year_of, reference_date_of
from municipalities.ledger.earlier_checks import problems_with_earlier
from municipalities.ledger.register import name_key
from municipalities.ledger.statements import EVENT_KINDS, Stated, lies_within
from municipalities.models import (
    Correction,
    Coupling,
    Delivery,
    DeliveryForm,
    DeliveryKind,
    Housing,
    LedgerEntry,
    Municipality,
    Period,
    Quota,
    QuotaKind,
)
from municipalities.moments import local_day

FAR = timedelta(days=2 * 366)
"""How far from today and every other period a new one is a slip of the pen: it could never be removed."""

SIGNED = (DeliveryKind.OPENINGS, DeliveryKind.CORRECTIONS)


def problems_with_statement(
    delivery: Delivery, stated: Sequence[Stated], scope: list[Municipality]
) -> list[str]:
    """Return every reason not to record a delivery; empty when it is fine."""
    return [
        *problems_with_time(delivery, stated),
        *problems_with_lines(delivery, stated, scope),
        *problems_with_completeness(delivery, stated, scope),
        *problems_with_earlier(delivery, scope),
    ]


def problems_with_time(delivery: Delivery, stated: Sequence[Stated]) -> Iterator[str]:
    today = local_day(delivery.recorded_at)
    if delivery.dated_on > today:
        yield (
            f"De datum van de bron, {day_text(delivery.dated_on)}, ligt in de toekomst. Kies vandaag of een eerdere "
            "dag."
        )
    if delivery.last_day is None or delivery.first_day is None:
        return
    if delivery.last_day < delivery.first_day:
        yield (
            f"De laatste dag, {day_text(delivery.last_day)}, ligt voor de eerste dag, {day_text(delivery.first_day)}. "
            "Draai ze om."
        )
    if delivery.last_day > today:
        what = "Een huisvesting" if delivery.kind == DeliveryKind.HOUSINGS else "Een koppeling of stand"
        yield f"{day_text(delivery.last_day)} ligt in de toekomst. {what} kan pas op of na die dag worden vastgelegd."
    if delivery.kind == DeliveryKind.HOUSINGS:
        days = {row.day for row in stated if row.day} | {delivery.first_day, delivery.last_day}
        yield from problems_with_periods(sorted(days), delivery.form)


def problems_with_periods(days: list[date], form: str) -> Iterator[str]:
    """Refuse housings that no period would count, and totals that are not those of one period."""
    periods = list(Period.objects.filter(start__lte=days[-1], end__gt=days[0]))
    period_of = {day: next((p for p in periods if p.start <= day < p.end), None) for day in days}
    for day, period in period_of.items():
        if period is None:
            yield (
                f"{day_text(day)} valt in geen enkele periode. Voeg die periode eerst toe, anders telt de huisvesting "
                "nergens mee."
            )
    first = period_of[days[0]]
    if form == DeliveryForm.STATEMENT and first and (first.start != days[0] or period_of[days[-1]] != first):
        yield (
            "Een totaaloverzicht loopt van de eerste dag van een periode tot en met een dag in diezelfde periode. "
            f"Begin op {day_text(first.start)} of geef de huisvestingen per dag op."
        )


def problems_with_lines(
    delivery: Delivery, stated: Sequence[Stated], scope: list[Municipality]
) -> Iterator[str]:
    reach = {municipality.pk for municipality in scope}
    for row in stated:
        name = row.municipality.name
        if row.number < 0 and delivery.kind not in SIGNED:
            yield f"{name}: {row.number} is negatief. Vul 0 of een hoger aantal in."
        if row.municipality.province_id != delivery.province_id:
            yield f"{name} hoort niet bij de provincie {delivery.province}. Haal de gemeente uit de aanlevering."
        elif row.day is not None and not row.municipality.existed_on(row.day):
            yield outside_existence(row.municipality, row.day)
        elif delivery.municipality not in (None, row.municipality):
            yield f"{name} hoort niet bij deze aanlevering, die alleen over {delivery.municipality} gaat."
        elif row.municipality.pk not in reach:
            yield outside_existence(row.municipality, delivery.last_day or delivery.dated_on)
        if row.day is not None and not lies_within(row.day, delivery):
            yield f"{name}: {day_text(row.day)} valt buiten de dagen van deze aanlevering. Pas de dag of de dagen aan."
        if delivery.kind == DeliveryKind.CORRECTIONS:
            yield from problems_with_correction(row, delivery.reason)
    if delivery.municipality and not scope_exists(delivery, delivery.municipality):
        yield outside_existence(delivery.municipality, delivery.last_day or delivery.dated_on)
    yield from problems_with_kinds(delivery, stated)


def scope_exists(delivery: Delivery, municipality: Municipality) -> bool:
    """Say whether one municipality existed on some day of what a delivery covers."""
    first_day = delivery.period.start if delivery.period else delivery.first_day
    last_day = delivery.period.last_day if delivery.period else delivery.last_day
    if first_day is None or last_day is None:
        return True
    return municipality.valid_from <= last_day and (
        municipality.valid_until is None or municipality.valid_until >= first_day
    )


def outside_existence(municipality: Municipality, day: date) -> str:
    until = f" tot en met {day_text(municipality.valid_until)}" if municipality.valid_until else ""
    instead = [municipality.successor] if municipality.successor else []
    if day < municipality.valid_from:
        instead = list(municipality.predecessors.all())
    use = f" Gebruik {' of '.join(str(row) for row in instead)}." if instead else ""
    return f"{municipality} bestond niet op {day_text(day)} (van {day_text(municipality.valid_from)}{until}).{use}"


def problems_with_correction(row: Stated, reason: str) -> Iterator[str]:
    if row.number == 0:
        yield f"{row.municipality}: een correctie van 0 verandert niets. Vul het verschil in, bijvoorbeeld 2 of -2."
    if not (row.reason or reason).strip():
        yield f"{row.municipality}: vul een reden in voor de correctie."


def problems_with_kinds(delivery: Delivery, stated: Sequence[Stated]) -> Iterator[str]:
    """Refuse kinds that this delivery cannot hold; only a mistake of the program comes here."""
    allowed = EVENT_KINDS.get(delivery.kind, []) if delivery.form == DeliveryForm.EVENTS else []
    wrong = {row.kind for row in stated if row.kind and row.kind not in allowed}
    if delivery.kind == DeliveryKind.QUOTAS and delivery.entry_kind not in QuotaKind.values:
        yield "Kies of de taakstelling is bekendgemaakt, gewijzigd of herverdeeld."
    for kind in sorted(wrong):
        yield f'Soort "{kind}" past niet bij deze aanlevering.'


def problems_with_completeness(
    delivery: Delivery, stated: Sequence[Stated], scope: list[Municipality]
) -> Iterator[str]:
    if delivery.kind == DeliveryKind.CORRECTIONS:
        return
    counted = Counter((row.municipality, row.day, row.kind) for row in stated)
    for (municipality, day, _), count in counted.items():
        if count > 1:
            when = f" op {day_text(day)}" if day else ""
            yield f"{municipality}{when} staat {number(count)} keer in de aanlevering. Laat één regel staan."
    if delivery.form == DeliveryForm.STATEMENT:
        absent = sorted(set(scope) - {row.municipality for row in stated}, key=name_key)
        if absent:
            names = ", ".join(municipality.name for municipality in absent)
            yield (
                f"Deze gemeenten ontbreken: {names}. Een overzicht moet alle gemeenten bevatten; vul 0 in als er "
                "niemand is."
            )


def problems_with_period(
    code: str, start: date, end: date, reference_date: date, today: date
) -> Iterator[str]:
    """Refuse a period that exists, overlaps another, lies far from all, or whose days do not fit each other."""
    if Period.objects.filter(code=code).exists():
        yield f"Periode {code} bestaat al."
        return
    if end <= start:
        yield "De laatste dag ligt voor de eerste dag. Draai ze om."
        return
    if not start <= reference_date < end:
        yield (
            f"De peildatum koppelingen, {day_text(reference_date)}, ligt niet in de periode. Kies een dag van de "
            "periode."
        )
    elif reference_date != reference_date_of(half_year_of(reference_date)):
        yield (
            f"De peildatum koppelingen is 1 april of 1 oktober, niet {day_text(reference_date)}. Kies een van die "
            "dagen."
        )
    overlapping = Period.objects.filter(start__lt=end, end__gt=start).first()
    if overlapping is not None:
        yield f"Periode {code} overlapt met {overlapping.code}. Kies dagen die nog bij geen periode horen."
    others = [today, *Period.objects.values_list("start", flat=True)]
    if min(abs(start - other) for other in others) > FAR:
        yield (
            f"Periode {code} ligt meer dan 2 jaar van vandaag en van elke andere periode. Controleer de code. "
            "Klopt die, voeg dan eerst een periode toe die er dichter bij ligt."
        )


ENTRY_DAYS: dict[type[LedgerEntry], str] = {
    Quota: "period__start",
    Correction: "period__start",
    Housing: "housed_on",
    Coupling: "coupled_on",
}
"""From which day on an entry is about a municipality."""


def problems_with_end(
    municipality: Municipality, valid_until: date | None, successor: Municipality | None
) -> Iterator[str]:
    """Refuse an end of a municipality that contradicts its start, its successor or its figures."""
    if successor == municipality:
        yield f"{municipality} kan niet in zichzelf opgaan. Kies een andere opvolger, of geen."
    if valid_until is None:
        if successor is not None:
            yield f"{municipality} heeft een opvolger. Vul ook de laatste dag in waarop de gemeente bestond."
        return
    if valid_until < municipality.valid_from:
        yield f"De laatste dag ligt voor de eerste dag, {day_text(municipality.valid_from)}. Kies een latere dag."
    for model, day in ENTRY_DAYS.items():
        later = model.objects.filter(municipality=municipality, **{f"{day}__gt": valid_until}).order_by()
        if later.values(day).annotate(total=Sum("amount")).exclude(total=0).exists():
            yield (
                f"Van {municipality} zijn {model._meta.verbose_name_plural} vastgelegd na {day_text(valid_until)}. "
                "Neem die eerst terug, of kies een latere laatste dag."
            )
