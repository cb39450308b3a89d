"""What the ladder remembers: adopted, taken over, provisional, a gap, a lapse, a merger, nothing."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.decisions.candidates import subjects_of
from assessments.decisions.legal_acts import end_act, record_act
from assessments.decisions.opening_rungs import record_opening_rung, take_back_opening_rung
from assessments.judging.previous_rungs import memory_of
from assessments.judging.save_motivation import save_motivation
from assessments.letters.fields import OF_ACT, OPEN
from assessments.models import AdoptedLetter, Assessment, LetterTerms, OpeningRung
from assessments.rules.deviation import Choice
from assessments.rules.policies import utrecht_2024
from assessments.workflow import ADOPT, PROPOSE, WITHDRAW
from audit.refused import Refused
from tests.assessments.decisions.deciding import (
    adopt,
    assess,
    confirm_counting,
    covered,
    people,
    ready_to_write,
    take,
)
from tests.factories import at, make_municipality, make_period, make_province

pytestmark = pytest.mark.django_db


def remembered(municipality, code="2024-1"):
    return memory_of(make_period(code), make_province())[municipality.pk]


def misses(previous):
    return utrecht_2024.POLICY.row_before(previous).count


def take_over(municipality, rung, code="2023-2", **fields):
    values = {
        "adopted_on": date(2024, 2, 1),
        "letter_reference": "2024-12",
        "by": people()[0],
        "now": at("2025-01-01"),
        **fields,
    }
    return record_opening_rung(municipality=municipality, period=make_period(code), rung=rung, **values)


NOTICE = {
    "kind": "notice_of_intent",
    "decided_on": date(2024, 3, 1),
    "decision_number": "2024-100",
    "term_start": date(2024, 3, 1),
    "term_end": date(2024, 6, 30),
    "scope": 12,
    "addressees": "het college van burgemeester en wethouders",
    "copy_to_council": True,
    "view_due": date(2024, 4, 1),
}
DECISION = {
    **NOTICE,
    "kind": "substitution_decision",
    "decided_on": date(2024, 7, 15),
    "decision_number": "2024-200",
    "term_start": date(2024, 7, 16),
    "term_end": date(2024, 10, 8),
    "view_due": None,
    "required_results": "12 vergunninghouders huisvesten, uiterlijk 8 oktober 2024",
    "letters_and_talks": "brieven van 5 februari en 1 maart 2024",
    "view_given": False,
    "interests": "Een langere termijn kost niemand een woning.",
    "lighter_means": "Een plan van aanpak heeft niet geholpen.",
    "appeal_address": "Postbus 20019, 2500 EA Den Haag",
}
EXECUTION = {
    **NOTICE,
    "kind": "substitution",
    "decided_on": date(2024, 11, 1),
    "decision_number": "2024-300",
    "term_start": date(2024, 11, 1),
    "term_end": date(2025, 11, 1),
    "view_due": None,
}


def act(municipality, values, on="2025-01-01", **fields):
    return record_act(municipality=municipality, by=people()[0], now=at(on), **{**values, **fields})


def test_nothing_on_record_is_no_history():
    m = make_municipality()
    make_period("2023-2")
    found = remembered(m)

    assert (found.period, found.rung, found.how) == ("2023-2", None, "")


def test_adopted_rung_is_remembered_with_its_misses():
    m = make_municipality()
    covered(m, housed=7)
    assess()
    adopt()
    found = remembered(m)

    assert (found.rung, found.how, misses(found)) == (2, "adopted", 1)


def test_misses_in_a_row_are_counted_over_adopted_periods():
    m = make_municipality()
    covered(m, housed=7)
    covered(m, code="2024-1", housed=2)
    assess()
    adopt()
    assess("2024-1", on="2025-01-02")
    ready_to_write("2024-1")
    adopt("2024-1", on="2025-01-03")
    found = remembered(m, "2024-2")

    assert (found.period, found.rung, misses(found)) == ("2024-1", 3, 2)


def test_row_of_misses_goes_on_through_half_years_that_were_only_drafted():
    m = make_municipality()
    for code, housed in (("2023-2", 7), ("2024-1", 2), ("2024-2", 2)):
        covered(m, code=code, housed=housed)
        assess(code)

    kept = [row.placement.consecutive_misses for row in Assessment.objects.order_by("period__code")]
    assert kept == [1, 2, 3]


def test_concept_is_remembered_as_provisional_and_blocks_the_next():
    m = make_municipality("Baarn")
    covered(m, housed=7)
    covered(m, code="2024-1", housed=2)
    assess()
    assess("2024-1")

    assert remembered(m).how == "provisional"
    with pytest.raises(
        Refused, match="Baarn kan niet worden voorgesteld: de trede over de tweede helft van 2023"
    ):
        take(PROPOSE, "2024-1")


def test_adopting_the_previous_makes_the_next_one_stale_until_assessed_again():
    m = make_municipality("Baarn")
    covered(m, housed=7)
    covered(m, code="2024-1", housed=2)
    assess()
    assess("2024-1")
    adopt()

    with pytest.raises(Refused, match="De vorige trede van Baarn is na de beoordeling vastgesteld"):
        take(PROPOSE, "2024-1", on="2025-01-02")
    assess("2024-1", on="2025-01-03")
    assert take(PROPOSE, "2024-1", on="2025-01-04")[0].previous_rung_status == "adopted"


def test_period_without_figures_must_be_settled_first():
    m = make_municipality("Baarn")
    make_period("2023-2")
    assess()
    found = remembered(m)

    assert (found.rung, found.how) == (None, "provisional")


def test_gap_leaves_the_last_rung_on_record_standing():
    m = make_municipality()
    for code in ("2023-1", "2024-1"):
        make_period(code)
    take_over(m, 3, "2023-1", adopted_on=date(2023, 8, 1))
    found = remembered(m)

    assert (found.period, found.rung, found.how, found.past) == ("2023-1", 3, "gap", ())


def test_period_in_which_a_municipality_did_not_exist_is_a_gap():
    m = make_municipality("Baarn", valid_until=date(2023, 6, 30))
    for code in ("2023-1", "2023-2", "2024-1"):
        make_period(code)
    take_over(m, 3, "2023-1", adopted_on=date(2023, 8, 1))
    m.valid_from, m.valid_until = date(2024, 1, 1), None
    m.save()

    assert (remembered(m).rung, remembered(m).how) == (3, "gap")


def test_period_that_was_passed_over_must_be_decided_first():
    m = make_municipality("Baarn")
    covered(m, housed=7)
    covered(m, code="2024-1", housed=2)
    covered(m, code="2024-2", housed=2)
    assess()
    adopt()
    assess("2024-2", on="2025-01-02")
    found = remembered(m, "2024-2")

    assert (found.period, found.rung, found.how, found.waits_for) == (
        "2023-2",
        2,
        "provisional",
        "2024-1",
    )
    with pytest.raises(
        Refused, match=r"de trede over de eerste helft van 2024 \(2024-1\) is nog niet vastgesteld"
    ):
        take(PROPOSE, "2024-2", on="2025-01-03")


@pytest.mark.parametrize("before", [2, None])
def test_withdrawn_decision_is_not_forgotten_one_period_on(before):
    m = make_municipality()
    covered(m, housed=7)
    for code in ("2023-1", "2024-1", "2024-2"):
        make_period(code)
    if before:
        take_over(m, before, "2023-1", adopted_on=date(2023, 8, 1))
    assess(on="2025-01-02")
    adopt(on="2025-01-02")
    take(WITHDRAW, on="2025-01-03")

    for code, rung in (("2024-1", 2), ("2024-2", before)):
        assert (remembered(m, code).rung, remembered(m, code).how) == (rung, "provisional")


def test_gap_is_told_as_an_assumption():
    m = make_municipality()
    make_period("2022-2")
    take_over(m, 3, "2022-2", adopted_on=date(2023, 2, 1))
    covered(m, housed=2)
    (row,) = assess()
    finding = next(row for row in row.placement.findings if row.key == "previous_rung")

    assert (row.placement.rung, finding.assumption, finding.in_letter) == (3, "A9", True)
    assert "van de laatst vastgestelde trede: trede 3 over de tweede helft van 2022" in finding.sentence


def test_taken_over_rung_is_remembered_and_settles_a_provisional_one():
    m = make_municipality("Baarn")
    make_period("2023-2")
    assess()
    take_over(m, 2)
    found = remembered(m)

    assert (found.rung, found.how, found.past[0].verdict) == (2, "taken_over", None)


def test_taken_over_rung_can_be_taken_back_and_then_done_again():
    m = make_municipality()
    make_period("2023-2")
    row = take_over(m, 3)
    take_back_opening_rung(row, reason="Tikfout.", by=people()[0], now=at("2025-01-02"))
    assert remembered(m).rung is None
    take_over(m, 2, now=at("2025-01-03"))

    assert remembered(m).rung == 2
    assert OpeningRung.objects.count() == 3
    with pytest.raises(Refused, match="al teruggenomen"):
        take_back_opening_rung(row, reason="Nog eens.", by=people()[0], now=at("2025-01-04"))


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"rung": 7}, "rung"),
        ({"letter_reference": " "}, "letter_reference"),
        ({"adopted_on": date(2023, 6, 30)}, "adopted_on"),
        ({"adopted_on": date(2025, 1, 2)}, "adopted_on"),
    ],
)
def test_taken_over_rung_that_cannot_be_is_refused(fields, name):
    m = make_municipality()

    with pytest.raises(Refused) as refused:
        take_over(m, **{"rung": 2, **fields})
    assert set(refused.value.fields) == {name}
    assert not OpeningRung.objects.exists()


def test_taken_over_rung_where_one_is_known_is_refused_and_the_other_way_round():
    m = make_municipality("Baarn")
    covered(m, housed=7)
    take_over(m, 2)
    with pytest.raises(Refused, match="Over 2023-2 is voor Baarn al trede 2 vastgelegd"):
        take_over(m, 3)
    assess(on="2025-01-02")

    with pytest.raises(Refused, match="Over 2023-2 is voor Baarn al trede 2 vastgelegd"):
        take(PROPOSE, on="2025-01-03")


def test_taken_over_rung_after_a_first_adoption_is_refused_so_that_four_eyes_hold():
    m = make_municipality("Baarn")
    covered(m, housed=7)
    assess()
    adopt()
    for code in ("2024-1", "2024-2"):
        with pytest.raises(Refused, match="Voor Baarn is hier over 2023-2 al een beoordeling vastgesteld"):
            take_over(m, 1, code, adopted_on=date(2024, 8, 1), now=at("2025-01-02"))
    take(WITHDRAW, on="2025-01-02")
    with pytest.raises(Refused, match="wordt een trede niet overgenomen"):
        take_over(m, 1, now=at("2025-01-03"))

    assert not OpeningRung.objects.exists()
    take_over(m, 1, "2023-1", adopted_on=date(2023, 8, 1), now=at("2025-01-04"))


def test_inheriting_what_is_only_proposed_is_refused():
    heir = make_municipality("Nieuwstad", valid_from=date(2024, 1, 1))
    old = make_municipality("Oudstad", valid_until=date(2023, 12, 31), successor=heir)
    covered(old, housed=7)
    assess()
    take(PROPOSE)

    with pytest.raises(Refused, match="Over 2023-2 is voor Oudstad geen trede vastgelegd"):
        take_over(heir, 2, inherited_from=old, now=at("2025-01-02"))


def test_merger_is_settled_by_an_explicit_choice():
    heir = make_municipality("Nieuwstad", valid_from=date(2024, 1, 1))
    old = make_municipality("Oudstad", valid_until=date(2023, 12, 31), successor=heir)
    make_period("2023-2")
    take_over(old, 3)
    assert (remembered(heir).rung, remembered(heir).how) == (None, "successor")
    take_over(heir, 3, inherited_from=old)

    assert (remembered(heir).rung, remembered(heir).how) == (3, "taken_over")


def test_merger_without_choice_cannot_be_proposed():
    heir = make_municipality("Nieuwstad", valid_from=date(2024, 1, 1))
    old = make_municipality("Oudstad", valid_until=date(2023, 12, 31), successor=heir)
    make_period("2023-2")
    take_over(old, 3)
    Assessment.objects.all().delete()
    assess("2024-1")
    concept = Assessment.objects.get(municipality=heir)

    assert concept.previous_rung_status == "successor"


def test_inheriting_from_a_stranger_is_refused():
    m, stranger = make_municipality("Baarn"), make_municipality("Zeist")

    with pytest.raises(Refused, match="Zeist is niet opgegaan in Baarn"):
        take_over(m, 3, inherited_from=stranger)


def test_inheriting_another_rung_than_is_on_record_is_refused():
    heir = make_municipality("Nieuwstad", valid_from=date(2024, 1, 1))
    old = make_municipality("Oudstad", valid_until=date(2023, 12, 31), successor=heir)
    take_over(old, 3)

    with pytest.raises(Refused, match="Over 2023-2 is voor Oudstad trede 3 vastgelegd"):
        take_over(heir, 1, inherited_from=old)


def test_merger_with_only_a_concept_before_it_is_to_be_settled_too():
    heir = make_municipality("Nieuwstad", valid_from=date(2024, 1, 1))
    old = make_municipality("Oudstad", valid_until=date(2023, 12, 31), successor=heir)
    make_period("2023-2")
    assess()

    assert (Assessment.objects.get().municipality, remembered(heir).how) == (old, "successor")


def test_withdrawn_rung_must_be_decided_anew_before_the_next_period():
    m = make_municipality("Baarn")
    covered(m, housed=7)
    assess()
    adopt()
    take(WITHDRAW)

    assert (remembered(m).rung, remembered(m).how) == (2, "provisional")


def test_frozen_period_is_no_miss_in_the_row():
    m = make_municipality()
    covered(m, housed=7)
    assess()
    choice = Choice(ground="national_measure", evidence="De lockdown.", effect="freeze")
    save_motivation(
        Assessment.objects.get(), text="x", version=0, by=None, now=at("2025-01-01"), choice=choice
    )
    adopt(on="2025-01-02")
    found = remembered(m)

    assert (found.rung, found.past[0].verdict, misses(found)) == (1, "excusable", 0)


# Legal acts --------------------------------------------------------------------------------------


MISSING = (
    "voor trede 4 is een stap van Gedeputeerde Staten nodig. De toezichthouder legt die vast bij Stappen."
)


def test_rung_4_without_a_notice_cannot_be_adopted_and_with_one_it_can():
    m = make_municipality("Baarn")
    make_period("2023-2")
    covered(m, housed=7)
    take_over(m, 3)
    covered(m, code="2024-1", housed=2)
    assess("2024-1")
    ready_to_write("2023-2")
    ready_to_write("2024-1")
    confirm_counting()
    with pytest.raises(Refused, match="trede 4 vraagt een eigen motivering"):
        adopt("2024-1")
    save_motivation(Assessment.objects.get(), text="Zie ons plan.", version=0, by=None, now=at("2025-01-01"))
    with pytest.raises(Refused, match=MISSING):
        adopt("2024-1")
    act(m, NOTICE, scope=3)
    (version,) = take(ADOPT, "2024-1", on="2025-01-03")

    assert version.rung == 4
    html = version.letter.html
    assert "3 vergunninghouders" in html
    assert "uiterlijk 30 juni 2024" in html
    assert "Afschrift aan: de gemeenteraad van Baarn" in html


@pytest.mark.parametrize("rung", [4, 5, 6])
def test_rung_without_its_act_names_nothing_that_the_act_will_fill_in(rung):
    m = make_municipality("Baarn")
    covered(m, housed=2)
    ready_to_write("2023-2")
    LetterTerms.objects.update(letter_date=None)
    assess()
    choice = Choice(rung=rung, reason="De termijn is verstreken.")
    save_motivation(
        Assessment.objects.get(), text="x", version=0, by=None, now=at("2025-01-01"), choice=choice
    )
    take(PROPOSE)
    adopter = people()[1]
    (row,) = subjects_of(ADOPT, make_period("2023-2"), make_province(), by=adopter, now=at("2025-01-02")())

    without_act, open_in_letter = row.sentences
    assert f"voor trede {rung} is een stap van Gedeputeerde Staten nodig" in without_act
    assert open_in_letter.startswith("Baarn: in de brief ontbreekt nog: datum")
    assert [name for name in OF_ACT if OPEN[name] in open_in_letter] == []


def test_rungs_5_and_6_are_adopted_each_after_its_act_with_its_letter():
    m = make_municipality("Baarn")
    for code in ("2023-2", "2024-1", "2024-2"):
        covered(m, code=code, housed=2)
        ready_to_write(code)
    take_over(m, 4)
    confirm_counting()
    act(m, NOTICE, scope=8)
    steps = [("2024-1", 5, DECISION, "2025-01-02"), ("2024-2", 6, EXECUTION, "2025-01-04")]
    for code, rung, values, day in steps:
        assess(code, on=day)
        choice = Choice(rung=rung, reason="De termijn is verstreken.")
        save_motivation(Assessment.objects.get(), text="x", version=0, by=None, now=at(day), choice=choice)
        take(PROPOSE, code, on=day)
        decided = {"decision_date": date.fromisoformat(day), "on": day}
        with pytest.raises(Refused, match=f"voor trede {rung} is een stap van Gedeputeerde Staten nodig"):
            take(ADOPT, code, **decided)
        act(m, values, on=day, scope=8)
        (version,) = take(ADOPT, code, **decided)

        assert version.rung == rung
    decision, execution = (letter.html for letter in AdoptedLetter.objects.order_by("pk"))
    assert (
        "Wij besluiten op grond van artikel 124, eerste lid, van de Gemeentewet tot indeplaatsstelling"
        in decision
    )
    assert "Wij voeren het besluit uit vanaf 1 november 2024" in execution


def test_lapsed_notice_lets_the_next_reckon_with_rung_3():
    m = make_municipality("Baarn")
    make_period("2023-2")
    take_over(m, 4)
    notice = act(m, NOTICE)
    assert (remembered(m).rung, remembered(m).how) == (4, "taken_over")
    end_act(
        notice,
        ended_on=date(2024, 6, 1),
        outcome="lapsed",
        reason="Alle 12 zijn gehuisvest.",
        by=people()[0],
        now=at("2025-01-02"),
    )

    assert (remembered(m).rung, remembered(m).how) == (3, "lapsed")


def test_act_that_ends_after_a_period_does_not_lower_its_previous_rung():
    m = make_municipality("Baarn")
    make_period("2023-2")
    take_over(m, 4)
    notice = act(m, NOTICE)
    end_act(
        notice,
        ended_on=date(2024, 12, 1),
        outcome="withdrawn",
        reason="Klaar.",
        by=None,
        now=at("2025-01-02"),
    )

    assert (remembered(m).rung, remembered(m).how) == (4, "taken_over")


def test_act_that_ended_before_the_period_of_the_rung_does_not_lower_it():
    m = make_municipality("Baarn")
    notice = act(
        m, NOTICE, decided_on=date(2023, 3, 1), term_start=date(2023, 3, 1), term_end=date(2023, 6, 1)
    )
    end_act(
        notice,
        ended_on=date(2023, 6, 1),
        outcome="lapsed",
        reason="Gehuisvest.",
        by=people()[0],
        now=at("2025-01-02"),
    )
    make_period("2023-2")
    take_over(m, 4)

    assert (remembered(m).rung, remembered(m).how) == (4, "taken_over")


def test_decision_follows_the_notice_after_its_term():
    m = make_municipality("Baarn")
    with pytest.raises(Refused, match="kan pas na: voornemen tot indeplaatsstelling"):
        act(m, DECISION)
    notice = act(m, NOTICE)
    with pytest.raises(Refused, match="loopt tot en met 30 juni 2024"):
        act(m, DECISION, decided_on=date(2024, 6, 30), term_start=date(2024, 7, 1))
    decision = act(m, DECISION)

    assert decision.follows == notice
    with pytest.raises(Refused, match="heeft al een vervolg of een einde"):
        end_act(
            notice,
            ended_on=date(2024, 8, 1),
            outcome="lapsed",
            reason="x",
            by=people()[0],
            now=at("2025-01-02"),
        )


@pytest.mark.parametrize(
    ("values", "fields", "name"),
    [
        (NOTICE, {"copy_to_council": False}, "copy_to_council"),
        (NOTICE, {"view_due": None}, "view_due"),
        (NOTICE, {"term_end": date(2024, 2, 1)}, "term_end"),
        (NOTICE, {"term_start": date(2024, 2, 1)}, "term_start"),
        (
            NOTICE,
            {"decided_on": date(2025, 1, 2), "term_start": date(2025, 1, 2), "term_end": date(2025, 2, 1)},
            "decided_on",
        ),
    ],
)
def test_act_that_cannot_be_is_refused_at_its_field(values, fields, name):
    m = make_municipality()

    with pytest.raises(Refused) as refused:
        act(m, values, **fields)
    assert name in refused.value.fields
    assert not m.legal_acts.exists()


def test_second_notice_while_one_runs_is_refused():
    m = make_municipality()
    act(m, NOTICE)

    with pytest.raises(Refused, match="Er loopt al een voornemen van 1 maart 2024"):
        act(m, NOTICE)


def test_command_takes_a_rung_over_or_says_why_not():
    m, out = make_municipality("Baarn"), StringIO()
    make_period("2023-2")
    arguments = ["record_opening_rung", m.cbs_code, "2023-2", "3", "--adopted-on", "2024-02-01"]
    call_command(*arguments, "--letter", "2024-12", stdout=out)

    assert out.getvalue() == "Trede 3 van Baarn over 2023-2 is overgenomen.\n"
    with pytest.raises(CommandError, match="Over 2023-2 is voor Baarn al trede 3 vastgelegd"):
        call_command(*arguments, "--letter", "2024-12")
    with pytest.raises(CommandError, match="Gemeente GM9999 bestaat niet"):
        call_command("record_opening_rung", "GM9999", *arguments[2:], "--letter", "x")
