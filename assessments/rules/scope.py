"""The scope of a legal act (omvang), and which housings count for it (toerekening): sums over days, no database.

A scope is a number, fixed when the act is taken, and followed until it is met. What kind of number it is, and what
counts first, belongs to the policy.
Bron: Gemeentewet, artikel 124; on attribution ABRvS 8 August 2018, ECLI:NL:RVS:2018:2647 (Delfzijl), summary only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from municipalities.figures import Figures


class ScopeKind(StrEnum):
    """Which number is fixed, of the half-year that begins on the day from which housings count."""

    BACKLOG = "backlog"
    TOTAL_TASK = "total_task"


class Attribution(StrEnum):
    """What the people count for who are housed while an act runs."""

    CURRENT = "current"
    """The current quota first; only what is above it counts for the act."""
    OLDEST = "oldest"
    """The act first, and the current quota after it."""
    TOTAL = "total"
    """The act, which holds the current quota too."""


def scope_number(kind: ScopeKind, figures: Figures) -> int | None:
    """Return the number that an act is about (people); 0 for a lead, None while it is not covered."""
    found = figures.opening_balance if kind is ScopeKind.BACKLOG else figures.total_task
    return None if found is None else max(0, found)


@dataclass(frozen=True, kw_only=True)
class HousedIn:
    """What was asked and done in one half-year: the quota, and people housed per day, in order."""

    quota: int | None
    days: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CountedForAct:
    """How far the scope is met; `per_half_year` in the order that was given, never more than the scope together."""

    per_half_year: tuple[int, ...]
    met_on: date | None
    """The day from which the scope is met; None while it is not."""

    @property
    def total(self) -> int:
        return sum(self.per_half_year)


def count_for(scope: int, attribution: Attribution, half_years: Iterable[HousedIn]) -> CountedForAct | None:
    """Return what counts for an act of what was housed, half-year by half-year from the one in which it begins.

    None where the current quota goes first and is not known.
    """
    counted, met_on, shares = 0, None, []
    for half_year in half_years:
        if attribution is Attribution.CURRENT and half_year.quota is None:
            return None
        first = half_year.quota or 0 if attribution is Attribution.CURRENT else 0
        before, housed = counted, 0
        for day, number in half_year.days:
            housed += number
            counted = before + max(0, housed - first)
            met_on = (met_on or day) if counted >= scope else None
        shares.append(min(scope, counted) - min(scope, before))
    return CountedForAct(per_half_year=tuple(shares), met_on=met_on)
