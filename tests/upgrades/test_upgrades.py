"""The databases of earlier versions, with what was decided in them, are after an upgrade still what they were."""

from __future__ import annotations

import csv
import json
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from audit.append_only import append_only_tables
from tests.processes import ask, finish, run, server

FOLDER = Path(__file__).parent
LETTERS = {"0ea2382": 0, "12868a0": 27, "228fc55": 27, "557a98b": 24}
"""How many letters were adopted in the database of each version; the first could not decide yet."""
ASSESSED = {"0ea2382": "2024-1", "12868a0": "2024-1", "228fc55": "2024-1", "557a98b": "2024-2"}
"""The period that the code of each version assessed last, in a copy: `<commit>.json`."""
BEFORE_THE_CHAIN = {"0ea2382", "12868a0"}
"""Versions of which no line of the log held the checksum of the one before it."""
ADDED = {"measured_against", "verdict", "state", "adopted"}
"""What `assess --json` tells besides, since then; a basis only where the policy publishes one (2024 does not)."""

LAST_STEPS = """
    SELECT period.code, step.state
    FROM assessments_step step
    JOIN assessments_assessmentversion version ON version.id = step.version_id
    JOIN municipalities_period period ON period.id = version.period_id
    WHERE step.number = (SELECT MAX(number) FROM assessments_step WHERE version_id = version.id)
"""
CHOICES = """
    SELECT version.policy, ground_effect, chosen_rung IS NOT NULL, version.rung
    FROM assessments_assessmentversion version
    JOIN assessments_adoptedletter letter ON letter.version_id = version.id
"""

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Upgraded:
    """The database after migrating, and what it held before: every recorded row, by table."""

    commit: str
    address: str
    columns: dict[str, str]
    rows: Rows

    def column(self, table: str, name: str) -> list[Any]:
        place = self.columns[table].split(", ").index(f'"{name}"')
        return [row[place] for row in self.rows[table]]

    @property
    def letters(self) -> dict[str, str]:
        """The SHA-256 of each letter, by the key of its version."""
        if not LETTERS[self.commit]:
            return {}
        table = "assessments_adoptedletter"
        pairs = zip(self.column(table, "version_id"), self.column(table, "html"), strict=True)
        return {str(key): sha256(html.encode()).hexdigest() for key, html in pairs}


@pytest.fixture(scope="module", params=list(LETTERS))
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    """Migrate a copy of a stored database, once for all tests; none of them changes what is in it."""
    commit: str = request.param
    with empty_database(tmp_path_factory.mktemp("upgrade")) as address:
        finish(run(address, "-m", "tests.upgrades.restore", commit))
        columns = columns_in(address)
        before = Upgraded(commit, address, columns, rows_in(address, columns))
        finish(run(address, "manage.py", "migrate", "--verbosity", "0"))
        yield before


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Give the address of a database without tables, of the kind that is tested."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'upgrade.sqlite3'}"
        return
    settings, name = connection.settings_dict, f"upgrade_{uuid.uuid4().hex}"
    with server() as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        who = ":".join(filter(None, [settings["USER"], settings["PASSWORD"]]))
        yield f"postgres://{who}@{settings['HOST'] or 'localhost'}:{settings['PORT'] or 5432}/{name}"
    finally:
        with server() as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


COLUMNS_OF = {
    "sqlite": "SELECT name FROM pragma_table_info('{table}')",
    "postgresql": "SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'",
}


def columns_in(address: str) -> dict[str, str]:
    """Return the columns of then of each append-only table that was there, but for what holds bytes."""
    query = COLUMNS_OF[connection.vendor]
    found = {table: ask(address, query.format(table=table)) for table in append_only_tables()}
    return {
        table: ", ".join(sorted(f'"{name}"' for (name,) in names)) for table, names in found.items() if names
    }


def key_of(columns: str) -> str:
    return '"id"' if '"id"' in columns else '"delivery_id"'


def rows_in(address: str, columns: dict[str, str]) -> Rows:
    return {
        table: ask(address, f'SELECT {names} FROM "{table}" ORDER BY {key_of(names)}')
        for table, names in columns.items()
    }


