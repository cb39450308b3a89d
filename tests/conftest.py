from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.db import connections, transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from assessments.example import load_example
from audit.append_only import drop_triggers

INSTALL_CHROMIUM = "apt-get install -y chromium"
deselected_for_chromium: list[str] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave browser tests out where there is no Chromium; in CI they must run."""
    if shutil.which("chromium") or os.environ.get("CI"):
        return
    without = [item for item in items if item.get_closest_marker("browser")]
    deselected_for_chromium.extend(item.nodeid for item in without)
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in without]


def pytest_unconfigure(config: pytest.Config) -> None:
    if deselected_for_chromium and not hasattr(config, "workerinput"):
        count = len(deselected_for_chromium)
        print(  # noqa: T201
            f"{count} browser tests left out: no Chromium here. Install it with: {INSTALL_CHROMIUM}"
        )


@pytest.fixture(autouse=True, scope="session")
def flush_without_triggers() -> None:
    """Let tests that empty the tables do so; the flush itself puts the triggers back."""
    name = "_fixture_teardown"
    teardown = getattr(TransactionTestCase, name)

    def drop_triggers_first(self: TransactionTestCase) -> None:
        drop_triggers(connections["default"])
        teardown(self)

    setattr(TransactionTestCase, name, drop_triggers_first)


@pytest.fixture(scope="module")
def example(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load the worked example once for a module; everything in the module happens after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_example()
        yield
        transaction.set_rollback(True)
