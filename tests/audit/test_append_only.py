"""The triggers that keep what was recorded: they stand, and say what they should."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import F

from audit.actions import record
from audit.append_only import (
    drop_triggers,
    install_triggers,
    missing_triggers,
    require_triggers,
    unknown_in_database,
)
from audit.models import AuditEntry
from municipalities.models import Quota
from tests.factories import at, deliver_quotas, make_municipality, make_period

pytestmark = pytest.mark.django_db


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


def test_trigger_that_refuses_nothing_is_named():
    table = Quota._meta.db_table
    deliver_quotas(make_period(), {make_municipality(): 3}, on="2023-05-02")
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


OF_OTHERS = {
    "sqlite": [
        "CREATE TABLE of_others (id integer)",
        "CREATE TRIGGER of_others_counts AFTER INSERT ON of_others BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "CREATE TABLE of_others (id integer)",
        "CREATE TRIGGER of_others_counts BEFORE UPDATE ON of_others EXECUTE FUNCTION refuse_change()",
        "CREATE RULE of_others_quiet AS ON INSERT TO of_others DO INSTEAD NOTHING",
        # The same table in another schema, as a copy that somebody keeps there, with a trigger of the same name.
        "CREATE SCHEMA elsewhere",
        "CREATE TABLE elsewhere.{table} (id integer)",
        "CREATE TRIGGER {table}_no_update AFTER INSERT ON elsewhere.{table} EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER counts BEFORE UPDATE ON elsewhere.{table} EXECUTE FUNCTION refuse_change()",
    ],
}
"""What an extension, or whoever else uses the database, has on tables of its own."""


def test_triggers_and_rules_on_tables_of_others_are_not_named():
    for statement in OF_OTHERS[connection.vendor]:
        connection.cursor().execute(statement.format(table=Quota._meta.db_table))

    assert list(unknown_in_database(connection)) == []
    assert missing_triggers(connection) == []


def test_record_keeps_who_did_what_on_which_object():
    m = make_municipality("Baarn")
    entry = record("bekeken", by=None, at=at("2024-01-01")(), about=m, province_code="PV26", extra=1)

    assert (entry.object_type, entry.object_label) == ("municipalities.Municipality", "Baarn")
    assert entry.details == {"extra": 1}
    assert AuditEntry.objects.filter(recorded_at=F("recorded_at")).count() == 1
