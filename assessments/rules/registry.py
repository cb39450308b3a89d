"""The published policies, and which of them judges a period."""

from __future__ import annotations

from assessments.rules.contract import Policy
from assessments.rules.ladder import Ladder
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.policies.six_rungs import SIX

POLICIES: tuple[Policy, ...] = (utrecht_2023.POLICY, utrecht_2024.POLICY)


class UnknownPolicyError(LookupError):
    """Raised when no policy carries the version asked for."""

    def __init__(self, version: str) -> None:
        versions = ", ".join(policy.version for policy in POLICIES)
        super().__init__(f"Beleidskader {version} bestaat niet. Kies een van: {versions}.")


def policies_of(province_code: str) -> tuple[Policy, ...]:
    """Return the policies of a province, oldest first."""
    return tuple(policy for policy in POLICIES if policy.province == province_code)


def policy_for(province_code: str, period_code: str) -> Policy | None:
    """Return the policy that judges this period in this province, if there is one."""
    for policy in policies_of(province_code):
        if policy.covers(period_code):
            return policy
    return None


def ladder_for(province_code: str, period_code: str = "") -> Ladder:
    """Return the ladder of a period: that of its policy, else of the first one that begins later, else of the newest.

    Without a period that of the newest; of a province without a policy the national one.
    """
    policies = policies_of(province_code)
    begun_later = (policy for policy in policies if period_code and period_code < (policy.first_period or ""))
    *_, newest = (None, *policies)
    policy = (policy_for(province_code, period_code) if period_code else None) or next(begun_later, newest)
    return policy.ladder if policy else SIX


def policy_by_version(version: str) -> Policy:
    """Return the policy stored under this version; raises UnknownPolicyError."""
    for policy in POLICIES:
        if policy.version == version:
            return policy
    raise UnknownPolicyError(version)
