"""What a letter says from case to case."""

from __future__ import annotations

from datetime import date

import pytest

from assessments.judging.assess_period import apply_choice
from assessments.letters.content import Adoption
from assessments.letters.letter import letter_of, render_letter, written
from assessments.models import RungLabel
from assessments.policies.confirm import Confirmation, confirm
from municipalities.catalogue import label
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


def test_marks_name_the_assumption_that_the_reasons_rest_on():
    assert str(stichtse_vecht().marks[1]) == (
        "Let op: deze brief steunt op een aanname van de rekenregel: als over de vorige periode geen trede is "
        "vastgelegd, geldt trede 1. Bevestig die of pas de motivering aan voordat de brief wordt vastgesteld."
    )


def test_marks_join_several_assumptions():
    mark = str(letter_of(assessment_of(10, 5, 3, 2, code="2024-1")).marks[1])

    assert mark == (
        "Let op: deze brief steunt op aannames van de rekenregel: de norm is de taakstelling, of het aantal dat op "
        "tijd beschikbaar was als dat lager is; als over de vorige periode geen trede is vastgelegd, geldt trede 1. "
        "Bevestig die of pas de motivering aan voordat de brief wordt vastgesteld."
    )


@pytest.mark.parametrize(
    ("previous", "block"),
    [
        (None, "Wij plaatsen uw gemeente op trede 1 van de interventieladder."),
        (1, "Uw gemeente blijft op trede 1 van de interventieladder."),
        (
            3,
            "Wij plaatsen uw gemeente op trede 1 van de interventieladder. Over de eerste helft van 2023 (2023-1) "
            "was dat trede 3.",
        ),
    ],
)
def test_result_compares_with_the_previous_rung(previous, block):
    assert str(letter_of(assessment_of(10, 0, 10, 10, previous)).outcome[0]) == block


@pytest.mark.parametrize(
    ("figures", "code", "words_asked"),
    [
        ((10, 0, 10, 10, 1), "2023-2", "Wij vragen u nu niets."),
        ((10, 5, 10, 10, 1), "2023-2", "Wij vragen u nu geen extra stappen."),
        (
            (10, 0, 10, 10, 2),
            "2023-2",
            "De vragen en afspraken uit onze brief van 5 oktober 2023 zijn hiermee afgerond.",
        ),
        (
            (10, 0, 10, 9, 1),
            "2023-2",
            "Wij vragen u om ons uiterlijk 22 februari 2024 schriftelijk te laten weten:",
        ),
        ((10, 0, 10, 9, 2), "2023-2", "Op 5 oktober 2023 vroegen wij u naar oorzaken en maatregelen."),
        ((10, 0, 10, 9, 3), "2023-2", "Wij vragen u om uw plan van aanpak bij te werken"),
        ((10, 5, 10, 10, 3), "2024-1", "Wij vragen u de acties uit uw plan van aanpak af te maken"),
        ((10, 5, 10, 10, 2), "2024-1", "De afspraken uit onze brief van 25 januari 2024 blijven gelden."),
        ((0, 5, 10, 3, 3), "2024-1", "De afspraken uit onze brief van 25 januari 2024 blijven gelden."),
        (
            (10, 0, 10, 9, 2),
            "2024-1",
            "Wij vragen u om uiterlijk 5 september 2024 een plan van aanpak vast te stellen",
        ),
        (
            (10, 0, 10, 9, 3),
            "2024-1",
            "Het besluit volgt niet als uw gemeente deze vergunninghouders uiterlijk",
        ),
    ],
)
def test_asks_follow_rung_and_situation(figures, code, words_asked):
    make_terms("2023-1", letter_date=date(2023, 10, 5))
    make_terms("2023-2")
    make_terms("2024-1", action_plan_due=date(2024, 9, 5))

    assert str(letter_of(assessment_of(*figures, code=code)).asks).startswith(words_asked)


def test_next_step_on_rung_3_names_the_notice_of_intent():
    assert str(bunnik().asks).endswith(
        "Haalt uw gemeente de norm over de tweede helft van 2024 (2024-2) niet, dan is een stap omhoog op de ladder "
        "het uitgangspunt. De volgende trede is een voornemen tot indeplaatsstelling. Daarover beslissen "
        "Gedeputeerde Staten."
    )


