"""What a letter says from case to case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assessments.judging.assess_period import apply_choice
from assessments.judging.sums import closing_label
from assessments.letters.content import Adoption
from assessments.letters.letter import letter_of, render_letter, written
from assessments.models import RungLabel
from assessments.policies.confirm import Confirmation, confirm
from municipalities.contacts.actions import record_note
from municipalities.models import Received, Reply, ReplyTo, Signing
from tests.assessments.letters.letter_cases import (
    Page,
    assessment_of,
    bunnik,
    make_terms,
    rows_of,
    stichtse_vecht,
    with_next,
)
from tests.factories import at, deliver_correction, make_municipality, make_period, make_province

pytestmark = pytest.mark.django_db

MEASURED, WHY, ASKED = "Waaraan wij hebben gemeten", "Waarom deze trede", "Wat wij van u vragen"
NEXT = "Wat hierna volgt"


def part(heading: str, *figures: int | None, **fields: Any) -> str:
    return str(letter_of(assessment_of(*figures, **fields)).part(heading))


def test_marks_name_the_assumption_that_the_reasons_rest_on():
    assert str(stichtse_vecht().marks[1]) == (
        "Deze brief steunt op: als over de vorige periode geen trede is vastgelegd, geldt trede 1. Bevestig dit vóór "
        "het vaststellen."
    )


def test_marks_join_several_assumptions():
    mark = str(letter_of(assessment_of(10, 5, 3, 2, code="2024-1")).marks[1])

    assert mark.startswith("Deze brief steunt op: ")
    assert mark.count("; ") == 1


@pytest.mark.parametrize(
    ("previous", "block"),
    [
        (
            None,
            "Wij plaatsen uw gemeente op trede 1 van de interventieladder (signaleren). Over de eerste helft van 2023 "
            "is geen trede vastgelegd.",
        ),
        (1, "Uw gemeente blijft op trede 1 van de interventieladder (signaleren)."),
        (3, "Uw gemeente gaat van trede 3 naar trede 1 van de interventieladder (signaleren)."),
    ],
)
def test_result_compares_with_the_previous_rung(previous, block):
    assert str(letter_of(assessment_of(10, 0, 10, 10, previous)).result[0]) == block


@pytest.mark.parametrize(
    ("figures", "code", "says"),
    [
        (
            (10, 0, 10, 10),
            "2024-1",
            "Wij hebben gemeten aan de totaalopgave: 10. Die is gelijk aan de taakstelling. Uw gemeente huisvestte 10 "
            "vergunninghouders. Daarmee is dat aantal gehaald. Ook de taakstelling is gehaald.",
        ),
        (
            (10, 0, 10, 9),
            "2024-1",
            "Wij hebben gemeten aan de taakstelling: 10. Uw gemeente huisvestte 9 vergunninghouders. Dat is er 1 te "
            "weinig. De totaalopgave is niet gehaald: er staat nog een achterstand open van 1 vergunninghouder.",
        ),
        (
            (10, -1, 10, 7),
            "2024-1",
            "Wij hebben gemeten aan de taakstelling: 10. Uw gemeente huisvestte 7 vergunninghouders, 3 minder dan de "
            "taakstelling. De voorsprong ving daarvan 1 op. Er bleven er 2 over.",
        ),
        (
            (10, 5, 1, 1),
            "2024-1",
            "Wij hebben gemeten aan het aantal dat op tijd beschikbaar was: 1. Uw gemeente huisvestte 1 "
            "vergunninghouder: evenveel als er op tijd beschikbaar was. Daarmee is dat aantal gehaald. Uw gemeente "
            "bleef onder de taakstelling van 10; daar had zij geen invloed op. De totaalopgave is niet gehaald: er "
            "staat nog een achterstand open van 14 vergunninghouders.",
        ),
        (
            (10, 5, 3, 4),
            "2024-1",
            "Wij hebben gemeten aan het aantal dat op tijd beschikbaar was: 3. Uw gemeente huisvestte 4 "
            "vergunninghouders: meer dan er op tijd beschikbaar waren. Daarmee is",
        ),
        (
            (10, 5, 0, 0),
            "2024-1",
            "Wij hebben gemeten aan het aantal dat op tijd beschikbaar was: 0. Uw gemeente huisvestte geen "
            "vergunninghouders; niemand was op tijd beschikbaar. Daarmee is",
        ),
        (
            (10, 0, 4, 3),
            "2024-1",
            "Wij hebben gemeten aan het aantal dat op tijd beschikbaar was: 4. Uw gemeente huisvestte 3 "
            "vergunninghouders. Dat is er 1 te weinig. De totaalopgave is niet gehaald: er staat nog een achterstand "
            "open van 7 vergunninghouders. Ook de taakstelling van 10 is niet gehaald.",
        ),
        (
            (10, -20, 5, 0),
            "2024-1",
            "Door de voorsprong hoefde uw gemeente in deze periode niemand te huisvesten.",
        ),
        (
            (0, 5, 5, 2),
            "2024-1",
            "De taakstelling was 0. In deze periode is niets gevraagd. De totaalopgave is niet gehaald: er staat nog "
            "een achterstand open van 3 vergunninghouders.",
        ),
        ((0, 0, 0, 0), "2023-2", "De taakstelling was 0. In deze periode is niets gevraagd."),
    ],
)
def test_every_letter_says_what_was_measured_and_whether_it_was_met(figures, code, says):
    assert part(MEASURED, *figures, code=code).startswith(says)


@pytest.mark.parametrize(
    ("couplings", "says"),
    [
        (
            (2, 3),
            "2 vergunninghouders gehuisvest en waren er nog 3 aan haar gekoppeld. Zij waren op tijd beschikbaar.",
        ),
        (
            (1, 1),
            "1 vergunninghouder gehuisvest en was er nog 1 aan haar gekoppeld. Zij waren op tijd beschikbaar.",
        ),
        (
            (0, 1),
            "geen vergunninghouders gehuisvest en was er nog 1 aan haar gekoppeld. Die was op tijd beschikbaar.",
        ),
        (
            (2, 0),
            "2 vergunninghouders gehuisvest en was er niemand meer aan haar gekoppeld. Zij waren op tijd",
        ),
        (
            (0, 0),
            "geen vergunninghouders gehuisvest en was er niemand meer aan haar gekoppeld. Voor de totaalopgave",
        ),
        (
            (2, -3),
            "2 vergunninghouders gehuisvest en was er niemand meer aan haar gekoppeld. Zij waren op tijd",
        ),
    ],
)
def test_available_in_time_is_told_as_the_sum_that_it_is(couplings, says):
    housed, waiting = couplings
    letter = letter_of(assessment_of(20, 5, waiting, 7, 1, housed_in_time=housed))

    assert f"Op 1 oktober 2023 had uw gemeente in deze periode {says}" in str(letter.part(WHY))
    rows = rows_of(letter)
    assert rows["Gehuisvest tot en met 1 oktober 2023"] == str(housed)
    assert rows["+ Wacht op woning (gekoppeld) op 1 oktober 2023"] == str(max(0, waiting))
    assert rows["= Op tijd beschikbaar"] == str(housed + max(0, waiting))


def test_history_is_complete_only_from_the_first_half_year_of_a_municipality():
    assert "Dit is ten minste de tweede periode op rij waarin" in part(
        WHY, 17, 7, 21, 7, 2, code="2024-1", met_before=False, consecutive_misses=2
    )
    assert "op rij" not in part(WHY, 17, 7, 21, 7, 1, code="2024-1", consecutive_misses=1)


@pytest.mark.parametrize(
    ("figures", "code", "asked"),
    [
        ((10, 0, 10, 10, 1), "2023-2", ""),
        ((10, 5, 10, 10, 1), "2023-2", ""),
        (
            (10, 0, 10, 9, 1),
            "2023-2",
            "Wij vragen u ons uiterlijk 22 februari 2024 te schrijven: (1) waardoor",
        ),
        (
            (10, 0, 10, 9, 2),
            "2023-2",
            "Op onze vragen van 5 oktober 2023 is bij ons geen antwoord geregistreerd.",
        ),
        (
            (10, 0, 10, 9, 3),
            "2023-2",
            "Bij ons is geen plan van aanpak geregistreerd. Wij vragen u dat uiterlijk",
        ),
        (
            (10, 5, 10, 10, 3),
            "2024-1",
            "Wij vragen u ons uiterlijk 22 augustus 2024 te laten weten wanneer de",
        ),
        ((10, 5, 10, 10, 2), "2024-1", ""),
        ((0, 5, 10, 3, 3), "2024-1", ""),
        (
            (10, 0, 10, 9, 2),
            "2024-1",
            "Wij vragen u uiterlijk 5 september 2024 een plan van aanpak vast te stellen",
        ),
        (
            (10, 0, 10, 9, 3),
            "2024-1",
            "Is dit aantal uiterlijk [einde van de termijn] gehuisvest, dan vervalt dit voornemen.",
        ),
    ],
)
def test_asks_follow_rung_and_situation(figures, code, asked):
    make_terms("2023-1", letter_date=date(2023, 10, 5))
    make_terms("2023-2")
    make_terms("2024-1", action_plan_due=date(2024, 9, 5))

    letter = letter_of(assessment_of(*figures, code=code))

    found = str(letter.part(ASKED))
    assert found.startswith(asked)
    assert bool(found) is bool(asked)
    assert ("artikel 118" in str(letter.parts[-1])) is (bool(asked) and not letter.rung.needs_executive)


def test_answer_on_record_is_named_and_nothing_is_asked_of_it_again():
    make_terms("2023-1", letter_date=date(2023, 10, 5))
    make_terms("2023-2")
    municipality = make_municipality()
    given = {
        "about": ReplyTo.QUESTIONS,
        "outcome": Received.RECEIVED,
        "summary": "Oorzaken.",
        "sender": "directeur wonen",
        "document": "brief 12",
    }
    record_note(
        Reply,
        municipality=municipality,
        day=date(2023, 11, 2),
        by=None,
        now=at("2023-11-03"),
        replaces=None,
        **given,
    )

    assert part(ASKED, 10, 0, 10, 9, 2, municipality=municipality) == (
        "Uw antwoord op onze vragen ontvingen wij op 2 november 2023. Wij vragen u uiterlijk 22 februari 2024 te laten "
        "weten wat uw maatregelen opleverden en wat u toevoegt. Wij bespreken dit uiterlijk 21 maart 2024."
    )
    assert "hoeft u niet meer te beantwoorden" not in part(NEXT, 10, 0, 10, 10, 2, municipality=municipality)


def test_who_is_down_to_rung_1_need_not_answer_any_more():
    make_terms("2023-1", letter_date=date(2023, 10, 5))

    assert part(NEXT, 10, 0, 10, 10, 2).startswith(
        "Onze vragen uit de brief van 5 oktober 2023 hoeft u niet meer te beantwoorden."
    )


@pytest.mark.parametrize(
    ("figures", "meaning"),
    [
        (
            (10, 5, 10, 10, 2),
            "Op trede 2 volgen wij of de achterstand kleiner wordt. Wij vragen nu niets nieuws.",
        ),
        ((0, 5, 10, 3, 3), "Trede 3 is actief toezicht: wij blijven volgen wat uw gemeente doet."),
        ((10, 0, 10, 9, 1), "Trede 2 betekent: wij vragen u om informatie en bespreken die met u."),
    ],
)
def test_meaning_of_a_rung_says_no_more_than_is_asked(figures, meaning):
    assert str(letter_of(assessment_of(*figures, code="2024-1")).result[1]) == meaning


def test_next_step_on_rung_3_names_the_notice_of_intent():
    assert str(bunnik().part(NEXT)) == (
        "De taakstelling over 2024-2 is nog niet bekend. Haalt uw gemeente die taakstelling niet, dan beslissen "
        "Gedeputeerde Staten over een voornemen tot indeplaatsstelling. Wordt de taak verwaarloosd, dan is de "
        "provincie in beginsel verplicht in te grijpen (artikel 124 van de Gemeentewet)."
    )


@pytest.mark.parametrize(
    ("figures", "shares"),
    [
        ((3, 0, 3, 3), "100% en 100%"),
        ((500, 0, 500, 499), "< 100% en < 100%"),
        ((500, 0, 500, 1), "> 0% en > 0%"),
        ((5, -5, 5, 2), "40% en n.v.t."),
        ((0, 5, 5, 2), "n.v.t. en 40%"),
        ((0, 0, 0, 0), "n.v.t."),
    ],
)
def test_shares_say_what_is_undefined_and_never_round_a_miss_away(figures, shares):
    letter = letter_of(assessment_of(*figures))

    assert rows_of(letter)["Deel van de taakstelling, van de totaalopgave"] == shares
    assert "%" not in Page(render_letter(letter)).text.replace(shares, "")


def test_table_of_a_municipality_with_a_lead_is_the_same_sum():
    assert list(rows_of(letter_of(assessment_of(10, -12, 4, 1))).items()) == [
        ("Taakstelling", "10"),
        ("− Voorsprong op 1 juli 2023", "12"),
        ("= Totaalopgave", "−2"),
        ("− Gehuisvest, 1 juli tot en met 31 december 2023", "1"),
        ("= Voorsprong op 31 december 2023", "3"),
        ("Gehuisvest tot en met 1 oktober 2023", "0"),
        ("+ Wacht op woning (gekoppeld) op 1 oktober 2023", "4"),
        ("= Op tijd beschikbaar", "4"),
        ("Deel van de taakstelling, van de totaalopgave", "10% en n.v.t."),
        ("Gemeten aan", "niets gevraagd"),
    ]


def test_unchanged_quota_is_not_said_to_be_changed():
    assert letter_of(assessment_of(10, 0, 10, 10)).figure_rows[0].note == "Rijk, 2 mei 2023"


@pytest.mark.parametrize(
    ("opening", "said"),
    [
        (5, "Met de achterstand erbij is de totaalopgave 15."),
        (0, "Dat is ook de totaalopgave."),
        (-4, "Met de voorsprong eraf is de totaalopgave 6."),
        (-12, "Door de voorsprong blijft er niets over om te huisvesten."),
    ],
)
def test_next_task_adds_the_balance_to_the_next_quota(opening, said):
    letter = letter_of(with_next(assessment_of(20, opening, 30, 20), quota=10, opening=opening))

    assert str(letter.part(NEXT)).startswith(f"Over 2024-1 is de taakstelling 10. {said}")
    lead = ", ook niet met de voorsprong, dan gaat zij" in str(letter.part(NEXT))
    assert lead is (-10 < opening < 0)
    assert ("dan gaat zij in beginsel naar trede" in str(letter.part(NEXT))) is (opening > -10)


def test_next_task_says_that_the_opening_was_corrected_before_the_assessment():
    assessment = with_next(assessment_of(20, 5, 30, 20), quota=10, opening=5)
    deliver_correction(make_period("2024-1"), assessment.municipality, 1, on="2023-12-31")

    assert (
        "Door een correctie begint die periode met een achterstand van 6 vergunninghouders. Met de achterstand erbij "
        "is de totaalopgave 16."
    ) in str(letter_of(assessment).part(NEXT))


def test_next_task_knows_only_what_was_known_when_assessed():
    assessment = with_next(assessment_of(20, 5, 30, 20), quota=10, opening=5)
    deliver_correction(make_period("2024-1"), assessment.municipality, 1, on="2024-02-12")

    assert "is de totaalopgave 15." in str(letter_of(assessment).part(NEXT))


@pytest.mark.parametrize("exists", [True, False])
def test_next_task_that_is_not_known_says_so(exists):
    if exists:
        make_period("2024-1")

    assert part(NEXT, 20, 5, 30, 20).startswith(
        "De taakstelling over 2024-1 is nog niet bekend. Vanaf 2024-1"
    )


def test_last_day_of_a_period_that_does_not_exist_yet_follows_from_its_code():
    assert "uiterlijk 31 december 2024 huisvest" in part(ASKED, 10, 0, 10, 9, 1, code="2024-1")


def test_municipality_that_ends_with_the_period_hears_nothing_of_the_next():
    municipality = make_municipality(valid_until=date(2023, 12, 31))

    letter = letter_of(assessment_of(10, 0, 10, 9, municipality=municipality))

    assert NEXT not in [part.heading for part in letter.parts]


def test_rung_carries_the_name_and_colour_of_the_province():
    RungLabel.objects.create(province=make_province(), rung=3, name="Dicht erbij", colour="blauw")

    html = render_letter(bunnik())

    assert "trede 3 van de interventieladder (dicht erbij)" in html
    assert '<span class="rung colour-blauw" aria-hidden="true">3</span>' in html


def test_whoever_signs_does_so_on_behalf_of_the_executive_or_names_its_decision():
    province = make_province(signature="de teammanager toezicht", mandate="Mandaatbesluit 2024, 12")
    make_terms()
    adoption = Adoption(decision_date=date(2024, 1, 20), decision_number="2024-7", superseded={})
    assessment = assessment_of(10, 0, 10, 10, municipality=make_municipality(province=province))

    def signed() -> tuple[list[str], str]:
        (letter,) = written([assessment], assessment.period, province, adoption=adoption)
        assert "Mandaatbesluit" not in render_letter(letter)
        return [str(line) for line in letter.signature], letter.mandate

    assert signed() == (
        [
            *("Met vriendelijke groet,", "Gedeputeerde Staten van Utrecht,", "namens hen,"),
            "de teammanager toezicht",
        ],
        "Mandaatbesluit 2024, 12",
    )
    province.signing = Signing.DECIDED
    assert signed()[0][1:] == [
        "Gedeputeerde Staten van Utrecht hebben dit besloten op 20 januari 2024, nummer 2024-7.",
        "Namens hen ondertekend door de teammanager toezicht",
    ]


# --- Rungs 4 to 6 --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("previous", "rung", "subject", "outcome"),
    [
        (3, 4, "Voornemen tot indeplaatsstelling", "Wij zijn van plan te besluiten"),
        (4, 4, "Toezicht", "Uw gemeente blijft op trede 4"),
        (4, 5, "Besluit tot indeplaatsstelling", "Wij besluiten op grond van artikel 124"),
        (5, 5, "Toezicht", "Uw gemeente blijft op trede 5"),
        (5, 6, "Uitvoering van de indeplaatsstelling", "De termijn uit ons besluit van"),
    ],
)
def test_letters_of_the_executive_are_concepts_with_open_ends(previous, rung, subject, outcome):
    letter = letter_of(assessment_of(17, 7, 21, 7, previous, code="2024-1", rung=rung))
    text = Page(render_letter(letter)).text

    assert letter.subject.startswith(f"{subject} huisvesting vergunninghouders")
    assert str(letter.result[0]).startswith(outcome)
    assert "Afschrift aan: de gemeenteraad van" in text
    assert "Besluit Gedeputeerde Staten nodig." in text
    assert "[nummer en datum van het besluit]" in text
    assert "Hoogachtend," in text
    assert "Met vriendelijke groet" not in text
    assert "Wij publiceren deze brief" not in text


def test_only_the_decision_tells_about_appeal():
    texts = {
        rung: Page(
            render_letter(letter_of(assessment_of(17, 7, 21, 7, rung - 1, code="2024-1", rung=rung)))
        ).text
        for rung in (4, 5, 6)
    }

    assert [rung for rung, text in texts.items() if "kunt u beroep instellen" in text] == [5]


def test_notice_of_intent_recalls_the_letter_that_asked_for_a_plan():
    make_terms("2023-2", letter_date=date(2024, 1, 25))

    reasons = part(WHY, 17, 7, 21, 7, 3, code="2024-1", motivation="Het plan bleef uit.")

    assert reasons.endswith(
        "in beginsel 1 trede omhoog. Wij stellen trede 4 vast. Hieraan gingen vooraf: onze brief van 25 januari "
        "2024. Dat heeft niet geleid tot het gevraagde resultaat. Het plan bleef uit."
    )


def test_nobody_takes_over_an_outcome_that_the_rule_did_not_propose():
    assert "stellen trede" not in part(WHY, 17, 7, 21, 7, 5)


def test_lower_rungs_have_one_addressee_and_a_kind_regard():
    text = Page(render_letter(bunnik())).text

    assert "Afschrift" not in text
    assert "Met vriendelijke groet," in text


@pytest.mark.parametrize(
    ("figures", "chosen", "asked", "not_asked"),
    [
        ((10, 0, 10, 10, 1), 2, "(1) welke maatregelen u neemt;", "het verschil"),
        ((10, -20, 10, 12, 2), 3, "(3) wat er mis kan gaan", "wanneer de achterstand"),
    ],
)
def test_who_has_no_backlog_or_met_the_norm_is_not_asked_about_it(figures, chosen, asked, not_asked):
    make_terms("2024-1")
    placed = {"proposed_rung": 1, "chosen_rung": chosen, "rung": chosen, "deviation_reason": "Zo."}

    asks = part(ASKED, *figures, code="2024-1", **placed)

    assert asked in asks
    assert not_asked not in asks


def test_final_letter_without_marks_has_no_empty_frame():
    make_terms()
    adoption = Adoption(decision_date=date(2024, 1, 20), decision_number="7", superseded={})
    assessment = assessment_of(10, 0, 10, 10)
    (letter,) = written([assessment], assessment.period, make_province(), adoption=adoption)

    assert 'class="marks"' not in render_letter(letter)


@pytest.mark.parametrize(
    ("effect", "result", "why"),
    [
        (
            "no_increase",
            "Uw gemeente blijft op trede 2 van",
            "Een verschoonbaar verschil leidt niet tot een hogere trede. Wij zien een verschoonbare reden: een "
            "landelijke maatregel die huisvesten tijdelijk verhinderde. De lockdown. Daarom gaat de trede niet omhoog. "
            "Wij stellen trede 2 vast.",
        ),
        (
            "freeze",
            "Wij bevriezen de trede: uw gemeente blijft op trede 2 (informatie opvragen en valideren). Deze periode "
            "telt niet mee",
            "Wij bevriezen de trede. De reden is: een landelijke maatregel die huisvesten tijdelijk verhinderde. Op de "
            "kaart is uw gemeente wit. De lockdown.",
        ),
    ],
)
def test_ground_that_keeps_the_rung_makes_the_miss_excusable_and_says_why(effect, result, why):
    make_terms("2024-1")
    make_terms("2023-2")
    ground = {"ground": "national_measure", "ground_evidence": "De lockdown.", "ground_effect": effect}
    assessment = assessment_of(20, 5, 30, 19, 2, code="2024-1", **ground)
    apply_choice(assessment)
    letter = letter_of(assessment)

    assert (assessment.rung, assessment.verdict) == (2, "excusable")
    assert str(letter.result[0]).startswith(result)
    assert (
        "Dat is er 1 te weinig. Het oordeel is: niet gehaald, maar verschoonbaar. Hieronder staat waarom."
    ) in str(letter.part(MEASURED))
    assert str(letter.part(WHY)).endswith(why)
    assert ("is bij ons geen antwoord geregistreerd" in str(letter.part(ASKED))) is (effect == "no_increase")
    assert "dat zo'n reden" in str(letter.marks[1]), "of its effects no text was found"


def test_assumption_that_was_confirmed_as_it_judged_is_no_longer_marked():
    assessment = assessment_of(20, 5, 30, 25, 3, code="2024-1")
    assert "geen achterstand" not in str(letter_of(assessment).marks[0])
    assert "zonder achterstand" in str(letter_of(assessment).marks[1])
    confirm(
        province=assessment.municipality.province,
        policy=assessment.rules,
        subject="A3",
        stated=Confirmation(evidence="Besluit."),
        earlier=0,
        by=None,
        now=at("2025-01-01"),
    )

    assert not [mark for mark in letter_of(assessment).marks if "steunt op" in str(mark)]


def test_another_number_to_measure_against_is_told_with_its_ground():
    ground = {"ground": "national_measure", "ground_evidence": "Geen woningen.", "ground_effect": "retarget"}
    assessment = assessment_of(20, 5, 30, 19, 2, code="2024-1", **ground, ground_norm=15)
    apply_choice(assessment)
    letter = letter_of(assessment)

    assert (assessment.rung, assessment.verdict) == (2, "met")
    assert rows_of(letter)["Gemeten aan aangepast aantal"] == "15"
    assert str(letter.part(MEASURED)).startswith(
        "Wij hebben gemeten aan het aantal dat volgt uit de verschoonbare reden hieronder: 15. Uw gemeente huisvestte "
        "19 vergunninghouders. Daarmee is dat aantal gehaald."
    )
    assert str(letter.part(WHY)).endswith(
        "verhinderde. Geen woningen. Daarom meten wij aan het aantal dat hierboven staat. Wij stellen trede 2 vast."
    )


def test_rung_that_a_person_chose_says_what_the_policy_gives_and_why_not():
    placed = {"proposed_rung": 1, "chosen_rung": 2, "rung": 2, "deviation_reason": "Zo is het."}

    assert part(WHY, 10, 5, 20, 10, 1, code="2024-1", **placed, presented_on=date(2024, 7, 15)).endswith(
        "Volgens het beleidskader is de uitkomst trede 1. Wij plaatsen uw gemeente op trede 2. Wij hebben u dit op "
        "15 juli 2024 voorgelegd. De reden: Zo is het."
    )
    assert (
        "Wij hebben u dit op [dag waarop de zwaardere trede aan de gemeente is voorgelegd] voorgelegd."
        in part(WHY, 10, 5, 20, 10, 1, code="2024-1", **placed)
    )
    lighter = {**placed, "proposed_rung": 2, "chosen_rung": 1, "rung": 1}
    assert "(artikel 4:84 van de Algemene wet bestuursrecht): Zo is het." in part(
        WHY, 10, 5, 20, 9, 1, code="2024-1", **lighter
    )


def test_quota_of_nobody_cannot_be_missed_so_no_next_rung_is_announced():
    letter = letter_of(with_next(assessment_of(20, 5, 30, 10, 2, code="2024-1"), quota=0, opening=15))

    assert "Haalt uw gemeente" not in str(letter.part("Wat hierna volgt"))
    assert "de taakstelling 0." in str(letter.part("Wat hierna volgt"))


@pytest.mark.parametrize(("housed", "name"), [(10, "Achterstand"), (40, "Voorsprong")])
def test_balance_at_the_end_is_called_the_same_in_the_letter_and_on_screen(housed, name):
    letter = letter_of(assessment_of(20, 5, 30, housed))
    closing = letter.assessment.figures.closing_balance

    assert f"= {name} op 31 december 2023" in rows_of(letter)
    assert closing_label(closing, letter.assessment.period.facts, None) == f"{name} op 31 december 2023"
    assert "<h1>Onderwerp: Toezicht huisvesting vergunninghouders " in render_letter(letter)
    assert '<span class="nowrap">2023-2</span>' in render_letter(letter)
