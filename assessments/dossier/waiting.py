"""Who was coupled to a municipality and waits, as its dossier tells it: in four bands of age, and per week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from municipalities.dutch import number, percentage
from municipalities.pool import TERM, Pool, Waiting

BANDS = ("0 tot 4 weken", "4 tot 8 weken", "8 tot 12 weken")
BAND = TERM / len(BANDS)
OVERDUE = "langer dan 12 weken"


@dataclass(frozen=True)
class WaitingBand:
    """How many of those who wait were coupled so long ago."""

    label: str
    number: int
    share: str
    is_overdue: bool = False


@dataclass(frozen=True)
class WaitingWeek:
    """Who was coupled in one week and still waits."""

    coupled_from: date
    number: int
    overdue: int

    @property
    def due_from(self) -> date:
        """The Monday of the week in which their terms end."""
        return self.coupled_from + TERM

    @property
    def overdue_text(self) -> str:
        """That they waited too long; of how many, where some did not."""
        return OVERDUE + (f": {number(self.overdue)}" if self.overdue != self.number else "")


def people_in(rows: Iterable[Waiting]) -> int:
    return sum(row.number for row in rows)


def waiting_bands(pool: Pool | None) -> list[WaitingBand]:
    """Return everybody who waits, who was coupled last first; nothing where nobody does or it is not known."""
    waiting = pool.waiting if pool else ()
    everybody = people_in(waiting)
    if pool is None or not everybody:
        return []
    young = [row for row in waiting if row not in pool.overdue]
    # The last day of the term still belongs to the term.
    ages = [(row, min((pool.through - row.coupled_on) // BAND, len(BANDS) - 1)) for row in young]
    numbers = [people_in(row for row, age in ages if age == band) for band in range(len(BANDS))]
    labels = zip((*BANDS, OVERDUE), (*numbers, pool.overdue_number), strict=True)
    return [
        WaitingBand(label, count, percentage(Fraction(count, everybody)), label == OVERDUE)
        for label, count in labels
    ]


def waiting_weeks(pool: Pool | None) -> list[WaitingWeek]:
    """Return who waits per week in which they were coupled, oldest first."""
    weeks: dict[date, list[Waiting]] = {}
    for row in pool.waiting if pool else ():
        weeks.setdefault(row.coupled_on - timedelta(row.coupled_on.weekday()), []).append(row)
    return [
        WaitingWeek(monday, people_in(rows), people_in(row for row in rows if pool and row in pool.overdue))
        for monday, rows in weeks.items()
    ]
