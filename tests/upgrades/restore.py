"""Run in a process of its own: put the stored database of an earlier version into the empty one that is asked for."""

from __future__ import annotations

import gzip
import sqlite3
import sys
from pathlib import Path
from typing import Any

import django
from django.db import connection, transaction

FOLDER = Path(__file__).parent
NOT_COPIED = ("django_migrations", "sqlite_sequence")


def stored(commit: str) -> str:
    return gzip.decompress((FOLDER / f"{commit}.sql.gz").read_bytes()).decode()


def restore(commit: str) -> None:
    if connection.vendor == "sqlite":
        with sqlite3.connect(connection.settings_dict["NAME"]) as opened:
            opened.executescript(stored(commit))
        return
    opened = sqlite3.connect(":memory:")
    opened.executescript(stored(commit))
    make_tables(opened)
    with transaction.atomic():
        copy_rows(opened)


def make_tables(opened: sqlite3.Connection) -> None:
    """Migrate as far as that version had come, by its list of migrations, and put its triggers on."""
    from django.db.migrations.executor import MigrationExecutor

    from audit.append_only import install_triggers

    newest = dict(opened.execute("SELECT app, name FROM django_migrations ORDER BY id"))
    MigrationExecutor(connection).migrate(list(newest.items()))
    install_triggers(connection)


def copy_rows(opened: sqlite3.Connection) -> None:
    """Copy every table; keys between them are looked at when all stand."""
    tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    with connection.cursor() as cursor:
        for table in sorted(set(tables).difference(NOT_COPIED)):
            copied = opened.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in copied.description]
            places = ", ".join(["%s"] * len(names))
            columns = ", ".join(f'"{name}"' for name in names)
            flags = flags_of(cursor, table)
            rows = [as_there(row, names, flags) for row in copied]
            cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', rows)
            if "id" in names and rows:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM \"{table}\"))"
                )


def flags_of(cursor: Any, table: str) -> set[str]:
    """Return the columns that PostgreSQL keeps as true or false, and SQLite as a number."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND data_type = 'boolean'",
        [table],
    )
    return {name for (name,) in cursor.fetchall()}


def as_there(row: tuple[Any, ...], names: list[str], flags: set[str]) -> list[Any]:
    return [
        bool(value) if name in flags and value is not None else value
        for name, value in zip(names, row, strict=True)
    ]


if __name__ == "__main__":
    django.setup()
    restore(sys.argv[1])
