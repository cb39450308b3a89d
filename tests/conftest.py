from __future__ import annotations

import gc
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import TransactionTestCase
from hypothesis import HealthCheck, is_hypothesis_test, settings
from pytest_django import DjangoDbBlocker

from assessments.pdf import can_make_pdf
from audit.append_only import drop_triggers
from example.worked_example import load_example
from tests.factories import count_anew
from tests.processes import Migrated, migrated_database, own_database
from tests.rows import Kept, Rows, put_rows, take_rows

# No test is about seconds: on a busy machine an example may take long.
settings.register_profile("ibt", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ibt")

NEEDS = {
    "browser": ("Chromium", "chromium", "apt-get install -y chromium"),
    "java": ("Java", "java", "apt-get install -y default-jre-headless"),
    "pdf": ("WeasyPrint", "", "make pdf, and apt-get install -y libpango-1.0-0 libpangoft2-1.0-0"),
}
"""What a mark needs: its name, its command when it is one, and how to install it."""

REQUIRED_IN_CI = ("browser", "pdf")

deselected: dict[str, int] = {}


USES_A_DATABASE = {"db", "transactional_db", "database"}
"""The fixtures of which every test that opens a database has one."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests that need what is not on this machine; in CI those of browser and PDF must run."""
    for mark, (_, command, _) in NEEDS.items():
        is_there = shutil.which(command) is not None if command else can_make_pdf()
        if is_there or (mark in REQUIRED_IN_CI and os.environ.get("CI")):
            continue
        without = [item for item in items if item.get_closest_marker(mark)]
        deselected[mark] = len(without)
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]
    if hasattr(config, "workeroutput"):
        config.workeroutput["deselected"] = deselected
    for item in items:
        if not item.get_closest_marker("django_db") and USES_A_DATABASE.isdisjoint(fixtures_of(item)):
            item.add_marker("once")
    long_files_first(items)


def fixtures_of(item: pytest.Item) -> list[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else []


def long_files_first(items: list[pytest.Item]) -> None:
    """Start with what takes longest, so that no worker still has a long file when the others are done."""
    tests = Counter(item.path for item in items)
    slow = {item.path for item in items if is_slow(item)}
    items.sort(key=lambda item: (item.path not in slow, -tests[item.path], item.path))


def is_slow(item: pytest.Item) -> bool:
    """Return whether a test starts a browser or processes of its own, or plays many examples."""
    plays_many = is_hypothesis_test(getattr(item, "obj", None))
    return plays_many or "database" in fixtures_of(item) or any(map(item.get_closest_marker, NEEDS))


def pytest_collection_finish() -> None:
    """Have the collector of garbage look less often, and not at what was imported and collected: that stays."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker left out: each collects all tests, and who starts them collects none."""
    deselected.update(getattr(node, "workeroutput", {}).get("deselected", {}))


def pytest_unconfigure(config: pytest.Config) -> None:
    for mark, count in deselected.items():
        if count and not hasattr(config, "workerinput"):
            name, _, install = NEEDS[mark]
            print(f"Tests left out: {count} ({mark}). No {name} here; install it with: {install}")  # noqa: T201


@pytest.fixture(autouse=True, scope="module")
def own_numbers() -> None:
    """Let what a module makes not depend on how much a worker made before."""
    count_anew()


@pytest.fixture(scope="module")
def kept_rows() -> Kept:
    """What `made_once` made for this module."""
    return {}


@pytest.fixture(autouse=True, scope="session")
def flush_without_triggers() -> None:
    """Let tests that empty the tables do so; the flush itself puts the triggers back."""
    name = "_fixture_teardown"
    teardown = getattr(TransactionTestCase, name)

    def drop_triggers_first(self: TransactionTestCase) -> None:
        drop_triggers(connections["default"])
        teardown(self)

    setattr(TransactionTestCase, name, drop_triggers_first)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[Migrated]:
    """Keep a copy of the database while it is without rows: to migrate another one takes seconds."""
    with migrated_database() as kept:
        yield kept


@pytest.fixture
def database(django_db_setup: Migrated, tmp_path: Path) -> Iterator[str]:
    """Give the address of a migrated database without rows that several processes can open."""
    with own_database(django_db_setup, tmp_path) as address:
        yield address


@pytest.fixture(scope="session")
def example_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Rows:
    """Load the worked example once, as 738 deliveries, and keep its rows: putting those back is cheap."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_example()
        rows = take_rows()
        transaction.set_rollback(True)
    return rows


@pytest.fixture(scope="module")
def example(example_rows: Rows, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Put the worked example into the database for a module; everything in the module happens after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        put_rows(example_rows)
        yield
        transaction.set_rollback(True)
