"""Legal acts of rungs 4 to 6 beside assessments: which a rung rests on, what ends it, and mistakes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from assessments.decisions.candidates import subjects_of
from assessments.decisions.legal_acts import end_act, record_publication, take_back_last
from assessments.decisions.take_step import reassess
from assessments.dossier.acts import acts_of
from assessments.judging.save_motivation import save_motivation
from assessments.models import ActEnd, ActTakeBack, AdoptedLetter, Assessment, LegalAct, LetterTerms
from assessments.rules.deviation import Choice
from assessments.verification import deviations
from assessments.workflow import ADOPT, PROPOSE
from audit.refused import Refused
from tests.assessments.decisions.deciding import (
    adopt,
    assess,
    confirm_counting,
    covered,
    people,
    ready_to_write,
    take,
)
from tests.assessments.judging.test_memory import DECISION, NOTICE, act, remembered, take_over
from tests.factories import at, deliver_housings, make_municipality, make_period, make_province
from tests.reading import source_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db

LATER = at("2025-02-01")()


@made_once
def on_rung_4():
    """Return a municipality with a concept on rung 4 over 2024-1, ready to decide on."""
    m = make_municipality("Baarn")
    make_period("2023-2")
    covered(m, housed=7)
    take_over(m, 3)
    covered(m, code="2024-1", housed=2)
    assess("2024-1")
    ready_to_write("2023-2")
    ready_to_write("2024-1")
    confirm_counting()
    concept = Assessment.objects.get()
    save_motivation(concept, text="Zie ons plan.", version=0, by=None, now=at("2025-01-01"))
    return m


def end(row, day, on="2025-01-02", outcome="lapsed"):
    return end_act(row, ended_on=day, outcome=outcome, reason="Gehuisvest.", by=people()[0], now=at(on))


def undo(municipality, on="2025-01-03", reason="Verkeerde gemeente."):
    return take_back_last(municipality=municipality, reason=reason, by=people()[0], now=at(on))


def publish(municipality, day, place="het provinciaal blad", on="2025-01-03"):
    return record_publication(
        municipality=municipality, published_on=day, publication_place=place, by=people()[0], now=at(on)
    )


# What a rung rests on ----------------------------------------------------------------------------


def test_rung_4_is_adopted_on_its_notice_also_once_the_decision_runs(on_rung_4):
    act(on_rung_4, NOTICE, scope=3)
    act(on_rung_4, DECISION, scope=3)
    (version,) = adopt("2024-1")

    assert version.rung == 4
    assert "uiterlijk 30 juni 2024" in version.letter.html


def test_rung_4_is_reassessed_after_its_notice_was_withdrawn(on_rung_4):
    notice = act(on_rung_4, NOTICE, scope=3)
    adopt("2024-1")
    end(notice, date(2024, 12, 1), outcome="withdrawn")
    later = date(2025, 1, 2)
    days = {"decided_on": later, "term_start": later, "view_due": later, "term_end": date(2025, 12, 31)}
    act(on_rung_4, NOTICE, scope=3, on="2025-01-02", **days)
    day = date(2024, 6, 30)
    deliver_housings(day, day, [(on_rung_4, day, 1)], on="2025-01-03")
    reassess(
        period=make_period("2024-1"),
        municipality=on_rung_4,
        reason="Nagekomen.",
        by=people()[0],
        now=at("2025-01-04"),
    )
    take(PROPOSE, "2024-1", on="2025-01-05")
    (version,) = take(ADOPT, "2024-1", on="2025-01-06")

    assert (version.rung, version.figures.realised) == (4, 3)
    # A notice that was given since has nothing to do with the half-year that was decided before.
    assert "Is dit aantal uiterlijk 30 juni 2024 gehuisvest" in version.letter.html


def test_rung_4_on_a_notice_that_ended_before_the_period_is_refused(on_rung_4):
    days = {"decided_on": date(2023, 3, 1), "term_start": date(2023, 3, 1), "term_end": date(2023, 12, 31)}
    end(act(on_rung_4, NOTICE, **days), date(2023, 12, 31))

    with pytest.raises(Refused, match="voor trede 4 is een stap van Gedeputeerde Staten nodig"):
        adopt("2024-1", on="2025-01-03")


@pytest.mark.parametrize(
    "day", [date(2024, 5, 1), date(2024, 9, 1)], ids=["inside the half-year", "after it"]
)
def test_rung_4_on_a_notice_that_was_withdrawn_is_refused(on_rung_4, day):
    take(PROPOSE, "2024-1")
    end(act(on_rung_4, NOTICE, scope=3), day, outcome="withdrawn")
    (row,) = subjects_of(
        ADOPT, make_period("2024-1"), make_province(), by=people()[1], now=at("2025-01-03")()
    )

    assert any("voor trede 4 is een stap van Gedeputeerde Staten nodig" in text for text in row.problems)


def test_rung_4_is_refused_once_a_decision_was_taken_inside_the_half_year(on_rung_4):
    take(PROPOSE, "2024-1")
    act(on_rung_4, NOTICE, scope=3, term_end=date(2024, 5, 1))
    days = {"decided_on": date(2024, 6, 1), "term_start": date(2024, 6, 2)}
    act(on_rung_4, {**DECISION, "scope": 3, **days})
    (row,) = subjects_of(
        ADOPT, make_period("2024-1"), make_province(), by=people()[1], now=at("2025-01-03")()
    )

    assert any(
        "er loopt al een besluit tot indeplaatsstelling (2024-200). Geef de beoordeling terug en laat de "
        "toezichthouder trede 5 kiezen." in text
        for text in row.problems
    )


def test_end_recorded_after_the_adoption_lets_the_rung_lapse_whatever_its_day(on_rung_4):
    notice = act(on_rung_4, NOTICE, scope=3)
    adopt("2024-1")
    end(notice, date(2024, 6, 1), outcome="withdrawn")

    assert (remembered(on_rung_4, "2024-2").rung, remembered(on_rung_4, "2024-2").how) == (3, "lapsed")


def test_light_rung_while_an_act_runs_is_remarked_on_first():
    names = make_municipality("Aalsmeer"), make_municipality("Zeist")
    covered(*names, housed=10)
    ready_to_write()
    act(names[1], NOTICE)
    assess()
    take(PROPOSE)
    rows = subjects_of(ADOPT, make_period(), make_province(), by=people()[1], now=at("2025-01-01")())

    assert [row.municipality.name for row in rows] == ["Zeist", "Aalsmeer"]
    assert rows[0].remarks == (
        "Er loopt nog een voornemen tot indeplaatsstelling (2024-100, tot en met 30 juni 2024)",
    )
    assert rows[1].remarks == ()


def test_rung_of_the_act_that_runs_has_no_remark(on_rung_4):
    act(on_rung_4, NOTICE, scope=3)
    (row,) = subjects_of(PROPOSE, make_period("2024-1"), make_province(), by=None, now=at("2025-01-01")())

    assert row.remarks == ("Besluit Gedeputeerde Staten nodig",)


@pytest.mark.parametrize(
    ("letter_date", "remark"),
    [
        (date(2025, 4, 1), None),
        (
            date(2025, 4, 2),
            "De brief is van 2 april 2025, na de uiterste dag voor de zienswijze (1 april 2025)",
        ),
    ],
)
def test_letter_after_the_day_for_a_view_is_remarked_on(on_rung_4, letter_date, remark):
    days = {"view_due": date(2025, 4, 1), "term_end": date(2025, 6, 30)}
    act(on_rung_4, {**NOTICE, "scope": 3, **days})
    LetterTerms.objects.filter(period__code="2024-1").update(letter_date=letter_date)
    take(PROPOSE, "2024-1")
    (row,) = subjects_of(
        ADOPT, make_period("2024-1"), make_province(), by=people()[1], now=at("2025-01-01")()
    )

    assert row.problems == ()
    assert [text for text in row.remarks if text.startswith("De brief")] == ([remark] if remark else [])


# What the action refuses by itself ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"decision_number": " "}, "decision_number"),
        ({"addressees": ""}, "addressees"),
        ({"scope": 0}, "scope"),
        ({"published_on": date(2025, 1, 2), "publication_place": "blad"}, "published_on"),
        ({"published_on": date(2024, 2, 29), "publication_place": "blad"}, "published_on"),
        ({"published_on": date(2024, 3, 2)}, "publication_place"),
        ({"publication_place": "blad"}, "published_on"),
        ({"demands": "twee medewerkers"}, "demands"),
    ],
)
def test_act_without_what_it_needs_is_refused_at_its_field(fields, name):
    m = make_municipality()

    with pytest.raises(Refused) as refused:
        act(m, NOTICE, **fields)
    assert set(refused.value.fields) == {name}
    assert not LegalAct.objects.exists()


def test_end_of_a_notice_has_no_costs():
    notice = act(make_municipality(), NOTICE)
    values = {"outcome": "withdrawn", "reason": "Een plan.", "by": people()[0], "now": at("2025-01-02")}

    with pytest.raises(Refused, match=r"Alleen een uitvoering heeft kosten\. Maak dit leeg"):
        end_act(notice, ended_on=date(2024, 6, 1), costs="10 euro", **values)


# Publicity and mistakes --------------------------------------------------------------------------


def test_publication_follows_later_and_the_newest_holds():
    m = make_municipality("Baarn")
    notice = act(m, NOTICE)
    publish(m, date(2024, 3, 4))
    publish(m, date(2024, 3, 5), "de website")

    assert acts_of(m, known_at=at("2025-01-02")())[0].published == ""
    assert acts_of(m, known_at=LATER)[0].published == "5 maart 2024, de website"
    assert [row.act for row in notice.publications.all()] == [notice, notice]
    assert list(deviations()) == []


@pytest.mark.parametrize(
    ("day", "place", "name"),
    [
        (date(2024, 2, 29), "blad", "published_on"),
        (date(2025, 1, 4), "blad", "published_on"),
        (date(2024, 3, 4), " ", "publication_place"),
    ],
)
def test_publication_that_cannot_be_is_refused(day, place, name):
    m = make_municipality("Baarn")
    act(m, NOTICE)

    with pytest.raises(Refused) as refused:
        publish(m, day, place)
    assert set(refused.value.fields) == {name}


def test_act_recorded_by_mistake_is_taken_back_and_stays_readable():
    m = make_municipality("Baarn")
    act(m, NOTICE)
    undo(m)
    again = act(m, NOTICE, decision_number="2024-101", on="2025-01-04")
    rows = acts_of(m, known_at=LATER)

    assert [(row.act.decision_number, row.standing, row.is_last) for row in rows] == [
        ("2024-101", "Loopt", True),
        ("2024-100", "Teruggenomen. Verkeerde gemeente.", False),
    ]
    assert again.follows is None
    assert list(deviations()) == []


def test_end_recorded_by_mistake_goes_first_and_the_act_runs_again():
    m = make_municipality("Baarn")
    make_period("2023-2")
    take_over(m, 4)
    notice = act(m, NOTICE)
    end(notice, date(2024, 6, 1))
    assert remembered(m).how == "lapsed"
    undo(m, reason="Nog niet alles is gehuisvest.")

    assert remembered(m).how == "taken_over"
    (row,) = acts_of(m, known_at=LATER)
    assert (row.standing, row.mistakes) == (
        "Loopt",
        ("Einde op 1 juni 2024 teruggenomen. Nog niet alles is gehuisvest.",),
    )
    then = [acts_of(m, known_at=at(day)()) for day in ("2024-12-31", "2025-01-02")]
    ended = "Vervallen: de taak is op tijd uitgevoerd, 1 juni 2024. Gehuisvest."
    assert [[row.standing for row in rows] for rows in then] == [[], [ended]]
    end(notice, date(2024, 6, 2), on="2025-01-04")
    assert ActEnd.objects.filter(act=notice).count() == 2


def test_pages_of_an_act_are_called_after_their_button_and_the_act():
    m = make_municipality("Baarn")
    notice = act(m, NOTICE)
    client = Client()
    client.force_login(people()[0])

    def title(page):
        text = source_of(client.get(reverse(f"assessments:{page}", args=[m.cbs_code])))
        return re.search(r"<h1[^>]*>(.*?)</h1>", text)[1]

    named = "Voornemen tot indeplaatsstelling Baarn, 2024-100"
    assert title("legal_act_end") == f"Einde vastleggen: {named}"
    assert title("legal_act_publish") == f"Bekendmaking vastleggen: {named}"
    assert title("legal_act_take_back") == f"Terugnemen: {named}"
    end(notice, date(2024, 6, 1))
    assert title("legal_act_take_back") == f"Einde terugnemen: {named}"


def test_decision_taken_back_lets_another_follow_the_same_notice():
    m = make_municipality("Baarn")
    notice = act(m, NOTICE)
    act(m, DECISION)
    undo(m)
    decision = act(m, DECISION, decision_number="2024-201", on="2025-01-04")

    assert decision.follows == notice


def test_act_under_an_adopted_rung_cannot_be_taken_back(on_rung_4):
    act(on_rung_4, NOTICE, scope=3)
    adopt("2024-1")

    with pytest.raises(Refused, match="de beoordeling over 2024-1 steunt op Voornemen"):
        undo(on_rung_4)
    assert not ActTakeBack.objects.exists()


def test_taking_back_asks_for_a_reason_and_for_something_to_take_back():
    m = make_municipality("Baarn")
    with pytest.raises(Refused, match="Van Baarn is geen voornemen, besluit of uitvoering vastgelegd"):
        undo(m)
    act(m, NOTICE)

    with pytest.raises(Refused, match="Vul een reden in voor het terugnemen"):
        undo(m, reason=" ")


def test_take_back_of_nothing_or_of_two_things_is_refused_by_the_database():
    m = make_municipality("Baarn")
    notice = act(m, NOTICE)
    ended = end(notice, date(2024, 6, 1))
    for what in ({}, {"act": notice, "end": ended}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActTakeBack(**what, reason="x", recorded_at=at("2025-01-03")()).sealed().save()


def test_pages_of_publication_and_taking_back_write_and_say_so():
    m = make_municipality("Baarn")
    act(m, NOTICE)
    client = Client()
    client.force_login(people()[0])
    sent = {"published_on": "2024-03-04", "publication_place": "het provinciaal blad"}
    page = client.post(reverse("assessments:legal_act_publish", args=[m.cbs_code]), sent, follow=True)
    assert "4 maart 2024, het provinciaal blad" in source_of(page)
    page = client.post(
        reverse("assessments:legal_act_take_back", args=[m.cbs_code]), {"reason": "Vergissing."}, follow=True
    )

    assert "Teruggenomen. Vergissing." in source_of(page)
    assert client.get(reverse("assessments:legal_act_take_back", args=[m.cbs_code])).status_code == 404


def test_choice_of_rung_5_is_adopted_on_the_decision(on_rung_4):
    act(on_rung_4, NOTICE, scope=3)
    act(on_rung_4, DECISION, scope=3)
    choice = Choice(rung=5, reason="De termijn is verstreken.")
    concept = Assessment.objects.get()
    save_motivation(concept, text="Zie het besluit.", version=1, by=None, now=at("2025-01-01"), choice=choice)
    adopt("2024-1")

    assert "8 oktober 2024" in AdoptedLetter.objects.get().html
