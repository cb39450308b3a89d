"""Random ledgers: the fast figures agree with the slow ones, and with what was delivered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.refused import Refused
from municipalities.ledger.contents import LEDGERS
from municipalities.ledger.queries import figures_for, open_couplings
from municipalities.ledger.record import record_delivery
from municipalities.ledger.statements import Stated, stock_days
from municipalities.ledger.take_back import take_back
from municipalities.models import Delivery, Period
from tests.factories import make_municipality, make_province
from tests.oracle import Oracle, Said

pytestmark = pytest.mark.django_db

START = date(2023, 1, 1)
LENGTH = 4
PERIODS = 3
DAYS = LENGTH * PERIODS
NAMES = ("Amerveld", "Broekstad")

days = st.integers(-2, DAYS - 1).map(lambda offset: START + timedelta(offset))
housing_days = st.integers(0, DAYS - 1)
numbers = st.integers(0, 6)
scopes = st.sampled_from((None, 0, 1))
pairs = st.tuples(numbers, numbers)

deliveries = st.one_of(
    st.tuples(
        st.just("quotas"),
        st.integers(0, PERIODS - 1),
        st.sampled_from(("announced", "revised", "redistributed")),
        pairs,
        scopes,
        # So few days that an announcement and a change often have the same one.
        st.integers(0, 3),
    ),
    st.tuples(
        st.just("openings"),
        st.integers(0, PERIODS - 1),
        st.tuples(st.integers(-5, 5), st.integers(-5, 5)),
        scopes,
        st.integers(0, 5),
    ),
    st.tuples(st.just("corrections"), st.integers(0, PERIODS - 1), st.integers(-3, 3), st.integers(0, 1)),
    st.tuples(
        st.just("events"),
        st.sampled_from(("housings", "couplings")),
        housing_days,
        st.integers(0, DAYS),
        st.lists(st.tuples(st.integers(0, 1), housing_days, st.integers(0, 2), numbers), max_size=5),
        scopes,
    ),
    st.tuples(st.just("total"), st.integers(0, PERIODS - 1), st.integers(0, LENGTH - 1), pairs, scopes),
    st.tuples(st.just("stock"), days, pairs, scopes),
    st.tuples(st.just("take back"), st.integers(0, 30)),
    st.tuples(st.just("again"), st.integers(0, 30)),
)


class World:
    """Two municipalities and three short periods, to which deliveries come one hour apart."""

    def __init__(self) -> None:
        self.province = make_province()
        self.municipalities = [make_municipality(name, province=self.province) for name in NAMES]
        self.periods = [
            Period.objects.create(
                code=f"20{30 + index}-1",
                start=START + timedelta(index * LENGTH),
                end=START + timedelta((index + 1) * LENGTH),
                reference_date=START + timedelta(index * LENGTH + 2),
            )
            for index in range(PERIODS)
        ]
        self.moment = datetime(2025, 1, 1, tzinfo=UTC)
        self.played: list[tuple[tuple, Delivery]] = []
        """The steps that stated something, with what they became."""

    def play(self, step: tuple) -> bool:
        """Carry out one step; False when it was refused, which leaves nothing behind."""
        if step[0] == "again":
            return bool(self.played) and self.play(self.played[step[1] % len(self.played)][0])
        self.moment += timedelta(hours=1)
        counted = Delivery.objects.count()
        try:
            with transaction.atomic():
                accepted = getattr(self, step[0].replace(" ", "_"))(*step[1:])
        except Refused:
            assert Delivery.objects.count() == counted
            return False
        if step[0] not in ("corrections", "take back"):
            self.played.append((step, Delivery.objects.latest("pk")))
        return accepted

    def record(self, scope: int | None, stated: list[Stated], **fields) -> bool:
        municipality = None if scope is None else self.municipalities[scope]
        if municipality is not None:
            stated = [row for row in stated if row.municipality == municipality]
        values = {"dated_on": date(2025, 1, 1), "reason": "proef", "by": None, "now": lambda: self.moment}
        record_delivery(
            province=self.province, municipality=municipality, stated=stated, **{**values, **fields}
        )
        return True

    def both(self, numbers: tuple[int, int]) -> list[Stated]:
        return [
            Stated(municipality=m, number=number)
            for m, number in zip(self.municipalities, numbers, strict=True)
        ]

    def quotas(self, index, kind, numbers, scope, dated) -> bool:
        return self.record(
            scope,
            self.both(numbers),
            kind="quotas",
            period=self.periods[index],
            entry_kind=kind,
            dated_on=date(2024, 1, 1) + timedelta(dated),
        )

    def openings(self, index, numbers, scope, dated) -> bool:
        return self.record(
            scope,
            self.both(numbers),
            kind="openings",
            period=self.periods[index],
            dated_on=date(2024, 1, 1) + timedelta(dated),
        )

    def corrections(self, index, number, which) -> bool:
        row = Stated(municipality=self.municipalities[which], number=number, reason="nagekomen")
        return self.record(None, [row], kind="corrections", form="events", period=self.periods[index])

    def events(self, kind, first, length, lines, scope) -> bool:
        last = min(first + length, DAYS - 1)
        kinds = {
            "housings": ("regular", "nidos", "hotel_scheme"),
            "couplings": ("coupled", "withdrawn", "coupled"),
        }
        cells = {
            (which, day, kinds[kind][entry_kind]): number
            for which, day, entry_kind, number in lines
            if first <= day <= last
        }
        stated = [
            Stated(
                municipality=self.municipalities[which],
                day=START + timedelta(day),
                kind=entry_kind,
                number=number,
            )
            for (which, day, entry_kind), number in cells.items()
        ]
        return self.record(
            scope,
            stated,
            kind=kind,
            form="events",
            first_day=START + timedelta(first),
            last_day=START + timedelta(last),
        )

    def total(self, index, offset, numbers, scope) -> bool:
        period = self.periods[index]
        return self.record(
            scope,
            self.both(numbers),
            kind="housings",
            first_day=period.start,
            last_day=period.start + timedelta(offset),
        )

    def stock(self, day, numbers, scope) -> bool:
        return self.record(scope, self.both(numbers), kind="stock", first_day=day, last_day=day)

    def take_back(self, index) -> bool:
        candidates = list(Delivery.objects.order_by("pk"))
        if not candidates:
            return False
        chosen = candidates[index % len(candidates)]
        take_back(chosen, reason="proef", by=None, now=lambda: self.moment)
        return True


def subjects(step: tuple) -> set[tuple]:
    """Return of what a step says the last word, until another says one."""
    about: set[tuple[Any, ...]]
    match step:
        case "quotas", index, kind, _, scope, dated:
            about = {("quotas", index, kind == "announced", dated)}
        case "openings", index, _, scope, _:
            about = {("openings", index)}
        case "total", index, offset, _, scope:
            about = {("total", index, offset)}
        case "stock", day, _, scope:
            about = {("stock", day)}
        case "events", kind, first, length, _, scope:
            about = {(kind, day) for day in range(first, first + length + 1)}
    return {(*each, which) for each in about for which in (0, 1) if scope in (None, which)}


def played(steps: list[tuple]) -> World:
    world = World()
    for step in steps:
        world.play(step)
    return world


# Without a start in which everything is covered, random steps seldom make a whole figure.
COVERED = [
    ("openings", 0, (3, -2), None, 0),
    *(("quotas", index, "announced", (5, 4), None, 0) for index in range(PERIODS)),
    ("stock", START - timedelta(1), (6, 5), None),
    ("events", "couplings", 0, DAYS, [(0, 1, 0, 3), (1, 5, 0, 2)], None),
    ("events", "housings", 0, DAYS, [(0, 1, 0, 2), (1, 6, 0, 4)], None),
]
ledgers = st.tuples(
    st.sampled_from(([], COVERED, COVERED[:-1])), st.lists(deliveries, min_size=2, max_size=12)
).map(lambda parts: parts[0] + parts[1])
random_ledgers = given(ledgers, st.integers(0, 18))
# Two thousand of each are played by `make soak`.
few_examples = settings(
    max_examples=12,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@few_examples
@random_ledgers
def test_figures_for_agrees_with_the_oracle(steps, hours):
    with transaction.atomic():
        world = played(steps)
        known_at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        oracle = Oracle(known_at)

        for period in world.periods:
            for municipality, figures in figures_for(period, known_at=known_at).items():
                expected = (
                    oracle.announced(municipality, period),
                    oracle.quota(municipality, period),
                    oracle.opening(municipality, period),
                    oracle.realised(municipality, period),
                    oracle.closing(municipality, period),
                    oracle.available(municipality, period),
                )
                assert expected == (
                    figures.quota_announced,
                    figures.quota,
                    figures.opening_balance,
                    figures.realised,
                    figures.closing_balance,
                    figures.available_on_reference_date,
                )
        transaction.set_rollback(True)


@few_examples
@random_ledgers
def test_ledger_adds_up_to_what_the_standing_deliveries_say(steps, hours):
    with transaction.atomic():
        world = played(steps)
        said = Said(Oracle(world.moment))

        for municipality in world.municipalities:
            open_on = said.open_on_stock_days(municipality)
            known = {
                day: open_couplings([municipality], stock_days([municipality]), day)[municipality.pk]
                for day in open_on
            }
            assert known == open_on
            for period in world.periods:
                assert said.oracle.announced(municipality, period) == said.announced(municipality, period)
                assert said.oracle.quota(municipality, period) == said.quota(municipality, period)
                assert said.booked_opening(municipality, period) == (
                    said.stated_opening(municipality, period) or 0
                )
                assert said.oracle.housed(municipality, period.start, period.last_day) == said.housed(
                    municipality, period
                )
        transaction.set_rollback(True)


@few_examples
@random_ledgers
def test_entries_recorded_later_leave_what_was_known_alone(steps, hours):
    with transaction.atomic():
        world = World()
        before = {}
        for index, step in enumerate(steps):
            if index == hours:
                known_at = world.moment
                before = {period: figures_for(period, known_at=known_at) for period in world.periods}
            world.play(step)

        for period, figures in before.items():
            assert figures_for(period, known_at=known_at) == figures
        transaction.set_rollback(True)


@few_examples
@random_ledgers
def test_the_same_deliveries_twice_record_nothing(steps, hours):
    with transaction.atomic():
        world = World()
        for step in steps:
            if world.play(step) and step[0] not in ("corrections", "take back"):
                world.play(step)
                assert_nothing_recorded(world)
        transaction.set_rollback(True)


@few_examples
@random_ledgers
def test_what_still_has_the_last_word_records_nothing_again_whatever_came_between(steps, hours):
    with transaction.atomic():
        world = played(steps)
        standing = set(Delivery.objects.standing())
        later: set[tuple] = set()
        lasting = []
        for step, delivery in reversed(world.played):
            if delivery in standing and not subjects(step) & later:
                lasting.append(step)
            later |= subjects(step)

        for step in lasting:
            if world.play(step):
                assert_nothing_recorded(world)
        transaction.set_rollback(True)


def assert_nothing_recorded(world: World) -> None:
    _, again = world.played[-1]
    assert not any(ledger.objects.filter(delivery=again).exists() for ledger in LEDGERS)
