"""What is known already of what a delivery would be about: to fill a template or a form with."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from itertools import groupby

from municipalities.intake.kinds import IntakeKind
from municipalities.intake.particulars import Particulars
from municipalities.ledger.coverage import Scope, Stretch, coverage_known_at, covers, overlaps, straddled
from municipalities.ledger.record import scope_of
from municipalities.ledger.register import name_key
from municipalities.ledger.statements import event_sums, is_change, known_within
from municipalities.models import Delivery, DeliveryKind, Municipality, Period

Cells = list[str | int]


def known_numbers(about: Particulars, *, known_at: datetime) -> dict[Municipality, int | None]:
    """Return what to fill a form or template with: what is known per municipality; a correction is always new."""
    delivery = about.unsaved(recorded_at=known_at)
    municipalities = sorted(scope_of(delivery), key=name_key)
    if about.kind.kind == DeliveryKind.CORRECTIONS:
        return dict.fromkeys(municipalities)
    known = known_of(delivery, municipalities)
    return {municipality: known[municipality.pk] for municipality in municipalities}


def known_on_days(about: Particulars, *, known_at: datetime) -> dict[Municipality, list[int | None]]:
    """Return per municipality what is known of each of `entry_days`, or the one number where there are none."""
    if not about.entry_days:
        return {row: [known] for row, known in known_numbers(about, known_at=known_at).items()}
    delivery = about.unsaved(recorded_at=known_at)
    municipalities = sorted(scope_of(delivery), key=name_key)
    sums: dict[tuple[int, date | None], int] = defaultdict(int)
    for point, amount in event_sums(delivery, municipalities).items():
        sums[point.municipality, point.day] += abs(amount)
    found: dict[Municipality, list[int | None]] = {row: [] for row in municipalities}
    for period, days in periods_of(about.entry_days):
        coverage = coverage_known_at(None, period, municipalities) if period else None
        for day in days:
            alone = replace(about, first_day=day, last_day=day).unsaved()
            for row in municipalities:
                known = coverage and period and is_covered(alone, period, coverage.of(row), partly=False)
                found[row].append(sums[row.pk, day] if known else None)
    return found


def periods_of(days: list[date]) -> Iterator[tuple[Period | None, list[date]]]:
    """Yield the days of each period in order; None is for days of no period."""
    periods = list(Period.objects.filter(end__gt=days[0], start__lte=days[-1]))
    for period, same in groupby(
        days, lambda day: next((row for row in periods if row.start <= day < row.end), None)
    ):
        yield period, list(same)


def known_of(delivery: Delivery, scope: list[Municipality], *, partly: bool = False) -> dict[int, int | None]:
    """Return per municipality id what the ledger holds now of what a delivery is about; None is not covered.

    Absent is not zero. `partly` also counts what is known of some of the days only: that is what a delivery
    about more days changes. Corrections cover nothing: of them it is the sum so far.
    """
    sums = known_within(delivery, scope)
    if delivery.kind == DeliveryKind.CORRECTIONS:
        return {municipality.pk: sums.get(municipality.pk, 0) for municipality in scope}
    last_day = delivery.last_day
    # A first stock is often of the day before the first period.
    period = delivery.period or Period.objects.filter(end__gt=last_day).order_by("start").first()
    coverage = coverage_known_at(None, period, scope) if period is not None else None
    return {
        municipality.pk: sums.get(municipality.pk, 0)
        if coverage is not None
        and period is not None
        and is_covered(delivery, period, coverage.of(municipality), partly=partly)
        else None
        for municipality in scope
    }


def is_covered(delivery: Delivery, period: Period, scope: Scope, *, partly: bool) -> bool:
    match delivery.kind:
        case DeliveryKind.QUOTAS:
            # What came from a later source only says nothing of what held on the day of this one.
            since = (scope.quotas if is_change(delivery) else scope.announced).get(period.pk)
            return since is not None and since <= delivery.dated_on
        case DeliveryKind.OPENINGS:
            return period.pk in scope.openings
        case DeliveryKind.STOCK:
            return delivery.last_day in scope.stock_days
        case DeliveryKind.HOUSINGS:
            return are_covered(delivery, scope.housings, scope.totals, partly=partly)
        case _:
            return are_covered(delivery, scope.couplings, [], partly=partly)


def are_covered(delivery: Delivery, stretches: list[Stretch], totals: list[Stretch], *, partly: bool) -> bool:
    """Say whether the days of a delivery, or with `partly` some of them, are known as they are."""
    first_day, last_day = delivery.first_day, delivery.last_day
    assert first_day is not None
    assert last_day is not None
    covered = overlaps if partly else covers
    return covered(stretches, first_day, last_day) and not straddled(totals, last_day)


def template_rows(kind: IntakeKind, numbers: dict[Municipality, int | None]) -> list[Cells]:
    """Return our own layout of a file: the headings, and a row per municipality with what is known."""
    columns = kind.own_columns
    rows: list[Cells] = [[column.header for column in columns]]
    for municipality, known in numbers.items():
        values: dict[str, str | int] = {"code": municipality.cbs_code, "name": municipality.name}
        if known is not None:
            values["number"] = known
        rows.append([values.get(column.name, "") for column in columns])
    return rows


def csv_of(rows: list[Cells]) -> bytes:
    """Return rows as the text file that is kept of what was entered by hand."""
    file = StringIO()
    csv.writer(file, delimiter=";").writerows(rows)
    return file.getvalue().encode()
