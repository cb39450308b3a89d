"""Behind every figure stand exactly the entries, and the other figures, of which it is the sum."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import settings

from assessments.judging.provenance_page import FIGURES as BY_SLUG
from municipalities.figures import Figures
from municipalities.ledger.provenance import Provenance, entries_behind
from municipalities.ledger.queries import figures_for
from municipalities.ledger.take_back import take_back
from municipalities.models import Municipality, Period
from municipalities.moments import end_of_day
from tests.factories import (
    at,
    deliver_correction,
    deliver_couplings,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    deliver_stock,
    make_municipality,
    make_period,
    make_province,
)
from tests.municipalities.ledger.test_ledger_properties import few_examples, played, random_ledgers

pytestmark = pytest.mark.django_db

FIGURES = list(BY_SLUG.values())
KNOWN = end_of_day(date(2025, 1, 1))
JULY = date(2023, 7, 1)


Known = dict[Period, dict[Municipality, Figures]]
"""What `figures_for` says of each period."""


def assert_adds_up(found: Provenance, known: Known) -> None:
    """Compare with what `figures_for` says, and so with what every page prints."""
    figures = known[found.period][found.municipality]
    assert found.value == getattr(figures, found.figure)
    assert_parts_are_figures(found, known)
    if found.value is None:
        if found.figure == "realised" and figures.realised_so_far is not None:
            assert found.total == figures.realised_so_far
        return
    assert found.total + found.set_to_zero == found.value
    if found.figure == "available_on_reference_date":
        assert found.set_to_zero == max(0, -figures.open_couplings_on_reference_date)
    elif found.figure == "coupling_shortage":
        assert found.value == 0 or found.set_to_zero == 0
    else:
        assert found.set_to_zero == 0


def assert_parts_are_figures(found: Provenance, known: Known) -> None:
    """Every part is, but for its sign, the figure it links to."""
    for part in found.parts:
        value = getattr(known[part.period][found.municipality], part.figure)
        assert part.amount in ((None,) if value is None else (value, -value))
        assert found.value is None or part.amount is not None


@settings(few_examples, max_examples=6)
@random_ledgers
def test_provenance_adds_up_on_random_ledgers(steps, hours):
    with transaction.atomic():
        world = played(steps)
        known_at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        known = {period: figures_for(period, known_at=known_at) for period in world.periods}

        for period in world.periods:
            for municipality in world.municipalities:
                for figure in FIGURES:
                    found = entries_behind(figure, municipality, period, known_at=known_at)
                    assert_adds_up(found, known)
        transaction.set_rollback(True)


def test_provenance_of_a_revised_quota_shows_both_numbers_and_their_deliveries():
    municipality, period = make_municipality(), make_period()
    first = deliver_quotas(period, {municipality: 245}, on="2023-05-02")
    second = deliver_quotas(period, {municipality: 159}, on="2023-11-10", kind="revised")
    found = entries_behind("quota", municipality, period, known_at=KNOWN)

    assert [(entry.kind, entry.amount, entry.delivery) for entry in found.entries] == [
        ("Bekendgemaakt", 245, first.number),
        ("Gewijzigd", -86, second.number),
    ]
    assert [entry.day for entry in found.entries] == [date(2023, 5, 2), date(2023, 11, 10)]


def test_provenance_leaves_out_what_was_recorded_later():
    municipality, period = make_municipality(), make_period()
    deliver_quotas(period, {municipality: 245}, on="2023-05-02")
    deliver_quotas(period, {municipality: 159}, on="2023-11-10", kind="revised")
    found = entries_behind("quota", municipality, period, known_at=end_of_day(date(2023, 11, 1)))

    assert found.value == found.total == 245


def test_provenance_shows_counter_entries_as_such():
    municipality, period = make_municipality(), make_period()
    deliver_openings(period, {municipality: 12}, on="2023-07-05")
    wrong = deliver_correction(period, municipality, 3, on="2023-08-01", reason="dubbel geteld")
    counter = take_back(wrong, reason="toch niet", by=None, now=at("2023-08-02"))
    before = entries_behind(
        "opening_balance", municipality, period, known_at=end_of_day(date(2023, 8, 1))
    ).entries
    after = entries_behind("opening_balance", municipality, period, known_at=KNOWN).entries

    assert [(entry.amount, entry.takes_back, entry.taken_back_by) for entry in before] == [
        (12, None, None),
        (3, None, None),
    ]
    assert [(entry.amount, entry.takes_back, entry.taken_back_by) for entry in after] == [
        (12, None, None),
        (3, None, counter.number),
        (-3, wrong.number, None),
    ]
    assert after[1].reason == "dubbel geteld"


def test_provenance_of_open_couplings_counts_housed_people_off():
    municipality, period = make_municipality(), make_period()
    reference = period.reference_date
    deliver_stock(JULY - timedelta(1), {municipality: 10})
    deliver_couplings(JULY, reference, [(municipality, JULY, 4)])
    deliver_housings(JULY, reference, [(municipality, date(2023, 8, 1), 3)])
    found = entries_behind("open_couplings_on_reference_date", municipality, period, known_at=KNOWN)

    assert [(entry.kind, entry.amount) for entry in found.entries] == [
        ("Stand wacht op woning", 10),
        ("Gekoppeld", 4),
        ("Gehuisvest", -3),
    ]
    assert found.value == found.total == 11


def test_provenance_of_available_counts_overdrawn_couplings_as_zero():
    municipality, period = make_municipality(), make_period()
    reference = period.reference_date
    deliver_stock(JULY - timedelta(1), {municipality: 1})
    deliver_couplings(JULY, reference, [], province=municipality.province)
    deliver_housings(JULY, reference, [(municipality, date(2023, 8, 1), 3)])
    found = entries_behind("available_on_reference_date", municipality, period, known_at=KNOWN)

    assert [part.amount for part in found.parts] == [3, -2]
    assert (found.value, found.set_to_zero) == (3, 2)


def test_provenance_of_a_stated_zero_names_the_delivery_that_said_so():
    municipality, period = make_municipality(), make_period()
    delivery = deliver_quotas(period, {municipality: 0}, on="2023-05-02")
    found = entries_behind("quota", municipality, period, known_at=KNOWN)

    assert found.value == 0
    assert found.entries == []
    assert found.deliveries == [delivery.number]


def test_provenance_of_what_was_not_delivered_is_unknown():
    municipality, period = make_municipality(), make_period()
    for figure in FIGURES:
        found = entries_behind(figure, municipality, period, known_at=KNOWN)

        assert found.value is None
        assert found.entries == []
        assert found.deliveries == []


def test_provenance_of_a_running_period_adds_up_to_what_is_known_so_far():
    municipality, period = make_municipality(), make_period()
    deliver_housings(JULY, date(2023, 8, 31), [(municipality, date(2023, 8, 1), 3)])
    found = entries_behind("realised", municipality, period, known_at=KNOWN)

    assert found.value is None
    assert found.total == found.figures.realised_so_far == 3


def test_provenance_leaves_other_municipalities_out():
    municipality, other, period = make_municipality(), make_municipality(), make_period()
    deliver_quotas(period, {municipality: 5, other: 7}, on="2023-05-02")

    assert entries_behind("quota", municipality, period, known_at=KNOWN).total == 5


def queries_of(figure: str, municipality: Municipality) -> int:
    period = make_period("2024-1")
    with CaptureQueriesContext(connection) as queries:
        entries_behind(figure, municipality, period, known_at=KNOWN)
    return len(queries)


def test_number_of_queries_behind_a_figure_is_fixed():
    municipality = make_municipality(province=make_province())
    first, second = make_period("2023-2"), make_period("2024-1")
    deliver_openings(first, {municipality: 1}, on=first.start)
    deliver_quotas(first, {municipality: 5}, on=first.start)
    deliver_quotas(second, {municipality: 5}, on="2024-01-01")
    deliver_stock(first.start - timedelta(1), {municipality: 9}, on="2024-07-01")
    both = [(municipality, first.start, 1), (municipality, second.start, 1)]
    deliver_couplings(first.start, second.last_day, both, on="2024-07-01")
    deliver_housings(first.start, second.last_day, both, on="2024-07-01")
    few = {figure: queries_of(figure, municipality) for figure in FIGURES}
    days = [first.start + timedelta(index) for index in range(300)]
    everyone = [municipality, *(make_municipality() for _ in range(10))]
    events = [(m, day, 1) for m in everyone for day in days]
    for deliver in (deliver_couplings, deliver_housings):
        deliver(first.start, second.last_day, events, on="2024-07-02")
    many = {figure: queries_of(figure, municipality) for figure in FIGURES}

    assert many == few
    assert max(few.values()) <= 16
