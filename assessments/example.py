"""The worked example: the province of Utrecht over 2023-2 and 2024-1, as dated ledger entries.

Sums, rungs and bases over 2023-2 are published; the figures per municipality are illustrative.
From those half-year figures this module makes days: the same ones every time, and plausible.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import Role, User
from assessments.actions import assess_period
from assessments.models import LetterTerms, PublishedKind
from assessments.report_actions import Published, publish_figure, save_prose
from municipalities.actions import Refused, create_period, record_delivery
from municipalities.models import (
    Delivery,
    DeliveryForm,
    DeliveryKind,
    Municipality,
    Period,
    Province,
    QuotaKind,
)
from municipalities.moments import AMSTERDAM, end_of_day
from municipalities.reference import load_reference, read_fixture
from municipalities.statements import Stated

PROVINCE = "PV26"
PERIODS = {
    "2023-2": (date(2023, 7, 1), date(2024, 1, 1), date(2023, 10, 1)),
    "2024-1": (date(2024, 1, 1), date(2024, 7, 1), date(2024, 4, 1)),
}
STOCK_DAY = date(2023, 6, 30)
NOBODY_BEFORE = {"GM0351": date(2023, 12, 1)}
"""Woudenberg housed nobody before December 2023 (press)."""

DAY_AFTER = time(7, 30)
AT_WORK = time(10, 0)
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)

DEMO_PASSWORD = "voorbeeld-2023-2"
DEMO_ACCOUNTS = {
    Role.SUPERVISOR: ("toezichthouder@provincie.example", "Voorbeeld Toezichthouder"),
    Role.ADMINISTRATOR: ("beheerder@provincie.example", "Voorbeeld Beheerder"),
    Role.ADOPTER: ("vaststeller@provincie.example", "Voorbeeld Vaststeller"),
    Role.READER: ("raadpleger@provincie.example", "Voorbeeld Raadpleger"),
}


@transaction.atomic
def load_example() -> bool:
    """Load the example whole, or nothing; False when it was there already."""
    load_reference()
    province = Province.objects.select_for_update(no_key=True).get(pk=PROVINCE)
    if province.figures_are_examples:
        return False
    if Delivery.objects.filter(province=province).exists():
        raise Refused(
            f"De provincie {province} heeft al eigen cijfers. Laad het voorbeeld in een lege database."
        )
    dress(province)
    figures = {code: read_fixture(f"example_{code}.csv") for code in PERIODS}
    periods = {code: example_period(code) for code in PERIODS}
    steps = sorted(deliveries(province, periods, figures), key=lambda step: step.moment)
    for step in steps:
        record_delivery(province=province, by=None, now=step.clock, source=SOURCE, **step.fields)
    tell(province, periods["2023-2"])
    judge(province, periods["2023-2"], known_on=date(2024, 1, 1))
    judge(province, periods["2024-1"], known_on=date(2024, 7, 1))
    return True


SOURCE = "Voorbeeld"
REPORT = "Voortgangsrapportage huisvesting vergunninghouders 2023-2, provincie Utrecht"
PUBLISHED = (
    ("2023-1", PublishedKind.SHARE_OF_QUOTA, 69),
    ("2023-1", PublishedKind.SHARE_OF_TOTAL_TASK, 76),
    ("2023-2", PublishedKind.CLOSING_BALANCE, 570),
    ("2024-1", PublishedKind.OPENING_BALANCE, 574),
)
"""Figures of the province as a whole, as they stand in the report over 2023-2."""


def create_demo_accounts() -> None:
    """Add one account per role, all with the same well-known password; never for a real province."""
    for role, (email, name) in DEMO_ACCOUNTS.items():
        if not User.objects.filter(email=email).exists():
            User.objects.create_user(email, DEMO_PASSWORD, name=name, role=role, province_id=PROVINCE)


def dress(province: Province) -> None:
    """Give the province what its letters need; what only a province can know is plainly an example."""
    province.figures_are_examples = True
    province.contact = "de postbus van het team toezicht (voorbeeld)"
    province.signature = "een functionaris met mandaat (voorbeeld)"
    province.publication_place = "de IBT-kaart"
    province.letter_prefix = "VOORBEELD"
    province.save()


def example_period(code: str) -> Period:
    existing = Period.objects.filter(code=code).first()
    if existing is not None:
        return existing
    start, end, reference_date = PERIODS[code]
    return create_period(
        code=code, start=start, end=end, reference_date=reference_date, by=None, now=clock_at(start)
    )


def tell(province: Province, period: Period) -> None:
    """Write the prose of the report over a period, with the figures that it quotes, and what was published."""
    clock = clock_at(period.end + 5 * WEEK)
    for slot, text in report_prose(period).items():
        save_prose(province=province, period=period, slot=slot, text=text, version=0, by=None, now=clock)
    for code, kind, value in PUBLISHED:
        figure = Published(kind=kind.value, value=value, source=f"{REPORT}, paragraaf 3.1 en 4.1")
        publish_figure(figure, province=province, period_code=code, by=None, now=clock)


def report_prose(period: Period) -> dict[str, str]:
    """Return the texts of the fixture, by the place that stands above each between equals signs."""
    text = (settings.BASE_DIR / "fixtures" / f"example_report_{period.code}.txt").read_text(encoding="utf-8")
    _, *parts = re.split(r"^== (\w+) ==$", text, flags=re.MULTILINE)
    return {name: part.strip() for name, part in zip(parts[::2], parts[1::2], strict=True)}


def judge(province: Province, period: Period, *, known_on: date) -> None:
    assess_period(
        period=period,
        province=province,
        by=None,
        now=clock_at(known_on + WEEK),
        known_at=end_of_day(known_on),
    )
    LetterTerms.objects.create(province=province, period=period, **terms_after(known_on + timedelta(days=24)))


def terms_after(letter_date: date) -> dict[str, Any]:
    """Return example terms; the law and the policies found name none."""
    return {
        "letter_date": letter_date,
        "reaction_due": letter_date + 4 * WEEK,
        "talk_due": letter_date + 8 * WEEK,
        "action_plan_due": letter_date + 6 * WEEK,
        "plan_review_due": letter_date + 10 * WEEK,
        "contact_interval": "maand",
    }


def clock_at(day: date, at: time = AT_WORK) -> Callable[[], datetime]:
    return lambda: datetime.combine(day, at, tzinfo=AMSTERDAM)


@dataclass(frozen=True)
class Step:
    """One delivery and when it was recorded."""

    clock: Callable[[], datetime]
    fields: dict[str, Any]

    @property
    def moment(self) -> datetime:
        return self.clock()


Rows = list[dict[str, str]]


def deliveries(province: Province, periods: dict[str, Period], figures: dict[str, Rows]) -> Iterator[Step]:
    """Yield everything that was delivered, in no particular order."""
    municipalities = {row.cbs_code: row for row in Municipality.objects.filter(province=province)}

    def numbers(code: str, column: str) -> list[Stated]:
        return [
            Stated(municipality=municipalities[row["cbs_code"]], number=int(row[column]))
            for row in figures[code]
        ]

    def quotas(code: str, column: str, kind: str, day: date) -> Step:
        return Step(
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
    yield Step(
        clock_at(date(2023, 7, 5)),
        {
            "kind": DeliveryKind.OPENINGS,
            "period": periods["2023-2"],
            "stated": numbers("2023-2", "opening_balance"),
            "dated_on": date(2023, 7, 5),
        },
    )
    yield Step(
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
    histories = {
        row["cbs_code"]: history_of(row, later)
        for row, later in zip(figures["2023-2"], figures["2024-1"], strict=True)
    }
    yield Step(
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
    yield from daily(municipalities, histories)


def daily(municipalities: dict[str, Municipality], histories: dict[str, History]) -> Iterator[Step]:
    """Yield what COA delivers every morning about the day before: who was coupled, who was housed."""
    first, last = PERIODS["2023-2"][0], PERIODS["2024-1"][1] - ONE_DAY
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        for kind, of_history in (
            (DeliveryKind.COUPLINGS, lambda history: history.coupled),
            (DeliveryKind.HOUSINGS, lambda history: history.housed),
        ):
            stated = [
                Stated(municipality=municipalities[code], day=day, number=number)
                for code, history in histories.items()
                if (number := of_history(history).count(day))
            ]
            yield Step(
                clock_at(day + ONE_DAY, DAY_AFTER),
                {
                    "kind": kind,
                    "form": DeliveryForm.EVENTS,
                    "first_day": day,
                    "last_day": day,
                    "stated": stated,
                    "dated_on": day + ONE_DAY,
                },
            )


@dataclass(frozen=True)
class History:
    """A municipality's pool in days: a stock to begin with, then one date per person, in order."""

    stock: int
    coupled: list[date]
    housed: list[date]


