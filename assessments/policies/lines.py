"""The lines of a policy, and the periods that it judges, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.rules.contract import Policy
from assessments.rules.sentences import MISSING_FIGURES
from assessments.rules.sources import grounds_text
from assessments.rules.tables import Clauses
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


def line_without_figures(policy: Policy) -> Clauses:
    """Return the first line of every policy: without a figure that it requires there is nothing to judge."""
    *others, last = [MISSING_FIGURES[name] for name in policy.requires]
    return Clauses(
        condition=f"{', '.join(others)} of {last} ontbreekt",
        outcome="is er geen uitkomst: geen cijfers ontvangen",
        grounds=(),
    )


def rule_tables(policy: Policy) -> dict[str, list[RuleLine]]:
    """Return both tables of a policy, each line with what it rests on; numbered through."""
    measuring = [line_without_figures(policy), *policy.measuring]
    lines = [
        RuleLine(
            number,
            line.condition,
            line.outcome,
            grounds_text(policy, line.grounds),
            [ground for ground in line.grounds if policy.assumes(ground)],
        )
        for number, line in enumerate([*measuring, *policy.stepping], start=1)
    ]
    return {"Waaraan wordt gemeten": lines[: len(measuring)], "Welke trede volgt": lines[len(measuring) :]}
