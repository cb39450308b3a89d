"""What was frozen is watched: every tampering is named, and clean data is not."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction

from assessments.acts import end_act, record_act
from assessments.decisions import reassess
from assessments.models import ActEnd, AdoptedLetter, OpeningRung, Step
from assessments.verify import deviations, sealed_models
from assessments.workflow import ADOPT, PROPOSE, SEND
from audit.append_only import drop_triggers, install_triggers
from municipalities.moments import AMSTERDAM
from tests.assessments.deciding import adopt, assess, covered, house_late, people, take
from tests.assessments.test_memory import NOTICE, take_over
from tests.factories import at, make_municipality, make_period

pytestmark = pytest.mark.django_db

TAMPERINGS = 200


@pytest.fixture
def decided():
    """Rows of every kind that is frozen."""
    first, second = make_municipality("Baarn"), make_municipality("Zeist")
    covered(first, second, housed=7)
    make_period("2023-1")
    take_over(second, 2, "2023-1", adopted_on=date(2023, 8, 1))
    assess(on="2025-01-02")
    adopt(on="2025-01-03")
    take(SEND, on="2025-01-03")
    house_late(first, number=3, on="2025-01-04")
    reassess(
        period=make_period(), municipality=first, reason="Nagekomen.", by=people()[0], now=at("2025-01-05")
    )
    take(PROPOSE, on="2025-01-06")
    take(ADOPT, on="2025-01-07")
    notice = record_act(municipality=first, by=people()[0], now=at("2025-01-08"), **NOTICE)
    end_act(
        notice,
        ended_on=date(2024, 6, 1),
        outcome="lapsed",
        reason="Gehuisvest.",
        by=people()[0],
        now=at("2025-01-09"),
    )
    return first, second


@pytest.fixture
def without_triggers():
    drop_triggers(connection)
    yield
    install_triggers(connection)


def test_there_are_rows_of_every_sealed_kind(decided):
    assert all(model._default_manager.exists() for model in sealed_models())


def test_clean_data_has_no_deviations(decided):
    out = StringIO()
    call_command("verify", stdout=out)

    assert list(deviations()) == []
    assert out.getvalue().startswith("Alles klopt: ")


def other_value(field: models.Field, value: object, random: Random) -> object:
    """Return something that the column takes and that is not what it holds."""
    if isinstance(field, models.JSONField):
        return json.dumps({"vervalst": random.random()})
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, int):
        return 1 + value % 5 if field.name.endswith("rung") else value + 1
    if isinstance(value, str):
        cut = random.randrange(len(value) + 1)
        return f"{value[:cut]}x{value[cut:]}"[: field.max_length or 10**6]
    return {
        "DateField": "2024-01-01",
        "DateTimeField": "2024-01-01 00:00:00+00:00",
        "BooleanField": True,
    }.get(field.get_internal_type(), 1)


def column_to_change(random: Random) -> tuple[type, models.Field, object]:
    """Return a model, a column of it without a key to other rows, and the key of a row."""
    model = random.choice(sealed_models())
    fields = [
        field for field in model._meta.concrete_fields if not field.primary_key and not field.is_relation
    ]
    return (
        model,
        random.choice(fields),
        random.choice(list(model._default_manager.values_list("pk", flat=True))),
    )


@pytest.mark.usefixtures("decided", "without_triggers")
def test_every_tampering_is_named():
    """Play random changes by SQL, each undone again; `verify` names the row each time."""
    random = Random(20240101)
    missed, played = [], 0
    while played < TAMPERINGS:
        model, field, key = column_to_change(random)
        value = model._default_manager.values_list(field.attname, flat=True).get(pk=key)
        other = other_value(field, value, random)
        if other == value or not changed(model, field, key, other):
            continue
        played += 1
        named = [sentence for sentence in deviations() if f"{model._meta.verbose_name} {key}:" in sentence]
        if not named:
            missed.append((model.__name__, field.name, value, other))
        restored = json.dumps(value) if isinstance(field, models.JSONField) else value
        assert changed(model, field, key, restored)

    assert missed == []
    install_triggers(connection)
    assert list(deviations()) == []


def changed(model: Any, field: models.Field, key: Any, value: Any) -> bool:
    """Write past the application; False when a constraint of the database refuses the value."""
    if isinstance(value, datetime) and connection.vendor == "sqlite":
        value = value.astimezone(AMSTERDAM).isoformat(sep=" ")
    statement = f'UPDATE "{model._meta.db_table}" SET "{field.column}" = %s WHERE id = %s'
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [value, key])
    except IntegrityError:
        return False
    return True


@pytest.mark.usefixtures("decided", "without_triggers")
@pytest.mark.parametrize(
    "model", [Step, AdoptedLetter, ActEnd, OpeningRung], ids=lambda model: model.__name__
)
def test_a_row_that_was_removed_is_named(model):
    """Take away a row that no other row points at; of the others the database itself keeps hold."""
    key = model.objects.order_by("-pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', [key])

    assert f"{model._meta.verbose_name} {key}: staat in het logboek, maar niet meer in de database." in list(
        deviations()
    )


@pytest.mark.usefixtures("decided", "without_triggers")
def test_missing_triggers_are_named():
    assert any("De bewaking" in sentence for sentence in deviations())
    with pytest.raises(CommandError, match="afwijkingen gevonden"):
        call_command("verify", stdout=StringIO())
