import pytest

from assessments.rules.findings import SHORTAGE, TOTAL_TASK
from assessments.rules.policies.utrecht_2024 import POLICY
from tests.rules.cases import judged, letter_blocks

# Total task 20 + 5 = 25. T quota, O opening, S available, R realised, p previous rung.
GOLDEN = [
    # T   O   S   R  p     rung basis       norm total task
    # Line 2: from 4 on the executive decides, whatever the figures.
    (20, 5, 30, 10, 4, 4, TOTAL_TASK, None, 4),
    (20, 5, 30, 25, 4, 4, TOTAL_TASK, None, 4),
    (20, 5, 10, 10, 5, 5, SHORTAGE, None, 5),
    (20, 5, 30, 30, 6, 6, TOTAL_TASK, None, 6),
    # Line 3: no backlog left gives 1 at once.
    (20, 5, 30, 24, 3, 2, TOTAL_TASK, 20, 2),  # C = 1
    (20, 5, 30, 25, 3, 1, TOTAL_TASK, None, 1),  # C = 0
    (20, 5, 30, 26, 3, 1, TOTAL_TASK, None, 1),  # C = -1
    (20, 5, 10, 25, 2, 1, SHORTAGE, None, 1),
    (20, -5, 30, 14, 1, 2, TOTAL_TASK, 20, 2),  # the lead was just too small
    (20, -5, 30, 15, 1, 1, TOTAL_TASK, None, 1),  # it was just enough
    (20, -30, 0, 0, 2, 1, TOTAL_TASK, None, 1),  # D < 0
    (0, 0, 0, 0, 3, 1, TOTAL_TASK, None, 1),
    # Line 4: a rung up below the quota, capped by what was available.
    (20, 5, 30, 19, 1, 2, TOTAL_TASK, 20, 2),  # just below the quota
    (20, 5, 30, 20, 1, 1, TOTAL_TASK, 20, 1),  # on
    (20, 5, 30, 21, 1, 1, TOTAL_TASK, 20, 1),  # just above
    (20, 5, 30, 19, 2, 3, TOTAL_TASK, 20, 3),
    (20, 5, 30, 19, 3, 4, TOTAL_TASK, 20, 4),
    (20, 5, 30, 19, None, 2, TOTAL_TASK, 20, 2),
    (20, 5, 21, 19, 1, 2, SHORTAGE, 20, 2),  # S above T excuses nothing
    (20, 5, 20, 19, 1, 2, SHORTAGE, 20, 2),  # nor does S = T
    (20, 5, 19, 18, 1, 2, SHORTAGE, 19, 2),  # S below T lowers the norm
    (20, 5, 1, 0, 2, 3, SHORTAGE, 1, 3),
    (20, -5, 17, 14, 1, 2, TOTAL_TASK, 17, 2),  # D < S < T: no shortage, and yet a lower norm
    # Line 5: everyone available was housed, or nothing was asked.
    (20, 5, 19, 19, 1, 1, SHORTAGE, 19, 2),
    (20, 5, 15, 14, 2, 3, SHORTAGE, 15, 3),  # just below
    (20, 5, 15, 15, 2, 2, SHORTAGE, 15, 3),  # on
    (20, 5, 15, 16, 2, 2, SHORTAGE, 15, 3),  # just above
    (20, 5, 15, 19, 3, 3, SHORTAGE, 15, 4),
    (20, 5, 15, 15, None, 1, SHORTAGE, 15, 2),
    (20, 5, 0, 0, 2, 2, SHORTAGE, 0, 3),  # nobody was available
    (20, -5, 5, 5, 1, 1, SHORTAGE, 5, 2),
    (0, 5, 10, 0, 1, 1, TOTAL_TASK, None, 1),
    (0, 5, 10, 4, 3, 3, TOTAL_TASK, None, 3),
    (0, 5, 10, 5, 3, 1, TOTAL_TASK, None, 1),  # line 3 comes first
    (0, 5, 0, 0, 2, 2, SHORTAGE, None, 2),
    # Line 6: the quota met, a backlog left.
    (20, 5, 30, 20, 2, 2, TOTAL_TASK, 20, 2),
    (20, 5, 30, 20, 3, 2, TOTAL_TASK, 20, 2),
    (20, 5, 30, 24, 1, 1, TOTAL_TASK, 20, 1),
    (20, 5, 15, 20, 3, 2, SHORTAGE, 20, 2),
    (20, 5, 30, 20, None, 1, TOTAL_TASK, 20, 1),
]


@pytest.mark.parametrize(("t", "o", "s", "r", "p", "rung", "basis", "norm", "on_total_task"), GOLDEN)
def test_utrecht_2024_golden(t, o, s, r, p, rung, basis, norm, on_total_task):
    placement = judged(POLICY, t, o, s, r, p)

    outcome = (placement.rung, placement.basis, placement.norm, placement.rung_on_total_task)
    assert outcome == (rung, basis, norm, on_total_task)


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
        "basis_shortage norm_available_2024 finding_missed counterfactual_same balance_grown step_up",
    ),
    (
        "line 4, shortage lowers the norm, lead too small",
        (21, -1, 17, 12, 1),
        "basis_shortage norm_available_2024 finding_missed finding_lead_short counterfactual_same "
        "balance_new step_up",
    ),
    (
        "line 4, no shortage but a lower norm",
        (20, -5, 17, 14, 1),
        "basis_total_task norm_available_2024 finding_missed finding_lead_short balance_new step_up",
    ),
    (
        "line 5, excused",
        (20, 5, 15, 15, 2),
        "basis_shortage norm_available_2024 finding_excused counterfactual_milder balance_grown debt_stays "
        "step_stay_excused",
    ),
    (
        "line 5, nobody available",
        (20, 5, 0, 0, None),
        "basis_shortage norm_available_2024 finding_excused counterfactual_milder balance_grown debt_stays "
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


@pytest.mark.parametrize(
    ("case", "norm_met"),
    [
        ((20, 5, 30, 19, 1), False),
        ((20, 5, 15, 15, 1), True),
        ((20, 5, 30, 20, 1), True),
        ((20, 5, 30, 26, 1), True),
        ((20, -5, 30, 16, 1), None),  # a lead was eaten
        ((0, 5, 9, 4, 1), None),  # nothing was asked
        ((0, 5, 9, 5, 1), None),
        ((20, 5, 30, 19, 4), None),
    ],
)
def test_utrecht_2024_norm_met(case, norm_met):
    assert judged(POLICY, *case).norm_met is norm_met


TRAP = ("verschoonbaar", "verschoonbare", "lichter", "invloed", "rekening gehouden met")


def test_utrecht_2024_bunnik_suggests_no_excuse():
    placement = judged(POLICY, 17, 7, 21, 7, 2)

    sentences = " ".join(finding.text("uw gemeente") for finding in placement.findings)
    assert (placement.basis, placement.rung, placement.rung_on_total_task) == (SHORTAGE, 3, 3)
    assert "Het koppelingstekort verandert deze beoordeling niet." in sentences
    assert not [word for word in TRAP if word in sentences.lower()]
