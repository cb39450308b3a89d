"""Whose rung goes on after a merger: a choice that is made once, and again when what it rests on changes."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from assessments.decisions.impact import impact_on
from assessments.decisions.opening_rungs import take_back_opening_rung
from assessments.judging.previous_rungs import memory_of
from assessments.letters.content_of_period import previous_letter_date, shared_by
from assessments.models import Assessment, LetterTerms, OpeningRung
from assessments.workflow import ADOPT, PROPOSE, SEND
from audit.refused import Refused
from municipalities.models import Municipality
from tests.assessments.decisions.deciding import adopt, assess, covered, people, ready_to_write, take
from tests.assessments.judging.test_memory import remembered, take_over
from tests.factories import at, deliver_openings, make_municipality, make_period, make_province

pytestmark = pytest.mark.django_db

END = date(2023, 12, 31)


@pytest.fixture
def heir():
    """Return a municipality that begins where its predecessor, on rung 4, ends."""
    make_period("2023-2")
    new = make_municipality("Nieuwstad", valid_from=date(2024, 1, 1))
    take_over(make_municipality("Oudstad", valid_until=END, successor=new), 4)
    return new


@pytest.fixture
def absorber():
    """Return a municipality on rung 1 into which one on rung 4 went."""
    make_period("2023-2")
    large = make_municipality("Groot")
    take_over(make_municipality("Klein", valid_until=END, successor=large), 4)
    take_over(large, 1)
    return large


def predecessor_of(municipality):
    return municipality.predecessors.get()


def test_heir_cannot_bring_a_rung_of_its_own(heir):
    with pytest.raises(Refused, match="Nieuwstad bestond nog niet in 2023-2"):
        take_over(heir, 1)
    with pytest.raises(Refused, match="Nieuwstad is niet opgegaan in Nieuwstad"):
        take_over(heir, 1, inherited_from=heir)

    assert remembered(heir).how == "successor"


def test_absorbing_municipality_must_choose_before_it_is_proposed(absorber):
    assert (remembered(absorber).rung, remembered(absorber).how) == (1, "successor")
    deliver_openings(make_period("2024-1"), {absorber: 0}, on=date(2024, 1, 1))
    covered(absorber, code="2024-1", housed=10)
    assess("2024-1")

    with pytest.raises(Refused, match="Groot is de opvolger van een opgeheven gemeente"):
        take(PROPOSE, "2024-1")


def test_merger_is_not_known_before_it_was_recorded(absorber):
    Municipality.objects.filter(successor=absorber).update(merged_at=at("2025-02-10")())
    period, province = make_period("2024-1"), make_province()
    asked = (at("2025-02-09")(), at("2025-02-11")())

    found = [memory_of(period, province, known_at=day)[absorber.pk].how for day in asked]

    assert found == ["taken_over", "successor"]


@pytest.mark.parametrize(("from_itself", "rung"), [(False, 4), (True, 1)])
def test_absorbing_municipality_goes_on_with_the_rung_it_chose(absorber, from_itself, rung):
    source = absorber if from_itself else predecessor_of(absorber)
    take_over(absorber, rung, inherited_from=source)

    assert (remembered(absorber).rung, remembered(absorber).how) == (rung, "taken_over")
    with pytest.raises(Refused, match=f"Over 2023-2 is voor Groot al trede {rung} vastgelegd"):
        take_over(absorber, 4, inherited_from=predecessor_of(absorber))


def test_letter_names_that_on_the_rung_that_goes_on():
    large = make_municipality("Groot")
    small = make_municipality("Klein", valid_until=END, successor=large)
    covered(large, small, housed=5)
    covered(large, code="2024-1", housed=10)
    ready_to_write()
    terms = {"period": make_period(), "municipality": small, "letter_date": date(2026, 2, 3)}
    days = {
        name: date(2026, 3, 1) for name in ("reaction_due", "talk_due", "dispute_due", "publication_from")
    }
    LetterTerms.objects.create(province=make_province(), **terms, **days)
    assess()
    take(PROPOSE)
    take(ADOPT)
    take(SEND)
    take_over(large, 2, inherited_from=small)
    assess("2024-1")

    concept = Assessment.objects.get(municipality=large, period__code="2024-1")
    shared = shared_by([concept], concept.period, make_province(), None)

    assert previous_letter_date(large, concept.placement, shared) == date(2026, 2, 3)


def test_choice_is_taken_back_before_the_own_rung(absorber):
    take_over(absorber, 4, inherited_from=predecessor_of(absorber))
    client = Client()
    client.force_login(people()[0])
    url = reverse("assessments:opening_rung_take_back", args=[absorber.cbs_code, "2023-2"])
    client.post(url, {"reason": "Verkeerd gekozen."})

    assert OpeningRung.objects.get(reason="Verkeerd gekozen.").inherited_from == predecessor_of(absorber)
    assert remembered(absorber).how == "successor"


def test_merger_is_settled_by_the_first_rung_that_is_decided_after_it(absorber):
    deliver_openings(make_period("2024-1"), {absorber: 0}, on=date(2024, 1, 1))
    covered(absorber, code="2024-1", housed=10)
    take_over(absorber, 1, inherited_from=absorber)
    assess("2024-1")
    adopt("2024-1")

    assert remembered(absorber, "2024-2").how == "adopted"


def test_merger_before_anything_was_judged_is_nothing_to_choose():
    make_period("2023-2")
    large = make_municipality("Groot")
    make_municipality("Klein", valid_until=END, successor=large)
    take_over(large, 2)

    assert (remembered(large).rung, remembered(large).how) == (2, "taken_over")


def test_choice_must_be_made_anew_when_the_rung_of_the_predecessor_changes(heir):
    old = predecessor_of(heir)
    take_over(heir, 4, inherited_from=old)
    assert remembered(heir).how == "taken_over"
    row = OpeningRung.objects.get(municipality=old)
    take_back_opening_rung(row, reason="Tikfout.", by=people()[0], now=at("2025-01-02"))
    take_over(old, 2, now=at("2025-01-03"))

    assert (remembered(heir).rung, remembered(heir).how) == (4, "successor")


def test_impact_names_the_heir_of_a_rung_that_changed(heir):
    old = predecessor_of(heir)
    take_over(old, 4, "2023-1", adopted_on=date(2023, 8, 1))
    row = OpeningRung.objects.get(municipality=old, period__code="2023-2")
    take_back_opening_rung(row, reason="Tikfout.", by=people()[0], now=at("2025-01-01"))
    take_over(old, 2)
    take_over(heir, 2, inherited_from=old)
    deliver_openings(make_period("2024-1"), {heir: 0}, on=date(2024, 1, 1))
    covered(heir, code="2024-1", housed=10)
    ready_to_write()
    assess("2024-1")
    adopt("2024-1")
    row = OpeningRung.objects.get(municipality=old, period__code="2023-2", rung=2)
    take_back_opening_rung(row, reason="Nog een tikfout.", by=people()[0], now=at("2025-01-02"))
    take_over(old, 3, now=at("2025-01-03"))
    (part,) = impact_on(make_province(), now=at("2025-01-04")())

    assert "status van de vorige trede van overgenomen naar nog te kiezen na een herindeling" in [
        str(change) for change in part.affected[0].changes
    ]


def test_predecessor_in_another_province_counts():
    make_period("2023-2")
    large = make_municipality("Groot")
    old = make_municipality("Klein", province=make_province("PV28", "Zuid-Holland"), valid_until=END)
    old.successor = large
    old.save()
    take_over(large, 1)
    take_over(old, 3, by=None)
    assert remembered(large).how == "successor"
    take_over(large, 3, inherited_from=old)

    assert (remembered(large).rung, remembered(large).how) == (3, "taken_over")
