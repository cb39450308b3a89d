from dataclasses import replace
from typing import Any

import pytest

from assessments.rules.policies.six_rungs import SIX
from assessments.rules.registry import (
    POLICIES,
    UnknownPolicyError,
    ladder_for,
    policies_of,
    policy_by_version,
    policy_for,
)
from assessments.rules.sources import source_text


@pytest.mark.parametrize(
    ("period", "version"),
    [
        ("2015-1", "utrecht-2023"),
        ("2023-1", "utrecht-2023"),
        ("2023-2", "utrecht-2023"),
        ("2024-1", "utrecht-2024"),
        ("2024-2", "utrecht-2024"),
        ("2031-1", "utrecht-2024"),
    ],
)
def test_policy_for_follows_the_assessed_period(period, version):
    policy = policy_for("PV26", period)
    assert policy is not None
    assert policy.version == version


def test_policy_for_a_province_without_one():
    assert policy_for("PV20", "2023-2") is None


def test_policies_of_a_province():
    assert [policy.version for policy in policies_of("PV26")] == ["utrecht-2023", "utrecht-2024"]
    assert policies_of("PV20") == ()


def test_policy_by_version():
    assert [policy_by_version(policy.version) for policy in POLICIES] == list(POLICIES)


def test_policy_by_version_that_does_not_exist():
    with pytest.raises(UnknownPolicyError, match="Kies een van: utrecht-2023, utrecht-2024"):
        policy_by_version("utrecht-2022")


def test_policies_judge_each_period_once():
    for period in ("2023-1", "2023-2", "2024-1", "2024-2"):
        assert len([policy for policy in policies_of("PV26") if policy.covers(period)]) == 1


SHARED = ("A9", "A10", "A11", "A12")


def test_ladder_for_a_period_and_for_a_province_without_a_policy():
    assert ladder_for("PV26", "2023-2") is policy_by_version("utrecht-2023").ladder
    assert ladder_for("PV26") is policy_by_version("utrecht-2024").ladder
    assert ladder_for("PV20", "2023-2") is SIX


def test_period_of_before_any_policy_has_the_ladder_of_the_first(monkeypatch):
    first, second = policies_of("PV26")
    old = replace(SIX, key="old", rungs=SIX.rungs[:3])
    begins = replace(first, first_period="2020-1", ladder=old)
    monkeypatch.setattr("assessments.rules.registry.POLICIES", (begins, second))

    assert ladder_for("PV26", "2019-2") is old
    assert ladder_for("PV26", "2020-1") is old
    assert ladder_for("PV26", "2024-1") is ladder_for("PV26") is SIX


def test_what_judges_is_named_with_the_choices_that_differ_from_the_default():
    policy = policy_by_version("utrecht-2024")

    assert policy.choices == {"A6": "after_met", "A12": "current"}
    assert policy.choosing({"A6": "cleared"}).named == "utrecht-2024 A6=cleared"
    assert policy.choosing({"A6": "after_met"}).named == policy.named == "utrecht-2024"


@pytest.mark.parametrize("chosen", [{"A6": "anders"}, {"A2": "x"}, {"Z1": "x"}])
def test_what_cannot_be_chosen_is_refused(chosen):
    with pytest.raises(ValueError, match="="):
        policy_by_version("utrecht-2024").choosing(chosen)


def test_policies_name_their_assumptions():
    codes = {policy.version: [each.code for each in policy.assumptions] for policy in policies_of("PV26")}
    assert codes == {
        "utrecht-2023": ["A1", "A4", "A7", "A8", *SHARED],
        "utrecht-2024": ["A1", "A2", "A3", "A4", "A5", "A6", *SHARED, "A13"],
    }


def test_assumptions_read_as_a_clause_inside_a_sentence():
    texts = [assumption.text for policy in POLICIES for assumption in policy.assumptions]
    assert all(text[0].islower() and text[-1].isalnum() for text in texts)


def test_policies_say_what_they_are():
    policy = policy_by_version("utrecht-2024")
    assert policy.title == (
        "Aanvullend beleidskader interbestuurlijk toezicht huisvesting vergunninghouders provincie Utrecht 2024"
    )
    assert policy.title_in_sentence == f"het {policy.title}"
    assert source_text(policy.publication) == (
        f"{policy.title}, CVDR713805, van kracht vanaf 16 januari 2024"
    )
    assert source_text(policy_by_version("utrecht-2023").publication) == "Beleidskader tot en met 2023-2"


def unchecked_policy() -> Any:
    return policy_by_version("utrecht-2024")


def test_policies_cannot_be_edited():
    policy = unchecked_policy()

    with pytest.raises(AttributeError):
        policy.version = "utrecht-2025"
    with pytest.raises(TypeError):
        policy.grounds["step_up"] = "A2"
    with pytest.raises(TypeError):
        policy.thresholds["x"] = 1
