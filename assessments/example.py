"""The worked example: the province of Utrecht over 2023-2 and 2024-1, as dated ledger entries.

Sums, rungs and bases over 2023-2 are published; the figures per municipality are illustrative.
From those half-year figures this module makes days: the same ones every time, and plausible.
Given a day, the fictitious periods of `example_later` follow, as far as they had come by then.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from accounts.models import Role, User
from assessments.actions import assess_period, latest_judgement
from assessments.example_later import FIRST_DAY, Later, Rows, announced_on, later_figures, weeks_of
from assessments.example_talks import told_in
from assessments.models import LetterTerms, PublishedFigure, PublishedKind
from assessments.report_actions import Published, publish_figure, save_prose
from municipalities.actions import Refused, create_period, record_delivery
from municipalities.contacts import record_note
from municipalities.figures import PeriodFacts
from municipalities.models import (
    ActionPlan,
    Agreement,
    Delivery,
    DeliveryForm,
    DeliveryKind,
    Municipality,
    Period,
    Province,
    QuotaKind,
    SideFigure,
)
from municipalities.moments import AMSTERDAM, end_of_day, local_day
from municipalities.reference import load_reference, read_fixture
from municipalities.statements import Stated

PROVINCE = "PV26"
PERIODS = {
    "2023-2": PeriodFacts(
        code="2023-2", start=date(2023, 7, 1), end=date(2024, 1, 1), reference_date=date(2023, 10, 1)
    ),
    "2024-1": PeriodFacts(
        code="2024-1", start=date(2024, 1, 1), end=date(2024, 7, 1), reference_date=date(2024, 4, 1)
    ),
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
def load_example(*, today: date | None = None) -> bool:
    """Load what is missing of the example, whole or not at all; False when nothing was.

    With `today` it goes on, in plainly fictitious periods, through the half-year of that day.
    """
    load_reference()
    province = Province.objects.select_for_update(no_key=True).get(pk=PROVINCE)
    if not province.figures_are_examples and Delivery.objects.filter(province=province).exists():
        raise Refused(
            f"De provincie {province} heeft al eigen cijfers. Laad het voorbeeld in een lege database."
        )
    if not province.figures_are_examples:
        dress(province)
    figures = {code: read_fixture(f"example_{code}.csv") for code in PERIODS}
    later = later_figures(figures, today) if today else {}
    periods = {facts.code: example_period(facts) for facts in (*PERIODS.values(), *later)}
    steps = [*deliveries(province, periods, figures, later)]
    added = record_missing(
        province, [step for step in steps if today is None or local_day(step.moment) <= today]
    )
    if not PublishedFigure.objects.filter(province=province).exists():
        write_report(province, periods["2023-2"])
    for period in periods.values():
        if today is None or period.end <= today:
            added |= judge(province, period, known_on=period.end)
    for facts in later:
        added |= tell(periods[facts.code], today)
    return added


SOURCE = "Voorbeeld"
MADE_UP = "Voorbeeld, verzonnen periode"
REPORT = "Voortgangsrapportage huisvesting vergunninghouders 2023-2, provincie Utrecht"
PUBLISHED = (
    ("2023-1", PublishedKind.SHARE_OF_QUOTA, 69),
    ("2023-1", PublishedKind.SHARE_OF_TOTAL_TASK, 76),
    ("2023-2", PublishedKind.CLOSING_BALANCE, 570),
    ("2024-1", PublishedKind.OPENING_BALANCE, 574),
)
"""Figures of the province as a whole, as they stand in the report over 2023-2."""


def record_missing(province: Province, steps: list[Step]) -> bool:
    """Record the deliveries that are not there yet, in order; False when all are."""
    recorded = Delivery.objects.filter(province=province, source__in=(SOURCE, MADE_UP), takes_back=None)
    known = set(recorded.values_list(*Step.KEY))
    newest = Delivery.objects.filter(province=province).aggregate(Max("recorded_at"))["recorded_at__max"]
    missing = sorted((step for step in steps if step.key not in known), key=lambda step: step.moment)
    for step in missing:
        # What people recorded in between stays before it: the moment of recording never goes back.
        moment = max(filter(None, (step.moment, newest, after(province.closed_until))))
        record_delivery(province=province, by=None, now=always(moment), source=step.source, **step.fields)
    return bool(missing)


def tell(period: Period, today: date | None) -> bool:
    """Record the fictitious talks of a period through a day, as far as they are not there yet."""
    municipalities = {row.cbs_code: row for row in Municipality.objects.filter(province=PROVINCE)}
    newest: dict[tuple[Any, str], Any] = {}
    recorded = False
    for told in sorted(told_in(period.facts, municipalities), key=lambda told: told.on):
        key = told.model, told.code
        values = told.values | ({"period": period} if told.model is SideFigure else {})
        # An agreement or plan goes on in a next row, which takes the place of the one before.
        goes_on = told.model in (Agreement, ActionPlan)
        if today is None or told.on > today:
            continue
        municipality = municipalities[told.code]
        same = told.model.objects.filter(municipality=municipality, recorded_at=clock_at(told.on)(), **values)
        row = same.first()
        if row is None:
            replaces = newest.get(key) if goes_on else None
            if replaces is not None and hasattr(replaces, "replaced_by"):
                # Somebody went on with it in the meantime.
                continue
            given = {"municipality": municipality, "replaces": replaces, **values}
            row = record_note(told.model, by=None, now=clock_at(told.on), **given)
            recorded = True
        newest[key] = row
    return recorded


def always(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def after(moment: datetime | None) -> datetime | None:
    return moment and moment + timedelta(microseconds=1)


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


def example_period(facts: PeriodFacts) -> Period:
    existing = Period.objects.filter(code=facts.code).first()
    if existing is not None:
        return existing
    return create_period(**asdict(facts), by=None, now=clock_at(facts.start))


def write_report(province: Province, period: Period) -> None:
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


def judge(province: Province, period: Period, *, known_on: date) -> bool:
    """Assess a period that is over and was not assessed yet; False otherwise."""
    if LetterTerms.objects.filter(province=province, period=period).exists():
        return False
    # What people decided in between stays before it.
    moment = max(filter(None, (clock_at(known_on + WEEK)(), after(latest_judgement(province)))))
    assess_period(
        period=period,
        province=province,
        by=None,
        now=always(moment),
        known_at=end_of_day(known_on),
    )
    LetterTerms.objects.create(province=province, period=period, **terms_after(known_on + timedelta(days=24)))
    return True


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

    KEY = ("kind", "entry_kind", "period_id", "first_day")

    @property
    def moment(self) -> datetime:
        return self.clock()

    @property
    def source(self) -> str:
        about = self.fields.get("first_day") or self.fields["period"].start
        return SOURCE if about < FIRST_DAY else MADE_UP

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells this delivery from all others of the example."""
        fields, period = self.fields, self.fields.get("period")
        return fields["kind"], fields.get("entry_kind", ""), period and period.pk, fields.get("first_day")


