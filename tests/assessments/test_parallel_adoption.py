"""Eight people adopt the same proposal at the same moment: one does, seven get to hear so."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).parent.parent.parent
AT_ONCE = 8


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database that several processes can open."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'parallel.sqlite3'}"
        return
    settings, name = connection.settings_dict, f"parallel_{uuid.uuid4().hex}"
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
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def test_adopting_by_eight_at_once_gives_one_adoption(database, tmp_path):
    finish(run(database, "manage.py", "migrate", "--verbosity", "0"))
    finish(run(database, "-m", "tests.assessments.adopting", "prepare"))
    start = tmp_path / "start"
    processes = [
        run(database, "-m", "tests.assessments.adopting", "adopt", str(number), str(start))
        for number in range(AT_ONCE)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    start.touch()
    said = [finish(process).strip() for process in processes]

    refusal = "refused: Vaststellen kan niet: de beoordeling van Baarn heeft status Vastgesteld. Vernieuw de pagina."
    assert sorted(said) == ["adopted", *[refusal] * (AT_ONCE - 1)]
    assert "Alles klopt" in finish(run(database, "manage.py", "verify"))
