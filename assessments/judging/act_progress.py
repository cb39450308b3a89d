"""How far the scope of legal acts is met, from the figures of each half-year and the people housed per day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assessments.judging.legal_acts_in_force import acts_of, still_ran
from assessments.judging.on_record import records_of
from assessments.models import LegalAct
from assessments.rules.scope import Attribution, HousedIn, count_for
from assessments.rules.situation import ActSeen
from municipalities.dutch import day_text, number
from municipalities.figures import Figures
from municipalities.ledger.queries import figures_for_each, housed_by_day
from municipalities.ledger.register import periods_of
from municipalities.models import Period, Province
from municipalities.moments import local_day


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many of the scope were housed through a day (people)."""

    scope: int
    per_half_year: Mapping[str, int]
    """What counted, by the code of the half-year."""
    housed: int
    """Everybody who was housed since it began to count, whatever that counted for."""
    through: date
    """The last day of which it is known who was housed, or that on which the act ended."""
    met_on: date | None
    quotas: Mapping[str, int | None]
    """Those that go first (lopende taakstelling), by the code of the half-year."""

    @property
    def counted(self) -> int:
        return sum(self.per_half_year.values())

    @property
    def left(self) -> int:
        return self.scope - self.counted

    @property
    def text(self) -> str:
        """How far it is, as a screen says it."""
        if self.met_on is not None:
            return f"gehaald op {day_text(self.met_on)}"
        return (
            f"{number(self.counted)} van {number(self.scope)} geteld, nog {number(self.left)} te huisvesten "
            f"(bekend tot en met {day_text(self.through)})"
        )


def progress_of(
    acts: Collection[LegalAct], *, known_at: datetime, until: Mapping[int, date] | None = None
) -> dict[int, Progress]:
    """Return the progress of acts of one province as known at a moment, by act id; through a day of each if given.

    Left out is an act that is not followed, and one of which nothing is known yet. The number of queries is fixed.
    """
    last_days = {act.pk: (until or {}).get(act.pk, local_day(known_at)) for act in acts}
    followed = {act.pk: act for act in acts if act.counted_from and act.counted_from <= last_days[act.pk]}
    if not followed:
        return {}
    first = min(act.counted_from for act in followed.values() if act.counted_from)
    last = max(last_days[key] for key in followed)
    (province,) = {act.municipality.province for act in followed.values()}
    periods = [row for row in reversed(periods_of(province)) if first <= row.start <= last]
    figures = figures_for_each([(row, known_at) for row in periods], province=province)
    whose = {act.municipality_id for act in followed.values()}
    housed = housed_by_day(whose, first, last, known_at=known_at)
    found = {}
    for key, act in followed.items():
        own = [
            figures[row, known_at].get(act.municipality)
            for row in periods
            if row.start >= (act.counted_from or first)
        ]
        progress = one_progress(act, own, housed.get(act.municipality_id, []), last_days[key])
        if progress is not None:
            found[key] = progress
    return found


def one_progress(
    act: LegalAct, figures: Collection[Figures | None], days: list[tuple[date, int]], last: date
) -> Progress | None:
    known = list(known_half_years(figures, last))
    if not known or known[0][0].period.start != act.counted_from:
        return None
    half_years = [
        HousedIn(
            quota=row.quota,
            days=tuple((day, number) for day, number in days if row.period.start <= day <= through),
        )
        for row, through in known
    ]
    counted = count_for(act.scope, Attribution(act.attribution), half_years)
    if counted is None:
        return None
    codes = [row.period.code for row, _ in known]
    return Progress(
        scope=act.scope,
        per_half_year=dict(zip(codes, counted.per_half_year, strict=True)),
        housed=sum(number for half_year in half_years for _, number in half_year.days),
        through=known[-1][1],
        met_on=counted.met_on,
        quotas=dict(zip(codes, (row.quota for row, _ in known), strict=True)),
    )


def known_half_years(figures: Collection[Figures | None], last: date) -> Iterator[tuple[Figures, date]]:
    """Yield half-years with the last day of which it is known who was housed, up to the first gap."""
    for row in figures:
        if row is None or row.covered_through is None:
            return
        yield row, min(row.covered_through, last)
        if row.is_partial:
            return


def acts_seen(
    periods: Collection[Period], province: Province, *, known_at: datetime | None, figures_at: datetime
) -> dict[tuple[Period, int], ActSeen]:
    """Return the last act that ran in each period, as its judgement sees it, by period and municipality id.

    One that ended afterwards is over, unless the half-year was decided before. What does not grow with the number
    of periods is asked once; how far an act is, in each in which one goes first.
    """
    every = acts_of(province, [known_at])[known_at]
    if not every:
        return {}
    decided = records_of(province, [known_at])[known_at].standing
    decided_on = {(row.code, row.municipality): local_day(row.known_at) for row in decided}
    return {
        (period, key): seen
        for period in periods
        for key, seen in seen_in(period, every, decided_on, figures_at)
    }


def seen_in(
    period: Period,
    every: Collection[Any],
    decided_on: Mapping[tuple[str, int], date],
    figures_at: datetime,
) -> Iterator[tuple[int, ActSeen]]:
    acts = {act.municipality_id: act for act in every if ran_in(period, act)}
    progress = progress_in(period, acts.values(), figures_at)
    for key, act in acts.items():
        goes_first = room_in(period, act, progress[act.pk]) if act.pk in progress else 0
        over = is_over(act, period, decided_on.get((period.code, key)))
        yield key, ActSeen(kind=act.kind, goes_first=goes_first, is_over=over)


def ran_in(period: Period, act: Any) -> bool:
    """Return whether an act counts in a period, and had neither ended nor been continued before it."""
    begins = act.counted_from or act.decided_on
    return bool(begins < period.end) and still_ran(act, period.start)


def progress_in(period: Period, acts: Collection[Any], figures_at: datetime) -> dict[int, Progress]:
    """Return the progress through a period of the acts that go first."""
    first = [act for act in acts if act.attribution == Attribution.OLDEST]
    return progress_of(first, known_at=figures_at, until={act.pk: last_in(period, act) for act in first})


def last_in(period: Period, act: Any) -> date:
    """Return the last day of a period on which housings count for an act."""
    last_day: date = min(act.ended_on or period.last_day, period.last_day)
    return last_day


def room_in(period: Period, act: LegalAct, progress: Progress) -> int:
    """Return how many housed in a period can count for an act: what was open, or what counted when it ended in it."""
    here = progress.per_half_year.get(period.code, 0)
    return here if last_in(period, act) < period.last_day else progress.left + here


def is_over(act: Any, period: Period, decided_on: date | None) -> bool:
    if act.ended_on is None or act.ended_on < period.end:
        return False
    return bool(decided_on is None or decided_on >= act.ended_on)
