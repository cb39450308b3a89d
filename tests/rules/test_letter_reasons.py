from assessments.rules.assess import assess
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.situation import How, Previous
from tests.rules.cases import before, figures


def test_reasons_of_zeist_2023_2():
    placement = assess(figures("2023-2", 66, 12, 66, 70), Previous(period="2023-1"), utrecht_2023.POLICY)

    assert placement.reasons("uw gemeente") == (
        "Tot en met de peildatum koppelingen (1 oktober 2023) kon uw gemeente beschikken over 66 "
        "vergunninghouders. Voor de totaalopgave van 78 was dat 12 te weinig: een koppelingstekort. Een "
        "koppelingstekort is voor deze periode een verschoonbare reden: een reden waar uw gemeente geen "
        "invloed op had. Daarom is niet gemeten aan de totaalopgave van 78, maar aan het aantal dat op tijd "
        "beschikbaar was: 66. Uw gemeente huisvestte 70 vergunninghouders en heeft het gevraagde aantal "
        "gehaald. Zonder rekening te houden met het koppelingstekort was de uitkomst trede 2. De uitkomst is "
        "door het koppelingstekort dus lichter. De achterstand is kleiner geworden: van 12 naar 8. Deze "
        "achterstand telt mee in de volgende totaalopgave. De uitkomst volgens het beleidskader is trede 1."
    )


def test_reasons_of_stichtse_vecht_2023_2():
    placement = assess(figures("2023-2", 65, 48, 84, 71), Previous(period="2023-1"), utrecht_2023.POLICY)

    assert placement.reasons("uw gemeente") == (
        "Tot en met de peildatum koppelingen (1 oktober 2023) kon uw gemeente beschikken over 84 "
        "vergunninghouders. Voor de totaalopgave van 113 was dat 29 te weinig: een koppelingstekort. Een "
        "koppelingstekort is voor deze periode een verschoonbare reden: een reden waar uw gemeente geen "
        "invloed op had. Daarom is niet gemeten aan de totaalopgave van 113, maar aan het aantal dat op tijd "
        "beschikbaar was: 84. Uw gemeente huisvestte 71 vergunninghouders en heeft het gevraagde aantal "
        "niet gehaald. Het verschil is 13 vergunninghouders. Zonder rekening te houden met het "
        "koppelingstekort was de uitkomst ook trede 2. De achterstand is kleiner geworden: van 48 naar 42. "
        "Over de eerste helft van 2023 (2023-1) is geen trede vastgelegd. Bij deze beoordeling is uitgegaan "
        "van trede 1. Het gevraagde aantal is niet gehaald. De uitkomst volgens het beleidskader is trede 2."
    )


def test_reasons_of_stichtse_vecht_2023_2_once_the_rung_is_taken_over():
    previous = before("2023-1", 2, how=How.TAKEN_OVER)

    placement = assess(figures("2023-2", 65, 48, 84, 71), previous, utrecht_2023.POLICY)

    assert placement.reasons("uw gemeente").endswith(
        "De achterstand is kleiner geworden: van 48 naar 42. Het gevraagde aantal is niet gehaald. Een "
        "hogere trede volgt in dit beleidskader niet vanzelf; de uitkomst blijft trede 2."
    )


def test_reasons_of_bunnik_2024_1():
    previous = before(rung=2, misses=1, how=How.ADOPTED)

    placement = assess(figures("2024-1", 17, 7, 21, 7), previous, utrecht_2024.POLICY)

    assert placement.reasons("Bunnik") == (
        "Tot en met de peildatum koppelingen (1 april 2024) kon Bunnik beschikken over 21 vergunninghouders. "
        "Voor de totaalopgave van 24 was dat 3 te weinig: een koppelingstekort. Er is gemeten aan de "
        "taakstelling: 17. Het koppelingstekort verandert deze beoordeling niet. Er waren 21 "
        "vergunninghouders op tijd beschikbaar; dat was genoeg om de taakstelling van 17 te halen. Bunnik "
        "huisvestte 7 vergunninghouders en heeft het gevraagde aantal niet gehaald. Het verschil is 10 "
        "vergunninghouders. De achterstand is gegroeid van 7 naar 17. Dit is de tweede periode op rij waarin "
        "Bunnik het gevraagde aantal niet heeft gehaald. Het beleidskader verbindt daaraan in beginsel een "
        "stap omhoog. De uitkomst is trede 3 (was trede 2)."
    )


def test_reasons_of_rhenen_2024_1_after_a_norm_that_was_met():
    previous = before(rung=1, met=True, how=How.ADOPTED)

    placement = assess(figures("2024-1", 21, -1, 17, 12), previous, utrecht_2024.POLICY)

    assert placement.reasons("uw gemeente") == (
        "Tot en met de peildatum koppelingen (1 april 2024) kon uw gemeente beschikken over 17 "
        "vergunninghouders. Voor de totaalopgave van 20 was dat 3 te weinig: een koppelingstekort. Er waren "
        "minder vergunninghouders op tijd beschikbaar dan de taakstelling van 21. Daarom is gemeten aan het "
        "beschikbare aantal: 17. Uw gemeente huisvestte 12 vergunninghouders en heeft het gevraagde aantal "
        "niet gehaald. Het verschil is 5 vergunninghouders. De voorsprong was niet groot genoeg om dit "
        "verschil op te vangen. Zonder rekening te houden met het koppelingstekort was de uitkomst ook trede "
        "2. De voorsprong van 1 vergunninghouder is gebruikt en er is een achterstand ontstaan van 8 "
        "vergunninghouders. In de tweede helft van 2023 (2023-2) haalde uw gemeente het aantal dat toen was "
        "gevraagd. In deze periode is het gevraagde aantal niet gehaald. Het beleidskader verbindt daaraan "
        "in beginsel een stap omhoog. De uitkomst is trede 2 (was trede 1)."
    )
