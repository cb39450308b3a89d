"""What `verify` says where JSON holds something else than the application writes: it never stops at it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from assessments.models import Assessment
from assessments.verification import deviations
from audit.actions import record
from audit.append_only import drop_triggers, install_triggers
from audit.chain import head
from audit.models import AuditEntry
from audit.seals import SealedModel
from audit.vouched import VOUCHED
from municipalities.models import Delivery, DraftDelivery
from tests.assessments.test_verify import decided, reseal, write  # noqa: F401

pytestmark = pytest.mark.django_db

NOT_WHAT_IS_WRITTEN: tuple[Any, ...] = (
    None,
    [],
    "x",
    5,
    {},
    [[]],
    {"checksum": [], "changes": 5},
    {"by_name": 5},
)
CONCEPTS = (Assessment, DraftDelivery)
"""What may change: `verify` reads nothing of it."""


def one_of_each(model: Any) -> list[Any]:
    """Return the newest row; of the log the newest line of every act, for each says something else."""
    newest = model._default_manager.order_by("-pk")
    if model is not AuditEntry:
        return list(newest[:1])
    return list({line.action: line for line in newest}.values())


def written_in_json() -> Iterator[tuple[Any, models.JSONField[Any, Any], Any, Any]]:
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if isinstance(field, models.JSONField)]
        for row, field in ((row, field) for field in fields for row in one_of_each(model)):
            for value in NOT_WHAT_IS_WRITTEN:
                # An empty value where there are no words says the same.
                same = not value and not getattr(row, field.name) if field.name == "words" else False
                if value != getattr(row, field.name) and not same:
                    yield model, field, row.pk, value


@pytest.fixture
def vouching(decided):  # noqa: F811
    """A line that vouches for rows of before, as an upgrade writes it."""
    of_none: Any = {"x.Y": {"through": 0, "rows": 0, "sha256": ""}}
    record(VOUCHED, by=None, at=Delivery.objects.latest("pk").recorded_at, **of_none)


@pytest.mark.usefixtures("vouching")
@pytest.mark.parametrize("is_resealed", [False, True])
@pytest.mark.parametrize("one_in", [19, pytest.param(1, marks=pytest.mark.soak)])
def test_whatever_json_holds_is_named_and_hides_nothing_else(one_in, is_resealed):
    drop_triggers(connection)
    # Of the last line only who kept it elsewhere knows that it was another.
    witnessed = [head(), "999999:x"]
    before, unnamed, hidden = set(deviations()), [], []
    for model, field, key, value in list(written_in_json())[::one_in]:
        with transaction.atomic():
            if write(model, key, field, json.dumps(value)):
                if is_resealed and issubclass(model, SealedModel):
                    reseal_anyhow(model, key)
                found = set(deviations(witnessed))
                if model not in CONCEPTS and len(found - before) < 2:
                    unnamed.append((model.__name__, field.name, value))
                if "logregel 999999: is buiten" not in " ".join(found):
                    hidden.append((model.__name__, field.name, value))
            transaction.set_rollback(True)
    install_triggers(connection)

    assert hidden == []
    assert unnamed == []


def reseal_anyhow(model: Any, key: Any) -> None:
    """Give a row the checksum of what it says now, where that can be computed."""
    try:
        reseal(model, key)
    except (TypeError, AttributeError, KeyError):
        return
