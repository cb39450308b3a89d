"""What holds for every municipality, whatever its figures."""

import json
import re
from dataclasses import asdict, replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from assessments.rules.assess import assess
from assessments.rules.contract import Policy
from assessments.rules.explain import OWN_ASSUMPTION
from assessments.rules.findings import LABELS, Placement
from assessments.rules.policies import utrecht_2024
from assessments.rules.registry import POLICIES
from assessments.rules.sentences import TEXTS, block_of_text
from assessments.rules.situation import (
    Effect,
    Excuse,
    How,
    Misses,
    Past,
    Previous,
    Situation,
    Verdict,
    remembered,
)
from tests.rules.cases import BEFORE, figures, judged, period_of

TRAP = re.compile("verschoonba|lichter|invloed|rekening gehouden met", re.IGNORECASE)
HEAVIER = [Verdict.NOTHING_ASKED, Verdict.MET, Verdict.EXCUSABLE, Verdict.NOT_MET]
"""From the best to the worst."""

# Small numbers meet each other often, so every bound is hit; large ones keep the words honest.
people = st.integers(0, 8) | st.integers(0, 3000)
balances = st.integers(-8, 8) | st.integers(-3000, 3000)
rungs = st.none() | st.integers(1, 6)
policies = st.sampled_from(POLICIES)
on_couplings = st.sampled_from([policy for policy in POLICIES if policy.needs_couplings])
counts = st.tuples(people, balances, people, people)
pasts = st.lists(
    st.builds(
        Past,
        period=st.just("2023-1"),
        rung=st.integers(1, 6),
        verdict=st.none() | st.sampled_from(Verdict),
        frozen=st.booleans(),
        closing_balance=st.none() | balances,
        norm_met=st.none() | st.booleans(),
        misses=st.none() | st.integers(0, 5),
    ),
    max_size=12,
).map(tuple)


@st.composite
def memories(draw: st.DrawFn) -> Previous:
    return Previous(
        period="2023-2",
        rung=draw(rungs),
        how=draw(st.sampled_from(How)),
        past=draw(pasts),
        begins=draw(st.booleans()),
    )


@st.composite
def choices_of(draw: st.DrawFn) -> Policy:
    policy = draw(policies)
    chosen = {
        each.code: draw(st.sampled_from(sorted(each.choices))) for each in policy.assumptions if each.choices
    }
    return policy.choosing(chosen)


@st.composite
def placements(draw: st.DrawFn) -> tuple[Policy, tuple[int, int, int, int], Placement]:
    policy, case = draw(choices_of()), draw(counts)
    period = period_of(policy)
    previous = replace(draw(memories()), period=BEFORE[period])
    return policy, case, assess(figures(period, *case), previous, policy)


def seen(policy: Policy, case: tuple[int, int, int, int], previous: Previous) -> Situation:
    return policy.situation(figures(period_of(policy), *case), previous)


def rung_of(policy: Policy, t: int, o: int, s: int, r: int, p: int | None) -> int:
    rung = judged(policy, t, o, s, r, p).rung
    assert rung is not None
    return rung


@given(policy=choices_of(), case=counts, memory=memories())
def test_every_situation_has_a_verdict_and_a_rung_of_the_ladder(policy, case, memory):
    ruling = policy.judge(seen(policy, case, memory))
    measured, before = ruling.measured, policy.ladder.rung_before(memory)

    assert ruling.rung is not None
    assert measured is not None
    assert measured.measure in policy.measures
    assert 1 <= ruling.rung <= len(policy.ladder.rungs)
    assert ruling.rung <= max(before, policy.ladder.executive_from)
    assert before < policy.ladder.executive_from or ruling.rung == before
    assert (measured.bound is None) == (ruling.verdict is Verdict.NOTHING_ASKED)
    if measured.bound is not None:
        assert (measured.counted >= measured.bound) == (ruling.verdict is Verdict.MET)


@given(policy=choices_of(), case=counts, memory=memories(), other=memories())
def test_measuring_never_sees_what_came_before(policy, case, memory, other):
    first, second = policy.judge(seen(policy, case, memory)), policy.judge(seen(policy, case, other))

    assert first.measured == second.measured
    assert first.verdict is second.verdict


