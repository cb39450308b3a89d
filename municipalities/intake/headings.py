"""What a heading says: the name of a column, and which way round its numbers are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter

from municipalities.dutch import MONTHS
from municipalities.intake.books import Row
from municipalities.intake.columns import ANY_NUMBER
from municipalities.intake.findings import FileFinding
from municipalities.intake.kinds import IntakeKind
from municipalities.intake.values import WHOLE, Merged, Value, plain_number, shown

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

Header = tuple[int, tuple[str, ...]]
"""The number of a row, and the headings it makes."""
LITERAL = {"gehuisvest t m", "gehuisvest tot en met", "gehuisvest op", "gehuisvest in", "gekoppeld op"}
"""Headings in which such words are part of the name."""
LEADS_ABOVE_ZERO = re.compile(
    r"achterstand\w* *[(=] *(?:[-−–]|min|negatief)|voorsprong\w* *[(=] *(?:\+|plus|positief)"
    r"|(?:[-−–]|min|negatief) *= *achterstand|(?:\+|plus|positief) *= *voorsprong"
)
"""A heading that says so: Achterstand (-) of voorsprong (+), or + = voorsprong."""


def bare(heading: str) -> str:
    """Return a heading in plain words, without the period or day it is about; a percentage is no number of people."""
    text = heading.casefold().replace("%", " procent ")
    if plain_number(text) in LITERAL:
        return plain_number(text)
    words = plain_number(re.sub(r"[0-9]{4}-(?:[12]|i{1,2})(?![0-9])", " ", text)).split()
    kept = [word for word in words if not word.isdecimal()]
    while len(kept) > 1 and kept[-1] in PERIOD_WORDS:
        kept.pop()
    return " ".join(kept).removeprefix("som van ")


def headers_in(rows: Sequence[Row], kind: IntakeKind, chosen: int | None) -> list[Header]:
    """Return what each row would be as a header; of two that belong together, the lower one has the words of both.

    The upper one is then left out, unless it was `chosen`.
    """
    found: list[Header] = []
    above: Row = (-1, [])
    for number, values in rows:
        headings = tuple(shown(value) for value in values)
        if goes_on(above, (number, values), kind):
            headings = joined_heading(above[1], values)
            if above[0] != chosen:
                found.pop()
        found.append((number, headings))
        above = number, values
    return found


def goes_on(above: Row, row: Row, kind: IntakeKind) -> bool:
    """Say whether a row has only words, beside where the row right above it has the headings of the municipality."""
    named = [column for column in kind.columns if column.name in ("code", "name")]
    empty = {
        index
        for index, value in enumerate(above[1])
        if any(column.is_called(bare(shown(value))) for column in named)
    }
    filled = {index: value for index, value in enumerate(row[1]) if shown(value)}
    are_words = all(
        isinstance(value, str | Merged) and not WHOLE.fullmatch(shown(value)) for value in filled.values()
    )
    return bool(empty and filled) and are_words and not empty & filled.keys() and row[0] == above[0] + 1


def joined_heading(above: Sequence[Value], below: Sequence[Value]) -> tuple[str, ...]:
    """Return the headings of two rows, where an upper one may stand above more columns.

    It does so over merged cells, or where none are merged over empty ones.
    """
    width = max(len(above), len(below))
    upper = [*above, *[None] * (width - len(above))]
    beside = Merged("") if any(isinstance(value, Merged) for value in upper) else None
    headings, group = [], ""
    for value, under in zip(upper, [*map(shown, below), *[""] * (width - len(below))], strict=True):
        if value != beside:
            group = shown(value)
        over = group if under else shown(value)
        is_plain = not under or bare(under) in ANY_NUMBER
        headings.append(over if over and is_plain else f"{over} {under}".strip())
    return tuple(headings)


def turned_round(
    kind: IntakeKind, columns: Mapping[str, int], headings: Sequence[str]
) -> Iterator[FileFinding]:
    """Yield that a lead is above zero in a file, or stands in a column of its own: with us it is below zero."""
    index = columns.get("number", len(headings))
    if kind.key != "openings" or index >= len(headings):
        return
    heading = headings[index].casefold()
    leads = [other for other, text in enumerate(headings) if other != index and bare(text) == "voorsprong"]
    if "voorsprong" in heading and ("achterstand" not in heading or LEADS_ABOVE_ZERO.search(heading)):
        yield FileFinding(
            f"Volgens de kop van kolom {get_column_letter(index + 1)} ({headings[index]}) is een voorsprong daar een "
            "aantal boven 0.",
            "Hier is een achterstand boven 0 en een voorsprong onder 0: draai in het bestand de tekens om.",
        )
    elif "achterstand" in heading and "voorsprong" not in heading and leads:
        both = f"{get_column_letter(index + 1)} en {get_column_letter(leads[0] + 1)}"
        yield FileFinding(
            f"Achterstand en voorsprong staan in aparte kolommen ({both}).",
            "Zet ze in 1 kolom, een voorsprong met een min ervoor.",
        )


def kinds_apart(
    kind: IntakeKind, columns: Mapping[str, int], headings: Sequence[str]
) -> Iterator[FileFinding]:
    """Yield the columns about one kind of event, beside the one with the number: they would be left out."""
    if "kind" in columns or "number" not in columns:
        return
    main = next(iter(kind.words.values()), "")
    for index, heading in enumerate(headings):
        if index not in columns.values() and kind.words.get(bare(heading), main) != main:
            yield FileFinding(
                f"Kolom {get_column_letter(index + 1)} ({heading}) gaat over een eigen soort.",
                f"Geef elke soort eigen rijen, met een kolom Soort waarin staat: {kind.examples}.",
            )
