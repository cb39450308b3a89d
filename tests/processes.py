"""Tests with several processes, which need a database that each can open."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

ROOT = Path(__file__).parent.parent


Migrated = bytes | str
"""A database as the migrations leave it: the file itself for SQLite, its name on the server for PostgreSQL."""


@contextmanager
def migrated_database() -> Iterator[Migrated]:
    """Keep a copy of the database of the tests, which is empty still."""
    if connection.vendor == "sqlite":
        yield connection.connection.serialize()
        return
    name = f"{connection.settings_dict['NAME']}_migrated"
    # A database that somebody is connected to cannot be copied.
    connection.close()
    with server() as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{connection.settings_dict["NAME"]}"')
    try:
        yield name
    finally:
        with server() as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def own_database(migrated: Migrated, folder: Path) -> Iterator[str]:
    """Give the address of a database without rows that several processes can open, of the kind that is tested."""
    if isinstance(migrated, bytes):
        path = folder / "processes.sqlite3"
        path.write_bytes(migrated)
        yield f"sqlite:///{path}"
        return
    settings, name = connection.settings_dict, f"processes_{uuid.uuid4().hex}"
    with server() as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated}"')
    try:
        who = ":".join(filter(None, [settings["USER"], settings["PASSWORD"]]))
        yield f"postgres://{who}@{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}/{name}"
    finally:
        with server() as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def server() -> psycopg.Connection:
    """Return a connection with PostgreSQL on which databases can be made."""
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    values = {key: connection.settings_dict[name] for key, name in keys.items()}
    who = {key: value for key, value in values.items() if value}
    return psycopg.connect(dbname="postgres", autocommit=True, **who)


def run(database: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return said


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def go(process: subprocess.Popen[str]) -> None:
    """Let a process that stands ready go on."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def wait_until_alone(database: str) -> None:
    """Wait until PostgreSQL is done with processes that are gone: a commit that it began goes on without them."""
    others = (
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    while database.startswith("postgres") and ask(database, others) != [(0,)]:
        time.sleep(0.01)


def ask(database: str, query: str) -> list[tuple[Any, ...]]:
    """Return what a query answers, through a connection of its own."""
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"), timeout=30)) as opened:
            return list(opened.execute(query))
    with psycopg.connect(database.replace("postgres://", "postgresql://")) as server:
        return list(server.execute(query.encode()))
