"""What the ladder remembers of a municipality when a period is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q

from assessments.judging.legal_acts_in_force import ended_acts
from assessments.judging.versions import tracks_of
from assessments.models import Assessment, AssessmentVersion, Judgement, OpeningRung
from assessments.rules.findings import Previous
from assessments.rules.ladder import EXECUTIVE_FROM
from municipalities.ledger.queries import municipalities_of
from municipalities.models import Municipality, Period, Province

UNSETTLED = ("provisional", "successor")
"""With such a previous rung an assessment cannot be proposed."""

RUNG_AFTER_LAPSE = 3


@dataclass(frozen=True)
class Recorded:
    """A rung on record over a period: adopted, or taken over."""

    period: str
    start: date
    end: date
    """The day after that period."""
    rung: int
    status: str
    norm_met: bool | None = None
    consecutive_misses: int = 0
    inherited_from: int | None = None
    """The choice after a merger: the id of the predecessor whose rung goes on, or the own one."""


@dataclass(frozen=True)
class History:
    """What there is of the municipalities of a province before a period, read once."""

    period: Period
    earlier: list[Period]
    """The periods before, newest first."""
    rungs: dict[tuple[int, str], Recorded]
    """What was adopted or taken over, by municipality id and period code."""
    last: dict[int, Recorded]
    """The last rung on record, by municipality id; a choice after a merger goes before the own rung."""
    begun: dict[int, date]
    """The first day of the first period with a concept or a version, by municipality id."""
    drafts: Mapping[int, Judgement | None]
    """What was made over the period before, decided or not, by municipality id."""
    mergers: dict[int, list[date]]
    """The last days of judged predecessors that ended before the period, by the id of the successor."""
    ended: dict[int, date]
    """When the last legal act ended, by municipality id."""

    def open_period(self, municipality: Municipality) -> Period | None:
        """Return the newest period without a rung on record since the last one, or since the first work on any."""
        last = self.last.get(municipality.pk)
        since = last.end if last else self.begun.get(municipality.pk)
        if since is None:
            return None
        existed = (row for row in self.earlier if municipality.existed_between(row.start, row.last_day))
        return next((row for row in existed if row.start >= since), None)

    def merger_is_open(self, municipality: Municipality) -> bool:
        """Return whether it must still be chosen whose rung goes on after a merger, or chosen anew.

        A rung decided over a later period than that of the merger settles it; so does a choice, as long
        as the rung that was chosen is still the one on record.
        """
        last = self.last.get(municipality.pk)
        ended = [day for day in self.mergers.get(municipality.pk, []) if last is None or day >= last.start]
        if last is None or last.inherited_from is None:
            return bool(ended)
        source = self.rungs.get((last.inherited_from, last.period))
        return source is None or source.rung != last.rung


def memory_of(period: Period, province: Province, *, known_at: datetime | None = None) -> dict[int, Previous]:
    """Return the previous rung of every municipality of a period, by municipality id; a fixed number of queries.

    With `known_at` what was on record then; a concept that was replaced since is not.
    """
    history = history_of(period, province, known_at)
    return {row.pk: previous_of(row, history) for row in municipalities_of(period, province)}


def previous_of(municipality: Municipality, history: History) -> Previous:
    """Return the previous rung of one municipality.

    A period without a rung on record goes first: provisional until it is decided. Then a merger: to be
    settled. On record over the period before: that rung. A period that nobody made, or in which the
    municipality did not exist: the last rung on record, as an assumption. Else nothing is known.
    """
    code, last = history.period.facts.previous_code, history.last.get(municipality.pk)
    waits_for = history.open_period(municipality)
    if waits_for is not None:
        return provisional(code, last, history.drafts.get(municipality.pk), waits_for.code)
    if history.merger_is_open(municipality):
        return Previous(period=code, rung=last.rung if last else None, status="successor")
    if last is None:
        return Previous(period=code)
    previous = (
        remembered(last)
        if last.period == code
        else Previous(period=last.period, rung=last.rung, status="gap")
    )
    return lapsed_if_ended(previous, last, history.ended.get(municipality.pk))


def remembered(last: Recorded) -> Previous:
    return Previous(
        period=last.period,
        rung=last.rung,
        status=last.status,
        norm_met=last.norm_met,
        consecutive_misses=last.consecutive_misses,
    )


def provisional(code: str, last: Recorded | None, draft: Judgement | None, waits_for: str) -> Previous:
    """Return what a concept of the period before leads to; without a rung in it, the last one on record."""
    if draft is None or draft.rung is None:
        known = last.rung if last else None
        period = last.period if last else code
        return Previous(period=period, rung=known, status="provisional", waits_for=waits_for)
    return Previous(
        period=code,
        rung=draft.rung,
        status="provisional",
        norm_met=draft.norm_met,
        consecutive_misses=draft.consecutive_misses,
        waits_for=waits_for,
    )


def lapsed_if_ended(previous: Previous, last: Recorded, ended_on: date | None) -> Previous:
    """Return rung 3 once the act of a rung 4 or higher ended, in the period of that rung or after it.

    Whatever was recorded first: without an act that runs there is no such rung to go on from.
    """
    if last.rung < EXECUTIVE_FROM or ended_on is None or ended_on < last.start:
        return previous
    return replace(previous, rung=RUNG_AFTER_LAPSE, status="lapsed")


def history_of(period: Period, province: Province, known_at: datetime | None = None) -> History:
    earlier = list(Period.objects.filter(start__lt=period.start).order_by("-start"))
    before = next((row for row in earlier if row.end == period.start), None)
    tracks = tracks_of(before, province, with_snapshots=False, known_at=known_at) if before else {}
    adopted = adopted_before(period, province, known_at)
    taken_over = taken_over_before(period, province, known_at)
    own = [(key, row) for key, row in taken_over if row.inherited_from is None]
    chosen = [(key, row) for key, row in taken_over if row.inherited_from is not None]
    begun = begun_before(period, province, known_at)
    last = dict(sorted([*adopted, *own, *chosen], key=lambda pair: pair[1].end))
    # What was withdrawn is no rung on record, and no reason to forget it either: it must be decided anew.
    drafts = {key: track.shown or track.typed for key, track in tracks.items()}
    return History(
        period=period,
        earlier=earlier,
        # Of an heir that has an heir itself, the rung that it chose goes on.
        rungs={(key, row.period): row for key, row in [*adopted, *own, *chosen] if row.inherited_from != key},
        last=last,
        begun=begun,
        drafts=drafts,
        mergers=mergers_before(period, province, {*last, *begun}),
        ended=ended_acts(province, before=period.end, known_at=known_at),
    )


def adopted_before(
    period: Period, province: Province, known_at: datetime | None
) -> list[tuple[int, Recorded]]:
    """Return the adopted rungs of earlier periods, those of predecessors elsewhere included."""
    versions = AssessmentVersion.objects.standing(known_at)
    versions = versions.filter(of(province), period__start__lt=period.start)
    columns = ("municipality_id", "period__code", "period__start", "period__end", "rung")
    return [
        (key, Recorded(code, start, end, rung, "adopted", norm_met, misses))
        for key, code, start, end, rung, norm_met, misses in versions.values_list(
            *columns, "norm_met", "consecutive_misses"
        )
    ]


def taken_over_before(
    period: Period, province: Province, known_at: datetime | None
) -> list[tuple[int, Recorded]]:
    rows = opening_rungs(known_at).filter(of(province), period__start__lt=period.start)
    columns = ("municipality_id", "period__code", "period__start", "period__end", "rung", "inherited_from_id")
    return [
        (key, Recorded(code, start, end, rung, "taken_over", inherited_from=source))
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


def begun_before(period: Period, province: Province, known_at: datetime | None) -> dict[int, date]:
    """Return the first day of the first earlier period with a concept or a version, by municipality id."""
    begun: dict[int, date] = {}
    for model in (Assessment, AssessmentVersion):
        rows = model.objects.filter(of(province), period__start__lt=period.start).order_by()
        if known_at is not None:
            rows = rows.filter(assessed_at__lte=known_at)
        for key, start in rows.values_list("municipality_id").annotate(Min("period__start")):
            begun[key] = min(start, begun.get(key, start))
    return begun


def mergers_before(period: Period, province: Province, judged: set[int]) -> dict[int, list[date]]:
    """Return the last days of judged municipalities that ended before a period, by the id of the successor."""
    pairs = Municipality.objects.filter(successor__province=province, valid_until__lt=period.start)
    ended: dict[int, list[date]] = {}
    for pk, successor, last_day in pairs.values_list("pk", "successor_id", "valid_until"):
        if pk in judged and successor is not None and last_day is not None:
            ended.setdefault(successor, []).append(last_day)
    return ended
