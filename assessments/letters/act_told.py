"""What letters tell of the legal act of a municipality: that it begins, stands, is extended, or ended; read at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from operator import attrgetter
from typing import Any

from django.db.models import F

from assessments.judging.act_progress import Progress, progress_of
from assessments.judging.acts_then import ActThen, Happened, act_behind, acts_then, acts_with_records
from assessments.models import ActEnd, ActExtension, Assessment, AssessmentVersion, Judgement, LegalAct
from assessments.models.acts import DONE
from assessments.workflow import STANDING, State
from municipalities.ledger.register import answered
from municipalities.models import Period, Province
from municipalities.moments import local_day


@dataclass(frozen=True, kw_only=True)
class ActTold:
    """One legal act as a letter of one day tells it."""

    act: LegalAct
    last_day: date
    """Of its term, extensions included."""
    begins: bool = False
    """Whether this letter gives the notice or takes the decision."""
    extension: ActExtension | None = None
    """One that this letter gives."""
    end: ActEnd | None = None
    """The end that this letter tells."""
    is_aside: bool = False
    """Whether a letter about the half-year only adds that it ended."""
    is_known: bool = False
    """Whether its own letter told that end."""
    progress: Progress | None = None
    """None where it is not followed, or nothing is known since it began to count."""

    @property
    def news(self) -> Happened | None:
        """The one thing that it tells as new."""
        if self.begins:
            return self.act
        return None if self.is_known else self.end or self.extension

    @property
    def counts(self) -> bool:
        """Whether it says what counts for the act, or that enough did; what is withdrawn ends whatever counted."""
        is_silent = self.is_known or (self.end is not None and self.end.outcome not in DONE)
        return bool(self.act.attribution) and not is_silent

    def before(self, kind: str) -> LegalAct | None:
        """Return the act of a kind: itself, or one that it follows."""
        act: LegalAct | None = self.act
        while act is not None and act.kind != kind:
            act = act.follows
        return act


def acts_told(assessments: Sequence[Judgement], period: Period, province: Province) -> dict[int, ActTold]:
    """Return the act that each letter of a half-year tells, by municipality id.

    On a rung of the executive that is the act of the rung; below it one that ended. What another letter told,
    of the act itself or of another half-year, is no news.
    """
    records = acts_with_records(province)
    if not records:
        return {}
    acts = acts_then(records)
    elsewhere = half_years_that_told(records, beside=period)
    decided = first_decided(versions_beside_acts(province, None))
    rows = {row.municipality_id: row for row in assessments}
    told = {
        key: found
        for key, row in rows.items()
        if (found := told_by(row, acts.get(key, ()), elsewhere, decided)) is not None
    }
    progress = progress_at((rows[key].known_at, found.act) for key, found in told.items())
    return {key: replace(found, progress=progress.get(found.act.pk)) for key, found in told.items()}


def half_years_that_told(
    acts: Sequence[LegalAct],
    *,
    beside: Period | None = None,
    known_at: datetime | None = None,
    with_drafts: bool = False,
    versions: Sequence[Any] | None = None,
) -> dict[Happened, str]:
    """Return what the letters of half-years that stand told of acts, each with the code of its half-year.

    They are read in the order in which they were adopted, each with what was on record then. Left out is a
    half-year of which the letter is being written. With drafts also what those that are being decided will tell.
    `versions` are those of `versions_beside_acts`, for who read them already.
    """
    if versions is None:
        versions = versions_beside_acts(acts[0].municipality.province, known_at) if acts else []
    standing = [row for row in versions if row.state in STANDING and row.adopted_at and row.period != beside]
    adopted = sorted(standing, key=attrgetter("adopted_at", "pk"))
    drafts = being_decided(acts, versions) if with_drafts else []
    decided, told = first_decided(versions), dict[Happened, str]()
    for row in chain(adopted, drafts):
        then = acts_then(acts, getattr(row, "adopted_at", known_at)).get(row.municipality_id, [])
        found = told_by(row, then, told, decided)
        if found is not None and found.news is not None:
            told[found.news] = row.period.code
    return told


def versions_beside_acts(province: Province, known_at: datetime | None) -> list[Any]:
    """Return all versions there are at a moment of municipalities with a legal act, by number; one query.

    Each has the state that it had then, and when its letter was adopted.
    """
    whose = {act.municipality_id for act in acts_with_records(province)}

    def ask(moments: list[datetime | None]) -> dict[datetime | None, list[Any]]:
        rows = AssessmentVersion.objects.filter(municipality__in=whose).order_by("number")
        read = rows.annotate(adopted_at=F("letter__made_at")).select_related("period", "municipality")
        return {moment: list(read.with_state(moment).exclude(state=None)) for moment in moments}

    return answered(province, "versions beside acts", [known_at], ask)[known_at]


def being_decided(acts: Iterable[LegalAct], versions: Iterable[Any]) -> list[Judgement]:
    """Return the concepts of the municipalities of acts, and what is proposed; the oldest half-year first."""
    concepts = Assessment.objects.filter(municipality__in={act.municipality_id for act in acts})
    proposed = (row for row in versions if row.state == State.PROPOSED)
    rows = chain(concepts.exclude(rung=None).select_related("period", "municipality"), proposed)
    return sorted(rows, key=lambda row: row.period.start)


Decided = Mapping[tuple[int, int, int], datetime]
"""When a rung was decided first of those that follow each other, by municipality, period and that rung."""


def first_decided(versions: Iterable[Any]) -> Decided:
    """Return since when the newest letter of each half-year gives its rung, through all re-assessments on it.

    The versions are in the order of their numbers.
    """
    last: dict[tuple[int, int], int] = {}
    found: dict[tuple[int, int, int], datetime] = {}
    for row in versions:
        if row.adopted_at is None or row.state in (State.PROPOSED, State.WITHDRAWN):
            continue
        about = row.municipality_id, row.period_id
        if last.get(about) != row.rung:
            found[*about, row.rung] = row.adopted_at
        last[about] = row.rung
    return found


def told_by(
    row: Judgement, acts: Sequence[ActThen], elsewhere: Container[Happened], decided: Decided
) -> ActTold | None:
    """Return the act that the letter of a half-year tells, of those of its municipality, oldest first."""
    period = row.period
    if row.needs_executive:
        decided_at = decided.get((row.municipality_id, period.pk, row.rung or 0))
        then = act_behind(row, acts, decided_at)
        return None if then is None else told_of_rung(row, period, then, elsewhere)
    return told_of_end(row, period, acts, elsewhere)


def told_of_rung(row: Judgement, period: Period, then: ActThen, elsewhere: Container[Happened]) -> ActTold:
    """Return what the letter on the rung of an act tells of it; what happened in the half-year has its own letter."""
    extension = next(reversed(then.told_extensions), None)
    end = then.end
    begins = is_new_rung(row) and is_news(then.act, then, elsewhere)
    is_extended = (
        extension is not None and extension.decided_on >= period.end and is_news(extension, then, elsewhere)
    )
    has_ended = end is not None and end.ended_on >= period.end and is_news(end, then, elsewhere)
    return ActTold(
        act=then.act,
        last_day=then.act.term_end if begins else then.last_day,
        begins=begins,
        extension=extension if is_extended else None,
        end=end if has_ended else None,
    )


def told_of_end(
    row: Judgement, period: Period, acts: Sequence[ActThen], elsewhere: Container[Happened]
) -> ActTold | None:
    """Return what the letter on a lower rung tells: that an act ended after the half-year, or, beside it, was done.

    Withdrawing in the half-year is for the executive to say, in a letter of its own; that all were housed is a fact.
    """
    day = local_day(row.known_at)
    was_on_its_rung = row.placement.previous_rung >= row.rules.ladder.executive_from
    ended = [(then, end) for then in acts if (end := then.end) is not None and end.ended_on >= period.start]
    if not ended:
        return None
    then, end = max(ended, key=lambda pair: pair[1].ended_on)
    is_aside = not (was_on_its_rung and end.ended_on >= period.end)
    is_known = not is_news(end, then, elsewhere)
    is_fact = end.outcome in DONE and end.ended_on <= day
    if is_aside and (is_known or not is_fact):
        return None
    return ActTold(
        act=then.act,
        last_day=then.last_day,
        end=end,
        is_aside=is_aside or is_known,
        is_known=is_known,
    )


def is_new_rung(row: Judgement) -> bool:
    placement = row.placement
    return not placement.previous_known or placement.previous_rung < (row.rung or 0)


def is_news(row: Happened, then: ActThen, elsewhere: Container[Happened]) -> bool:
    """Return whether nobody told this: no letter of the act itself, and no other half-year."""
    return row not in elsewhere and not then.letters_about(row)


def progress_at(pairs: Iterable[tuple[datetime, LegalAct]]) -> dict[int, Progress]:
    """Return the progress of acts, each as known at its own moment."""
    moments: dict[datetime, list[LegalAct]] = defaultdict(list)
    for moment, act in pairs:
        moments[moment].append(act)
    found: dict[int, Progress] = {}
    for moment, acts in moments.items():
        found |= progress_of(acts, known_at=moment)
    return found
