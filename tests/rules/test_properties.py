"""What holds for every municipality, whatever its figures."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assessments.rules.assess import assess
from assessments.rules.findings import LABELS, SHORTAGE, Placement, Previous
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.policy import OWN_ASSUMPTION, Known, Policy
from assessments.rules.sentences import TEXTS, block_of
from tests.rules.cases import BEFORE, figures, judged

POLICIES = (utrecht_2023.POLICY, utrecht_2024.POLICY)
TRAP = re.compile("verschoonba|lichter|invloed|rekening gehouden met", re.IGNORECASE)

# Small numbers meet each other often, so every bound is hit; large ones keep the words honest.
people = st.integers(0, 8) | st.integers(0, 3000)
balances = st.integers(-8, 8) | st.integers(-3000, 3000)
rungs = st.none() | st.integers(1, 6)
policies = st.sampled_from(POLICIES)
counts = st.tuples(people, balances, people, people)


@st.composite
def placements(draw: st.DrawFn) -> tuple[Policy, tuple[int, int, int, int], Placement]:
    policy, case = draw(policies), draw(counts)
    period = "2023-2" if policy is utrecht_2023.POLICY else "2024-1"
    misses = draw(st.integers(0, 12))
    previous = Previous(
        period=BEFORE[period],
        rung=draw(rungs),
        status=draw(st.sampled_from([None, "adopted", "taken_over", "provisional"])),
        norm_met=False if misses else draw(st.sampled_from([None, True])),
        consecutive_misses=misses,
    )
    return policy, case, assess(figures(period, *case), previous, policy)


def rung_of(policy: Policy, t: int, o: int, s: int, r: int, p: int | None) -> int:
    rung = judged(policy, t, o, s, r, p).rung
    assert rung is not None
    return rung


@given(policy=policies, case=counts, p=rungs, more=st.integers(1, 5))
def test_one_more_housed_never_gives_a_heavier_rung(policy, case, p, more):
    t, o, s, r = case

    assert rung_of(policy, t, o, s, r + more, p) <= rung_of(policy, t, o, s, r, p)


@given(policy=policies, case=counts, p=rungs)
def test_one_more_coupled_and_housed_in_time_never_gives_a_heavier_rung(policy, case, p):
    t, o, s, r = case

    assert rung_of(policy, t, o, s + 1, r + 1, p) <= rung_of(policy, t, o, s, r, p)


@given(policy=policies, case=counts, p=rungs)
def test_counterfactual_is_never_lighter_than_the_outcome(policy, case, p):
    t, o, s, r = case
    placement = judged(policy, t, o, s, r, p)

    assert placement.rung is not None
    assert placement.rung_on_total_task is not None
    assert placement.rung_on_total_task >= placement.rung


@given(policy=policies, case=counts, p=rungs)
def test_counterfactual_is_the_same_policy_with_couplings_for_all(policy, case, p):
    t, o, s, r = case

    unlimited = judged(policy, t, o, max(s, t, t + o), r, p)
    assert judged(policy, t, o, s, r, p).rung_on_total_task == unlimited.rung
    assert unlimited.basis != SHORTAGE


@given(policy=policies, case=counts, p=rungs)
def test_a_milder_outcome_needs_a_shortage(policy, case, p):
    t, o, s, r = case
    placement = judged(policy, t, o, s, r, p)

    assert not placement.milder or placement.basis == SHORTAGE


@given(policy=policies, case=counts, p=rungs)
def test_rule_never_proposes_beyond_four_or_changes_what_the_executive_decides(policy, case, p):
    t, o, s, r = case
    rung = rung_of(policy, t, o, s, r, p)

    assert rung == p if p is not None and p >= 4 else 1 <= rung <= 4


@given(case=counts)
def test_accounts_balance(case):
    t, o, s, _ = case
    known = Known.of(figures("2024-1", *case))

    assert known is not None
    assert known.total_task == t + o
    assert known.closing_balance - known.opening_balance == known.quota - known.realised
    assert (known.basis == SHORTAGE) == (t + o > 0 and s < t + o)


@given(drawn=placements())
def test_sentences_format_without_leftover_braces(drawn):
    _, _, placement = drawn

    for finding in placement.findings:
        assert not re.search("[{}]", finding.text("de gemeente"))
        assert finding.text("de gemeente").endswith(".")


@given(drawn=placements())
def test_sentences_keep_their_grammar(drawn):
    _, _, placement = drawn
    text = " ".join(finding.text("de gemeente") for finding in placement.findings)

    assert not re.search(r"\b1 vergunninghouders|\b0 vergunninghouder|\b[02-9] vergunninghouder\b", text)
    assert not re.search(r"(?<!huisvestte )geen vergunninghouders", text)
    assert not re.search(
        r"van 0 naar|naar 0\.|\d{4}(?<!2023)(?<!2024)|Er waren (1|geen) |None|\u2212|  ", text
    )
    assert not re.search(r"(achterstand|voorsprong) van 0|beschikken over geen", text)


@given(drawn=placements())
def test_every_finding_has_a_label_a_text_and_a_ground(drawn):
    _, _, placement = drawn
    blocks = {block_of(key) for key in TEXTS}

    for finding in placement.findings:
        assert finding.label == LABELS[finding.key]
        assert finding.block in blocks
        assert finding.source
        assert (finding.source == OWN_ASSUMPTION) == bool(finding.assumption)


@given(drawn=placements())
def test_assumptions_are_named_by_the_policy(drawn):
    policy, _, placement = drawn

    for finding in placement.findings:
        assert not finding.assumption or policy.assumption(finding.assumption).text


@given(drawn=placements())
def test_placement_survives_json(drawn):
    _, _, placement = drawn

    assert Placement.from_dict(json.loads(json.dumps(placement.to_dict()))) == placement


@given(case=counts, p=rungs)
@example(case=(17, 7, 21, 7), p=2)
def test_shortage_above_the_quota_is_never_told_as_an_excuse(case, p):
    t, o, s, r = case
    placement = judged(utrecht_2024.POLICY, t, o, max(s, t), r, p)

    assert not TRAP.search(" ".join(finding.text("uw gemeente") for finding in placement.findings))


@given(case=counts, p=rungs)
def test_lighter_is_only_said_of_an_outcome_that_is(case, p):
    t, o, s, r = case
    for policy in POLICIES:
        placement = judged(policy, t, o, s, r, p)
        assert ("lichter" in placement.reasons("uw gemeente")) == placement.milder


@given(case=counts, p=rungs)
def test_letter_tells_basis_and_balance_always_and_once(case, p):
    t, o, s, r = case
    for policy in POLICIES:
        told = [finding.key for finding in judged(policy, t, o, s, r, p).findings if finding.in_letter]
        assert told.count("coupling_shortage") == 1
        assert told.count("balance") >= 1
        assert told.count("step") == (p is None or p < 4)


@pytest.mark.parametrize("policy", POLICIES)
def test_grounds_are_all_of_blocks_that_exist(policy):
    assert set(policy.grounds) <= {block_of(key) for key in TEXTS}
