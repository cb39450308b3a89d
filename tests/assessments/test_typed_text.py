"""Words with safe formatting: what has a form, and that no text takes long to read."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

import pytest

from assessments.reports.save_prose import unmarked_numbers
from assessments.templatetags.dutch import whole
from assessments.typed_text import Piece, Text, prose, typed
from municipalities.intake.read import hides_day, scales


def pieces(paragraphs: tuple[Text, ...]) -> list[Piece]:
    return [piece for text in paragraphs for each in (text, *text.items) for piece in each.pieces]


READERS: dict[str, Callable[[str], object]] = {
    "words of a letter": lambda text: Text(text).pieces,
    "typed for a letter": lambda text: pieces(typed(text)),
    "typed for a report": lambda text: pieces(prose(text)),
    "numbers in a report": unmarked_numbers,
    "codes kept on one line": whole,
    "number format that hides a day": hides_day.__wrapped__,
    "number format that scales": scales.__wrapped__,
}
SIGNS = '[]|*a-1 "'
REPEATED = [*map("".join, itertools.product(SIGNS, repeat=2)), "[", "a", "[[a|", "[[a", "**a", "[a ", "a-1"]
USUAL = 'een **woord**, [[12|bron]] en [open] van a-2023, 12,5 "na"\n'
LENGTH = 30_000
"""As many signs as a person can type in one text of the report."""


def cost(read: Callable[[str], object], repeated: str) -> float:
    text = repeated * (LENGTH // len(repeated))
    before = time.perf_counter()
    read(text)
    return time.perf_counter() - before


@pytest.mark.parametrize("name", READERS)
def test_no_text_takes_much_longer_than_a_usual_one_of_that_length(name):
    read = READERS[name]
    usual = sorted(cost(read, USUAL) for _ in range(9))[4]

    # Up to 15 times, for it may be all marks. Reading on from each sign anew takes over 200 times.
    for repeated in REPEATED:
        assert any(cost(read, repeated) < 60 * usual for _ in range(3)), repeated


def test_only_what_is_whole_is_marked():
    (text,) = prose("[[[570|rapport]] en [[a [[12]] en [[|x]], **sterk** en **niet")

    assert [piece.words for piece in text.pieces if piece.is_quoted] == ["570", "12"]
    assert [piece.source for piece in text.pieces if piece.is_quoted] == ["rapport", ""]
    assert [piece.words for piece in text.pieces if piece.is_strong] == ["sterk"]
    assert "".join(piece.words for piece in text.pieces) == "[570 en [[a 12 en [[|x]], sterk en **niet"


def test_codes_stay_on_one_line():
    assert whole("Over 2023-2, volgens utrecht-2023.") == (
        'Over <span class="nowrap">2023-2</span>, volgens <span class="nowrap">utrecht-2023</span>.'
    )
