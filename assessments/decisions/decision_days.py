"""Days of a step that cannot be: a decision from before what it rests on, a letter from before the decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Max, Min

from assessments.models import AssessmentVersion, Step
from assessments.workflow import State, Transition
from municipalities.dutch import day_text
from municipalities.models import Period
from municipalities.moments import local_day

DAYS = ("decision_date", "sent_on", "published_on")
"""The days of steps, each the same as the one before it or later."""


def problems_with_days(
    step: Transition,
    period: Period,
    versions: Sequence[AssessmentVersion],
    replaced: Sequence[AssessmentVersion],
    given: Mapping[str, Any],
) -> dict[str, str]:
    """Return what is wrong with the given days, by field; `replaced` are the versions that stand until now."""
    problems = {}
    if "decision_date" in step.asks:
        for earliest, message in earliest_decisions(period, versions, replaced):
            if given["decision_date"] < earliest:
                problems["decision_date"] = message
    steps = Step.objects.filter(version__in=versions, corrected_by=None)
    for earlier, later in pairwise(DAYS):
        if later in step.asks:
            latest = steps.aggregate(found=Max(earlier))["found"]
            if latest is not None and latest > given[later]:
                problems[later] = (
                    f"Deze dag ligt voor de vorige stap, van {day_text(latest)}. Controleer de datum."
                )
        if earlier in step.asks:
            soonest = steps.aggregate(found=Min(later))["found"]
            if soonest is not None and soonest < given[earlier]:
                problems[earlier] = (
                    f"Deze dag ligt na de volgende stap, van {day_text(soonest)}. Controleer de datum."
                )
    return problems


def earliest_decisions(
    period: Period, versions: Sequence[AssessmentVersion], replaced: Sequence[AssessmentVersion]
) -> Iterator[tuple[date, str]]:
    """Yield days before which these versions cannot be decided on, each with a sentence; the last one weighs most."""
    decisions = Step.objects.filter(version__in=replaced, state=State.ADOPTED)
    before = decisions.aggregate(latest=Max("decision_date"))["latest"]
    if before is not None:
        yield (
            before,
            f"Het besluit dat wordt vervangen, is van {day_text(before)}. Kies die dag of een latere.",
        )
    known_on = max((local_day(version.known_at) for version in versions), default=period.start)
    yield (
        known_on,
        f"De cijfers zijn bekend op {day_text(known_on)}. Het besluit is van die dag of een latere.",
    )
    yield period.start, f"Het besluit kan niet voor {day_text(period.start)} zijn genomen."
