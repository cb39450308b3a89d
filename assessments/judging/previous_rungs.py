"""What the ladder remembers of a municipality when a period is judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Min, Q

from assessments.judging.act_progress import acts_seen
from assessments.judging.legal_acts_in_force import ended_acts
from assessments.judging.versions import tracks_of
from assessments.models import Assessment, AssessmentVersion, Judgement, OpeningRung
from assessments.rules.ladder import Ladder
from assessments.rules.registry import ladder_for, policy_by_version
from assessments.rules.situation import How, Past, Previous, Verdict, remembered
from municipalities.halfyear import first_day_of, half_year_after
from municipalities.ledger.queries import municipalities_of
from municipalities.models import Municipality, Period, Province

UNSETTLED = (How.PROVISIONAL, How.SUCCESSOR)
"""With such a previous rung an assessment cannot be proposed."""


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
class History:
    """What there is of the municipalities of a province before a period, read once."""

    period: Period
    ladder: Ladder
    """That of the policy that judges."""
    earlier: list[Period]
    """The periods before, newest first."""
    rungs: dict[tuple[int, str], RungOnRecord]
    """What was adopted or taken over, by municipality id and period code."""
    on_record: dict[int, dict[str, RungOnRecord]]
    """By municipality id and period code, oldest first; a choice after a merger goes before the own rung."""
    begun: dict[int, date]
    """The first day of the first period with a concept or a version, by municipality id."""
    drafts: Mapping[int, Judgement | None]
    """What was made over the period before, decided or not, by municipality id."""
    kept: Mapping[tuple[type[Judgement], int], Kept]
    """What their snapshots say, by kind and key."""
    mergers: dict[int, list[date]]
    """The last days of judged predecessors that ended before the period, by the id of the successor."""
    ended: dict[int, date]
    """When the last legal act ended, by municipality id."""

    def last(self, municipality: Municipality) -> RungOnRecord | None:
        """Return the last rung on record."""
        return next(reversed(self.on_record.get(municipality.pk, {}).values()), None)

    def unbroken(self, municipality: Municipality, code: str) -> tuple[Past, ...]:
        """Return what is on record from a period back through half-years without a gap, newest first."""
        rows, found = self.on_record.get(municipality.pk, {}), []
        while (row := rows.get(code)) is not None:
            found.append(row.past)
            code = half_year_after(code, -1)
        return tuple(found)

    def begins(self, municipality: Municipality, past: tuple[Past, ...]) -> bool:
        """Return whether nothing can lie before these: the municipality is no older, and nobody's successor."""
        born = municipality.valid_from
        if born is None or municipality.pk in self.mergers:
            return False
        return born >= (first_day_of(past[-1].period) if past else self.period.start)

    def open_period(self, municipality: Municipality) -> Period | None:
        """Return the newest period without a rung on record since the last one, or since the first work on any."""
        last = self.last(municipality)
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
        last = self.last(municipality)
        ended = [day for day in self.mergers.get(municipality.pk, []) if last is None or day >= last.start]
        if last is None or last.inherited_from is None:
            return bool(ended)
        source = self.rungs.get((last.inherited_from, last.period))
        return source is None or source.rung != last.rung


def memory_of(
    period: Period,
    province: Province,
    *,
    known_at: datetime | None = None,
    figures_at: datetime | None = None,
) -> dict[int, Previous]:
    """Return what is remembered of every municipality of a period, by municipality id; a fixed number of queries.

    With `known_at` what was on record then; a concept that was replaced since is not. With `figures_at` also the
    legal act that ran, followed on the figures of that moment.
    """
    history = history_of(period, province, known_at)
    acts = acts_seen(period, province, known_at=known_at, figures_at=figures_at) if figures_at else {}
    return {
        row.pk: replace(previous_of(row, history), act=acts.get(row.pk))
        for row in municipalities_of(period, province)
    }


