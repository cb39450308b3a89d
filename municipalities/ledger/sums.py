"""From sums over the ledger to the figures of each municipality; `queries.figures_for` is the door to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Q, Sum

from municipalities.figures import Figures
from municipalities.ledger.coverage import ONE_DAY, Scope, covered_through, covers
from municipalities.models import (
    Correction,
    CorrectionKind,
    Coupling,
    CouplingKind,
    Housing,
    Municipality,
    Period,
    Quota,
    QuotaKind,
)

ALL_BUT_A_FEW = 200
"""More municipalities than any province has."""


@dataclass(frozen=True)
class Plan:
    """Which sums make the figures of one municipality.

    `chain` runs from the period with a stated opening to the asked one; empty when no opening
    balance can be known. `stock_day` is the first stated stock of couplings.
    """

    municipality: Municipality
    period: Period
    scope: Scope
    chain: list[Period]
    stock_day: date | None

    @property
    def covered_through(self) -> date | None:
        through = covered_through(self.scope.housings, self.period.start)
        return None if through is None else min(through, self.period.last_day)

    @property
    def has_realised(self) -> bool:
        return self.covered_through == self.period.last_day

    @property
    def has_available(self) -> bool:
        """Whether every day through the reference date is covered, from the newest stock on it or before."""
        reference = self.period.reference_date
        return covers(self.scope.housings, self.period.start, reference) and self.scope.has_open_couplings(
            reference
        )

    @property
    def days(self) -> set[date]:
        """The days at which the sums over housings are cut."""
        cuts = {self.period.start, self.period.reference_date + ONE_DAY, self.period.end}
        if self.chain:
            cuts.add(self.chain[0].start)
        if self.stock_day is not None:
            cuts.add(self.stock_day + ONE_DAY)
        if self.covered_through is not None:
            cuts.add(self.covered_through + ONE_DAY)
        return cuts


def plan_for(municipality: Municipality, chain: list[Period], scope: Scope) -> Plan:
    period = chain[-1]
    first_stock = min((day for day in scope.stock_days if day <= period.reference_date), default=None)
    return Plan(municipality, period, scope, opening_chain(chain, scope), first_stock)


def opening_chain(chain: list[Period], scope: Scope) -> list[Period]:
    """Return the periods that carry the opening balance; empty when a link is not covered."""
    for index in range(len(chain) - 1, -1, -1):
        if chain[index].pk in scope.openings:
            return chain[index:]
        if index == 0:
            break
        earlier = chain[index - 1]
        if earlier.pk not in scope.quotas or not covers(scope.housings, earlier.start, earlier.last_day):
            break
    return []


class LedgerSums:
    """The sums over the four ledger tables that the plans ask for; one query each."""

    def __init__(self, period: Period, chain: list[Period], plans: list[Plan], known_at: datetime) -> None:
        self.period = period
        self.known_at = known_at
        self.municipality_ids = [plan.municipality.pk for plan in plans]
        # A list of all municipalities in every statement would only cost; the sums of others are not looked at.
        self.reach = {"municipality__in": self.municipality_ids} if len(plans) < ALL_BUT_A_FEW else {}
        self.quotas = self._quotas(chain)
        self.corrections = self._corrections(chain)
        self.cuts = sorted(set().union(*(plan.days for plan in plans)))
        self.housings = self._housings()
        self.couplings = self._couplings({plan.stock_day for plan in plans if plan.stock_day})

    def _quotas(self, chain: list[Period]) -> dict[tuple[int, int], list[tuple[str, date, int]]]:
        """Return per municipality and period what each announcement came to: kind, day and sum, in order."""
        rows = (
            Quota.objects.known_at(self.known_at)
            .filter(**self.reach, period__in=chain)
            .order_by("announced_on")
            .values_list("municipality_id", "period_id", "kind", "announced_on")
            .annotate(Sum("amount"))
        )
        result: dict[tuple[int, int], list[tuple[str, date, int]]] = defaultdict(list)
        for municipality, period, kind, announced_on, amount in rows:
            result[municipality, period].append((kind, announced_on, amount))
        return result

    def _corrections(self, chain: list[Period]) -> dict[tuple[int, int, str], int]:
        rows = (
            Correction.objects.known_at(self.known_at)
            .filter(**self.reach, period__in=chain)
            .order_by()
            .values_list("municipality_id", "period_id", "kind")
            .annotate(Sum("amount"))
        )
        return {(municipality, period, kind): amount for municipality, period, kind, amount in rows}

    def _housings(self) -> dict[int, tuple[int | None, ...]]:
        """Return per municipality the sums between one cut and the next, in order."""
        between = {
            f"part_{index}": Sum("amount", filter=Q(housed_on__gte=first, housed_on__lt=end))
            for index, (first, end) in enumerate(pairwise(self.cuts))
        }
        if not self.municipality_ids:
            return {}
        rows = (
            Housing.objects.known_at(self.known_at)
            .filter(
                **self.reach,
                housed_on__gte=self.cuts[0],
                housed_on__lt=self.cuts[-1],
            )
            .order_by()
            .values("municipality_id")
            .annotate(**between)
            .values_list("municipality_id", *between)
        )
        return {municipality: tuple(parts) for municipality, *parts in rows}

    def _couplings(self, stock_days: set[date]) -> dict[tuple[int, date], int]:
        """Return the couplings after each first stock day, the stock itself included, through the reference date."""
        if not stock_days:
            return {}
        sums = {
            f"from_{index}": Sum("amount", filter=from_stock_on(day))
            for index, day in enumerate(sorted(stock_days))
        }
        rows = (
            Coupling.objects.known_at(self.known_at)
            .filter(
                **self.reach,
                coupled_on__lte=self.period.reference_date,
            )
            .order_by()
            .values("municipality_id")
            .annotate(**sums)
            .values_list("municipality_id", *sums)
        )
        return {
            (municipality, day): amount or 0
            for municipality, *amounts in rows
            for day, amount in zip(sorted(stock_days), amounts, strict=True)
        }

    def housed(self, municipality: Municipality, first_day: date, end: date) -> int:
        """Return how many were housed from a cut up to, not including, another cut."""
        parts = self.housings.get(municipality.pk)
        if parts is None:
            return 0
        return sum(part or 0 for cut, part in zip(self.cuts, parts, strict=False) if first_day <= cut < end)

    def quota(self, municipality: Municipality, period: Period) -> int:
        return sum(amount for _, _, amount in self.announcements(municipality, period))

    def announcements(self, municipality: Municipality, period: Period) -> list[tuple[str, date, int]]:
        return self.quotas.get((municipality.pk, period.pk), [])


def from_stock_on(stock_day: date) -> Q:
    """Keep the couplings that count from a first stated stock on: what came before is in the stock."""
    return Q(coupled_on__gt=stock_day) | Q(coupled_on=stock_day, kind=CouplingKind.STOCK)


def figures_of(plan: Plan, sums: LedgerSums) -> Figures:
    """Return the figures of one municipality (people); what its plan says is not covered is None, never 0."""
    municipality, period = plan.municipality, plan.period
    has_quota = period.pk in plan.scope.quotas
    has_announced = period.pk in plan.scope.announced
    announcements = sums.announcements(municipality, period)
    announced = [amount for kind, _, amount in announcements if kind == QuotaKind.ANNOUNCED]
    # What was taken back came to nothing, and changed nothing.
    changes = [day for kind, day, amount in announcements if kind != QuotaKind.ANNOUNCED and amount != 0]
    through = plan.covered_through
    so_far = None if through is None else sums.housed(municipality, period.start, through + ONE_DAY)
    return Figures(
        period=period.facts,
        quota_announced=sum(announced) if has_announced else None,
        quota=sums.quota(municipality, period) if has_quota else None,
        opening_balance=opening_balance(plan, sums),
        realised=so_far if plan.has_realised else None,
        housed_by_reference_date=(
            sums.housed(municipality, period.start, period.reference_date + ONE_DAY)
            if plan.has_available
            else None
        ),
        open_couplings_on_reference_date=open_on_reference_date(plan, sums) if plan.has_available else None,
        quota_announced_on=plan.scope.announced.get(period.pk),
        quota_changed_on=max(changes, default=None),
        realised_so_far=so_far,
        covered_through=through,
    )


def opening_balance(plan: Plan, sums: LedgerSums) -> int | None:
    """Return the opening balance (beginstand, O) in people: the stated one, plus what each later period added.

    None where a period before is not covered. Above zero is a backlog.
    """
    if not plan.chain:
        return None
    municipality = plan.municipality
    first, *_ = plan.chain
    balance = sums.corrections.get((municipality.pk, first.pk, CorrectionKind.OPENING), 0)
    balance += sum(
        sums.corrections.get((municipality.pk, period.pk, CorrectionKind.CORRECTION), 0)
        for period in plan.chain
    )
    balance += sum(sums.quota(municipality, period) for period in plan.chain[:-1])
    return balance - sums.housed(municipality, first.start, plan.period.start)


def open_on_reference_date(plan: Plan, sums: LedgerSums) -> int:
    """Return how many were coupled and not yet housed on the reference date (peildatum koppelingen).

    Below zero more were housed than coupled: a finding.
    """
    assert plan.stock_day is not None  # has_available asks for a stock
    coupled = sums.couplings.get((plan.municipality.pk, plan.stock_day), 0)
    return coupled - sums.housed(
        plan.municipality, plan.stock_day + ONE_DAY, plan.period.reference_date + ONE_DAY
    )
