"""The judged overview beside what a province could have instead, on the same rows, in processor time.

The four sums of each municipality over a half-year, of one province over 20 half-years: as a page of Datasette, by
DuckDB from a Parquet export, by a script of pandas that reads the tables, and as a list of Django's admin (which shows
the snapshots). DuckDB, pandas and Datasette must find what `figures_for` finds. None of them knows what was covered,
what was known when, a rung, or who may see it. Datasette needs SQLite. Arguments: municipalities and periods; without
them 62 and 20.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

django.setup()

import duckdb
import pandas as pd
from datasette.app import Datasette
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases
from django.urls import include, path
from django.utils import timezone

from accounts.models import Role, User
from benchmarks._overview_in_admin import site
from benchmarks._years import years
from benchmarks.first_pages import RUNS, measured
from municipalities.ledger.queries import figures_for
from municipalities.models import Correction, Housing, Municipality, Period, Province, Quota

urlpatterns = [path("lijst/", site.urls), path("", include("ibt.urls"))]
READ = (Municipality, Period, Quota, Correction, Housing)
SUMS = """
SELECT m.cbs_code, q.quota, c.opening + q.earlier - h.earlier AS opening_balance, h.realised,
    c.opening + q.earlier - h.earlier + q.quota - h.realised AS closing_balance
FROM municipalities_municipality m
JOIN (SELECT municipality_id, SUM(amount) AS opening FROM municipalities_correction GROUP BY 1) c
    ON c.municipality_id = m.id
JOIN (SELECT municipality_id, SUM(CASE WHEN p.start = '{start}' THEN amount ELSE 0 END) AS quota,
        SUM(CASE WHEN p.start < '{start}' THEN amount ELSE 0 END) AS earlier
    FROM municipalities_quota q JOIN municipalities_period p ON p.id = q.period_id GROUP BY 1) q
    ON q.municipality_id = m.id
JOIN (SELECT municipality_id, SUM(CASE WHEN housed_on < '{start}' THEN amount ELSE 0 END) AS earlier,
        SUM(CASE WHEN housed_on >= '{start}' AND housed_on < '{end}' THEN amount ELSE 0 END) AS realised
    FROM municipalities_housing GROUP BY 1) h ON h.municipality_id = m.id
ORDER BY 1
"""
Rows = list[tuple[Any, ...]]


def frame_of(model: Any) -> pd.DataFrame:
    """Return a table as a script would read it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table}")
        return pd.DataFrame.from_records(
            cursor.fetchall(), columns=[column[0] for column in cursor.description]
        )


def by_pandas(start: str, end: str) -> Rows:
    """Read the tables and add up."""
    everybody, periods, quotas, corrections, housings = (frame_of(model) for model in READ)
    days = housings["housed_on"].astype(str)
    starts = quotas["period_id"].map(periods.set_index("id")["start"].astype(str))

    def sums(rows: pd.DataFrame) -> pd.Series:
        return rows.groupby("municipality_id")["amount"].sum()

    found = pd.DataFrame(
        {
            "quota": sums(quotas[starts == start]),
            "opening": sums(corrections)
            .add(sums(quotas[starts < start]), fill_value=0)
            .sub(sums(housings[days < start]), fill_value=0),
            "realised": sums(housings[(days >= start) & (days < end)]),
        }
    )
    found["closing"] = found["quota"] + found["opening"] - found["realised"]
    named = found.join(everybody.set_index("id")["cbs_code"]).sort_values("cbs_code")
    numbers = named[["quota", "opening", "realised", "closing"]].astype(int)
    return list(zip(named["cbs_code"], *(numbers[name] for name in numbers), strict=True))


def on_parquet(folder: Path) -> duckdb.DuckDBPyConnection:
    """Export the tables, and return where they can be asked."""
    found = duckdb.connect()
    for model in READ:
        name, file = model._meta.db_table, folder / f"{model._meta.db_table}.parquet"
        found.register("rows", frame_of(model)[COLUMNS[model]])
        found.execute(f"COPY rows TO '{file}' (FORMAT parquet)")
        found.unregister("rows")
        found.execute(f"CREATE VIEW {name} AS SELECT * FROM '{file}'")
    return found


COLUMNS: dict[Any, list[str]] = {
    Municipality: ["id", "cbs_code"],
    Period: ["id", "start", "end"],
    Quota: ["municipality_id", "period_id", "amount"],
    Correction: ["municipality_id", "amount"],
    Housing: ["municipality_id", "housed_on", "amount"],
}


def as_pages(folder: Path, sums: str) -> Callable[[str], Any]:
    """Serve a copy of the database with Datasette, and return what opens the sums there."""
    copy = folder / "ibt.db"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    served = Datasette([str(copy)])
    loop = asyncio.new_event_loop()
    loop.run_until_complete(served.invoke_startup())

    def opened(kind: str) -> Any:
        answer = loop.run_until_complete(
            served.client.get(f"/ibt{kind}", params={"sql": sums, "_shape": "arrays"})
        )
        assert answer.status_code == 200, answer.text
        return answer

    return opened


def ways(province: Province, folder: Path) -> dict[str, Callable[[], Any]]:
    """Return each way to the sums, after a look whether they agree."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(
        User.objects.create_user("t@example.nl", name="Kim", role=Role.SUPERVISOR, province=province)
    )
    judged = Period.objects.order_by("-start")[1]
    start, end = judged.start.isoformat(), judged.end.isoformat()
    sums, now = SUMS.format(start=start, end=end), timezone.now()
    parquet = on_parquet(folder)

    def ours() -> Rows:
        found = figures_for(judged, known_at=now, province=province).items()
        return [
            (row.cbs_code, own.quota, own.opening_balance, own.realised, own.closing_balance)
            for row, own in sorted(found, key=lambda pair: pair[0].cbs_code)
        ]

    def get(address: str) -> Any:
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer

    found: dict[str, Callable[[], Any]] = {
        "judged overview": lambda: get(f"/perioden/{judged.code}/"),
        "figures_for": ours,
        "list in admin": lambda: get(f"/lijst/assessments/assessment/?period__id__exact={judged.pk}"),
        "pandas": lambda: by_pandas(start, end),
        "DuckDB on Parquet": lambda: parquet.execute(sums).fetchall(),
    }
    assert found["pandas"]() == found["DuckDB on Parquet"]() == ours(), "the sums differ"
    if connection.vendor == "sqlite":
        opened = as_pages(folder, sums)
        assert [tuple(row) for row in opened(".json").json()["rows"]] == ours(), "Datasette has other sums"
        found["Datasette"] = lambda: opened("")
    return found


def measure(municipalities: int, periods: int) -> None:
    province = years(timezone.localdate(), municipalities=municipalities, periods=periods)
    call_command("keep_figures", verbosity=0)
    print(f"{connection.vendor}: {municipalities} municipalities, {periods} half-years")
    base = 0.0
    with TemporaryDirectory() as folder:
        for name, ask in ways(province, Path(folder)).items():
            spent_on, _ = measured(ask, RUNS)
            base = base or spent_on
            print(f"{name:20} {spent_on:8.0f} ms   overview : this {base / spent_on:6.2f}")


if __name__ == "__main__":
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with override_settings(ROOT_URLCONF=__name__):
            measure(*(map(int, sys.argv[1:3]) if len(sys.argv) == 3 else (62, 20)))
    finally:
        teardown_databases(databases, verbosity=0)
