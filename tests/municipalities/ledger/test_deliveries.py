"""What one delivery does to the ledger, case by case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from audit.models import AuditEntry
from audit.refused import Refused
from municipalities.change_places import create_period
from municipalities.figures import Figures
from municipalities.ledger.queries import figures_for
from municipalities.ledger.statements import Stated
from municipalities.ledger.take_back import take_back
from municipalities.models import Correction, Coupling, Delivery, Housing, Municipality, Quota, QuotaKind
from municipalities.moments import end_of_day
from tests.factories import (
    at,
    deliver,
    deliver_correction,
    deliver_couplings,
    deliver_housing_total,
    deliver_housings,
    deliver_openings,
    deliver_quotas,
    deliver_stock,
    make_municipality,
    make_period,
    make_province,
)

pytestmark = pytest.mark.django_db

JUNE_30, JULY_1, JULY_5, JULY_31 = date(2023, 6, 30), date(2023, 7, 1), date(2023, 7, 5), date(2023, 7, 31)
OCTOBER_1, DECEMBER_31 = date(2023, 10, 1), date(2023, 12, 31)
LATER = "2024-02-01"


def figures(municipality: Municipality, code: str = "2023-2", known_on: date = date(2026, 1, 1)) -> Figures:
    return figures_for(make_period(code), known_at=end_of_day(known_on))[municipality]


def amounts(model) -> list[int]:
    return list(model.objects.order_by("pk").values_list("amount", flat=True))


# Quotas


def test_quota_revised_is_recorded_as_the_difference():
    m, period = make_municipality(), make_period()
    deliver_quotas(period, {m: 245}, on="2023-05-02")
    deliver_quotas(period, {m: 159}, on="2023-11-10", kind=QuotaKind.REVISED)

    assert amounts(Quota) == [245, -86]
    assert (figures(m).quota_announced, figures(m).quota) == (245, 159)
    assert figures(m, known_on=date(2023, 11, 9)).quota == 245


def test_quota_mistyped_is_one_more_entry_of_its_own_kind():
    m, period = make_municipality(), make_period()
    deliver_quotas(period, {m: 254}, on="2023-05-02")
    deliver_quotas(period, {m: 245}, on="2023-05-03")

    assert amounts(Quota) == [254, -9]
    assert (figures(m).quota_announced, figures(m).quota) == (245, 245)


def test_quota_announced_mended_after_a_revision_leaves_the_revised_number_in_force():
    m, period = make_municipality(), make_period()
    deliver_quotas(period, {m: 254}, on="2023-05-02")
    deliver_quotas(period, {m: 159}, on="2023-11-10", kind=QuotaKind.REVISED)
    deliver_quotas(period, {m: 245}, on=LATER, dated_on=date(2023, 5, 2), reason="tikfout")

    assert (figures(m).quota_announced, figures(m).quota) == (245, 159)


def test_quota_of_zero_is_covered():
    m, period = make_municipality(), make_period()
    deliver_quotas(period, {m: 0}, on="2023-05-02")

    assert figures(m).quota == 0
    assert Quota.objects.count() == 0


def test_quota_without_delivery_is_unknown_not_zero():
    m = make_municipality()

    assert figures(m).quota is None
    assert "quota" in figures(m).missing


# Openings and corrections


def test_opening_and_correction_add_up():
    m, period = make_municipality(), make_period()
    deliver_openings(period, {m: -3}, on="2023-07-05")
    deliver_correction(period, m, 2, on="2023-08-01")
    deliver_correction(period, m, 2, on="2023-08-02")

    assert figures(m).opening_balance == 1
    assert amounts(Correction) == [-3, 2, 2]


def test_two_corrections_of_one_municipality_in_one_delivery_both_count():
    m, period = make_municipality(), make_period()
    deliver_openings(period, {m: 0}, on="2023-07-05")
    rows = [
        Stated(municipality=m, number=1, reason="nagekomen"),
        Stated(municipality=m, number=1, reason="nagekomen"),
    ]
    deliver("corrections", rows, on="2023-08-01", form="events", period=period)

    assert figures(m).opening_balance == 2


def test_opening_follows_from_the_period_before():
    m, first, second = make_municipality(), make_period("2023-2"), make_period("2024-1")
    deliver_openings(first, {m: 5}, on="2023-07-05")
    deliver_quotas(first, {m: 10}, on="2023-07-05")
    deliver_housings(first.start, first.last_day, [(m, JULY_5, 7)])
    deliver_correction(second, m, 1, on=LATER)

    assert figures(m, "2024-1", known_on=date(2024, 1, 1)).opening_balance == 8
    assert figures(m, "2024-1").opening_balance == 9


def test_opening_is_unknown_while_a_day_of_the_period_before_is_not_covered():
    m, first, _ = make_municipality(), make_period("2023-2"), make_period("2024-1")
    deliver_openings(first, {m: 5}, on="2023-07-05")
    deliver_quotas(first, {m: 10}, on="2023-07-05")
    deliver_housings(first.start, first.last_day - timedelta(1), [(m, JULY_5, 7)])

    assert figures(m, "2024-1").opening_balance is None


def test_opening_is_refused_after_an_earlier_period():
    m, first, second = make_municipality("Baarn"), make_period("2023-2"), make_period("2024-1")
    deliver_quotas(first, {m: 10}, on="2023-07-05")

    with pytest.raises(Refused, match="Baarn heeft al een eerdere periode"):
        deliver_openings(second, {m: 1}, on=LATER)


def test_correction_needs_a_reason():
    m, period = make_municipality(), make_period()

    with pytest.raises(Refused, match="vul een reden in"):
        deliver_correction(period, m, 1, on=LATER, reason=" ")
    assert Delivery.objects.count() == 0


# Housings


def test_housings_delivered_twice_record_nothing_the_second_time():
    m = make_municipality()
    make_period()
    for _ in range(2):
        deliver_housings(JULY_1, JULY_31, [(m, JULY_5, 3)], on=LATER)

    assert amounts(Housing) == [3]


def test_housings_are_the_truth_within_their_days():
    m = make_municipality()
    make_period()
    deliver_housings(JULY_1, JULY_31, [(m, JULY_5, 3), (m, date(2023, 7, 6), 1)])
    deliver_housings(JULY_1, JULY_31, [(m, JULY_5, 2)], on=LATER)

    assert sorted(amounts(Housing)) == [-1, -1, 1, 3]
    assert figures(m).realised_so_far == 2


def test_housings_of_one_kind_leave_the_other_kinds_alone():
    m = make_municipality()
    make_period()
    deliver_housings(JULY_1, JULY_31, [(m, JULY_5, 3)])
    nidos = Stated(municipality=m, day=JULY_5, number=2, kind="nidos")
    deliver(
        "housings", [nidos], on=LATER, form="events", entry_kind="nidos", first_day=JULY_5, last_day=JULY_5
    )

    assert figures(m).realised_so_far == 5


def test_late_housing_changes_what_is_known_later_only():
    m, period = make_municipality(), make_period()
    deliver_housings(period.start, period.last_day, [(m, JULY_5, 3)])
    deliver_housings(DECEMBER_31, DECEMBER_31, [(m, DECEMBER_31, 1)], on=LATER)

    assert figures(m, known_on=date(2024, 1, 1)).realised == 3
    assert figures(m).realised == 4


def test_realised_is_unknown_while_the_period_runs():
    m = make_municipality()
    make_period()
    deliver_housings(JULY_1, JULY_31, [(m, JULY_5, 3)])

    running = figures(m)
    assert running.realised is None
    assert (running.realised_so_far, running.covered_through) == (3, JULY_31)


def test_a_hole_in_the_days_ends_what_is_shown_as_housed_so_far():
    m = make_municipality()
    make_period()
    deliver_housings(JULY_1, JULY_1, [(m, JULY_1, 1)])
    deliver_housings(JULY_5, JULY_31, [(m, JULY_5, 3)])

    assert (figures(m).realised_so_far, figures(m).covered_through) == (1, JULY_1)


def test_housing_total_records_the_difference_on_its_last_day():
    m, period = make_municipality(), make_period()
    deliver_housing_total(period, JULY_31, {m: 6})
    deliver_housing_total(period, date(2023, 8, 31), {m: 9})

    assert amounts(Housing) == [6, 3]
    assert figures(m).realised_so_far == 9


def test_housing_total_over_known_days_only_controls_them():
    m, period = make_municipality(), make_period()
    deliver_housings(JULY_1, JULY_31, [(m, JULY_5, 3)])
    control = deliver_housing_total(period, JULY_31, {m: 4})

    assert control.is_control
    assert figures(m).realised_so_far == 3


def test_housings_per_day_over_a_total_are_refused():
    m, period = make_municipality(), make_period()
    total = deliver_housing_total(period, JULY_31, {m: 4})

    with pytest.raises(Refused, match=rf"bestaat al een totaaloverzicht \({total.number}\)"):
        deliver_housings(JULY_5, JULY_5, [(m, JULY_5, 3)], on=LATER)


def test_housing_total_given_late_leaves_the_newer_total_true():
    m, period = make_municipality(), make_period()
    deliver_housing_total(period, date(2023, 8, 31), {m: 9})
    deliver_housing_total(period, JULY_31, {m: 6}, on=LATER, dated_on=date(2023, 8, 1), reason="nagekomen")

    assert figures(m).realised_so_far == 9


def test_older_source_needs_a_reason():
    m = make_municipality()
    make_period()
    deliver_housings(JULY_1, JULY_31, [(m, JULY_5, 3)], dated_on=date(2023, 8, 1))

    with pytest.raises(Refused, match="Geef een reden om deze oudere bron toch te gebruiken"):
        deliver_housings(JULY_1, JULY_31, [], on=LATER, dated_on=JULY_31, province=m.province)


# Couplings and stock


def covered_pool(m: Municipality, *, stock: int, coupled: int, housed: int) -> None:
    make_period()
    deliver_stock(JUNE_30, {m: stock})
    deliver_couplings(JULY_1, OCTOBER_1, [(m, JULY_5, coupled)])
    deliver_housings(JULY_1, OCTOBER_1, [(m, JULY_31, housed)])


def test_available_is_who_was_housed_and_who_still_waits():
    m = make_municipality()
    covered_pool(m, stock=10, coupled=5, housed=4)

    known = figures(m)
    assert known.housed_by_reference_date == 4
    assert known.open_couplings_on_reference_date == 11
    assert known.available_on_reference_date == 15


def test_more_housed_than_coupled_counts_as_nobody_waiting():
    m = make_municipality()
    covered_pool(m, stock=1, coupled=1, housed=5)

    assert figures(m).open_couplings_on_reference_date == -3
    assert figures(m).available_on_reference_date == 5


def test_withdrawn_couplings_leave_the_pool():
    m = make_municipality()
    covered_pool(m, stock=10, coupled=5, housed=4)
    withdrawn = Stated(municipality=m, day=JULY_31, number=2, kind="withdrawn")
    deliver(
        "couplings",
        [withdrawn],
        on=LATER,
        form="events",
        entry_kind="withdrawn",
        first_day=JULY_31,
        last_day=JULY_31,
    )

    assert figures(m).available_on_reference_date == 13


def test_available_is_unknown_without_a_stated_stock():
    m = make_municipality()
    make_period()
    deliver_couplings(JULY_1, OCTOBER_1, [(m, JULY_5, 5)])
    deliver_housings(JULY_1, OCTOBER_1, [(m, JULY_31, 4)])

    assert figures(m).available_on_reference_date is None


def test_available_is_unknown_with_a_day_of_couplings_missing():
    m = make_municipality()
    make_period()
    deliver_stock(JUNE_30, {m: 10})
    deliver_couplings(JULY_1, date(2023, 9, 30), [(m, JULY_5, 5)])
    deliver_housings(JULY_1, OCTOBER_1, [(m, JULY_31, 4)])

    assert figures(m).available_on_reference_date is None


def test_stock_on_the_reference_date_needs_no_couplings():
    m = make_municipality()
    make_period()
    deliver_housings(JULY_1, OCTOBER_1, [(m, JULY_31, 4)])
    deliver_stock(OCTOBER_1, {m: 11})

    assert figures(m).available_on_reference_date == 15


@pytest.mark.parametrize("housings_first", [True, False])
def test_stock_and_housings_may_come_in_any_order(housings_first):
    m = make_municipality()
    make_period()
    deliver_stock(JUNE_30, {m: 10})
    steps = [
        lambda: deliver_housings(JULY_1, OCTOBER_1, [(m, JULY_31, 4)], on=LATER),
        lambda: deliver_stock(OCTOBER_1, {m: 11}, on=LATER),
    ]
    for step in steps if housings_first else reversed(steps):
        step()

    assert figures(m).available_on_reference_date == 15


def test_couplings_before_a_stated_stock_are_refused():
    m = make_municipality()
    deliver_stock(JULY_31, {m: 10})

    with pytest.raises(Refused, match="Koppelingen tot en met 31 juli 2023 staan al in de stand"):
        deliver_couplings(JULY_5, JULY_31, [(m, JULY_5, 5)], on=LATER)
    assert amounts(Coupling) == [10]


def test_total_that_runs_past_the_reference_date_leaves_the_available_unknown():
    m, period = make_municipality(), make_period()
    deliver_stock(OCTOBER_1, {m: 5})
    deliver_housing_total(period, DECEMBER_31, {m: 20})

    assert figures(m).realised == 20
    assert figures(m).available_on_reference_date is None

    deliver_housing_total(
        period, OCTOBER_1, {m: 15}, on=LATER, dated_on=date(2023, 10, 2), reason="nagekomen"
    )
    assert figures(m).available_on_reference_date == 20
    assert figures(m).realised == 20


def test_municipality_added_later_is_not_covered_by_what_was_said_before():
    m, period = make_municipality(), make_period()
    deliver_openings(period, {m: 0}, on="2023-07-05")
    deliver_quotas(period, {m: 5}, on="2023-07-05")
    deliver_stock(JUNE_30, {m: 9}, on="2023-07-06")
    added = make_municipality()

    assert {"quota", "opening_balance", "available_on_reference_date"} <= set(figures(added).missing)


def test_municipality_that_begins_with_a_period_has_no_opening_from_before():
    old, first = make_municipality(), make_period("2023-2")
    new = make_municipality(valid_from=date(2024, 1, 1))
    make_period("2024-1")
    deliver_openings(first, {old: 1}, on="2023-07-05")
    deliver_quotas(first, {old: 5}, on="2023-07-05")
    deliver_housings(first.start, first.last_day, [], province=old.province)

    assert figures(old, "2024-1").opening_balance == 6
    assert figures(new, "2024-1").opening_balance is None


def test_earlier_total_books_nothing_to_and_fro_for_totals_that_were_replaced():
    m, period = make_municipality(), make_period()
    deliver_housing_total(period, JULY_31, {m: 0})
    deliver_housing_total(period, JULY_31, {m: 4}, on=LATER)

    earlier = deliver_housing_total(period, JULY_5, {m: 0}, on=LATER)
    assert not earlier.housing_entries.exists()
    earlier = deliver_housing_total(period, JULY_5, {m: 1}, on=LATER)
    assert sorted(earlier.housing_entries.values_list("housed_on", "amount")) == [(JULY_5, 1), (JULY_31, -1)]


def test_total_that_is_known_per_day_in_part_is_refused():
    m, period = make_municipality("Baarn"), make_period()
    deliver_housings(JULY_5, JULY_5, [(m, JULY_5, 3)])

    with pytest.raises(
        Refused, match=r"Een deel van deze dagen is al per dag vastgelegd, van: Baarn\. Geef de overige"
    ):
        deliver_housing_total(period, JULY_31, {m: 4})


def test_total_past_the_days_that_are_known_hears_through_which_day_it_can_control():
    one, other, period = make_municipality("Baarn"), make_municipality("Zeist"), make_period()
    deliver_housings(period.start, JULY_5, [(one, JULY_5, 3)])

    with pytest.raises(Refused, match="Een totaal tot en met 5 juli 2023 kan wel, als controle"):
        deliver_housing_total(period, JULY_31, {one: 4, other: 0})

    assert deliver_housing_total(period, JULY_5, {one: 3, other: 0}).is_control


def test_total_beside_a_day_of_another_kind_counts_all_kinds():
    m, period = make_municipality(), make_period()
    nidos = Stated(municipality=m, day=JULY_5, number=2, kind="nidos")
    deliver(
        "housings", [nidos], on=JULY_31, form="events", entry_kind="nidos", first_day=JULY_5, last_day=JULY_5
    )
    total = deliver_housing_total(period, JULY_31, {m: 6})

    assert not total.is_control
    assert figures(m).realised_so_far == 6


def test_housing_in_a_gap_between_periods_is_refused():
    m = make_municipality()
    make_period("2023-1")
    make_period("2024-1")

    with pytest.raises(Refused, match="5 juli 2023 valt in geen enkele periode"):
        deliver_housings(date(2023, 1, 1), date(2024, 6, 30), [(m, JULY_5, 10)])


def test_figures_right_before_a_stated_opening_are_refused():
    m = make_municipality()
    first, second = make_period("2023-2"), make_period("2024-1")
    opening = deliver_openings(second, {m: 4}, on="2024-01-05")

    with pytest.raises(Refused, match=rf"al een beginstand opgegeven \(aanlevering {opening.number}\)"):
        deliver_quotas(first, {m: 10}, on=LATER)


@pytest.mark.parametrize("dated_on", ["2023-11-10", "2023-11-11"])
def test_announcement_dated_on_or_after_a_change_is_refused(dated_on):
    m, period = make_municipality(), make_period()
    deliver_quotas(period, {m: 245}, on="2023-05-02")
    deliver_quotas(period, {m: 159}, on="2023-11-10", kind=QuotaKind.REVISED)

    with pytest.raises(Refused, match=r"is op 10 november 2023 al gewijzigd .* Geef een eerdere datum"):
        deliver_quotas(period, {m: 245}, on=LATER, dated_on=date.fromisoformat(dated_on), reason="nog eens")
    assert (figures(m).quota_announced, figures(m).quota) == (245, 159)


@pytest.mark.parametrize("kind", [QuotaKind.REVISED, QuotaKind.REDISTRIBUTED])
def test_change_dated_before_an_announcement_is_refused(kind):
    m, period = make_municipality(), make_period()
    deliver_quotas(period, {m: 100}, on="2023-05-02")
    deliver_quotas(period, {m: 90}, on="2023-06-01")

    with pytest.raises(
        Refused, match=r"is op 1 juni 2023 bekendgemaakt .*, na 20 mei 2023\. Geef de wijziging"
    ):
        deliver_quotas(period, {m: 80}, on=LATER, dated_on=date(2023, 5, 20), kind=kind, reason="nagekomen")
    assert (figures(m).quota_announced, figures(m).quota) == (90, 90)


def test_announcement_and_change_of_one_day_may_come_again_in_any_order():
    m, period = make_municipality(), make_period()
    announced = {"numbers": {m: 245}, "dated_on": date(2023, 11, 10)}
    revised = {"numbers": {m: 159}, "dated_on": date(2023, 11, 10), "kind": QuotaKind.REVISED}
    for day, said in enumerate([announced, revised, announced, announced, revised, revised, announced], 10):
        deliver_quotas(period, **said, on=f"2023-11-{day}")

    assert amounts(Quota) == [245, -86]
    assert (figures(m).quota_announced, figures(m).quota) == (245, 159)
    assert figures(m).quota_changed_on == date(2023, 11, 10)


def test_announcement_and_change_of_one_day_are_taken_back_apart():
    m, period = make_municipality(), make_period()
    announced = deliver_quotas(period, {m: 245}, on="2023-11-10")
    revised = deliver_quotas(period, {m: 159}, on="2023-11-10", kind=QuotaKind.REVISED)

    take_back(announced, reason="verkeerd bestand", by=None, now=at(LATER))
    without_announcement = figures(m)
    take_back(revised, reason="verkeerd bestand", by=None, now=at(LATER))
    deliver_quotas(period, {m: 240}, on=LATER)

    assert (without_announcement.quota_announced, without_announcement.quota) == (None, 159)
    assert (figures(m).quota_announced, figures(m).quota) == (240, 240)


def test_announcement_that_was_said_twice_stands_below_the_change_when_one_is_taken_back():
    m, period = make_municipality(), make_period()
    announced = {"numbers": {m: 245}, "dated_on": date(2023, 11, 10)}
    first = deliver_quotas(period, **announced, on="2023-11-10")
    deliver_quotas(period, {m: 159}, dated_on=date(2023, 11, 10), kind=QuotaKind.REVISED, on="2023-11-11")
    deliver_quotas(period, **announced, on="2023-11-12")
    take_back(first, reason="dubbel", by=None, now=at(LATER))

    assert (figures(m).quota_announced, figures(m).quota) == (245, 159)


def test_change_for_one_municipality_leaves_the_announcement_of_the_others_free():
    changed, other, period = make_municipality("Baarn"), make_municipality("Soest"), make_period()
    deliver_quotas(period, {changed: 100, other: 50}, on="2023-05-02")
    deliver_quotas(period, {changed: 80}, on="2023-06-01", kind=QuotaKind.REVISED, municipality=changed)

    deliver_quotas(period, {other: 60}, on="2023-06-02", municipality=other)
    with pytest.raises(Refused, match="De taakstelling van Baarn over 2023-2 is op 1 juni 2023 al gewijzigd"):
        deliver_quotas(period, {changed: 100, other: 60}, on="2023-06-03")


# Taking back


def test_take_back_books_the_opposite_and_takes_the_coverage_away():
    m, period = make_municipality(), make_period()
    delivery = deliver_quotas(period, {m: 20}, on="2023-05-02")
    take_back(delivery, reason="verkeerd bestand", by=None, now=at(LATER))

    assert amounts(Quota) == [20, -20]
    assert figures(m).quota is None
    assert figures(m, known_on=date(2023, 6, 1)).quota == 20


def test_take_back_returns_to_what_an_earlier_delivery_said():
    m = make_municipality()
    make_period()
    deliver_housings(JULY_1, JULY_31, [(m, JULY_5, 3)])
    wrong = deliver_housings(JULY_5, JULY_5, [(m, JULY_5, 8)], on=LATER)
    take_back(wrong, reason="verkeerd bestand", by=None, now=at(LATER))

    assert figures(m).realised_so_far == 3


@pytest.mark.parametrize("dated_on", [date(2023, 7, 5), date(2024, 1, 31)])
def test_take_back_of_an_opening_returns_to_the_one_before(dated_on):
    m, period = make_municipality(), make_period()
    deliver_openings(period, {m: 6}, on="2023-07-05")
    wrong = deliver_openings(period, {m: 60}, on=LATER, dated_on=dated_on)
    take_back(wrong, reason="tikfout", by=None, now=at(LATER))

    assert figures(m).opening_balance == 6


def test_quota_changed_without_an_announcement_is_refused():
    m, period = make_municipality("Baarn"), make_period()

    with pytest.raises(Refused, match="Voor 2023-2 is nog geen taakstelling bekendgemaakt van: Baarn"):
        deliver_quotas(period, {m: 20}, on="2023-05-02", kind=QuotaKind.REVISED)


def test_quota_change_that_was_taken_back_leaves_no_trace_in_the_figures():
    m, period = make_municipality(), make_period()
    deliver_quotas(period, {m: 20}, on="2023-05-02")
    deliver_quotas(period, {m: 15}, on="2023-11-10", kind=QuotaKind.REVISED)
    wrong = deliver_quotas(period, {m: 12}, on="2023-12-01", kind=QuotaKind.REVISED)
    assert (figures(m).quota, figures(m).quota_changed_on) == (12, date(2023, 12, 1)), "the last day"
    take_back(wrong, reason="tikfout", by=None, now=at(LATER))

    assert (figures(m).quota, figures(m).quota_changed_on) == (15, date(2023, 11, 10))


def test_quota_whose_announcement_was_taken_back_is_not_announced_as_zero():
    m, period = make_municipality(), make_period()
    announced = deliver_quotas(period, {m: 20}, on="2023-05-02")
    deliver_quotas(period, {m: 15}, on="2023-11-10", kind=QuotaKind.REVISED)
    take_back(announced, reason="verkeerd bestand", by=None, now=at(LATER))

    assert (figures(m).quota, figures(m).quota_announced) == (15, None)
    assert not figures(m).quota_was_changed


def test_same_correction_once_more_is_refused():
    m, period = make_municipality(), make_period()
    first = deliver_correction(period, m, 2, on="2023-08-01")

    with pytest.raises(Refused, match=rf"Deze correctie staat er al \(aanlevering {first.number}\)"):
        deliver_correction(period, m, 2, on="2023-08-01")


def test_take_back_of_the_earlier_delivery_leaves_what_the_later_one_says():
    m = make_municipality()
    make_period()
    early = deliver_housings(JULY_5, JULY_5, [(m, JULY_5, 3)])
    deliver_housings(JULY_1, JULY_31, [(m, JULY_5, 8)], on=LATER)
    take_back(early, reason="dubbel", by=None, now=at(LATER))

    assert figures(m).realised_so_far == 8


def test_take_back_twice_is_refused():
    m, period = make_municipality(), make_period()
    delivery = deliver_quotas(period, {m: 20}, on="2023-05-02")
    take_back(delivery, reason="verkeerd bestand", by=None, now=at(LATER))

    with pytest.raises(
        Refused, match=rf"Aanlevering {delivery.number} is al teruggenomen op 1 februari 2024"
    ):
        take_back(delivery, reason="nog eens", by=None, now=at(LATER))


def test_take_back_needs_a_reason():
    m, period = make_municipality(), make_period()
    delivery = deliver_quotas(period, {m: 20}, on="2023-05-02")

    with pytest.raises(Refused, match="Vul een reden in"):
        take_back(delivery, reason="  ", by=None, now=at(LATER))
    assert Delivery.objects.count() == 1


# Refusals: all at once, nothing written


def refused(**fields) -> tuple[str, ...]:
    before = Delivery.objects.count(), AuditEntry.objects.count()
    with pytest.raises(Refused) as refusal:
        deliver(**fields)
    assert (Delivery.objects.count(), AuditEntry.objects.count()) == before
    return refusal.value.messages


def test_negative_quota_is_refused():
    m = make_municipality("Baarn")
    messages = refused(
        kind="quotas",
        lines=[Stated(municipality=m, number=-1)],
        on=LATER,
        period=make_period(),
        entry_kind="announced",
    )

    assert messages == ("Baarn: -1 is negatief. Vul 0 of een hoger aantal in.",)


def test_housing_in_the_future_is_refused():
    m = make_municipality()
    make_period()
    day = date(2023, 7, 6)
    messages = refused(
        kind="housings",
        lines=[Stated(municipality=m, number=1, day=day)],
        on=JULY_5,
        form="events",
        first_day=day,
        last_day=day,
    )

    assert messages == (
        "6 juli 2023 ligt in de toekomst. Een huisvesting kan pas op of na die dag worden vastgelegd.",
    )


def test_housing_outside_any_period_is_refused():
    m = make_municipality()
    messages = refused(
        kind="housings",
        lines=[Stated(municipality=m, number=1, day=JULY_5)],
        on=LATER,
        form="events",
        first_day=JULY_5,
        last_day=JULY_5,
    )

    assert "5 juli 2023 valt in geen enkele periode" in messages[0]


def test_day_outside_the_existence_of_a_municipality_is_refused():
    successor = make_municipality("Stichtse Vecht")
    gone = make_municipality("Breukelen", valid_until=date(2010, 12, 31), successor=successor)
    make_period()
    messages = refused(
        kind="housings",
        lines=[Stated(municipality=gone, number=1, day=JULY_5)],
        on=LATER,
        form="events",
        first_day=JULY_5,
        last_day=JULY_5,
    )

    assert messages == (
        "Breukelen bestond niet op 5 juli 2023 (van 1 januari 1900 tot en met 31 december 2010). "
        "Gebruik Stichtse Vecht.",
    )


def test_municipality_of_another_province_is_refused():
    other = make_municipality("Almere", province=make_province("PV24", "Flevoland"))
    make_municipality("Baarn")
    messages = refused(
        kind="housings",
        lines=[Stated(municipality=other, number=1, day=JULY_5)],
        on=LATER,
        province=make_province(),
        form="events",
        first_day=JULY_5,
        last_day=JULY_5,
    )

    assert "Almere hoort niet bij de provincie Utrecht" in " ".join(messages)


def test_statement_must_hold_every_municipality_once():
    baarn, zeist = make_municipality("Baarn"), make_municipality("Zeist")
    lines = [Stated(municipality=baarn, number=1), Stated(municipality=baarn, number=2)]
    messages = refused(kind="quotas", lines=lines, on=LATER, period=make_period(), entry_kind="announced")

    assert messages == (
        "Baarn staat 2 keer in de aanlevering. Laat één regel staan.",
        "Deze gemeenten ontbreken: Zeist. Een overzicht moet alle gemeenten bevatten; vul 0 in als er niemand is.",
    )
    assert zeist.name == "Zeist"


def test_recording_before_what_was_recorded_is_refused():
    m, period = make_municipality(), make_period()
    deliver_quotas(period, {m: 1}, on=LATER)

    with pytest.raises(Refused, match="er is al iets vastgelegd op 1 februari 2024"):
        deliver_quotas(period, {m: 2}, on="2024-01-31")


def test_recording_before_the_closed_moment_is_refused():
    m, period = make_municipality(), make_period()
    province = m.province
    province.closed_until = at(LATER)()
    province.save()

    with pytest.raises(Refused, match="er is al vastgesteld met cijfers tot en met 1 februari 2024"):
        deliver_quotas(period, {m: 2}, on="2024-01-31")


def test_period_with_another_reference_date_than_april_or_october_is_refused():
    with pytest.raises(
        Refused, match="De peildatum koppelingen is 1 april of 1 oktober, niet 15 november 2024"
    ):
        create_period(
            code="2024-2",
            start=date(2024, 7, 1),
            end=date(2025, 1, 1),
            reference_date=date(2024, 11, 15),
            by=None,
            now=at(LATER),
        )


def test_period_that_overlaps_is_refused():
    make_period("2023-2")

    with pytest.raises(Refused, match="overlapt met 2023-2"):
        create_period(
            code="2023-1",
            start=date(2023, 1, 1),
            end=date(2023, 7, 2),
            reference_date=date(2023, 4, 1),
            by=None,
            now=at(LATER),
        )


def test_delivery_is_logged_with_who_and_what():
    m, period = make_municipality(), make_period()
    delivery = deliver_quotas(period, {m: 20}, on="2023-05-02", source="circulaire")

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_id, entry.province_code) == (
        "aanlevering vastgelegd",
        str(delivery.pk),
        "PV26",
    )
    assert entry.details["source"] == "circulaire"
