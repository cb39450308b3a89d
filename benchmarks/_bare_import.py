"""What a script in a hurry would do: read the rows and write them, without a check. Run by import_delivery.py."""

from __future__ import annotations

import csv
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import transaction
from django.utils import timezone
from openpyxl import load_workbook

from municipalities.models import Delivery, Housing, Municipality


def rows(path: Path) -> list[list[Any]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [list(row) for row in csv.reader(file, delimiter=";")][1:]
    sheet = load_workbook(path, read_only=True).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)][1:]


def day_of(value: object) -> date:
    return value.date() if isinstance(value, datetime) else date.fromisoformat(str(value))


def record(path: Path, province: str, first_day: date, last_day: date) -> None:
    now = timezone.now()
    by_code = dict(Municipality.objects.filter(province=province).values_list("cbs_code", "pk"))
    delivery = Delivery.objects.create(
        province_id=province,
        number=1,
        kind="housings",
        form="events",
        first_day=first_day,
        last_day=last_day,
        dated_on=last_day,
        recorded_at=now,
    )
    Housing.objects.bulk_create(
        Housing(
            delivery=delivery,
            municipality_id=by_code[str(code)],
            kind="regular",
            amount=int(str(number)),
            housed_on=day_of(day),
            recorded_at=now,
        )
        for code, _, day, number, _ in rows(path)
    )


if __name__ == "__main__":
    with transaction.atomic():
        record(Path(sys.argv[1]), sys.argv[2], *map(date.fromisoformat, sys.argv[3:5]))
