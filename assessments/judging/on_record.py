"""What is on record of the municipalities of a province: rungs, drafts, mergers and acts, read for many periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q

from assessments.judging.legal_acts_in_force import acts_of
from assessments.models import Assessment, AssessmentVersion, OpeningRung
from assessments.rules.ladder import Ladder
from assessments.rules.registry import ladder_for, policy_by_version
from assessments.rules.situation import How, Past, Verdict, remembered
from assessments.workflow import STANDING, State
from municipalities.ledger.mergers import merged_into
from municipalities.ledger.register import answered, periods_of, register_of
from municipalities.models import Period, Province


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


RANKS: dict[str, int] = {State.PROPOSED: 2, State.CONCEPT: 1, **dict.fromkeys(STANDING, 3)}


class Made(NamedTuple):
    """What is remembered of a concept or a version."""

    key: int
    municipality: int
    code: str
    start: date
    end: date
    """The day after its period."""
    assessed_at: datetime
    policy: str
    rung: int | None
    verdict: str
    is_frozen: bool
    norm_met: bool | None
    misses: int
    quota: int | None
    opening: int | None
    realised: int | None
    known_at: datetime
    previous_rung_status: str
    previous: Mapping[str, Any] | None = None
    """What was remembered when it was made; not read of what stands, which has what is on record."""
    number: int = 0
    state: str | None = State.CONCEPT

    @property
    def past(self) -> Past:
        """It as a half-year that lies behind; what was judged before verdicts were kept has its own row."""
        is_older = not self.verdict
        return Past(
            period=self.code,
            rung=self.rung,
            verdict=None if is_older else Verdict(self.verdict),
            frozen=self.is_frozen,
            closing_balance=closing_of(self.quota, self.opening, self.realised),
            norm_met=self.norm_met if is_older else None,
            misses=older_row(self.norm_met, self.misses) if is_older else None,
        )

    @property
    def remembered(self) -> tuple[Past, ...]:
        """What was remembered when it was made."""
        return remembered(self.previous).past if self.previous else ()

    @property
    def rank(self) -> tuple[int, int]:
        """The decision that stands goes first, then the work on it, then what was given back or withdrawn."""
        return RANKS.get(self.state or "", 0), self.number


def closing_of(quota: int | None, opening: int | None, realised: int | None) -> int | None:
    if quota is None or opening is None or realised is None:
        return None
    return quota + opening - realised


MADE = (
    "pk",
    "municipality_id",
    "period__code",
    "period__start",
    "period__end",
    "assessed_at",
    "policy",
    "rung",
    "verdict",
    "is_frozen",
    "norm_met",
    "consecutive_misses",
    "figures_snapshot__quota",
    "figures_snapshot__opening_balance",
    "figures_snapshot__realised",
    "known_at",
    "previous_rung_status",
)
PREVIOUS = "placement_snapshot__previous"


@dataclass(frozen=True)
class Records:
    """All there is of the municipalities of a province as on record at a moment, or now."""

    periods: list[Period]
    """Newest first."""
    adopted: list[tuple[int, RungOnRecord]]
    made: list[Made]
    """Every concept and version, with its state."""
    taken_over: list[tuple[int, RungOnRecord]]
    """Of what was chosen after a merger and what is a municipality's own, in the order of recording."""
    begun: dict[int, date]
    """The first day of the first period with a concept or a version, by municipality id."""
    drafts: Mapping[date, Mapping[int, Made]]
    """What was made over a period, decided or not, by the day after that period and by municipality id."""
    mergers: list[tuple[int, int, date]]
    acts: list[Any]
    """Those that were not taken back, by the day on which they were decided."""


Moment = datetime | None
"""As on record at a moment; None is now."""


def records_of(province: Province, moments: Iterable[Moment]) -> dict[Moment, Records]:
    """Return what is on record at each of these moments: 5 queries, and one for each moment.

    What was withdrawn is no rung on record, and no reason to forget it either: it must be decided anew.
    """
    return answered(province, "records", moments, lambda unread: read_records(province, unread))


