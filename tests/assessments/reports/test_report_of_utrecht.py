"""The real report of the province of Utrecht over 2023-2, number by number, beside the one made from the example."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest

from assessments.models import ReportProse
from assessments.reports.report import Report, report_of
from assessments.reports.save_prose import unmarked_numbers
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
    results, rungs = made.tables[:2]

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
    assert "Bekendgemaakt was 2.124; op 10 november 2023 is dat gewijzigd." in text
    assert "Met de achterstand van 406 uit eerdere perioden was de totaalopgave 1.778." in text
    assert "samen 88% van de taakstelling en 68% van de totaalopgave" in text
    assert "De gezamenlijke achterstand is gegroeid van 406 naar 570." in text
    assert "van 69% naar 88%; van de totaalopgave een kleiner deel, van 76% naar 68%." in text

    # Table 2: "Gemeentelijke taakstellingsrealisatie", 26 municipalities.
    shown = [f"{name} trede {rung} {measured}" for name, _, rung, measured, *_ in rungs.rows]
    assert shown == TABLE_2.strip().splitlines()

    # Paragraph 3.1.1: the legal heart of it.
    assert "Een koppelingstekort is onder dit beleidskader een verschoonbare reden" in section(made, "3.1.1")

    # Paragraph 3.2.
    assert section(made, "3.2") == (
        "Voorlopig: nog niet alle beoordelingen zijn vastgesteld. "
        "Er zijn 26 gemeenten beoordeeld. Op trede 1 staan 13 gemeenten en op trede 2 staan 13 gemeenten. Hoger dan "
        "trede 2 staat geen gemeente. Gemeten is aan: koppelingstekort 15 keer en totaalopgave 11 keer. 13 gemeenten "
        "haalden dat en 13 gemeenten niet. Bij 15 van de 26 gemeenten was er op 1 oktober 2023 een koppelingstekort. "
        "De andere 11 gemeenten zijn gemeten aan de totaalopgave. Bij 3 gemeenten viel de trede daardoor lichter "
        "uit: Baarn, Wijk bij Duurstede en Zeist. Hun achterstand telt mee in de volgende totaalopgave."
    )

    # Paragraph 4.1, and 4.2 on the new framework.
    assert section(made, "4.1") == (
        "De taakstelling voor de eerste helft van 2024 (2024-1) is op 10 november 2023 bekendgemaakt en telt voor de "
        "gemeenten in de provincie op tot 1.459. De achterstand bij het begin van die periode is 574. De totaalopgave "
        "is daarmee 2.033. De beginstand is 4 hoger dan de eindstand van 570 hierboven. Dat komt door "
        "correcties die na 1 januari 2024 zijn verwerkt."
    )
    assert "Vanaf de eerste helft van 2024 (2024-1) beoordeelt de provincie volgens het" in section(
        made, "4.2"
    )

    # The summary, which the real report has no numbers in.
    assert section(made, "").startswith(
        "Voorlopig: nog niet alle beoordelingen zijn vastgesteld. Over de tweede helft van 2023 (2023-2) zijn 26 "
        "gemeenten beoordeeld: 13 op trede 1 en 13 op trede 2. Bij 15 gemeenten was er een koppelingstekort; bij 3 "
        "viel de trede daardoor lichter uit. Samen huisvestten de gemeenten 1.208 vergunninghouders op een "
        "taakstelling van 1.372 en een totaalopgave van 1.778. De gezamenlijke achterstand is gegroeid van 406 "
        "naar 570."
    )


def test_typed_chapters_claim_nothing_that_the_register_tells():
    """Who was spoken to, and how many were housed in a special way, is counted from what is on record."""
    typed = " ".join(ReportProse.objects.values_list("text", flat=True))
    generated = " ".join(line for each in report().sections for line in each.sentences)

    assert not re.search(r"gesprekken.*gevoerd|is .*gesproken|gemeenten.*opende|huisvestte Nidos", typed)
    assert not re.search(r"toepassing|aanname|voorbeeldcijfers|geen gesprek", generated)


def test_every_other_number_is_prose_that_marks_it_as_quoted():
    texts = dict(ReportProse.objects.values_list("slot", "text"))

    assert {slot: unmarked_numbers(text) for slot, text in texts.items() if unmarked_numbers(text)} == {}
    quoted = " ".join(texts.values())
    for number in ("2.000", "3.900", "301", "96.000", "8.207"):
        assert f"[[{number}" in quoted, number
