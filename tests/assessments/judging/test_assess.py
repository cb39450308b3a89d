"""Assessing: by action, by command, and what is kept."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, load_command_class

from assessments.judging.differences import changes_now
from assessments.judging.previous_rungs import memory_of
from assessments.judging.save_motivation import MotivationChanged, save_motivation
from assessments.models import Assessment, LetterTerms, RungLabel
from assessments.rules.deviation import Choice
from assessments.settings import save_setting
from assessments.workflow import PROPOSE
from audit.models import AuditEntry
from audit.refused import Refused
from example.worked_example import judge
from municipalities.intake.names import Register
from municipalities.intake.values import BadValue
from municipalities.models import Municipality, Province
from municipalities.moments import end_of_day
from tests.assessments.decisions.deciding import DAY, adopt, assess, covered, house_late, people, take
from tests.factories import (
    at,
    deliver_housings,
    deliver_quotas,
    make_municipality,
    make_period,
    make_province,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_assess_period_keeps_a_concept_with_everything_it_rests_on():
    m, supervisor = make_municipality("Baarn"), make_user()
    covered(m, housed=7)
    assess(by=supervisor, known_at=end_of_day(date(2024, 1, 1)))

    kept = Assessment.objects.get()
    assert (kept.municipality, kept.rung, kept.verdict, kept.policy) == (m, 2, "not_met", "utrecht-2023")
    assert kept.measured_row == ("Gemeten aan", "totaalopgave")
    assert (kept.basis, kept.norm_met) == ("", None)
    assert kept.known_at == end_of_day(date(2024, 1, 1))
    assert kept.assessed_by == supervisor
    assert kept.figures.closing_balance == 3
    assert kept.placement.findings[0].key == "coupling_shortage"


def test_assessment_names_who_assessed_as_that_person_was_then():
    supervisor = make_user(name="Robin van Toen")
    covered(make_municipality(), housed=7)
    assess(by=supervisor)
    supervisor.name = "Robin van Nu"
    supervisor.save()

    assert Assessment.objects.get().assessor == "Robin van Toen"
    (version,) = take(PROPOSE)
    assert version.assessor == "Robin van Toen"
    assert "assessed_by_name" in version.words


def test_assess_period_again_replaces_the_concept_and_keeps_the_motivation():
    m = make_municipality()
    covered(m, housed=7)
    assess()
    save_motivation(
        Assessment.objects.get(), text="Er wordt gebouwd.", version=0, by=None, now=at("2025-01-02")
    )
    deliver_housings(date(2023, 12, 31), date(2023, 12, 31), [(m, date(2023, 12, 31), 3)], on="2025-01-03")
    assess(on="2025-01-04")

    kept = Assessment.objects.get()
    assert (kept.rung, kept.figures.realised, kept.motivation) == (1, 10, "Er wordt gebouwd.")


def test_assess_period_remembers_the_previous_concept_as_provisional():
    m = make_municipality()
    covered(m, housed=7)
    covered(m, code="2024-1", housed=2)
    assess("2023-2")
    assess("2024-1")

    kept = Assessment.objects.get(period__code="2024-1")
    assert (kept.rung, kept.previous_rung_status, kept.placement.consecutive_misses) == (3, "provisional", 2)


def test_assess_period_without_figures_says_so():
    make_municipality()
    assess()

    kept = Assessment.objects.get()
    assert (kept.rung, kept.rung_on_total_task, kept.basis) == (None, None, "")
    assert set(kept.placement.missing) == {
        "quota",
        "opening_balance",
        "available_on_reference_date",
        "realised",
    }


def test_assess_period_without_policy_is_refused():
    other = make_province("PV24", "Flevoland")

    with pytest.raises(
        Refused, match="Periode 2023-2 kan niet worden beoordeeld: er is geen beleidskader voor"
    ):
        assess(province=other)
    assert not Assessment.objects.exists()
    assert not AuditEntry.objects.filter(action="periode beoordeeld").exists()


def test_assess_period_before_it_is_over_is_refused():
    covered(make_municipality(), housed=7)

    with pytest.raises(Refused, match="Periode 2023-2 loopt tot en met 31 december 2023"):
        assess(on="2023-12-31")
    assert not Assessment.objects.exists()
    assess(on="2024-01-01")


def test_assess_period_as_known_in_the_future_is_refused():
    with pytest.raises(Refused, match="ligt in de toekomst"):
        assess(on="2024-01-01", known_at=end_of_day(date(2024, 1, 2)))


def test_assess_period_as_known_today_knows_what_came_in_so_far():
    covered(make_municipality())
    assess(on="2025-01-01", known_at=end_of_day(date(2025, 1, 1)))

    assert Assessment.objects.get().known_at == at("2025-01-01")()


def test_save_motivation_over_another_version_is_refused_with_both_texts():
    covered(make_municipality())
    assess()
    assessment = Assessment.objects.get()
    save_motivation(assessment, text="Eerste.", version=0, by=None, now=at("2025-01-02"))

    with pytest.raises(MotivationChanged) as refusal:
        save_motivation(assessment, text="Tweede.", version=0, by=None, now=at("2025-01-02"))
    assert (refusal.value.current, refusal.value.version) == ("Eerste.", 1)
    assert Assessment.objects.get().motivation == "Eerste."


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("assess", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_assess_command_without_province_names_those_without_a_policy():
    covered(make_municipality())
    make_province("PV24", "Flevoland")
    out, err = run("2023-2", "--json")

    assert [row["rung"] for row in json.loads(out)] == [1]
    assert "Geen beleidskader voor 2023-2: Flevoland." in err


def test_assess_command_prints_null_for_what_is_not_covered():
    make_municipality("Baarn")
    make_period()
    (row,) = json.loads(run("2023-2", "--json", "--dry-run")[0])

    assert row["name"] == "Baarn"
    nothing = ("rung", "basis", "rung_on_total_task", "quota", "opening_balance", "total_task", "realised")
    assert all(row[name] is None for name in nothing)


def test_assess_command_counts_one_municipality_in_the_singular():
    covered(make_municipality())

    assert run("2023-2")[0].endswith("\n1 gemeente beoordeeld over 2023-2.\n")


def test_assess_command_dry_run_keeps_nothing():
    covered(make_municipality())
    run("2023-2", "--dry-run")

    assert Assessment.objects.count() == 0


def test_assess_command_known_at_takes_the_whole_day():
    m = make_municipality()
    covered(m)
    run("2023-2", "--known-at", "2024-01-01")

    assert Assessment.objects.get().known_at == end_of_day(date(2024, 1, 1))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["2099-1"], "Periode 2099-1 bestaat niet. Kies een van: 2023-2."),
        (["2023-2", "--province", "PV99"], "Provincie PV99 bestaat niet. Kies een van: PV24, PV26."),
        (["2023-2", "--policy", "utrecht-1999"], "Beleidskader utrecht-1999 bestaat niet"),
        (["2023-2", "--policy", "utrecht-2024"], "Beleidskader utrecht-2024 geldt niet voor periode 2023-2"),
        (["2023-2", "--province", "PV24"], "er is geen beleidskader voor"),
        (["2023-2", "--known-at", "1 januari"], '"1 januari" is geen datum'),
    ],
)
def test_assess_command_refuses_in_dutch(arguments, message):
    make_period()
    make_province()
    make_province("PV24", "Flevoland")

    with pytest.raises(CommandError) as refusal:
        run(*arguments)
    assert message in str(refusal.value)


def test_setting_is_saved_in_the_order_of_what_is_decided():
    covered(make_municipality("Baarn"))
    assess(on="2024-01-05")
    label = RungLabel(rung=1, name="Kijken", colour="groen")

    with pytest.raises(Refused, match="Vastleggen op 4 januari 2024"):
        save_setting(label, ["name"], by=make_user(), now=at("2024-01-04"))

    assert not RungLabel.objects.exists()


def test_load_reference_adds_342_municipalities_once():
    out = StringIO()
    call_command("load_reference", stdout=out)
    call_command("load_reference", stdout=out)

    assert out.getvalue().split("\n")[:2] == ["342 gemeenten toegevoegd.", "0 gemeenten toegevoegd."]
    assert (Municipality.objects.count(), Province.objects.count()) == (342, 12)


@pytest.mark.parametrize("name", ["Leerdam", "Vianen", "Zederik"])
def test_what_went_to_another_province_is_not_left_there(name):
    call_command("load_reference", stdout=StringIO())
    register, own = Register.of_the_country(), Province.objects.get(pk="PV26")
    days = date(2023, 7, 5), date(2023, 7, 5)

    assert register.outsider(None, name, "Zuid-Holland", own) is None
    assert str(register.find(None, name, days, "Utrecht")) == "Vijfheerenlanden"
    with pytest.raises(
        BadValue, match="Vijfheerenlanden ligt in Utrecht, maar de provincie in deze rij is Zuid"
    ):
        register.find(None, name, days, "Zuid-Holland")


def test_load_example_over_own_figures_is_refused():
    call_command("load_reference", stdout=StringIO())
    province = Province.objects.get(pk="PV26")
    numbers = dict.fromkeys(Municipality.objects.filter(province=province), 1)
    deliver_quotas(make_period(), numbers, on="2023-05-02", province=province)

    with pytest.raises(CommandError, match="heeft al eigen cijfers"):
        call_command("load_example", stdout=StringIO())
    province.refresh_from_db()
    assert not province.figures_are_examples


def test_period_of_the_example_with_terms_of_one_municipality_is_assessed_once():
    baarn, period = make_municipality("Baarn"), make_period()
    covered(baarn)
    LetterTerms.objects.create(province=baarn.province, period=period, municipality=baarn)

    done = [judge(baarn.province, period, known_on=date(2024, 1, 5)) for _ in range(2)]

    assert done == [True, False]
    assert Assessment.objects.get().municipality == baarn


def test_demo_accounts_are_refused_on_a_real_server(settings):
    settings.INSECURE_HTTP = False

    with pytest.raises(CommandError, match="bestaan alleen met INSECURE_HTTP=1"):
        call_command("load_example", "--demo-accounts", stdout=StringIO())


@pytest.mark.parametrize(
    ("app", "name"),
    [("assessments", "assess"), ("assessments", "export_letters"), ("example", "load_example")],
)
def test_help_of_a_command_sets_its_own_arguments_apart_in_dutch(app, name):
    text = load_command_class(app, name).create_parser("manage.py", name).format_help()
    own = text.partition("argumenten van deze opdracht:")[2]

    assert own
    assert "positional arguments" not in text
    for english in ("PROVINCE", "POLICY", "KNOWN_AT"):
        assert english not in text


def test_other_words_for_the_same_outcome_are_no_difference():
    m = make_municipality()
    covered(m, housed=7)
    assess()
    kept = Assessment.objects.get()
    memory, policy = memory_of(make_period(), make_province())[m.pk], kept.rules
    assert changes_now(kept, kept.figures, memory, policy) == []

    for finding in kept.placement_snapshot["findings"]:
        finding["sentence"] = "Anders gezegd."
    assert changes_now(kept, kept.figures, memory, policy) == []
    kept.placement_snapshot["because"] = "step_up"
    assert [change.label for change in changes_now(kept, kept.figures, memory, policy)] == ["Bevindingen"]


def decided_otherwise() -> Municipality:
    """Decide on rung 3 where the rule says 2, and let 3 more be reported, which makes it 1."""
    m = make_municipality("Zeist")
    covered(m, housed=7)
    assess()
    concept = Assessment.objects.get()
    choice = Choice(rung=3, reason="Al drie keer op rij.", presented_on=date(2024, 12, 2))
    save_motivation(concept, text="Zie het verslag.", version=0, choice=choice, by=people()[0], now=at(DAY))
    adopt()
    house_late(m, number=3, on="2025-01-05")
    Municipality.objects.update(name="Driebergen")
    return m


@pytest.mark.parametrize("arguments", [(), ("--dry-run",)])
def test_assess_command_tells_what_was_decided_and_what_differs(arguments):
    decided_otherwise()
    (row,) = json.loads(run("2023-2", "--json", *arguments)[0])

    assert (row["name"], row["rung"], row["realised"], row["state"]) == ("Zeist", 3, 7, "adopted")
    assert row["adopted"] == {
        "version": 1,
        "decision_date": "2025-01-01",
        "decision_number": "2024-77",
        "known_at": "2025-01-01T12:00:00+00:00",
        "outcome": 2,
        "outcome_now": 1,
        "changes": [
            "gehuisvest van 7 naar 10",
            "eindstand van +3 naar 0",
            "uitkomst van trede 2 naar trede 1",
            "trede zonder koppelingstekort van trede 2 naar trede 1",
            "gemiste perioden op rij van 1 naar 0",
        ],
    }
    assert not Assessment.objects.exists()


def test_assess_command_says_that_it_left_what_was_decided():
    decided_otherwise()
    lines = run("2023-2")[0].splitlines()

    assert lines[0].endswith("vastgesteld, niet gewijzigd")
    assert " trede 3 " in lines[0]
    assert lines[1] == (
        "0 gemeenten beoordeeld over 2023-2. 1 beoordeling was al voorgesteld of vastgesteld en niet gewijzigd."
    )


def test_assess_command_on_an_earlier_day_knows_no_decision_of_later():
    decided_otherwise()
    (row,) = json.loads(run("2023-2", "--json", "--dry-run", "--known-at", "2024-12-31")[0])

    assert (row["rung"], row["realised"], row["state"], row["adopted"]) == (2, 7, "concept", None)
