"""Talks, agreements, plans and numbers beside the judgement: recorded once, replaced, never changed."""

from __future__ import annotations

from datetime import date

import pytest

from audit.models import AuditEntry
from audit.refused import Refused
from municipalities.contacts.actions import record_note, withdraw_note
from municipalities.contacts.queries import beside_figures, contacts_of, coverage_of_talks
from municipalities.models import ActionPlan, Agreement, Conversation, Housing, HousingKind, Outcome
from municipalities.moments import end_of_day
from tests.factories import (
    at,
    deliver_housings,
    make_agreement,
    make_municipality,
    make_period,
    make_plan,
    make_side_figure,
    make_talk,
)

pytestmark = pytest.mark.django_db


def known(municipality, day):
    return contacts_of([municipality], known_at=end_of_day(date.fromisoformat(day)))[municipality.pk]


def refusal(call, *arguments, **fields) -> dict[str, tuple[str, ...]]:
    with pytest.raises(Refused) as caught:
        call(*arguments, **fields)
    return caught.value.fields


def test_planned_talk_that_was_held_stands_once():
    one = make_municipality()
    planned = make_talk(one, "2024-03-01", on="2024-02-01", is_planned=True)
    make_talk(one, "2024-03-04", on="2024-03-05", replaces=planned)

    assert [row.day for row in known(one, "2024-02-10").planned] == [date(2024, 3, 1)]
    now = known(one, "2024-03-05")
    assert (now.planned, now.last_held) == ([], date(2024, 3, 4))
    assert Conversation.objects.count() == 2


def test_what_was_replaced_cannot_be_replaced_again():
    one = make_municipality()
    first = make_talk(one, "2024-03-01")
    make_talk(one, "2024-03-01", on="2024-03-02", replaces=first, summary="Beter.")

    with pytest.raises(Refused, match="intussen door iemand anders gewijzigd"):
        make_talk(one, "2024-03-01", on="2024-03-03", replaces=first)
    with pytest.raises(Refused, match="intussen door iemand anders gewijzigd"):
        withdraw_note(first, by=None, now=at("2024-03-03"))
    assert Conversation.objects.count() == 2


def test_what_stands_already_is_not_recorded_twice():
    one, other = make_municipality(), make_municipality()
    talk = make_talk(one, "2024-03-01")
    with pytest.raises(Refused, match="Precies dit is al vastgelegd"):
        make_talk(one, "2024-03-01")
    make_talk(other, "2024-03-01")
    make_talk(one, "2024-03-01", level="political")
    make_agreement(one, "2024-04-01", on="2024-03-01")
    with pytest.raises(Refused, match="Precies dit is al vastgelegd"):
        make_agreement(one, "2024-04-01", on="2024-03-01")

    withdraw_note(talk, by=None, now=at("2024-03-10"))
    make_talk(one, "2024-03-01", on="2024-03-11")
    assert len(known(one, "2024-03-11").held) == 2


def test_withdrawn_talk_is_still_known_on_an_earlier_day():
    one = make_municipality()
    withdraw_note(make_talk(one, "2024-03-01"), by=None, now=at("2024-03-10"))

    assert known(one, "2024-03-09").last_held == date(2024, 3, 1)
    assert known(one, "2024-03-10").held == []
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "gesprek vastgelegd",
        "gesprek ingetrokken",
    ]


