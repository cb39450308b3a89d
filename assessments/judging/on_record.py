"""What is on record of the municipalities of a province: rungs, drafts, mergers and acts, read for many periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce

from assessments.judging.legal_acts_in_force import acts_of
from assessments.models import Assessment, AssessmentVersion, OpeningRung
from assessments.models.decisions import state_at
from assessments.models.judgements import SnapshotFigure
from assessments.rules.ladder import Ladder
from assessments.rules.registry import ladder_for, policy_by_version
from assessments.rules.situation import How, Past, Verdict, remembered
from assessments.workflow import STANDING, State
from municipalities.halfyear import half_year_after
from municipalities.ledger.mergers import merged_into
from municipalities.ledger.register import answered, periods_of, register_of
from municipalities.models import Period, Province


class RungOnRecord(NamedTuple):
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
    policy: str
    rung: int | None
    known_at: datetime
    numbers: tuple[int | None, int | None, int | None]
    """Those of NUMBERS, in their order."""
    past: Past
    """It as a half-year that lies behind; what was judged before verdicts were kept has its own row."""
    number: int = 0
    state: str | None = State.CONCEPT
    """At the moment; empty of a version that was only a concept then."""
    previous_rung_status: str = ""
    """Of a concept."""

    @property
    def rank(self) -> tuple[int, int]:
        """The decision that stands goes first, then the work on it, then what was given back or withdrawn."""
        return RANKS.get(self.state or "", 0), self.number


NUMBERS = {name: SnapshotFigure(name) for name in ("quota", "opening_balance", "realised")}
"""What the account of the task adds up, without the rest of the snapshot."""
MADE = (
    "pk",
    "municipality_id",
    "period_id",
    "policy",
    "rung",
    "known_at",
    "verdict",
    "is_frozen",
    "norm_met",
    "consecutive_misses",
    *NUMBERS,
)
PREVIOUS = "placement_snapshot__previous"


def made_of(row: Sequence[Any], periods: Mapping[int, Period]) -> Made:
    """Return what the columns of MADE say, and `number` and `state` where they follow."""
    (
        key,
        municipality,
        about,
        policy,
        rung,
        known_at,
        verdict,
        is_frozen,
        norm_met,
        misses,
        quota,
        opening,
        realised,
        *track,
    ) = row
    period = periods[about]
    known = quota is not None and opening is not None and realised is not None
    past = Past(
        period=period.code,
        rung=rung,
        verdict=Verdict(verdict) if verdict else None,
        frozen=is_frozen,
        closing_balance=quota + opening - realised if known else None,
        norm_met=None if verdict else norm_met,
        misses=None if verdict else older_row(norm_met, misses),
    )
    dates = period.code, period.start, period.end
    return Made(key, municipality, *dates, policy, rung, known_at, (quota, opening, realised), past, *track)


@dataclass(frozen=True)
class Records:
    """All there is of the municipalities of a province as on record at a moment, or now."""

    periods: list[Period]
    """Newest first."""
    made: list[Made]
    """Every concept and version, with its state."""
    taken_over: list[tuple[int, RungOnRecord]]
    rungs: list[tuple[int, RungOnRecord]]
    """What was adopted or taken over, oldest first; of one period what was chosen after a merger goes last."""
    begun: dict[int, date]
    """The first day of the first period with a concept or a version, by municipality id."""
    drafts: Mapping[date, Mapping[int, Made]]
    """What was made over a period, decided or not, by the day after that period and by municipality id."""
    recalled: Callable[[Made], tuple[Past, ...]]
    """Tells what was remembered when a draft was made."""
    mergers: list[tuple[int, int, date]]
    acts: list[Any]
    """Those that were not taken back, by the day on which they were decided."""

    @property
    def standing(self) -> list[Made]:
        """The decisions that stand."""
        return [row for row in self.made if row.state in STANDING]


Moment = datetime | None
"""As on record at a moment; None is now."""


def records_of(province: Province, moments: Iterable[Moment]) -> dict[Moment, Records]:
    """Return what is on record at each of these moments: 4 to 6 queries, and one for each moment.

    What was withdrawn is no rung on record, and no reason to forget it either: it must be decided anew.
    """
    return answered(province, "records", moments, lambda unread: read_records(province, unread))


def read_records(province: Province, moments: Sequence[Moment]) -> dict[Moment, Records]:
    periods = periods_of(province)
    by_id = {period.pk: period for period in periods}
    concepts = concepts_of(province, by_id)
    versions = versions_of(province, moments, by_id)
    taken_over = taken_over_in(province)
    acts = acts_of(province, moments)
    found: dict[Moment, Records] = {}
    recalled = recalling(found)
    for moment, own in zip(moments, versions, strict=True):
        drafted = [row for row, assessed_at in concepts if moment is None or assessed_at <= moment]
        made = [row for row in (*drafted, *(row for row, _ in own)) if row.state]
        adopted = [(row.municipality, rung) for row, rung in own if row.state in STANDING]
        taken = [(key, row) for key, row, recorded, ended in taken_over if holds(recorded, ended, moment)]
        found[moment] = Records(
            periods=periods,
            made=made,
            taken_over=taken,
            rungs=sorted([*adopted, *taken], key=lambda row: (row[1].end, row[1].inherited_from is not None)),
            begun=begun_in((*drafted, *(row for row, _ in own))),
            drafts=drafts_of(made),
            recalled=recalled,
            mergers=mergers_in(province, moment),
            acts=acts[moment],
        )
    return found


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
    ladder = policy_by_version(row.policy).ladder
    return RungOnRecord(row.past, row.start, row.end, row.rung, ladder, How.ADOPTED)


def concepts_of(province: Province, periods: Mapping[int, Period]) -> list[tuple[Made, datetime]]:
    """Return all concepts, each with when it was made."""
    rows = Assessment.objects.filter(of(province)).annotate(**NUMBERS)
    return [
        (made_of(row, periods)._replace(previous_rung_status=status), assessed_at)
        for *row, status, assessed_at in rows.values_list(*MADE, "previous_rung_status", "assessed_at")
    ]


def versions_of(
    province: Province, moments: Sequence[Moment], periods: Mapping[int, Period]
) -> list[list[tuple[Made, RungOnRecord]]]:
    """Return the versions there were at each of these moments, also of predecessors elsewhere, as what they adopt."""
    states = {f"state_{index}": Coalesce(state_at(at), or_concept(at)) for index, at in enumerate(moments)}
    versions = AssessmentVersion.objects.filter(of(province)).annotate(**NUMBERS, **states)
    found: list[list[tuple[Made, RungOnRecord]]] = [[] for _ in moments]
    for row in versions.order_by().values_list(*MADE, "number", *states):
        made = made_of(row[: len(MADE) + 1], periods)
        rung = adopted_rung(made)
        for rows, state in zip(found, row[len(MADE) + 1 :], strict=True):
            if state is not None:
                rows.append((made._replace(state=state), rung))
    return found


def or_concept(moment: Moment) -> Any:
    """Return the state of a version that was not proposed yet: empty where it was a concept, None before that."""
    nothing = Value("")
    return nothing if moment is None else Case(When(assessed_at__lte=moment, then=nothing))


def drafts_of(rows: Iterable[Made]) -> dict[date, dict[int, Made]]:
    drafts: dict[date, dict[int, Made]] = defaultdict(dict)
    for row in rows:
        known = drafts[row.end].get(row.municipality)
        if known is None or known.rank < row.rank:
            drafts[row.end][row.municipality] = row
    return drafts


def recalling(found: Mapping[Moment, Records]) -> Callable[[Made], tuple[Past, ...]]:
    """Return what tells what was remembered when a draft was made that does not follow on what is on record.

    The first answer reads it of all of these: 2 queries at most, and none on a page that asks nothing.
    """

    @cache
    def kept() -> dict[tuple[bool, int], Mapping[str, Any] | None]:
        alone = {(not row.number, row.key) for records in found.values() for row in alone_in(records)}
        previous: dict[tuple[bool, int], Mapping[str, Any] | None] = {}
        for is_concept, model in ((True, Assessment), (False, AssessmentVersion)):
            keys = [key for concept, key in alone if concept == is_concept]
            rows = model.objects.filter(pk__in=keys).values_list("pk", PREVIOUS) if keys else ()
            previous |= {(is_concept, key): each for key, each in rows}
        return previous

    def recalled(draft: Made) -> tuple[Past, ...]:
        previous = kept().get((not draft.number, draft.key))
        return remembered(previous).past if previous else ()

    return recalled


def alone_in(records: Records) -> Iterator[Made]:
    """Yield the drafts that do not stand right after what is on record."""
    on_record = {(key, rung.period) for key, rung in records.rungs}
    for row in chain.from_iterable(drafts.values() for drafts in records.drafts.values()):
        if row.state not in STANDING and (row.municipality, half_year_after(row.code, -1)) not in on_record:
            yield row


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
