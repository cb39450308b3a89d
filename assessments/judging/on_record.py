"""What is on record of the municipalities of a province: rungs, drafts, mergers and acts, read for many periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q

from assessments.judging.legal_acts_in_force import ActSpan, act_spans
from assessments.judging.versions import tracks_by_period
from assessments.models import Assessment, AssessmentVersion, Judgement, OpeningRung
from assessments.rules.ladder import Ladder
from assessments.rules.registry import ladder_for, policy_by_version
from assessments.rules.situation import How, Past, Verdict, remembered
from municipalities.models import Municipality, Period, Province


@dataclass(frozen=True)
class RungOnRecord:
    """A rung on record over a period: adopted, or taken over."""

    past: Past
    start: date
    end: date
    """The day after that period."""
    rung: int
    ladder: Ladder
    how: How
    inherited_from: int | None = None
    """The choice after a merger: the id of the predecessor whose rung goes on, or the own one."""

    @property
    def period(self) -> str:
        return self.past.period


@dataclass(frozen=True)
class Records:
    """All there is of the municipalities of a province before the last of some periods, read once."""

    periods: list[Period]
    """Newest first."""
    adopted: list[tuple[int, RungOnRecord]]
    taken_over: list[tuple[int, RungOnRecord]]
    """Of what was chosen after a merger and what is a municipality's own, in the order of recording."""
    begun: dict[int, date]
    """The first day of the first period with a concept or a version, by municipality id."""
    drafts: Mapping[int, Mapping[int, Judgement]]
    """What was made over a period, decided or not, by the id of the period and of the municipality."""
    kept: Mapping[tuple[type[Judgement], int], Kept]
    """What their snapshots say, by kind and key."""
    mergers: list[tuple[int, int, date]]
    acts: list[ActSpan]


def records_before(
    periods: Collection[Period], province: Province, known_at: datetime | None = None
) -> Records:
    """Read what is on record before each of these periods; as many queries for many as for one."""
    last = max(period.start for period in periods)
    earlier = list(Period.objects.filter(start__lt=last).order_by("-start"))
    starts = {period.start for period in periods}
    right_before = [row for row in earlier if row.end in starts]
    tracks = tracks_by_period(right_before, province, with_snapshots=False, known_at=known_at)
    # What was withdrawn is no rung on record, and no reason to forget it either: it must be decided anew.
    drafts = {
        period: {key: draft for key, track in rows.items() if (draft := track.shown or track.typed)}
        for period, rows in tracks.items()
    }
    return Records(
        periods=earlier,
        adopted=adopted_before(last, province, known_at),
        taken_over=taken_over_before(last, province, known_at),
        begun=begun_before(last, province, known_at),
        drafts=drafts,
        kept=kept_in(draft for rows in drafts.values() for draft in rows.values()),
        mergers=mergers_before(last, province, known_at),
        acts=act_spans(province, known_at),
    )


def past_of(
    code: str,
    rung: int | None,
    verdict: str,
    frozen: bool,
    norm_met: bool | None,
    misses: int,
    closing_balance: int | None,
) -> Past:
    """Return one half-year as it is remembered; what was judged before verdicts were kept has its own row."""
    is_older = not verdict
    return Past(
        period=code,
        rung=rung,
        verdict=None if is_older else Verdict(verdict),
        frozen=frozen,
        closing_balance=closing_balance,
        norm_met=norm_met if is_older else None,
        misses=older_row(norm_met, misses) if is_older else None,
    )


def older_row(norm_met: bool | None, misses: int) -> int:
    """Return the misses in a row of what was judged before verdicts were kept."""
    return 0 if norm_met else max(misses, int(norm_met is False))


