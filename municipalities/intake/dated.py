"""Which periods and days a text names: a title, a heading, the name of a sheet or file."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from municipalities.intake.values import BadValue, day_in

PERIOD_CODE = re.compile(r"(?<![0-9])(20[0-9]{2}-[12])(?![0-9]|-[0-9])")
PERIOD_ROMAN = re.compile(r"(?<![0-9])(20[0-9]{2})-(i{1,2})(?![a-z])")
PERIOD_IN_WORDS = re.compile(
    r"(?<![a-z0-9])(eerste|1e|tweede|2e) (?:helft|half ?jaar)(?: van)? (20[0-9]{2})(?![0-9])"
)
DAY_CODE = re.compile(
    r"(?<![0-9])(?:[0-9]{1,2}[-/.][0-9]{1,2}[-/.]|[0-9]{1,2}[- ][a-z]{3,9}\.?[- ])[0-9]{4}(?![0-9])",
    re.IGNORECASE,
)


def days_in(text: str) -> list[date]:
    """Return the days that a text names."""
    found = []
    for written in DAY_CODE.findall(text):
        with suppress(BadValue):
            found.append(day_in(written))
    return [day for day in found if day is not None]


def periods_in(text: str) -> list[str]:
    """Return the codes of the periods that a text names: 2024-1, 2024-I, eerste halfjaar 2024."""
    text = " ".join(text.casefold().split())
    roman = [f"{year}-{len(half)}" for year, half in PERIOD_ROMAN.findall(text)]
    words = [f"{year}-{1 if half in ('eerste', '1e') else 2}" for half, year in PERIOD_IN_WORDS.findall(text)]
    return [*PERIOD_CODE.findall(text), *roman, *words]
