"""Whatever changes after a decision, every page, file and command says of it what it said: only marks may differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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
    TELLING,
    decided_world,
    municipality_renamed,
)
from tests.frozen.printed import ELSEWHERE, SAMPLE, WALKED, everything
from tests.test_access import TABLE

pytestmark = [pytest.mark.once, pytest.mark.django_db]
NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
Printed = dict[str, tuple[Any, int]]

SPEAK_OF_TODAY = {
    "dossier", "later dossier", "reconciliation", "report concept", "report page", "report", "report as html",
}  # fmt: skip
"""Where a part of the page is about today whatever was decided: what was corrected, what comes, how balances meet."""
ABOUT_THE_MUNICIPALITY = {
    "dossier",
    "later dossier",
    "what-if",
    "later what-if",
    "municipalities",
}
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


def after(changes: Iterable[Callable[[], None]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("change", [pytest.param(row, id=row.__name__) for row in changes])


@after(TELLING)
def test_what_tells_most_stays_as_it_was(world, change):
    stays_as_it_was(world, SAMPLE, change)


@pytest.mark.soak
@after(CHANGES)
def test_everything_stays_as_it_was(world, change):
    stays_as_it_was(world, everything(), change)


def stays_as_it_was(world: Printed, pages: dict[str, Callable[[], tuple[Any, int]]], change: Any) -> None:
    before = printed(pages, world)
    change()
    after = printed(pages, {})

    for name in pages:
        old, new = before[name][0], after[name][0]
        if change is municipality_renamed:
            old, new = as_named_then(name, old), as_named_then(name, new)
        if change not in ADDS_A_PERIOD or "dossier" not in name:
            assert new == old, name
    marks = sum(after[name][1] > before[name][1] for name in pages)
    assert (marks > 0) == (change in MARKED), "marked is what became known otherwise, and nothing else"


def as_named_then(name: str, tokens: Any) -> Any:
    """Return a page without who it calls as today: the municipality itself, and a period that nobody decided on."""
    if name in ABOUT_THE_MUNICIPALITY:
        return [text.replace("Driebergen", "Zeist") for text in tokens]
    earlier = [at for at, text in enumerate(tokens) if "h-earlier" in text or "h-table" in text]
    return [*tokens[: earlier[0]], *tokens[earlier[-1] :]] if isinstance(tokens, list) and earlier else tokens


def test_nothing_is_marked_before_anything_changed(world):
    before = printed(SAMPLE, world)

    assert {name for name, (_, marks) in before.items() if marks} <= SPEAK_OF_TODAY


def test_every_address_is_walked_or_says_nothing_of_a_decision():
    everything()
    names = {name.partition(":")[2] for name in TABLE if name.startswith("assessments:")}

    assert names == WALKED | ELSEWHERE
    assert not WALKED & ELSEWHERE
