"""How numbers, days and periods are written in Dutch, on screens and in letters alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction

MINUS = "\N{MINUS SIGN}"
NOT_APPLICABLE = "n.v.t."

_MONTHS = (
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
_HALVES = {"1": "eerste", "2": "tweede"}


def number(value: int) -> str:
    """Write a count: "1.372", and a real minus sign below zero."""
    digits = f"{abs(value):,}".replace(",", ".")
    return MINUS + digits if value < 0 else digits


def signed(balance: int) -> str:
    """Write a balance for a table: "+62" behind, "−1" ahead, "0"."""
    return "+" + number(balance) if balance > 0 else number(balance)


def people(value: int) -> str:
    """Write a number of people, without its sign, as an object: "12 vergunninghouders"."""
    if value == 0:
        return "geen vergunninghouders"
    noun = "vergunninghouder" if abs(value) == 1 else "vergunninghouders"
    return f"{number(abs(value))} {noun}"


def balance_text(balance: int) -> str:
    """Write a balance in words: the word carries the sign."""
    if balance == 0:
        return "geen achterstand en geen voorsprong"
    noun = "achterstand" if balance > 0 else "voorsprong"
    return f"een {noun} van {people(balance)}"


def percentage(share: Fraction | None) -> str:
    """Write a share for a table: a whole percentage, rounded half up."""
    if share is None:
        return NOT_APPLICABLE
    return f"{number(_whole_percentage(share))}%"


def percentage_in_text(share: Fraction | None) -> str:
    """Write a share for a letter or report: never "100%" when short of it, never "0%" of something."""
    if share is None:
        return NOT_APPLICABLE
    rounded = _whole_percentage(share)
    if rounded == 100 and share < 1:
        return "bijna 100%"
    if rounded == 0 and share > 0:
        return "minder dan 1%"
    return percentage(share)


def _whole_percentage(share: Fraction) -> int:
    return math.floor(share * 100 + Fraction(1, 2))


def day(value: date) -> str:
    """Write a day: "1 januari 2024"."""
    return f"{_day_and_month(value)} {value.year}"


def clock(local: datetime) -> str:
    """Write a local moment: "8 januari 2024, 10.14 uur"."""
    return f"{day(local.date())}, {local:%H.%M} uur"


def _day_and_month(value: date) -> str:
    return f"{value.day} {_MONTHS[value.month - 1]}"


def period_text(code: str) -> str:
    """Write a period at first mention: "de tweede helft van 2023 (2023-2)"."""
    year, half = code.split("-")
    return f"de {_HALVES[half]} helft van {year} ({code})"


def period_span(first_day: date, last_day: date) -> str:
    """Write how long a period lasts, its last day included."""
    start = _day_and_month(first_day) if first_day.year == last_day.year else day(first_day)
    return f"{start} tot en met {day(last_day)}"


def ordinal(value: int) -> str:
    """Write a rank from 1 on: "tweede", "tiende", "11e"."""
    if value < 1:
        raise ValueError(f"no ordinal for {value}")
    return _ORDINALS[value - 1] if value <= len(_ORDINALS) else f"{value}e"


def listing(items: Sequence[str]) -> str:
    """Join names in the order given: "Baarn, Wijk bij Duurstede en Zeist"."""
    *others, last = items
    return f"{', '.join(others)} en {last}" if others else last
