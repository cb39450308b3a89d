from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.municipalities.intake.state import deliver_all


@pytest.fixture(scope="module")
def delivered(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Build the state once for a module; what its tests do is undone after each."""
    with django_db_blocker.unblock(), transaction.atomic():
        deliver_all()
        yield
        transaction.set_rollback(True)
