from dataclasses import replace

import pytest

from assessments.rules.ladder import LADDER, rung


def test_ladder_has_six_rungs_in_order():
    assert [step.number for step in LADDER] == [1, 2, 3, 4, 5, 6]


def test_rung_names_are_identifiers_for_templates():
    assert [step.name for step in LADDER] == [
        "signalling",
        "information_request",
        "active_supervision",
        "notice_of_intent",
        "substitution_decision",
        "substitution",
    ]


def test_rung_labels_and_colours_by_default():
    assert [(step.label, step.colour) for step in LADDER] == [
        ("Signaleren", "groen"),
        ("Informatie opvragen en valideren", "geel"),
        ("Actief toezicht", "oranje"),
        ("Voornemen tot indeplaatsstelling", "rood"),
        ("Besluit tot indeplaatsstelling", "donkerrood"),
        ("Uitvoering van de indeplaatsstelling", "paars"),
    ]


def test_rung_needs_the_executive_from_four_on():
    assert [step.number for step in LADDER if step.needs_executive] == [4, 5, 6]
    assert {step.decided_by for step in LADDER if step.needs_executive} == {"Gedeputeerde Staten"}


def test_rung_says_what_the_province_does_and_who_decides():
    assert all(step.action.startswith("De provincie ") and step.decided_by for step in LADDER)


def test_rung_looked_up_by_number():
    assert rung(3) is LADDER[2]


@pytest.mark.parametrize("number", [-1, 0, 7])
def test_rung_that_does_not_exist(number):
    with pytest.raises(KeyError):
        rung(number)


def test_rung_label_replaced_by_a_province():
    assert replace(rung(2), label="Bevragen", colour="blauw").name == "information_request"
