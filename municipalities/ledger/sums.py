"""From sums over the ledger to the figures of each municipality; `queries.figures_for` is the door to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, pairwise
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, Sum

from municipalities.figures import Figures
from municipalities.ledger.coverage import ONE_DAY, Scope, covered_through, covers
from municipalities.models import (
    Correction,
    CorrectionKind,
    Coupling,
    CouplingKind,
    Housing,
    LedgerEntry,
    Municipality,
    Period,
    Quota,
    QuotaKind,
)


@dataclass(frozen=True)
class Plan:
    """Which sums make the figures of one municipality over a period, as known at a moment.

    `chain` runs from the period with a stated opening to the asked one; empty when no opening
    balance can be known. `stock_day` is the first stated stock of couplings.
    """

    municipality: Municipality
    period: Period
    scope: Scope
    chain: list[Period]
    stock_day: date | None
    known_at: datetime

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
    def cuts(self) -> set[date]:
        """The days at which the sums over housings are cut."""
        cuts = {self.period.start, self.period.reference_date + ONE_DAY, self.period.end}
        if self.chain:
            cuts.add(self.chain[0].start)
        if self.stock_day is not None:
            cuts.add(self.stock_day + ONE_DAY)
        if self.covered_through is not None:
            cuts.add(self.covered_through + ONE_DAY)
        return cuts

    @property
    def coupling_cuts(self) -> set[date]:
        """The days at which the sums over couplings are cut."""
        if self.stock_day is None:
            return set()
        return {self.stock_day, self.stock_day + ONE_DAY, self.period.reference_date + ONE_DAY}


def plan_for(municipality: Municipality, chain: list[Period], scope: Scope, known_at: datetime) -> Plan:
    period = chain[-1]
    first_stock = min((day for day in scope.stock_days if day <= period.reference_date), default=None)
    return Plan(municipality, period, scope, opening_chain(chain, scope), first_stock, known_at)


def opening_chain(chain: list[Period], scope: Scope) -> list[Period]:
    """Return the periods that carry the opening balance; empty when a link is not covered, or somebody merged in it."""
    for index in range(len(chain) - 1, -1, -1):
        if chain[index].pk in scope.openings:
            return chain[index:]
        if index == 0:
            break
        earlier = chain[index - 1]
        if any(earlier.start <= day < earlier.end for day in scope.merged):
            break
        if earlier.pk not in scope.quotas or not covers(scope.housings, earlier.start, earlier.last_day):
            break
    return []


class Span(NamedTuple):
    """The days from the first up to, not including, `end`, as known at a moment; of one kind, or of all."""

    known_at: datetime
    first: date
    end: date
    kind: str = ""


class LedgerSums:
    """The sums over the four ledger tables that the plans ask for; one query each."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.municipalities = list(dict.fromkeys(plan.municipality.pk for plan in plans))
        moments = sorted({plan.known_at for plan in plans})
        self.moments = {moment: index for index, moment in enumerate(moments)}
        self.periods = {period for plan in plans for period in (*plan.chain, plan.period)}
        self.quotas = self._quotas()
        self.corrections = self._corrections()
        cuts, coupling_cuts = defaultdict[datetime, set[date]](set), defaultdict[datetime, set[date]](set)
        for plan in plans:
            cuts[plan.known_at] |= plan.cuts
            coupling_cuts[plan.known_at] |= plan.coupling_cuts
        stocks = {
            Span(plan.known_at, plan.stock_day, plan.stock_day + ONE_DAY, CouplingKind.STOCK)
            for plan in plans
            if plan.stock_day is not None
        }
        self.housings = running(amounts(Housing, "housed_on", self.municipalities, spans_between(cuts)))
        found = amounts(Coupling, "coupled_on", self.municipalities, [*spans_between(coupling_cuts), *stocks])
        self.stocks = {
            (key, span): found.pop((key, span), 0) for key in self.municipalities for span in stocks
        }
        self.couplings = running(found)

    def _quotas(self) -> dict[tuple[int, int], list[tuple[int, str, date, int]]]:
        """Return per municipality and period what was announced: since when it is known, kind, day and number."""
        rows = self._entries(Quota, "since", "kind", "announced_on")
        result: dict[tuple[int, int], list[tuple[int, str, date, int]]] = defaultdict(list)
        for municipality, period, *row in rows:
            result[municipality, period].append(tuple(row))
        return result

    def _corrections(self) -> dict[tuple[int, int, str], list[tuple[int, int]]]:
        rows = self._entries(Correction, "kind", "since")
        result: dict[tuple[int, int, str], list[tuple[int, int]]] = defaultdict(list)
        for municipality, period, kind, since, amount in rows:
            result[municipality, period, kind].append((since, amount))
        return result

    def _entries(self, model: type[LedgerEntry], *columns: str) -> Iterable[Any]:
        if not self.moments:
            return []
        entries = model.objects.since([*self.moments])
        entries = entries.filter(municipality__in=self.municipalities, period__in=self.periods).order_by()
        return entries.values_list("municipality_id", "period_id", *columns).annotate(Sum("amount"))

    def housed(self, plan: Plan, first_day: date, end: date) -> int:
        """Return how many were housed from a cut up to, not including, another cut."""
        before = self.housings[plan.municipality.pk, plan.known_at]
        return before[end] - before[first_day]

    def coupled(self, plan: Plan) -> int:
        """Return what counts from the first stated stock through the reference date: the stock, and who came after."""
        assert plan.stock_day is not None
        day = plan.stock_day + ONE_DAY
        stock = self.stocks[
            plan.municipality.pk, Span(plan.known_at, plan.stock_day, day, CouplingKind.STOCK)
        ]
        before = self.couplings[plan.municipality.pk, plan.known_at]
        return stock + before[plan.period.reference_date + ONE_DAY] - before[day]

    def corrected(self, plan: Plan, period: Period, kind: str) -> int:
        rows = self.corrections.get((plan.municipality.pk, period.pk, kind), ())
        return sum(amount for since, amount in rows if since <= self.moments[plan.known_at])

    def quota(self, plan: Plan, period: Period) -> int:
        return sum(self.announcements(plan, period).values())

    def announcements(self, plan: Plan, period: Period) -> dict[tuple[str, date], int]:
        """Return what each announcement came to, by its kind and day."""
        result: dict[tuple[str, date], int] = defaultdict(int)
        for since, kind, day, amount in self.quotas.get((plan.municipality.pk, period.pk), ()):
            if since <= self.moments[plan.known_at]:
                result[kind, day] += amount
        return result


