"""Who was coupled to a municipality and still waits: pure values, no database, no Django.

First coupled is first housed: the ledger counts people and does not tell one from another, so those
who wait are the ones who were coupled last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

TERM = timedelta(weeks=12)
"""In which a coupled person is to be housed (termijn). Bron: voortgangsrapportage 2023-2, paragraaf 3.1.1."""
LATELY = timedelta(weeks=12)
"""How far back the pace of a municipality is looked at."""


class Waiting(NamedTuple):
    """People coupled on one day (koppelingen) and not yet housed."""

    coupled_on: date
    number: int

    @property
    def due_on(self) -> date:
        """The last day of their term."""
        return self.coupled_on + TERM


@dataclass(frozen=True, kw_only=True)
class Pool:
    """The pool account of one municipality, in days, through the last day that is known of both sides."""

    through: date
    housed: int
    """From the first day of the period through `through`."""
    waiting: tuple[Waiting, ...] = ()
    """Oldest first."""
    housed_lately: int = 0
    coupled_lately: int = 0
    """In the twelve weeks through `through`, also those before the period."""

    @cached_property
    def open(self) -> int:
        """How many wait (wacht op woning)."""
        return sum(row.number for row in self.waiting)

    @cached_property
    def overdue(self) -> tuple[Waiting, ...]:
        """Those whose term has ended (langer dan 12 weken)."""
        return tuple(row for row in self.waiting if row.due_on < self.through)

    @property
    def overdue_number(self) -> int:
        return sum(row.number for row in self.overdue)

    @property
    def share_of_term(self) -> Fraction:
        """What part of those who waited twelve weeks ago has been housed since; all of them should have.

        First coupled is first housed, so whoever was housed since was among them as long as any was left.
        """
        waited = self.open - self.coupled_lately + self.housed_lately
        if waited <= 0:
            return Fraction(1)
        return min(Fraction(1), Fraction(max(0, self.housed_lately), waited))

    def due_by(self, day: date) -> int:
        """Return how many who wait have a term that ends on or before a day."""
        return sum(row.number for row in self.waiting if row.due_on <= day)


def still_waiting(coupled: Iterable[tuple[date, int]], number: int) -> tuple[Waiting, ...]:
    """Return the last `number` of those coupled, oldest first; what was withdrawn is no coupling."""
    waiting: list[Waiting] = []
    for day, amount in sorted(coupled, reverse=True):
        if number <= 0:
            break
        if amount > 0:
            waiting.insert(0, Waiting(day, min(amount, number)))
            number -= amount
    return tuple(waiting)
