"""What stands in one cell, read as Dutch people write it. No database, no Django."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from municipalities.dutch import MONTHS, number

HIGHEST = 1_000_000

# A separator only stands before three digits, so that 1.23 and 0.123 are no whole numbers.
WHOLE = re.compile(
    r"(?P<sign>[-−+]?)(?P<digits>[0-9]+|[1-9][0-9]{0,2}([. \u00a0\u202f])[0-9]{3}(\3[0-9]{3})*)"
)
SHORT = {3: "mrt"}
"""Short names of months that are not their first three letters."""
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
ON_A_WEEKDAY = re.compile(rf"({'|'.join(WEEKDAYS)}|{'|'.join(day[:2] for day in WEEKDAYS)})[.,]? (.+)")
DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
IN_WORDS = re.compile(r"([0-9]{1,2})[- ]([a-z]+)\.?[- ]([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes: what it showed last is not in what is recorded."""

    text: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell that was made one with others: to whom its number belongs cannot be told."""

    value: str


@dataclass(frozen=True, slots=True)
class Scaled:
    """What its format shows as another thing: 1 as 100%, 2000 as 2, 10 as € 10, 1 November as nov-26."""

    value: str
    number_format: str


Value = str | int | float | bool | date | datetime | Formula | Merged | Scaled | None


class BadValue(ValueError):
    """A cell that cannot be read; `reason` says what is wrong, `remedy` what to do, in Dutch."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


def shown(value: Value) -> str:
    """Return a value as the sheet shows it, cut to what fits a message."""
    match value:
        case None:
            text = ""
        case Formula(text=formula):
            text = formula
        case Merged(value=inner) | Scaled(value=inner):
            text = inner
        case bool():
            text = "WAAR" if value else "ONWAAR"
        case datetime() | date():
            text = f"{value.day:02d}-{value.month:02d}-{value.year}"
        case float():
            text = f"{value:.10g}".replace(".", ",")
        case _:
            text = str(value)
    text = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    return text if len(text) <= 60 else f"{text[:59]}…"


NOT_NEGATIVE = "Vul 0 of een hoger aantal in."


def whole_number(
    value: Value, *, signed: bool = False, highest: int = HIGHEST, instead: str = NOT_NEGATIVE
) -> int | None:
    """Return the whole number in a cell, None when it is empty; else raise BadValue.

    Text is read as Dutch people write it: 1.234 and 1 234 are thousands. `instead` says what to write for
    a number below zero.
    """
    refuse_no_content(value)
    if value is None:
        return None
    if isinstance(value, bool):
        raise not_whole(value)
    if isinstance(value, date):
        raise BadValue(f'"{shown(value)}" is een datum, geen aantal.', "Dit is een datum. Vul het aantal in.")
    if isinstance(value, float):
        if not value.is_integer() or abs(value) > 10**15:
            raise not_whole(value)
        value = int(value)
    text = str(value).strip()
    if not text:
        return None
    match = WHOLE.fullmatch(text)
    if match is None or (match["sign"] == "+" and not signed):
        raise not_whole(text)
    digits = re.sub("[^0-9]", "", match["digits"]).lstrip("0")
    below_zero = match["sign"] in ("-", "−") and digits != ""
    if below_zero and not signed:
        raise BadValue(f"{shown(text)} is negatief.", instead)
    if len(digits) > len(str(highest)) or int(digits or 0) > highest:
        raise BadValue(f"{shown(text)} is te hoog.", f"Vul hooguit {number(highest)} in.")
    return -int(digits) if below_zero else int(digits or 0)


def not_whole(value: Value) -> BadValue:
    return BadValue(
        f'"{shown(value)}" is geen heel aantal.', "Vul alleen cijfers in, bijvoorbeeld 1234 of 1.234."
    )


def refuse_no_content(value: Value) -> None:
    """Refuse cells whose content is not what stands there."""
    if isinstance(value, Formula):
        raise BadValue(f'"{shown(value)}" is een formule.', "Vervang de formule door de waarde.")
    if isinstance(value, Merged):
        raise BadValue("Dit is een samengevoegde cel.", "Splits de samengevoegde cel.")
    if isinstance(value, Scaled):
        raise BadValue(
            f"Hier staat {value.value}, maar de opmaak “{value.number_format[:40]}” toont iets anders.",
            "Kies in Excel de opmaak Standaard en kijk of het aantal klopt.",
        )


def day_in(value: Value) -> date | None:
    """Return the day in a cell, None when it is empty; else raise BadValue. The day comes before the month."""
    if isinstance(value, Scaled):
        raise BadValue(
            f"Hier staat {value.value}, maar de opmaak “{value.number_format[:40]}” toont iets anders.",
            "Vul de hele datum in, bijvoorbeeld 31-12-2023.",
        )
    refuse_no_content(value)
    if value is None:
        return None
    if isinstance(value, date):
        return plausible(value.date() if isinstance(value, datetime) else value)
    if not isinstance(value, str):
        raise no_day(value)
    return day_in_text(value)


def day_in_text(value: str) -> date | None:
    text = " ".join(value.split()).casefold()
    if not text:
        return None
    weekday = ON_A_WEEKDAY.fullmatch(text)
    parts = parts_of_day(weekday[2] if weekday else text)
    if parts is None:
        raise no_day(value)
    try:
        day = plausible(date(*parts))
    except ValueError as error:
        if isinstance(error, BadValue):
            raise
        raise no_day(value) from None
    if weekday and not WEEKDAYS[day.weekday()].startswith(weekday[1]):
        raise BadValue(f'"{shown(value)}" is een {WEEKDAYS[day.weekday()]}.', "Verbeter de dag of de datum.")
    return day


def parts_of_day(text: str) -> tuple[int, int, int] | None:
    if match := DAY_FIRST.fullmatch(text):
        return int(match[4]), int(match[3]), int(match[1])
    if match := YEAR_FIRST.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    match = IN_WORDS.fullmatch(text)
    if match is None:
        return None
    month = month_in(match[2])
    return (int(match[3]), month, int(match[1])) if month else None


def month_in(word: str) -> int:
    """Return the number of the month that a word names in full or in short; 0 when it names none."""
    named = (n for n, name in enumerate(MONTHS, 1) if word in (name, SHORT.get(n, name[:3])))
    return next(named, 0)


def plausible(day: date) -> date:
    if not 1900 <= day.year <= 2199:
        raise BadValue(f'"{shown(day)}" kan niet kloppen.', "Kies een dag tussen 1900 en 2199.")
    return day


def no_day(value: Value) -> BadValue:
    return BadValue(f'"{shown(value)}" is geen datum.', "Schrijf een dag als 31-12-2023.")


def text_in(value: Value) -> str:
    """Return the text in a cell, on one line; a number as text."""
    refuse_no_content(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(shown(value) if isinstance(value, date) else value).split())


@lru_cache(maxsize=4096)
def plain_number(text: str) -> str:
    """Return a text without accents, signs, capitals and double spaces: what is the same for a reader."""
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    decomposed = unicodedata.normalize("NFKD", text.replace("ĳ", "ij").replace("Ĳ", "IJ"))
    kept = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", re.sub("['’‘`´ʼ]", "", kept).casefold()).split())
