"""Every sentence that counts people, for nobody, one and many."""

from datetime import date

import pytest

from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.sentences import TEXTS, available_explained, fill
from municipalities.figures import PeriodFacts
from tests.rules.cases import judged, sentence

OLD, NEW = utrecht_2023.POLICY, utrecht_2024.POLICY

# Policy, (quota, opening, available, realised, previous), block, sentence.
SENTENCES = [
    (
        OLD,
        (1, 0, 1, 1, 1),
        "basis_total_task",
        "Tot en met de peildatum koppelingen (1 oktober 2023) kon de gemeente beschikken over 1 "
        "vergunninghouder. Dat was genoeg voor de totaalopgave van 1. Er was geen koppelingstekort.",
    ),
    (
        OLD,
        (1200, 300, 2000, 1, 1),
        "basis_total_task",
        "Tot en met de peildatum koppelingen (1 oktober 2023) kon de gemeente beschikken over 2.000 "
        "vergunninghouders. Dat was genoeg voor de totaalopgave van 1.500. Er was geen koppelingstekort.",
    ),
    (
        OLD,
        (20, 5, 0, 0, 1),
        "basis_shortage",
        "Op de peildatum koppelingen (1 oktober 2023) was voor de gemeente niemand op tijd beschikbaar. Het "
        "koppelingstekort was daarom 25.",
    ),
    (
        OLD,
        (2, 0, 1, 1, 1),
        "basis_shortage",
        "Tot en met de peildatum koppelingen (1 oktober 2023) kon de gemeente beschikken over 1 "
        "vergunninghouder. Voor de totaalopgave van 2 was dat 1 te weinig: een koppelingstekort.",
    ),
    (
        OLD,
        (5, -6, 0, 0, 1),
        "basis_no_task",
        "Er bleef geen totaalopgave over. Een koppelingstekort is dan niet van toepassing.",
    ),
    (NEW, (1, 1, 1, 0, 1), "norm_quota", "Er is gemeten aan de taakstelling: 1."),
    (OLD, (1372, 0, 2000, 0, 1), "norm_total_task", "Er is gemeten aan de totaalopgave: 1.372."),
    (
        OLD,
        (20, 5, 0, 0, 1),
        "norm_excused",
        "Een koppelingstekort is voor deze periode een verschoonbare reden: een reden waar de gemeente geen "
        "invloed op had. Daarom is niet gemeten aan de totaalopgave van 25, maar aan het aantal dat op tijd "
        "beschikbaar was: 0.",
    ),
    (
        NEW,
        (20, 5, 0, 0, 1),
        "norm_available",
        "Er waren minder vergunninghouders op tijd beschikbaar dan de taakstelling van 20. Daarom is gemeten "
        "aan het beschikbare aantal: 0.",
    ),
    (
        NEW,
        (1, 1, 1, 0, 1),
        "shortage_no_excuse",
        "Het koppelingstekort verandert deze beoordeling niet. Er was 1 vergunninghouder op tijd "
        "beschikbaar; dat was genoeg om de taakstelling van 1 te halen.",
    ),
    (
        NEW,
        (2, 1, 2, 0, 1),
        "shortage_no_excuse",
        "Het koppelingstekort verandert deze beoordeling niet. Er waren 2 vergunninghouders op tijd "
        "beschikbaar; dat was genoeg om de taakstelling van 2 te halen.",
    ),
    (
        OLD,
        (1, 0, 1, 1, 1),
        "finding_met",
        "De gemeente huisvestte 1 vergunninghouder en heeft het gevraagde aantal gehaald.",
    ),
    (
        OLD,
        (2, 0, 1, 2, 1),
        "finding_met_total",
        "De gemeente huisvestte 2 vergunninghouders en heeft niet alleen het gevraagde aantal, maar ook de "
        "totaalopgave van 2 gehaald.",
    ),
    (
        OLD,
        (1, 0, 1, 0, 1),
        "finding_missed",
        "De gemeente huisvestte geen vergunninghouders en heeft het gevraagde aantal niet gehaald. Het "
        "verschil is 1 vergunninghouder.",
    ),
    (
        OLD,
        (3, 0, 3, 1, 1),
        "finding_missed",
        "De gemeente huisvestte 1 vergunninghouder en heeft het gevraagde aantal niet gehaald. Het verschil "
        "is 2 vergunninghouders.",
    ),
    (
        OLD,
        (20, 5, 0, 2, 1),
        "finding_nobody",
        "Er was niemand op tijd beschikbaar. Het gevraagde aantal was dus 0.",
    ),
    (
        OLD,
        (5, -6, 0, 0, 1),
        "finding_nothing_to_house",
        "Door de voorsprong hoefde de gemeente in deze periode niemand te huisvesten.",
    ),
    (
        OLD,
        (1, -1, 0, 0, 1),
        "finding_nothing_to_house",
        "Door de voorsprong hoefde de gemeente in deze periode niemand te huisvesten.",
    ),
    (
        OLD,
        (0, 0, 0, 0, 1),
        "finding_nothing_to_house",
        "De taakstelling was 0. De gemeente hoefde in deze periode niemand te huisvesten.",
    ),
    (
        NEW,
        (20, 5, 30, 25, 1),
        "finding_no_backlog",
        "Aan het einde van de periode is er geen achterstand.",
    ),
    (
        NEW,
        (20, -5, 30, 15, 1),
        "finding_lead_used",
        "De gemeente huisvestte minder dan de taakstelling van 20, maar ving het verschil op met de "
        "voorsprong.",
    ),
    (
        NEW,
        (20, -5, 30, 14, 1),
        "finding_lead_short",
        "De voorsprong was niet groot genoeg om dit verschil op te vangen.",
    ),
    # The lead of 8 covers the gap with the norm (2), not the one with the quota (9).
    (
        NEW,
        (21, -8, 14, 12, 1),
        "finding_lead_short",
        "De voorsprong was niet groot genoeg om het verschil met de taakstelling van 21 op te vangen.",
    ),
    (
        NEW,
        (21, -2, 14, 12, 1),
        "finding_lead_short",
        "De voorsprong was niet groot genoeg om het verschil met de taakstelling van 21 op te vangen.",
    ),
    (
        NEW,
        (21, -1, 14, 12, 1),
        "finding_lead_short",
        "De voorsprong was niet groot genoeg om dit verschil op te vangen.",
    ),
    (
        NEW,
        (0, 2, 9, 1, 1),
        "finding_no_quota",
        "De taakstelling was 0. De achterstand van 1 vergunninghouder staat nog open.",
    ),
    (
        NEW,
        (20, 5, 1, 1, 1),
        "finding_excused",
        "De gemeente huisvestte 1 vergunninghouder: ten minste het aantal dat op tijd beschikbaar was. "
        "Daarom telt het verschil met de taakstelling van 20 niet mee voor een hogere trede.",
    ),
    (
        NEW,
        (20, 5, 0, 3, 1),
        "finding_excused",
        "Er was niemand op tijd beschikbaar. Daarom telt het verschil met de taakstelling van 20 niet mee "
        "voor een hogere trede.",
    ),
    (
        NEW,
        (20, 5, 15, 15, 3),
        "counterfactual_milder",
        "Zonder rekening te houden met het koppelingstekort was de uitkomst trede 4. De uitkomst is door het "
        "koppelingstekort dus lichter.",
    ),
    (
        NEW,
        (20, 5, 15, 15, 1),
        "debt_stays",
        "Deze achterstand telt mee in de volgende totaalopgave.",
    ),
    # The step.
    (OLD, (20, 5, 30, 25, 3), "step_to_1", "De uitkomst volgens het beleidskader is trede 1."),
    (
        OLD,
        (20, 5, 30, 24, 1),
        "step_to_2",
        "Het gevraagde aantal is niet gehaald. De uitkomst volgens het beleidskader is trede 2.",
    ),
    (
        OLD,
        (20, 5, 30, 24, 3),
        "step_stay_missed",
        "Het gevraagde aantal is niet gehaald. Een hogere trede volgt in dit beleidskader niet vanzelf; de "
        "uitkomst blijft trede 3.",
    ),
    (
        NEW,
        (20, 5, 30, 19, 1),
        "step_up",
        "In deze periode is het gevraagde aantal niet gehaald. Het beleidskader verbindt daaraan in beginsel "
        "een stap omhoog. De uitkomst is trede 2 (was trede 1).",
    ),
    (
        NEW,
        (20, 5, 30, 19, None),
        "step_up",
        "In deze periode is het gevraagde aantal niet gehaald. Het beleidskader verbindt daaraan in beginsel "
        "een stap omhoog. De uitkomst is trede 2 (was trede 1).",
    ),
    (NEW, (0, 5, 30, 4, 2), "step_stay", "De uitkomst blijft trede 2."),
    (NEW, (20, 5, 15, 15, 3), "step_stay_excused", "De uitkomst blijft trede 3."),
    (
        NEW,
        (20, 5, 30, 20, 2),
        "step_stay_backlog",
        "De taakstelling is gehaald, maar er is nog een achterstand. De uitkomst blijft trede 2.",
    ),
    (
        NEW,
        (20, 5, 30, 20, 3),
        "step_3_to_2",
        "De taakstelling is gehaald. De uitkomst gaat daarom van trede 3 naar trede 2. Zodra er geen "
        "achterstand meer is, is trede 1 mogelijk.",
    ),
    (
        NEW,
        (20, 5, 30, 19, None),
        "history_unknown",
        "Over de tweede helft van 2023 (2023-2) is geen trede vastgelegd. Bij deze beoordeling is uitgegaan "
        "van trede 1.",
    ),
]


@pytest.mark.parametrize(("policy", "case", "block", "text"), SENTENCES)
def test_sentence(policy, case, block, text):
    assert sentence(judged(policy, *case), block) == text


def test_available_explained_names_both_days():
    period = PeriodFacts(
        code="2023-2", start=date(2023, 7, 1), end=date(2024, 1, 1), reference_date=date(2023, 10, 1)
    )

    assert available_explained(period) == (
        "Op tijd beschikbaar zijn alle vergunninghouders die van 1 juli 2023 tot en met 1 oktober 2023 zijn "
        "gehuisvest, en alle vergunninghouders die op 1 oktober 2023 gekoppeld waren en wachtten op een woning."
    )


def test_fill_refuses_a_number_that_is_not_there():
    with pytest.raises(KeyError):
        fill("norm_quota", {})


def test_texts_never_speak_to_the_college():
    words = {word.strip(".,;:()").lower() for text in TEXTS.values() for word in text.split()}

    assert not words & {"u", "uw", "wij", "ons", "onze", "automatisch", "besluit", "helaas", "slechts"}
