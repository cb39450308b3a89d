"""What is known now beside what was adopted: which decisions, letters and sums would read otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max

from assessments.judging.assess_period import Judged, judge_period
from assessments.judging.differences import Change, changes_between, figure_changes
from assessments.judging.names import as_named_in
from assessments.judging.versions import Track, tracks_of
from assessments.models import AssessmentVersion
from assessments.rules.registry import policy_for
from municipalities.catalogue import ACCOUNT, label
from municipalities.dutch import count, plural
from municipalities.figures import Figures, Totals, totals
from municipalities.ledger.queries import figures_for, name_key, next_period
from municipalities.models import Municipality, Period, Province

SUMS = (*ACCOUNT, "gross_closing_backlog")
OUTLOOK = ("quota", "opening_balance", "total_task")
"""What a letter says of the next period."""


@dataclass(frozen=True)
class Affected:
    """An adopted assessment beside what would be judged now."""

    municipality: Municipality
    version: AssessmentVersion
    changes: tuple[Change, ...]
    """In the assessment itself, and so in its letter."""
    outlook: tuple[Change, ...]
    """In what the letter says of the next period: its quota, opening balance and total task."""
    later: tuple[Change, ...]
    """In opening balances after the next period, as far as they were known at the time."""
    pending: bool
    """Whether a re-assessment was begun."""

    @property
    def differs(self) -> bool:
        return bool(self.changes or self.outlook or self.later)

    @property
    def may_begin_again(self) -> bool:
        """Whether re-assessing would change something, and was not begun."""
        return bool(self.changes) and not self.pending

    @property
    def changes_rung(self) -> bool:
        return any(change.label == "Uitkomst" for change in self.changes)


@dataclass(frozen=True)
class PeriodImpact:
    """The adopted assessments of one period, and the sums that a report prints."""

    period: Period
    rows: tuple[Affected, ...]
    sums: tuple[Change, ...]
    """Of all municipalities; where nothing was adopted it is what the overview shows."""
    not_adopted: int = 0

    @property
    def affected(self) -> list[Affected]:
        """Those that differ; a changed outcome comes first."""
        return sorted((row for row in self.rows if row.differs), key=lambda row: not row.changes_rung)

    @property
    def unaffected(self) -> list[Affected]:
        return [row for row in self.rows if not row.differs]

    @property
    def unaffected_title(self) -> str:
        return f"Geen verschil bij {plural(len(self.unaffected), 'gemeente', 'gemeenten')}"

    @property
    def sums_note(self) -> str:
        """What the sums hold where not everything was adopted; empty where it was."""
        if not self.not_adopted:
            return ""
        return (
            f"Over alle gemeenten, zoals in het overzicht. Bij {plural(self.not_adopted, 'gemeente', 'gemeenten')} is "
            "nog niets vastgesteld; daarvan telt mee wat het overzicht toont."
        )


def impact_on(province: Province, *, now: datetime) -> list[PeriodImpact]:
    """Return every period with adopted assessments, newest first, beside what is known now."""
    decided = Period.objects.filter(
        pk__in=AssessmentVersion.objects.standing().filter(municipality__province=province).values("period")
    ).order_by("-start")
    return [impact_on_period(period, province, now=now) for period in decided]


def impact_on_period(period: Period, province: Province, *, now: datetime) -> PeriodImpact:
    tracks = tracks_of(period, province)
    judged = judged_now(period, province, now)
    outlook = ImpactOutlook(period, province, now)
    rows = tuple(affected(tracks, judged, outlook))
    # Of the whole province, as the overview and a report print them: where nothing was adopted, what they show.
    shown = totals(figures_shown(tracks.get(key), row) for key, row in judged.items())
    live = totals(row.figures for row in judged.values())
    return PeriodImpact(period, rows, tuple(sum_changes(shown, live)), len(judged) - len(rows))


def figures_shown(track: Track | None, judged: Judged) -> Figures:
    """Return what the overview of a period shows of a municipality."""
    shown = track.shown if track else None
    return shown.figures if shown else judged.figures


def impact_on_one(period: Period, municipality: Municipality, *, now: datetime) -> Affected | None:
    """Return what stands of one municipality beside what is known now; None when nothing stands."""
    impact = impact_on_period(period, municipality.province, now=now)
    return next((row for row in impact.rows if row.municipality == municipality), None)


def judged_now(period: Period, province: Province, now: datetime) -> dict[int, Judged]:
    """Return what the rule makes of a period now; without a policy any more, nothing."""
    if policy_for(province.code, period.code) is None:
        return {}
    return {row.municipality.pk: row for row in judge_period(period=period, province=province, known_at=now)}


class ImpactOutlook:
    """The periods after one, as they were known at a moment and as they are known now."""

    def __init__(self, period: Period, province: Province, now: datetime) -> None:
        self.next = next_period(period)
        self.later = undecided_after(self.next, province) if self.next else []
        self.province, self.now = province, now
        self.known: dict[tuple[Period, datetime], dict[Municipality, Figures]] = {}

    def at(self, period: Period, moment: datetime) -> Mapping[Municipality, Figures]:
        key = period, moment
        if key not in self.known:
            self.known[key] = figures_for(period, known_at=moment, province=self.province)
        return self.known[key]

    def changes(self, version: AssessmentVersion, municipality: Municipality) -> Iterator[Change]:
        """Yield what the letter says otherwise of the next period."""
        if self.next is None:
            return
        before = self.at(self.next, version.known_at).get(municipality)
        after = self.at(self.next, self.now).get(municipality)
        if before is not None and after is not None:
            yield from (row for row in figure_changes(before, after) if row.figure in OUTLOOK)

    def later_openings(self, version: AssessmentVersion, municipality: Municipality) -> Iterator[Change]:
        """Yield the later opening balances that were known when this was adopted, and are known otherwise now."""
        for period in self.later:
            before = self.at(period, version.known_at).get(municipality)
            after = self.at(period, self.now).get(municipality)
            if before is None or after is None or None in (before.opening_balance, after.opening_balance):
                continue
            for change in figure_changes(before, after):
                if change.figure == "opening_balance":
                    yield replace(change, label=f"{change.label} {period.code}")


def undecided_after(period: Period, province: Province) -> list[Period]:
    """Return the later periods in which nothing was adopted: what was, is compared on its own."""
    standing = AssessmentVersion.objects.standing().filter(municipality__province=province)
    newest = standing.aggregate(start=Max("period__start"))["start"] or period.start
    return list(Period.objects.filter(start__gt=max(newest, period.start)).order_by("start"))


def affected(
    tracks: Mapping[int, Track], judged: Mapping[int, Judged], outlook: ImpactOutlook
) -> Iterator[Affected]:
    for row in sorted(judged.values(), key=lambda row: name_key(row.municipality)):
        track = tracks.get(row.municipality.pk)
        if track is None or track.standing is None:
            continue
        yield Affected(
            as_named_in(track.standing, row.municipality),
            track.standing,
            tuple(changes_between(track.standing, row.figures, row.placement, row.previous.how)),
            tuple(outlook.changes(track.standing, row.municipality)),
            tuple(outlook.later_openings(track.standing, row.municipality)),
            track.pending is not None,
        )


def sum_changes(before: Totals, after: Totals) -> Iterator[Change]:
    for name in SUMS:
        old, new = getattr(before, name), getattr(after, name)
        if old.value != new.value:
            yield Change(label(name), count(old.value), count(new.value), figure=name)
