"""A municipality that went into another: that one's opening balance is unknown until somebody states it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from audit.refused import Refused
from municipalities.change_places import change_municipality
from municipalities.figures import Figures
from municipalities.ledger.mergers import mergers_behind, open_mergers
from municipalities.ledger.provenance import entries_behind
from municipalities.ledger.queries import figures_for
from municipalities.ledger.take_back import take_back
from municipalities.models import Municipality
from municipalities.moments import end_of_day
from tests.factories import (
    at,
    deliver_correction,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    make_municipality,
    make_period,
)

pytestmark = pytest.mark.django_db

LAST_DAY = date(2023, 12, 31)
NOW = end_of_day(date(2026, 1, 1))


@pytest.fixture
def heir() -> Municipality:
    """Return a municipality with a backlog of 35 into which one with a backlog of 1 goes after 2023."""
    before, period, after = make_period("2023-2"), make_period("2024-1"), make_period("2024-2")
    heir, gone = make_municipality("Veenendaal"), make_municipality("Renswoude")
    deliver_openings(before, {heir: 10, gone: 1}, on="2023-07-01")
    deliver_quotas(before, {heir: 30, gone: 5}, on="2023-07-01")
    deliver_housings(before.start, LAST_DAY, [(heir, LAST_DAY, 5), (gone, LAST_DAY, 5)])
    change_municipality(
        gone, postal_address="", valid_until=LAST_DAY, successor=heir, by=None, now=at("2024-01-10")
    )
    deliver_quotas(period, {heir: 20}, on="2024-01-11")
    deliver_housings(period.start, period.last_day, [(heir, period.start, 8)])
    deliver_quotas(after, {heir: 20}, on="2024-07-02")
    return heir


def known(municipality: Municipality, code: str, moment: datetime = NOW) -> Figures:
    return figures_for(make_period(code), known_at=moment)[municipality]


def opening(municipality: Municipality, code: str, moment: datetime = NOW) -> int | None:
    return known(municipality, code, moment).opening_balance


def test_opening_after_a_merger_is_unknown_and_so_is_all_that_rests_on_it(heir):
    assert (known(heir, "2023-2").closing_balance, opening(heir, "2024-1")) == (35, None)
    assert (known(heir, "2024-1").total_task, opening(heir, "2024-2")) == (None, None)
    assert known(heir, "2024-1").quota == 20


def test_opening_as_known_before_the_merger_was_recorded_is_what_it_was(heir):
    assert opening(heir, "2024-1", end_of_day(date(2024, 1, 9))) == 35


def test_correcting_the_last_day_of_a_merger_keeps_since_when_it_is_known(heir):
    gone = Municipality.objects.get(name="Renswoude")
    known_since = gone.merged_at
    values = {"postal_address": "", "valid_until": date(2024, 1, 5), "successor": heir}
    changed = change_municipality(gone, **values, by=None, now=at("2024-08-01"))

    assert changed.merged_at == known_since is not None


def test_merger_behind_an_unknown_opening_says_who_when_and_what_is_missing(heir):
    period = make_period("2024-2")
    merger = mergers_behind(figures_for(period, known_at=NOW), period, known_at=NOW)[heir]

    assert merger.text == (
        "Renswoude is per 1 januari 2024 opgegaan in Veenendaal, en wat daar openstond is nog niet toegedeeld. De "
        "beginstand van Veenendaal over 2024-1 is daarom onbekend."
    )


def test_several_that_merged_are_named_with_their_days(heir):
    for name, last_day in {"Leersum": LAST_DAY, "Amerongen": date(2024, 2, 1)}.items():
        make_municipality(name, valid_until=last_day, successor=heir)

    text = open_mergers([heir], make_period("2024-2"))[heir].text
    assert text.startswith(
        "Leersum en Renswoude zijn per 1 januari 2024 opgegaan in Veenendaal; Amerongen is per 2 februari 2024"
    )


def test_opening_may_be_stated_after_a_merger_for_the_heir_alone(heir):
    period, other = make_period("2024-1"), make_municipality("Soest")
    deliver_quotas(make_period("2023-2"), {other: 4}, on="2024-07-03", municipality=other)
    with pytest.raises(Refused, match="Soest heeft al een eerdere periode"):
        deliver_openings(period, {heir: 36, other: 4}, on="2024-07-03")

    stated = deliver_openings(period, {heir: 36}, on="2024-07-03", municipality=heir)
    deliver_correction(period, heir, -2, on="2024-07-04")

    assert (opening(heir, "2024-1"), opening(heir, "2024-2")) == (34, 46)
    assert open_mergers([heir], make_period("2024-2")) == {}
    found = entries_behind("opening_balance", heir, period, known_at=NOW)
    assert (found.value, [entry.amount for entry in found.entries], found.parts) == (34, [36, -2], [])
    take_back(stated, reason="nog niet besloten", by=None, now=at("2024-07-05"))
    assert opening(heir, "2024-1") is None


def test_opening_is_not_stated_in_a_later_period_than_the_one_after_the_merger(heir):
    with pytest.raises(Refused, match="Veenendaal heeft al een eerdere periode"):
        deliver_openings(make_period("2024-2"), {heir: 46}, on="2024-07-03", municipality=heir)


def test_quota_of_before_a_stated_opening_says_to_state_it_anew(heir):
    deliver_openings(make_period("2024-1"), {heir: 36}, on="2024-07-03", municipality=heir)

    with pytest.raises(
        Refused, match=r"al een beginstand opgegeven van Veenendaal .* geeft u haar opnieuw op"
    ):
        deliver_quotas(make_period("2023-2"), {heir: 31}, on="2024-07-04", municipality=heir)


def test_merger_that_was_a_mistake_leaves_the_balance_as_it_was(heir):
    change_municipality(
        Municipality.objects.get(name="Renswoude"),
        postal_address="",
        valid_until=None,
        successor=None,
        by=None,
        now=at("2024-08-01"),
    )

    assert opening(heir, "2024-1") == 35
    assert Municipality.objects.get(name="Renswoude").merged_at is None


def test_merger_of_before_the_first_period_breaks_nothing():
    heir, period = make_municipality("Veenendaal"), make_period("2023-2")
    make_municipality("Renswoude", valid_until=date(2022, 12, 31), successor=heir)
    deliver_openings(period, {heir: 10}, on="2023-07-01")

    assert opening(heir, "2023-2") == 10
    assert open_mergers([heir], make_period("2024-1")) == {}
