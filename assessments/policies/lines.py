"""The lines of a policy, and the periods that it judges, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.rules.policy import REPORT, Policy
from municipalities.models import Period


def periods_judged_by(policy: Policy) -> list[Period]:
    """Return the periods that a policy judges, newest first."""
    return [period for period in Period.objects.order_by("-start") if policy.covers(period.code)]


@dataclass(frozen=True)
class RuleLine:
    """One line of a policy as its page shows it."""

    number: int
    condition: str
    outcome: str
    sources: list[str]
    assumptions: list[str]


def rule_lines(policy: Policy) -> list[RuleLine]:
    """Return every line of a policy, with what it rests on."""
    return [
        RuleLine(
            number,
            line.condition,
            line.outcome,
            [REPORT + ground for ground in line.grounds if not policy.assumes(ground)],
            [ground for ground in line.grounds if policy.assumes(ground)],
        )
        for number, line in enumerate(policy.rule, start=1)
    ]
