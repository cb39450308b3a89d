"""When something was known: a date asked as a moment means the end of that day here."""

from __future__ import annotations

from datetime import date, datetime, time

from municipalities.dutch import AMSTERDAM


def end_of_day(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=AMSTERDAM)


def local_day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=AMSTERDAM)
