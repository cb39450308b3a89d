import pytest

from assessments.rules.policies.utrecht_2023 import POLICY
from tests.rules.cases import judged, letter_blocks

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
        "basis_shortage norm_excused finding_met_total counterfactual_same balance_cleared step_to_1",
    ),
    (
        "shortage, norm met",
        (20, 5, 24, 24, 2),
        "basis_shortage norm_excused finding_met counterfactual_milder balance_shrunk debt_stays step_to_1",
    ),
    (
        "one available",
        (20, 5, 1, 1, 2),
        "basis_shortage norm_excused finding_met counterfactual_milder balance_grown debt_stays step_to_1",
    ),
    (
        "nobody available",
        (20, 5, 0, 0, 2),
        "basis_shortage norm_excused finding_nobody counterfactual_milder balance_grown debt_stays step_to_1",
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
        "basis_total_task norm_total_task finding_missed balance_shrunk step_stay_missed",
    ),
    (
        "shortage, norm missed from 3",
        (20, 5, 24, 20, 3),
        "basis_shortage norm_excused finding_missed counterfactual_same balance_equal step_stay_missed",
    ),
    ("left to the executive", (20, 5, 24, 20, 4), "basis_shortage balance_equal"),
]


@pytest.mark.parametrize(("case", "blocks"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_utrecht_2023_letter_prints_blocks(case, blocks):
    assert letter_blocks(judged(POLICY, *case)) == blocks
