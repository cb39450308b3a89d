"""Writes of what a province sets itself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.judging.assess_period import latest_judgement, text_of
from audit.actions import record
from audit.refused import Clock, Refused
from municipalities.recording import locked


@transaction.atomic
def save_setting(row: Any, changed: list[str], *, by: Any, now: Clock) -> Any:
    """Save a row of the user's province and log what it says now."""
    is_new = row.pk is None
    row.province = by.province
    # Of two who add the same row, the second must see the first.
    moment = locked(row.province, now, latest=latest_judgement)
    try:
        row.validate_constraints()
    except ValidationError as conflict:
        raise Refused(*conflict.messages) from conflict
    if not is_new and not changed:
        return row
    row.save()
    what = f"{row._meta.verbose_name} {'toegevoegd' if is_new else 'gewijzigd'}"
    values = {name: text_of(getattr(row, name)) for name in changed}
    record(what, by=by, at=moment, about=row, province_code=row.province_id, values=values)
    return row
