"""Which periods and days a file names itself, in its headings, titles and names, beside those that were chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from municipalities.dutch import MONTHS, day_text, listing
from municipalities.intake.doubts import Asked, Doubt
from municipalities.intake.values import BadValue, day_in, month_in, plain_number
from municipalities.models import DeliveryKind, Period

PERIOD_CODE = re.compile(r"(?<![0-9])(20[0-9]{2}-[12])(?![0-9]|-[0-9])")
PERIOD_ROMAN = re.compile(r"(?<![0-9])(20[0-9]{2})-(i{1,2})(?![a-z])")
PERIOD_IN_WORDS = re.compile(
    r"(?<![a-z0-9])(eerste|1e|tweede|2e) (?:helft|half ?jaar)(?: van)? (20[0-9]{2})(?![0-9])"
)
DAY_CODE = re.compile(
    r"(?<![0-9])(?:[0-9]{1,2}[-/.][0-9]{1,2}[-/.]|[0-9]{1,2}[- ][a-z]{3,9}\.?[- ])[0-9]{4}(?![0-9])",
    re.IGNORECASE,
)
HOUSED = re.compile("huisvest|uitplaats|realisatie|gerealiseerd")
COUPLED = re.compile("koppel")


class Stems(NamedTuple):
    """Parts of words that speak of what a file is about, and of what it may be mistaken for."""

    own: re.Pattern[str]
    other: re.Pattern[str]
    says: str


STEMS: dict[str, Stems] = {
    DeliveryKind.HOUSINGS: Stems(HOUSED, COUPLED, "koppelingen"),
    DeliveryKind.COUPLINGS: Stems(COUPLED, HOUSED, "huisvestingen"),
    DeliveryKind.STOCK: Stems(COUPLED, HOUSED, "huisvestingen"),
}
YEAR = re.compile("20[0-9]{2}")
HALVES = {"eerste", "tweede", "1e", "2e", "h1", "h2", "helft", "halfjaar", "half", "i", "ii"}
SPAN = re.compile(
    r"(?:[0-9]{1,2} (?P<number>1[0-2]|0?[1-9])(?= 20)|(?P<name>[a-z]{3,9}))(?: (?P<year>20[0-9]{2}))?"
    r" (?:t m|tm|tot)(?= )"
)
"""The first month of a stretch of days, in plain words: 1 januari 2026 t/m, 01-01-2026 tot en met."""
UNTIL = {"t", "tm", "tot", "cumulatief", "cumulatieve", "totaal"}


def heading(asked: Asked) -> Iterator[Doubt]:
    """Compare the period or day that the file itself names with the one that was chosen."""
    about, layout = asked.particulars, asked.reading.layout
    if about.by_hand:
        return
    first, last = about.days
    periods = Period.objects.filter(start__lte=last, end__gt=first).values_list("code", flat=True)
    named = {
        "kolomkop": layout.heading("number"),
        "kop boven de kolom": layout.above("number"),
        "titel": " ".join(layout.titles),
        "naam van het blad": layout.sheet.name,
        "bestandsnaam": asked.file_name,
    }
    for where, text in named.items():
        found = periods_in(text)
        wrong = [code for code in found if code not in periods]
        if wrong and len(wrong) == len(found):
            yield Doubt("heading", f"De {where} noemt {wrong[0]}; u koos {listing(periods)}.")
    yield from other_kind(asked, named)
    yield from partly(asked, {where: named[where] for where in ("kolomkop", "kop boven de kolom")}, periods)
    if about.kind.asks != "day":
        return
    yield from begun_otherwise(asked, named)
    for where, text in named.items():
        # A title or file name may also tell when it was made; a heading tells what stands under it.
        known = {last} if where == "kolomkop" else {last, about.dated_on}
        written = days_in(text)
        if written and not known & set(written):
            yield Doubt("heading", f"De {where} noemt {day_text(written[0])}; u koos {day_text(last)}.")


def other_kind(asked: Asked, named: Mapping[str, str]) -> Iterator[Doubt]:
    """Find couplings delivered as housings, or the other way round: their columns may have the same names."""
    stems, layout = STEMS.get(asked.delivery.kind), asked.reading.layout
    day = layout.heading("day") if "day" in layout.columns else ""
    if stems is None or any(stems.own.search(text.casefold()) for text in (*named.values(), day)):
        return
    for where, text in named.items():
        if stems.other.search(text.casefold()):
            yield Doubt(
                "heading", f"De {where} gaat over {stems.says}; u koos {asked.particulars.kind.label}."
            )


def partly(asked: Asked, named: Mapping[str, str], periods: Iterable[str]) -> Iterator[Doubt]:
    """Find a heading that names a whole year, or one month of what should be added up from the first day on."""
    about = asked.particulars
    first, last = about.days
    # While a first half-year runs, its sum is that of the year so far.
    is_so_far = first.month == 1 and about.dated_on < date(first.year, 7, 1)
    is_sum = about.kind.key == "quotas" or (about.kind.key == "housings-total" and not is_so_far)
    for where, text in named.items():
        words = plain_number(text).split()
        if DAY_CODE.search(text) or periods_in(text) or HALVES & set(words):
            continue
        months = {number for word in words if (number := month_in(word))}
        years = {int(word) for word in words if YEAR.fullmatch(word)}
        if not months and years and (is_sum or not years & {first.year, last.year}):
            yield Doubt("heading", f"De {where} noemt het jaar {max(years)}; u koos {listing(periods)}.")
        if (
            about.kind.key == "housings-total"
            and len(months) == 1
            and not UNTIL & set(words)
            and months != {first.month}
        ):
            (month,) = months
            yield Doubt(
                "heading",
                f"De {where} noemt alleen {MONTHS[month - 1]}; u levert alles vanaf {day_text(first)}.",
            )


def begun_otherwise(asked: Asked, named: Mapping[str, str]) -> Iterator[Doubt]:
    """Find a total that the file lets begin in another month than its period does: of the year so far."""
    first, last = asked.particulars.days
    for where, text in named.items():
        span = SPAN.search(plain_number(text)) if asked.particulars.kind.key == "housings-total" else None
        month = (int(span["number"] or 0) or month_in(span["name"])) if span else 0
        # What is made on 1 December may go through 30 November.
        is_later = span is not None and (int(span["year"] or 0), month) > (last.year, last.month)
        if month not in (0, first.month) and not is_later:
            what = f"begint in {MONTHS[month - 1]}; u levert alles vanaf {day_text(first)}"
            yield Doubt("heading", f"De {where} {what}.")


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
