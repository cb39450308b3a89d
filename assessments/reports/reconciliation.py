"""From the closing balance of a period to the opening balance of the next: what explains the difference."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from assessments.judging.on_record import records_of
from assessments.judging.shown import Shown, final_figures
from assessments.models import PublishedFigure, PublishedKind
from assessments.overview.overview import Overview, overview_of
from municipalities.dutch import plural
from municipalities.figures import Figures, Sum, totals
from municipalities.ledger.mergers import OpenMerger, merged_into, mergers_behind
from municipalities.ledger.queries import CorrectionLine, corrections_on, figures_for, figures_for_each
from municipalities.ledger.register import answered, name_key, periods_of, register_of, with_register
from municipalities.models import Municipality, Period, Province


@dataclass(frozen=True, kw_only=True)
class ReconciliationLine:
    """One municipality: all balances above zero are a backlog; None is not covered."""

    municipality: Municipality
    closing: int | None
    """As the assessment has it, or the ledger where there is none."""
    ledger: int | None
    """The closing balance as the ledger has it now; as it had it for an opening that was decided on."""
    changed: int | None
    """What changed of the total task itself since it was assessed: of the quota, or of the opening balance."""
    corrections: tuple[CorrectionLine, ...]
    opening: int | None
    """Of the next period: as decided, or as known now."""
    published_closing: int | None
    published_opening: int | None
    is_new: bool
    """Whether the municipality exists in the next period only: it has no closing balance to compare with."""
    is_gone: bool
    """Whether it ended with the period: it has no opening balance to compare with."""
    merged: tuple[str, ...]
    """Who went into it since this period; then its opening balance is not its own closing balance alone."""
    judged: Shown | None = None
    """What is shown of it over the period, with the mark of what is known otherwise."""

    @property
    def start(self) -> int | None:
        """What the outside world knows as the closing balance: what was published, else what was assessed."""
        return self.closing if self.published_closing is None else self.published_closing

    @property
    def difference(self) -> int | None:
        return minus(self.opening, self.start)

    @property
    def is_comparable(self) -> bool:
        return not (self.is_new or self.is_gone or self.merged)

    @property
    def since(self) -> int | None:
        """What became known of the period itself since it was assessed."""
        return minus(self.ledger, self.closing)

    @property
    def late(self) -> int | None:
        """What of that came in late of who was housed; the rest changed, and is not late."""
        return minus(self.since, self.changed)

    @property
    def corrected(self) -> int:
        return sum(line.amount for line in self.corrections)

    @property
    def unexplained(self) -> int | None:
        since, difference = self.since, self.difference
        if self.merged or since is None or difference is None:
            return None
        return difference - since - self.corrected

    @property
    def mark(self) -> str:
        """What asks for attention; empty when all is explained as published."""
        return (
            "onverklaard"
            if self.is_comparable and self.unexplained
            else "wijkt af"
            if self.published_differs
            else ""
        )

    @property
    def published_differs(self) -> bool:
        closing = self.published_closing not in (None, self.closing)
        return closing or self.published_opening not in (None, self.opening)


@dataclass(frozen=True, kw_only=True)
class Reconciliation:
    """All municipalities of a province in either period, and what was published of the province as a whole."""

    period: Period
    next_code: str
    lines: tuple[ReconciliationLine, ...]
    opening: Sum
    """Of everybody in the next period: who went on in another municipality counts there."""
    published_closing: int | None
    published_opening: int | None
    mergers: tuple[OpenMerger, ...]
    """What keeps opening balances of the next period from being known."""
    after: Period | None
    """The next period; None while nobody created it."""
    figures_after: dict[Municipality, Figures]

    def total(self, values: Iterable[int | None]) -> Sum:
        listed = list(values)
        known = [value for value in listed if value is not None]
        return Sum(sum(known) if known else None, len(listed) - len(known))

    @property
    def judged(self) -> list[ReconciliationLine]:
        """The lines of who existed in the period itself."""
        return [line for line in self.lines if not line.is_new]

    @cached_property
    def closing(self) -> Sum:
        return self.total(line.closing for line in self.judged)

    @property
    def gap(self) -> int | None:
        """How much the next period opens above this one's end; None while a balance is missing from the sums."""
        if self.opening.missing or self.closing.missing:
            return None
        return minus(self.opening.value, self.closing.value)

    @cached_property
    def since(self) -> Sum:
        return self.total(line.since for line in self.judged)

    @cached_property
    def changed(self) -> Sum:
        return self.total(line.changed for line in self.judged)

    @cached_property
    def late(self) -> Sum:
        return self.total(line.late for line in self.judged)

    @cached_property
    def start(self) -> Sum:
        """What the outside world knows as the closing balances: as published where that was typed in."""
        return self.total(line.start for line in self.judged)

    @property
    def start_label(self) -> str:
        typed_in = ", waar ingevuld zoals gepubliceerd" if self.start.value != self.closing.value else ""
        return f"Eindstand {self.period.code}{typed_in}"

    @property
    def left_out(self) -> list[str]:
        """Who is missing from the sums."""
        sums = {"eindstand": self.closing, "beginstand": self.opening}
        return [
            f"Zonder {plural(total.missing, 'gemeente', 'gemeenten')} waarvan de {name} onbekend is."
            for name, total in sums.items()
            if total.missing
        ]

    @property
    def difference(self) -> int | None:
        """Between the opening balances and what the outside world knows; None while a balance is missing."""
        if self.opening.missing or self.start.missing:
            return None
        return minus(self.opening.value, self.start.value)

    @cached_property
    def corrected(self) -> int:
        return sum(line.corrected for line in self.lines)

    @cached_property
    def explained(self) -> int | None:
        """What corrections, changes and late figures make of the difference in the ledger."""
        return None if self.since.value is None else self.since.value + self.corrected

    @property
    def unexplained(self) -> int | None:
        return minus(self.difference, self.explained)

    @property
    def corrections(self) -> list[tuple[Municipality, CorrectionLine]]:
        return [(line.municipality, each) for line in self.lines for each in line.corrections]