def previous_of(municipality: Municipality, history: History) -> Previous:
    """Return the previous rung of one municipality.

    A period without a rung on record goes first: provisional until it is decided. Then a merger: to be
    settled. On record over the period before: that rung. A period that nobody made, or in which the
    municipality did not exist: the last rung on record, as an assumption. Else nothing is known.
    """
    code, last = history.period.facts.previous_code, history.last(municipality)
    waits_for = history.open_period(municipality)
    if waits_for is not None:
        return provisional(municipality, history, waits_for.code)
    if history.merger_is_open(municipality):
        rung, ladder = (last.rung, last.ladder.key) if last else (None, "")
        return Previous(period=code, rung=rung, ladder=ladder, how=How.SUCCESSOR)
    if last is None:
        return Previous(period=code, begins=history.begins(municipality, ()))
    past = history.unbroken(municipality, code)
    previous = Previous(
        period=last.period,
        rung=last.rung,
        ladder=last.ladder.key,
        how=last.how if last.period == code else How.GAP,
        past=past,
        begins=bool(past) and history.begins(municipality, past),
    )
    return lapsed_if_ended(previous, last, history.ended.get(municipality.pk), history.ladder)


def provisional(municipality: Municipality, history: History, waits_for: str) -> Previous:
    """Return what a concept of the period before leads to; without a rung in it, the last one on record."""
    code, draft = history.period.facts.previous_code, history.drafts.get(municipality.pk)
    last = history.last(municipality)
    if draft is None or draft.rung is None:
        return Previous(
            period=last.period if last else code,
            rung=last.rung if last else None,
            ladder=last.ladder.key if last else "",
            how=How.PROVISIONAL,
            waits_for=waits_for,
        )
    memory = (draft.rung, draft.verdict, draft.is_frozen, draft.norm_met, draft.consecutive_misses)
    kept = history.kept[type(draft), draft.pk]
    # What was only drafted before it, is known from the draft itself.
    before = history.unbroken(municipality, half_year_after(code, -1)) or kept.past
    past = (past_of(code, *memory, kept.closing_balance), *before)
    return Previous(
        period=code,
        rung=draft.rung,
        ladder=policy_by_version(draft.policy).ladder.key,
        how=How.PROVISIONAL,
        past=past,
        begins=history.begins(municipality, past),
        waits_for=waits_for,
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


def lapsed_if_ended(
    previous: Previous, last: RungOnRecord, ended_on: date | None, ladder: Ladder
) -> Previous:
    """Return the rung after a lapse once the act of an executive rung ended, in the period of that rung or after it.

    Whatever was recorded first: without an act that runs there is no such rung to go on from.
    """
    if last.rung < last.ladder.executive_from or ended_on is None or ended_on < last.start:
        return previous
    return replace(previous, rung=ladder.after_lapse, ladder=ladder.key, how=How.LAPSED)


def history_of(period: Period, province: Province, known_at: datetime | None = None) -> History:
    earlier = list(Period.objects.filter(start__lt=period.start).order_by("-start"))
    before = next((row for row in earlier if row.end == period.start), None)
    tracks = tracks_of(before, province, with_snapshots=False, known_at=known_at) if before else {}
    adopted = adopted_before(period, province, known_at)
    taken_over = taken_over_before(period, province, known_at)
    own = [(key, row) for key, row in taken_over if row.inherited_from is None]
    chosen = [(key, row) for key, row in taken_over if row.inherited_from is not None]
    begun = begun_before(period, province, known_at)
    on_record: dict[int, dict[str, RungOnRecord]] = defaultdict(dict)
    for key, row in sorted([*adopted, *own, *chosen], key=lambda pair: pair[1].end):
        on_record[key][row.period] = row
    # What was withdrawn is no rung on record, and no reason to forget it either: it must be decided anew.
    drafts = {key: track.shown or track.typed for key, track in tracks.items()}
    return History(
        period=period,
        ladder=ladder_for(province.code, period.code),
        earlier=earlier,
        # Of an heir that has an heir itself, the rung that it chose goes on.
        rungs={(key, row.period): row for key, row in [*adopted, *own, *chosen] if row.inherited_from != key},
        on_record=on_record,
        begun=begun,
        drafts=drafts,
        kept=kept_in(drafts.values()),
        mergers=mergers_before(period, province, {*on_record, *begun}),
        ended=ended_acts(province, before=period.end, known_at=known_at),
    )


def adopted_before(
    period: Period, province: Province, known_at: datetime | None
) -> list[tuple[int, RungOnRecord]]:
    """Return the adopted rungs of earlier periods, those of predecessors elsewhere included."""
    versions = AssessmentVersion.objects.standing(known_at)
    versions = versions.filter(of(province), period__start__lt=period.start)
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
    period: Period, province: Province, known_at: datetime | None
) -> list[tuple[int, RungOnRecord]]:
    rows = opening_rungs(known_at).filter(of(province), period__start__lt=period.start)
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
