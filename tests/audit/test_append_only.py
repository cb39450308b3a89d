"""What was recorded stays: refused in Python, and by the database whatever comes past Python."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState
from django.db.models import F, TextField

from audit.actions import record
from audit.append_only import (
    AppendOnlyError,
    append_only_tables,
    drop_triggers,
    install_triggers,
    missing_triggers,
    require_triggers,
)
from audit.models import AuditEntry
from municipalities.models import Correction, Coupling, Delivery, Housing, Quota
from tests.factories import (
    at,
    deliver_correction,
    deliver_housings,
    deliver_quotas,
    deliver_stock,
    make_municipality,
    make_period,
)

pytestmark = pytest.mark.django_db

MODELS: list[Any] = [AuditEntry, Delivery, Quota, Housing, Coupling, Correction]


@pytest.fixture
def recorded() -> None:
    m, period = make_municipality(), make_period()
    deliver_quotas(period, {m: 3}, on="2023-05-02")
    deliver_stock(date(2023, 6, 30), {m: 2})
    deliver_housings(date(2023, 7, 1), date(2023, 7, 2), [(m, date(2023, 7, 1), 1)])
    deliver_correction(period, m, 1, on="2023-08-01")


def test_every_append_only_model_is_tested():
    assert {model._meta.db_table for model in MODELS} == set(append_only_tables())


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("model", MODELS)
def test_change_in_python_is_refused(model: Any):
    row = model.objects.first()

    for attempt in (
        row.save,
        row.delete,
        lambda: model.objects.update(recorded_at=None),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_update([row], ["recorded_at"]),
        lambda: model.objects.bulk_create([row], update_conflicts=True),
        lambda: model._base_manager.all().delete(),
    ):
        with pytest.raises(AppendOnlyError, match="Leg een correctie vast"):
            attempt()


def statements_on(model: Any) -> list[str]:
    table = model._meta.db_table
    statements = [
        f"UPDATE {table} SET recorded_at = recorded_at",
        f"DELETE FROM {table}",
    ]
    if connection.vendor == "postgresql":
        # Rows made in this transaction have foreign keys still to check, which TRUNCATE does not wait for.
        return [*statements, f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE"]
    return [*statements, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"]


def assert_refused_by_the_database(model: Any) -> None:
    before = list(model.objects.order_by("pk").values())
    for statement in statements_on(model):
        with pytest.raises(IntegrityError, match="Leg een correctie vast"), transaction.atomic():
            connection.cursor().execute(statement)
    assert list(model.objects.order_by("pk").values()) == before


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("model", MODELS)
def test_change_by_sql_is_refused(model: Any):
    assert_refused_by_the_database(model)


@pytest.mark.usefixtures("recorded")
def test_replace_is_refused_without_recursive_triggers():
    if connection.vendor != "sqlite":
        return
    connection.cursor().execute("PRAGMA recursive_triggers=OFF")
    try:
        assert_refused_by_the_database(Quota)
        columns = ", ".join(field.column for field in Delivery._meta.concrete_fields if field.name != "id")
        table = Delivery._meta.db_table
        statement = f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"
        with pytest.raises(IntegrityError, match="Leg een correctie vast"), transaction.atomic():
            connection.cursor().execute(statement)
    finally:
        connection.cursor().execute("PRAGMA recursive_triggers=ON")


@pytest.mark.usefixtures("recorded")
def test_loaddata_over_a_recorded_row_is_refused(tmp_path):
    row = Quota.objects.first()
    fields = {
        "delivery": row.delivery_id,
        "municipality": row.municipality_id,
        "period": row.period_id,
        "amount": 999,
        "kind": row.kind,
        "announced_on": "2023-05-02",
        "recorded_at": row.recorded_at.isoformat(),
    }
    path = tmp_path / "quota.json"
    path.write_text(json.dumps([{"model": "municipalities.quota", "pk": row.pk, "fields": fields}]))

    with pytest.raises(IntegrityError), transaction.atomic():
        call_command("loaddata", path, verbosity=0)
    assert Quota.objects.get(pk=row.pk).amount == 3


def rebuild(model: Any) -> None:
    """Do what a later migration may do: alter a column, for which SQLite rebuilds the table."""
    state = ProjectState.from_apps(model._meta.apps)
    field_name = {"audit": "result"}.get(model._meta.app_label, "source" if model is Delivery else "kind")
    changed = state.clone()
    old = state.apps.get_model(model._meta.app_label, model.__name__)
    new = changed.apps.get_model(model._meta.app_label, model.__name__)
    altered = TextField()
    altered.set_attributes_from_name(field_name)
    altered.model = new
    with connection.schema_editor() as editor:
        editor.alter_field(old, old._meta.get_field(field_name), altered)


@pytest.mark.django_db(transaction=True)
def test_change_stays_refused_after_a_migration_that_rebuilds_the_table(recorded):
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA foreign_keys=OFF")
    rebuild(Quota)
    call_command("migrate", verbosity=0)

    assert missing_triggers(connection) == []
    assert_refused_by_the_database(Quota)


def test_missing_triggers_are_named_and_stop_the_start():
    drop_triggers(connection)
    missing = missing_triggers(connection)
    with pytest.raises(ImproperlyConfigured, match=r"Draai eerst: python manage\.py migrate"):
        require_triggers(connection)
    install_triggers(connection)
    require_triggers(connection)

    assert f"{Quota._meta.db_table}_no_update" in missing
    assert missing_triggers(connection) == []


def test_record_keeps_who_did_what_on_which_object():
    m = make_municipality("Baarn")
    entry = record("bekeken", by=None, at=at("2024-01-01")(), about=m, province_code="PV26", extra=1)

    assert (entry.object_type, entry.object_label) == ("municipalities.Municipality", "Baarn")
    assert entry.details == {"extra": 1}
    assert AuditEntry.objects.filter(recorded_at=F("recorded_at")).count() == 1
