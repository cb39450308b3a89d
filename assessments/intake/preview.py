"""What a delivery would change, tried and undone: figures, outcomes, and the decisions that rest on them.

The delivery is really recorded, by the code that records it for good, in a transaction that is undone. So what is
shown is what will happen, and no figure is computed twice.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from itertools import islice

from assessments.decisions.impact import DecidedPeriods, KnownNow, decided_over
from assessments.intake.kept_preview import (
    LayoutRead,
    OutcomeGroup,
    Preview,
    PreviewRow,
)
from assessments.intake.rested_changes import adopted_changes, proposed_changes
from assessments.judging.differences import measured_text, rung_text
from assessments.models import Assessment, AssessmentVersion
from assessments.rules.findings import Placement
from audit.refused import Clock, Refused
from audit.rehearsal import rehearsal
from municipalities import wording
from municipalities.catalogue import label
from municipalities.dutch import UNKNOWN, balance, count, listing, number
from municipalities.figures import Figures
from municipalities.intake.already_known import known_of
from municipalities.intake.doubts import TITLES
from municipalities.intake.findings import MOST_FINDINGS, FileFinding, Reading
from municipalities.intake.particulars import Particulars
from municipalities.intake.read import cell_name
from municipalities.intake.read_rows import Progress
from municipalities.intake.record import FindingsRefused, RecordedFile, read_well, record_reading
from municipalities.ledger.contents import differences_with_ledger, stays_beside
from municipalities.ledger.record import moment_to_book, scope_of
from municipalities.ledger.register import name_key
from municipalities.ledger.take_back import take_back
from municipalities.models import Delivery, DeliveryKind, Municipality, Period, Province


@dataclass(frozen=True)
class FiguresAndPlacement:
    """The figures of a municipality over a period, and what the rule makes of them; None without a policy."""

    figures: Figures
    placement: Placement | None

    @property
    def shown(self) -> dict[str, str]:
        """What a preview shows of it."""
        texts = {
            label("total_task"): count(self.figures.total_task),
            label("closing_balance"): balance(self.figures.closing_balance),
        }
        if self.placement is not None:
            texts["Gemeten aan"] = measured_text(self.placement)
            texts["Uitkomst"] = rung_text(self.placement.rung)
        return texts


@dataclass(frozen=True)
class ProvinceState:
    """Everything a delivery could change in a province, as known at one moment."""

    touched: list[Period]
    beside: KnownNow

    @property
    def first(self) -> Period | None:
        return next(iter(self.touched), None)

    @property
    def housed(self) -> int | None:
        """Return how many were housed so far in the first period; None where nobody knows."""
        numbers = [row.figures.so_far.realised for row in self.of(self.first).values()]
        known = [number for number in numbers if number is not None]
        return sum(known) if known else None

    def of(self, period: Period | None) -> dict[Municipality, FiguresAndPlacement]:
        """Return what is known of a period, and what the rule makes of it."""
        if period is None:
            return {}
        judged = self.beside.judged[period]
        return {
            row: FiguresAndPlacement(own, judged[row.pk].placement if row.pk in judged else None)
            for row, own in self.beside.figures[period].items()
        }


def decided_since(province: Province, periods: list[Period], moment: datetime) -> DecidedPeriods:
    """Return what was decided over any period, since all look ahead, with what else a delivery leaves as it is."""
    decided = AssessmentVersion.objects.standing().filter(municipality__province=province).values("period")
    rested_on = Period.objects.filter(pk__in=decided) if periods else []
    every = sorted({*periods, *rested_on}, key=lambda period: period.start, reverse=True)
    return decided_over(every, province, known_at=moment)


def state_of(
    decided: DecidedPeriods, periods: list[Period], moment: datetime, before: ProvinceState | None = None
) -> ProvinceState:
    return ProvinceState(periods, decided.beside(moment, before.beside if before else None))


def periods_touched(province: Province, first_day: date, last_day: date) -> list[Period]:
    """Return the periods of these days, and the later ones that were worked on: all that could change."""
    begun = [
        model.objects.filter(municipality__province=province).values_list("period", flat=True)
        for model in (Assessment, AssessmentVersion)
    ]
    in_use = {pk for keys in begun for pk in keys}
    later = Period.objects.filter(end__gt=first_day).order_by("start")
    return [period for period in later if period.start <= last_day or period.pk in in_use]


def preview_file(
    content: bytes, name: str, particulars: Particulars, *, now: Clock, progress: Progress = id
) -> Preview:
    """Return what recording a file would change, or what is wrong with it; nothing is kept."""
    province = particulars.province
    try:
        reading = read_well(content, particulars, progress=progress)
        with rehearsal():
            moment = moment_to_book(province, now)
            periods = periods_touched(province, *particulars.days)
            decided = decided_since(province, periods, moment)
            before = state_of(decided, periods, moment)
            delivery = particulars.unsaved(recorded_at=moment)
            whole = known_of(delivery, scope_of(delivery))
            recorded = record_reading(reading, content, name, particulars, by=None, now=lambda: moment)
            after = state_of(decided, periods, moment, before)
            shown = preview_of(recorded, before, after, by_hand=particulars.by_hand)
            return replace(shown, is_partly_known=whole != recorded.before)
    except FindingsRefused as refusal:
        return refused_preview(refusal.reading)
    except Refused as refusal:
        return Preview(findings=[FileFinding(message).to_json() for message in refusal.messages])


def preview_take_back(delivery: Delivery, *, now: Clock) -> Preview:
    """Return what taking a delivery back would change; nothing is kept."""
    with rehearsal():
        moment = moment_to_book(delivery.province, now)
        first_day = delivery.period.start if delivery.period else delivery.first_day
        last_day = delivery.period.last_day if delivery.period else delivery.last_day
        assert first_day is not None
        assert last_day is not None
        periods = periods_touched(delivery.province, first_day, last_day)
        scope = scope_of(delivery)
        decided = decided_since(delivery.province, periods, moment)
        before = state_of(decided, periods, moment)
        known = known_of(delivery, scope, partly=True)
        take_back(delivery, reason="voorbeeld", by=None, now=lambda: moment)
        after = state_of(decided, periods, moment, before)
        rows = list(rows_of(scope, known, known_of(delivery, scope, partly=True), {}, before, after))
        stays = stays_beside(delivery, scope, same_day=True)
        shown = replace(consequences(before, after, rows), stays=stays)
        mark = sha256(json.dumps(shown.to_json(), sort_keys=True).encode()).hexdigest()
        return replace(shown, mark=mark)


def refused_preview(reading: Reading) -> Preview:
    return Preview(
        findings=[finding.to_json() for finding in reading.findings],
        more_findings=reading.more_findings,
        needs_layout=reading.needs_layout,
        unknown=dict(islice(reading.unknown.items(), MOST_FINDINGS)),
        notes=reading.notes,
        layout=layout_of(reading),
    )


def layout_of(reading: Reading) -> LayoutRead:
    layout, columns = reading.layout, []
    for column in reading.layout.columns:
        columns.append([layout.letter(column), layout.heading(column)])
    return {
        "form": layout.book.form,
        "sheet": layout.sheet.name,
        "header_row": layout.header_row,
        "columns": sorted(columns, key=lambda pair: (len(pair[0]), pair[0])),
    }


def preview_of(
    recorded: RecordedFile, before: ProvinceState, after: ProvinceState, *, by_hand: bool
) -> Preview:
    reading, delivery = recorded.reading, recorded.delivery
    cells: dict[int, list[str]] = defaultdict(list)
    for line, cell in zip(reading.lines, reading.cells, strict=True):
        cells[line.municipality.pk].append(cell_name(*cell))
    then = stated_in_all(recorded) if delivery.is_control else recorded.after
    rows = list(rows_of(recorded.scope, recorded.before, then, cells, before, after))
    checks = [check for check in TITLES if any(doubt.check == check for doubt in recorded.doubts)]
    stays = stays_beside(delivery, recorded.scope) if recorded.is_new and not delivery.is_control else []
    return replace(
        consequences(before, after, rows),
        notes=reading.notes,
        layout=layout_of(reading),
        lines=len(reading.lines),
        total=reading.total,
        is_new=recorded.is_new,
        stays=stays,
        housed=[before.housed, after.housed] if delivery.kind == DeliveryKind.HOUSINGS else [],
        control=wording.control_text(differences_with_ledger(delivery)) if delivery.is_control else "",
        doubts=[
            {
                "check": check,
                "title": TITLES[check],
                # What was typed in has no rows that a reader could look up.
                "texts": [
                    doubt.text if by_hand else str(doubt) for doubt in recorded.doubts if doubt.check == check
                ],
            }
            for check in checks
        ],
        mark=recorded.mark,
    )


def stated_in_all(recorded: RecordedFile) -> dict[int, int | None]:
    """Return per municipality id what a control says: it is compared with what is known, and changes nothing."""
    return {line.municipality.pk: line.number for line in recorded.reading.lines}


def rows_of(
    scope: list[Municipality],
    known: dict[int, int | None],
    then: dict[int, int | None],
    cells: dict[int, list[str]],
    before: ProvinceState,
    after: ProvinceState,
) -> Iterator[PreviewRow]:
    """Yield per municipality what was known, what will be, and what that does to the first period."""
    old, new = before.of(before.first), after.of(before.first)
    for municipality in sorted(scope, key=name_key):
        was, becomes = known[municipality.pk], then[municipality.pk]
        effects = effects_of(old.get(municipality), new.get(municipality))
        yield {
            "code": municipality.cbs_code,
            "name": municipality.name,
            "cell": cells_text(cells.get(municipality.pk, [])),
            "before": was,
            "after": becomes,
            "difference": (becomes or 0) - (was or 0),
            "effects": effects,
            "differs": was != becomes or any(then != now for _, then, now in effects),
        }


def cells_text(cells: list[str]) -> str:
    """Return the first cell that is about a municipality, and how many more there are."""
    first = "".join(cells[:1])
    return f"{first} en nog {number(len(cells) - 1)}" if len(cells) > 1 else first


def effects_of(old: FiguresAndPlacement | None, new: FiguresAndPlacement | None) -> list[list[str]]:
    """Return label, text before and text after of everything a preview shows."""
    if old is None or new is None:
        return []
    after = new.shown
    return [[label, was, after.get(label, UNKNOWN)] for label, was in old.shown.items()]


def consequences(before: ProvinceState, after: ProvinceState, rows: list[PreviewRow]) -> Preview:
    columns = zip(*((row["before"], row["after"], row["difference"]) for row in rows), strict=True)
    return Preview(
        period=before.first.code if before.first else "",
        rows=rows,
        changed=sum(row["before"] != row["after"] for row in rows),
        sums=[sum_of(column) for column in columns] or [None, None, None],
        unknown_before=sum(row["before"] is None for row in rows),
        unknown_after=sum(row["after"] is None for row in rows),
        outcomes=[group for each in before.touched for group in outcome_changes(each, before, after)],
        adopted=list(adopted_changes(before.beside, after.beside)),
        proposed=list(proposed_changes(before.beside, after.beside)),
    )


def sum_of(values: Iterable[int | None]) -> int | None:
    """Return the sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def outcome_changes(period: Period, before: ProvinceState, after: ProvinceState) -> list[OutcomeGroup]:
    """Return of which municipalities the outcome over a period becomes another, those that go the same way together."""
    groups: dict[tuple[str, str], list[str]] = {}
    known = after.of(period)
    for municipality, old in before.of(period).items():
        new = known.get(municipality)
        if old.placement is None or new is None or new.placement is None:
            continue
        was, becomes = rung_text(old.placement.rung), rung_text(new.placement.rung)
        if was != becomes:
            groups.setdefault((was, becomes), []).append(municipality.name)
    return [
        {"period": period.code, "before": was, "after": becomes, "names": listing(names), "count": len(names)}
        for (was, becomes), names in groups.items()
    ]