def minus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one - other


def reconciliation_of(
    period: Period, province: Province, *, now: datetime, overview: Overview | None = None
) -> Reconciliation:
    """Return the reconciliation of a period with the next, as known at a moment; a fixed number of queries."""
    province = with_register(province)
    shown = overview or overview_of(period, province, now=now)
    after = next((row for row in periods_of(province) if row.start == period.end), None)
    figures_for_each([(row, now) for row in (period, after) if row], province=province)
    opening = final_figures(after, province, known_at=now) if after else {}
    settled = settled_openings(after, province, now) if after else {}
    ledger = figures_for(period, known_at=now, province=province)
    # An opening that was decided on goes on from what was known then.
    until = max(settled.values(), default=now)
    ledger_then = figures_for(period, known_at=until, province=province) if settled else ledger
    corrections = corrections_on(after, province, known_at=now) if after else {}
    gone = [row for row in merged_into(opening, known_at=now) if after and is_between(row, period, after)]
    published = published_figures(province, [period.code, period.facts.next_code])

    def told(code: str, kind: PublishedKind, municipality: int | None) -> int | None:
        row = published.get((code, kind.value, municipality))
        return row.value if row else None

    def line(
        municipality: Municipality, judged: Figures | None, *, is_new: bool = False
    ) -> ReconciliationLine:
        key = municipality.pk
        by = settled.get(key, now)
        now_known = (ledger_then if key in settled else ledger).get(municipality)
        return ReconciliationLine(
            municipality=municipality,
            closing=judged.closing_balance if judged else None,
            ledger=now_known.closing_balance if now_known else None,
            changed=minus(now_known.total_task, judged.total_task) if now_known and judged else None,
            corrections=tuple(each for each in corrections.get(key, ()) if each.recorded_at <= by),
            opening=opening[municipality].opening_balance if municipality in opening else None,
            published_closing=told(period.code, PublishedKind.CLOSING_BALANCE, key),
            published_opening=told(period.facts.next_code, PublishedKind.OPENING_BALANCE, key),
            is_new=is_new,
            is_gone=not is_new and not municipality.existed_between(period.end, period.end),
            merged=tuple(row.name for row in gone if row.successor_id == key),
        )

    judged = {row.municipality: row.figures for row in shown.rows}
    lines = [line(municipality, figures) for municipality, figures in judged.items()]
    lines = [replace(one, judged=row) for one, row in zip(lines, shown.rows, strict=True)]
    lines += [line(municipality, None, is_new=True) for municipality in opening if municipality not in judged]

    return Reconciliation(
        period=period,
        next_code=period.facts.next_code,
        opening=totals(opening.values()).opening_balance,
        lines=tuple(sorted(lines, key=lambda line: name_key(line.municipality))),
        published_closing=told(period.code, PublishedKind.CLOSING_BALANCE, None),
        published_opening=told(period.facts.next_code, PublishedKind.OPENING_BALANCE, None),
        mergers=tuple(mergers_behind(opening, after, known_at=now).values()) if after else (),
        after=after,
        figures_after=opening,
    )


def is_between(gone: Municipality, period: Period, after: Period) -> bool:
    """Say whether a municipality ended in a period, so that the next one opens without it."""
    return gone.valid_until is not None and period.start <= gone.valid_until < after.start


def published_figures(
    province: Province, codes: Collection[str]
) -> dict[tuple[str, str, int | None], PublishedFigure]:
    """Return what was published over these periods: by period, kind and municipality id; the newest holds."""
    rows = PublishedFigure.objects.filter(province=province).order_by("pk")
    every = answered(province, "published figures", [""], lambda _: {"": list(rows)})[""]
    return {
        (row.period_code, row.kind, row.municipality_id): row for row in every if row.period_code in codes
    }


def settled_openings(period: Period, province: Province, now: datetime) -> dict[int, datetime]:
    """Return until when the ledger counts for who was decided on over this period, by municipality id."""
    own, decided = {row.pk for row in register_of(province)}, records_of(province, [now])[now].standing
    moments = {
        row.municipality: row.known_at
        for row in decided
        if row.code == period.code and row.municipality in own
    }
    return dict.fromkeys(moments, max(moments.values())) if moments else {}
