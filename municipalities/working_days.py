"""Which days are working days: no Saturday, Sunday or public holiday, and none on which the province is closed.

Bron: Algemene termijnenwet, artikel 3, eerste en tweede lid. What a royal decree adds (third lid) a province records
as its own closed day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import islice

from holidays import HolidayBase, country_holidays

from municipalities.dutch import day_text
from municipalities.models import ClosedDay, Province

ONE_DAY = timedelta(days=1)
WEEKEND = {5: "een zaterdag", 6: "een zondag"}


@cache
def public_holidays() -> HolidayBase:
    """Return the days of article 3 by their Dutch names; Good Friday and the yearly 5 May are among the optional."""
    return country_holidays("NL", categories=("public", "optional"), language="nl")


@dataclass(frozen=True)
class WorkingDays:
    """The working days of a province; `closed` says why it is closed on a day of its own."""

    closed: Mapping[date, str] = field(default_factory=dict)

    def why_closed(self, day: date) -> str:
        """Return what a day is when it is no working day, as the rest of "27 maart 2027 is …"; else nothing."""
        own = self.closed.get(day)
        closed = f"een gesloten dag van de provincie ({own})" if own else ""
        return public_holidays().get(day) or WEEKEND.get(day.weekday(), closed)

    def from_day(self, day: date) -> date:
        """Return a day itself when it is a working day, else the first one after it."""
        return day if not self.why_closed(day) else next(self.following(day))

    def following(self, day: date) -> Iterator[date]:
        """Yield the working days after a day."""
        while True:
            day += ONE_DAY
            if not self.why_closed(day):
                yield day

    def after(self, day: date, number: int) -> date:
        """Return the last day of a term of so many working days that begins the day after."""
        return next(islice(self.following(day), number - 1, None))

    def count(self, day: date, last_day: date) -> int:
        """Return how many working days there are after a day, the last one included."""
        days = (day + timedelta(days=number + 1) for number in range((last_day - day).days))
        return sum(not self.why_closed(one) for one in days)

    def problem(self, day: date) -> str:
        """Return that a day is no working day, why, and which one is; nothing of a working day."""
        why = self.why_closed(day)
        proposal = day_text(self.from_day(day))
        return f"{day_text(day)} is {why}. Kies een werkdag, bijvoorbeeld {proposal}." if why else ""


def working_days_of(province: Province | str) -> WorkingDays:
    """Return the working days of a province, its own closed days left out."""
    rows = ClosedDay.objects.filter(province=province, is_open=False)
    return WorkingDays(dict(rows.values_list("day", "reason")))
