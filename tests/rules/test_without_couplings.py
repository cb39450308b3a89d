"""A policy that needs no couplings: nothing is read of them, and nothing is told."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessments.rules.assess import assess
from assessments.rules.deviation import Choice, problems_with
from assessments.rules.policies.utrecht_2024 import POLICY
from assessments.rules.tables import Measured, MeasuringLine
from tests.rules.cases import before, figures

people = st.integers(0, 30)


def total_task(situation):
    return Measured(
        measure="total_task",
        bound=max(0, situation.total_task),
        counted=situation.realised,
        norm="norm_total_task",
        realised=("finding_met",),
    )


WITHOUT = replace(
    POLICY,
    requires=("quota", "opening_balance", "realised"),
    measuring=(
        MeasuringLine(
            condition="altijd",
            outcome="is gemeten aan de totaalopgave",
            grounds=("framework",),
            holds=lambda _: True,
            measured=total_task,
        ),
    ),
    grounds={**POLICY.grounds, "norm_total_task": "framework"},
)


@given(t=people, o=st.integers(-10, 10), r=people, s=st.none() | people)
def test_couplings_change_nothing_and_are_not_told(t, o, r, s):
    placement = assess(figures("2024-1", t, o, s, r), before(rung=1), WITHOUT)

    assert placement == assess(figures("2024-1", t, o, None, r), before(rung=1), WITHOUT)
    assert placement.rung is not None
    assert placement.rung_on_total_task is None
    assert not {"coupling_shortage", "counterfactual"} & {finding.key for finding in placement.findings}


def test_another_norm_is_not_offered():
    placement = assess(figures("2024-1", 20, 5, None, 19), before(rung=1), WITHOUT)
    choice = Choice(ground="national_measure", evidence="x", effect="retarget", norm=10)

    said = dict(problems_with(choice, placement, WITHOUT))
    assert said["effect"] == "Kies wat de verschoonbare reden doet: niet verhogen of trede bevriezen."