@given(policy=choices_of(), case=counts, memory=memories(), absent=st.sets(st.integers(0, 3), min_size=1))
def test_without_a_required_figure_there_is_no_outcome_and_the_row_is_passed_on(policy, case, memory, absent):
    known = [None if index in absent else count for index, count in enumerate(case)]
    situation = policy.situation(figures(period_of(policy), *known), memory)
    ruling = policy.judge(situation)
    missing = tuple(name for name in policy.requires if getattr(situation.figures, name) is None)

    assert ruling.missing == missing
    assert (ruling.rung is None) == (ruling.verdict is None) == bool(missing)
    assert not missing or ruling.misses == policy.row_before(memory)


@given(policy=choices_of(), case=counts, memory=memories(), effect=st.sampled_from(Effect), number=people)
def test_no_ground_makes_the_rung_heavier_or_the_row_longer(policy, case, memory, effect, number):
    situation = seen(policy, case, memory)
    without = policy.judge(situation)
    assume(situation.rung_before < policy.ladder.executive_from)
    # Both are refused: a freeze that keeps a higher rung, and a norm that is no lower.
    assume(effect is not Effect.FREEZE or (without.rung or 0) >= situation.rung_before)
    if effect is Effect.RETARGET:
        assume(policy.needs_couplings)
        assume(without.measured is not None)
        assume(without.measured.bound is not None)
        assume(number < without.measured.bound)
    excused = policy.judge(situation, Excuse(ground="x", effect=effect, number=number))

    assert (excused.rung or 0) <= (without.rung or 0)
    assert excused.misses.count <= without.misses.count
    assert HEAVIER.index(excused.verdict) <= HEAVIER.index(without.verdict)


@given(case=counts)
def test_accounts_balance(case):
    t, o, s, _ = case
    known = figures("2024-1", *case)

    assert known.total_task == t + o
    assert known.closing_balance - known.opening_balance == known.quota - known.realised
    assert (known.coupling_shortage > 0) == (t + o > 0 and s < t + o)


@given(memory=memories())
def test_memory_survives_json(memory):
    assert remembered(json.loads(json.dumps(asdict(memory)))) == memory


@given(policy=policies, past=pasts.map(lambda past: tuple(each for each in past if each.verdict)))
def test_row_walked_over_the_past_is_the_row_counted_from_half_year_to_half_year(policy, past):
    row = Misses(complete=False)
    for each in reversed(past):
        row = policy.row_with(each.verdict, row, frozen=each.frozen)

    assert policy.row_before(Previous(period="2023-2", past=past)) == row


@given(policy=policies, case=counts, p=rungs, more=st.integers(1, 5))
def test_one_more_housed_never_gives_a_heavier_rung(policy, case, p, more):
    t, o, s, r = case

    assert rung_of(policy, t, o, s, r + more, p) <= rung_of(policy, t, o, s, r, p)


@given(policy=policies, case=counts, p=rungs)
def test_one_more_coupled_and_housed_in_time_never_gives_a_heavier_rung(policy, case, p):
    t, o, s, r = case

    assert rung_of(policy, t, o, s + 1, r + 1, p) <= rung_of(policy, t, o, s, r, p)


@given(policy=on_couplings, case=counts, p=rungs)
def test_counterfactual_is_never_lighter_than_the_outcome(policy, case, p):
    t, o, s, r = case
    placement = judged(policy, t, o, s, r, p)

    assert placement.rung is not None
    assert placement.rung_on_total_task is not None
    assert placement.rung_on_total_task >= placement.rung


@given(policy=on_couplings, case=counts, p=rungs)
def test_counterfactual_is_the_same_policy_with_couplings_for_all(policy, case, p):
    t, o, s, r = case

    unlimited = judged(policy, t, o, max(s, t, t + o), r, p)
    assert judged(policy, t, o, s, r, p).rung_on_total_task == unlimited.rung


@given(policy=policies, case=counts, p=rungs)
def test_a_milder_outcome_needs_a_shortage(policy, case, p):
    t, o, s, r = case
    placement = judged(policy, t, o, s, r, p)

    assert not placement.milder or s < t + o


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


BLOCKS = {
    block_of_text(key) for texts in (TEXTS, *(policy.sentences for policy in POLICIES)) for key in texts
}


@given(drawn=placements())
def test_every_finding_has_a_label_a_text_and_a_ground(drawn):
    _, _, placement = drawn
    blocks = BLOCKS

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
        assert told.count("coupling_shortage") == policy.needs_couplings
        assert told.count("balance") >= 1
        assert told.count("step") == (p is None or p < 4)


@pytest.mark.parametrize("policy", POLICIES)
def test_grounds_are_all_of_blocks_that_exist(policy):
    assert set(policy.grounds) <= BLOCKS
