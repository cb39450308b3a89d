"""Judge one municipality over one period: the rung that a policy proposes, and why."""

from __future__ import annotations

from collections.abc import Iterable

from assessments.rules.contract import Policy, Ruling
from assessments.rules.explain import Case, without_figures
from assessments.rules.findings import Finding, Placement
from assessments.rules.situation import Previous, Situation
from municipalities.figures import Figures


def assess(figures: Figures, previous: Previous, policy: Policy) -> Placement:
    """Return what the policy proposes given the figures and the memory, and why."""
    situation = policy.situation(figures, previous)
    ruling = policy.judge(situation)
    measured, step = ruling.measured, ruling.step
    if measured is None or step is None:
        findings = [without_figures(ruling.missing)]
    else:
        findings = list(Case(policy, situation, ruling, measured, step).findings())
    return placement_of(ruling, situation, policy, findings)


def place(figures: Figures, previous: Previous, policy: Policy) -> Placement:
    """Return what the policy proposes, without the sentences that say why: for where only the outcome counts."""
    situation = policy.situation(figures, previous)
    return placement_of(policy.judge(situation), situation, policy, ())


def rung_in(situation: Situation, policy: Policy) -> int | None:
    """Return the rung that the policy proposes, and nothing beside it; None without a figure that it requires."""
    if any(getattr(situation.figures, name) is None for name in policy.requires):
        return None
    return policy.rule(situation).rung


def placement_of(
    ruling: Ruling, situation: Situation, policy: Policy, findings: Iterable[Finding]
) -> Placement:
    measured, step, previous = ruling.measured, ruling.step, situation.previous
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
