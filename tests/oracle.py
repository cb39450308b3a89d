"""The figures once more, as slowly and plainly as the table in docs/data-model.md reads.

Nothing here shares code with `municipalities.ledger.queries`: every figure loops over entries and days.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from municipalities.models import Correction, Coupling, Delivery, Housing, Municipality, Period, Quota


class Oracle:
    def __init__(self, known_at: datetime) -> None:
        self.quotas = [e for e in Quota.objects.all() if e.recorded_at <= known_at]
        self.corrections = [e for e in Correction.objects.all() if e.recorded_at <= known_at]
        self.housings = [e for e in Housing.objects.all() if e.recorded_at <= known_at]
        self.couplings = [e for e in Coupling.objects.all() if e.recorded_at <= known_at]
        known = [d for d in Delivery.objects.all() if d.recorded_at <= known_at]
        taken_back = {d.takes_back_id for d in known}
        self.deliveries = [
            d for d in known if d.pk not in taken_back and d.takes_back_id is None and not d.is_control
        ]
        self.periods = sorted(Period.objects.all(), key=lambda p: p.start)

    def speaking_of(self, m: Municipality, kind: str) -> list[Delivery]:
        return [
            d
            for d in self.deliveries
            if d.kind == kind and d.province_id == m.province_id and d.municipality_id in (None, m.pk)
        ]

    def day_is_covered(self, m: Municipality, kind: str, main: str, day: date) -> bool:
        return any(
            d.first_day <= day <= d.last_day and d.entry_kind in ("", main) for d in self.speaking_of(m, kind)
        )

    def days_are_covered(self, m: Municipality, kind: str, main: str, first: date, last: date) -> bool:
        day = first
        while day <= last:
            if not self.day_is_covered(m, kind, main, day):
                return False
            day += timedelta(1)
        return True

    def previous(self, p: Period) -> Period | None:
        return next((q for q in self.periods if q.end == p.start), None)

    def quota(self, m: Municipality, p: Period) -> int | None:
        if not any(d.period_id == p.pk for d in self.speaking_of(m, "quotas")):
            return None
        return sum(e.amount for e in self.quotas if e.municipality_id == m.pk and e.period_id == p.pk)

    def announced(self, m: Municipality, p: Period) -> int | None:
        if not any(
            d.period_id == p.pk and d.entry_kind == "announced" for d in self.speaking_of(m, "quotas")
        ):
            return None
        return sum(
            e.amount
            for e in self.quotas
            if e.municipality_id == m.pk and e.period_id == p.pk and e.kind == "announced"
        )

    def realised(self, m: Municipality, p: Period) -> int | None:
        if not self.days_are_covered(m, "housings", "regular", p.start, p.last_day):
            return None
        return self.housed(m, p.start, p.last_day)

    def housed(self, m: Municipality, first: date, last: date) -> int:
        return sum(
            e.amount for e in self.housings if e.municipality_id == m.pk and first <= e.housed_on <= last
        )

    def opening(self, m: Municipality, p: Period) -> int | None:
        own = [e for e in self.corrections if e.municipality_id == m.pk and e.period_id == p.pk]
        corrections = sum(e.amount for e in own if e.kind == "correction")
        if any(d.period_id == p.pk for d in self.speaking_of(m, "openings")):
            return sum(e.amount for e in own if e.kind == "opening") + corrections
        before = self.previous(p)
        closing = self.closing(m, before) if before else None
        return None if closing is None else closing + corrections

    def closing(self, m: Municipality, p: Period) -> int | None:
        parts = self.quota(m, p), self.opening(m, p), self.realised(m, p)
        if None in parts:
            return None
        quota, opening, realised = parts
        return quota + opening - realised

    def is_lost_in_a_total(self, m: Municipality, day: date) -> bool:
        """Say whether people housed by `day` are booked later, because only a total over both is known."""
        totals = [
            d
            for d in self.speaking_of(m, "housings")
            if d.form == "statement" and d.first_day <= day < d.last_day
        ]
        ends = [
            d.last_day for d in self.speaking_of(m, "housings") if d.form == "statement" and d.last_day <= day
        ]
        return any(max([end for end in ends if end >= d.first_day], default=None) != day for d in totals)

    def available(self, m: Municipality, p: Period) -> int | None:
        reference = p.reference_date
        stocks: list[Any] = [d.last_day for d in self.speaking_of(m, "stock") if d.last_day <= reference]
        if not stocks or not self.days_are_covered(m, "housings", "regular", p.start, reference):
            return None
        after = max(stocks) + timedelta(1)
        if not self.days_are_covered(m, "couplings", "coupled", after, reference):
            return None
        if not self.days_are_covered(m, "housings", "regular", after, reference):
            return None
        if any(self.is_lost_in_a_total(m, day) for day in [*stocks, reference]):
            return None
        first = min(stocks)
        coupled = sum(
            e.amount
            for e in self.couplings
            if e.municipality_id == m.pk
            and e.coupled_on <= reference
            and (e.coupled_on > first or (e.coupled_on == first and e.kind == "stock"))
        )
        still_open = coupled - self.housed(m, first + timedelta(1), reference)
        return self.housed(m, p.start, reference) + max(0, still_open)


class Said:
    """What the standing deliveries say, read from their lines: the ledger must add up to it."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle

    def number(self, d: Delivery, m: Municipality) -> int:
        return next(line[3] for line in d.lines if line[0] == m.cbs_code)

    def quota(self, m: Municipality, p: Period) -> int | None:
        """What was changed holds, whatever was announced."""
        changed = self.newest(m, p, {"revised", "redistributed"})
        return self.announced(m, p) if changed is None else changed

    def announced(self, m: Municipality, p: Period) -> int | None:
        return self.newest(m, p, {"announced"})

    def newest(self, m: Municipality, p: Period, kinds: set[str]) -> int | None:
        said = [
            d for d in self.oracle.speaking_of(m, "quotas") if d.period_id == p.pk and d.entry_kind in kinds
        ]
        return self.number(max(said, key=lambda d: (d.dated_on, d.pk)), m) if said else None

    def stated_opening(self, m: Municipality, p: Period) -> int | None:
        said = [d for d in self.oracle.speaking_of(m, "openings") if d.period_id == p.pk]
        return self.number(max(said, key=lambda d: d.pk), m) if said else None

    def booked_opening(self, m: Municipality, p: Period) -> int:
        return sum(
            e.amount
            for e in self.oracle.corrections
            if e.municipality_id == m.pk and e.period_id == p.pk and e.kind == "opening"
        )

    def housed(self, m: Municipality, p: Period) -> int:
        said = [d for d in self.oracle.speaking_of(m, "housings") if p.start <= d.first_day < p.end]
        totals = [d for d in said if d.form == "statement"]
        newest_total = max(totals, key=lambda d: (d.last_day, d.pk), default=None)
        housed = self.number(newest_total, m) if newest_total else 0
        day = p.start
        while day < p.end:
            for kind in ("regular", "nidos", "hotel_scheme"):
                events = [
                    d
                    for d in self.oracle.speaking_of(m, "housings")
                    if d.form == "events" and d.first_day <= day <= d.last_day and d.entry_kind in ("", kind)
                ]
                if events:
                    newest = max(events, key=lambda d: d.pk)
                    housed += sum(
                        line[3]
                        for line in newest.lines
                        if line[0] == m.cbs_code
                        and line[1] == day.isoformat()
                        and (line[2] or newest.entry_kind or "regular") == kind
                    )
            day += timedelta(1)
        return housed

    def open_on_stock_days(self, m: Municipality) -> dict[Any, int]:
        said = self.oracle.speaking_of(m, "stock")
        return {d.last_day: self.number(d, m) for d in sorted(said, key=lambda d: d.pk)}
