"""The real report of the province of Utrecht over 2023-2, number by number, beside the one made from the example."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from assessments.models import ReportProse
from assessments.reports.adopt import unmarked_numbers
from assessments.reports.report import Report, report_of
from municipalities.dutch import percentage
from municipalities.models import Period, Province
from municipalities.moments import end_of_day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example")]

# Table 1 of the real report. The quota is the lowered one.
TABLE_1 = {
    "Periode": "2023-2",
    "Taakstelling": 1372,
    "Achterstand of voorsprong uit vorige periode": 406,
    "Totaalopgave": 1778,
    "Gerealiseerd": 1208,
    "Taakstelling gerealiseerd": "88%",
    "Totaalopgave gerealiseerd": "68%",
}

# Table 2 of the real report.
TABLE_2 = """
Amersfoort trede 2 Koppelingstekort
Baarn trede 1 Koppelingstekort
Bunnik trede 2 Koppelingstekort
Bunschoten trede 2 Koppelingstekort
De Bilt trede 2 Koppelingstekort
De Ronde Venen trede 1 Koppelingstekort
Eemnes trede 1 Totaalopgave
Houten trede 1 Totaalopgave
IJsselstein trede 2 Koppelingstekort
Leusden trede 2 Koppelingstekort
Lopik trede 2 Totaalopgave
Montfoort trede 1 Totaalopgave
Nieuwegein trede 1 Totaalopgave
Oudewater trede 2 Koppelingstekort
Renswoude trede 1 Totaalopgave
Rhenen trede 1 Totaalopgave
Soest trede 1 Totaalopgave
Stichtse Vecht trede 2 Koppelingstekort
Utrecht trede 2 Koppelingstekort
Utrechtse Heuvelrug trede 2 Koppelingstekort
Veenendaal trede 1 Totaalopgave
Vijfheerenlanden trede 2 Totaalopgave
Wijk bij Duurstede trede 1 Koppelingstekort
Woerden trede 2 Totaalopgave
Woudenberg trede 1 Koppelingstekort
Zeist trede 1 Koppelingstekort
"""


def report() -> Report:
    period, province = Period.objects.get(code="2023-2"), Province.objects.get(code="PV26")
    return report_of([period], province, now=end_of_day(date(2024, 3, 1)))


def section(made: Report, number: str) -> str:
    (found,) = (section for section in made.sections if section.number == number)
    return " ".join(found.sentences)


def test_report_equals_the_real_one_number_by_number():
    made = report()
    results, rungs = made.tables

    # Table 1: "Resultaten provinciale taakstelling tweede helft 2023".
    (row,) = results.rows
    period, quota, opening, total_task, realised, of_quota, of_total_task, closing, _ = row
    assert isinstance(of_quota, Fraction)
    assert isinstance(of_total_task, Fraction)
    shown = [period, quota, opening, total_task, realised, percentage(of_quota), percentage(of_total_task)]
    assert shown == list(TABLE_1.values())

    # Paragraph 3.1: "De achterstand is toegenomen van 406 naar 570"; 69% and 76% are quoted of 2023-1.
    assert closing == 570
    text = section(made, "3.1")
    assert "samen 1.208 vergunninghouders. De taakstelling was 1.372." in text
    assert "na de wijziging van 10 november 2023" in text
    assert "Met de achterstand van 406 uit eerdere perioden was de totaalopgave 1.778." in text
    assert "samen 88% van de taakstelling en 68% van de totaalopgave" in text
    assert "De gezamenlijke achterstand is gegroeid van 406 naar 570." in text
    assert "van 69% naar 88%; van de totaalopgave een kleiner deel, van 76% naar 68%." in text

    # Table 2: "Gemeentelijke taakstellingsrealisatie", 26 municipalities.
    assert [" ".join(map(str, row)) for row in rungs.rows] == TABLE_2.strip().splitlines()

    # Paragraph 3.2.
    assert section(made, "3.2") == (
        "Voorlopig: nog niet alle beoordelingen zijn vastgesteld. "
        "Er zijn 26 gemeenten beoordeeld. Op trede 1 staan 13 gemeenten, op trede 2 staan 13 gemeenten. "
        "Er staat geen gemeente op trede 3 (actief toezicht) of hoger. "
        "Bij 15 gemeenten was er op 1 oktober 2023 een koppelingstekort. Bij 11 gemeenten niet. "
        "Deze 11 gemeenten zijn beoordeeld op de totaalopgave. "
        "Voor 3 gemeenten is de uitkomst door het koppelingstekort lichter dan zonder: Baarn, Wijk bij Duurstede en "
        "Zeist (dat volgt uit voorbeeldcijfers). Hun achterstand telt mee in de volgende totaalopgave."
    )

    # Paragraph 4.1.
    assert section(made, "4.1") == (
        "De taakstelling voor de eerste helft van 2024 (2024-1) is op 10 november 2023 bekendgemaakt en telt voor de "
        "gemeenten in de provincie op tot 1.459. De achterstand bij het begin van die periode is 574. De totaalopgave "
        "is daarmee 2.033. De beginstand is 4 hoger dan de eindstand van 570 in paragraaf 3.1. Dat komt door "
        "correcties die na 1 januari 2024 zijn verwerkt."
    )


def test_every_other_number_is_prose_that_marks_it_as_quoted():
    texts = dict(ReportProse.objects.values_list("slot", "text"))

    assert {slot: unmarked_numbers(text) for slot, text in texts.items() if unmarked_numbers(text)} == {}
    quoted = " ".join(texts.values())
    for number in ("2.000", "113", "7 gemeenten", "3.900", "301", "96.000", "8.207"):
        assert f"[[{number}" in quoted, number
