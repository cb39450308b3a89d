"""Every last day of a letter that was sent and of an act that runs is watched until it is answered or closed."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from assessments.decisions.legal_acts import record_act
from assessments.decisions.take_step import reassess
from assessments.judging.given_terms import (
    GivenTerm,
    SentLetter,
    closed_by_time,
    given_terms,
    terms_of_letter,
)
from assessments.models import AdoptedLetter, LetterTerms
from assessments.verification import deviations
from assessments.work.work_list import work_for
from assessments.workflow import SEND
from audit.models import AuditEntry
from municipalities.contacts.actions import withdraw_note
from municipalities.contacts.queries import Contacts
from municipalities.ledger.register import register_of, with_register
from municipalities.models import ActionPlan, Conversation, Level, Municipality, Received, Reply, ReplyTo
from municipalities.moments import end_of_day
from tests.assessments.decisions.deciding import adopt, assess, covered, house_late, people, someone, take
from tests.assessments.judging.test_memory import NOTICE
from tests.factories import (
    at,
    make_municipality,
    make_period,
    make_plan,
    make_province,
    make_reply,
    make_talk,
)
from tests.reading import source_of
from tests.rows import made_once

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2025, 12, 20), date(2026, 2, 1)
QUESTIONS = "antwoord op onze vragen (brief over 2023-2), uiterlijk 5 januari 2026"
DISPUTE = "melding over een cijfer (brief over 2023-2), uiterlijk 5 januari 2026"
TALK = "gesprek (brief over 2023-2), uiterlijk 5 januari 2026"


@made_once
def asked():
    """Two municipalities that were asked questions on rung 2, in letters that were sent."""
    municipalities = make_municipality("Baarn"), make_municipality("Zeist")
    covered(*municipalities, housed=7)
    assess()
    adopt()
    take(SEND)
    return municipalities


def waiting(today=AFTER):
    return [item.text for item in work_for(someone(Role.SUPERVISOR), today=today).terms]


def stand(municipality: Municipality, today=AFTER) -> dict[str, str]:
    return {term.kind: term.settled for term in given_terms([municipality], known_at=end_of_day(today))}


def letter_of(municipality: Municipality) -> AdoptedLetter:
    return AdoptedLetter.objects.get(version__municipality=municipality)


def reply(municipality: Municipality, **fields):
    about = {"about": ReplyTo.QUESTIONS, "reference": letter_of(municipality).number}
    return make_reply(municipality, "2026-01-04", **{**about, **fields})


@pytest.mark.parametrize(("today", "is_late"), [(BEFORE, False), (AFTER, True)])
def test_terms_of_sent_letters_wait_before_and_after_they_pass_together(asked, today, is_late):
    items = work_for(someone(Role.SUPERVISOR), today=today).terms

    dispute = [] if is_late else [f"2 gemeenten: {DISPUTE}"]
    assert [item.text for item in items] == [*dispute, f"2 gemeenten: {QUESTIONS}", f"2 gemeenten: {TALK}"]
    assert {item.is_late for item in items} == {is_late}
    assert [name for name, _ in items[0].dossiers] == ["Baarn", "Zeist"]


def test_a_letter_that_was_not_sent_gives_no_term():
    baarn = make_municipality("Baarn")
    covered(baarn, housed=7)
    assess()
    adopt()

    named = ("reaction_due", "talk_due", "dispute_due")
    assert letter_of(baarn).terms == dict.fromkeys(named, "2026-01-05")
    assert waiting() == []


def test_a_later_setting_moves_no_term_of_a_letter(asked):
    LetterTerms.objects.update(reaction_due=date(2030, 1, 7), talk_due=date(2030, 1, 7))

    assert f"2 gemeenten: {QUESTIONS}" in waiting()


def test_a_reply_closes_its_term_and_is_taken_back(asked):
    baarn, zeist = asked
    row = reply(baarn)

    assert waiting() == [f"Zeist: {QUESTIONS}", f"2 gemeenten: {TALK}"]
    assert stand(baarn)["reaction_due"] == "ontvangen op 4 januari 2026"
    assert stand(baarn, date(2026, 1, 3))["reaction_due"] == stand(zeist)["reaction_due"] == ""

    withdraw_note(row, by=None, now=at("2026-01-06"))

    assert waiting() == [f"2 gemeenten: {QUESTIONS}", f"2 gemeenten: {TALK}"]
    assert stand(baarn, date(2026, 1, 5))["reaction_due"] == "ontvangen op 4 januari 2026"


def test_what_is_not_expected_any_more_is_closed_and_no_answer(asked):
    baarn, _ = asked
    reply(baarn, outcome=Received.NOT_EXPECTED, sender="", document="", summary="Besproken in het gesprek.")

    assert stand(baarn)["reaction_due"] == "niet meer verwacht, 4 januari 2026"


def test_a_talk_that_was_held_closes_the_term_of_the_talk(asked):
    baarn, _ = asked
    make_talk(baarn, "2025-12-01")  # before the letter, of 5 January 2026
    assert stand(baarn)["talk_due"] == ""

    make_talk(baarn, "2026-01-08")

    assert stand(baarn)["talk_due"] == "gevoerd op 8 januari 2026, na de termijn"
    assert f"Zeist: {TALK}" in waiting()


def test_a_letter_holds_until_the_one_that_replaces_it_is_sent(asked):
    baarn, zeist = asked
    house_late(baarn, number=1, on="2025-01-02")
    LetterTerms.objects.update(reaction_due=date(2026, 2, 2))
    reassess(
        period=make_period(), municipality=baarn, reason="Nagekomen.", by=people()[0], now=at("2025-01-03")
    )
    adopt(on="2025-01-04", decision_date=date(2025, 1, 4))
    assert f"2 gemeenten: {QUESTIONS}" in waiting()

    take(SEND, on="2025-01-06")

    later = "antwoord op onze vragen (brief over 2023-2), uiterlijk 2 februari 2026"
    assert [text for text in waiting() if "vragen" in text] == [f"Zeist: {QUESTIONS}", f"Baarn: {later}"]
    assert {term.reference for term in given_terms([zeist], known_at=end_of_day(AFTER))} == {
        letter_of(zeist).number
    }


def letter(day, *, asks_nothing=False, **terms) -> SentLetter:
    return SentLetter(
        period="2023-2",
        number="K-1",
        day=day,
        asks_nothing=asks_nothing,
        talks_politically=True,
        terms=terms,
    )


FIRST = letter(
    date(2024, 7, 25),
    talk_due=date(2024, 9, 19),
    action_plan_due=date(2024, 9, 5),
    plan_review_due=date(2024, 10, 3),
)


def settled(later=(), contacts=None) -> dict[str, str]:
    municipality = Municipality(pk=1, name="Baarn")
    return {
        term.kind: term.settled
        for term in terms_of_letter(municipality, FIRST, later, {}, contacts or Contacts())
    }


def test_a_plan_and_a_talk_of_politicians_do_what_a_letter_on_rung_3_asks():
    old = ActionPlan(delivered_on=date(2024, 7, 1), judged_on=date(2024, 7, 8))
    new = ActionPlan(delivered_on=date(2024, 9, 2))
    official = Conversation(day=date(2024, 9, 3), level=Level.OFFICIAL)
    political = Conversation(day=date(2024, 9, 10), level=Level.POLITICAL)

    assert settled(contacts=Contacts(held=[official], plans=[old])) == dict.fromkeys(FIRST.terms, "")
    assert settled(contacts=Contacts(held=[political, official], plans=[new, old])) == {
        "talk_due": "gevoerd op 10 september 2024",
        "action_plan_due": "ontvangen op 2 september 2024",
        "plan_review_due": "",
    }


def test_a_later_letter_asks_again_or_asks_nothing_any_more():
    again = letter(date(2025, 1, 27), action_plan_due=date(2025, 3, 10))
    nothing = letter(date(2025, 7, 25), asks_nothing=True)

    assert settled([again]) == {
        "talk_due": "",
        "action_plan_due": "opnieuw gevraagd in de brief van 27 januari 2025",
        "plan_review_due": "",
    }
    assert settled([again, nothing])["talk_due"] == "niet meer gevraagd sinds de brief van 25 juli 2025"


def test_who_disputes_no_figure_in_time_disputes_none():
    term = GivenTerm(
        municipality=Municipality(name="Baarn"),
        kind="dispute_due",
        due=date(2024, 2, 8),
        source="brief over 2023-2",
        reference="K-1",
        given_on=date(2024, 1, 25),
    )

    assert closed_by_time(term, date(2024, 2, 8)).settled == ""
    assert closed_by_time(term, date(2024, 2, 9)).settled == "zonder melding voorbij"


def test_the_view_on_a_notice_waits_until_it_came():
    baarn = make_municipality("Baarn")
    record_act(municipality=baarn, by=people()[0], now=at("2024-03-01"), **NOTICE)
    view = "Baarn: zienswijze (voornemen tot indeplaatsstelling 2024-100), uiterlijk 1 april 2024"
    today = date(2024, 4, 2)
    assert waiting(today) == [view]

    make_reply(baarn, "2024-04-02", about=ReplyTo.VIEW, reference=NOTICE["decision_number"])

    assert waiting(today) == []
    assert waiting(date(2024, 7, 1)) == [
        "Baarn: termijn van voornemen tot indeplaatsstelling liep af op 30 juni 2024"
    ]


def test_a_view_given_orally_is_one_that_came():
    baarn = make_municipality("Baarn")
    record_act(municipality=baarn, by=people()[0], now=at("2024-03-01"), **NOTICE)
    heard = {"outcome": Received.HEARD, "about": ReplyTo.VIEW, "reference": NOTICE["decision_number"]}
    make_reply(baarn, "2024-03-28", **heard)

    assert stand(baarn, date(2024, 4, 2))["view_due"] == "gehoord op 28 maart 2024"


def client() -> Client:
    found = Client()
    found.force_login(someone(Role.SUPERVISOR))
    return found


def test_a_reply_is_recorded_at_the_dossier_and_seen_there(asked):
    baarn, _ = asked
    number = letter_of(baarn).number
    address = reverse("assessments:reply_add", args=[baarn.cbs_code])
    form = source_of(client().get(address))
    values = {
        "about": f"reaction_due {number}",
        "outcome": "received",
        "day": "2026-02-03",
        "sender": "Beleidsadviseur wonen",
        "document": "Zaak 2026-17",
        "summary": "De oplevering schuift op.",
    }

    assert "Antwoord op onze vragen, brief over 2023-2: uiterlijk 5 januari 2026" in form
    page = source_of(client().post(address, values, follow=True))

    assert "Reactie vastgelegd." in page
    assert "Beleidsadviseur wonen" in page
    assert "Zaak 2026-17" in page
    assert "ontvangen op 3 februari 2026, na de termijn" in page
    row = Reply.objects.get()
    assert (row.about, row.reference) == ("reaction_due", number)
    entry = AuditEntry.objects.get(action="reactie vastgelegd")
    assert entry.details["checksum"] == row.checksum
    assert list(deviations()) == []
    changed = source_of(client().get(reverse("assessments:reply_change", args=[baarn.cbs_code, row.pk])))
    assert f'<option value="reaction_due {number}" selected>' in changed
    judged = source_of(
        client().get(reverse("assessments:assessment_detail", args=["2023-2", baarn.cbs_code]))
    )
    assert "uiterlijk 5 januari 2026: ontvangen op 3 februari 2026, na de termijn" in judged


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"sender": ""}, "Vul in van wie de reactie is: de functie, geen naam."),
        ({"document": ""}, "Vul in waar de reactie staat: het bestand of het kenmerk."),
        ({"day": "2199-01-01"}, "1 januari 2199 ligt in de toekomst."),
        ({"day": "2026-01-02"}, "2 januari 2026 ligt vóór brief over 2023-2, van 5 januari 2026."),
        ({"about": ""}, "Kies waarover het gaat."),
        ({"outcome": "heard"}, "Alleen een zienswijze kan mondeling zijn gegeven. Kies een andere stand."),
    ],
)
def test_a_reply_that_cannot_be_says_what_is_wrong(asked, values, sentence):
    baarn, _ = asked
    good = {
        "about": f"reaction_due {letter_of(baarn).number}",
        "outcome": "received",
        "day": "2026-02-03",
        "sender": "Beleidsadviseur wonen",
        "document": "Zaak 2026-17",
        "summary": "De oplevering schuift op.",
    }

    page = source_of(
        client().post(reverse("assessments:reply_add", args=[baarn.cbs_code]), {**good, **values})
    )

    assert sentence in page
    assert not Reply.objects.exists()


def test_the_number_of_queries_does_not_grow(asked, django_assert_num_queries):
    make_plan(asked[0], "2026-01-06", "2026-02-16", on="2026-01-06")

    for more in (0, 20):
        for _ in range(more):
            make_municipality()
        municipalities = register_of(with_register(make_province()))
        with django_assert_num_queries(6):
            given_terms(municipalities, known_at=end_of_day(AFTER))
