import json

import pytest

from assessments.rules.assess import assess
from assessments.rules.explain import OWN_ASSUMPTION
from assessments.rules.findings import Finding, Placement
from assessments.rules.policies import utrecht_2023, utrecht_2024
from assessments.rules.situation import How, Previous
from tests.rules.cases import BEFORE, before, figures, judged, letter_blocks, period_of, sentence


def rows(placement: Placement) -> list[tuple[str, object, object, str]]:
    return [(each.label, each.measured, each.bound, each.outcome) for each in placement.findings]


def finding(placement: Placement, block: str) -> Finding:
    (found,) = (each for each in placement.findings if each.block == block)
    return found


def test_findings_of_zeist_as_rows_of_the_page():
    assert rows(judged(utrecht_2023.POLICY, 66, 12, 66, 70)) == [
        ("Koppelingen", 66, 78, "koppelingstekort"),
        ("Gemeten aan", None, 66, ""),
        ("Gehuisvest", 70, 66, "gehaald"),
        ("Zonder koppelingstekort", None, None, "trede 2"),
        ("Achterstand of voorsprong", "+12 wordt +8", None, ""),
        ("Achterstand of voorsprong", None, None, ""),
        ("Vorige trede", None, None, "niet vastgelegd"),
        ("Uitkomst", None, None, "trede 1"),
    ]


def test_findings_of_bunnik_as_rows_of_the_page():
    previous = before(rung=2, misses=1, how=How.ADOPTED)
    placement = assess(figures("2024-1", 17, 7, 21, 7), previous, utrecht_2024.POLICY)

    assert rows(placement) == [
        ("Koppelingen", 21, 24, "koppelingstekort"),
        ("Gemeten aan", None, 17, ""),
        ("Koppelingstekort telt niet mee", 21, 17, ""),
        ("Gehuisvest", 7, 17, "niet gehaald"),
        ("Zonder koppelingstekort", None, None, "trede 3"),
        ("Achterstand of voorsprong", "+7 wordt +17", None, ""),
        ("Vorige trede", 2, None, "vastgesteld"),
        ("Vorige trede", None, None, ""),
        ("Uitkomst", None, None, "trede 3"),
    ]


def test_findings_with_a_lead_that_was_used():
    assert rows(judged(utrecht_2024.POLICY, 20, -5, 30, 16, 1)) == [
        ("Koppelingen", 30, 15, "geen koppelingstekort"),
        ("Gehuisvest", 16, 15, "gehaald"),
        ("Gehuisvest", None, None, ""),
        ("Zonder koppelingstekort", None, None, "niet van toepassing"),
        ("Achterstand of voorsprong", "\u22125 wordt \u22121", None, ""),
        ("Vorige trede", 1, None, ""),
        ("Uitkomst", None, None, "trede 1"),
    ]


def test_counterfactual_without_shortage_is_for_the_page_only():
    placement = judged(utrecht_2023.POLICY, 20, 5, 30, 25, 1)

    row = finding(placement, "counterfactual_none")
    assert row.sentence == "Niet van toepassing: er was geen koppelingstekort."
    assert not row.in_letter


def test_counterfactual_that_explains_nothing_is_for_the_page_only():
    placement = judged(utrecht_2024.POLICY, 20, 5, 20, 19, 1)

    row = finding(placement, "counterfactual_same")
    assert row.sentence.endswith("was de uitkomst ook trede 2.")
    assert not row.in_letter


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        (How.ADOPTED, "vastgesteld"),
        (How.TAKEN_OVER, "overgenomen"),
        (How.PROVISIONAL, "voorlopig"),
        (How.NOTHING, ""),
    ],
)
def test_previous_rung_says_how_it_is_known(status, mark):
    previous = before(rung=2, how=status)
    placement = assess(figures("2024-1", 20, 5, 30, 19), previous, utrecht_2024.POLICY)

    row = finding(placement, "previous_rung")
    assert (row.measured, row.outcome, row.in_letter) == (2, mark, False)
    assert row.text("de gemeente") == "Over de tweede helft van 2023 (2023-2) stond de gemeente op trede 2."
    assert (row.source, row.assumption) == ("Beoordeling over 2023-2", "")
    assert (placement.previous_rung, placement.previous_known) == (2, True)


