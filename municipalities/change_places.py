"""Writes about periods, municipalities and provinces, by the administrator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from audit.actions import record
from audit.refused import Clock, Refused
from municipalities.dutch import day_text
from municipalities.ledger.checks import problems_with_end, problems_with_period
from municipalities.ledger.record import moment_to_book
from municipalities.models import (
    ClosedDay,
    Municipality,
    MunicipalityAlias,
    Period,
    Province,
)
from municipalities.moments import local_day
from municipalities.recording import locked
from municipalities.working_days import WorkingDays


@transaction.atomic
def create_period(*, code: str, start: date, end: date, reference_date: date, by: Any, now: Clock) -> Period:
    """Add a half-year; the days from `start` up to, not including, `end`."""
    # Periods are those of all provinces: of two who add the same one, the second must see the first.
    list(Province.objects.select_for_update(no_key=True).order_by("pk"))
    moment = now()
    problems = list(problems_with_period(code, start, end, reference_date, local_day(moment)))
    if problems:
        raise Refused(*problems)
    period = Period.objects.create(code=code, start=start, end=end, reference_date=reference_date)
    record("periode toegevoegd", by=by, at=moment, about=period)
    return period


@transaction.atomic
def add_alias(alias: MunicipalityAlias, *, by: Any, now: Clock) -> MunicipalityAlias:
    """Add another name by which files call a municipality."""
    alias.save()
    code = alias.municipality.province_id
    record("andere naam toegevoegd", by=by, at=now(), about=alias, province_code=code)
    return alias


@transaction.atomic
def save_closed_day(row: ClosedDay, *, by: Any, now: Clock) -> ClosedDay:
    """Add a day on which the province is closed, or change what is said of it; running terms keep their day."""
    what = "gesloten dag gewijzigd" if row.pk else "gesloten dag toegevoegd"
    row.province = by.province
    moment = locked(row.province, now)
    if why := WorkingDays().why_closed(row.day):
        raise Refused(fields={"day": f"{day_text(row.day)} is {why}, en telt al niet als werkdag."})
    try:
        row.validate_constraints()
    except ValidationError as conflict:
        raise Refused(*conflict.messages) from conflict
    row.save()
    values = {"day": row.day.isoformat(), "reason": row.reason, "is_open": row.is_open}
    record(what, by=by, at=moment, about=row, province_code=row.province_id, values=values)
    return row


@transaction.atomic
def change_municipality(
    municipality: Municipality,
    *,
    postal_address: str,
    valid_until: date | None,
    successor: Municipality | None,
    by: Any,
    now: Clock,
) -> Municipality:
    """Change the address of a municipality, or say when it ended and in which one it merged."""
    moment = moment_to_book(municipality.province, now)
    current = Municipality.objects.get(pk=municipality.pk)
    problems = list(problems_with_end(current, valid_until, successor))
    if problems:
        raise Refused(*problems)
    values = {"postal_address": postal_address, "valid_until": valid_until, "successor": successor}
    if current.successor != successor:
        current.merged_at = moment if successor else None
        current.save(update_fields=["merged_at"])
    save_changes(
        current, values, "gemeente gewijzigd", by=by, now=lambda: moment, province_code=current.province_id
    )
    return current


@transaction.atomic
def change_province(province: Province, *, by: Any, now: Clock, **presented: str) -> Province:
    """Change how a province presents itself in its letters: the fields of its form, by their names."""
    current = Province.objects.select_for_update(no_key=True).get(pk=province.pk)
    save_changes(current, presented, "provincie gewijzigd", by=by, now=now, province_code=current.code)
    return current


def save_changes(
    row: Municipality | Province,
    values: dict[str, Any],
    action: str,
    *,
    by: Any,
    now: Clock,
    province_code: str,
) -> None:
    """Save the values that differ, and log the old ones beside the new; nothing when none differs."""
    changes = {
        name: [str(getattr(row, name) or ""), str(value or "")]
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name in changes:
        setattr(row, name, values[name])
    if changes:
        row.save(update_fields=changes)
        record(action, by=by, at=now(), about=row, province_code=province_code, changes=changes)
