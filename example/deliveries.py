"""The worked example as dated deliveries: quotas, openings, corrections, and what COA tells of days and weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from example.days import ONE_DAY, PERIODS, STOCK_DAY, Course, course_of, days_in
from example.later import FIRST_DAY, Later, Rows, announced_on, weeks_of, with_next
from municipalities.dutch import AMSTERDAM
from municipalities.ledger.statements import Stated
from municipalities.models import DeliveryForm, DeliveryKind, Municipality, Period, Province, QuotaKind

SOURCE = "Voorbeeld"
MADE_UP = "Voorbeeld, verzonnen periode"
DAY_AFTER = time(7, 30)
AT_WORK = time(10, 0)


def clock_at(day: date, at: time = AT_WORK) -> Callable[[], datetime]:
    return lambda: datetime.combine(day, at, tzinfo=AMSTERDAM)


@dataclass(frozen=True)
class ExampleStep:
    """One delivery and when it was recorded."""

    clock: Callable[[], datetime]
    fields: dict[str, Any]

    KEY = ("kind", "entry_kind", "period_id", "first_day")

    @property
    def moment(self) -> datetime:
        return self.clock()

    @property
    def source(self) -> str:
        about = self.fields.get("first_day") or self.fields["period"].start
        return SOURCE if about < FIRST_DAY else MADE_UP

    @property
    def stated(self) -> list[Stated]:
        stated: list[Stated] = self.fields["stated"]
        return stated

    @property
    def about(self) -> dict[str, Any]:
        """The fields of the delivery itself."""
        return {name: value for name, value in self.fields.items() if name != "stated"} | {
            "source": self.source
        }

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells this delivery from all others of the example."""
        fields, period = self.fields, self.fields.get("period")
        return fields["kind"], fields.get("entry_kind", ""), period and period.pk, fields.get("first_day")


def deliveries(
    province: Province, periods: dict[str, Period], figures: dict[str, Rows], later: Later
) -> Iterator[ExampleStep]:
    """Yield everything that was delivered, in no particular order."""
    told = {**figures, **{facts.code: rows for facts, rows in with_next(later, figures).items()}}
    municipalities = {row.cbs_code: row for row in Municipality.objects.filter(province=province)}

    def numbers(code: str, column: str) -> list[Stated]:
        return [
            Stated(municipality=municipalities[row["cbs_code"]], number=int(row[column]))
            for row in told[code]
        ]

    def quotas(code: str, column: str, kind: str, day: date) -> ExampleStep:
        return ExampleStep(
            clock_at(day),
            {
                "kind": DeliveryKind.QUOTAS,
                "entry_kind": kind,
                "period": periods[code],
                "stated": numbers(code, column),
                "dated_on": day,
            },
        )

    yield quotas("2023-2", "quota_announced", QuotaKind.ANNOUNCED, date(2023, 5, 2))
    yield quotas("2023-2", "quota_revised", QuotaKind.REVISED, date(2023, 11, 10))
    yield quotas("2024-1", "quota_announced", QuotaKind.ANNOUNCED, date(2023, 11, 10))
    yield ExampleStep(
        clock_at(date(2023, 7, 5)),
        {
            "kind": DeliveryKind.OPENINGS,
            "period": periods["2023-2"],
            "stated": numbers("2023-2", "opening_balance"),
            "dated_on": date(2023, 7, 5),
        },
    )
    yield ExampleStep(
        clock_at(date(2024, 2, 12)),
        {
            "kind": DeliveryKind.CORRECTIONS,
            "form": DeliveryForm.EVENTS,
            "period": periods["2024-1"],
            "stated": [row for row in numbers("2024-1", "correction") if row.number],
            "reason": "Na 1 januari 2024 verwerkte administratieve correctie.",
            "dated_on": date(2024, 2, 12),
        },
    )
    for facts in later:
        yield quotas(facts.code, "quota_announced", QuotaKind.ANNOUNCED, announced_on(facts))
    spans = (*PERIODS.values(), *with_next(later, figures))
    histories = {
        same[0]["cbs_code"]: course_of(list(zip(spans, same, strict=True)))
        for same in zip(*(told[facts.code] for facts in spans), strict=True)
    }
    yield ExampleStep(
        clock_at(STOCK_DAY + ONE_DAY, DAY_AFTER),
        {
            "kind": DeliveryKind.STOCK,
            "first_day": STOCK_DAY,
            "last_day": STOCK_DAY,
            "stated": [
                Stated(municipality=municipalities[code], number=history.stock)
                for code, history in histories.items()
            ],
            "dated_on": STOCK_DAY + ONE_DAY,
        },
    )
    yield from events(municipalities, histories, [*days_in(PERIODS.values()), *weeks_of(later)])


def events(
    municipalities: dict[str, Municipality],
    histories: dict[str, Course],
    stretches: list[tuple[date, date]],
) -> Iterator[ExampleStep]:
    """Yield what COA delivers on the morning after each stretch of days: who was coupled, who was housed."""
    for kind, of_history in (
        (DeliveryKind.COUPLINGS, lambda history: history.coupled),
        (DeliveryKind.HOUSINGS, lambda history: history.housed),
    ):
        counted = {code: Counter(of_history(history)) for code, history in histories.items()}
        for first, last in stretches:
            stated = [
                Stated(municipality=municipalities[code], day=day, number=numbers[day])
                for offset in range((last - first).days + 1)
                for code, numbers in counted.items()
                if numbers[day := first + timedelta(days=offset)]
            ]
            yield ExampleStep(
                clock_at(last + ONE_DAY, DAY_AFTER),
                {
                    "kind": kind,
                    "form": DeliveryForm.EVENTS,
                    "first_day": first,
                    "last_day": last,
                    "stated": stated,
                    "dated_on": last + ONE_DAY,
                },
            )