@pytest.mark.parametrize(
    ("figures", "ending"),
    [
        ((3, 0, 3, 3), "Dat is 100% van de taakstelling en 100% van de totaalopgave."),
        ((500, 0, 500, 499), "Dat is bijna 100% van de taakstelling en bijna 100% van de totaalopgave."),
        ((500, 0, 500, 1), "Dat is minder dan 1% van de taakstelling en minder dan 1% van de totaalopgave."),
        (
            (5, -5, 5, 2),
            "Dat is 40% van de taakstelling. Een percentage van de totaalopgave is niet van toepassing, omdat er geen "
            "totaalopgave overbleef.",
        ),
        (
            (0, 5, 5, 2),
            "Dat is 40% van de totaalopgave. Een percentage van de taakstelling is niet van toepassing, omdat de "
            "taakstelling 0 was.",
        ),
        ((0, 0, 0, 0), "Percentages zijn niet van toepassing, omdat er niets te huisvesten was."),
    ],
)
def test_shares_say_what_is_undefined_and_never_round_a_miss_away(figures, ending):
    assert str(letter_of(assessment_of(*figures)).figures.texts[0]).endswith(ending)


def test_table_says_no_whole_hundred_percent_where_the_text_does_not():
    letter = letter_of(assessment_of(284, 0, 284, 283))

    assert "Dat is bijna 100% van de taakstelling en bijna 100% van de totaalopgave." in str(letter.figures)
    assert rows_of(letter)["% van de taakstelling"] == "< 100%"
    assert rows_of(letter)["% van de totaalopgave"] == "< 100%"
    assert ">&lt; 100%<" in render_letter(letter)


def test_figures_of_a_municipality_with_a_lead():
    letter = letter_of(assessment_of(10, -12, 4, 1))

    assert str(letter.figures.texts[0]).startswith(
        "De taakstelling was 10. Daar ging een voorsprong van 12 vergunninghouders af. Er bleef daarom geen "
        "totaalopgave over. Uw gemeente huisvestte 1 vergunninghouder."
    )
    rows = rows_of(letter)
    assert rows[label("opening_balance")] == "voorsprong 12"
    assert rows["Totaalopgave"] == "−2"
    assert rows["Koppelingstekort"] == "n.v.t."
    assert '<abbr title="niet van toepassing">n.v.t.</abbr>' in render_letter(letter)


def test_unchanged_quota_is_not_said_to_be_changed():
    letter = letter_of(assessment_of(10, 0, 10, 10))

    assert "gewijzigd" not in str(letter.figures)
    assert letter.figure_rows[0].note == "Rijk, 2 mei 2023"


@pytest.mark.parametrize(
    ("opening", "said"),
    [
        (5, "Daar komt uw achterstand van 5 vergunninghouders bij. Uw totaalopgave is daarmee 15"),
        (1, "Daar komt uw achterstand van 1 vergunninghouder bij. Uw totaalopgave is daarmee 11"),
        (0, "Er is geen achterstand en geen voorsprong. Uw totaalopgave is daarmee 10"),
        (-4, "Daar gaat uw voorsprong van 4 vergunninghouders af. Uw totaalopgave is daarmee 6"),
        (
            -12,
            "Daar gaat uw voorsprong van 12 vergunninghouders af. Er blijft daarmee geen totaalopgave over.",
        ),
    ],
)
def test_outlook_adds_the_balance_to_the_next_quota(opening, said):
    letter = letter_of(with_next(assessment_of(20, opening, 30, 20), quota=10, opening=opening))

    assert str(letter.outlook).startswith(
        f"Voor de eerste helft van 2024 (2024-1) is de taakstelling 10. {said}"
    )


