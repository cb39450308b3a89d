"""What differs from what was adopted, period by period and decision by decision: slow and plain."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assessments.judging.assess_period import judge_period
from assessments.judging.differences import changes_between, figure_changes
from assessments.judging.versions import tracks_of
from assessments.models import AssessmentVersion
from assessments.rules.registry import policy_for
from municipalities.ledger.queries import figures_for, next_period
from municipalities.models import Municipality, Period, Province

Said = dict[tuple[str, str], tuple[list[str], list[str], list[str]]]
"""By period and municipality: what changes in the assessment, in the next period, and in openings after that."""


def slow_impact(province: Province, now: datetime) -> Said:
    decided = AssessmentVersion.objects.standing().filter(municipality__province=province)
    found: Said = {}
    for period in Period.objects.filter(pk__in=decided.values("period")):
        if policy_for(province.code, period.code) is None:
            continue
        tracks = tracks_of(period, province)
        for row in judge_period(period=period, province=province, known_at=now):
            track = tracks.get(row.municipality.pk)
            if track is None or track.standing is None:
                continue
            own = changes_between(track.standing, row.figures, row.placement, row.previous.how)
            after = next_period(period)
            outlook = changes(after, row.municipality, track.standing.known_at, now) if after else []
            wanted = ("quota", "opening_balance", "total_task")
            found[period.code, row.municipality.name] = (
                [str(change) for change in own],
                [str(change) for change in outlook if change.figure in wanted],
                later_openings(after, row.municipality, track.standing.known_at, now, decided)
                if after
                else [],
            )
    return found


def later_openings(
    after: Period, municipality: Municipality, then: datetime, now: datetime, decided: Any
) -> list[str]:
    last = max([after.start, *decided.values_list("period__start", flat=True)])
    return [
        f"beginstand {later.code} van {change.before} naar {change.after}"
        for later in Period.objects.filter(start__gt=last).order_by("start")
        for change in changes(later, municipality, then, now)
        if change.figure == "opening_balance" and "onbekend" not in (change.before, change.after)
    ]


def changes(period: Period, municipality: Municipality, then: datetime, now: datetime) -> list[Any]:
    before = figures_for(period, known_at=then, only=municipality)
    after = figures_for(period, known_at=now, only=municipality)
    if not municipality.existed_between(period.start, period.last_day):
        return []
    return list(figure_changes(before[municipality], after[municipality]))
