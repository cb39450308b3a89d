"""The tables of a policy: what is read is what is executed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.policies.lines import line_without_figures, rule_tables
from assessments.rules.definitions import MEASURED_AGAINST, definitions_of
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.registry import POLICIES
from assessments.rules.sources import judges
from tests.rules.cases import situation

each_policy = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
people = st.integers(0, 8) | st.integers(0, 3000)
balances = st.integers(-8, 8) | st.integers(-3000, 3000)


def clauses(policy):
    return [line_without_figures(policy), *policy.measuring, *policy.stepping]


@each_policy
@given(case=st.tuples(people, balances, people, people, st.integers(1, 6)))
def test_first_line_of_each_table_that_holds_decides(policy, case):
    seen = situation(policy, *case)
    measured = policy.measure(seen)
    measuring = next(line for line in policy.measuring if line.holds(seen))
    stepping = next(line for line in policy.stepping if line.holds(seen, measured))
    ruling = policy.judge(seen)

    assert ruling.measured == measuring.measured(seen) == measured
    assert ruling.step is stepping
    assert ruling.rung == stepping.rung(seen)


@each_policy
def test_tables_are_printed_as_they_are_executed(policy):
    tables = rule_tables(policy)
    lines = [line for lines in tables.values() for line in lines]

    assert list(tables) == ["Waaraan wordt gemeten", "Welke trede volgt"]
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert [(line.condition, line.outcome) for line in lines] == [
        (line.condition, line.outcome) for line in clauses(policy)
    ]


@pytest.mark.parametrize("policy", [utrecht_2023.POLICY, utrecht_2024.POLICY])
def test_missing_figures_read_as_a_condition(policy):
    assert line_without_figures(policy).condition == (
        "de taakstelling, de beginstand, het aantal dat op tijd beschikbaar was of het aantal gehuisveste "
        "vergunninghouders ontbreekt"
    )


@each_policy
def test_lines_read_as_clauses_without_formulas(policy):
    for text in [text for line in clauses(policy) for text in (line.condition, line.outcome)]:
        assert not re.search(r"[{}<>=≤≥]|\b[TODRSCnp]\b|None|  ", text)
        assert text[0].islower()
        assert text[-1].isalnum()


@each_policy
def test_everything_rests_on_a_source_or_an_assumption_of_the_policy(policy):
    grounds = [ground for line in clauses(policy)[1:] for ground in line.grounds]
    grounds += [policy.norm_ground, *policy.grounds.values()]
    grounds += [excuse.ground for excuse in policy.excusable_grounds]

    assert all(line.grounds for line in clauses(policy)[1:])
    assert all(policy.assumes(ground) != (ground in policy.sources) for ground in grounds)


@each_policy
def test_no_source_is_the_report_on_the_decisions_of_the_policy(policy):
    assert not [source for source in policy.sources.values() if "rapportage" in source.document.lower()]


@each_policy
def test_definitions_explain_every_letter(policy):
    definitions = definitions_of(policy)

    assert [definition.letter for definition in definitions] == list("TODSRCnp")
    assert policy.norm in definitions[6].meaning
    assert definitions[7].assumption == policy.grounds["history_unknown"]


def test_definition_of_the_norm_names_its_assumption():
    policies = (utrecht_2023.POLICY, utrecht_2024.POLICY)
    assert [definitions_of(policy)[6].assumption for policy in policies] == ["", "A2"]


@each_policy
def test_explanations_are_sentences(policy):
    for sentence in (*MEASURED_AGAINST, *policy.shortage):
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_shortage_is_only_called_an_excuse_where_it_always_counts():
    assert "verschoonbare reden" in " ".join(utrecht_2023.POLICY.shortage)
    assert not re.search("verschoonba|lichter|invloed", " ".join(utrecht_2024.POLICY.shortage))


def test_judges_says_which_periods():
    assert [judges(policy) for policy in (utrecht_2023.POLICY, utrecht_2024.POLICY)] == [
        "tot en met de tweede helft van 2023 (2023-2)",
        "vanaf de eerste helft van 2024 (2024-1)",
    ]
