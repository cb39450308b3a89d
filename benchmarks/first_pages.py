"""What a supervisor opens first, at two sizes of years and of provinces, in processor time.

The judged overview is the measure: beside it stand the other pages, the same page written by hand, and checking one
day of the oldest year. Then the first look at each page after a late housing of that year was recorded, beside the
second look. Processor time is that of Python and of its own PostgreSQL backend: a busy machine adds none.
Arguments: municipalities, periods, provinces; without them 26 of 6, 26 and 62 of 20, and twelve times
26 of 20.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import mean, median
from time import process_time
from typing import Any

import django

django.setup()

from django.core.management import call_command, get_commands
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from django.urls import include, path
from django.utils import timezone

from accounts.models import Role, User
from assessments.intake.preview import preview_file
from benchmarks._overview_by_hand import overview_by_hand
from benchmarks._years import years
from municipalities.intake.kinds import BY_KEY
from municipalities.intake.particulars import Particulars
from municipalities.intake.record import record_file
from municipalities.models import Municipality, Period, Province

SIZES = [(26, 6, 1), (26, 20, 1), (62, 20, 1), (26, 20, 12)]
RUNS = int(os.environ.get("RUNS", "5"))
TICKS = os.sysconf("SC_CLK_TCK")

urlpatterns = [path("met-de-hand/<str:period>/", overview_by_hand), path("", include("ibt.urls"))]


def spent() -> float:
    """Return the seconds of processor time of this process and of its backend."""
    own = process_time()
    if connection.vendor != "postgresql":
        return own
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    *_, user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:13]
    return own + (int(user) + int(system)) / TICKS


def measured(ask: Callable[[], Any], runs: int) -> tuple[float, int]:
    """Return the milliseconds of processor time of one answer, and its queries."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    asked = len(queries)
    return middle([timed(ask) for _ in range(runs)]), asked


def timed(ask: Callable[[], Any]) -> float:
    began = spent()
    ask()
    return 1000 * (spent() - began)


def middle(times: Sequence[float]) -> float:
    # A backend counts in steps of ten milliseconds: there only a mean of many says something.
    return mean(times) if connection.vendor == "postgresql" else median(times)


def looks_after(deliver: Callable[[], Any], ask: Callable[[], Any]) -> tuple[float, float]:
    deliver()
    return timed(ask), timed(ask)


def housed(province: Province, day: date, number: int) -> tuple[bytes, Particulars]:
    """Return a file that says how many one municipality housed on a day, and what is said of it."""
    code = (
        Municipality.objects.filter(province=province)
        .order_by("cbs_code")
        .values_list("cbs_code", flat=True)[0]
    )
    about = Particulars(
        kind=BY_KEY["housings"], province=province, dated_on=timezone.localdate(), first_day=day, last_day=day
    )
    return f"CBS-code;Datum;Gehuisvest\n{code};{day};{number}\n".encode(), about


def checked(province: Province, day: date) -> Callable[[], Any]:
    content, about = housed(province, day, 3)

    def check() -> None:
        shown = preview_file(content, "a.csv", about, now=timezone.now)
        assert not shown.findings, shown.findings

    return check


def delivered(province: Province, day: date) -> Callable[[], Any]:
    """Return what records another number each time: the same would be no delivery."""
    numbers = count(4)

    def deliver() -> None:
        content, about = housed(province, day, next(numbers))
        recorded = record_file(content, "a.csv", about, by=None, now=timezone.now)
        assert recorded.is_new

    return deliver


def pages(province: Province) -> dict[str, Callable[[], Any]]:
    user = User.objects.create_user("t@example.nl", name="Kim", role=Role.SUPERVISOR, province=province)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    running, judged = Period.objects.order_by("-start")[:2]
    code = province.municipalities.order_by("cbs_code")[0].cbs_code
    paths = {
        "judged overview": f"/perioden/{judged.code}/",
        "by hand": f"/met-de-hand/{judged.code}/",
        "running overview": f"/perioden/{running.code}/",
        "start page": "/",
        "forecast": f"/perioden/{running.code}/prognose/",
        "dossier": f"/gemeenten/{code}/",
        "assessment": f"/perioden/{judged.code}/gemeenten/{code}/",
        "report": f"/perioden/{judged.code}/rapportage/",
        "herbeoordeling": "/herbeoordeling/",
    }

    def get(address: str) -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    return {name: partial(get, to) for name, to in paths.items()}


def measure(municipalities: int, periods: int, provinces: int) -> None:
    province = years(
        timezone.localdate(), municipalities=municipalities, periods=periods, provinces=provinces
    )
    if "keep_figures" in get_commands():
        call_command("keep_figures", verbosity=0)
    print(f"{connection.vendor}: {provinces} × {municipalities} municipalities, {periods} half-years")
    oldest = Period.objects.earliest("start").start + timedelta(10)
    found, base = pages(province), 0.0
    checks = {
        "check of yesterday": checked(province, timezone.localdate() - timedelta(1)),
        "check of the oldest year": checked(province, oldest),
    }
    for name, ask in (found | checks).items():
        spent_on, queries = measured(ask, 1 if "oldest" in name else RUNS)
        base = base or spent_on
        print(f"{name:26} {spent_on:8.0f} ms  {spent_on / base:6.2f}  {queries:5} queries")
    print("First look after a delivery, second look, and what the first is of the second")
    deliver = delivered(province, oldest)
    for name, ask in found.items():
        first, second = map(middle, zip(*(looks_after(deliver, ask) for _ in range(RUNS)), strict=True))
        print(f"{name:26} {first:8.0f} ms  {second:6.0f} ms  {first / second:6.2f}")


if __name__ == "__main__":
    asked = [tuple(map(int, sys.argv[1:4]))] if len(sys.argv) == 4 else SIZES
    for size in asked:
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            with override_settings(ROOT_URLCONF=__name__):
                measure(*size)
        finally:
            teardown_databases(databases, verbosity=0)
