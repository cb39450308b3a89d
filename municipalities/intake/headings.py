"""What a heading says: the name of a column, and which way round its numbers are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from municipalities.intake.kinds import IntakeKind
from municipalities.intake.values import MONTHS, column_letter, plain

PERIOD_WORDS = {
    *MONTHS,
    *(month[:3] for month in MONTHS),
    *("tot", "en", "met", "t", "m", "tm", "per", "op", "over", "van", "voor", "in", "het", "de"),
    *(
        "eerste",
        "tweede",
        "1e",
        "2e",
        "h1",
        "h2",
        "helft",
        "halfjaar",
        "half",
        "jaar",
        "periode",
        "i",
        "ii",
        "mrt",
    ),
}
"""What a heading may add to say which period or day it is about."""

LITERAL = {"gehuisvest t m", "gehuisvest tot en met"}
"""Headings in which such words are part of the name."""
LEADS_ABOVE_ZERO = re.compile(
    r"achterstand\w* *[(=] *(?:[-−–]|min|negatief)|voorsprong\w* *[(=] *(?:\+|plus|positief)"
    r"|(?:[-−–]|min|negatief) *= *achterstand|(?:\+|plus|positief) *= *voorsprong"
)
"""A heading that says so: Achterstand (-) of voorsprong (+), or + = voorsprong."""


def bare(heading: str) -> str:
    """Return a heading in plain words, without the period or day it is about; a percentage is no number of people."""
    text = heading.casefold().replace("%", " procent ")
    words = plain(re.sub(r"[0-9]{4}-(?:[12]|i{1,2})(?![0-9])", " ", text)).split()
    kept = [word for word in words if not word.isdecimal()]
    while len(kept) > 1 and kept[-1] in PERIOD_WORDS:
        kept.pop()
    whole = " ".join(words)
    return whole if whole in LITERAL else " ".join(kept)


def turned_round(kind: IntakeKind, columns: Mapping[str, int], headings: Sequence[str]) -> Iterator[str]:
    """Yield that a lead is above zero in a file, or stands in a column of its own: with us it is below zero."""
    index = columns.get("number", len(headings))
    if kind.key != "openings" or index >= len(headings):
        return
    heading = headings[index].casefold()
    leads = [other for other, text in enumerate(headings) if other != index and bare(text) == "voorsprong"]
    if "voorsprong" in heading and ("achterstand" not in heading or LEADS_ABOVE_ZERO.search(heading)):
        yield (
            f"Volgens de kop van kolom {column_letter(index)} ({headings[index]}) is een voorsprong daar een aantal "
            "boven 0. Hier is een achterstand boven 0 en een voorsprong onder 0: draai in het bestand de tekens om."
        )
    elif "achterstand" in heading and "voorsprong" not in heading and leads:
        both = f"{column_letter(index)} en {column_letter(leads[0])}"
        yield (
            f"Achterstand en voorsprong staan in aparte kolommen ({both}). Zet ze in 1 kolom, een voorsprong met een "
            "min ervoor."
        )