def test_talk_is_refused_with_every_reason_at_once():
    one = make_municipality()

    held = refusal(make_talk, one, "2024-03-02", on="2024-03-01", participants=" ", summary="")
    assert set(held) == {"day", "participants", "summary"}
    assert "2 maart 2024 ligt in de toekomst" in held["day"][0]
    planned = refusal(make_talk, one, "2024-02-01", on="2024-03-01", is_planned=True)
    assert "1 februari 2024 is voorbij" in planned["day"][0]
    assert not Conversation.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": "  "}, "text"),
        ({"outcome": Outcome.KEPT}, "ended_on"),
        ({"ended_on": date(2024, 2, 1)}, "outcome"),
        ({"outcome": Outcome.KEPT, "ended_on": date(2024, 2, 2)}, "ended_on"),
    ],
)
def test_agreement_that_cannot_be_is_refused(fields, wrong):
    assert set(refusal(make_agreement, make_municipality(), "2024-03-01", on="2024-02-01", **fields)) == {
        wrong
    }
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"due_on": date(2024, 1, 31)}, {"due_on"}),
        ({"delivered_on": date(2024, 1, 31)}, {"delivered_on"}),
        ({"verdict": "approved"}, {"delivered_on", "judged_on"}),
        ({"judged_on": date(2024, 2, 1)}, {"verdict"}),
        (
            {"delivered_on": date(2024, 2, 9), "verdict": "approved", "judged_on": date(2024, 2, 8)},
            {"judged_on"},
        ),
        ({"delivered_on": date(2024, 2, 11)}, {"delivered_on"}),
    ],
)
def test_plan_out_of_order_is_refused(fields, wrong):
    one = make_municipality()
    values = {"asked_on": date(2024, 2, 1), "due_on": date(2024, 3, 1), **fields}

    found = refusal(record_note, ActionPlan, municipality=one, by=None, now=at("2024-02-10"), **values)
    assert set(found) == wrong


def test_plan_goes_from_asked_to_judged_in_rows_of_its_own():
    one = make_municipality()
    asked = make_plan(one, "2024-02-01", "2024-03-01")
    delivered = make_plan(
        one, "2024-02-01", "2024-03-01", on="2024-02-20", delivered_on=date(2024, 2, 20), replaces=asked
    )
    make_plan(
        one,
        "2024-02-01",
        "2024-03-01",
        on="2024-03-02",
        delivered_on=date(2024, 2, 20),
        judged_on=date(2024, 3, 2),
        verdict="revise",
        replaces=delivered,
    )

    assert known(one, "2024-02-19").plan.delivered_on is None
    assert known(one, "2024-02-20").plan.verdict == ""
    assert known(one, "2024-03-02").plan.get_verdict_display() == "Moet worden aangepast"


def test_coverage_of_talks_counts_what_was_held_in_the_period():
    one, two, period = make_municipality(), make_municipality(), make_period("2024-1")
    make_talk(one, "2023-12-31")
    make_talk(one, "2024-01-01")
    make_talk(one, "2024-06-30", level="political")
    make_talk(one, "2024-06-30", on="2024-06-01", is_planned=True)
    make_talk(two, "2024-07-01")

    counts = coverage_of_talks(period, [one, two], known_at=end_of_day(date(2024, 7, 2)))

    assert (counts[one.pk].official, counts[one.pk].political, counts[one.pk].last) == (
        1,
        1,
        date(2024, 6, 30),
    )
    assert (counts[two.pk].total, counts[two.pk].last) == (0, None)


def test_what_stands_beside_the_figures_is_in_no_sum():
    one, period = make_municipality(), make_period("2023-2")
    make_side_figure(one, 4, on="2023-08-01")
    newer = make_side_figure(one, 6, on="2023-09-01")
    withdraw_note(newer, by=None, now=at("2023-09-03"))
    events = [(one, date(2023, 8, 1), 3)]
    deliver_housings(period.start, date(2023, 8, 1), events, event_kind=HousingKind.NIDOS)

    def beside(day):
        return beside_figures(period, [one], known_at=end_of_day(date.fromisoformat(day)))[one.pk]

    assert beside("2023-09-02").nidos_request == 6
    assert (beside("2023-09-03").nidos_request, beside("2023-09-03").hotel_places) == (4, None)
    assert (beside("2023-09-03").housed_nidos, beside("2023-09-03").housed_hotel) == (3, 0)
    assert Housing.objects.count() == 1
    assert refusal(make_side_figure, one, 4, on="2023-08-01", source="")["source"][0].startswith(
        "Vul in waar"
    )
