"""Whether what was frozen still follows from its figures, its memory and its choice, by the rules that judged."""

from __future__ import annotations

from assessments.judging.fingerprints import engine_version
from assessments.models import Judgement
from assessments.rules.contract import Ruling
from assessments.rules.deviation import excuse_of
from assessments.rules.findings import Placement
from assessments.rules.registry import UnknownPolicyError
from assessments.rules.situation import Misses


def follows(row: Judgement) -> bool | None:
    """Return whether judging again gives the same; None when other rules judged, so that it cannot be said."""
    placement = row.placement
    try:
        policy = row.rules
    except UnknownPolicyError:
        return None
    if placement.previous is None or row.engine != engine_version(policy):
        return None
    situation = policy.situation(row.figures, placement.previous)
    proposal = policy.judge(situation)
    decided = policy.judge(situation, excuse_of(row.choice)) if row.ground else proposal
    return kept_of(proposal) == proposed_in(placement) and (
        row.chosen_rung or decided.rung,
        decided.verdict or "",
        decided.measured.measure if decided.measured else "",
        decided.misses.count,
        decided.frozen,
    ) == (row.rung, row.verdict, row.measured_against, row.consecutive_misses, row.is_frozen)


def kept_of(ruling: Ruling) -> tuple[object, ...]:
    """Return what is kept of a ruling; its sentences are no part of what judged."""
    measured, step = ruling.measured, ruling.step
    counts = (measured.measure, measured.bound, measured.counted) if measured else ("", None, None)
    because = step.because if step else ""
    return (
        ruling.rung,
        ruling.verdict,
        *counts,
        because,
        ruling.misses,
        ruling.counterfactual,
        ruling.missing,
    )


def proposed_in(placement: Placement) -> tuple[object, ...]:
    counts = (placement.measured_against, placement.bound, placement.measured)
    misses = Misses(count=placement.consecutive_misses, complete=placement.complete)
    outcome = (placement.rung, placement.verdict, *counts, placement.because, misses)
    return (*outcome, placement.rung_on_total_task, placement.missing)
