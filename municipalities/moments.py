"""When something was known: a date asked as a moment means the end of that day here."""

from __future__ import annotations

from datetime import date, datetime, time

from municipalities.dutch import AMSTERDAM, day_text


def end_of_day(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=AMSTERDAM)


def local_day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=AMSTERDAM)


def not_in_future(day: date | None, today: date) -> str:
    """Return what is wrong with a day that is still to come, in Dutch; nothing of another day, or of none."""
    if day is None or day <= today:
        return ""
    return f"{day_text(day)} ligt in de toekomst. Kies vandaag of een eerdere dag."
