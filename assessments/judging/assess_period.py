"""Writes of judgements: assessing a period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessments.judging.fingerprints import engine_version
from assessments.judging.policy_in_force import policy_in_force
from assessments.judging.previous_rungs import memory_of
from assessments.judging.versions import NO_TRACK, Track, tracks_of
from assessments.models import Assessment, AssessmentVersion, Step
from assessments.models.judgements import TYPED_FIELDS
from assessments.rules.assess import assess
from assessments.rules.contract import Policy
from assessments.rules.deviation import decide
from assessments.rules.findings import Placement
from assessments.rules.situation import Previous
from audit.actions import record
from audit.refused import Refused
from municipalities.dutch import day_text
from municipalities.figures import Figures
from municipalities.ledger.keep import keep_figures
from municipalities.ledger.queries import figures_for, next_period
from municipalities.models import Municipality, Period, Province
from municipalities.moments import local_day, not_in_future
from municipalities.recording import locked

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Judged:
    """One municipality as the rule judged it, recorded or not."""

    municipality: Municipality
    figures: Figures
    previous: Previous
    placement: Placement
    track: Track = NO_TRACK
    """What was made of it before."""

    @property
    def fixed(self) -> AssessmentVersion | None:
        """What was proposed or decided and stays: then the rule was only asked, and nothing is written."""
        return None if self.track.takes_concept else self.track.standing or self.track.proposed


@transaction.atomic
def assess_period(
    *,
    period: Period,
    province: Province,
    by: Any,
    now: Clock,
    known_at: datetime | None = None,
    policy: Policy | None = None,
    municipality: Municipality | None = None,
) -> list[Judged]:
    """Judge every municipality of a province, or the one given, and keep the outcome as concepts.

    Existing concepts are replaced whole; what was typed stays. Proposed and adopted versions are not
    touched. `known_at` defaults to now. Raises Refused before the period is over: nobody has a rung then.
    """
    moment = locked(province, now, latest=latest_judgement)
    if running := still_running(period, local_day(moment)):
        raise Refused(running)
    known_at = known_at or moment
    if wrong := not_in_future(local_day(known_at), local_day(moment)):
        raise Refused(wrong)
    # Today is not over: what comes in later today is not known yet.
    known_at = min(known_at, moment)
    tracks = tracks_of(period, province)
    # A letter looks ahead to the next period, as known at the same moment.
    looked_at = [row for row in (period, next_period(period)) if row is not None]
    keep_figures([(row, known_at) for row in looked_at], province, lasting=True)
    judged = [
        row
        for row in on_tracks(
            judge_period(period=period, province=province, known_at=known_at, policy=policy), tracks
        )
        if municipality in (None, row.municipality)
    ]
    kept = [row for row in judged if row.fixed is None]
    Assessment.objects.bulk_create(
        [concept_of(row, row.track, period, known_at, moment, by) for row in kept],
        update_conflicts=True,
        unique_fields=["municipality", "period"],
        update_fields=REPLACED_FIELDS,
    )
    record(
        "periode beoordeeld",
        by=by,
        at=moment,
        about=period,
        province_code=province.code,
        known_at=known_at.isoformat(),
        policy=judged[0].placement.policy if judged else "",
        municipalities=len(kept),
        municipality=str(municipality or ""),
    )
    return judged


REPLACED_FIELDS = [
    "known_at",
    "assessed_at",
    "assessed_by",
    "assessed_by_name",
    "policy",
    "engine",
    "figures_snapshot",
    "placement_snapshot",
    "basis",
    "verdict",
    "measured_against",
    "proposed_rung",
    "rung",
    "rung_on_total_task",
    "previous_rung_status",
    "norm_met",
    "consecutive_misses",
    "is_frozen",
]
"""Everything but what was typed."""


def still_running(period: Period, today: date) -> str:
    """Return why a period cannot be judged yet; nothing once it is over."""
    if today >= period.end:
        return ""
    return f"Periode {period.code} loopt tot en met {day_text(period.last_day)}. Beoordelen kan daarna."


def latest_judgement(province: Province) -> datetime | None:
    """Return when something was assessed or decided last in a province."""
    assessed = Assessment.objects.filter(municipality__province=province).aggregate(last=Max("assessed_at"))
    decided = Step.objects.filter(version__municipality__province=province).aggregate(last=Max("taken_at"))
    return max(filter(None, (assessed["last"], decided["last"])), default=None)


def judge_period(
    *, period: Period, province: Province, known_at: datetime, policy: Policy | None = None
) -> list[Judged]:
    """Return what the rule makes of every municipality, by name, of what was known then; writes nothing."""
    in_force = policy_in_force(province, period.code)
    if policy is None or (in_force is not None and policy.version == in_force.version):
        policy = in_force
    if policy is None:
        raise Refused(
            f"Periode {period.code} kan niet worden beoordeeld: er is geen beleidskader voor. Vraag de beheerder "
            "dit in te stellen."
        )
    if not policy.covers(period.code) or policy.province != province.code:
        raise Refused(
            f"Beleidskader {policy.version} geldt niet voor periode {period.code} in de provincie {province}."
        )
    memory = memory_of(period, province, known_at=known_at, figures_at=known_at)
    figures = figures_for(period, known_at=known_at, province=province)
    return [
        Judged(row, own, memory[row.pk], assess(own, memory[row.pk], policy)) for row, own in figures.items()
    ]


def on_tracks(judged: Iterable[Judged], tracks: Mapping[int, Track]) -> list[Judged]:
    """Return what the rule makes of each, with what was made of it before."""
    return [replace(row, track=tracks.get(row.municipality.pk, NO_TRACK)) for row in judged]


def concept_of(
    row: Judged, track: Track, period: Period, known_at: datetime, moment: datetime, by: Any
) -> Assessment:
    """Return a concept, with what was typed for the one it replaces or for what was given back."""
    typed = track.typed
    concept = Assessment(
        municipality=row.municipality,
        period=period,
        known_at=known_at,
        assessed_at=moment,
        assessed_by=by,
        assessed_by_name=by.name if by else "",
        policy=row.placement.policy,
        figures_snapshot=row.figures.to_json(),
        placement_snapshot=row.placement.to_dict(),
        proposed_rung=row.placement.rung,
        rung_on_total_task=row.placement.rung_on_total_task,
        previous_rung_status=row.previous.how,
        **({name: getattr(typed, name) for name in TYPED_FIELDS} if typed else {}),
    )
    concept.engine = engine_version(concept.rules)
    apply_choice(concept)
    return concept


def apply_choice(concept: Assessment) -> None:
    """Set what follows from the outcome of the rule and the choice of a person."""
    decided = decide(concept.placement, concept.figures, concept.choice, concept.rules)
    concept.rung = decided.rung
    concept.verdict = decided.verdict or ""
    concept.measured_against = decided.measured_against
    concept.consecutive_misses = decided.consecutive_misses
    concept.is_frozen = decided.is_frozen


def text_of(value: Any) -> str:
    return "" if value is None else str(value)
