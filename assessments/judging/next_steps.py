"""What can be done next with one assessment, and what was done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from accounts.permissions import may_assess
from assessments.judging.versions import Track
from assessments.models import Assessment, AssessmentVersion, Step
from assessments.workflow import (
    ABANDON,
    BACK,
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


def proposed_by(rows: Iterable[Assessment | AssessmentVersion], user: Any) -> set[int]:
    """Return the ids of the versions that wait as this user proposed them; no query where none waits."""
    waiting = [row.pk for row in rows if row.state == State.PROPOSED]
    if not waiting or not may_assess(user):
        return set()
    steps = Step.objects.filter(version__in=waiting, state=State.PROPOSED, taken_by=user)
    return set(steps.values_list("version", flat=True))


def next_steps(
    judgement: Assessment | AssessmentVersion | None, user: Any, own: Collection[int] = ()
) -> list[Transition]:
    """Return what this user can do with an assessment; without a rung there is nothing to decide on.

    `own` are the ids of what this user proposed.
    """
    if judgement is None:
        return []
    is_own = judgement.state == State.PROPOSED and judgement.pk in own
    steps = [step for step in steps_from(judgement.state, user) if is_own or not step.by_proposer]
    if not judgement.reassessment_reason:
        steps = [step for step in steps if not step.only_reassessment]
    return steps if judgement.rung is not None else [step for step in steps if step is ABANDON]


def steps_taken(
    judgement: Assessment | AssessmentVersion | None, steps: Collection[Transition] = ()
) -> list[tuple[Step, Transition | None]]:
    """Return what happened to a version, the newest last, each with the step among these that states it anew."""
    if not isinstance(judgement, AssessmentVersion):
        return []
    taken = list(Step.objects.filter(version=judgement).select_related("taken_by"))
    newest = {step.asks[0]: step for step in steps if step.target is None}
    trail: list[tuple[Step, Transition | None]] = []
    for row in reversed(taken):
        day = next((name for name in newest if getattr(row, name) is not None), "")
        trail.append((row, newest.pop(day, None)))
    return trail[::-1]


def return_before(concept: Assessment | None, track: Track) -> Step | None:
    """Return how the version before this concept was given back: by whom, and why."""
    if concept is None or track.given_back is None:
        return None
    given_back = Step.objects.filter(version=track.given_back, state__in=BACK)
    return given_back.select_related("taken_by").first()
