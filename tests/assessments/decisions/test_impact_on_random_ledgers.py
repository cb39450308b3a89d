"""What deliveries change in decisions: at once for all periods, and what a check says of it, as slowly and plainly."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.decisions.impact import impact_on
from assessments.intake.preview import preview_file, preview_take_back
from audit.refused import Refused
from municipalities.figures import PeriodFacts
from municipalities.intake.doubts import TITLES
from municipalities.intake.kinds import BY_KEY
from municipalities.intake.particulars import Particulars
from municipalities.intake.record import record_file
from municipalities.ledger.take_back import take_back
from municipalities.models import Delivery, Municipality, Period
from tests.assessments.decisions.deciding import adopt, assess, covered
from tests.assessments.decisions.slow_impact import slow_impact
from tests.costs import reads_of
from tests.factories import at, make_municipality, make_period, make_province, make_user
from tests.rows import made_once

pytestmark = pytest.mark.django_db

CODES = ("2023-2", "2024-1", "2024-2")
NAMES = ("Baarn", "Soest", "Zeist")
BEGIN = datetime.fromisoformat("2025-03-01T12:00:00+00:00")


@made_once
def decided() -> list[Municipality]:
    """Adopt two periods, of which the second rests on the first, and leave two open."""
    municipalities = [make_municipality(name) for name in NAMES]
    facts = PeriodFacts.of("2025-1")
    Period.objects.create(
        code=facts.code, start=facts.start, end=facts.end, reference_date=facts.reference_date
    )
    for code in CODES:
        covered(*municipalities, code=code, quota=10, housed=10)
    for code in CODES[:2]:
        adopt_over(code)
    return municipalities


def adopt_over(code: str) -> None:
    assess(code, on="2025-01-02")
    adopt(code, on="2025-01-02")


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("housings"),
            st.integers(0, 2),
            st.dates(date(2023, 7, 1), date(2024, 6, 30)),
            st.integers(0, 12),
        ),
        st.tuples(st.just("quotas"), st.sampled_from(CODES), st.integers(5, 20), st.integers(0, 2)),
        st.tuples(st.just("corrections"), st.sampled_from(CODES), st.integers(1, 4), st.integers(0, 2)),
        st.tuples(st.just("take back"), st.integers(0, 9)),
    ),
    min_size=1,
    max_size=4,
)
few = settings(
    max_examples=8,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def file_of(step, municipalities, day):
    kind, what, *rest = step
    common = {"kind": BY_KEY[kind], "province": make_province(), "dated_on": day}
    if kind == "housings":
        housed_on, number = rest
        line = f"CBS-code;Datum;Gehuisvest\n{municipalities[what].cbs_code};{housed_on};{number}\n"
        return line.encode(), Particulars(first_day=housed_on, last_day=housed_on, **common)
    number, which = rest
    if kind == "quotas":
        rows = "".join(f"{row.cbs_code};{number + which}\n" for row in municipalities)
        particulars = Particulars(period=make_period(what), entry_kind="revised", **common)
        return f"CBS-code;Taakstelling\n{rows}".encode(), particulars
    row = f"CBS-code;Correctie;Reden\n{municipalities[which].cbs_code};{number};op {day} nagekomen {number}\n"
    return row.encode(), Particulars(period=make_period(what), **common)


def impact(now):
    return {
        (part.period.code, row.municipality.name): tuple(
            [str(change) for change in found] for found in (row.changes, row.outlook, row.later)
        )
        for part in impact_on(make_province(), now=now)
        for row in part.rows
    }


def expected_of_check(before, after):
    return sorted(
        (code, name, [*own, *(f"vooruitblik: {change}" for change in outlook), *later])
        for (code, name), (own, outlook, later) in after.items()
        if (own or outlook or later) and (own, outlook, later) != before[code, name]
    )


@few
@given(steps)
def test_impact_and_checks_say_what_the_slow_way_says(decided, steps):
    with transaction.atomic():
        now = BEGIN
        for step in steps:
            now += timedelta(hours=1)
            before = slow_impact(make_province(), now)
            try:
                shown = play(step, decided, now)
            except Refused:
                continue
            after = slow_impact(make_province(), now)

            assert impact(now) == after
            said = sorted((row["period"], row["name"], row["changes"]) for row in shown.adopted)
            assert said == expected_of_check(before, after)
        transaction.set_rollback(True)


def play(step, municipalities, now):
    """Check a step, take it, and return what the check said."""
    clock = at(now)
    if step[0] == "take back":
        delivery = list(Delivery.objects.order_by("-pk"))[step[1]]
        with transaction.atomic():
            shown = preview_take_back(delivery, now=clock)
            take_back(delivery, reason="proef", by=None, now=clock)
        return shown
    content, about = file_of(step, municipalities, now.date())
    shown = preview_file(content, "a.csv", about, now=clock)
    if shown.findings:
        raise Refused("Zo niet.")
    record_file(content, "a.csv", about, by=None, now=clock, confirmed=dict.fromkeys(TITLES, "ja"))
    return shown


def test_impact_asks_as_much_for_three_periods_as_for_two(decided):
    client = Client()
    client.force_login(make_user())
    two = reads_of(lambda: client.get(reverse("assessments:impact_list")))
    adopt_over("2024-2")

    assert reads_of(lambda: client.get(reverse("assessments:impact_list"))) == two
    assert two < 60


def test_check_asks_as_much_for_three_periods_as_for_two(decided):
    content, about = file_of(("housings", 0, date(2023, 7, 1), 5), decided, BEGIN.date())
    two = reads_of(lambda: preview_file(content, "a.csv", about, now=at(BEGIN)))
    adopt_over("2024-2")

    assert reads_of(lambda: preview_file(content, "a.csv", about, now=at(BEGIN))) == two
    assert two < 150
