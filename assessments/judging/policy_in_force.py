"""The policy that judges a period in a province, with what the province confirmed of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import PolicyConfirmation
from assessments.models.policy_confirmations import SOURCE
from assessments.rules.contract import Policy, Source
from assessments.rules.registry import policy_by_version, policy_for
from assessments.rules.sources import source_text
from municipalities.halfyear import half_year_after
from municipalities.ledger.register import answered
from municipalities.models import Province


@dataclass(frozen=True)
class Confirmed:
    """What was confirmed of one policy, oldest first; nothing is lost when it is confirmed anew."""

    rows: tuple[PolicyConfirmation, ...] = ()

    def about(self, subject: str) -> list[PolicyConfirmation]:
        """Return what was confirmed of one subject, newest first."""
        return [row for row in reversed(self.rows) if row.subject == subject]

    @property
    def source(self) -> PolicyConfirmation | None:
        return next(iter(self.about(SOURCE)), None)

    @property
    def is_unpublished(self) -> bool:
        """Whether it was confirmed that there is no published framework."""
        return self.source is not None and not self.source.is_published

    @property
    def published_in(self) -> str:
        """Where the policy stands, in words; nothing as long as that is unknown, or it stands nowhere."""
        row = self.source
        if row is None or not row.is_published:
            return ""
        title = "" if row.document == policy_by_version(row.policy).title else row.document
        return source_text(Source(document=title, article=row.article, place=row.place, day=row.day))

    def assumption(self, code: str, period: str) -> PolicyConfirmation | None:
        """Return what holds of an assumption in a period: of a choice the one that began last."""
        rows = [row for row in self.about(code) if row.begins <= period]
        return max(rows, key=lambda row: (row.begins, row.pk), default=None)

    def holds(self, row: PolicyConfirmation) -> str:
        """Return for which periods a choice holds, in words: until a later one begins, or not any more."""
        others = [other for other in self.about(row.subject) if other != row]
        if any(other.begins == row.begins and other.pk > row.pk for other in others):
            return "vervangen"
        until = min((other.begins for other in others if other.begins > row.begins), default="")
        through = f" tot en met {half_year_after(until, -1)}" if until else ""
        return f"vanaf {row.begins}{through}"

    def choices(self, period: str) -> dict[str, str]:
        """Return the choices that hold in a period, by the code of the assumption."""
        held = {row.subject: self.assumption(row.subject, period) for row in self.rows}
        return {code: row.choice for code, row in held.items() if row and row.choice}

    def confirms(self, policy: Policy, code: str, period: str) -> bool:
        """Return whether an assumption was confirmed as this policy judged with it."""
        row = self.assumption(code, period)
        return row is not None and row.choice == policy.choices.get(code, "")


def confirmed_of(province: Province) -> dict[str, Confirmed]:
    """Return what a province confirmed, by version of the policy; one query, of a register none."""
    return answered(province, "confirmed", [""], lambda _: {"": read_confirmed(province)})[""]


def read_confirmed(province: Province) -> dict[str, Confirmed]:
    found: dict[str, list[PolicyConfirmation]] = {}
    rows = PolicyConfirmation.objects.filter(province=province).select_related("first_period", "recorded_by")
    for row in rows.order_by("pk"):
        found.setdefault(row.policy, []).append(row)
    return {version: Confirmed(tuple(rows)) for version, rows in found.items()}


def policy_in_force(province: Province, period_code: str) -> Policy | None:
    """Return the policy of a period with the choices that the province confirmed for it, if there is one."""
    return policies_in_force(province, [period_code])[period_code]


def policies_in_force(province: Province, period_codes: Iterable[str]) -> dict[str, Policy | None]:
    """Return the policy of each of these periods; one query at most."""
    found = {code: policy_for(province.code, code) for code in period_codes}
    asks = any(policy is not None and policy.choices for policy in found.values())
    confirmed = confirmed_of(province) if asks else {}
    return {
        code: policy.choosing(confirmed.get(policy.version, Confirmed()).choices(code))
        if policy is not None and policy.choices
        else policy
        for code, policy in found.items()
    }
