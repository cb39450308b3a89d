"""The published policies, and which of them judges a period."""

from __future__ import annotations

from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.policy import Policy

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


def policy_by_version(version: str) -> Policy:
    """Return the policy stored under this version; raises UnknownPolicyError."""
    for policy in POLICIES:
        if policy.version == version:
            return policy
    raise UnknownPolicyError(version)
