"""Reads of judgements, beside the figures they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from assessments.differences import changed_in_words, changes_now
from assessments.memory import memory_of
from assessments.models import Assessment, AssessmentVersion, Judgement, RungLabel
from assessments.pages import known_text
from assessments.rules.ladder import LADDER, Rung
from assessments.rules.policy import Policy
from assessments.rules.registry import policies_of, policy_for
from assessments.rules.wording import listing
from assessments.tracks import Track, track_of
from assessments.workflow import State
from municipalities.figures import Figures
from municipalities.models import Municipality, Period, Province
from municipalities.queries import figures_for


def known_days(assessments: Iterable[Judgement]) -> str:
    """Return the day, or days, on which the figures of these were known; empty without assessments."""
    moments = sorted({assessment.known_at for assessment in assessments})
    return listing([known_text(moment) for moment in moments]) if moments else ""


def ladder_of(province: Province) -> dict[int, Rung]:
    """Return the six rungs by number, with the names and colours that the province gave them."""
    labels = {label.rung: label for label in RungLabel.objects.filter(province=province)}
    return {
        rung.number: replace(rung, label=labels[rung.number].name, colour=labels[rung.number].colour)
        if rung.number in labels
        else rung
        for rung in LADDER
    }


FROZEN_COLOUR = "wit"


def rung_of(judgement: Judgement, ladder: Mapping[int, Rung]) -> Rung | None:
    """Return the rung that was chosen; one that is frozen is white, whatever the colour of its step."""
    if judgement.rung is None:
        return None
    step = ladder[judgement.rung]
    return replace(step, colour=FROZEN_COLOUR) if judgement.is_frozen else step


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
    """Return the page of what stands, or of one version ("concept" or its number); 404 when it is not there.

    With `to_work_on` the concept comes first, and what stands only when there is none.
    """
    province = municipality.province
    live = figures_for(period, known_at=now, province=province).get(municipality)
    if live is None:
        raise Http404
    track = track_of(period, municipality)
    shown = track.named(version) if version else (to_work_on and track.concept) or track.shown
    if shown is None:
        if version:
            raise Http404
        return Detail(municipality, period, live, live, track, None, ladder_of(province), "")
    memory, policy = memory_of(period, province), policy_for(province.code, period.code)
    difference = changed_in_words(changes_now(shown, live, memory[municipality.pk], policy))
    return Detail(municipality, period, shown.figures, live, track, shown, ladder_of(province), difference)


def municipality_in(user: Any, period: Period, code: str) -> Municipality:
    """Return a municipality of the user's province that existed in the period; else 404, whatever the reason."""
    visible = Municipality.objects.visible_to(user).existing_between(period.start, period.last_day)
    return get_object_or_404(visible.select_related("province"), cbs_code=code)


def periods_for(user: Any) -> QuerySet[Period]:
    """Return all periods, newest first, with how many municipalities of the user's province were assessed."""
    own = Municipality.objects.filter(province=user.province_id)
    begun = Q(assessments__period=OuterRef("pk")) | Q(assessmentversions__period=OuterRef("pk"))
    assessed = own.filter(begun).order_by().values("province").annotate(count=Count("pk", distinct=True))
    return Period.objects.annotate(assessed=Coalesce(Subquery(assessed.values("count")), 0)).order_by(
        "-start"
    )


def period_sizes(user: Any) -> list[tuple[Period, int]]:
    """Return all periods, newest first, each with the number of municipalities that the user's province had."""
    own = list(Municipality.objects.visible_to(user))
    return [
        (period, sum(row.existed_between(period.start, period.last_day) for row in own))
        for period in periods_for(user)
    ]


def policy_in(user: Any, version: str) -> Policy:
    """Return a policy of the user's province; else 404, whatever the reason."""
    for policy in policies_of(user.province_id):
        if policy.version == version:
            return policy
    raise Http404


def periods_judged_by(policy: Policy) -> list[Period]:
    """Return the periods that a policy judges, newest first."""
    return [period for period in Period.objects.order_by("-start") if policy.covers(period.code)]
