"""Whether what was frozen still follows from its figures, its memory and its choice, by the rules that judged."""

from __future__ import annotations

from assessments.judging.fingerprints import engine_version
from assessments.models import Judgement
from assessments.rules.assess import assess
from assessments.rules.deviation import decide
from assessments.rules.registry import UnknownPolicyError


def follows(row: Judgement) -> bool | None:
    """Return whether judging again gives the same; None when other rules judged, so that it cannot be said."""
    placement = row.placement
    try:
        policy = row.rules
    except UnknownPolicyError:
        return None
    if placement.previous is None or row.engine != engine_version(policy):
        return None
    again = assess(row.figures, placement.previous, policy)
    decided = decide(again, row.figures, row.choice, policy)
    # The sentences are no part of what judged.
    return judged_outcome(again.to_dict()) == judged_outcome(placement.to_dict()) and (
        (decided.rung, decided.verdict or "", decided.measured_against)
        == (row.rung, row.verdict, row.measured_against)
        and (decided.consecutive_misses, decided.is_frozen) == (row.consecutive_misses, row.is_frozen)
    )


def judged_outcome(placement: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in placement.items() if name != "findings"}
