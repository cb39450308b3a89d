"""The periods to choose from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from assessments.models import Assessment, AssessmentVersion
from assessments.workflow import BACK, State
from municipalities.dutch import listing, number
from municipalities.models import Municipality, Period


def periods_for(user: Any) -> QuerySet[Period]:
    """Return all periods, newest first, with how many municipalities of the user's province were assessed."""
    own = Municipality.objects.filter(province=user.province_id)
    begun = Q(assessments__period=OuterRef("pk")) | Q(assessmentversions__period=OuterRef("pk"))
    assessed = own.filter(begun).order_by().values("province").annotate(count=Count("pk", distinct=True))
    return Period.objects.annotate(assessed=Coalesce(Subquery(assessed.values("count")), 0)).order_by(
        "-start"
    )


@dataclass(frozen=True)
class PeriodRow:
    """A period in the list of them."""

    period: Period
    size: int
    """How many municipalities the province had."""
    states: str
    """How many assessments stand how, in words."""


def period_sizes(user: Any) -> list[tuple[Period, int]]:
    """Return all periods, newest first, each with the number of municipalities that the user's province had."""
    own = list(Municipality.objects.visible_to(user))
    return [
        (period, sum(row.existed_between(period.start, period.last_day) for row in own))
        for period in periods_for(user)
    ]


def period_rows(user: Any) -> list[PeriodRow]:
    """Return all periods, newest first; a fixed number of queries."""
    states = states_per_period(user)
    return [
        PeriodRow(period, size, states_in_words(states[period.pk])) for period, size in period_sizes(user)
    ]


def states_per_period(user: Any) -> dict[int, Counter[str]]:
    """Return how many concepts and versions of each period are in each state; not what is over."""
    own = {"municipality__province": user.province_id}
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for period, state in (
        AssessmentVersion.objects.filter(**own).with_state().values_list("period_id", "state")
    ):
        if state not in OVER:
            found[period][state] += 1
    for period in Assessment.objects.filter(**own).values_list("period_id", flat=True):
        found[period][State.CONCEPT] += 1
    return found


OVER = (*BACK, State.WITHDRAWN, State.SUPERSEDED, State.ABANDONED)
"""States that tell nothing of how a period stands."""


def states_in_words(counted: Mapping[str, int]) -> str:
    """Return "25 gepubliceerd en 1 concept", in the order of the workflow from its end."""
    found = [f"{number(counted[state])} {state.label.lower()}" for state in [*State][::-1] if counted[state]]
    return listing(found) if found else ""
