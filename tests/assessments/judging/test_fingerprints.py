"""What judged and what wrote: which changes a fingerprint sees, and the pins of what was published."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assessments.judging import fingerprints
from assessments.judging.fingerprints import (
    checksum_of_texts,
    engine_version,
    only_code,
    sources,
    template_version,
)
from assessments.rules.registry import policy_by_version

PINS = {
    "utrecht-2023": "e049a72e41998840ddc5c8c48e946f04c7ea0dc2c9ec93458dc24a2e496544d0",
    "utrecht-2024": "efaef445140bec540d44568a4c0df6bbca7425e0f47994908f84c1ffc8fbeafd",
}
"""A published policy is never edited. Where a pin fails: write a new module, or show that nothing changed."""

POLICY = """
from assessments.rules.policies.shared import BOUND

LIMIT = 3  # the first that holds


def rung(known):
    \"\"\"Return the rung.\"\"\"
    return BOUND + LIMIT
"""
SHARED = """
BOUND = 1
"""


@pytest.fixture
def house(tmp_path, settings, monkeypatch):
    """A house with two policies and what they share, to change files in."""
    folder = tmp_path / "assessments/rules/policies"
    folder.mkdir(parents=True)
    for name, text in {"first": POLICY, "second": POLICY.replace("3", "4"), "shared": SHARED}.items():
        (folder / f"{name}.py").write_text(text)
    settings.BASE_DIR = tmp_path
    sources.cache_clear()
    yield folder
    sources.cache_clear()


def fingerprint_of(name: str) -> str:
    sources.cache_clear()
    policy = policy_by_version("utrecht-2024")
    return engine_version(replace(policy, module=f"assessments.rules.policies.{name}", version=name))


@pytest.mark.parametrize("version", PINS)
def test_published_policy_is_what_it_was(version):
    judges = engine_version(policy_by_version(version))

    assert judges == PINS[version], "new module, or show that nothing changed"


def test_choice_is_part_of_what_judged():
    policy = policy_by_version("utrecht-2024")

    assert engine_version(policy.choosing({"A6": "after_met"})) == engine_version(policy)
    assert engine_version(policy.choosing({"A6": "cleared"})) != engine_version(policy)


def changed(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / f"{name}.py"
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Return the rung.", "Return the rung that follows."),
        ("# the first that holds", "# the last that holds"),
        ("\n\n\ndef", "\n\ndef"),
    ],
)
def test_docstring_comment_and_blank_line_change_nothing(house, before, after):
    was = fingerprint_of("first")
    changed(house, "first", before, after)

    assert fingerprint_of("first") == was


@pytest.mark.parametrize(("name", "before", "after"), [("first", "3", "5"), ("shared", "1", "2")])
def test_threshold_in_the_policy_or_in_what_it_calls_changes_it(house, name, before, after):
    was = fingerprint_of("first")
    changed(house, name, before, after)

    assert fingerprint_of("first") != was


def test_another_policy_changes_nothing(house):
    was = fingerprint_of("first")
    changed(house, "second", "4", "9")
    (house / "third.py").write_text(POLICY)

    assert fingerprint_of("first") == was


def test_moving_a_file_changes_nothing(house):
    was = fingerprint_of("first")
    (house / "shared.py").rename(house / "common.py")
    changed(house, "first", "policies.shared", "policies.common")

    assert fingerprint_of("first") == was


def test_code_is_kept_to_the_letter():
    text = 'A = """# no comment\n\nbut text"""  # one\n\n"""Of A."""\nfrom os import path as p, sep\n'
    assert only_code(text) == 'A = """# no comment\n\nbut text"""\nimport path as p, sep as sep'


def test_letters_and_reports_are_written_by_their_own_parts():
    letter = sources("assessments.letters.letter", ("assessments.letters", *fingerprints.WORDS))

    assert template_version("letter") != template_version("report")
    assert any("def letter_of" in text for text in letter)
    assert not any("POLICY = Policy(" in text for text in letter)
    assert checksum_of_texts(["a", "b"]) == checksum_of_texts(["b", "a"]) != checksum_of_texts(["ab"])
