"""What is wrong with a delivery before anything of it is recorded: all problems at once, in Dutch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Sum
from django.utils.formats import date_format

from municipalities.coverage import Stretch, covers, joined
from municipalities.models import (
    Correction,
    Coupling,
    Delivery,
    DeliveryForm,
    DeliveryKind,
    Housing,
    HousingKind,
    LedgerEntry,
    Municipality,
    Period,
    Quota,
    QuotaKind,
)
from municipalities.models.ledger import DeliveryQuerySet
from municipalities.moments import local_day
from municipalities.queries import name_key, next_period, previous_period
from municipalities.statements import EVENT_KINDS, Stated, lies_within, speaks_of, stock_days

REFERENCE_DAYS = [(1, 4), (1, 10)]
"""Day and month; stored with the period, because a wrong one cannot be mended once figures rest on it."""

SIGNED = (DeliveryKind.OPENINGS, DeliveryKind.CORRECTIONS)


def problems_with(delivery: Delivery, stated: Sequence[Stated], scope: list[Municipality]) -> list[str]:
    """Return every reason not to record a delivery; empty when it is fine."""
    return [
        *problems_with_time(delivery, stated),
        *problems_with_lines(delivery, stated, scope),
        *problems_with_completeness(delivery, stated, scope),
        *problems_with_earlier(delivery, scope),
    ]


def text(day: date) -> str:
    return date_format(day, "j F Y")


def problems_with_time(delivery: Delivery, stated: Sequence[Stated]) -> Iterator[str]:
    today = local_day(delivery.recorded_at)
    if delivery.dated_on > today:
        yield f"De datum van de bron, {text(delivery.dated_on)}, ligt in de toekomst. Kies vandaag of een eerdere dag."
    if delivery.last_day is None or delivery.first_day is None:
        return
    if delivery.last_day < delivery.first_day:
        yield (
            f"De laatste dag, {text(delivery.last_day)}, ligt voor de eerste dag, {text(delivery.first_day)}. "
            "Draai ze om."
        )
    if delivery.last_day > today:
        what = "Een huisvesting" if delivery.kind == DeliveryKind.HOUSINGS else "Een koppeling of stand"
        yield f"{text(delivery.last_day)} ligt in de toekomst. {what} kan pas op of na die dag worden vastgelegd."
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
                f"{text(day)} valt in geen enkele periode. Voeg die periode eerst toe, anders telt de huisvesting "
                "nergens mee."
            )
    first = period_of[days[0]]
    if form == DeliveryForm.STATEMENT and first and (first.start != days[0] or period_of[days[-1]] != first):
        yield (
            "Een totaaloverzicht loopt van de eerste dag van een periode tot en met een dag in diezelfde periode. "
            f"Begin op {text(first.start)} of geef de huisvestingen per dag op."
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
            yield f"{name}: {text(row.day)} valt buiten de dagen van deze aanlevering. Pas de dag of de dagen aan."
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
    until = f" tot en met {text(municipality.valid_until)}" if municipality.valid_until else ""
    instead = [municipality.successor] if municipality.successor else []
    if day < municipality.valid_from:
        instead = list(municipality.predecessors.all())
    use = f" Gebruik {' of '.join(str(row) for row in instead)}." if instead else ""
    return f"{municipality} bestond niet op {text(day)} (van {text(municipality.valid_from)}{until}).{use}"


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
            when = f" op {text(day)}" if day else ""
            yield f"{municipality}{when} staat {count} keer in de aanlevering. Laat één regel staan."
    if delivery.form == DeliveryForm.STATEMENT:
        absent = sorted(set(scope) - {row.municipality for row in stated}, key=name_key)
        if absent:
            names = ", ".join(municipality.name for municipality in absent)
            yield (
                f"Deze gemeenten ontbreken: {names}. Een overzicht moet alle gemeenten bevatten; vul 0 in als er "
                "niemand is."
            )


def problems_with_earlier(delivery: Delivery, scope: list[Municipality]) -> Iterator[str]:
    """Refuse what contradicts, or is older than, what stands already."""
    if delivery.kind == DeliveryKind.OPENINGS:
        yield from problems_with_opening(delivery, scope)
    if delivery.kind == DeliveryKind.COUPLINGS:
        yield from problems_with_stock(delivery, scope)
    if delivery.kind == DeliveryKind.QUOTAS:
        yield from problems_with_change(delivery, scope)
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
            f"Er is al een nieuwere aanlevering over hetzelfde ({newer.number}, {text(newer.dated_on)}). "
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
    known = known_per_day(delivery, scope, partly=True)
    if known and known_per_day(delivery, scope) != set(scope):
        names = ", ".join(municipality.name for municipality in sorted(known, key=name_key))
        yield (
            f"Een deel van deze dagen is al per dag vastgelegd, van: {names}. Geef de overige dagen ook per dag op, of "
            "neem die losse meldingen eerst terug."
        )


def known_per_day(
    delivery: Delivery, scope: list[Municipality], *, partly: bool = False
) -> set[Municipality]:
    """Return of whom every day of a housing total, or with `partly` some day, is known as events."""
    if delivery.kind != DeliveryKind.HOUSINGS or delivery.form != DeliveryForm.STATEMENT:
        return set()
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
    reach = {municipality: stretches[None] + stretches[municipality.pk] for municipality in scope}
    if partly:
        return {municipality for municipality, days in reach.items() if days}
    return {
        municipality
        for municipality, days in reach.items()
        if covers(joined(days), delivery.first_day, delivery.last_day)
    }


def problems_with_change(delivery: Delivery, scope: list[Municipality]) -> Iterator[str]:
    """Refuse to change what was not announced, or announce what was changed: letters name both numbers."""
    quotas = Delivery.objects.standing().filter(speaks_of(scope), kind=delivery.kind, period=delivery.period)
    announced = quotas.filter(entry_kind=QuotaKind.ANNOUNCED)
    if delivery.entry_kind == QuotaKind.ANNOUNCED:
        changed = quotas.exclude(pk__in=announced).filter(dated_on__lt=delivery.dated_on).first()
        if changed is not None:
            yield (
                f"De taakstelling over {delivery.period} is op {text(changed.dated_on)} al gewijzigd (aanlevering "
                f"{changed.number}). Geef de bekendmaking de datum waarop zij echt bekend werd, of kies Gewijzigd."
            )
        return
    reached = set(announced.values_list("municipality", flat=True))
    without = [m.name for m in sorted(scope, key=name_key) if not reached & {None, m.pk}]
    if without:
        yield (
            f"Voor {delivery.period} is nog geen taakstelling bekendgemaakt van: {', '.join(without)}. "
            "Leg die eerst vast; daarna kan zij worden gewijzigd of herverdeeld."
        )


def problems_with_next_opening(delivery: Delivery, scope: list[Municipality]) -> Iterator[str]:
    """Refuse figures right before a stated opening: that would no longer follow from them."""
    following = next_period(delivery.period) if delivery.period else None
    if following is None:
        return
    openings = Delivery.objects.standing().filter(kind=DeliveryKind.OPENINGS, period=following)
    for opening in openings.filter(speaks_of(scope)):
        yield (
            f"Over {following} is al een beginstand opgegeven (aanlevering {opening.number}). Neem die eerst terug; de "
            f"beginstand volgt dan uit {delivery.period}."
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


def problems_with_opening(delivery: Delivery, scope: list[Municipality]) -> Iterator[str]:
    earlier = previous_period(delivery.period) if delivery.period else None
    if earlier is None:
        return
    facts = Delivery.objects.standing().filter(
        kind__in=(DeliveryKind.QUOTAS, DeliveryKind.OPENINGS), period=earlier
    )
    for municipality in scope:
        if municipality.valid_from < earlier.end and facts.filter(speaks_of([municipality])).exists():
            yield f"{municipality} heeft al een eerdere periode. Leg het verschil vast als correctie, met een reden."


def problems_with_stock(delivery: Delivery, scope: list[Municipality]) -> Iterator[str]:
    stated_on = {day for days in stock_days(scope).values() for day in days}
    contained = [day for day in stated_on if delivery.first_day and day >= delivery.first_day]
    if contained:
        yield f"Koppelingen tot en met {text(max(contained))} staan al in de stand. Geef een nieuwe stand op."


def problems_with_period(code: str, start: date, end: date, reference_date: date) -> Iterator[str]:
    """Refuse a period that exists, that overlaps another, or whose days do not fit each other."""
    if Period.objects.filter(code=code).exists():
        yield f"Periode {code} bestaat al."
        return
    if end <= start:
        yield "De laatste dag ligt voor de eerste dag. Draai ze om."
        return
    if not start <= reference_date < end:
        yield (
            f"De peildatum koppelingen, {text(reference_date)}, ligt niet in de periode. Kies een dag van de periode."
        )
    elif (reference_date.day, reference_date.month) not in REFERENCE_DAYS:
        yield f"De peildatum koppelingen is 1 april of 1 oktober, niet {text(reference_date)}. Kies een van die dagen."
    overlapping = Period.objects.filter(start__lt=end, end__gt=start).first()
    if overlapping is not None:
        yield f"Periode {code} overlapt met {overlapping.code}. Kies dagen die nog bij geen periode horen."


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
        yield f"De laatste dag ligt voor de eerste dag, {text(municipality.valid_from)}. Kies een latere dag."
    for model, day in ENTRY_DAYS.items():
        later = model.objects.filter(municipality=municipality, **{f"{day}__gt": valid_until}).order_by()
        if later.values(day).annotate(total=Sum("amount")).exclude(total=0).exists():
            yield (
                f"Van {municipality} zijn {model._meta.verbose_name_plural} vastgelegd na {text(valid_until)}. Neem "
                "die eerst terug, of kies een latere laatste dag."
            )
