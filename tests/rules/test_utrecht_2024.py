import pytest

from assessments.rules.policies.utrecht_2024 import POLICY
from tests.rules.cases import judged, letter_blocks

LINES = [
    ("line 2", (20, 5, 15, 15, 4), "basis_shortage balance_grown"),
    ("line 3", (20, 5, 30, 26, 2), "basis_total_task finding_no_backlog balance_cleared step_to_1"),
    ("line 3, shortage", (20, 5, 15, 25, 2), "basis_shortage finding_no_backlog balance_cleared step_to_1"),
    (
        "line 3, lead used",
        (20, -5, 30, 16, 1),
        "basis_total_task finding_no_backlog finding_lead_used balance_lead step_to_1",
    ),
    ("line 3, no task", (20, -30, 0, 20, 1), "basis_no_task finding_no_backlog balance_equal step_to_1"),
    ("line 4", (20, 5, 30, 19, 2), "basis_total_task norm_quota finding_missed balance_grown step_up"),
    (
        "line 4, no lead and no backlog",
        (20, 0, 30, 19, 2),
        "basis_total_task norm_quota finding_missed balance_new step_up",
    ),
    (
        "line 4, no history",
        (20, 5, 30, 19, None),
        "basis_total_task norm_quota finding_missed balance_grown history_unknown step_up",
    ),
    (
        "line 4, shortage that excuses nothing",
        (20, 5, 20, 19, 2),
        "basis_shortage norm_quota shortage_no_excuse finding_missed balance_grown step_up",
    ),
    (
        "line 4, lead too small",
        (20, -1, 30, 18, 1),
        "basis_total_task norm_quota finding_missed finding_lead_short balance_new step_up",
    ),
    (
        "line 4, shortage lowers the norm",
        (20, 5, 15, 14, 1),
        "basis_shortage norm_available finding_missed counterfactual_same balance_grown step_up",
    ),
    (
        "line 4, shortage lowers the norm, lead too small",
        (21, -1, 17, 12, 1),
        "basis_shortage norm_available finding_missed finding_lead_short counterfactual_same "
        "balance_new step_up",
    ),
    (
        "line 4, no shortage but a lower norm",
        (20, -5, 17, 14, 1),
        "basis_total_task norm_available finding_missed finding_lead_short balance_new step_up",
    ),
    (
        "line 5, excused",
        (20, 5, 15, 15, 2),
        "basis_shortage norm_available finding_excused counterfactual_milder balance_grown debt_stays "
        "step_stay_excused",
    ),
    (
        "line 5, nobody available",
        (20, 5, 0, 0, None),
        "basis_shortage norm_available finding_excused counterfactual_milder balance_grown debt_stays "
        "history_unknown step_stay_excused",
    ),
    ("line 5, no quota", (0, 5, 9, 4, 2), "basis_total_task finding_no_quota balance_shrunk step_stay"),
    (
        "line 6 from 1",
        (20, 5, 30, 20, 1),
        "basis_total_task norm_quota finding_met balance_equal step_stay_backlog",
    ),
    (
        "line 6 from 3",
        (20, 5, 30, 21, 3),
        "basis_total_task norm_quota finding_met balance_shrunk step_3_to_2",
    ),
    (
        "line 6, shortage",
        (20, 5, 15, 20, 2),
        "basis_shortage norm_quota finding_met balance_equal step_stay_backlog",
    ),
]


@pytest.mark.parametrize(("case", "blocks"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_utrecht_2024_letter_prints_blocks(case, blocks):
    assert letter_blocks(judged(POLICY, *case)) == blocks


TRAP = ("verschoonbaar", "verschoonbare", "lichter", "invloed", "rekening gehouden met")


def test_utrecht_2024_bunnik_suggests_no_excuse():
    placement = judged(POLICY, 17, 7, 21, 7, 2)

    sentences = " ".join(finding.text("uw gemeente") for finding in placement.findings)
    assert (placement.measured_against, placement.rung, placement.rung_on_total_task) == ("quota", 3, 3)
    assert "Het koppelingstekort verandert deze beoordeling niet." in sentences
    assert not [word for word in TRAP if word in sentences.lower()]