def test_outlook_says_that_the_opening_was_corrected_before_the_assessment():
    assessment = with_next(assessment_of(20, 5, 30, 20), quota=10, opening=5)
    deliver_correction(make_period("2024-1"), assessment.municipality, 1, on="2023-12-31")

    assert (
        "Daar komt uw achterstand van 5 vergunninghouders bij. Door een correctie begint u die periode met een "
        "achterstand van 6 vergunninghouders. Uw totaalopgave is daarmee 16, zoals bekend op 1 januari 2024."
    ) in str(letter_of(assessment).outlook)


def test_outlook_knows_only_what_was_known_when_assessed():
    assessment = with_next(assessment_of(20, 5, 30, 20), quota=10, opening=5)
    deliver_correction(make_period("2024-1"), assessment.municipality, 1, on="2024-02-12")

    assert "Uw totaalopgave is daarmee 15" in str(letter_of(assessment).outlook)


@pytest.mark.parametrize(
    ("opening", "start"),
    [
        (5, "met een achterstand van 5 vergunninghouders"),
        (-1, "met een voorsprong van 1 vergunninghouder"),
        (0, "zonder achterstand en zonder voorsprong"),
    ],
)
@pytest.mark.parametrize("exists", [True, False])
def test_outlook_without_a_next_quota_tells_the_balance(opening, start, exists):
    if exists:
        make_period("2024-1")

    assert str(letter_of(assessment_of(20, opening, 30, 20)).outlook.texts[0]) == (
        f"De taakstelling voor de eerste helft van 2024 (2024-1) is nog niet bekend. U begint die periode {start}."
    )


def test_last_day_of_a_period_that_does_not_exist_yet_follows_from_its_code():
    assert "uiterlijk 31 december 2024 wilt huisvesten" in str(
        letter_of(assessment_of(10, 0, 10, 9, 1, code="2024-1")).asks
    )


def test_municipality_that_ends_with_the_period_gets_no_outlook():
    municipality = make_municipality(valid_until=date(2023, 12, 31))

    letter = letter_of(assessment_of(10, 0, 10, 9, municipality=municipality))

    assert "Vooruitblik" not in [part.heading for part in letter.parts]
    assert "een stap omhoog" not in str(letter.asks)


def test_previous_rung_says_that_it_is_provisional():
    row = bunnik().figure_rows[-2]

    assert (row.label, row.value) == ("Trede over de tweede helft van 2023 (2023-2)", "2")
    assert row.note == "voorlopig: nog niet vastgesteld"


def test_rung_carries_the_name_and_colour_of_the_province():
    RungLabel.objects.create(province=make_province(), rung=3, name="Dicht erbij", colour="blauw")

    html = render_letter(bunnik())

    assert "Dicht erbij" in html
    assert '<span class="rung colour-blauw" aria-hidden="true">3</span>' in html


# --- Rungs 4 to 6 --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("previous", "subject", "outcome", "closing"),
    [
        (3, "Voornemen tot indeplaatsstelling", "Wij zijn van plan te besluiten", "Hoogachtend,"),
        (4, "Voornemen tot indeplaatsstelling", "Wij zijn van plan te besluiten", "Hoogachtend,"),
        (5, "Besluit tot indeplaatsstelling", "Wij besluiten tot indeplaatsstelling", "Hoogachtend,"),
        (6, "Uitvoering van de indeplaatsstelling", "De termijn uit ons besluit van", "Hoogachtend,"),
    ],
)
def test_letters_of_the_executive_are_concepts_with_open_ends(previous, subject, outcome, closing):
    letter = letter_of(assessment_of(17, 7, 21, 7, previous, code="2024-1"))
    text = Page(render_letter(letter)).text

    assert letter.subject == subject
    assert str(letter.outcome[0]).startswith(outcome)
    assert "Afschrift aan: de gemeenteraad van" in text
    assert "Besluit Gedeputeerde Staten nodig." in text
    assert "[nummer en datum van het besluit]" in text
    assert closing in text
    assert "Met vriendelijke groet" not in text
    assert "Wij publiceren deze brief" not in text


def test_only_the_decision_tells_about_appeal():
    texts = {
        p: Page(render_letter(letter_of(assessment_of(17, 7, 21, 7, p, code="2024-1")))).text
        for p in (4, 5, 6)
    }

    assert [p for p, text in texts.items() if "Beroep Tegen dit besluit" in text] == [5]


