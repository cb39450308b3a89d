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


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Give the address of an empty database that several processes can open, of the kind that is tested."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'processes.sqlite3'}"
        return
    settings, name = connection.settings_dict, f"processes_{uuid.uuid4().hex}"
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    server = {key: settings[value] for key, value in keys.items() if settings[value]}
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            who = ":".join(filter(None, [str(server.get("user", "")), str(server.get("password", ""))]))
            yield f"postgres://{who}@{server.get('host', 'localhost')}:{server.get('port', 5432)}/{name}"
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


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
