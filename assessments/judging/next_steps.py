"""What can be done next with one assessment, and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assessments.judging.versions import Track
from assessments.models import Assessment, AssessmentVersion, Step
from assessments.workflow import (
    ABANDON,
    State,
    Transition,
    steps_from,
)


@dataclass(frozen=True)
class NextStep:
    """A step that this user can go on to; `count` municipalities of a period wait for it."""

    step: Transition
    count: int = 1

    @property
    def label(self) -> str:
        return self.step.label if self.count == 1 else f"{self.step.label} ({self.count})"


def next_steps(judgement: Assessment | AssessmentVersion | None, user: Any) -> list[Transition]:
    """Return what this user can do with an assessment; without a rung there is nothing to decide on."""
    if judgement is None:
        return []
    steps = steps_from(judgement.state, user)
    if not judgement.reassessment_reason:
        steps = [step for step in steps if not step.only_reassessment]
    return steps if judgement.rung is not None else [step for step in steps if step is ABANDON]


def steps_of(judgement: Assessment | AssessmentVersion | None) -> list[Step]:
    """Return what happened to a version, the newest last."""
    if not isinstance(judgement, AssessmentVersion):
        return []
    return list(Step.objects.filter(version=judgement).select_related("taken_by"))


def return_before(concept: Assessment | None, track: Track) -> Step | None:
    """Return how the version before this concept was given back: by whom, and why."""
    if concept is None or track.given_back is None:
        return None
    given_back = Step.objects.filter(version=track.given_back, state=State.RETURNED)
    return given_back.select_related("taken_by").first()
