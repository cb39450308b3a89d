"""Reads of one assessment, beside the figures it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.judging.differences import changed_in_words, changes_now
from assessments.judging.given_terms import GivenTerm, given_terms
from assessments.judging.policy_in_force import policy_in_force
from assessments.judging.previous_rungs import memory_of
from assessments.judging.province_ladder import ladder_of, rung_of
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
class Detail:
    """One municipality over one period, as its page shows it."""

    municipality: Municipality
    period: Period
    figures: Figures
    """The snapshot of the assessment; live when there is none."""
    live: Figures
    track: Track
    assessment: Assessment | AssessmentVersion | None
    """The concept or version that the page is about."""
    ladder: dict[int, Rung]
    difference: str
    """What is known otherwise now than when it was assessed, in words."""
    terms: Sequence[GivenTerm] = ()
    """What the letter over the period that was sent asked by when, and what came."""

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
    def state(self) -> State | None:
        return State(self.assessment.state) if self.assessment else None

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

    @property
    def rung(self) -> Rung | None:
        return rung_of(self.assessment, self.ladder) if self.assessment else None


def detail_of(
    period: Period, municipality: Municipality, *, now: datetime, version: str = "", to_work_on: bool = False
) -> Detail:
    """Return the page of what stands, or of one version ("concept" or its number); raises Missing.

    With `to_work_on` the concept comes first, and what stands only when there is none.
    """
    province = municipality.province
    live = figures_for(period, known_at=now, province=province).get(municipality)
    if live is None:
        raise Missing
    track = track_of(period, municipality)
    shown = track.named(version) if version else (to_work_on and track.concept) or track.shown
    if shown is None:
        if version:
            raise Missing
        return Detail(municipality, period, live, live, track, None, ladder_of(province), "")
    memory = memory_of(period, province, figures_at=now)
    policy = policy_in_force(province, period.code)
    difference = changed_in_words(changes_now(shown, live, memory[municipality.pk], policy))
    given = given_terms([municipality], known_at=now)
    return Detail(
        municipality,
        period,
        shown.figures,
        live,
        track,
        shown,
        ladder_of(province),
        difference,
        [term for term in given if term.period == period.code],
    )
