"""What figures_for costs, beside the same sums in SQL written by hand.

One province of 342 municipalities over 20 half-years, with a row for every municipality and day:
about 1.2 million housings. Both ways answer the last period, in turn, in one run; what counts is
the ratio of the medians. DATABASE_URL chooses the database; SQLite without it.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

import django

django.setup()

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from municipalities.models import (
    Correction,
    Coupling,
    Delivery,
    Housing,
    Municipality,
    Period,
    Province,
    Quota,
)
from municipalities.queries import figures_for

MUNICIPALITIES = 342
PERIODS = 20
RUNS = 5
KNOWN = datetime(2040, 1, 1, tzinfo=UTC)
MOMENT = datetime(2030, 1, 1, tzinfo=UTC)
FIRST_YEAR = 2010


def build() -> Period:
    """Fill the ledger as daily deliveries would have, without the checks that are not measured here."""
    province = Province.objects.create(code="PV99", name="Synthetisch")
    municipalities = Municipality.objects.bulk_create(
        Municipality(
            cbs_code=f"GM{n:04d}", name=f"Gemeente {n}", province=province, valid_from=date(1900, 1, 1)
        )
        for n in range(MUNICIPALITIES)
    )
    periods = [period_of(index) for index in range(PERIODS)]
    numbers = iter(range(1, 1_000_000))

    def delivery(kind: str, form: str, **fields: Any) -> Delivery:
        common = {
            "province": province,
            "number": next(numbers),
            "recorded_at": MOMENT,
            "dated_on": MOMENT.date(),
        }
        said = [[m.cbs_code, None, "", 0, ""] for m in municipalities] if form == "statement" else []
        return Delivery(kind=kind, form=form, lines=said, **common, **fields)

    opening, *quotas = Delivery.objects.bulk_create(
        [
            delivery("openings", "statement", period=periods[0]),
            *(delivery("quotas", "statement", period=period, entry_kind="announced") for period in periods),
        ]
    )
    stock_day = periods[0].start - timedelta(1)
    stock = Delivery.objects.create(
        **{
            field.name: getattr(
                delivery("stock", "statement", first_day=stock_day, last_day=stock_day), field.name
            )
            for field in Delivery._meta.fields
        }
    )
    days = [day for period in periods for day in days_of(period)]
    daily = {
        kind: Delivery.objects.bulk_create(
            (delivery(kind, "events", first_day=day, last_day=day) for day in days), batch_size=500
        )
        for kind in ("housings", "couplings")
    }
    ids = [municipality.pk for municipality in municipalities]
    insert(
        Correction,
        ("delivery_id", "municipality_id", "period_id", "kind", "reason", "amount"),
        [(opening.pk, pk, periods[0].pk, "opening", "", 7) for pk in ids],
    )
    insert(
        Quota,
        ("delivery_id", "municipality_id", "period_id", "kind", "announced_on", "amount"),
        [(quota.pk, pk, quota.period_id, "announced", MOMENT.date(), 190) for quota in quotas for pk in ids],
    )
    insert(
        Coupling,
        ("delivery_id", "municipality_id", "coupled_on", "kind", "amount"),
        [(stock.pk, pk, stock_day, "stock", 50) for pk in ids],
    )
    for model, field, kind in ((Housing, "housed_on", "regular"), (Coupling, "coupled_on", "coupled")):
        deliveries = daily["housings" if model is Housing else "couplings"]
        rows = ((d.pk, pk, d.first_day, kind, 1) for pk in ids for d in deliveries)
        insert(model, ("delivery_id", "municipality_id", field, "kind", "amount"), rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return periods[-1]


def period_of(index: int) -> Period:
    year, half = FIRST_YEAR + index // 2, index % 2 + 1
    start, end = (
        (date(year, 1, 1), date(year, 7, 1)) if half == 1 else (date(year, 7, 1), date(year + 1, 1, 1))
    )
    return Period.objects.create(
        code=f"{year}-{half}", start=start, end=end, reference_date=date(year, 4 if half == 1 else 10, 1)
    )


def days_of(period: Period) -> list[date]:
    return [period.start + timedelta(days=offset) for offset in range((period.end - period.start).days)]


def insert(model: Any, columns: tuple[str, ...], rows: Any) -> None:
    """Insert many rows fast; on PostgreSQL through COPY, which is what its drivers offer for this."""
    names = ", ".join((*columns, "recorded_at"))
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row, MOMENT))
        else:
            marks = ", ".join(["%s"] * (len(columns) + 1))
            texts: Any = (
                tuple(str(value) if isinstance(value, date) else value for value in (*row, str(MOMENT)[:19]))
                for row in rows
            )
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", texts)


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


def by_hand(period: Period) -> dict[int, tuple[int, int, int, int]]:
    """Return quota, opening balance, realised and available per municipality id: sums only, no coverage."""
    first = Period.objects.earliest("start")
    values: dict[str, Any] = {
        "base": first.start,
        "start": period.start,
        "end": period.end,
        "reference": period.reference_date,
        "stock": first.start - timedelta(1),
        "known": KNOWN,
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


def by_figures_for(period: Period) -> dict[int, tuple[int | None, ...]]:
    return {
        municipality.pk: (
            figures.quota,
            figures.opening_balance,
            figures.realised,
            figures.available_on_reference_date,
        )
        for municipality, figures in figures_for(period, known_at=KNOWN).items()
    }


def timed(ask: Callable[[Period], Any], period: Period) -> float:
    start = perf_counter()
    ask(period)
    return perf_counter() - start


def main() -> None:
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        period = build()
        assert by_hand(period) == by_figures_for(period), "the two ways differ"
        times = [(timed(by_figures_for, period), timed(by_hand, period)) for _ in range(RUNS)]
        ours, theirs = (median(column) for column in zip(*times, strict=True))
        tracemalloc.start()
        by_figures_for(period)
        peak = tracemalloc.get_traced_memory()[1]
        print(
            f"{connection.vendor}: {Housing.objects.count():,} housings, {Coupling.objects.count():,} couplings,"
        )
        print(f"{Delivery.objects.count():,} deliveries, {MUNICIPALITIES} municipalities, {PERIODS} periods")
        print(
            f"figures_for     median {ours * 1000:8.0f} ms of {RUNS} runs, peak {peak / 2**20:.1f} MiB in Python"
        )
        print(f"hand-written    median {theirs * 1000:8.0f} ms of {RUNS} runs")
        print(f"ratio of medians {ours / theirs:.2f} (aim: at most 1.5)")
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
