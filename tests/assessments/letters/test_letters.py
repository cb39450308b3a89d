"""Letters as they are read and printed: what is missing, what was typed, how many queries."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.letters.content_of_period import NoLetter
from assessments.letters.letter import letter_of, letters_of, missing_in, render_letter
from assessments.models import RungLabel
from municipalities.moments import end_of_day
from tests.assessments.letters.letter_cases import (
    KNOWN_AT,
    Page,
    assessment_of,
    bunnik,
    make_assessment,
    make_terms,
    with_next,
)
from tests.factories import deliver_correction, make_municipality, make_period, make_province

pytestmark = pytest.mark.django_db


def test_assessment_without_figures_has_no_letter():
    assessment = make_assessment(10, 0, None, 10, municipality=make_municipality("Baarn"))

    with pytest.raises(NoLetter, match="Er is geen brief voor Baarn over 2023-2: er ontbreken cijfers"):
        letter_of(assessment)
    assert letters_of(make_period(), make_province()) == []


def test_missing_terms_and_addresses_stand_open_and_marked():
    municipality = make_municipality()
    letter = letter_of(assessment_of(10, 0, 10, 9, 2, code="2024-1", municipality=municipality))
    html = render_letter(letter)

    assert "postadres van het college" in missing_in(letter)
    for words_open in (
        "datum",
        "uiterste datum plan van aanpak",
        "uiterste datum oordeel over het plan",
        "uiterste datum gesprek",
        "uiterste datum om een cijfer te betwisten",
        "eerste dag van publicatie",
        "plaats boven de brief",
        "postadres van de provincie",
        "postadres van het college",
        "functie of postbus voor vragen",
        "plaats van publicatie",
        "functie die ondertekent",
    ):
        assert f"<mark>[{words_open}]</mark>" in html


def test_one_missing_term_stands_open_beside_the_others():
    make_terms(talk_due=None)

    asks = str(letter_of(assessment_of(10, 0, 10, 9)).part("Wat wij van u vragen"))

    assert "uiterlijk 22 februari 2024 te schrijven" in asks
    assert "uiterlijk [uiterste datum gesprek] in een ambtelijk gesprek" in asks


def test_addresses_are_printed_line_by_line():
    province = make_province(postal_address="Postbus 1\r\n\r\n3500 AA Utrecht")
    municipality = make_municipality(province=province, postal_address="Plein 2\n3700 AA Zeist")

    letter = letter_of(assessment_of(10, 0, 10, 10, municipality=municipality))

    assert [str(line) for line in letter.sender_address] == ["Postbus 1", "3500 AA Utrecht"]
    assert re.search(r"Plein 2\s*<br>3700 AA Zeist", render_letter(letter))


def test_full_stop_typed_by_the_administrator_is_not_doubled():
    province = make_province(contact="het team toezicht.", publication_place="de kaart. ")

    letter = letter_of(assessment_of(10, 0, 10, 10, municipality=make_municipality(province=province)))

    assert "Wij publiceren deze brief op de kaart, niet eerder dan " in str(letter.parts[-1])
    assert "Vragen? Het team toezicht. Het college" in str(letter.parts[-1])


# --- What a person typed -------------------------------------------------------------------------


def test_motivation_follows_the_reasons_in_paragraphs():
    letter = bunnik(motivation="Eerste regel\r\ntweede regel.\r\n\r\n\r\nTweede alinea [sic].\n")

    assert [text.words for text in letter.part("Waarom deze trede").texts if text.is_typed] == [
        "Eerste regel\ntweede regel.",
        "Tweede alinea [sic].",
    ]
    assert '<p class="typed">Tweede alinea [sic].</p>' in render_letter(letter)


def test_what_people_typed_is_escaped():
    province = make_province(contact='<b onclick="x">', postal_address="<i>Postbus</i>")
    municipality = make_municipality("A & <u>B</u>", province=province)
    RungLabel.objects.create(province=province, rung=3, name="<s>", colour="blauw")

    html = render_letter(
        bunnik(municipality=municipality, motivation="<script>alert(1)</script> {% now %} {{ x }}")
    )

    assert "&lt;script&gt;alert(1)&lt;/script&gt; {% now %} {{ x }}" in html
    assert not {"script", "i", "b", "u", "s"} & {tag for tag, _ in Page(html).tags}


# --- Reading -------------------------------------------------------------------------------------


def test_letters_stand_in_order_of_the_full_name():
    for name in ("Zeist", "De Bilt", "Baarn", "Eemnes"):
        make_assessment(10, 0, 10, 10, municipality=make_municipality(name))

    names = [letter.assessment.municipality.name for letter in letters_of(make_period(), make_province())]

    assert names == ["Baarn", "De Bilt", "Eemnes", "Zeist"]


def test_letters_of_another_province_or_period_stay_out():
    make_assessment(
        10, 0, 10, 10, municipality=make_municipality(province=make_province("PV20", "Groningen"))
    )
    make_assessment(10, 0, 10, 10, code="2024-1")

    assert letters_of(make_period(), make_province()) == []


def test_number_of_queries_is_the_same_for_3_and_30_letters():
    make_terms()
    make_period("2024-1")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            for letter in letters_of(make_period(), make_province()):
                render_letter(letter)
        return len(captured)

    for _ in range(3):
        make_assessment(10, 0, 10, 9)
    few = queries()
    for _ in range(27):
        make_assessment(10, 5, 10, 10)

    assert queries() == few


def test_each_letter_looks_ahead_from_its_own_moment():
    early = with_next(assessment_of(20, 5, 30, 20), quota=10, opening=5)
    early.save()
    late = with_next(assessment_of(20, 5, 30, 20, known_at=end_of_day(date(2024, 3, 1))), quota=10, opening=5)
    late.save()
    for assessment in (early, late):
        deliver_correction(make_period("2024-1"), assessment.municipality, 2, on="2024-02-12")

    ahead = {
        letter.assessment.known_at: str(letter.part("Wat hierna volgt"))
        for letter in letters_of(make_period(), make_province())
    }

    assert "is de totaalopgave 15." in ahead[KNOWN_AT["2023-2"]]
    assert "is de totaalopgave 17." in ahead[late.known_at]


def test_terms_from_before_the_figures_were_known_are_open_again():
    make_terms(letter_date=date(2020, 1, 1), reaction_due=date(2020, 2, 1))

    html = render_letter(letter_of(assessment_of(10, 0, 10, 9)))

    assert "2020" not in html
    assert "<mark>[datum]</mark>" in html
    assert "<mark>[uiterste datum reactie]</mark>" in html
