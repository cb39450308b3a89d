"""What recording a file costs by command, beside reading and writing its rows without a check.

A province of 342 municipalities delivers its housings over 184 days: 62,928 rows, as CSV and as Excel. Both ways are
whole processes that take turns, each into a province of its own in one database. DATABASE_URL chooses the database;
SQLite in a temporary file without it. What the other way leaves out: recognising the columns, names, numbers and
days, duplicates, totals, what the ledger knew, doubts, the kept file, and the log.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import django
import openpyxl

FOLDER = tempfile.TemporaryDirectory()
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/bench.sqlite3")
django.setup()

from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from municipalities.models import Housing, Municipality, Period, Province

RUNS = 3
MUNICIPALITIES, FIRST_DAY, DAYS = 342, date(2023, 7, 1), 184
LAST_DAY = FIRST_DAY + timedelta(DAYS - 1)
HEADINGS = ["CBS-code", "Gemeente", "Datum", "Gehuisvest", "Soort"]
PROVINCES = iter(range(20, 100))


def new_province() -> Province:
    """Add a province with municipalities of its own, so that each run starts with nothing known."""
    number = next(PROVINCES)
    province = Province.objects.create(code=f"PV{number}", name=f"Provincie {number}")
    Municipality.objects.bulk_create(
        Municipality(
            cbs_code=f"GM{(number - 20) * MUNICIPALITIES + n:04d}",
            name=f"Gemeente {number}-{n}",
            province=province,
            valid_from=date(1900, 1, 1),
        )
        for n in range(MUNICIPALITIES)
    )
    return province


def write_file(path: Path, province: Province) -> None:
    names = list(Municipality.objects.filter(province=province).values_list("cbs_code", "name"))
    rows = [
        [code, name, FIRST_DAY + timedelta(day), 1 + (day + index) % 3, ""]
        for day in range(DAYS)
        for index, (code, name) in enumerate(names)
    ]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([HEADINGS, *rows])
        return
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Huisvestingen")
    for row in [HEADINGS, *rows]:
        sheet.append(row)
    book.save(path)


def ours(path: Path, province: Province) -> list[str]:
    days = ["--from", FIRST_DAY.isoformat(), "--until", LAST_DAY.isoformat()]
    return ["manage.py", "import_delivery", "housings", str(path), "--province", province.code, *days]


def theirs(path: Path, province: Province) -> list[str]:
    days = [FIRST_DAY.isoformat(), LAST_DAY.isoformat()]
    return ["-m", "benchmarks._bare_import", str(path), province.code, *days]


def measured(command: list[str]) -> tuple[float, float]:
    """Return the seconds and the peak memory in MB of a whole process."""
    environment = {**os.environ, "DATABASE_URL": address()}
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def address() -> str:
    """Return the address of the database that this process made."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    return f"postgres://{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


def compare(suffix: str) -> None:
    figures: dict[str, list[tuple[float, float]]] = {"ours": [], "theirs": []}
    for _ in range(RUNS):
        for name, command in (("ours", ours), ("theirs", theirs)):
            province = new_province()
            path = Path(FOLDER.name) / f"huisvestingen{suffix}"
            write_file(path, province)
            figures[name].append(measured(command(path, province)))
            recorded = Housing.objects.filter(municipality__province=province).count()
            assert recorded == MUNICIPALITIES * DAYS, (name, recorded)
    seconds = {name: median(run[0] for run in runs) for name, runs in figures.items()}
    memory = {name: max(run[1] for run in runs) for name, runs in figures.items()}
    print(f"{connection.vendor}, {suffix}: {MUNICIPALITIES * DAYS:,} rows, whole processes, {RUNS} runs each")
    print(
        f"import_delivery       median {seconds['ours']:6.1f} s, peak {memory['ours']:.0f} MB (aim: at most 300)"
    )
    print(f"read and bulk_create  median {seconds['theirs']:6.1f} s, peak {memory['theirs']:.0f} MB")
    print(f"ratio of medians      {seconds['ours'] / seconds['theirs']:.2f} (aim: at most 3)")


@contextmanager
def database() -> Iterator[None]:
    """Give an empty database that other processes can open too: a file of SQLite, else one of the server."""
    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0)
        yield
        return
    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


def main() -> None:
    with FOLDER, database():
        half_year = {"start": FIRST_DAY, "end": LAST_DAY + timedelta(1), "reference_date": date(2023, 10, 1)}
        Period.objects.create(code="2023-2", **half_year)
        for suffix in (".csv", ".xlsx"):
            compare(suffix)


if __name__ == "__main__":
    main()
