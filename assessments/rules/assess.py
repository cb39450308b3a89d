"""Judge one municipality over one period: the rung that a policy proposes, and why."""

from __future__ import annotations

from assessments.rules.contract import Policy
from assessments.rules.explain import Case, without_figures
from assessments.rules.findings import Placement
from assessments.rules.situation import Previous
from municipalities.figures import Figures


def assess(figures: Figures, previous: Previous, policy: Policy) -> Placement:
    """Return what the policy proposes given the figures and the memory."""
    situation = policy.situation(figures, previous)
    ruling = policy.judge(situation)
    measured, step = ruling.measured, ruling.step
    if measured is None or step is None:
        findings = [without_figures(ruling.missing)]
    else:
        findings = list(Case(policy, situation, ruling, measured, step).findings())
    return Placement(
        policy=policy.version,
        choices=policy.own_choices,
        rung=ruling.rung,
        verdict=ruling.verdict,
        measured_against=measured.measure if measured else "",
        measured=measured.counted if measured else None,
        bound=measured.bound if measured else None,
        because=step.because if step else "",
        consecutive_misses=ruling.misses.count,
        complete=ruling.misses.complete,
        rung_on_total_task=ruling.counterfactual,
        previous_rung=situation.rung_before,
        previous_known=previous.rung is not None,
        previous_period=previous.period,
        previous=previous,
        missing=ruling.missing,
        findings=tuple(findings),
    )
