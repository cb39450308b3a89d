"""Killing a process while it records: afterwards the file is recorded whole, or not at all."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from pathlib import Path

from tests.processes import ask, finish, go, run, wait_until_alone, wait_until_ready

FIRST_DAY = date(2024, 1, 1)
DAYS, MUNICIPALITIES = 31, 100
COUNTS = """
SELECT (SELECT COUNT(*) FROM municipalities_delivery), (SELECT COUNT(*) FROM municipalities_deliveryfile),
       (SELECT COUNT(*) FROM audit_auditentry WHERE action = 'aanlevering vastgelegd'),
       (SELECT COALESCE(SUM(amount), 0) FROM municipalities_housing)
"""


def write_file(path: Path, turn: int) -> int:
    """Write a month of housings, each turn with higher numbers, and return their sum."""
    numbers = {(n, day): turn + 1 + (n + day) % 3 for n in range(MUNICIPALITIES) for day in range(DAYS)}
    rows = [f"GM{3000 + n};{FIRST_DAY + timedelta(day)};{number}" for (n, day), number in numbers.items()]
    path.write_text("\n".join(["CBS-code;Datum;Gehuisvest", *rows]), encoding="utf-8")
    return sum(numbers.values())


def prepare(database: str) -> None:
    finish(run(database, "-m", "tests.soak.recording", "prepare", str(MUNICIPALITIES)))


def drill(database: str, file: Path, times: int, seed: int) -> dict[str, int]:
    """Kill a recording at random moments; return after how many of them nothing, or all of it, was there."""
    dice = random.Random(seed)
    prepare(database)
    total = write_file(file, 0)
    process = run(database, "-m", "tests.soak.recording", str(file))
    wait_until_ready(process)
    began = time.monotonic()
    go(process)
    assert finish(process) == "recorded"
    takes = time.monotonic() - began
    assert ask(database, COUNTS) == [(1, 1, 1, total)]
    found = {"nothing": 0, "all": 0}
    for turn in range(1, times + 1):
        ((deliveries, *_, before),) = ask(database, COUNTS)
        total = write_file(file, turn)
        process = run(database, "-m", "tests.soak.recording", str(file))
        wait_until_ready(process)
        go(process)
        time.sleep(dice.uniform(0, takes))
        process.kill()
        process.communicate()
        wait_until_alone(database)
        left = ask(database, COUNTS)
        assert left in ([(*[deliveries] * 3, before)], [(*[deliveries + 1] * 3, total)]), (turn, left)
        found["all" if left[0][0] > deliveries else "nothing"] += 1
    return found
