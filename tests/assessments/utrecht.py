"""Rows of the worked example by their code, and two days to look at it: in a period that runs, and after it."""

from __future__ import annotations

from datetime import date

from municipalities.models import Municipality, Period, Province
from municipalities.moments import end_of_day

RUNNING = end_of_day(date(2024, 2, 15))
AFTER = end_of_day(date(2024, 7, 8))


def utrecht() -> Province:
    return Province.objects.get(pk="PV26")


def period(code: str) -> Period:
    return Period.objects.get(code=code)


def municipality(code: str = "GM0312") -> Municipality:
    return Municipality.objects.select_related("province").get(cbs_code=code)
