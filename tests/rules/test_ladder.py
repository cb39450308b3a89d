from dataclasses import replace

import pytest

from assessments.rules.policies.six_rungs import SIX
from assessments.rules.situation import Previous


def on(ladder: str, rung: int) -> Previous:
    return Previous(period="2023-2", rung=rung, ladder=ladder)


def test_ladder_has_six_rungs_in_order():
    assert [step.number for step in SIX.rungs] == [1, 2, 3, 4, 5, 6]


def test_rung_names_are_identifiers_for_templates():
    assert [step.name for step in SIX.rungs] == [
        "signalling",
        "information_request",
        "active_supervision",
        "notice_of_intent",
        "substitution_decision",
        "substitution",
    ]


def test_rung_labels_and_colours_by_default():
    assert [(step.label, step.colour) for step in SIX.rungs] == [
        ("Signaleren", "groen"),
        ("Informatie opvragen en valideren", "geel"),
        ("Actief toezicht", "oranje"),
        ("Voornemen tot indeplaatsstelling", "rood"),
        ("Besluit tot indeplaatsstelling", "donkerrood"),
        ("Uitvoering van de indeplaatsstelling", "paars"),
    ]


def test_rung_needs_the_executive_from_four_on():
    assert [step.number for step in SIX.rungs if step.needs_executive] == [4, 5, 6]
    assert {step.decided_by for step in SIX.rungs if step.needs_executive} == {"Gedeputeerde Staten"}


def test_rung_says_what_the_province_does_and_who_decides():
    assert all(step.action.startswith("De provincie ") and step.decided_by for step in SIX.rungs)


def test_rung_looked_up_by_number():
    assert SIX.rung(3) is SIX.rungs[2]


@pytest.mark.parametrize("number", [-1, 0, 7])
def test_rung_that_does_not_exist(number):
    with pytest.raises(KeyError):
        SIX.rung(number)


def test_rung_label_replaced_by_a_province():
    assert replace(SIX.rung(2), label="Bevragen", colour="blauw").name == "information_request"


def test_rung_of_a_legal_act():
    acts = ("notice_of_intent", "substitution_decision", "substitution")
    assert [SIX.rung_of_act(act) for act in acts] == [4, 5, 6]
    with pytest.raises(KeyError):
        SIX.rung_of_act("warning")


def test_rung_of_an_earlier_ladder_enters_where_the_ladder_says():
    three = replace(SIX, key="three", rungs=SIX.rungs[:3], entry={"six": {1: 1, 2: 2, 3: 3, 4: 3}})

    assert [three.rung_before(each) for each in (on("six", 4), on("three", 2), on("", 2))] == [3, 2, 2]
    assert three.rung_before(Previous(period="2023-2")) == three.without_history
    assert three.executive_from == 4
    with pytest.raises(KeyError):
        three.rung_before(on("seven", 1))
