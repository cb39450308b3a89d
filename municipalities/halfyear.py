"""Arithmetic of half-years, by their code alone: "2023-2" is the second half of 2023. No database, no Django.

A quota is set per half-year. Bron: Huisvestingswet 2014, artikel 29.
"""

from __future__ import annotations

from datetime import date, timedelta

FIRST_MONTHS = {1: 1, 2: 7}
REFERENCE_MONTHS = {1: 4, 2: 10}
"""The first of these months is the reference date (peildatum koppelingen) of the half."""


def parts_of(code: str) -> tuple[int, int]:
    """Return the year and the half (1 or 2) of a code; raises ValueError for what is none."""
    year, _, half = code.partition("-")
    if half not in ("1", "2"):
        raise ValueError(f"no half-year: {code}")
    return int(year), int(half)


def half_year_after(code: str, steps: int = 1) -> str:
    """Return the code so many half-years later; earlier with `steps` below zero."""
    year, half = parts_of(code)
    year, index = divmod(2 * year + half - 1 + steps, 2)
    return f"{year}-{index + 1}"


def half_year_of(day: date) -> str:
    """Return the code of the half-year in which a day lies."""
    return f"{day.year}-{1 if day.month < FIRST_MONTHS[2] else 2}"


def first_day_of(code: str) -> date:
    """Return 1 January or 1 July."""
    year, half = parts_of(code)
    return date(year, FIRST_MONTHS[half], 1)


def last_day_of(code: str) -> date:
    """Return 30 June or 31 December."""
    return first_day_of(half_year_after(code)) - timedelta(days=1)


def reference_date_of(code: str) -> date:
    """Return the day by which people had to be coupled: 1 April or 1 October, inclusive."""
    year, half = parts_of(code)
    return date(year, REFERENCE_MONTHS[half], 1)