def adopted_before(
    day: date, province: Province, known_at: datetime | None
) -> list[tuple[int, RungOnRecord]]:
    """Return the adopted rungs of periods before a day, those of predecessors elsewhere included."""
    versions = AssessmentVersion.objects.standing(known_at)
    versions = versions.filter(of(province), period__start__lt=day)
    columns = ("municipality_id", "period__start", "period__end", "policy")
    columns_of_past = ("period__code", "rung", "verdict", "is_frozen", "norm_met", "consecutive_misses")
    return [
        (
            key,
            RungOnRecord(
                past=past_of(code, rung, verdict, frozen, norm_met, misses, closing_of(*figures)),
                start=start,
                end=end,
                rung=rung,
                ladder=policy_by_version(policy).ladder,
                how=How.ADOPTED,
            ),
        )
        for key, start, end, policy, code, rung, verdict, frozen, norm_met, misses, *figures in (
            versions.values_list(*columns, *columns_of_past, *CLOSING)
        )
    ]


CLOSING = tuple(f"figures_snapshot__{name}" for name in ("quota", "opening_balance", "realised"))


def closing_of(quota: int | None, opening: int | None, realised: int | None) -> int | None:
    if quota is None or opening is None or realised is None:
        return None
    return quota + opening - realised


@dataclass(frozen=True)
class Kept:
    """What is read of the snapshots of a draft."""

    closing_balance: int | None
    past: tuple[Past, ...]


def kept_in(drafts: Iterable[Judgement | None]) -> dict[tuple[type[Judgement], int], Kept]:
    """Return what the snapshots say, without reading all of them; one query for each kind."""
    keys: dict[type[Judgement], list[int]] = defaultdict(list)
    for draft in filter(None, drafts):
        keys[type(draft)].append(draft.pk)
    return {
        (model, key): Kept(closing_of(*figures), remembered(previous).past if previous else ())
        for model, found in keys.items()
        for key, previous, *figures in (
            model._default_manager.filter(pk__in=found).values_list(
                "pk", "placement_snapshot__previous", *CLOSING
            )
        )
    }


def taken_over_before(
    day: date, province: Province, known_at: datetime | None
) -> list[tuple[int, RungOnRecord]]:
    rows = opening_rungs(known_at).filter(of(province), period__start__lt=day)
    columns = ("municipality_id", "period__code", "period__start", "period__end", "rung", "inherited_from_id")
    return [
        (
            key,
            RungOnRecord(
                past=Past(period=code, rung=rung),
                start=start,
                end=end,
                rung=rung,
                ladder=ladder_for(province.code, code),
                how=How.TAKEN_OVER,
                inherited_from=source,
            ),
        )
        for key, code, start, end, rung, source in rows.values_list(*columns)
    ]


def of(province: Province) -> Q:
    """Keep the municipalities of a province, and those that went into one of them."""
    return Q(municipality__province=province) | Q(municipality__successor__province=province)


def opening_rungs(known_at: datetime | None = None) -> Any:
    """Return the rungs that were taken over and not taken back, by a moment if one is given."""
    rows = OpeningRung.objects.filter(takes_back=None)
    if known_at is None:
        return rows.filter(taken_back_by=None)
    not_taken_back = Q(taken_back_by=None) | Q(taken_back_by__recorded_at__gt=known_at)
    return rows.filter(not_taken_back, recorded_at__lte=known_at)


def begun_before(day: date, province: Province, known_at: datetime | None) -> dict[int, date]:
    """Return the first day of the first period before a day with a concept or a version, by municipality id."""
    begun: dict[int, date] = {}
    for model in (Assessment, AssessmentVersion):
        rows = model.objects.filter(of(province), period__start__lt=day).order_by()
        if known_at is not None:
            rows = rows.filter(assessed_at__lte=known_at)
        for key, start in rows.values_list("municipality_id").annotate(Min("period__start")):
            begun[key] = min(start, begun.get(key, start))
    return begun


def mergers_before(day: date, province: Province, known_at: datetime | None) -> list[tuple[int, int, date]]:
    """Return the municipalities that merged before a day: their id, that of the successor, and their last day."""
    rows = Municipality.objects.merged(known_at).filter(successor__province=province, valid_until__lt=day)
    return [
        (pk, successor, last_day)
        for pk, successor, last_day in rows.values_list("pk", "successor_id", "valid_until")
        if successor is not None and last_day is not None
    ]
