"""What is known now beside what was adopted: which decisions, letters and sums would read otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max

from assessments.judging.assess_period import Judged
from assessments.judging.differences import Change, changes_between, changes_of
from assessments.judging.names import as_named_in
from assessments.judging.policy_in_force import policies_in_force
from assessments.judging.previous_rungs import Memory, memory_of_each, with_acts
from assessments.judging.versions import NO_TRACK, Track, tracks_by_period
from assessments.models import AssessmentVersion
from assessments.rules.assess import place
from assessments.rules.contract import Policy
from assessments.rules.situation import Previous
from municipalities.catalogue import ACCOUNT, label
from municipalities.dutch import UNKNOWN, count, plural
from municipalities.figures import Figures, Totals, totals
from municipalities.ledger.computed import Asked
from municipalities.ledger.queries import figures_for_each
from municipalities.ledger.register import name_key, periods_of, with_register
from municipalities.models import Municipality, Period, Province

SUMS = (*ACCOUNT, "gross_closing_backlog")
OUTLOOK = ("quota", "opening_balance", "total_task")
"""What a letter says of the next period."""
OPENING = ("opening_balance",)
"""What is compared of the periods after that."""


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
    goes_first: str = ""
    """The code of an older half-year of which the decision differs too; empty where none does."""

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


def impact_on(province: Province, *, now: datetime, through: Period | None = None) -> list[PeriodImpact]:
    """Return every period with adopted assessments, or those through one, oldest first, beside what is known now.

    A later one begins with what the one before ends with. The number of queries does not grow with their number.
    """
    standing = AssessmentVersion.objects.standing().filter(municipality__province=province)
    periods = Period.objects.filter(pk__in=standing.values("period")).order_by("start")
    decided = list(periods.filter(start__lte=through.start) if through else periods)
    beside = decided_over(decided, province, known_at=now).beside(now)
    first: dict[int, str] = {}
    return [with_order(beside.impact_on(period), first) for period in decided]


def with_order(part: PeriodImpact, first: dict[int, str]) -> PeriodImpact:
    """Return a period with which older one goes before each of its rows; `first` keeps those for the next."""
    rows = tuple(replace(row, goes_first=first.get(row.municipality.pk, "")) for row in part.rows)
    for row in rows:
        if row.changes:
            first.setdefault(row.municipality.pk, part.period.code)
    return replace(part, rows=rows)


def impact_on_one(period: Period, municipality: Municipality, *, now: datetime) -> Affected | None:
    """Return what stands of one municipality beside what is known now; None when nothing stands."""
    parts = impact_on(municipality.province, now=now, through=period)
    rows = (row for part in parts if part.period == period for row in part.rows)
    return next((row for row in rows if row.municipality == municipality), None)


@dataclass(frozen=True)
class DecidedPeriods:
    """What was decided over some periods, with all that does not change with the ledger, read once."""

    province: Province
    periods: list[Period]
    tracks: Mapping[int, Mapping[int, Track]]
    """By the id of the period and of the municipality."""
    memory: Memory
    """But for the legal acts, which are followed on the figures of now."""
    policies: Mapping[str, Policy | None]
    after: Mapping[Period, Period]
    """The next period, where it was created."""
    later: Mapping[Period, list[Period]]
    """The periods after the next one in which nothing was adopted: what was, is compared on its own."""
    then: Mapping[Asked, Mapping[Municipality, Figures]]
    """The figures of the next and the later periods, as known at the moment of each decision."""

    def beside(self, now: datetime, before: KnownNow | None = None) -> KnownNow:
        """Return what is known now; where it is what it was `before`, nothing is judged anew."""
        following = [*self.after.values(), *(row for rows in self.later.values() for row in rows)]
        asked = [(period, now) for period in dict.fromkeys([*self.periods, *following])]
        province = with_register(self.province)  # anew: what is known now differs
        found = figures_for_each(asked, province=province)
        figures = {period: rows for (period, _), rows in found.items()}
        known = before.judged if before else {}
        memory = with_acts(self.memory, province, known_at=now, figures_at=now)
        judged = {
            period: dict(self.judged(period, figures[period], memory[period], known.get(period, {})))
            for period in self.periods
        }
        return KnownNow(self, figures, judged)

    def judged(
        self,
        period: Period,
        figures: Mapping[Municipality, Figures],
        memory: Mapping[int, Previous],
        known: Mapping[int, Judged],
    ) -> Iterator[tuple[int, Judged]]:
        """Yield what the rule makes of a period; without a policy any more, nothing."""
        policy = self.policies[period.code]
        if policy is None:
            return
        for row, own in figures.items():
            same = known.get(row.pk)
            if same is None or (same.figures, same.previous) != (own, memory[row.pk]):
                same = Judged(row, own, memory[row.pk], place(own, memory[row.pk], policy))
            yield row.pk, same


def decided_over(periods: list[Period], province: Province, *, known_at: datetime) -> DecidedPeriods:
    read = with_register(province)
    tracks = tracks_by_period(periods, read)
    policies = policies_in_force(read, [period.code for period in periods])
    standing = AssessmentVersion.objects.standing().filter(municipality__province=province)
    newest = standing.aggregate(start=Max("period__start"))["start"]
    every = periods_of(read)[::-1]
    begins = {row.start: row for row in every}
    after = {period: begins[period.end] for period in periods if period.end in begins}
    later = {
        period: [row for row in every if row.start > max(newest or row.start, following.start)]
        for period, following in after.items()
    }
    asked = [
        (following, track.standing.known_at)
        for period in after
        for track in tracks.get(period.pk, {}).values()
        if track.standing is not None
        for following in (after[period], *later[period])
    ]
    return DecidedPeriods(
        province=province,
        periods=periods,
        tracks=tracks,
        memory=memory_of_each(periods, read, known_at=known_at),
        policies=policies,
        after=after,
        later=later,
        then=figures_for_each(asked, province=read),
    )


@dataclass(frozen=True)
class KnownNow:
    """What is known at one moment, beside what was decided."""

    decided: DecidedPeriods
    figures: Mapping[Period, Mapping[Municipality, Figures]]
    judged: Mapping[Period, Mapping[int, Judged]]

    def impact_on(self, period: Period) -> PeriodImpact:
        judged, tracks = self.judged[period], self.decided.tracks.get(period.pk, {})
        rows = tuple(self.affected(period))
        # Of the whole province, as the overview and a report print them: where nothing was adopted, what they show.
        shown = totals(figures_shown(tracks.get(key), row) for key, row in judged.items())
        live = totals(row.figures for row in judged.values())
        return PeriodImpact(period, rows, tuple(sum_changes(shown, live)), len(judged) - len(rows))

    def affected(self, period: Period, other: KnownNow | None = None) -> Iterator[Affected]:
        """Yield the adopted assessments, by name; with `other` those of which it knows otherwise only."""
        tracks = self.decided.tracks.get(period.pk, {})
        for key, row in sorted(self.judged[period].items(), key=lambda pair: name_key(pair[1].municipality)):
            track = tracks.get(key, NO_TRACK)
            if track.standing is None or (other and self.same_of(row.municipality, period, other)):
                continue
            yield Affected(
                as_named_in(track.standing, row.municipality),
                track.standing,
                tuple(changes_between(track.standing, row.figures, row.placement, row.previous.how)),
                tuple(self.outlook(period, track.standing, row.municipality)),
                tuple(self.later_openings(period, track.standing, row.municipality)),
                track.pending is not None,
            )

    def same_of(self, municipality: Municipality, period: Period, other: KnownNow) -> bool:
        """Return whether all that is compared with a decision is the same in both."""
        after, key = self.decided.after.get(period), municipality.pk
        following = [after, *self.decided.later[period]] if after else []
        return self.judged[period].get(key) is other.judged[period].get(key) and all(
            self.figures[row].get(municipality) == other.figures[row].get(municipality) for row in following
        )

    def outlook(
        self, period: Period, version: AssessmentVersion, municipality: Municipality
    ) -> Iterator[Change]:
        """Yield what the letter says otherwise of the next period."""
        after = self.decided.after.get(period)
        if after is not None:
            yield from self.changes_in(after, OUTLOOK, version, municipality)

    def later_openings(
        self, period: Period, version: AssessmentVersion, municipality: Municipality
    ) -> Iterator[Change]:
        """Yield the later opening balances that were known when this was adopted, and are known otherwise now."""
        for later in self.decided.later.get(period, ()):
            for change in self.changes_in(later, OPENING, version, municipality):
                if UNKNOWN not in (change.before, change.after):
                    yield replace(change, label=f"{change.label} {later.code}")

    def changes_in(
        self, period: Period, names: Iterable[str], version: AssessmentVersion, municipality: Municipality
    ) -> Iterator[Change]:
        before = self.decided.then[period, version.known_at].get(municipality)
        after = self.figures[period].get(municipality)
        if before is not None and after is not None:
            yield from changes_of(names, before, after)


def figures_shown(track: Track | None, judged: Judged) -> Figures:
    """Return what the overview of a period shows of a municipality."""
    shown = track.shown if track else None
    return shown.figures if shown else judged.figures


def sum_changes(before: Totals, after: Totals) -> Iterator[Change]:
    for name in SUMS:
        old, new = getattr(before, name), getattr(after, name)
        if old.value != new.value:
            yield Change(label(name), count(old.value), count(new.value), figure=name)