def test_previous_rung_unknown_is_printed_where_the_rule_used_it():
    used = judged(utrecht_2024.POLICY, 20, 5, 30, 19)
    not_used = judged(utrecht_2024.POLICY, 20, 5, 30, 25)

    assert finding(used, "history_unknown").in_letter
    assert not finding(not_used, "history_unknown").in_letter
    assert finding(used, "history_unknown").assumption == "A1"
    assert (used.previous_rung, used.previous_known) == (1, False)


def history(policy, r, rung=None, **memory):
    period = period_of(policy)
    placement = assess(figures(period, 20, 5, 30, r), before(BEFORE[period], rung, **memory), policy)
    return [each for each in letter_blocks(placement).split() if each.startswith("history_")]


@pytest.mark.parametrize("policy", [utrecht_2023.POLICY, utrecht_2024.POLICY])
def test_history_of_a_miss(policy):
    assert history(policy, 19) == ["history_unknown"]
    assert history(policy, 19, rung=1, met=True) == ["history_first"]
    assert history(policy, 19, rung=2, misses=1) == ["history_repeat"]
    assert history(policy, 19, rung=2) == []  # taken over: whether it was met is not known


@pytest.mark.parametrize("policy", [utrecht_2023.POLICY, utrecht_2024.POLICY])
def test_history_is_silent_without_a_miss(policy):
    assert history(policy, 25) == []
    assert history(policy, 25, rung=1, met=True) == []
    assert history(policy, 25, rung=2, misses=3) == []


@pytest.mark.parametrize(
    ("misses", "text"),
    [
        (1, "Dit is de tweede periode op rij waarin de gemeente het gevraagde aantal niet heeft gehaald."),
        (9, "Dit is de tiende periode op rij waarin de gemeente het gevraagde aantal niet heeft gehaald."),
        (10, "Dit is de 11e periode op rij waarin de gemeente het gevraagde aantal niet heeft gehaald."),
    ],
)
def test_history_counts_misses_in_a_row(misses, text):
    previous = before(rung=3, misses=misses)
    placement = assess(figures("2024-1", 20, 5, 30, 19), previous, utrecht_2024.POLICY)

    assert sentence(placement, "history_repeat") == text
    assert placement.consecutive_misses == misses + 1


@pytest.mark.parametrize(
    ("realised", "misses"),
    [(19, 3), (20, 0), (25, 0)],
)
def test_consecutive_misses_stop_when_the_norm_is_met(realised, misses):
    previous = before(rung=2, misses=2)
    placement = assess(figures("2024-1", 20, 5, 30, realised), previous, utrecht_2024.POLICY)

    assert placement.consecutive_misses == misses


@pytest.mark.parametrize("policy", [utrecht_2023.POLICY, utrecht_2024.POLICY])
@pytest.mark.parametrize("p", [4, 5, 6])
def test_executive_needed_from_rung_four_on(policy, p):
    row = finding(judged(policy, 20, 5, 30, 10, p), "executive_needed")

    assert row.text("de gemeente") == (
        f"De gemeente staat op trede {p}. Vanaf trede 4 beslissen Gedeputeerde Staten over elke "
        f"stap. Zolang zij niet anders beslissen, blijft de uitkomst trede {p}."
    )
    assert (row.measured, row.assumption, row.in_letter) == (p, "A4", False)


def test_executive_needed_when_rung_four_is_proposed():
    placement = judged(utrecht_2024.POLICY, 20, 5, 30, 19, 3)

    row = finding(placement, "executive_needed")
    assert row.sentence == "De uitkomst is trede 4. Dat is een voorstel; Gedeputeerde Staten beslissen."
    assert (row.measured, row.label, row.in_letter) == (3, "Besluit nodig", False)
    assert sentence(placement, "step_up").endswith("De uitkomst is trede 4 (was trede 3).")


