"""Numbers in what a person types, held against the figures that it is about. No database, no clock.

A day, a period, an article, a term, a telephone number or a reference is no figure. What remains must be a
figure, or a person says that it is right and where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from audit.refused import Refused
from municipalities.catalogue import FIGURES, Kind
from municipalities.dutch import MONTHS, whole_percentage
from municipalities.figures import Figures

ONE = r"(?>\d[\d.:/-]*[a-z]?)(?!\w)"
"""A number whole: what goes on with letters is a reference."""
NUMBERS = rf"{ONE}(?:–{ONE}|(?:, {ONE}){{0,9}}(?: en | of | tot en met | t/m ){ONE})?"
"""One, a range, or a list, which ends with "en" or "of": what comes after a mere comma is another number."""
NO_FIGURES = re.compile(
    "|".join(
        (
            r"(?<!\S)\S{1,100}@\S{1,200}|https?://\S{1,500}|www\.\S{1,500}",
            rf"\b\d{{1,2}}(?:(?:, | en |-| tot en met )\d{{1,2}}){{0,4}} (?:{'|'.join(MONTHS)})\b(?: \d{{4}}\b)?",
            r"\b\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b|\b\d{4}-\d{2}-\d{2}\b",
            # A slash makes a reference where one side is a year; of two counts it makes none.
            r"\b(?:19|20)\d{2}/\d+\b|\b\d+/(?:19|20)\d{2}\b|\b\d+(?:/\d+){2,}\b",
            r"\b(?:19|20)\d{2}(?:-(?:[12]|I{1,2}))?\b(?![.,]\d)",
            r"\b\d{1,2}[.:]\d{2} uur\b|\b\d{1,2}:\d{2}\b(?!-)",
            # Articles of the Awb have a colon; others follow their word.
            r"\b\d{1,2}:\d{1,3}[a-z]?\b(?!-)",
            r"\b(?:artikel(?:en)?|art\.|leden|lid|paragra(?:af|fen)|par\.|§|hoofdstuk|bijlage|tabel|trede|treden|versie"
            rf"|regel|punt|stap|fase|nummer|nr\.|kenmerk|zaak|besluit|bladzijde|pagina) {NUMBERS}",
            # Postcode, telephone, and any word or reference in which letters and digits stand together.
            r"\b\d{4} ?(?-i:[A-Z]{2})\b",
            r"(?<![\d.,])(?:\+31|0)[\d -]{7,16}\d\b",
            r"\b\d{1,3}(?:e|de|ste)\b",
            r"(?<![\w/.:-])(?=[\w/.:-]{0,90}[A-Za-z])(?=[\w/.:-]{0,90}\d)[\w/.:-]{1,90}\b",
            r"\b\d{6,}\b",
            r"\b\d+(?:(?: tot | of | à |-|–)\d+)? (?:werk)?(?:uur|uren|dag|dagen|week|weken|maand|maanden|kwartaal"
            r"|kwartalen|jaar|jaren)\b",
        )
    ),
    re.IGNORECASE,
)
WHAT = (
    r"procent|mensen|personen|kinderen|inwoners|gemeenten?|huizen|gehuisvest(?:en)?|gekoppeld(?:en)?"
    r"|\w{0,25}(?:houders?|gezin(?:nen)?|woning(?:en)?|kamers?|plek(?:ken)?|plaats(?:en)?)"
)
A_WORD_BETWEEN = r"(?: extra| (?!de |deze |die |alle |elke |we |ze )\w{0,25}e)?"
IN_A_YEAR = "".join(
    rf"(?<!\b{word} )" for word in ("in", "sinds", "vanaf", "begin", "medio", "eind", "jaar", *MONTHS)
)
COUNTED = re.compile(
    rf"(?<![\w.,/:–-]){IN_A_YEAR}\d++(?=[\d.,]*+(?: ?%|{A_WORD_BETWEEN} (?:{WHAT})\b))", re.IGNORECASE
)
"""The beginning of a number of people, places or percents: whatever stands before it, it is a figure."""
MARK = "_"
"""Before such a number, it makes no part of a reference."""
ITEM_NUMBER = re.compile(r"^\s*\d{1,2}[.)] ", re.MULTILINE)
A_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?(?: ?%| procent\b)?")


def numbers_in(text: str) -> list[str]:
    """Return the numbers in a text that could be figures, as they are written, each once."""
    counted = COUNTED.sub(rf"{MARK}\g<0>", ITEM_NUMBER.sub(" ", text))
    return list(dict.fromkeys(A_NUMBER.findall(NO_FIGURES.sub(" ", counted))))


def read_number(written: str) -> tuple[str, bool]:
    """Return the digits of a number, and whether it is a share; with a decimal they are not only digits."""
    digits = written.removesuffix("procent").rstrip(" %")
    return digits.replace(".", ""), digits != written


@dataclass(frozen=True, kw_only=True)
class KnownNumbers:
    """The figures that a text may name: numbers without their sign, and shares in whole percents."""

    counts: frozenset[int] = field(default_factory=frozenset)
    shares: frozenset[int] = field(default_factory=frozenset)

    def has(self, written: str) -> bool:
        """Return whether a number as it is written is one of them; one with a decimal never is."""
        digits, share = read_number(written)
        return digits.isdecimal() and int(digits) in (self.shares if share else self.counts)

    def unknown_in(self, text: str) -> list[str]:
        """Return the numbers of a text that are not among the figures."""
        return [written for written in numbers_in(text) if not self.has(written)]


def numbers_said(texts: Iterable[str]) -> KnownNumbers:
    """Return the numbers that generated texts name."""
    counts: set[int] = set()
    shares: set[int] = set()
    for written in (each for text in texts for each in numbers_in(text)):
        digits, share = read_number(written)
        if digits.isdecimal():
            (shares if share else counts).add(int(digits))
    return KnownNumbers(counts=frozenset(counts), shares=frozenset(shares))


def numbers_of(figures: Figures, *others: int | None, texts: Iterable[str] = ()) -> KnownNumbers:
    """Return what the figures of one municipality hold, what is left between them, and what the findings name."""
    values = {row.key: getattr(figures, row.key, None) for row in FIGURES if row.kind is not Kind.SHARE}
    counts = {abs(value) for value in (*values.values(), *others) if isinstance(value, int)}
    realised = figures.realised
    if realised is not None:
        against = (figures.quota, figures.total_task, figures.available_on_reference_date, *others)
        counts |= {abs(number - realised) for number in against if number is not None}
    if figures.quota_was_changed and figures.quota is not None and figures.quota_announced is not None:
        counts.add(abs(figures.quota_announced - figures.quota))
    said = numbers_said(texts)
    shares = {
        whole_percentage(share)
        for share in (figures.share_of_quota, figures.share_of_total_task)
        if share is not None
    }
    return KnownNumbers(counts=said.counts | counts, shares=said.shares | shares)


class UnknownNumbers(Refused):
    """A typed number is not among the figures, and nobody said that it is right."""

    def __init__(self, unknown: dict[str, list[str]], of: str) -> None:
        """Name the numbers, by the field in which they stand; `of` is what the figures are of."""
        super().__init__(
            fields={
                name: [
                    f"Het getal {written} staat niet in de cijfers van {of}. Pas het aan, of noem de bron en bevestig "
                    "het getal."
                    for written in numbers
                ]
                for name, numbers in unknown.items()
            }
        )
        self.numbers = [written for numbers in unknown.values() for written in numbers]


def refuse_unknown(
    texts: Mapping[str, str], known: KnownNumbers, confirmed: Collection[str], *, of: str
) -> None:
    """Raise UnknownNumbers for what stands in the texts, is no figure, and was not confirmed."""
    unknown = {
        name: found
        for name, text in texts.items()
        if (found := [written for written in known.unknown_in(text) if written not in confirmed])
    }
    if unknown:
        raise UnknownNumbers(unknown, of)


def confirmed_in(texts: Iterable[str], known: KnownNumbers, confirmed: Collection[str]) -> list[str]:
    """Return what of the confirmed numbers still stands in the texts: that is kept with them."""
    return sorted({written for text in texts for written in known.unknown_in(text)} & set(confirmed))


def kept_numbers(numbers: Iterable[str]) -> str:
    """Return confirmed numbers as they are kept: a line each."""
    return "\n".join(numbers)