@pytest.fixture(scope="module")
def told(upgraded: Upgraded) -> dict[str, Any]:
    """Let this code say what it reads in it."""
    asked = run(upgraded.address, "-m", "tests.upgrades.after_upgrade", ASSESSED[upgraded.commit])
    said: dict[str, Any] = json.loads(finish(asked))
    return said


def test_migrations_run_to_the_newest(told):
    assert told["waiting"] == ""


def test_verify_finds_nothing(told):
    assert told["verified"].startswith("Alles klopt: ")


def test_lines_from_before_the_chain_stay_and_are_vouched_for(upgraded, told):
    chain = told["chain"]

    assert chain["vouched"] == chain["older"]
    assert (chain["older"] > 0) == (upgraded.commit in BEFORE_THE_CHAIN)
    if chain["older"]:
        assert any("de regels van voor de keten zijn niet meer" in named for named in chain["named"])
    else:
        assert chain["named"]


def test_recorded_rows_are_what_they_were(upgraded):
    """In every column of then; of the log also those that were added."""
    after = rows_in(upgraded.address, upgraded.columns)

    assert set(after) >= {"municipalities_housing", "municipalities_delivery", "audit_auditentry"}
    for table, rows in upgraded.rows.items():
        assert after[table][: len(rows)] == rows, table


def test_adopted_letters_are_what_they_were_to_the_byte(upgraded, told):
    assert len(upgraded.letters) == LETTERS[upgraded.commit]
    assert told["letters"] == upgraded.letters
    assert {key: page["letter"] for key, page in told["pages"].items()} == upgraded.letters


def test_letters_keep_the_date_that_they_bear(told):
    assert [key for key, bears in told["dates"].items() if not bears] == []


def test_pages_print_rung_and_basis_as_frozen(upgraded, told):
    if not LETTERS[upgraded.commit]:
        return
    table = "assessments_assessmentversion"
    keys, rungs, bases = (upgraded.column(table, name) for name in ("id", "rung", "basis"))
    frozen = {str(key): ([str(rung)], [basis]) for key, rung, basis in zip(keys, rungs, bases, strict=True)}

    printed = {key: (page["rung"], page["basis"]) for key, page in told["pages"].items()}
    assert printed == {key: frozen[key] for key in upgraded.letters}


def test_assessing_says_what_it_said(upgraded, told):
    expected = json.loads((FOLDER / f"{upgraded.commit}.json").read_text(encoding="utf-8"))

    assert len(expected) == 26
    assert [without(row, *ADDED, "basis") for row in told["assessed"]] == [
        without(row, "basis") for row in expected
    ]
    assert {row["basis"] for row in told["assessed"]} == {None}


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


only_557a98b = pytest.mark.parametrize("upgraded", ["557a98b"], indirect=True)


@only_557a98b
def test_stored_database_holds_decisions_of_every_kind(upgraded):
    """Else the tests above could hold of nothing."""
    assert Counter(ask(upgraded.address, LAST_STEPS)) == {
        ("2023-2", "proposed"): 1,
        ("2023-2", "returned"): 1,
        ("2023-2", "adopted"): 2,
        ("2023-2", "sent"): 5,
        ("2023-2", "published"): 4,
        ("2023-2", "withdrawn"): 2,
        ("2023-2", "superseded"): 1,
        ("2024-1", "proposed"): 1,
        ("2024-1", "adopted"): 2,
        ("2024-1", "sent"): 5,
        ("2024-1", "published"): 3,
    }
    choices = ask(upgraded.address, CHOICES)
    effects = {(policy, effect) for policy, effect, *_ in choices if effect}
    policies = ("utrecht-2023", "utrecht-2024")
    assert effects == {
        (policy, effect) for policy in policies for effect in ("retarget", "no_increase", "freeze")
    }
    assert {policy for policy, _, is_chosen, _ in choices if is_chosen} == set(policies)
    assert {rung for *_, rung in choices} == {1, 2, 3, 4}


@only_557a98b
def test_next_period_goes_on_from_these_decisions(upgraded, told):
    """What the code of that commit itself went on from, when it assessed the next period in a copy."""
    with (FOLDER / "557a98b_previous.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    expected = [[row["code"], int(row["rung"]), row["status"], int(row["misses"])] for row in rows]
    assert len(expected) == 26
    assert told["previous"] == sorted(expected)
