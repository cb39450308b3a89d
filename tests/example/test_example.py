"""The worked example against the progress report of the province of Utrecht over 2023-2."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from assessments.judging.assess_period import judge_period
from assessments.models import Assessment
from assessments.overview.overview import overview_of
from assessments.templatetags.dutch import names
from assessments.verification import deviations
from example.worked_example import load_example
from municipalities.dutch import percentage
from municipalities.figures import totals
from municipalities.ledger.queries import figures_for
from municipalities.models import Delivery, Housing, Municipality
from municipalities.moments import end_of_day
from municipalities.reference import read_fixture
from tests.assessments.utrecht import period, utrecht
from tests.rows import Rows, take_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example")]

TABLE_2 = {
    "Amersfoort": (2, "koppelingstekort"),
    "Baarn": (1, "koppelingstekort"),
    "Bunnik": (2, "koppelingstekort"),
    "Bunschoten": (2, "koppelingstekort"),
    "De Bilt": (2, "koppelingstekort"),
    "De Ronde Venen": (1, "koppelingstekort"),
    "Eemnes": (1, "totaalopgave"),
    "Houten": (1, "totaalopgave"),
    "IJsselstein": (2, "koppelingstekort"),
    "Leusden": (2, "koppelingstekort"),
    "Lopik": (2, "totaalopgave"),
    "Montfoort": (1, "totaalopgave"),
    "Nieuwegein": (1, "totaalopgave"),
    "Oudewater": (2, "koppelingstekort"),
    "Renswoude": (1, "totaalopgave"),
    "Rhenen": (1, "totaalopgave"),
    "Soest": (1, "totaalopgave"),
    "Stichtse Vecht": (2, "koppelingstekort"),
    "Utrecht": (2, "koppelingstekort"),
    "Utrechtse Heuvelrug": (2, "koppelingstekort"),
    "Veenendaal": (1, "totaalopgave"),
    "Vijfheerenlanden": (2, "totaalopgave"),
    "Wijk bij Duurstede": (1, "koppelingstekort"),
    "Woerden": (2, "totaalopgave"),
    "Woudenberg": (1, "koppelingstekort"),
    "Zeist": (1, "koppelingstekort"),
}
"""Table 2 of the report: rung and basis, in its own order."""


def sums(code: str, known_on: date):
    return totals(figures_for(period(code), known_at=end_of_day(known_on), province=utrecht()).values())


def assessed(*arguments: str) -> list[dict]:
    out = StringIO()
    call_command("assess", *arguments, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_assess_2023_2_equals_table_2_of_the_report():
    rows = assessed("2023-2", "--known-at", "2024-01-01", "--dry-run")

    assert {row["name"]: (row["rung"], row["basis"]) for row in rows} == TABLE_2
    assert [row["name"] for row in rows] == list(TABLE_2)


def test_assess_2023_2_prints_the_agreed_fields():
    zeist = assessed("2023-2", "--known-at", "2024-01-01", "--dry-run")[-1]

    assert zeist == {
        "cbs_code": "GM0355",
        "name": "Zeist",
        "period": "2023-2",
        "policy": "utrecht-2023",
        "basis": "koppelingstekort",
        "measured_against": "available",
        "verdict": "met",
        "rung": 1,
        "rung_on_total_task": 2,
        "quota": 66,
        "opening_balance": 12,
        "total_task": 78,
        "available_on_reference_date": 66,
        "realised": 70,
        "closing_balance": 8,
        "state": "concept",
        "adopted": None,
    }


def test_totals_2023_2_equal_table_1_of_the_report():
    known = sums("2023-2", date(2024, 1, 1))

    assert (known.quota.value, known.opening_balance.value, known.total_task.value) == (1372, 406, 1778)
    assert (known.realised.value, known.closing_balance.value) == (1208, 570)
    assert (percentage(known.share_of_quota), percentage(known.share_of_total_task)) == ("88%", "68%")
    assert (known.gross_opening_backlog.value, known.gross_closing_backlog.value) == (438, 579)


def test_counted_sentences_of_section_3_2_hold():
    overview = overview_of(period("2023-2"), utrecht(), now=end_of_day(date(2024, 1, 8)))

    assert Counter(row.rung_number for row in overview.rows) == {1: 13, 2: 13}
    assert overview.measures == {"koppelingstekort": 15, "totaalopgave": 11}
    assert len(overview.short) == 15
    assert names(overview.milder) == "Baarn, Wijk bij Duurstede en Zeist"
    milder = [row.figures.closing_balance for row in overview.rows if row.milder]
    assert all(balance > 0 for balance in milder)


def test_outlook_of_section_4_1_holds():
    later = sums("2024-1", date(2024, 3, 1))

    assert (later.quota.value, later.opening_balance.value, later.total_task.value) == (1459, 574, 2033)


def test_opening_of_2024_1_depends_on_when_it_is_known():
    assert sums("2024-1", date(2024, 1, 1)).opening_balance.value == 570
    assert sums("2024-1", date(2024, 2, 11)).opening_balance.value == 570
    assert sums("2024-1", date(2024, 2, 12)).opening_balance.value == 574


def test_total_task_of_2023_2_before_the_quota_was_lowered():
    known = sums("2023-2", date(2023, 11, 1))

    assert known.total_task.value == 2530
    assert known.coupling_shortages.value == 26


def test_total_task_of_2023_2_after_the_quota_was_lowered():
    assert sums("2023-2", date(2024, 1, 1)).coupling_shortages.value == 15


def test_assess_2024_1_takes_the_steps_of_the_policy():
    judged = judge_period(period=period("2024-1"), province=utrecht(), known_at=end_of_day(date(2024, 7, 1)))
    steps = {row.municipality.name: (row.placement.previous_rung, row.placement.rung) for row in judged}

    assert sorted(steps.values()).count((1, 2)) == 10
    assert sorted(steps.values()).count((2, 3)) == 12
    assert [name for name, step in steps.items() if step == (1, 1)] == [
        "De Ronde Venen",
        "Montfoort",
        "Soest",
    ]
    assert [name for name, step in steps.items() if step == (2, 1)] == ["Oudewater"]


def test_figures_per_municipality_are_those_of_the_fixture():
    for code, known_on in (("2023-2", date(2024, 1, 1)), ("2024-1", date(2024, 7, 1))):
        known = figures_for(period(code), known_at=end_of_day(known_on), province=utrecht())
        by_code = {municipality.cbs_code: figures for municipality, figures in known.items()}
        for row in read_fixture(f"example_{code}.csv"):
            figures = by_code[row["cbs_code"]]
            assert figures.available_on_reference_date == int(row["available_on_reference_date"])
            assert figures.realised == int(row["realised"])


def test_pool_of_the_example_is_never_negative():
    for municipality in Municipality.objects.filter(province="PV26"):
        balance = 0
        moves = [
            *((e.coupled_on, 0, e.amount) for e in municipality.coupling_set.all()),
            *((e.housed_on, 1, -e.amount) for e in municipality.housing_set.all()),
        ]
        for _, _, amount in sorted(moves):
            balance += amount
            assert balance >= 0, municipality


def test_woudenberg_houses_nobody_before_december():
    days = Housing.objects.filter(municipality__cbs_code="GM0351", housed_on__lt="2024-01-01")

    assert min(days.values_list("housed_on", flat=True)) >= date(2023, 12, 1)


def test_assessments_of_the_example_are_concepts_with_their_own_known_at():
    assert Assessment.objects.count() == 52
    known = {a.period.code: a.known_at for a in Assessment.objects.select_related("period")}
    assert known == {"2023-2": end_of_day(date(2024, 1, 1)), "2024-1": end_of_day(date(2024, 7, 1))}


def test_load_example_twice_changes_nothing():
    before = Delivery.objects.count(), Assessment.objects.count()

    assert load_example() is False
    assert (Delivery.objects.count(), Assessment.objects.count()) == before


def test_example_put_back_is_the_example_as_it_was_loaded(example_rows: Rows):
    assert {model._meta.label: rows for model, rows in take_rows().items()} == {
        model._meta.label: rows for model, rows in example_rows.items()
    }
    assert len(example_rows[Delivery]) == 738
    assert list(deviations()) == []


def test_announced_quotas_on_the_day_of_the_change_are_refused(tmp_path):
    announced = tmp_path / "bekendgemaakt.csv"
    lines = Delivery.objects.get(kind="quotas", entry_kind="announced", period=period("2023-2")).lines
    announced.write_text("\n".join(["CBS-code;Taakstelling", *(f"{line[0]};{line[3]}" for line in lines)]))
    out = StringIO()
    about = ["--period", "2023-2", "--dated-on", "2023-11-10", "--quota-kind", "announced"]

    with pytest.raises(SystemExit):
        call_command("import_delivery", "quotas", str(announced), "--province", "PV26", *about, stdout=out)

    assert "is op 10 november 2023 al gewijzigd" in out.getvalue()
    sums = totals(figures_for(period("2023-2"), known_at=end_of_day(date(2026, 12, 1))).values())
    assert (sums.quota_announced.value, sums.quota.value) == (2124, 1372)
