"""A file that is refused costs little memory, and one that is read costs what it is."""

from __future__ import annotations

import tracemalloc

import pytest

from municipalities.intake.limits import Unreadable
from tests.municipalities.intake import corpus_hostile
from tests.municipalities.intake.country import read

MEGABYTE = 1024 * 1024
HEAVY = (
    "a bomb of zeros",
    "a bomb that says it is small",
    "a bomb in the list of parts",
    "a last column on every row",
    "a line of 9 MB",
    "a million lines",
    "a million rows",
    "a million sheets",
    "a million styles",
    "a million texts",
    "entities",
    "packed so that it cannot be unpacked little by little",
    "too many cells",
)


@pytest.mark.parametrize("name", HEAVY)
def test_refusing_takes_little_memory(name):
    case = next(case for case in corpus_hostile.CASES if case.name == name)
    content = case.bytes()

    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            read(content, case.kind)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 60 * MEGABYTE
