"""What can be done next with the assessments of a whole period."""

from __future__ import annotations

from collections import Counter
from typing import Any

from assessments.judging.next_steps import NextStep, next_steps, proposed_by
from assessments.overview.overview import Overview
from assessments.workflow import (
    ABANDON,
    CORRECT_PUBLICATION,
    CORRECT_SENDING,
    TAKEN,
    WITHDRAW,
)


def period_steps(overview: Overview, user: Any) -> list[NextStep]:
    """Return what this user can do with the assessments of a period, in the order of the workflow.

    Nothing is done with those of an earlier day.
    """
    if overview.known_at:
        return []
    counted: Counter[str] = Counter()
    own = proposed_by(overview.assessed, user)
    for row in overview.assessed:
        for step in next_steps(row, user, own):
            counted[step.name] += 1
    bulk = [step for step in TAKEN if counted[step.name] and step not in ONE_BY_ONE]
    return [NextStep(step, counted[step.name]) for step in bulk]


ONE_BY_ONE = (WITHDRAW, ABANDON, CORRECT_SENDING, CORRECT_PUBLICATION)
"""Steps that are rarely taken with many: offered on the page of one municipality."""
