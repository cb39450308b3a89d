"""The lines of a policy: what is read is what is executed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.definitions import BASIS, definitions_of
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.policy import LEFT_TO_EXECUTIVE, WITHOUT_FIGURES, Known, Line, Policy
from tests.rules import test_utrecht_2023, test_utrecht_2024
from tests.rules.cases import figures

POLICIES = (utrecht_2023.POLICY, utrecht_2024.POLICY)
GOLDEN = {
    "utrecht-2023": test_utrecht_2023.GOLDEN,
    "utrecht-2024": test_utrecht_2024.GOLDEN,
}
people = st.integers(0, 8) | st.integers(0, 3000)
balances = st.integers(-8, 8) | st.integers(-3000, 3000)


def known_of(t: int, o: int, s: int, r: int) -> Known:
    known = Known.of(figures("2024-1", t, o, s, r))
    assert known is not None
    return known


def line_of(policy: Policy, t: int, o: int, s: int, r: int, p: int) -> Line:
    return policy.line_for(known_of(t, o, s, r), p)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
def test_every_line_is_reached_by_the_golden_cases(policy):
    cases = [row[:5] for row in GOLDEN[policy.version]]
    reached = {line_of(policy, t, o, s, r, p or 1) for t, o, s, r, p in cases}

    assert reached == set(policy.lines)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
@given(case=st.tuples(people, balances, people, people, st.integers(1, 6)))
def test_one_line_holds_whatever_the_figures(policy, case):
    line = line_of(policy, *case)

    *before, last = policy.lines[: policy.lines.index(line) + 1]
    known, previous = known_of(*case[:4]), case[4]
    assert last.holds(known, previous)
    assert not any(earlier.holds(known, previous) for earlier in before)
    assert policy.judge(known, previous) == line.ruling(known, previous)


@pytest.mark.parametrize(
    ("case", "number"),
    [
        ((20, 5, 30, 10, 4), 2),
        ((5, -6, 0, 0, 4), 2),
        ((20, 5, 30, 25, 3), 3),
        ((5, -6, 0, 0, 3), 3),
        ((20, 5, 30, 24, 3), 4),
        ((20, 5, 24, 24, 1), 3),
        ((20, 5, 24, 23, 1), 4),
    ],
)
def test_line_of_utrecht_2023(case, number):
    policy = utrecht_2023.POLICY

    assert policy.rule.index(line_of(policy, *case)) + 1 == number


@pytest.mark.parametrize(
    ("case", "number"),
    [
        ((20, 5, 30, 30, 6), 2),
        ((0, 5, 10, 5, 3), 3),
        ((20, 5, 30, 19, 1), 4),
        ((20, 5, 15, 14, 1), 4),
        ((0, 5, 10, 4, 3), 5),
        ((20, 5, 15, 15, 2), 5),
        ((20, 5, 30, 20, 3), 6),
    ],
)
def test_line_of_utrecht_2024_has_the_number_of_the_table(case, number):
    policy = utrecht_2024.POLICY

    assert policy.rule.index(line_of(policy, *case)) + 1 == number


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
def test_rule_starts_with_missing_figures_and_the_executive(policy):
    assert policy.rule[:2] == (WITHOUT_FIGURES, LEFT_TO_EXECUTIVE)
    assert policy.rule[2:] == policy.lines[1:]


def test_missing_figures_read_as_a_condition():
    assert WITHOUT_FIGURES.condition == (
        "de taakstelling, de beginstand, het aantal dat op tijd beschikbaar was of het aantal gehuisveste "
        "vergunninghouders ontbreekt"
    )


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
def test_lines_read_as_clauses_without_formulas(policy):
    for text in [text for line in policy.rule for text in (line.condition, line.outcome)]:
        assert not re.search(r"[{}<>=≤≥]|\b[TODRSCnp]\b|None|  ", text)
        assert text[0].islower()
        assert text[-1].isalnum()


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
def test_lines_rest_on_a_paragraph_or_an_assumption_of_the_policy(policy):
    grounds = [ground for line in policy.lines for ground in line.grounds] + [policy.norm_ground]

    assert all(line.grounds for line in policy.lines)
    for ground in grounds:
        assert policy.assumes(ground) or re.fullmatch(r"\d(\.\d)+", ground)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
def test_definitions_explain_every_letter(policy):
    definitions = definitions_of(policy)

    assert [definition.letter for definition in definitions] == list("TODSRCnp")
    assert policy.norm in definitions[6].meaning
    assert definitions[7].assumption == "A1"


def test_definition_of_the_norm_names_its_assumption():
    assert [definitions_of(policy)[6].assumption for policy in POLICIES] == ["", "A2"]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
def test_explanations_are_sentences(policy):
    for sentence in (*BASIS, *policy.shortage):
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_shortage_is_only_called_an_excuse_where_it_always_counts():
    assert "verschoonbare reden" in " ".join(utrecht_2023.POLICY.shortage)
    assert not re.search("verschoonba|lichter|invloed", " ".join(utrecht_2024.POLICY.shortage))


def test_judges_says_which_periods():
    assert [policy.judges for policy in POLICIES] == [
        "tot en met de tweede helft van 2023 (2023-2)",
        "vanaf de eerste helft van 2024 (2024-1)",
    ]
