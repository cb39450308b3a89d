"""Reads of one assessment, beside the figures it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.judging.given_terms import GivenTerm, given_terms
from assessments.judging.names import rung_of
from assessments.judging.province_ladder import ladder_of
from assessments.judging.shown import Shown, known_with, shown_municipality, with_mergers
from assessments.judging.versions import Track, track_of
from assessments.models import Assessment, AssessmentVersion, Judgement
from assessments.rules.ladder import Rung
from assessments.workflow import State
from audit.refused import Missing
from municipalities.dutch import known_text, listing
from municipalities.figures import Figures
from municipalities.ledger.queries import figures_for
from municipalities.models import Municipality, Period


def known_days(assessments: Iterable[Judgement]) -> str:
    """Return the day, or days, on which the figures of these were known; empty without assessments."""
    moments = sorted({assessment.known_at for assessment in assessments})
    return listing([known_text(moment) for moment in moments]) if moments else ""


@dataclass(frozen=True)
class Place:
    """Where a municipality stands among those of its province over a period, by name."""

    number: int
    size: int
    before: Municipality | None
    after: Municipality | None


def neighbours_of(municipality: Municipality, everybody: Sequence[Municipality]) -> Place:
    at = everybody.index(municipality)
    before, after = everybody[at - 1] if at else None, everybody[at + 1 : at + 2]
    return Place(at + 1, len(everybody), before, after[0] if after else None)


@dataclass(frozen=True)
class Detail:
    """One municipality over one period, as its page shows it."""

    period: Period
    row: Shown
    """As every page shows it."""
    track: Track
    place: Place
    terms: Sequence[GivenTerm] = ()
    """What the letter over the period that was sent asked by when, and what came."""

    @property
    def municipality(self) -> Municipality:
        return self.row.municipality

    @property
    def figures(self) -> Figures:
        return self.row.figures

    @property
    def assessment(self) -> Assessment | AssessmentVersion | None:
        """The concept or version that the page is about."""
        return self.row.assessment

    @property
    def is_version(self) -> bool:
        return isinstance(self.assessment, AssessmentVersion)

    @property
    def asked_version(self) -> str:
        """The name of the version that the page is about; empty for what it shows without one."""
        shown = self.track.shown
        return self.assessment.name if self.assessment and self.assessment != shown else ""

    @property
    def concept(self) -> Assessment | None:
        """What can still be worked on, when the page is about that."""
        return self.assessment if isinstance(self.assessment, Assessment) else None

    @property
    def can_be_assessed(self) -> bool:
        """Whether assessing again renews what the page is about, or follows it up after it was given back."""
        return self.concept is not None or (self.track.takes_concept and self.assessment == self.track.shown)

    @property
    def rung(self) -> Rung | None:
        """The rung of the judgement, also where it holds no more."""
        return rung_of(self.assessment, self.row.ladder) if self.assessment else None

    @property
    def state(self) -> State | None:
        return self.row.state

    @property
    def may_begin_again(self) -> bool:
        """Whether a re-assessment can begin from here: from what stands, or from one that was given back."""
        track = self.track
        if track.standing is None or track.pending is not None:
            return False
        return self.assessment in (track.standing, track.given_back)

    @property
    def others(self) -> list[Assessment | AssessmentVersion]:
        """The other concept and versions over the same period."""
        every = [self.track.concept, *self.track.versions]
        return [row for row in every if row is not None and row != self.assessment]


def detail_of(
    period: Period, municipality: Municipality, *, now: datetime, version: str = "", to_work_on: bool = False
) -> Detail:
    """Return the page of what stands, or of one version ("concept" or its number); raises Missing.

    With `to_work_on` the concept comes first, and what stands only when there is none.
    """
    province = municipality.province
    known = known_with(figures_for(period, known_at=now, province=province), period, province, now)
    if municipality not in known.figures:
        raise Missing
    track, ladder = track_of(period, municipality), ladder_of(province, period.code)
    asked = track.named(version) if version else (to_work_on and track.concept) or track.shown
    if version and asked is None:
        raise Missing
    row = shown_municipality(municipality, track, asked, ladder, known.figures[municipality], now)
    (row,) = with_mergers([row], period, known_at=row.known_at)
    given = given_terms([municipality], known_at=now)
    return Detail(
        period,
        known.beside(row),
        track,
        neighbours_of(municipality, list(known.figures)),
        [term for term in given if term.period == period.code],
    )
