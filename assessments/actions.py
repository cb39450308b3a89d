"""Writes of judgements: assessing a period, and the words a supervisor adds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.models import Assessment
from assessments.queries import latest_assessments
from assessments.rules.assess import assess
from assessments.rules.findings import Placement, Previous
from assessments.rules.policy import Policy
from assessments.rules.registry import policy_for
from audit.actions import record
from municipalities.actions import Refused
from municipalities.figures import Figures
from municipalities.models import Municipality, Period, Province
from municipalities.moments import local_day
from municipalities.queries import figures_for, previous_period

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Judged:
    """One municipality as the rule judged it, recorded or not."""

    municipality: Municipality
    figures: Figures
    previous: Previous
    placement: Placement


class MotivationChanged(Refused):
    """Someone else saved another motivation since the page was opened."""

    def __init__(self, current: str, version: int) -> None:
        super().__init__(
            "Iemand anders heeft deze motivering intussen gewijzigd. Hieronder staan beide teksten; voeg ze samen "
            "en sla opnieuw op."
        )
        self.current = current
        self.version = version


@transaction.atomic
def assess_period(
    *,
    period: Period,
    province: Province,
    by: Any,
    now: Clock,
    known_at: datetime | None = None,
    policy: Policy | None = None,
) -> list[Judged]:
    """Judge every municipality of a province over a period and keep the outcome as concepts.

    Existing concepts are replaced whole; typed motivations stay. `known_at` defaults to now.
    """
    # The lock comes before the clock, so that no figure with an earlier moment can still be on its way.
    Province.objects.select_for_update().get(pk=province.pk)
    moment = now()
    known_at = known_at or moment
    if local_day(known_at) > local_day(moment):
        raise Refused("De datum waarop de cijfers bekend zijn, ligt in de toekomst. Kies vandaag of eerder.")
    # Today is not over: what comes in later today is not known yet.
    known_at = min(known_at, moment)
    judged = judge_period(period=period, province=province, known_at=known_at, policy=policy)
    Assessment.objects.bulk_create(
        [concept_of(row, period, known_at, moment, by) for row in judged],
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
        municipalities=len(judged),
    )
    return judged


REPLACED_FIELDS = [
    "known_at",
    "assessed_at",
    "assessed_by",
    "policy",
    "figures_snapshot",
    "placement_snapshot",
    "basis",
    "rung",
    "rung_on_total_task",
    "previous_rung_status",
]
"""Everything but the motivation."""


def judge_period(
    *, period: Period, province: Province, known_at: datetime, policy: Policy | None = None
) -> list[Judged]:
    """Return what the rule makes of every municipality, by name; writes nothing."""
    policy = policy or policy_for(province.code, period.code)
    if policy is None:
        raise Refused(
            f"Periode {period.code} kan niet worden beoordeeld: er is geen beleidskader voor. Vraag de beheerder "
            "dit in te stellen."
        )
    if not policy.covers(period.code) or policy.province != province.code:
        raise Refused(
            f"Beleidskader {policy.version} geldt niet voor periode {period.code} in de provincie {province}."
        )
    earlier = previous_period(period)
    before = latest_assessments(earlier, province) if earlier else {}
    judged = []
    for municipality, figures in figures_for(period, known_at=known_at, province=province).items():
        previous = previous_of(before.get(municipality.pk), period)
        judged.append(Judged(municipality, figures, previous, assess(figures, previous, policy)))
    return judged


def previous_of(earlier: Assessment | None, period: Period) -> Previous:
    """Return what the ladder remembers; a concept is only a provisional memory."""
    code = period.facts.previous_code
    if earlier is None or earlier.rung is None:
        return Previous(period=code)
    placement = earlier.placement
    return Previous(
        period=code,
        rung=earlier.rung,
        status="provisional",
        norm_met=placement.norm_met,
        consecutive_misses=placement.consecutive_misses,
    )


def concept_of(row: Judged, period: Period, known_at: datetime, moment: datetime, by: Any) -> Assessment:
    placement = row.placement
    return Assessment(
        municipality=row.municipality,
        period=period,
        known_at=known_at,
        assessed_at=moment,
        assessed_by=by,
        policy=placement.policy,
        figures_snapshot=row.figures.to_json(),
        placement_snapshot=placement.to_dict(),
        basis=placement.basis or "",
        rung=placement.rung,
        rung_on_total_task=placement.rung_on_total_task,
        previous_rung_status=row.previous.status or "",
    )


@transaction.atomic
def save_motivation(assessment: Assessment, *, text: str, version: int, by: Any, now: Clock) -> Assessment:
    """Keep the words of a supervisor; `version` is the one that the page showed.

    Raises MotivationChanged when another version was saved in the meantime.
    """
    current = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if current.motivation_version != version and current.motivation != text:
        raise MotivationChanged(current.motivation, current.motivation_version)
    current.motivation = text
    current.motivation_version += 1
    current.save(update_fields=["motivation", "motivation_version"])
    record(
        "motivering opgeslagen",
        by=by,
        at=now(),
        about=current,
        province_code=current.municipality.province_id,
        text=text,
    )
    return current


@transaction.atomic
def save_setting(row: Any, changed: list[str], *, by: Any, now: Clock) -> Any:
    """Save a row of the user's province and log what it says now."""
    is_new = row.pk is None
    row.province = by.province
    try:
        row.validate_constraints()
    except ValidationError as conflict:
        raise Refused(*conflict.messages) from conflict
    if not is_new and not changed:
        return row
    row.save()
    what = f"{row._meta.verbose_name} {'toegevoegd' if is_new else 'gewijzigd'}"
    values = {name: text_of(getattr(row, name)) for name in changed}
    record(what, by=by, at=now(), about=row, province_code=row.province_id, values=values)
    return row


def text_of(value: Any) -> str:
    return "" if value is None else str(value)
