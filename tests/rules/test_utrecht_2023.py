import pytest

from assessments.rules.findings import SHORTAGE, TOTAL_TASK
from assessments.rules.policies.utrecht_2023 import POLICY
from tests.rules.cases import judged, letter_blocks

# Total task 20 + 5 = 25. T quota, O opening, S available, R realised, p previous rung.
GOLDEN = [
    # T   O   S   R  p     rung basis       norm total task
    # Enough were available: the norm is the total task.
    (20, 5, 30, 24, 1, 2, TOTAL_TASK, 25, 2),  # just below
    (20, 5, 30, 25, 1, 1, TOTAL_TASK, 25, 1),  # on
    (20, 5, 30, 26, 1, 1, TOTAL_TASK, 25, 1),  # just above
    (20, 5, 25, 24, 1, 2, TOTAL_TASK, 25, 2),  # S = D is no shortage
    (20, 5, 25, 25, 1, 1, TOTAL_TASK, 25, 1),
    # Too few were available: the norm is what was.
    (20, 5, 24, 23, 1, 2, SHORTAGE, 24, 2),  # just below
    (20, 5, 24, 24, 1, 1, SHORTAGE, 24, 2),  # on: milder
    (20, 5, 24, 25, 1, 1, SHORTAGE, 24, 1),  # the total task as well: the same
    (20, 5, 10, 9, 1, 2, SHORTAGE, 10, 2),
    (20, 5, 10, 10, 1, 1, SHORTAGE, 10, 2),
    (20, 5, 10, 11, 1, 1, SHORTAGE, 10, 2),
    (20, 5, 1, 0, 1, 2, SHORTAGE, 1, 2),
    (20, 5, 0, 0, 1, 1, SHORTAGE, 0, 2),  # nobody was available
    (20, 5, 0, 3, 1, 1, SHORTAGE, 0, 2),
    # A lead leaves nothing to house: there is no norm and no shortage.
    (5, -4, 1, 0, 1, 2, TOTAL_TASK, 1, 2),  # D = 1
    (5, -5, 0, 0, 1, 1, TOTAL_TASK, None, 1),  # D = 0
    (5, -6, 0, 0, 1, 1, TOTAL_TASK, None, 1),  # D = -1
    (0, 0, 0, 0, 1, 1, TOTAL_TASK, None, 1),
    (0, -3, 2, 1, 3, 1, TOTAL_TASK, None, 1),
    # A quota of 0 with a backlog: the total task is the backlog.
    (0, 5, 6, 4, 1, 2, TOTAL_TASK, 5, 2),
    (0, 5, 6, 5, 1, 1, TOTAL_TASK, 5, 1),
    # With a lead S can lie between D and T: still no shortage.
    (20, -5, 17, 14, 1, 2, TOTAL_TASK, 15, 2),
    (20, -5, 17, 15, 1, 1, TOTAL_TASK, 15, 1),
    # The previous rung: met gives 1, a miss never lowers, 2 to 3 is never automatic.
    (20, 5, 30, 25, 3, 1, TOTAL_TASK, 25, 1),
    (20, 5, 10, 10, 3, 1, SHORTAGE, 10, 3),
    (20, 5, 30, 24, None, 2, TOTAL_TASK, 25, 2),
    (20, 5, 30, 24, 2, 2, TOTAL_TASK, 25, 2),
    (20, 5, 30, 24, 3, 3, TOTAL_TASK, 25, 3),
    # From 4 on the executive decides, whatever the figures.
    (20, 5, 30, 24, 4, 4, TOTAL_TASK, None, 4),
    (20, 5, 30, 25, 4, 4, TOTAL_TASK, None, 4),
    (20, 5, 10, 10, 5, 5, SHORTAGE, None, 5),
    (5, -6, 0, 0, 6, 6, TOTAL_TASK, None, 6),
]


@pytest.mark.parametrize(("t", "o", "s", "r", "p", "rung", "basis", "norm", "on_total_task"), GOLDEN)
def test_utrecht_2023_golden(t, o, s, r, p, rung, basis, norm, on_total_task):
    placement = judged(POLICY, t, o, s, r, p)

    outcome = (placement.rung, placement.basis, placement.norm, placement.rung_on_total_task)
    assert outcome == (rung, basis, norm, on_total_task)


LINES = [
    ("no total task", (5, -6, 0, 0, 2), "basis_no_task finding_nothing_to_house balance_lead step_to_1"),
    (
        "no total task, no history",
        (5, -6, 0, 0, None),
        "basis_no_task finding_nothing_to_house balance_lead step_to_1",
    ),
    (
        "total task met",
        (20, 5, 30, 25, 2),
        "basis_total_task norm_total_task finding_met balance_cleared step_to_1",
    ),
    (
        "shortage, total task met",
        (20, 5, 24, 25, 2),
        "basis_shortage norm_available_2023 finding_met_total counterfactual_same balance_cleared step_to_1",
    ),
    (
        "shortage, norm met",
        (20, 5, 24, 24, 2),
        "basis_shortage norm_available_2023 finding_met counterfactual_milder balance_shrunk debt_stays "
        "step_to_1",
    ),
    (
        "one available",
        (20, 5, 1, 1, 2),
        "basis_shortage norm_available_2023 finding_met counterfactual_milder balance_grown debt_stays "
        "step_to_1",
    ),
    (
        "nobody available",
        (20, 5, 0, 0, 2),
        "basis_shortage norm_available_2023 finding_nobody counterfactual_milder balance_grown debt_stays "
        "step_to_1",
    ),
    (
        "total task missed from 1",
        (20, 5, 30, 24, 1),
        "basis_total_task norm_total_task finding_missed balance_shrunk step_to_2",
    ),
    (
        "total task missed without history",
        (20, 5, 30, 24, None),
        "basis_total_task norm_total_task finding_missed balance_shrunk history_unknown step_to_2",
    ),
    (
        "total task missed from 2",
        (20, 5, 30, 24, 2),
        "basis_total_task norm_total_task finding_missed balance_shrunk step_stay_missed_2023",
    ),
    (
        "shortage, norm missed from 3",
        (20, 5, 24, 20, 3),
        "basis_shortage norm_available_2023 finding_missed counterfactual_same balance_equal "
        "step_stay_missed_2023",
    ),
    ("left to the executive", (20, 5, 24, 20, 4), "basis_shortage balance_equal"),
]


@pytest.mark.parametrize(("case", "blocks"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_utrecht_2023_letter_prints_blocks(case, blocks):
    assert letter_blocks(judged(POLICY, *case)) == blocks


@pytest.mark.parametrize(
    ("case", "norm_met"),
    [
        ((20, 5, 30, 25, 1), True),
        ((20, 5, 10, 10, 1), True),
        ((5, -6, 0, 0, 1), True),
        ((20, 5, 30, 24, 1), False),
        ((20, 5, 30, 24, 4), None),
    ],
)
def test_utrecht_2023_norm_met(case, norm_met):
    assert judged(POLICY, *case).norm_met is norm_met
