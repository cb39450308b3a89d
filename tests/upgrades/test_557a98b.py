"""A database of commit 557a98b, with what was decided in it then, is still what it was after an upgrade."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.processes import ask, finish, run

STORED = Path(__file__).with_name("557a98b.sqlite3.gz")
PREVIOUS = Path(__file__).with_name("557a98b.csv")
"""What the code of that commit itself went on from, when it assessed 2024-2 in a copy of this database."""

FROZEN = """
    SELECT id, rung, basis, norm_met, consecutive_misses, placement_snapshot FROM assessments_assessmentversion
"""
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


@dataclass(frozen=True)
class Upgraded:
    """The database after migrating, and what it held before."""

    address: str
    versions: dict[str, list[Any]]
    letters: dict[str, str]
    last_steps: Counter[tuple[str, str]]
    choices: set[tuple[Any, ...]]


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Upgraded:
    """Migrate a copy of the stored database, once for all tests; none of them changes what is in it."""
    path = tmp_path_factory.mktemp("upgrade") / "557a98b.sqlite3"
    path.write_bytes(gzip.decompress(STORED.read_bytes()))
    address = f"sqlite:///{path}"
    before = Upgraded(
        address,
        versions={str(key): as_frozen(*values) for key, *values in ask(address, FROZEN)},
        letters=digests(ask(address, "SELECT version_id, html FROM assessments_adoptedletter")),
        last_steps=Counter(ask(address, LAST_STEPS)),
        choices=set(ask(address, CHOICES)),
    )
    finish(run(address, "manage.py", "migrate", "--verbosity", "0"))
    return before


@pytest.fixture(scope="module")
def told(upgraded: Upgraded) -> dict[str, Any]:
    """Let this code say what it reads in it."""
    said: dict[str, Any] = json.loads(finish(run(upgraded.address, "-m", "tests.upgrades.after_upgrade")))
    return said


def as_frozen(rung: int, basis: str, norm_met: int | None, misses: int, placement: str) -> list[Any]:
    return [rung, basis, None if norm_met is None else bool(norm_met), misses, json.loads(placement)]


def digests(letters: Iterable[tuple[Any, ...]]) -> dict[str, str]:
    return {str(key): sha256(html.encode()).hexdigest() for key, html in letters}


def test_stored_database_holds_decisions_of_every_kind(upgraded):
    """Else the tests below could hold of nothing."""
    assert upgraded.last_steps == {
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
    assert len(upgraded.letters) == 24
    effects = {(policy, effect) for policy, effect, *_ in upgraded.choices if effect}
    policies = ("utrecht-2023", "utrecht-2024")
    assert effects == {
        (policy, effect) for policy in policies for effect in ("retarget", "no_increase", "freeze")
    }
    assert {policy for policy, _, is_chosen, _ in upgraded.choices if is_chosen} == set(policies)
    assert {rung for *_, rung in upgraded.choices} == {1, 2, 3, 4}


def test_migrations_run_to_the_newest(upgraded):
    finish(run(upgraded.address, "manage.py", "migrate", "--check"))


def test_verify_finds_nothing(upgraded):
    assert finish(run(upgraded.address, "manage.py", "verify")).startswith("Alles klopt: ")


def test_adopted_letters_are_what_they_were_to_the_byte(upgraded, told):
    assert told["letters"] == upgraded.letters
    assert {key: page["letter"] for key, page in told["pages"].items()} == upgraded.letters


def test_pages_print_rung_and_basis_as_frozen(upgraded, told):
    printed = {key: (page["rung"], page["basis"]) for key, page in told["pages"].items()}

    frozen = {key: upgraded.versions[key] for key in upgraded.letters}
    assert printed == {key: ([str(rung)], [basis]) for key, (rung, basis, *_) in frozen.items()}


def test_migrating_leaves_what_was_frozen(upgraded, told):
    assert told["versions"] == upgraded.versions


def test_next_period_goes_on_from_these_decisions(told):
    with PREVIOUS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    expected = [[row["code"], int(row["rung"]), row["status"], int(row["misses"])] for row in rows]
    assert len(expected) == 26
    assert told["previous"] == sorted(expected)
