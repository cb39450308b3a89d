"""The two example letters of the words, part by part."""

from __future__ import annotations

from datetime import date

import pytest

from municipalities.catalogue import label
from tests.assessments.letters.letter_cases import make_terms, rows_of, stichtse_vecht, words, zeist

pytestmark = pytest.mark.django_db


def test_letterhead_of_zeist():
    letter = zeist()

    assert letter.sender == "Gedeputeerde Staten van Utrecht"
    assert letter.addressee == "Aan: het college van burgemeester en wethouders van Zeist"
    assert {row.label: str(row.value) for row in letter.references} == {
        "Datum": "25 januari 2024",
        "Kenmerk": "VOORBEELD-2023-2-GM0355",
        "Periode": "2023-2",
        "Stand van de cijfers": "bekend op 1 januari 2024",
        "Beleidskader": "Beoordelingscriteria tot en met 2023-2",
        "Bijlagen": "geen",
    }
    assert letter.subject == "Beoordeling huisvesting vergunninghouders 2023-2: trede 1"
    assert letter.file_name == "toezichtbrief-2023-2-GM0355.html"


def test_marks_of_zeist():
    assert words(*zeist().marks) == (
        "CONCEPT – nog niet vastgesteld. De inhoud kan nog veranderen. "
        "Voorbeeldcijfers. De aantallen per gemeente in deze brief zijn niet de echte cijfers."
    )


def test_outcome_of_zeist():
    letter = zeist()

    assert words(*letter.opening, *letter.outcome) == (
        "Elk halfjaar beoordelen wij hoe gemeenten hun taak uitvoeren om vergunninghouders te huisvesten. In deze "
        "brief leest u onze beoordeling over de tweede helft van 2023 (2023-2). Wij plaatsen uw gemeente op trede 1 "
        "van de interventieladder. Trede 1 betekent dat wij uw cijfers blijven volgen en verder niets extra's vragen."
    )


def test_figures_of_zeist():
    letter = zeist()

    assert rows_of(letter) == {
        "Taakstelling": "66",
        label("opening_balance"): "achterstand 12",
        "Totaalopgave": "78",
        "Op tijd beschikbaar op 1 oktober 2023": "66",
        "Koppelingstekort": "12",
        "Gehuisvest": "70",
        "Eindstand": "achterstand 8",
        "% van de taakstelling": "106%",
        "% van de totaalopgave": "90%",
        "Gemeten aan": "koppelingstekort",
        "Trede over de eerste helft van 2023 (2023-1)": "niet vastgelegd",
        "Trede nu": "1",
    }
    assert str(letter.figures) == (
        "De taakstelling was 66. Daar kwam een achterstand van 12 vergunninghouders bij. De totaalopgave was daarmee "
        "78. Uw gemeente huisvestte 70 vergunninghouders. Dat is 106% van de taakstelling en 90% van de totaalopgave. "
        "De taakstelling werd op 2 mei 2023 bekendgemaakt als 102 en is op 10 november 2023 gewijzigd in 66. Wij "
        "rekenen met 66. Bron: het Rijk (taakstelling) en het COA (koppelingen en huisvestingen), zoals bij ons "
        "bekend op 1 januari 2024. Wat daarna is gecorrigeerd, staat niet in deze cijfers."
    )


def test_reasons_of_zeist():
    letter = zeist()

    assert letter.reasons.heading == "Waarom deze trede"
    assert str(letter.reasons) == (
        "Tot en met de peildatum koppelingen (1 oktober 2023) kon uw gemeente beschikken over 66 vergunninghouders. "
        "Voor de totaalopgave van 78 was dat 12 te weinig: een koppelingstekort. Een koppelingstekort is voor deze "
        "periode een verschoonbare reden: een reden waar uw gemeente geen invloed op had. De norm is daarom niet de "
        "totaalopgave van 78, maar het aantal dat op tijd beschikbaar was: 66. Uw gemeente huisvestte 70 "
        "vergunninghouders en heeft de norm gehaald. Zonder rekening te houden met het koppelingstekort was de "
        "uitkomst trede 2. De uitkomst is door het koppelingstekort dus lichter. De achterstand is kleiner geworden: "
        "van 12 naar 8. Deze achterstand telt mee in de volgende totaalopgave. De uitkomst volgens het beleidskader "
        "is trede 1. Wij nemen deze uitkomst over."
    )
    assert len(letter.reasons.texts) == 4


def test_asks_and_outlook_of_zeist():
    letter = zeist()

    assert letter.asks.heading == "Hoe nu verder"
    assert str(letter.asks) == (
        "Wij vragen u nu geen extra stappen. Wij blijven de cijfers volgen, ook die van de achterstand."
    )
    assert str(letter.outlook) == (
        "Voor de eerste helft van 2024 (2024-1) is de taakstelling 70. Daar komt uw achterstand van 8 "
        "vergunninghouders bij. Uw totaalopgave is daarmee 78, zoals bekend op 1 januari 2024. Vanaf de eerste helft "
        "van 2024 (2024-1) beoordelen wij volgens het Aanvullend beleidskader IBT huisvesting vergunninghouders 2024."
    )


