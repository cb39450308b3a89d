"""What was adopted and would have another outcome now, in few queries: of each only its rung is compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from assessments.judging.policy_in_force import policies_in_force
from assessments.judging.previous_rungs import memory_of_each, with_acts
from assessments.models import AssessmentVersion
from assessments.rules.assess import place
from municipalities.ledger.queries import figures_for_each
from municipalities.ledger.register import periods_of
from municipalities.models import Municipality, Province


@dataclass(frozen=True)
class ChangedOutcome:
    """An adopted assessment of which the policy would give another rung now."""

    municipality: Municipality
    code: str
    """Of the period."""
    adopted: int
    """The rung that was decided on."""
    outcome: int
    """What the policy would give now."""


def changed_outcomes(province: Province, *, now: datetime) -> Iterator[ChangedOutcome]:
    """Yield what stands and would have another outcome now, oldest period first and by name."""
    standing = AssessmentVersion.objects.standing(now).filter(municipality__province=province)
    columns = ("period__code", "municipality_id", "rung", "proposed_rung")
    kept = {(code, key): rungs for code, key, *rungs in standing.order_by().values_list(*columns)}
    codes = {code for code, _ in kept}
    periods = [period for period in reversed(periods_of(province)) if period.code in codes]
    figures = figures_for_each([(period, now) for period in periods], province=province)
    then = memory_of_each(periods, province, known_at=now)
    memory = with_acts(then, province, known_at=now, figures_at=now)
    policies = policies_in_force(province, codes)
    for period in periods:
        policy = policies[period.code]
        for municipality, own in figures[period, now].items():
            adopted, proposed = kept.get((period.code, municipality.pk), (None, None))
            if adopted is None or policy is None:
                continue
            rung = place(own, memory[period][municipality.pk], policy).rung
            if rung not in (None, proposed):
                yield ChangedOutcome(municipality, period.code, adopted, rung)