def spans_between(cuts: Mapping[datetime, set[date]]) -> list[Span]:
    """Return the spans between one cut and the next, as known at each moment."""
    return [
        Span(known_at, first, end) for known_at, days in cuts.items() for first, end in pairwise(sorted(days))
    ]


def running(found: Mapping[tuple[int, Span], int]) -> dict[tuple[int, datetime], dict[date, int]]:
    """Return per municipality id and moment what there was before each cut, counted from the first one."""
    result: dict[tuple[int, datetime], dict[date, int]] = defaultdict(dict)
    for (municipality, span), amount in found.items():
        before = result[municipality, span.known_at]
        before[span.end] = before.setdefault(span.first, 0) + amount
    return result


def amounts(
    model: type[LedgerEntry], day: str, municipalities: Sequence[int], spans: Sequence[Span]
) -> dict[tuple[int, Span], int]:
    """Return the sum of each municipality over each span, in order; one query.

    A sum by itself for each reads every entry once, by the index and without sorting; grouping needs both.
    """
    if not municipalities or not spans:
        return {}
    quoted = connection.ops.quote_name
    moment, on = connection.ops.adapt_datetimefield_value, connection.ops.adapt_datefield_value
    of_kind = " AND span.kind IN ('', entry.kind)" if any(span.kind for span in spans) else ""
    # Table and columns are names of models; what is asked goes along as parameters.
    sql = (
        f"WITH span(number, known_at, first, until, kind) AS (VALUES {listed('(%s, %s, %s, %s, %s)', spans)}) "
        f"SELECT own.id, span.number, (SELECT SUM(entry.amount) FROM {quoted(model._meta.db_table)} entry "
        f"WHERE entry.municipality_id = own.id AND entry.{quoted(day)} >= span.first "
        f"AND entry.{quoted(day)} < span.until AND entry.recorded_at <= span.known_at{of_kind}) "
        f"FROM {quoted(Municipality._meta.db_table)} own CROSS JOIN span "
        f"WHERE own.id IN ({listed('%s', municipalities)}) ORDER BY own.id, span.number"
    )
    asked = [
        (number, moment(span.known_at), on(span.first), on(span.end), span.kind)
        for number, span in enumerate(spans)
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*chain.from_iterable(asked), *municipalities])
        return {(key, spans[number]): amount or 0 for key, number, amount in cursor.fetchall()}


def listed(mark: str, values: Sized) -> str:
    return ", ".join([mark] * len(values))


def from_stock_on(stock_day: date) -> Q:
    """Keep the couplings that count from a first stated stock on: what came before is in the stock."""
    return Q(coupled_on__gt=stock_day) | Q(coupled_on=stock_day, kind=CouplingKind.STOCK)


def figures_of(plan: Plan, sums: LedgerSums) -> Figures:
    """Return the figures of one municipality (people); what its plan says is not covered is None, never 0."""
    period = plan.period
    has_quota = period.pk in plan.scope.quotas
    has_announced = period.pk in plan.scope.announced
    announcements = sums.announcements(plan, period).items()
    announced = [amount for (kind, _), amount in announcements if kind == QuotaKind.ANNOUNCED]
    # What was taken back came to nothing, and changed nothing.
    changes = [day for (kind, day), amount in announcements if kind != QuotaKind.ANNOUNCED and amount != 0]
    through = plan.covered_through
    so_far = None if through is None else sums.housed(plan, period.start, through + ONE_DAY)
    return Figures(
        period=period.facts,
        quota_announced=sum(announced) if has_announced else None,
        quota=sums.quota(plan, period) if has_quota else None,
        opening_balance=opening_balance(plan, sums),
        realised=so_far if plan.has_realised else None,
        housed_by_reference_date=(
            sums.housed(plan, period.start, period.reference_date + ONE_DAY) if plan.has_available else None
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
    first, *_ = plan.chain
    balance = sums.corrected(plan, first, CorrectionKind.OPENING)
    balance += sum(sums.corrected(plan, period, CorrectionKind.CORRECTION) for period in plan.chain)
    balance += sum(sums.quota(plan, period) for period in plan.chain[:-1])
    return balance - sums.housed(plan, first.start, plan.period.start)


def open_on_reference_date(plan: Plan, sums: LedgerSums) -> int:
    """Return how many were coupled and not yet housed on the reference date (peildatum koppelingen).

    Below zero more were housed than coupled: a finding.
    """
    assert plan.stock_day is not None  # has_available asks for a stock
    return sums.coupled(plan) - sums.housed(
        plan, plan.stock_day + ONE_DAY, plan.period.reference_date + ONE_DAY
    )