def test_ending_of_zeist():
    letter = zeist()

    assert str(letter.publication) == (
        "Kloppen de cijfers volgens u niet? Laat het ons weten, met het aantal en de datum waar het om gaat. Een "
        "correctie kan leiden tot een nieuwe beoordeling. Voor vragen kunt u terecht bij [postbus van het team "
        "toezicht]. Wij publiceren deze brief op de IBT-kaart, zonder namen van medewerkers."
    )
    assert str(letter.law) == (
        "Burgemeester en wethouders zorgen voor de huisvesting van vergunninghouders volgens de taakstelling (artikel "
        "28 van de Huisvestingswet 2014). Artikel 29 regelt hoe de taakstelling wordt bepaald. Wordt deze taak niet, "
        "niet op tijd of niet goed uitgevoerd, dan geldt artikel 124 van de Gemeentewet over indeplaatsstelling. Wij "
        "beoordelen volgens de beoordelingscriteria tot en met 2023-2 (artikel 4, Provinciaal blad 2019, 1, van kracht "
        "vanaf 1 januari 2019)."
    )
    assert str(letter.signature) == "Gedeputeerde Staten van Utrecht, namens hen, [functie volgens mandaat]"
    assert [part.heading for part in letter.parts] == [
        "De cijfers",
        "Waarom deze trede",
        "Hoe nu verder",
        "Vooruitblik",
        "Vragen en publicatie",
        "Wettelijke grondslag",
    ]


def test_outcome_and_reasons_of_stichtse_vecht():
    letter = stichtse_vecht()

    assert words(*letter.outcome) == (
        "Wij plaatsen uw gemeente op trede 2 van de interventieladder. Trede 2 betekent dat wij u om informatie "
        "vragen en die met u bespreken."
    )
    assert str(letter.reasons) == (
        "Tot en met de peildatum koppelingen (1 oktober 2023) kon uw gemeente beschikken over 84 vergunninghouders. "
        "Voor de totaalopgave van 113 was dat 29 te weinig: een koppelingstekort. Een koppelingstekort is voor deze "
        "periode een verschoonbare reden: een reden waar uw gemeente geen invloed op had. De norm is daarom niet de "
        "totaalopgave van 113, maar het aantal dat op tijd beschikbaar was: 84. Uw gemeente huisvestte 71 "
        "vergunninghouders en heeft de norm niet gehaald. Het verschil is 13 vergunninghouders. Zonder rekening te "
        "houden met het koppelingstekort was de uitkomst ook trede 2. De achterstand is kleiner geworden: van 48 naar "
        "42. Over de eerste helft van 2023 (2023-1) is geen trede vastgelegd. Bij deze beoordeling is uitgegaan van "
        "trede 1. De norm is niet gehaald. De uitkomst volgens het beleidskader is trede 2. Wij nemen deze uitkomst "
        "over."
    )


def test_figures_of_stichtse_vecht():
    letter = stichtse_vecht()

    assert list(rows_of(letter).values()) == [
        *("65", "achterstand 48", "113", "84", "29", "71", "achterstand 42", "109%", "63%"),
        *("koppelingstekort", "niet vastgelegd", "2"),
    ]
    assert "Dat is 109% van de taakstelling en 63% van de totaalopgave." in str(letter.figures)
    assert "als 101 en is op 10 november 2023 gewijzigd in 65. Wij rekenen met 65." in str(letter.figures)


def test_asks_and_outlook_of_stichtse_vecht():
    letter = stichtse_vecht()

    assert letter.asks.heading == "Wat wij vragen"
    assert str(letter.asks) == (
        "Wij vragen u om ons uiterlijk 22 februari 2024 schriftelijk te laten weten: (1) welke oorzaken u ziet voor "
        "het verschil met de norm; (2) welke maatregelen u neemt; (3) hoeveel vergunninghouders u daarmee uiterlijk "
        "30 juni 2024 wilt huisvesten. Wij bespreken uw antwoord uiterlijk 21 maart 2024 in een ambtelijk "
        "toezichtgesprek. Haalt uw gemeente de norm over de eerste helft van 2024 (2024-1) niet, dan is een stap "
        "omhoog op de ladder het uitgangspunt."
    )
    assert str(letter.outlook).startswith(
        "Voor de eerste helft van 2024 (2024-1) is de taakstelling 69. Daar komt uw achterstand van 42 "
        "vergunninghouders bij. Uw totaalopgave is daarmee 111, zoals bekend op 1 januari 2024."
    )


def test_stichtse_vecht_once_the_rung_and_an_earlier_letter_are_known():
    make_terms("2023-1", letter_date=date(2023, 10, 5))

    letter = stichtse_vecht(p=2, status="taken_over")

    assert str(letter.outcome[0]) == "Uw gemeente blijft op trede 2 van de interventieladder."
    assert "de uitkomst blijft trede 2. Wij nemen deze uitkomst over." in str(letter.reasons)
    assert str(letter.asks).startswith("Op 5 oktober 2023 vroegen wij u naar oorzaken en maatregelen.")


def test_stichtse_vecht_without_an_earlier_letter_is_asked_as_if_new():
    assert str(stichtse_vecht(p=2).asks).startswith(
        "Wij vragen u om ons uiterlijk 22 februari 2024 schriftelijk"
    )