def history_of(first: dict[str, str], second: dict[str, str]) -> History:
    """Return days that add up to the half-year figures of both periods.

    Whoever is housed was coupled before, first come first served, so the pool is never negative.
    """
    random = Random(first["cbs_code"])
    stock = int(first["available_on_reference_date"]) * 2 // 5
    arrivals = [STOCK_DAY] * stock
    housed: list[date] = []
    for code, row in (("2023-2", first), ("2024-1", second)):
        start, _, reference = PERIODS[code]
        available, realised = int(row["available_on_reference_date"]), int(row["realised"])
        needed = available - (len(arrivals) - len(housed))
        arrivals += some_days(random, needed, start, reference)
        late = max(0, realised - available)
        # Late arrivals come early enough to be housed before the period ends.
        arrivals += some_days(random, late, reference + ONE_DAY, reference + 5 * WEEK)
        housed += housing_days(random, arrivals[len(housed) :], realised, first["cbs_code"], code)
    return History(stock, arrivals[stock:], housed)


def some_days(random: Random, count: int, first: date, last: date) -> list[date]:
    """Return `count` days in order from the first through the last, working days where possible."""
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    working = [day for day in days if day.weekday() < 5]
    return sorted(random.choice(working) for _ in range(count))


def housing_days(random: Random, arrivals: list[date], realised: int, cbs_code: str, code: str) -> list[date]:
    """Return when the first `realised` of the arrivals were housed, in order, each after arriving."""
    start, end, reference = PERIODS[code]
    earliest = max(start, NOBODY_BEFORE.get(cbs_code, start))
    by_reference = (
        0 if earliest > reference else min(realised * 9 // 20, sum(day <= reference for day in arrivals))
    )
    planned = some_days(random, by_reference, earliest, reference) if by_reference else []
    planned += some_days(random, realised - by_reference, max(earliest, reference + ONE_DAY), end - ONE_DAY)
    return [max(day, arrival) for day, arrival in zip(planned, arrivals, strict=False)]
