"""How numbers, days, periods, shares and lists are written in Dutch: the only writer of them.

No database, no clock, no Django.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from fractions import Fraction
from zoneinfo import ZoneInfo

from municipalities.halfyear import parts_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MINUS = "\N{MINUS SIGN}"
UNKNOWN = "onbekend"
NOT_APPLICABLE = "n.v.t."

WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_ORDINALS = (
    "eerste",
    "tweede",
    "derde",
    "vierde",
    "vijfde",
    "zesde",
    "zevende",
    "achtste",
    "negende",
    "tiende",
)
_HALVES = {1: "eerste", 2: "tweede"}


def number(value: int) -> str:
    """Write a count: "1.372", and a real minus sign below zero."""
    digits = f"{abs(value):,}".replace(",", ".")
    return MINUS + digits if value < 0 else digits


def count(value: int | None) -> str:
    """Write a number of people; what is not covered is said in words."""
    return UNKNOWN if value is None else number(value)


def plural(value: int, one: str, more: str) -> str:
    """Write a number with its noun: "1 gemeente", "1.234 gemeenten"."""
    return f"{number(value)} {one if value == 1 else more}"


def signed(balance: int) -> str:
    """Write a balance for a table: "+62" behind, "−1" ahead, "0"."""
    return "+" + number(balance) if balance > 0 else number(balance)


def balance(value: int | None) -> str:
    """Write a balance for a table, + for a backlog and − for a lead; what is not covered is said in words."""
    return UNKNOWN if value is None else signed(value)


def people(value: int) -> str:
    """Write a number of people, without its sign, as an object: "12 vergunninghouders"."""
    if value == 0:
        return "geen vergunninghouders"
    return plural(abs(value), "vergunninghouder", "vergunninghouders")


def balance_text(balance: int) -> str:
    """Write a balance in words: the word carries the sign."""
    if balance == 0:
        return "geen achterstand en geen voorsprong"
    noun = "achterstand" if balance > 0 else "voorsprong"
    return f"een {noun} van {people(balance)}"


def percentage(share: Fraction | None, *, prose: bool = False) -> str:
    """Write a share as a whole percentage, rounded half up; "n.v.t." where nothing was asked.

    Never 100% where somebody is missing, nor 0% where somebody was housed: "< 100%" and "> 0%" in a cell,
    "bijna 100%" and "minder dan 1%" in prose.
    """
    if share is None:
        return NOT_APPLICABLE
    rounded = whole_percentage(share)
    if rounded == 100 and share < 1:
        return "bijna 100%" if prose else "< 100%"
    if rounded == 0 and share > 0:
        return "minder dan 1%" if prose else "> 0%"
    return f"{number(rounded)}%"


def whole_percentage(share: Fraction) -> int:
    """Return a share in whole percents, rounded half up."""
    return math.floor(share * 100 + Fraction(1, 2))


def ago_text(day: date, today: date) -> str:
    """Write how long ago a day is: "vandaag", "3 dagen geleden", and from two weeks on "8 weken geleden"."""
    days = (today - day).days
    if days < 1:
        return "vandaag"
    return f"{plural(days, 'dag', 'dagen') if days < 14 else plural(days // 7, 'week', 'weken')} geleden"


def day_text(value: date | None) -> str:
    """Write a day: "1 januari 2024"; nothing where there is none."""
    return f"{_day_and_month(value)} {value.year}" if value else ""


def short_month(value: date) -> str:
    """Write a month, short: "jan.", "mrt.", "mei"."""
    name = MONTHS[value.month - 1]
    if name == "maart":
        return "mrt."
    return name if len(name) <= 4 else f"{name[:3]}."


def short_day(value: date) -> str:
    """Write a day for a narrow column: "11 nov. 2026", which does not break."""
    return f"{value.day} {short_month(value)} {value.year}".replace(" ", "\N{NO-BREAK SPACE}")


def clock_text(moment: datetime) -> str:
    """Write a moment as the clock says here: "8 januari 2024, 10.14 uur"."""
    local = moment.astimezone(AMSTERDAM)
    return f"{day_text(local.date())}, {local:%H.%M} uur"


def known_text(moment: datetime) -> str:
    """Write when figures were known: a day when that is the whole day, else the time as well."""
    local = moment.astimezone(AMSTERDAM)
    return day_text(local.date()) if local.time() == time.max else clock_text(local)


def _day_and_month(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]}"


def period_text(code: str) -> str:
    """Write a period at first mention: "de tweede helft van 2023 (2023-2)"."""
    return f"{half_year_text(code)} ({code})"


def half_year_text(code: str) -> str:
    """Write a period without its code: "de tweede helft van 2023"."""
    year, half = parts_of(code)
    return f"de {_HALVES[half]} helft van {year}"


def days_text(days: Sequence[date]) -> str:
    """Write one day or more, in the order given, the year once where it is the same: "12 maart en 14 mei 2024"."""
    *others, last = days
    same = all(day.year == last.year for day in others)
    return listing([*(_day_and_month(day) if same else day_text(day) for day in others), day_text(last)])


def period_span(first_day: date, last_day: date) -> str:
    """Write how long a period lasts, its last day included."""
    start = _day_and_month(first_day) if first_day.year == last_day.year else day_text(first_day)
    return f"{start} tot en met {day_text(last_day)}"


def ordinal(value: int) -> str:
    """Write a rank from 1 on: "tweede", "tiende", "11e"."""
    if value < 1:
        raise ValueError(f"no ordinal for {value}")
    return _ORDINALS[value - 1] if value <= len(_ORDINALS) else f"{value}e"


def listing(items: Iterable[str]) -> str:
    """Join names in the order given: "Baarn, Wijk bij Duurstede en Zeist"."""
    *others, last = items
    return f"{', '.join(others)} en {last}" if others else last


MOST_NAMES = 5
"""More than this in a sentence nobody reads."""


def listing_or_number(names: Sequence[str], what: str) -> str:
    """Join a few names; of more say how many there are: "12 gemeenten"."""
    return listing(names) if len(names) <= MOST_NAMES else f"{len(names)} {what}"
