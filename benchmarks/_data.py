"""The synthetic ledger that is measured: one province of 342 municipalities over 20 half-years.

A row for every municipality and day makes about 1.2 million housings, and as many couplings.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

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

MUNICIPALITIES = 342
PERIODS = 20
FIRST_YEAR = 2010
MOMENT = datetime(2020, 7, 1, tzinfo=UTC)
"""When everything was recorded."""


@contextmanager
def synthetic_ledger() -> Iterator[Period]:
    """Give the last period of a ledger in a database of its own. DATABASE_URL chooses where; SQLite without it."""
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield build()
    finally:
        teardown_databases(databases, verbosity=0)


def described() -> str:
    """Return what is measured on, in one line."""
    return (
        f"{connection.vendor}: {MUNICIPALITIES} municipalities, {PERIODS} periods, "
        f"{Delivery.objects.count():,} deliveries, {Housing.objects.count():,} housings, "
        f"{Coupling.objects.count():,} couplings"
    )


def build() -> Period:
    """Fill the ledger as daily deliveries would have, without the checks that are not measured here."""
    # The code of a province with a policy, so that its periods can be assessed.
    province = Province.objects.create(code="PV26", name="Synthetisch")
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
        [
            (quota.pk, pk, quota.period_id, "announced", MOMENT.date(), 180 + n % 9)
            for quota in quotas
            for n, pk in enumerate(ids)
        ],
    )
    insert(
        Coupling,
        ("delivery_id", "municipality_id", "coupled_on", "kind", "amount"),
        [(stock.pk, pk, stock_day, "stock", 50 + n % 97) for n, pk in enumerate(ids)],
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
    """Insert many rows fast; on PostgreSQL through COPY. Without a moment of their own all were recorded at MOMENT."""
    if "recorded_at" not in columns:
        columns, rows = (*columns, "recorded_at"), ((*row, MOMENT) for row in rows)
    names = ", ".join(columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            texts: Any = (
                tuple(as_text(value) if isinstance(value, date) else value for value in row) for row in rows
            )
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", texts)


def as_text(value: date) -> str:
    """Return a day, or a moment in UTC, as SQLite keeps it."""
    return f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value.isoformat()
