"""Words with safe formatting. What a person types never becomes markup: only what is named here has a form.

An empty line starts a paragraph, "- " an item of a list, and **two asterisks** make bold. In a report also:
"## " starts a heading, and [[a number|its source]] marks what is quoted from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

# What stands within a mark holds no sign that begins one, and "++" gives nothing back: so no text is read over and
# over, whatever a person types.
OPEN_WORDS = re.compile(r"\[[^\[\]]*+\]")
STRONG = re.compile(r"\*\*(?P<strong>[^*\n]++)\*\*")
STRONG_OR_QUOTED = re.compile(
    STRONG.pattern + r"|\[\[(?P<quoted>[^\[\]|\n]++)(?:\|(?P<source>[^\[\]\n]++))?\]\]"
)
ITEM, HEADING = "- ", "## "


@dataclass(frozen=True)
class Piece:
    """A run of words; `is_open` when it stands in for something that is not known yet."""

    words: str
    is_open: bool = False
    is_strong: bool = False
    is_quoted: bool = False
    source: str = ""
    """Where what is quoted comes from."""


@dataclass(frozen=True)
class Text:
    """One paragraph, with the items that follow it."""

    words: str
    items: tuple[Text, ...] = ()
    is_typed: bool = False
    """Typed by a person, to be printed as it is: brackets in it are that person's own, line breaks stay."""
    is_prose: bool = False
    """Typed for a report: what is quoted is marked."""
    is_heading: bool = False
    left_open: frozenset[str] | None = field(default=None, repr=False)
    """The words in it that stand in for what is not known; None where whatever stands in square brackets does.

    Not in its repr, of which the page to adopt keeps a checksum: a set has another order in each process.
    """

    @property
    def pieces(self) -> list[Piece]:
        """Return the words cut at what is printed otherwise."""
        if self.is_prose:
            return list(cut(self.words, STRONG_OR_QUOTED))
        if self.is_typed:
            return list(cut(self.words, STRONG))
        if self.left_open is None:
            return list(cut(self.words, OPEN_WORDS))
        left_open = "|".join(map(re.escape, sorted(self.left_open)))
        return list(cut(self.words, re.compile(left_open))) if left_open else [Piece(self.words)]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.words, *(item.words for item in self.items)]))


def cut(words: str, pattern: re.Pattern[str]) -> Iterator[Piece]:
    at = 0
    for match in pattern.finditer(words):
        if match.start() > at:
            yield Piece(words[at : match.start()])
        yield piece_of(match)
        at = match.end()
    if at < len(words):
        yield Piece(words[at:])


def piece_of(match: re.Match[str]) -> Piece:
    found = match.groupdict()
    if found.get("quoted"):
        return Piece(found["quoted"].strip(), is_quoted=True, source=(found["source"] or "").strip())
    if found.get("strong"):
        return Piece(found["strong"], is_strong=True)
    return Piece(match[0], is_open=True)


def typed(text: str) -> tuple[Text, ...]:
    """Return what a person typed as paragraphs; an empty line starts a new one."""
    return tuple(paragraph(lines, is_prose=False) for lines in paragraphs_in(text))


def prose(text: str) -> tuple[Text, ...]:
    """Return what a person typed for a report, with its headings and what it quotes."""
    found = []
    for lines in paragraphs_in(text):
        while lines and lines[0].startswith(HEADING):
            found.append(Text(lines.pop(0).removeprefix(HEADING).strip(), is_prose=True, is_heading=True))
        if lines:
            found.append(paragraph(lines, is_prose=True))
    return tuple(found)


def paragraphs_in(text: str) -> Iterator[list[str]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for has_words, group in groupby(lines, key=lambda line: line.strip() != ""):
        if has_words:
            yield [line.strip() for line in group]


def paragraph(lines: list[str], *, is_prose: bool) -> Text:
    """Return the lines up to the first item as words, and from there on as items."""
    first = next((at for at, line in enumerate(lines) if line.startswith(ITEM)), len(lines))
    items: list[str] = []
    for line in lines[first:]:
        if line.startswith(ITEM):
            items.append(line.removeprefix(ITEM).strip())
        else:
            items[-1] += f" {line}"
    return Text(
        "\n".join(lines[:first]),
        tuple(Text(item, is_typed=True, is_prose=is_prose) for item in items),
        is_typed=True,
        is_prose=is_prose,
    )
