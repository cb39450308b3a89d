"""Judge one municipality over one period: the rung that a policy proposes, and why."""

from __future__ import annotations

from assessments.rules.explain import Case
from assessments.rules.findings import LABELS, Finding, Placement, Previous
from assessments.rules.policy import RUNG_WITHOUT_HISTORY, Known, Policy
from assessments.rules.sentences import MISSING_FIGURES, fill
from municipalities.dutch import listing
from municipalities.figures import Figures


def assess(figures: Figures, previous: Previous, policy: Policy) -> Placement:
    """Return what the policy proposes given the figures and the previous rung."""
    rung_before = RUNG_WITHOUT_HISTORY if previous.rung is None else previous.rung
    known = Known.of(figures)
    if known is None:
        return _without_figures(figures.missing, previous, rung_before, policy)
    ruling = policy.judge(known, rung_before)
    case = Case(
        period=figures.period,
        known=known,
        previous=previous,
        rung_before=rung_before,
        policy=policy,
        ruling=ruling,
        on_total_task=policy.judge(known.with_unlimited_couplings(), rung_before).rung,
    )
    return Placement(
        policy=policy.version,
        rung=ruling.rung,
        basis=known.basis,
        norm=ruling.norm,
        norm_met=ruling.norm_met,
        consecutive_misses=previous.misses + 1 if ruling.norm_met is False else 0,
        rung_on_total_task=case.on_total_task,
        previous_rung=rung_before,
        previous_known=previous.rung is not None,
        previous_period=previous.period,
        missing=(),
        findings=tuple(case.findings()),
    )


def _without_figures(
    missing: tuple[str, ...], previous: Previous, rung_before: int, policy: Policy
) -> Placement:
    names = listing([MISSING_FIGURES[name] for name in missing])
    finding = Finding(
        key="no_figures",
        block="no_figures",
        label=LABELS["no_figures"],
        sentence=fill("no_figures", {"missing_figures": names}),
        in_letter=False,
    )
    return Placement(
        policy=policy.version,
        rung=None,
        basis=None,
        norm=None,
        norm_met=None,
        consecutive_misses=0,
        rung_on_total_task=None,
        previous_rung=rung_before,
        previous_known=previous.rung is not None,
        previous_period=previous.period,
        missing=missing,
        findings=(finding,),
    )
