"""Whatever changes after a decision, every page, file and command says of it what it said: only marks may differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.frozen.changes import (
    ADDS_A_PERIOD,
    CHANGES,
    MARKED,
    NAMES,
    NEW_NAME,
    NO_EXAMPLES,
    RENAMES,
    all_at_once,
    decided_world,
)
from tests.frozen.printed import ELSEWHERE, WALKED, everything
from tests.test_access import TABLE

pytestmark = [pytest.mark.once, pytest.mark.django_db]
NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
Printed = dict[str, tuple[Any, int]]

SPEAK_OF_TODAY = {
    "dossier", "later dossier", "dossier of an earlier day", "reconciliation",
    "report concept", "report page", "report", "report as html",
}  # fmt: skip
"""Where a part of the page is about today whatever was decided: what was corrected, what comes, how balances meet."""
OF_EVERY_PERIOD = {"dossier", "municipalities", "periods", "reports"}
"""Pages with a line or a column for each period, or about the last of them."""
WITHOUT_FIGURES = {"periods", "reports", "letters that were found"}
"""Pages without figures, so that it is no matter whether those are examples."""
ABOUT_THE_MUNICIPALITY = {
    "dossier", "later dossier", "what-if", "later what-if", "municipalities",
}  # fmt: skip
"""Pages that call a municipality as it is called now."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Printed]:
    """Decide once, and read once what is printed then."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(timezone, "now", lambda: NOW)
        decided_world()
        yield {}
        transaction.set_rollback(True)


def printed(pages: dict[str, Callable[[], tuple[Any, int]]], kept: Printed) -> Printed:
    for name, read in pages.items():
        if name not in kept:
            with transaction.atomic():
                kept[name] = read()
                transaction.set_rollback(True)
    return kept


AFTER = [
    pytest.param(all_at_once, id="all at once"),
    *(pytest.param(row, id=row.__name__, marks=pytest.mark.soak) for row in CHANGES),
]
"""The suite looks once; which change is to blame, `make soak` tells."""


@pytest.mark.parametrize("change", AFTER)
def test_everything_stays_as_it_was(world, change):
    pages = everything()
    before = printed(pages, world)
    change()
    after = printed(pages, {})

    differ = {}
    for name in pages:
        old, new = before[name][0], after[name][0]
        if change in RENAMES:
            old, new = as_named_then(name, old), as_named_then(name, new)
        page = name.removeprefix("later ").removesuffix(" of an earlier day")
        if change in ADDS_A_PERIOD and page in OF_EVERY_PERIOD:
            continue
        if change in NO_EXAMPLES and name in WITHOUT_FIGURES:
            continue
        if new != old:
            differ[name] = [pair for pair in zip(old, new, strict=False) if pair[0] != pair[1]][:1]
    assert differ == {}
    marks = sum(after[name][1] > before[name][1] for name in pages)
    assert (marks > 0) == (change in MARKED), "marked is what became known otherwise, and nothing else"


def as_named_then(name: str, tokens: Any) -> Any:
    """Return a page without who it calls as today: the municipality itself, and a period that nobody decided on."""
    if name.removesuffix(" of an earlier day") in ABOUT_THE_MUNICIPALITY:
        return [text.replace(NEW_NAME, NAMES["GM0355"]) for text in tokens]
    if not isinstance(tokens, list) or not isinstance(tokens[0], str):
        return tokens
    earlier = [at for at, text in enumerate(tokens) if "h-earlier" in text or "h-table" in text]
    return [*tokens[: earlier[0]], *tokens[earlier[-1] :]] if earlier else tokens


def test_nothing_is_marked_before_anything_changed(world):
    before = printed(everything(), world)

    assert {name for name, (_, marks) in before.items() if marks} <= SPEAK_OF_TODAY


def test_every_address_is_walked_or_says_nothing_of_a_decision():
    everything()
    names = {name.partition(":")[2] for name in TABLE if name.startswith("assessments:")}

    assert names == WALKED | ELSEWHERE
    assert not WALKED & ELSEWHERE
