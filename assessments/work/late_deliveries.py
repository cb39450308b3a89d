"""Which deliveries came after a decision that rests on what they are about."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


class DecidedHalfYear(NamedTuple):
    """What stands of one municipality: its half-year, half-open, and the moment its figures were known at."""

    municipality: int
    start: date
    end: date
    known_at: datetime


class Delivered(NamedTuple):
    """A delivery about days from `first_day` on, or about the half-year that starts on `about`."""

    recorded_at: datetime
    first_day: date | None
    about: date | None
    municipality: int | None
    """None when it is about the whole province."""


class FirstKnown:
    """The earliest known-at of the half-years from a day on; asked in the logarithm of their number."""

    def __init__(self, rows: Iterable[tuple[date, datetime]]) -> None:
        self._days: list[date] = []
        self._earliest: list[datetime] = []
        for day, known_at in sorted(rows, reverse=True):
            self._days.append(day)
            self._earliest.append(min([known_at, *self._earliest[-1:]]))
        self._days.reverse()
        self._earliest.reverse()

    def before(self, moment: datetime, day: date | None) -> bool:
        """Return whether figures of a half-year on or after the day were known before the moment."""
        at = len(self._days) if day is None else bisect_left(self._days, day)
        return at < len(self._days) and self._earliest[at] < moment


def late_deliveries(
    decided: Iterable[DecidedHalfYear], delivered: Iterable[Delivered]
) -> Iterator[Delivered]:
    """Yield the deliveries that came in after a decision and can change what it rests on.

    That is: about days before the end of its half-year, or about that half-year or an earlier one.
    """
    rows: dict[int | None, list[DecidedHalfYear]] = defaultdict(list)
    for row in decided:
        rows[None].append(row)
        rows[row.municipality].append(row)
    by_last_day = {
        key: FirstKnown((row.end - ONE_DAY, row.known_at) for row in of) for key, of in rows.items()
    }
    by_start = {key: FirstKnown((row.start, row.known_at) for row in of) for key, of in rows.items()}
    for each in delivered:
        whose, moment = each.municipality, each.recorded_at
        if whose in rows and (
            by_last_day[whose].before(moment, each.first_day) or by_start[whose].before(moment, each.about)
        ):
            yield each
