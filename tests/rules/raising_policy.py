"""A plugin of pytest that registers a third policy: one that raises when it is judged."""

from dataclasses import replace

from assessments.rules import registry
from assessments.rules.situation import Situation
from assessments.rules.tables import Measured


def raises(_: Situation) -> Measured:
    raise ZeroDivisionError


def broken() -> None:
    policy = registry.POLICIES[-1]
    lines = tuple(replace(line, measured=raises) for line in policy.measuring)
    third = replace(policy, version="utrecht-2099", first_period="2099-1", measuring=lines)
    registry.POLICIES = (*registry.POLICIES, third)


broken()
