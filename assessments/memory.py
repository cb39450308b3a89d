"""What the ladder remembers of a municipality when a period is judged."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q

from assessments.models import ActEnd, AssessmentVersion, Judgement, LegalAct, OpeningRung
from assessments.rules.findings import Previous
from assessments.rules.ladder import EXECUTIVE_FROM
from assessments.tracks import tracks_of
from municipalities.models import Municipality, Period, Province
from municipalities.queries import municipalities_of, previous_period

UNSETTLED = ("provisional", "successor")
"""With such a previous rung an assessment cannot be proposed."""

RUNG_AFTER_LAPSE = 3


@dataclass(frozen=True)
class Recorded:
    """The last rung on record before a period: adopted, or taken over."""

    period: str
    end: date
    """The day after that period."""
    rung: int
    status: str
    norm_met: bool | None = None
    consecutive_misses: int = 0


def memory_of(period: Period, province: Province) -> dict[int, Previous]:
    """Return the previous rung of every municipality of a period, by municipality id; a fixed number of queries."""
    before = previous_period(period)
    recorded = last_recorded(period, province)
    tracks = tracks_of(before, province, with_snapshots=False) if before else {}
    # What was withdrawn is no rung on record, and no reason to forget it either: it must be decided anew.
    drafts = {key: track.shown or track.typed for key, track in tracks.items()}
    heirs = heirs_of({*recorded, *drafts}, province)
    ended = ended_acts(province, before=period.end)
    return {
        row.pk: previous_of(
            period, recorded.get(row.pk), drafts.get(row.pk), row.pk in heirs, ended.get(row.pk)
        )
        for row in municipalities_of(period, province)
    }


def previous_of(
    period: Period, last: Recorded | None, draft: Judgement | None, is_heir: bool, ended_on: date | None
) -> Previous:
    """Return the previous rung of one municipality.

    On record over the period before: that one. Only a concept there: provisional. Nothing there, but
    an earlier period on record: that one, as an assumption. Nothing but predecessors: to be settled.
    """
    code = period.facts.previous_code
    if last is not None and last.period == code:
        return lapsed_if_ended(remembered(last), last, ended_on)
    if draft is not None:
        return provisional(code, last, draft)
    if last is not None:
        gap = Previous(period=last.period, rung=last.rung, status="gap")
        return lapsed_if_ended(gap, last, ended_on)
    return Previous(period=code, status="successor" if is_heir else None)


def remembered(last: Recorded) -> Previous:
    return Previous(
        period=last.period,
        rung=last.rung,
        status=last.status,
        norm_met=last.norm_met,
        consecutive_misses=last.consecutive_misses,
    )


def provisional(code: str, last: Recorded | None, draft: Judgement) -> Previous:
    """Return what a concept of the period before leads to; without figures, the last rung on record."""
    if draft.rung is None:
        known = last.rung if last else None
        return Previous(period=last.period if last else code, rung=known, status="provisional")
    return Previous(
        period=code,
        rung=draft.rung,
        status="provisional",
        norm_met=draft.norm_met,
        consecutive_misses=draft.consecutive_misses,
    )


def lapsed_if_ended(previous: Previous, last: Recorded, ended_on: date | None) -> Previous:
    """Return rung 3 once the act of rung 4 or higher ended after the period of that rung."""
    if last.rung < EXECUTIVE_FROM or ended_on is None or ended_on < last.end:
        return previous
    return replace(previous, rung=RUNG_AFTER_LAPSE, status="lapsed")


def last_recorded(period: Period, province: Province) -> dict[int, Recorded]:
    """Return the last rung on record before a period, by municipality id."""
    earlier: dict[str, Any] = {"municipality__province": province, "period__start__lt": period.start}
    versions = AssessmentVersion.objects.standing().filter(**earlier)
    columns = ("municipality_id", "period__code", "period__end", "rung")
    rows = [
        (key, Recorded(code, end, rung, "adopted", norm_met, misses))
        for key, code, end, rung, norm_met, misses in versions.values_list(
            *columns, "norm_met", "consecutive_misses"
        )
    ]
    rows += [
        (key, Recorded(code, end, rung, "taken_over"))
        for key, code, end, rung in opening_rungs().filter(**earlier).values_list(*columns)
    ]
    return dict(sorted(rows, key=lambda row: row[1].end))


def opening_rungs() -> Any:
    """Return the rungs that were taken over and not taken back."""
    return OpeningRung.objects.filter(takes_back=None, taken_back_by=None)


def heirs_of(judged: Collection[int], province: Province) -> set[int]:
    """Return who succeeded a municipality that was judged, or has a rung on record."""
    pairs = Municipality.objects.filter(province=province, successor__isnull=False)
    return {
        successor for pk, successor in pairs.values_list("pk", "successor_id") if successor and pk in judged
    }


def running_acts() -> Any:
    """Return the legal acts without an end or a next one; a municipality has one at most."""
    return LegalAct.objects.filter(end=None, followed_by=None)


def ended_acts(province: Province, *, before: date) -> dict[int, date]:
    """Return when the last act of a municipality ended, for those without one that still ran on that day."""
    acts = LegalAct.objects.filter(municipality__province=province, decided_on__lt=before)
    still = Q(end=None) | Q(end__ended_on__gte=before)
    not_yet = Q(followed_by=None) | Q(followed_by__decided_on__gte=before)
    running = set(acts.filter(still, not_yet).values_list("municipality_id", flat=True))
    ends = ActEnd.objects.filter(act__municipality__province=province, ended_on__lt=before)
    rows = ends.order_by("ended_on").values_list("act__municipality_id", "ended_on")
    return {key: ended_on for key, ended_on in rows if key not in running}
