"""The page on which a step is taken: with one municipality, or with a whole period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from assessments.models import Assessment, AssessmentVersion, Step
from assessments.motivation import needs_shared_words
from assessments.overview import Overview
from assessments.queries import ladder_of
from assessments.rules.ladder import Rung
from assessments.subjects import Subject, subjects_of
from assessments.tracks import Track
from assessments.workflow import (
    ABANDON,
    ADOPT,
    GIVE_BACK,
    PUBLISH,
    SEND,
    TAKEN,
    WITHDRAW,
    State,
    Transition,
    steps_from,
)
from municipalities.models import Municipality, Period
from municipalities.wording import plural

WARNINGS = {
    ADOPT.name: "Daarna zijn cijfers, trede en brief niet meer te wijzigen.",
    WITHDRAW.name: (
        "Zij blijft leesbaar, met uw reden. Een eerdere versie herleeft niet: er is een nieuwe beoordeling nodig, "
        "en de volgende periode wacht daarop."
    ),
    ABANDON.name: "Zij blijft leesbaar, met uw reden. Wat is vastgesteld, blijft gelden.",
}
"""What a step means that cannot be taken back."""


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


def period_steps(overview: Overview, user: Any) -> list[NextStep]:
    """Return what this user can do with the assessments of a period, in the order of the workflow."""
    counted: Counter[str] = Counter()
    for row in overview.assessed:
        for step in next_steps(row, user):
            counted[step.name] += 1
    bulk = [step for step in TAKEN if counted[step.name] and step not in ONE_BY_ONE]
    return [NextStep(step, counted[step.name]) for step in bulk]


ONE_BY_ONE = (GIVE_BACK, WITHDRAW, ABANDON)
"""Steps with a reason of their own: offered on the page of one municipality."""


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


@dataclass(frozen=True)
class StepPage:
    """Who can take a step, with what to look at first."""

    step: Transition
    period: Period
    municipality: Municipality | None
    """The only one of the page, or None for the whole period."""
    subjects: list[Subject]
    ladder: dict[int, Rung]

    @property
    def title(self) -> str:
        about = f"{self.municipality}, " if self.municipality else ""
        return f"{self.step.label}: {about}{self.period.code}"

    @property
    def question(self) -> str:
        """What is about to happen, in words."""
        ready = self.ready
        if not ready:
            if self.municipality is not None:
                return f"{self.step.label} kan nu niet. Hieronder staat waarom."
            return f"{self.step.label} kan nu bij geen enkele gemeente. Hieronder staat waarom."
        remarkable = sum(bool(row.remarks) for row in ready)
        count = plural(len(ready), "beoordeling", "beoordelingen")
        if self.municipality is not None:
            # "Verzending vastleggen" has an object of its own.
            verb = self.step.label.lower()
            asked = f"{': ' if ' ' in verb else ' '}{verb}?"
            return f"De beoordeling van {self.municipality}{asked} {self.warning}".strip()
        stand, stands = ("staat" if number == 1 else "staan" for number in (len(ready), remarkable))
        remark = f" {remarkable} met een bijzonderheid; die {stands} bovenaan." if remarkable else ""
        return f"{count} {stand} klaar.{remark} {self.warning}".strip()

    @property
    def warning(self) -> str:
        return WARNINGS.get(self.step.name, "")

    @property
    def button(self) -> str:
        return self.step.label

    @property
    def shares_words(self) -> bool:
        """Whether somebody here goes without words of its own, and takes those that go with many."""
        return any(needs_shared_words(row.judgement) for row in self.ready)

    @property
    def ready(self) -> list[Subject]:
        return [row for row in self.subjects if not row.problems]

    @property
    def chosen_at_first(self) -> list[str]:
        return [row.key for row in self.ready]

    @property
    def next_url(self) -> str:
        if self.municipality is not None:
            return reverse(
                "assessments:assessment_detail", args=[self.period.code, self.municipality.cbs_code]
            )
        return reverse("assessments:period_overview", args=[self.period.code])

    def done(self, versions: Sequence[AssessmentVersion]) -> str:
        """Say what happened; sending and publishing happened elsewhere, and were put on record."""
        name = versions[0].municipality if len(versions) == 1 else None
        if self.step in (SEND, PUBLISH):
            letters = f"de brief aan {name}" if name else f"{len(versions)} brieven over {self.period.code}"
            return f"{self.step.label.partition(' ')[0]} van {letters} vastgelegd."
        if name:
            return f"Beoordeling van {name} {self.step.done}."
        return f"{len(versions)} beoordelingen over {self.period.code} {self.step.done}."


def step_page(
    step: Transition, period: Period, municipality: Municipality | None, *, by: Any, now: datetime
) -> StepPage:
    """Return the page of a step over a period, for one municipality or all of the user's province."""
    province = by.province
    subjects = subjects_of(step, period, province, by=by, now=now)
    if municipality is not None:
        subjects = [row for row in subjects if row.municipality == municipality]
    return StepPage(step, period, municipality, subjects, ladder_of(province))