def read_records(province: Province, moments: Sequence[Moment]) -> dict[Moment, Records]:
    periods = periods_of(province)
    concepts = [Made(*row) for row in Assessment.objects.filter(of(province)).values_list(*MADE, PREVIOUS)]
    versions = versions_of(province, moments)
    taken_over = taken_over_in(province)
    acts = acts_of(province, moments)
    found = {}
    for moment, own in zip(moments, versions, strict=True):
        drafted = [row for row in concepts if is_by(row.assessed_at, moment)]
        made = [row for row in (*drafted, *own) if row.state]
        found[moment] = Records(
            periods=periods,
            made=made,
            adopted=[(row.municipality, adopted_rung(row)) for row in own if row.state in STANDING],
            taken_over=[
                (key, row) for key, row, recorded, ended in taken_over if holds(recorded, ended, moment)
            ],
            begun=begun_in(row for row in (*drafted, *own) if is_by(row.assessed_at, moment)),
            drafts=drafts_of(made),
            mergers=mergers_in(province, moment),
            acts=acts[moment],
        )
    return found


def is_by(day: datetime, moment: Moment) -> bool:
    return moment is None or day <= moment


def holds(recorded: datetime, ended: datetime | None, moment: Moment) -> bool:
    """Say whether something was recorded by a moment, and not taken back by then."""
    if moment is None:
        return ended is None
    return recorded <= moment and (ended is None or ended > moment)


def older_row(norm_met: bool | None, misses: int) -> int:
    """Return the misses in a row of what was judged before verdicts were kept."""
    return 0 if norm_met else max(misses, int(norm_met is False))


def adopted_rung(row: Made) -> RungOnRecord:
    assert row.rung is not None, "a version has a rung"
    return RungOnRecord(
        past=row.past,
        start=row.start,
        end=row.end,
        rung=row.rung,
        ladder=policy_by_version(row.policy).ladder,
        how=How.ADOPTED,
    )


def versions_of(province: Province, moments: Sequence[Moment]) -> list[list[Made]]:
    """Return all versions with their state at each of these moments, also of predecessors elsewhere."""
    versions = AssessmentVersion.objects.filter(of(province)).with_states(moments)
    states = [f"state_{index}" for index in range(len(moments))]
    rows = list(versions.values_list(*MADE, "number", *states))
    size = len(MADE)
    unsettled = [row[0] for row in rows if not set(STANDING).issuperset(row[size + 1 :])]
    read = AssessmentVersion.objects.filter(pk__in=unsettled).values_list("pk", PREVIOUS) if unsettled else ()
    previous = dict(read)
    return [
        [Made._make((*row[:size], previous.get(row[0]), row[size], row[size + 1 + index])) for row in rows]
        for index in range(len(moments))
    ]


def drafts_of(rows: Iterable[Made]) -> dict[date, dict[int, Made]]:
    drafts: dict[date, dict[int, Made]] = defaultdict(dict)
    for row in rows:
        known = drafts[row.end].get(row.municipality)
        if known is None or known.rank < row.rank:
            drafts[row.end][row.municipality] = row
    return drafts


def begun_in(rows: Iterable[Made]) -> dict[int, date]:
    begun: dict[int, date] = {}
    for row in rows:
        begun[row.municipality] = min(row.start, begun.get(row.municipality, row.start))
    return begun


def taken_over_in(province: Province) -> list[tuple[int, RungOnRecord, datetime, datetime | None]]:
    """Return the rungs that were taken over, with when that was recorded and when it was taken back."""
    rows = OpeningRung.objects.filter(of(province), takes_back=None)
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
            recorded,
            ended,
        )
        for key, code, start, end, rung, source, recorded, ended in rows.values_list(
            *columns, "recorded_at", "taken_back_by__recorded_at"
        )
    ]


def of(province: Province) -> Q:
    """Keep the municipalities of a province, and those that went into one of them."""
    return Q(municipality__province=province) | Q(municipality__successor__province=province)


def opening_rungs() -> Any:
    """Return the rungs that were taken over and not taken back."""
    return OpeningRung.objects.filter(takes_back=None, taken_back_by=None)


def mergers_in(province: Province, moment: Moment) -> list[tuple[int, int, date]]:
    """Return the municipalities that merged: their id, that of the successor, and their last day."""
    return [
        (gone.pk, gone.successor_id, gone.valid_until)
        for gone in merged_into(register_of(province), known_at=moment)
        if gone.successor_id is not None and gone.valid_until is not None
    ]
