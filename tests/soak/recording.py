"""A process that makes ready, waits for a word, and records one file: `python -m tests.soak.recording FILE`."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

import django

django.setup()

from django.utils import timezone

from municipalities.intake.doubts import TITLES
from municipalities.intake.kinds import BY_KEY
from municipalities.intake.particulars import Particulars
from municipalities.intake.record import record_file
from municipalities.models import Municipality, Period, Province
from tests.soak.killing import DAYS, FIRST_DAY

LAST_DAY = FIRST_DAY + timedelta(DAYS - 1)


def prepare(municipalities: int) -> None:
    province = Province.objects.create(code="PV26", name="Utrecht")
    Period.objects.create(
        code="2024-1", start=FIRST_DAY, end=date(2024, 7, 1), reference_date=date(2024, 4, 1)
    )
    Municipality.objects.bulk_create(
        Municipality(
            cbs_code=f"GM{3000 + n}", name=f"Gemeente {n}", province=province, valid_from=date(1900, 1, 1)
        )
        for n in range(municipalities)
    )


def record(path: Path) -> str:
    about = Particulars(
        kind=BY_KEY["housings"],
        province=Province.objects.get(pk="PV26"),
        dated_on=date(2024, 2, 1),
        first_day=FIRST_DAY,
        last_day=LAST_DAY,
    )
    reasons = dict.fromkeys(TITLES, "proef")
    done = record_file(path.read_bytes(), path.name, about, by=None, now=timezone.now, confirmed=reasons)
    return "recorded" if done.is_new else "nothing new"


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(int(sys.argv[2]))
    else:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        sys.stdout.write(record(Path(sys.argv[1])))