def test_notice_of_intent_recalls_the_letter_that_asked_for_a_plan():
    make_terms("2023-2", letter_date=date(2024, 1, 25))

    reasons = letter_of(
        assessment_of(17, 7, 21, 7, 3, code="2024-1", motivation="Het plan bleef uit.")
    ).reasons

    assert str(reasons).endswith(
        "De uitkomst is trede 4 (was trede 3). Wij nemen deze uitkomst over. Op 25 januari 2024 vroegen wij u om een "
        "plan van aanpak. Het plan bleef uit."
    )


def test_nobody_takes_over_an_outcome_that_the_rule_did_not_propose():
    assert "Wij nemen deze uitkomst over" not in str(letter_of(assessment_of(17, 7, 21, 7, 5)).reasons)


def test_lower_rungs_have_one_addressee_and_a_kind_regard():
    text = Page(render_letter(bunnik())).text

    assert "gemeenteraad" not in text
    assert "Met vriendelijke groet," in text


@pytest.mark.parametrize(
    ("figures", "chosen", "asked", "not_asked"),
    [
        ((10, -20, 10, 12, 3), 2, "wat zij hebben opgeleverd", "achterstand van"),
        ((10, 0, 10, 10, 1), 2, "(1) welke maatregelen u neemt;", "verschil met de norm"),
        ((10, -20, 10, 12, 2), 3, "(3) welke risico's er zijn", "wanneer de achterstand"),
    ],
)
def test_who_has_no_backlog_or_met_the_norm_is_not_asked_about_it(figures, chosen, asked, not_asked):
    make_terms("2024-1")
    placed = {"proposed_rung": 1, "chosen_rung": chosen, "rung": chosen, "deviation_reason": "Zo."}

    part = str(letter_of(assessment_of(*figures, code="2024-1", **placed)).asks)

    assert asked in part
    assert not_asked not in part


def test_final_letter_without_marks_has_no_empty_frame():
    make_terms()
    adoption = Adoption(decision_date=date(2024, 1, 20), decision_number="7", superseded={})
    assessment = assessment_of(10, 0, 10, 10)
    (letter,) = written([assessment], assessment.period, make_province(), adoption=adoption)

    assert 'class="marks"' not in render_letter(letter)


@pytest.mark.parametrize(
    ("effect", "kept"),
    [("no_increase", False), ("freeze", True)],
)
def test_ground_that_only_keeps_the_rung_still_asks_what_a_miss_asks(effect, kept):
    make_terms("2024-1")
    make_terms("2023-2")
    ground = {"ground": "national_measure", "ground_evidence": "De lockdown.", "ground_effect": effect}
    assessment = assessment_of(20, 5, 30, 19, 2, code="2024-1", **ground)
    apply_choice(assessment)
    asks = str(letter_of(assessment).asks)

    assert (assessment.rung, assessment.verdict) == (2, "excusable")
    assert ("Wij vragen nu geen nieuwe maatregelen." in asks) is kept
    assert ("wat die maatregelen hebben opgeleverd" in asks) is not kept


def test_assumption_that_was_confirmed_as_it_judged_is_no_longer_marked():
    assessment = assessment_of(20, 5, 30, 25, 3, code="2024-1")
    assert "aanname van de rekenregel" in str(letter_of(assessment).marks[1])
    confirm(
        province=assessment.municipality.province,
        policy=assessment.rules,
        subject="A3",
        stated=Confirmation(evidence="Besluit."),
        earlier=0,
        by=None,
        now=at("2025-01-01"),
    )

    assert not [mark for mark in letter_of(assessment).marks if "aanname" in str(mark)]


def test_norm_that_a_person_adjusted_is_called_so():
    ground = {"ground": "national_measure", "ground_evidence": "Geen woningen.", "ground_effect": "retarget"}
    assessment = assessment_of(20, 5, 30, 19, 2, code="2024-1", **ground, ground_norm=15)
    apply_choice(assessment)

    assert rows_of(letter_of(assessment))["Gemeten aan"] == "aangepaste norm"
    assert (assessment.rung, assessment.verdict) == (2, "met")