@pytest.mark.parametrize("policy", [utrecht_2023.POLICY, utrecht_2024.POLICY])
@pytest.mark.parametrize(
    ("given", "missing", "text"),
    [
        ((None, 5, 30, 19), ("quota",), "de taakstelling"),
        ((20, None, 30, 19), ("opening_balance",), "de beginstand"),
        (
            (20, 5, None, 19),
            ("available_on_reference_date",),
            "het aantal dat op tijd beschikbaar was",
        ),
        ((20, 5, 30, None), ("realised",), "het aantal gehuisveste vergunninghouders"),
        (
            (None, None, None, None),
            ("quota", "opening_balance", "available_on_reference_date", "realised"),
            "de taakstelling, de beginstand, het aantal dat op tijd beschikbaar was en het aantal "
            "gehuisveste vergunninghouders",
        ),
    ],
)
@pytest.mark.parametrize("p", [None, 2, 5])
def test_no_figures_gives_no_rung(policy, given, missing, text, p):
    placement = assess(figures("2023-2", *given), Previous(period="2023-1", rung=p), policy)

    outcome = (placement.rung, placement.verdict, placement.bound, placement.rung_on_total_task)
    assert outcome == (None, None, None, None)
    assert placement.missing == missing
    (row,) = placement.findings
    assert (row.key, row.label, row.in_letter) == ("no_figures", "Geen cijfers ontvangen", False)
    assert row.sentence == (
        f"Er is geen uitkomst, want dit ontbreekt: {text}. Lever deze cijfers aan en beoordeel opnieuw."
    )
    assert placement.reasons("uw gemeente") == ""
    assert not placement.milder


def test_sources_name_a_document_the_record_or_an_assumption():
    placement = judged(utrecht_2024.POLICY, 20, 5, 15, 15, 2)

    assert {each.block: (each.source, each.assumption) for each in placement.findings} == {
        "basis_shortage": ("Vastgelegde cijfers", ""),
        "norm_available": (OWN_ASSUMPTION, "A2"),
        "finding_excused": (OWN_ASSUMPTION, "A5"),
        "counterfactual_milder": (OWN_ASSUMPTION, "A5"),
        "balance_grown": ("Vastgelegde cijfers", ""),
        "debt_stays": ("Huisvestingswet 2014, artikel 28", ""),
        "previous_rung": ("Beoordeling over 2023-2", ""),
        "step_stay_excused": (OWN_ASSUMPTION, "A5"),
    }


def test_published_rule_of_2024_rests_on_its_framework():
    placement = judged(utrecht_2024.POLICY, 20, 5, 30, 19, 2)

    for block in ("norm_quota", "finding_missed", "step_up"):
        assert finding(placement, block).source == (
            f"{utrecht_2024.TITLE}, CVDR713805, van kracht vanaf 16 januari 2024"
        )


def test_subject_is_named_by_the_reader():
    row = finding(judged(utrecht_2023.POLICY, 66, 12, 66, 70), "finding_met")

    assert row.sentence.startswith("{Subject} huisvestte 70")
    assert row.text("uw gemeente").startswith("Uw gemeente huisvestte 70")
    assert row.text("De Bilt").startswith("De Bilt huisvestte 70")
    assert row.text("'s-Hertogenbosch").startswith("'s-Hertogenbosch huisvestte 70")


@pytest.mark.parametrize("given", [(66, 12, 66, 70), (None, 12, 66, 70)])
def test_placement_survives_json(given):
    placement = assess(figures("2023-2", *given), Previous(period="2023-1"), utrecht_2023.POLICY)

    assert Placement.from_dict(json.loads(json.dumps(placement.to_dict()))) == placement
    assert placement.policy == "utrecht-2023"