def deliveries(
    province: Province, periods: dict[str, Period], figures: dict[str, Rows], later: Later
) -> Iterator[Step]:
    """Yield everything that was delivered, in no particular order."""
    figures = {**figures, **{facts.code: rows for facts, rows in later.items()}}
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
    for facts in later:
        yield quotas(facts.code, "quota_announced", QuotaKind.ANNOUNCED, announced_on(facts))
    spans = (*PERIODS.values(), *later)
    histories = {
        same[0]["cbs_code"]: history_of(list(zip(spans, same, strict=True)))
        for same in zip(*(figures[facts.code] for facts in spans), strict=True)
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
    yield from events(municipalities, histories, [*days_of(PERIODS.values()), *weeks_of(later)])


def days_of(spans: Iterable[PeriodFacts]) -> Iterator[tuple[date, date]]:
    """Yield every day: COA delivers each morning about the day before."""
    for facts in spans:
        for offset in range((facts.end - facts.start).days):
            day = facts.start + timedelta(days=offset)
            yield day, day


def events(
    municipalities: dict[str, Municipality],
    histories: dict[str, History],
    stretches: list[tuple[date, date]],
) -> Iterator[Step]:
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
            yield Step(
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


@dataclass(frozen=True)
class History:
    """A municipality's pool in days: a stock to begin with, then one date per person, in order."""

    stock: int
    coupled: list[date]
    housed: list[date]


def history_of(rows: list[tuple[PeriodFacts, dict[str, str]]]) -> History:
    """Return days that add up to the half-year figures of all periods.

    Whoever is housed was coupled before, first come first served, so the pool is never negative.
    """
    _, first = rows[0]
    random = Random(first["cbs_code"])
    stock = int(first["available_on_reference_date"]) * 2 // 5
    arrivals = [STOCK_DAY] * stock
    housed: list[date] = []
    for facts, row in rows:
        start, reference = facts.start, facts.reference_date
        available, realised = int(row["available_on_reference_date"]), int(row["realised"])
        needed = available - (len(arrivals) - len(housed))
        arrivals += some_days(random, needed, start, reference)
        late = max(0, realised - available)
        # Late arrivals come early enough to be housed before the period ends.
        arrivals += some_days(random, late, reference + ONE_DAY, reference + 5 * WEEK)
        housed += housing_days(random, arrivals[len(housed) :], realised, first["cbs_code"], facts)
    return History(stock, arrivals[stock:], housed)


def some_days(random: Random, count: int, first: date, last: date) -> list[date]:
    """Return `count` days in order from the first through the last, working days where possible."""
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    working = [day for day in days if day.weekday() < 5]
    return sorted(random.choice(working) for _ in range(count))


def housing_days(
    random: Random, arrivals: list[date], realised: int, cbs_code: str, facts: PeriodFacts
) -> list[date]:
    """Return when the first `realised` of the arrivals were housed, in order, each after arriving."""
    start, end, reference = facts.start, facts.end, facts.reference_date
    earliest = max(start, NOBODY_BEFORE.get(cbs_code, start))
    by_reference = (
        0 if earliest > reference else min(realised * 9 // 20, sum(day <= reference for day in arrivals))
    )
    planned = some_days(random, by_reference, earliest, reference) if by_reference else []
    planned += some_days(random, realised - by_reference, max(earliest, reference + ONE_DAY), end - ONE_DAY)
    return [max(day, arrival) for day, arrival in zip(planned, arrivals, strict=False)]
