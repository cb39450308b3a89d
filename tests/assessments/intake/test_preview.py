"""A preview shows exactly what recording, or taking back, then does; and keeps nothing of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from assessments.decisions.impact import impact_on
from assessments.intake.preview import preview_file, preview_take_back
from assessments.judging.assess_period import judge_period
from assessments.judging.differences import measured_text, rung_text
from assessments.models import AssessmentVersion
from assessments.workflow import PROPOSE
from audit.models import AuditEntry
from municipalities.intake.already_known import known_of
from municipalities.intake.doubts import TITLES
from municipalities.intake.kinds import BY_KEY
from municipalities.intake.particulars import Particulars
from municipalities.intake.record import record_file
from municipalities.ledger.queries import figures_for
from municipalities.ledger.take_back import take_back
from municipalities.models import (
    Correction,
    Coupling,
    Delivery,
    DeliveryFile,
    Housing,
    Municipality,
    Province,
    Quota,
)
from tests.assessments.decisions import deciding
from tests.factories import (
    at,
    deliver_quotas,
    make_municipality,
    make_period,
    make_province,
)
from tests.rows import made_once

pytestmark = pytest.mark.django_db

LAST_DAY = date(2023, 12, 31)
LATER = at("2025-02-01")
WRITTEN: list[type[Model]] = [Delivery, DeliveryFile, Quota, Correction, Housing, Coupling, AuditEntry]


def about(kind: str, **fields: Any) -> Particulars:
    values = {"province": make_province(), "dated_on": LATER().date(), **fields}
    return Particulars(kind=BY_KEY[kind], **values)


def counts() -> list[int]:
    return [model._default_manager.count() for model in WRITTEN]


def record(content: str, particulars: Particulars, **fields: Any) -> Any:
    reasons = dict.fromkeys(TITLES, "gecontroleerd")
    values = {"by": None, "now": LATER, "confirmed": reasons, **fields}
    return record_file(content.encode(), "bestand.csv", particulars, **values)


def preview(content: str, particulars: Particulars) -> dict[str, Any]:
    before = counts()
    shown = preview_file(content.encode(), "bestand.csv", particulars, now=LATER).to_json()
    assert counts() == before, "a preview keeps nothing"
    return shown


@made_once
def adopted() -> list[Municipality]:
    """Adopt Baarn, three short of its task, beside Soest, which made it."""
    baarn, soest = make_municipality("Baarn"), make_municipality("Soest")
    deciding.covered(baarn, soest, housed=10)
    deciding.house_late(baarn, number=-0, on="2024-01-02")
    deliver_quotas(
        make_period(), {baarn: 13, soest: 10}, on="2024-01-03", kind="revised", dated_on=date(2023, 11, 1)
    )
    deciding.assess()
    deciding.adopt()
    return [baarn, soest]


def late_file(baarn: Municipality) -> tuple[str, Particulars]:
    """Three more people of the last day, reported after adoption."""
    rows = f"CBS-code;Datum;Gehuisvest\n{baarn.cbs_code};2023-12-31;3\n"
    return rows, about("housings", first_day=LAST_DAY, last_day=LAST_DAY)


def effects(row: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {label: (was, becomes) for label, was, becomes in row["effects"]}


def agrees_with_the_ledger(shown: dict[str, Any], municipalities: list[Municipality]) -> None:
    """Compare the "after" of a preview with what screens would show now."""
    period = make_period()
    figures = figures_for(period, known_at=LATER())
    judged = {
        row.municipality: row
        for row in judge_period(period=period, province=make_province(), known_at=LATER())
    }
    for municipality, row in zip(municipalities, shown["rows"], strict=True):
        assert row["code"] == municipality.cbs_code
        after = {label: becomes for label, (_, becomes) in effects(row).items()}
        assert after["Totaalopgave"] == str(figures[municipality].total_task)
        balance = figures[municipality].closing_balance
        assert after["Eindstand"] == (f"{balance:+}".replace("-", "−") if balance else "0")
        placement = judged[municipality].placement
        assert after["Uitkomst"] == rung_text(placement.rung)
        assert after["Gemeten aan"] == measured_text(placement)


def differing() -> dict[str, list[str]]:
    rows = impact_on(make_province(), now=LATER(), through=make_period())[-1].rows
    return {
        row.municipality.cbs_code: [
            *map(str, row.changes),
            *(f"vooruitblik: {change}" for change in row.outlook),
            *map(str, row.later),
        ]
        for row in rows
        if row.differs
    }


def test_preview_of_a_file_is_what_recording_does(adopted):
    baarn, _ = adopted
    content, particulars = late_file(baarn)
    assert differing() == {}

    shown = preview(content, particulars)
    recorded = record(content, particulars, expected=shown["mark"])

    first, second = shown["rows"]
    assert (first["before"], first["after"], first["difference"], first["cell"]) == (0, 3, 3, "C2")
    assert (second["before"], second["after"], second["differs"]) == (0, 0, False)
    assert {row["code"]: row["after"] for row in shown["rows"]} == {
        row.cbs_code: recorded.after[row.pk] for row in adopted
    }
    assert (shown["changed"], shown["sums"]) == (1, [0, 3, 3])
    agrees_with_the_ledger(shown, adopted)
    assert effects(first)["Eindstand"] == ("+3", "0")
    assert {row["code"]: row["changes"] for row in shown["adopted"]} == differing()
    assert list(differing()) == [baarn.cbs_code]


def test_preview_names_the_outcomes_that_change(adopted):
    baarn, _ = adopted
    content, particulars = late_file(baarn)
    was = rung_text(judged(baarn).rung)

    shown = preview(content, particulars)
    record(content, particulars)

    becomes = rung_text(judged(baarn).rung)
    assert was != becomes
    assert shown["outcomes"] == [
        {"period": "2023-2", "before": was, "after": becomes, "names": "Baarn", "count": 1}
    ]


def judged(municipality: Municipality, code: str = "2023-2") -> Any:
    rows = judge_period(period=make_period(code), province=make_province(), known_at=LATER())
    return next(row.placement for row in rows if row.municipality == municipality)


def test_preview_of_taking_back_is_what_taking_back_does(adopted):
    baarn, _ = adopted
    record(*late_file(baarn))
    delivery = Delivery.objects.order_by("-number")[0]
    before = counts()

    shown = preview_take_back(delivery, now=LATER).to_json()
    assert counts() == before
    take_back(delivery, reason="vergissing", by=None, now=LATER)

    first, second = shown["rows"]
    assert (first["before"], first["after"], first["difference"]) == (3, 0, -3)
    assert not second["differs"]
    assert shown["sums"] == [3, 0, -3]
    agrees_with_the_ledger(shown, adopted)
    assert shown["adopted"] == []
    assert differing() == {}


def test_preview_of_taking_back_names_what_was_adopted_upon_it(adopted):
    delivery = Delivery.objects.get(kind="quotas", entry_kind="revised")

    shown = preview_take_back(delivery, now=LATER).to_json()
    take_back(delivery, reason="vergissing", by=None, now=LATER)

    agrees_with_the_ledger(shown, adopted)
    assert {row["code"]: row["changes"] for row in shown["adopted"]} == differing() != {}


def test_same_file_twice_shows_nothing_new(adopted):
    content, particulars = late_file(adopted[0])
    record(content, particulars)

    shown = preview(content, particulars)

    assert not shown["is_new"]
    assert (shown["changed"], shown["outcomes"], shown["adopted"], shown["doubts"]) == (0, [], [], [])


def test_mark_changes_with_what_is_known(adopted):
    content, particulars = late_file(adopted[0])
    first = preview(content, particulars)["mark"]
    again = preview(content, particulars)["mark"]
    deciding.house_late(adopted[0], number=1, on="2025-01-15")

    assert first == again != preview(content, particulars)["mark"]


def test_absent_is_not_zero():
    make_period()
    baarn, soest = make_municipality("Baarn"), make_municipality("Soest")
    particulars = about("quotas", period=make_period(), entry_kind="announced")

    shown = preview("Gemeente;Taakstelling\nBaarn;5\nSoest;0\n", particulars)

    assert [(row["before"], row["after"], row["difference"]) for row in shown["rows"]] == [
        (None, 5, 5),
        (None, 0, 0),
    ]
    assert (shown["changed"], shown["sums"]) == (2, [None, 5, 5])
    assert (shown["unknown_before"], shown["unknown_after"]) == (2, 0)
    assert known_of(particulars.unsaved(recorded_at=LATER()), [baarn, soest]) == {
        baarn.pk: None,
        soest.pk: None,
    }


def test_taking_back_the_only_source_makes_it_unknown():
    make_period()
    delivery = deliver_quotas(make_period(), {make_municipality("Baarn"): 5}, on="2023-05-02")

    shown = preview_take_back(delivery, now=LATER).to_json()

    assert (shown["rows"][0]["after"], shown["sums"], shown["unknown_after"]) == (None, [5, None, -5], 1)


def test_days_in_no_period_have_no_effect_to_show():
    make_municipality("Baarn")
    day = date(2023, 6, 30)

    shown = preview("Gemeente;Openstaand\nBaarn;5\n", about("couplings-open", first_day=day, last_day=day))

    assert (shown["period"], shown["outcomes"], shown["adopted"]) == ("", [], [])
    assert shown["rows"][0]["effects"] == []


def test_province_without_a_policy_sees_figures_without_outcomes():
    province = make_province("PV23", "Overijssel")
    make_municipality("Zwolle", province=province)
    particulars = about("quotas", period=make_period(), entry_kind="announced", province=province)

    shown = preview("Gemeente;Taakstelling\nZwolle;5\n", particulars)

    assert [label for label, *_ in shown["rows"][0]["effects"]] == ["Totaalopgave", "Eindstand"]
    assert shown["outcomes"] == []


def test_what_the_ledger_has_against_a_file_is_a_finding():
    make_municipality("Baarn")
    Province.objects.update(closed_until=LATER() + timedelta(1))
    particulars = about("quotas", period=make_period(), entry_kind="announced")

    (finding,) = preview("Gemeente;Taakstelling\nBaarn;5\n", particulars)["findings"]

    assert finding["reason"].startswith("Vastleggen op 1 februari 2025")


def test_file_with_findings_asks_nothing_of_the_ledger(adopted):
    content, particulars = late_file(adopted[0])

    with CaptureQueriesContext(connection) as queries:
        shown = preview_file(content.encode() + b"x;x;x\n", "bestand.csv", particulars, now=LATER).to_json()

    assert len(shown["findings"]) == 3
    tables = [model._meta.db_table for model in (Delivery, Housing, Quota, AssessmentVersion)]
    asked = " ".join(query["sql"] for query in queries)
    assert [table for table in tables if f'"{table}"' in asked] == []


def test_later_periods_that_were_worked_on_are_looked_at_too():
    baarn = make_municipality("Baarn")
    deciding.covered(baarn, housed=5)
    deciding.covered(baarn, code="2024-1", housed=8)
    deciding.assess()
    deciding.adopt()
    deciding.assess("2024-1", on="2025-01-02")
    was = judged(baarn, "2024-1")
    content, particulars = late_file(baarn)

    shown = preview(content, particulars)
    record(content, particulars)

    becomes = judged(baarn, "2024-1")
    told = [(row["before"], row["after"]) for row in shown["outcomes"] if row["period"] == "2024-1"]
    assert told == [(rung_text(was.rung), rung_text(becomes.rung))] * (was.rung != becomes.rung)
    assert [row["period"] for row in shown["adopted"]] == ["2023-2"]
    assert any("vooruitblik" in change for change in shown["adopted"][0]["changes"])


def test_later_opening_balances_of_what_was_adopted_are_named_too():
    """Of an earlier period than the one right before, by what the list for re-assessment says afterwards."""
    baarn = make_municipality("Baarn")
    for code in ("2023-2", "2024-1", "2024-2"):
        deciding.covered(baarn, code=code, housed=5)
    make_period("2025-1")
    deciding.assess()
    deciding.adopt()
    day = date(2024, 12, 30)
    rows = f"CBS-code;Datum;Gehuisvest\n{baarn.cbs_code};{day};3\n"
    particulars = about("housings", first_day=day, last_day=day)

    shown = preview(rows, particulars)
    record(rows, particulars)

    named = [(row["period"], row["code"], row["changes"]) for row in shown["adopted"]]
    assert named == [("2023-2", baarn.cbs_code, differing()[baarn.cbs_code])]
    assert "2025-1" in named[0][2][0]


def test_proposed_assessments_that_rest_on_what_changes_are_named_apart():
    baarn, soest = make_municipality("Baarn"), make_municipality("Soest")
    deciding.covered(baarn, soest, housed=5)
    deciding.assess()
    deciding.ready_to_write()
    deciding.take(PROPOSE)
    content, particulars = late_file(baarn)

    shown = preview(content, particulars)
    record(content, particulars)

    assert shown["adopted"] == []
    assert [(row["period"], row["code"]) for row in shown["proposed"]] == [("2023-2", baarn.cbs_code)]
    assert "gehuisvest" in " ".join(shown["proposed"][0]["changes"]).lower()
    assert preview(content, particulars)["proposed"] == []
