"""What a municipality had to do and did: pure values, no database, no Django.

All counts are people (int). A balance above zero is a backlog (achterstand), below zero
a lead (voorsprong). What is not covered by a delivery is ``None``, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from municipalities.halfyear import first_day_of, half_year_after, reference_date_of


@dataclass(frozen=True, kw_only=True)
class PeriodFacts:
    """A half-year of the quota: the days from `start` up to, not including, `end`.

    `reference_date` is the day, inclusive, by which people had to be coupled (1 April or
    1 October). It is stored, never derived: the sources differ on how many weeks it means.
    """

    code: str
    start: date
    end: date
    reference_date: date

    @classmethod
    def of(cls, code: str) -> PeriodFacts:
        """Return the days that the code of a half-year stands for; raises ValueError for what is none."""
        return cls(
            code=code,
            start=first_day_of(code),
            end=first_day_of(half_year_after(code)),
            reference_date=reference_date_of(code),
        )

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def previous_code(self) -> str:
        """The code of the half-year before: 2023-1 before 2023-2, 2022-2 before 2023-1."""
        return half_year_after(self.code, -1)

    @property
    def next_code(self) -> str:
        return half_year_after(self.code)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of one municipality over one period, as known at one moment.

    Stored are the six sums over the ledger; the rest is arithmetic on them.
    """

    period: PeriodFacts
    quota_announced: int | None = None
    quota: int | None = None
    opening_balance: int | None = None
    realised: int | None = None
    housed_by_reference_date: int | None = None
    open_couplings_on_reference_date: int | None = None
    quota_announced_on: date | None = None
    quota_changed_on: date | None = None
    realised_so_far: int | None = None
    """People housed from the first day through `covered_through`; equals `realised` when covered."""
    covered_through: date | None = None
    """The last day of the unbroken stretch, from the first day on, covered for housings."""

    @property
    def total_task(self) -> int | None:
        """Quota plus opening balance (totaalopgave, D), in people; None while one of them is not covered.

        Bron: Huisvestingswet 2014, artikel 28 and 29; what is left over goes along by the circular of each half-year.
        """
        if self.quota is None or self.opening_balance is None:
            return None
        return self.quota + self.opening_balance

    @property
    def closing_balance(self) -> int | None:
        """What is left of the total task (eindstand, C), in people: a backlog above zero, a lead below."""
        if self.total_task is None or self.realised is None:
            return None
        return self.total_task - self.realised

    @property
    def available_on_reference_date(self) -> int | None:
        """People housed up to the reference date plus those coupled and waiting on it (op tijd beschikbaar, S).

        More housed than coupled is a finding of its own, and counts as nobody waiting. None while it is unknown.
        """
        if self.housed_by_reference_date is None or self.open_couplings_on_reference_date is None:
            return None
        return self.housed_by_reference_date + max(0, self.open_couplings_on_reference_date)

    @property
    def coupling_shortage(self) -> int | None:
        """How many too few were available for the total task (koppelingstekort), in people; 0 without a total task."""
        if self.total_task is None or self.available_on_reference_date is None:
            return None
        if self.total_task <= 0:
            return 0
        return max(0, self.total_task - self.available_on_reference_date)

    @property
    def share_of_quota(self) -> Fraction | None:
        """Housed of the quota (% van de taakstelling), exact; None when unknown or when nothing was asked."""
        return share(self.realised, self.quota)

    @property
    def share_of_total_task(self) -> Fraction | None:
        """Housed of the total task (% van de totaalopgave), exact; None when unknown or when nothing was left."""
        return share(self.realised, self.total_task)

    @property
    def is_partial(self) -> bool:
        """Whether who was housed is known from the first day on, but not through the last."""
        return self.covered_through is not None and self.covered_through < self.period.last_day

    @property
    def so_far(self) -> Figures:
        """These as if the period ended with the last day that is known; the same where every day is."""
        return replace(self, realised=self.realised_so_far) if self.is_partial else self

    @property
    def quota_was_changed(self) -> bool:
        """Whether the quota in force is another than was announced (gewijzigde taakstelling)."""
        return self.quota_announced is not None and self.quota != self.quota_announced

    def to_json(self) -> dict[str, Any]:
        """Return the stored figures fit for JSON: dates as text."""
        values = asdict(self)
        period = values.pop("period")
        return {"period": as_text(period), **as_text(values)}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Figures:
        """Return the figures that `to_json` wrote."""
        dates = {"quota_announced_on", "quota_changed_on", "covered_through"}
        period: dict[str, Any] = {
            name: value if name == "code" else date.fromisoformat(value)
            for name, value in values["period"].items()
        }
        stored: dict[str, Any] = {
            name: date.fromisoformat(value) if name in dates and value else value
            for name, value in values.items()
        }
        return cls(**{**stored, "period": PeriodFacts(**period)})

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the ledger figures that no delivery covers, in the order of the sum."""
        needed = ("quota", "opening_balance", "available_on_reference_date", "realised")
        return tuple(name for name in needed if getattr(self, name) is None)


def as_text(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def share(part: int | None, whole: int | None) -> Fraction | None:
    """Return part of whole; None when unknown or when the whole is not positive ("n.v.t.")."""
    if part is None or whole is None or whole <= 0:
        return None
    return Fraction(part, whole)


@dataclass(frozen=True)
class Sum:
    """A sum over municipalities that says how many of them are missing from it; None when all are."""

    value: int | None
    missing: int


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Sums over the municipalities of a province, each over those that have the figure."""

    municipalities: int
    quota_announced: Sum
    quota: Sum
    opening_balance: Sum
    total_task: Sum
    available_on_reference_date: Sum
    realised: Sum
    closing_balance: Sum
    gross_opening_backlog: Sum
    gross_closing_backlog: Sum
    coupling_shortages: Sum
    """The number of municipalities with a coupling shortage."""
    share_of_quota: Fraction | None
    share_of_total_task: Fraction | None


def totals(rows: Iterable[Figures]) -> Totals:
    """Add up `rows`. Gross backlogs leave leads out; there is no share while a figure is missing."""
    figures = list(rows)

    def add(value_of: Callable[[Figures], int | None]) -> Sum:
        known = [value for row in figures if (value := value_of(row)) is not None]
        return Sum(sum(known) if known else None, len(figures) - len(known))

    def ratio(whole: Sum) -> Fraction | None:
        # A share of some municipalities beside sums of others would not be that of the sums shown.
        return share(realised.value, whole.value) if realised.missing == whole.missing == 0 else None

    def only_backlog(balance: int | None) -> int | None:
        return None if balance is None else max(0, balance)

    def is_short(row: Figures) -> int | None:
        return None if row.coupling_shortage is None else int(row.coupling_shortage > 0)

    quota, total_task = add(lambda row: row.quota), add(lambda row: row.total_task)
    realised = add(lambda row: row.realised)
    return Totals(
        municipalities=len(figures),
        quota_announced=add(lambda row: row.quota_announced),
        quota=quota,
        opening_balance=add(lambda row: row.opening_balance),
        total_task=total_task,
        available_on_reference_date=add(lambda row: row.available_on_reference_date),
        realised=realised,
        closing_balance=add(lambda row: row.closing_balance),
        gross_opening_backlog=add(lambda row: only_backlog(row.opening_balance)),
        gross_closing_backlog=add(lambda row: only_backlog(row.closing_balance)),
        coupling_shortages=add(is_short),
        share_of_quota=ratio(quota),
        share_of_total_task=ratio(total_task),
    )
