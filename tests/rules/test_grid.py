"""Both policies of Utrecht on an exhaustive grid, against a slow second implementation.

The suite takes every 37th case, `make soak` all 317,520 figures with the memory.
"""

from collections.abc import Iterator
from itertools import islice, product

import pytest

from assessments.rules.registry import POLICIES
from assessments.rules.situation import How, Past, Verdict
from tests.rules.by_hand import BY_HAND, ByHand
from tests.rules.cases import situation

NONE = (None,)
SOME = 37
UNLIMITED = 10_000


def cases() -> Iterator[tuple[int, int, int, int, int | None, int]]:
    return product(range(7), range(-7, 8), range(9), range(13), (None, 1, 2, 3, 4, 5, 6), (0, 1, 3))


def check(policy, case):
    t, o, s, r, p, m = case
    by_hand = BY_HAND[policy.version]
    past = tuple(Past(period="", rung=p, verdict=Verdict.NOT_MET) for _ in range(m))
    ruling = policy.judge(situation(policy, t, o, s, r, p, how=How.ADOPTED, past=past))

    assert ruling.measured is not None
    assert ruling.rung is not None
    found = ByHand(
        ruling.rung,
        str(ruling.verdict),
        ruling.measured.measure,
        ruling.measured.bound,
        ruling.misses.count,
    )
    assert found == by_hand(*case), case
    assert ruling.counterfactual == by_hand(t, o, UNLIMITED, r, p, m).rung, case


FIGURES = ("quota", "opening_balance", "available_on_reference_date", "realised")


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.version)
@pytest.mark.parametrize("missing", FIGURES)
def test_a_figure_that_is_required_and_absent_gives_no_outcome(policy, missing):
    figures = dict(zip(FIGURES, (20, 5, 30, 19), strict=True)) | {missing: None}
    ruling = policy.judge(situation(policy, *figures.values(), 2))

    assert ruling.missing == tuple(name for name in policy.requires if name == missing)
    assert (ruling.rung is None) == (ruling.verdict is None) == bool(ruling.missing)


@pytest.mark.parametrize("version", BY_HAND)
def test_policy_agrees_with_the_second_implementation(version):
    policy = next(policy for policy in POLICIES if policy.version == version)
    for case in islice(cases(), 0, None, SOME):
        check(policy, case)


@pytest.mark.soak
@pytest.mark.parametrize("version", BY_HAND)
def test_policy_agrees_with_the_second_implementation_everywhere(version):
    policy = next(policy for policy in POLICIES if policy.version == version)
    for case in cases():
        check(policy, case)
