"""Tables to which rows are only ever added: refused in Python, and by the database itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "Een vastgelegd cijfer kan niet worden gewijzigd of verwijderd. Leg een correctie vast."


class AppendOnlyError(Exception):
    """Someone tried to change or remove a row of an append-only table."""

    def __init__(self) -> None:
        super().__init__(REFUSAL)


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that can be read and added, not changed."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            raise AppendOnlyError
        return super().bulk_create(objs, *args, **kwargs)


class AppendOnlyModel(models.Model):
    """A row that is never changed or deleted; the triggers below say the same to raw SQL.

    A model names its manager `objects`, from AppendOnlyQuerySet or one built on it.
    """

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError


def append_only_models() -> list[type[AppendOnlyModel]]:
    return [model for model in apps.get_models() if issubclass(model, AppendOnlyModel)]


def append_only_tables() -> list[str]:
    return [model._meta.db_table for model in append_only_models()]


def same_key(model: type[AppendOnlyModel], present: Collection[str]) -> str:
    """Return the condition under which a new row would take the place of another: any unique key is the same.

    A key of which a column is not present is left out: that of a migration that did not run yet.
    """
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    keys: list[tuple[list[str], list[str]]] = [
        ([field.name], []) for field in model._meta.concrete_fields if field.unique
    ]
    keys += [
        (list(constraint.fields), empty_in(constraint))
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint)
    ]
    conditions = [
        [*(SAME.format(columns[name]) for name in same), *(EMPTY.format(columns[name]) for name in empty)]
        for same, empty in keys
        if {columns[name] for name in (*same, *empty)} <= set(present)
    ]
    return " OR ".join(f"({' AND '.join(key)})" for key in conditions)


SAME = "{0} = NEW.{0}"
EMPTY = "{0} IS NULL AND NEW.{0} IS NULL"


def empty_in(constraint: models.UniqueConstraint) -> list[str]:
    """Return the fields that must be empty for a key to count; no other condition on a key is known here."""
    conditions = constraint.condition.children if constraint.condition else []
    assert all(isinstance(row, tuple) and row[1] is None for row in conditions), constraint.name
    return [row[0] for row in conditions if isinstance(row, tuple)]


# SQLite: REPLACE removes the old row without firing a delete trigger unless recursive_triggers
# is on, so the insert trigger refuses a key that exists, whoever opened the connection.
SQLITE_TRIGGERS = {
    "no_update": "BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    "no_delete": "BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    "no_replace": (
        "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same_key}) "
        "BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    ),
}
# The words and their order are those in which PostgreSQL gives a trigger back.
POSTGRESQL_TRIGGERS = {
    "no_update": "BEFORE DELETE OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "no_truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
}
POSTGRESQL_BODY = f"""
BEGIN
    RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation';
END """
POSTGRESQL_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${POSTGRESQL_BODY}$$"
)


def triggers_of(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return SQLITE_TRIGGERS if connection.vendor == "sqlite" else POSTGRESQL_TRIGGERS


def trigger_statements(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the statement that makes each trigger, by its name, for the tables that are there."""
    present = set(existing_tables(connection))
    models_there = [model for model in append_only_models() if model._meta.db_table in present]
    return {
        f"{table}_{name}": f"CREATE TRIGGER {table}_{name} "
        + body.format(table=table, refusal=REFUSAL, same_key=same_key(model, columns_of(table, connection)))
        for model in models_there
        for table in (model._meta.db_table,)
        for name, body in triggers_of(connection).items()
    }


def columns_of(table: str, connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        return [column[0] for column in cursor.description]


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on every append-only table, again after a migration rebuilt it."""
    drop_triggers(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for statement in trigger_statements(connection).values():
            cursor.execute(statement)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: only for tests that must empty the tables."""
    with connection.cursor() as cursor:
        for table in existing_tables(connection):
            for name in triggers_of(connection):
                suffix = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_{name}"{suffix}')


@contextmanager
def triggers_off(table: str, connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let rows of one table be changed, inside the transaction that is open; of every other table none can be.

    On PostgreSQL who reads the table does not wait, and who writes to it waits until the end.
    """
    written = {name: text for name, text in trigger_statements(connection).items() if f" ON {table} " in text}
    off, on = "DROP TRIGGER {name}", "{text}"
    if connection.vendor == "postgresql":
        # It refuses while a check waits for the end of the transaction: so those are done first.
        checked = "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} {switch} TRIGGER {{name}}"
        off, on = (checked.format(table=table, switch=switch) for switch in ("DISABLE", "ENABLE"))
    with connection.cursor() as cursor:
        for name in written:
            cursor.execute(off.format(name=name))
        yield
        for name, text in written.items():
            cursor.execute(on.format(name=name, text=text))


OF_THIS_SCHEMA = (
    "FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "JOIN pg_namespace ON pg_namespace.oid = relnamespace AND nspname = ANY (current_schemas(false))"
)


def standing_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the triggers of the database as they are written there, by name; only those that do their work."""
    query = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": f"SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true) {OF_THIS_SCHEMA} "
        "JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_language ON pg_language.oid = prolang "
        "WHERE tgenabled = 'O' AND lanname = 'plpgsql' AND prosrc = %s",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query, [POSTGRESQL_BODY] if connection.vendor == "postgresql" else [])
        return dict(cursor.fetchall())


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the triggers that should stand and do not, or that say something else."""
    standing = standing_triggers(connection)
    written = trigger_statements(connection)
    expected = [f"{table}_{name}" for table in append_only_tables() for name in triggers_of(connection)]
    return [name for name in expected if name not in written or standing.get(name) != written[name]]


FOREIGN = {
    "sqlite": "SELECT type, name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": f"SELECT 'trigger', tgname, relname {OF_THIS_SCHEMA} WHERE NOT tgisinternal "
    "UNION ALL SELECT 'rule', rulename, tablename FROM pg_rules WHERE schemaname = ANY (current_schemas(false)) "
    "UNION ALL SELECT 'event trigger', evtname, NULL FROM pg_event_trigger WHERE NOT EXISTS "
    "(SELECT 1 FROM pg_depend WHERE classid = 'pg_event_trigger'::regclass "
    "AND objid = pg_event_trigger.oid AND deptype = 'e')",
}
"""Whatever in the database can do something else with a row than was asked, and the table on which it stands.

An event trigger stands on none; one that an extension brought along does not count.
"""


def unknown_in_database(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Yield the triggers and rules that are not ours: through them other rows are written than were recorded.

    Those on tables of others, such as an extension, are not ours to judge.
    """
    known = trigger_statements(connection).keys()
    ours = {None, *connection.introspection.django_table_names()}
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN[connection.vendor])
        found = cursor.fetchall()
    for kind, name, table in sorted(found, key=str):
        if table in ours and (kind != "trigger" or name not in known):
            yield f"De database bevat een onbekende {kind}, {name}: die kan wat wordt vastgelegd veranderen."


def require_triggers(connection: BaseDatabaseWrapper) -> None:
    """Refuse to go on without the triggers: what is recorded would not be safe."""
    missing = missing_triggers(connection)
    if missing:
        raise ImproperlyConfigured(
            f"De database bewaakt niet dat vastgelegde cijfers blijven staan: {', '.join(missing)} ontbreekt of "
            "is gewijzigd. Draai eerst: python manage.py migrate"
        )


def existing_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the append-only tables that are there; halfway a migration some are not."""
    present = set(connection.introspection.table_names())
    return [table for table in append_only_tables() if table in present]
