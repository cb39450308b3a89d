"""The periods to choose from."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from municipalities.models import Municipality, Period


def periods_for(user: Any) -> QuerySet[Period]:
    """Return all periods, newest first, with how many municipalities of the user's province were assessed."""
    own = Municipality.objects.filter(province=user.province_id)
    begun = Q(assessments__period=OuterRef("pk")) | Q(assessmentversions__period=OuterRef("pk"))
    assessed = own.filter(begun).order_by().values("province").annotate(count=Count("pk", distinct=True))
    return Period.objects.annotate(assessed=Coalesce(Subquery(assessed.values("count")), 0)).order_by(
        "-start"
    )


def period_sizes(user: Any) -> list[tuple[Period, int]]:
    """Return all periods, newest first, each with the number of municipalities that the user's province had."""
    own = list(Municipality.objects.visible_to(user))
    return [
        (period, sum(row.existed_between(period.start, period.last_day) for row in own))
        for period in periods_for(user)
    ]
