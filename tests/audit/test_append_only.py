"""What was recorded stays: refused in Python, and by the database whatever comes past Python."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState
from django.db.models import CharField, F, TextField

from assessments.acts import end_act, record_act, take_back_opening_rung
from assessments.models import AdoptedLetter, AssessmentVersion, LegalAct, Step
from audit.actions import record
from audit.append_only import (
    AppendOnlyError,
    append_only_models,
    drop_triggers,
    install_triggers,
    missing_triggers,
    require_triggers,
)
from audit.models import AuditEntry
from municipalities.models import Delivery, Quota, QuotaKind
from tests.assessments.deciding import adopt, assess, covered, ready_to_write
from tests.assessments.test_memory import NOTICE, take_over
from tests.factories import (
    at,
    deliver_correction,
    deliver_file,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    deliver_stock,
    make_municipality,
    make_period,
    make_province,
)

pytestmark = pytest.mark.django_db

MODELS: list[Any] = append_only_models()
REBUILT = [Quota, AssessmentVersion, Step, AdoptedLetter, LegalAct]


@pytest.fixture
def recorded() -> None:
    m, period = make_municipality(province=make_province("PV24", "Flevoland")), make_period()
    deliver_quotas(period, {m: 3}, on="2023-05-02")
    file = f"CBS-code;Taakstelling\n{m.cbs_code};4\n"
    about: dict[str, Any] = {"province": m.province, "period": period, "entry_kind": QuotaKind.REVISED}
    deliver_file(file, "quotas", on="2023-05-03", **about)
    deliver_stock(date(2023, 6, 30), {m: 2})
    deliver_housings(date(2023, 7, 1), date(2023, 7, 2), [(m, date(2023, 7, 1), 1)])
    deliver_correction(period, m, 1, on="2023-08-01")
    decide()


def decide() -> None:
    """Make rows of everything that is frozen when somebody decides."""
    m = make_municipality()
    covered(m, code="2024-1")
    deliver_openings(make_period("2024-1"), {m: 0}, on="2024-07-01")
    take_over(m, 2, "2023-2")
    take_back_opening_rung(take_over(m, 2, "2023-1"), reason="Tikfout.", by=None, now=at("2025-01-01"))
    assess("2024-1", on="2025-01-02")
    ready_to_write("2023-2")
    adopt("2024-1", on="2025-01-03")
    notice = record_act(municipality=m, by=None, now=at("2025-01-04"), **NOTICE)
    end_act(
        notice, ended_on=date(2024, 6, 1), outcome="lapsed", reason="Klaar.", by=None, now=at("2025-01-05")
    )


@pytest.mark.usefixtures("recorded")
def test_there_is_a_row_of_every_append_only_model():
    assert len(MODELS) > 6
    assert [model.__name__ for model in MODELS if not model.objects.exists()] == []


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("model", MODELS)
def test_change_in_python_is_refused(model: Any):
    row = model.objects.first()

    for attempt in (
        row.save,
        row.delete,
        lambda: model.objects.update(id=0),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_update([row], ["id"]),
        lambda: model.objects.bulk_create([row], update_conflicts=True),
        lambda: model._base_manager.all().delete(),
    ):
        with pytest.raises(AppendOnlyError, match="Leg een correctie vast"):
            attempt()


def statements_on(model: Any) -> list[str]:
    table = model._meta.db_table
    statements = [
        *(f"UPDATE {table} SET {field.column} = {field.column}" for field in model._meta.concrete_fields),
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
@pytest.mark.parametrize("model", MODELS)
def test_loaddata_over_a_recorded_row_is_refused(model, tmp_path):
    path = tmp_path / "rows.json"
    path.write_text(serialize("json", model.objects.all()))
    before = list(model.objects.order_by("pk").values())

    with pytest.raises(IntegrityError, match="Leg een correctie vast"), transaction.atomic():
        call_command("loaddata", path, verbosity=0)
    assert list(model.objects.order_by("pk").values()) == before


def rebuild(model: Any) -> None:
    """Do what a later migration may do: alter a column, for which SQLite rebuilds the table."""
    state = ProjectState.from_apps(model._meta.apps)
    name = next(field.name for field in model._meta.concrete_fields if isinstance(field, CharField))
    old = state.apps.get_model(model._meta.app_label, model.__name__)
    new = state.clone().apps.get_model(model._meta.app_label, model.__name__)
    altered = TextField()
    altered.set_attributes_from_name(name)
    altered.model = new
    with connection.schema_editor() as editor:
        editor.alter_field(old, old._meta.get_field(name), altered)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", REBUILT, ids=lambda model: model.__name__)
def test_change_stays_refused_after_a_migration_that_rebuilds_the_table(recorded, model):
    assert_refused_by_the_database(model)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA foreign_keys=OFF")
    rebuild(model)
    call_command("migrate", verbosity=0)

    assert missing_triggers(connection) == []
    assert_refused_by_the_database(model)


def test_missing_triggers_are_named_and_stop_the_start():
    drop_triggers(connection)
    missing = missing_triggers(connection)
    with pytest.raises(ImproperlyConfigured, match=r"Draai eerst: python manage\.py migrate"):
        require_triggers(connection)
    install_triggers(connection)
    require_triggers(connection)

    assert f"{Quota._meta.db_table}_no_update" in missing
    assert missing_triggers(connection) == []


HOLLOW = {
    "sqlite": [
        'DROP TRIGGER "{table}_no_update"',
        'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" WHEN 0 BEGIN SELECT 1; END',
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN NEW; END $$"
    ],
}
"""What leaves a trigger of the same name that refuses nothing."""


@pytest.mark.usefixtures("recorded")
def test_trigger_that_refuses_nothing_is_named():
    table = Quota._meta.db_table
    for statement in HOLLOW[connection.vendor]:
        connection.cursor().execute(statement.format(table=table))
    connection.cursor().execute(f"UPDATE {table} SET amount = amount + 1")
    named = missing_triggers(connection)
    install_triggers(connection)

    assert f"{table}_no_update" in named
    assert missing_triggers(connection) == []


def test_trigger_that_is_switched_off_or_changed_is_named():
    if connection.vendor != "postgresql":
        return
    table = Quota._meta.db_table
    connection.cursor().execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_update")
    connection.cursor().execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
    connection.cursor().execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE INSERT ON {table} EXECUTE FUNCTION refuse_change()"
    )
    named = missing_triggers(connection)
    install_triggers(connection)

    assert named == [f"{table}_no_update", f"{table}_no_truncate"]
    assert missing_triggers(connection) == []


def test_record_keeps_who_did_what_on_which_object():
    m = make_municipality("Baarn")
    entry = record("bekeken", by=None, at=at("2024-01-01")(), about=m, province_code="PV26", extra=1)

    assert (entry.object_type, entry.object_label) == ("municipalities.Municipality", "Baarn")
    assert entry.details == {"extra": 1}
    assert AuditEntry.objects.filter(recorded_at=F("recorded_at")).count() == 1
