"""What colleagues keep at hand about a municipality: recorded once, replaced, never changed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import settings

from accounts.models import Role
from audit.refused import Refused
from municipalities.contacts.actions import withdraw_note
from municipalities.contacts.queries import at_hand
from municipalities.models import ContactPoint, Memo, Owner
from municipalities.moments import end_of_day
from tests.costs import reads_of
from tests.factories import (
    at,
    make_contact_point,
    make_memo,
    make_municipality,
    make_owner,
    make_province,
    make_user,
)

pytestmark = pytest.mark.django_db


def kept(municipality, day):
    return at_hand([municipality], known_at=end_of_day(date.fromisoformat(day)))[municipality.pk]


# Contacts ----------------------------------------------------------------------------------------


def test_contacts_stand_by_function_and_as_they_were_on_an_earlier_day():
    one, other = make_municipality(), make_municipality()
    first = make_contact_point(one, on="2024-02-01", function="Teamleider wonen")
    make_contact_point(one, on="2024-02-01", function="Beleidsadviseur")
    make_contact_point(other, on="2024-02-01", function="Wethouder")
    newer = make_contact_point(one, on="2024-03-01", replaces=first, function="Adviseur wonen")
    withdraw_note(newer, by=None, now=at("2024-04-01"))

    found = {
        day: [row.function for row in kept(one, day).points]
        for day in ("2024-01-31", "2024-02-01", "2024-03-01", "2024-04-01")
    }
    assert found == {
        "2024-01-31": [],
        "2024-02-01": ["Beleidsadviseur", "Teamleider wonen"],
        "2024-03-01": ["Adviseur wonen", "Beleidsadviseur"],
        "2024-04-01": ["Beleidsadviseur"],
    }


@pytest.mark.parametrize("number", ["088 123 45 67", "14 030", "+31 (0)88-1234567"])
def test_contact_is_called_at_the_number_that_is_written(number):
    point = make_contact_point(
        make_municipality(), on="2024-02-01", telephone=number, mailbox="wonen@a.example"
    )

    assert point.ways == [
        (f"tel:{number.translate({ord(sign): None for sign in ' ()-'})}", number),
        ("mailto:wonen@a.example", "wonen@a.example"),
    ]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"function": " "}, "function"),
        ({"telephone": ""}, "telephone"),
        ({"telephone": "bel Jan"}, "telephone"),
        ({"telephone": "- -"}, "telephone"),
    ],
)
def test_contact_that_cannot_be_reached_is_refused(fields, wrong):
    with pytest.raises(Refused) as caught:
        make_contact_point(make_municipality(), on="2024-02-01", **fields)

    assert set(caught.value.fields) == {wrong}
    assert not ContactPoint.objects.exists()


# The supervisor ----------------------------------------------------------------------------------


def test_municipality_has_one_supervisor_and_another_takes_the_place():
    one = make_municipality()
    sam, kim = (make_user(Role.SUPERVISOR, one.province, name=name) for name in ("Sam", "Kim"))
    first = make_owner(one, sam, on="2024-02-01")
    with pytest.raises(Refused) as caught:
        make_owner(one, kim, on="2024-02-02")
    assert "Er is al een vaste toezichthouder" in caught.value.fields["supervisor"][0]
    second = make_owner(one, kim, on="2024-03-01", replaces=first)
    withdraw_note(second, by=None, now=at("2024-04-01"))

    found = {day: kept(one, day).owner for day in ("2024-02-01", "2024-03-01", "2024-04-01")}
    assert [row and row.supervisor.name for row in found.values()] == ["Sam", "Kim", None]
    make_owner(one, sam, on="2024-05-01")


def test_who_cannot_look_after_a_municipality_is_refused():
    one, elsewhere = make_municipality(), make_municipality(province=make_province("PV24", "Flevoland"))
    gone = make_user(Role.SUPERVISOR, one.province, is_active=False)

    for supervisor in (gone, make_user(Role.SUPERVISOR, elsewhere.province)):
        with pytest.raises(Refused) as caught:
            make_owner(one, supervisor, on="2024-02-01")
        assert "Kies een account van uw provincie" in caught.value.fields["supervisor"][0]
    assert not Owner.objects.exists()


# Notes for colleagues ----------------------------------------------------------------------------


def test_note_for_colleagues_is_mended_and_withdrawn_and_the_newest_comes_first():
    one = make_municipality()
    first = make_memo(one, "Eerst.", on="2024-02-01")
    make_memo(one, "Later.", on="2024-02-02")
    mended = make_memo(one, "Eerst, beter.", on="2024-02-03", replaces=first)
    withdraw_note(mended, by=None, now=at("2024-02-04"))

    def known(day):
        return [row.text for row in Memo.objects.standing(end_of_day(date.fromisoformat(day)))]

    assert known("2024-02-02") == ["Later.", "Eerst."]
    assert known("2024-02-03") == ["Eerst, beter.", "Later."]
    assert known("2024-02-04") == ["Later."]


def test_note_without_words_is_refused():
    with pytest.raises(Refused) as caught:
        make_memo(make_municipality(), " ", on="2024-02-01")
    assert set(caught.value.fields) == {"text"}


def test_nothing_at_hand_is_named_where_letters_reports_and_public_figures_are_made():
    """Who writes a letter there cannot print it by mistake."""
    told = re.compile(r"\b(AtHand|at_hand|ContactPoint|Owner|Memo|memos)\b")
    rooms = ("letters", "reports", "decision_files", "decisions", "judging", "rules", "overview")
    files = [path for room in rooms for path in (settings.BASE_DIR / "assessments" / room).rglob("*.py")]
    files += [
        path
        for room in ("letters", "reports", "decision_files")
        for path in (settings.BASE_DIR / "templates" / room).rglob("*")
    ]

    assert len(files) > 100
    assert [str(path) for path in files if path.is_file() and told.search(path.read_text())] == []


# Cost --------------------------------------------------------------------------------------------


def test_what_is_at_hand_takes_as_many_reads_for_more_municipalities():
    many = [make_municipality() for _ in range(4)]
    for row in many:
        make_contact_point(row, on="2024-02-01")
        make_owner(row, on="2024-02-01")

    costs = {
        reads_of(lambda some=some: at_hand(some, known_at=at("2024-02-01")())) for some in (many[:1], many)
    }
    assert costs == {2}
