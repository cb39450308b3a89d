"""The figures of a period in SQL written by hand, without the checks of what is covered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from municipalities.models import Period

HOUSED = """
    SELECT municipality_id,
        SUM(CASE WHEN housed_on >= %(base)s AND housed_on < %(start)s THEN amount ELSE 0 END),
        SUM(CASE WHEN housed_on >= %(start)s AND housed_on < %(end)s THEN amount ELSE 0 END),
        SUM(CASE WHEN housed_on >= %(start)s AND housed_on <= %(reference)s THEN amount ELSE 0 END),
        SUM(CASE WHEN housed_on > %(stock)s AND housed_on <= %(reference)s THEN amount ELSE 0 END)
    FROM municipalities_housing
    WHERE recorded_at <= %(known)s AND housed_on >= %(base)s AND housed_on < %(end)s
    GROUP BY municipality_id
"""
COUPLED = """
    SELECT municipality_id, SUM(amount) FROM municipalities_coupling
    WHERE recorded_at <= %(known)s AND coupled_on <= %(reference)s
        AND (coupled_on > %(stock)s OR (coupled_on = %(stock)s AND kind = 'stock'))
    GROUP BY municipality_id
"""
QUOTA = """
    SELECT municipality_id,
        SUM(CASE WHEN period_id = %(period)s THEN amount ELSE 0 END),
        SUM(CASE WHEN period_id <> %(period)s THEN amount ELSE 0 END)
    FROM municipalities_quota WHERE recorded_at <= %(known)s GROUP BY municipality_id
"""
OPENING = """
    SELECT municipality_id, SUM(amount) FROM municipalities_correction
    WHERE recorded_at <= %(known)s GROUP BY municipality_id
"""


def figures_by_hand(period: Period, known_at: datetime) -> dict[int, tuple[int, int, int, int]]:
    """Return quota, opening balance, realised and available per municipality id: sums only, no coverage."""
    first = Period.objects.earliest("start")
    values: dict[str, Any] = {
        "base": first.start,
        "start": period.start,
        "end": period.end,
        "reference": period.reference_date,
        "stock": first.start - timedelta(1),
        "known": known_at,
        "period": period.pk,
    }
    if connection.vendor == "sqlite":
        values = {name: str(value) if isinstance(value, date) else value for name, value in values.items()}

    def rows(sql: str) -> dict[int, tuple[int, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return {pk: tuple(amounts) for pk, *amounts in cursor.fetchall()}

    housed, coupled, quota, opening = rows(HOUSED), rows(COUPLED), rows(QUOTA), rows(OPENING)
    result = {}
    for pk, (before, realised, by_reference, since_stock) in housed.items():
        this, earlier = quota[pk]
        available = by_reference + max(0, coupled[pk][0] - since_stock)
        result[pk] = (this, opening[pk][0] + earlier - before, realised, available)
    return result
