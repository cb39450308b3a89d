"""The log is a chain: what was done to its lines past the application is named."""

from __future__ import annotations

import logging
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from assessments.models import TextBlock
from assessments.verification import deviations
from assessments.work.log import LogQuestion, entries_for
from audit.actions import keep_all_sealed, record
from audit.append_only import drop_triggers, install_triggers
from audit.chain import chain_deviations, head
from audit.formulas import NEWEST
from audit.models import AuditEntry
from tests.assessments.decisions.adopting import LINES
from tests.factories import at, make_province, make_user
from tests.processes import finish, go, run, wait_until_ready

pytestmark = pytest.mark.django_db

AT_ONCE = 4


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def lines():
    """Five lines, without the triggers that keep them."""
    user = make_user()
    entries = [
        record(f"handeling {number}", by=user, at=at("2025-01-01")(), about=user, number=number)
        for number in range(5)
    ]
    drop_triggers(connection)
    yield entries
    install_triggers(connection)


def test_each_line_holds_the_checksum_of_the_one_before_it(lines):
    assert [line.previous for line in lines] == ["", *(line.checksum for line in lines[:-1])]
    assert head() == f"{lines[-1].pk}:{lines[-1].checksum}"
    assert list(chain_deviations()) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("recorded_at", "2001-01-01 00:00:00+00:00"),
        ("actor_id", None),
        ("origin", "192.0.2.9"),
        ("action", "iets anders"),
        ("object_id", "77"),
        ("object_label", "een ander"),
        ("province_code", "PV24"),
        ("result", "gelukt"),
        ("details", '{"number": 8}'),
        ("checksum", 64 * "0"),
        ("previous", 64 * "0"),
        ("previous", None),
    ],
)
def test_a_line_that_was_changed_is_named(lines, column, value):
    key = lines[2].pk
    sql(f"UPDATE audit_auditentry SET {column} = %s WHERE id = %s", value, key)

    assert f"logregel {key}: de inhoud is niet wat is vastgelegd." in list(chain_deviations())


@pytest.mark.parametrize("gone", [0, 2, 3])
def test_a_line_that_was_removed_is_named_at_the_next(lines, gone):
    sql("DELETE FROM audit_auditentry WHERE id = %s", lines[gone].pk)

    assert list(chain_deviations()) == [
        f"logregel {lines[gone + 1].pk}: de regel ervoor is gewijzigd of weggehaald, of er is er een "
        "tussengevoegd."
    ]


def test_a_line_that_was_written_anew_is_named_at_the_next(lines):
    line = lines[2]
    line.action = "iets anders"
    sql("UPDATE audit_auditentry SET action = %s WHERE id = %s", line.action, line.pk)
    sql("UPDATE audit_auditentry SET checksum = %s WHERE id = %s", line.sealed().checksum, line.pk)

    (sentence,) = chain_deviations()
    assert sentence.startswith(f"logregel {lines[3].pk}: de regel ervoor is gewijzigd")


def test_lines_made_out_to_be_from_before_the_chain_are_named(lines):
    sql("UPDATE audit_auditentry SET previous = NULL")
    assert any("hierna hoort de keten te beginnen" in sentence for sentence in chain_deviations())

    sql("UPDATE audit_auditentry SET previous = '' WHERE id = %s", lines[-1].pk)
    assert any("de regels van voor de keten" in sentence for sentence in chain_deviations())


def test_a_line_that_cannot_be_read_is_named(lines):
    if connection.vendor != "sqlite":
        return
    sql("UPDATE audit_auditentry SET recorded_at = '2025-13-45 00:00:00' WHERE id = %s", lines[2].pk)

    assert list(chain_deviations()) == [f"logregel {lines[2].pk}: de inhoud is niet te lezen."]


def test_an_end_that_was_erased_is_named_with_a_witness_from_outside(lines):
    out = StringIO()
    install_triggers(connection)
    call_command("verify", stdout=out)
    witnessed = head()
    assert out.getvalue().splitlines()[-1] == f"Laatste logregel: {witnessed}"
    call_command("verify", head=[witnessed], stdout=out)
    drop_triggers(connection)
    sql("DELETE FROM audit_auditentry WHERE id >= %s", lines[3].pk)
    install_triggers(connection)
    call_command("verify", stdout=StringIO())

    named = StringIO()
    with pytest.raises(CommandError, match="1 afwijking gevonden"):
        call_command("verify", head=[witnessed], stdout=named)
    assert f"logregel {lines[4].pk}: is buiten de database bewaard, maar staat niet meer" in named.getvalue()


@pytest.mark.parametrize("witnessed", ["", "geen", "1", "1:", "99999999999999999999:x"])
def test_a_witness_that_is_not_in_the_log_is_named(lines, witnessed):
    install_triggers(connection)
    with pytest.raises(CommandError, match="1 afwijking gevonden"):
        call_command("verify", f"--head={witnessed}", stdout=StringIO())


def test_another_line_in_the_place_of_the_witnessed_one_is_named(lines):
    install_triggers(connection)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify", head=[f"{lines[4].pk}:{lines[3].checksum}"], stdout=out)

    assert f"logregel {lines[4].pk}: is niet de regel die buiten de database is bewaard." in out.getvalue()


def test_every_line_is_told_outside_the_database_once_it_stands(django_capture_on_commit_callbacks, caplog):
    with caplog.at_level(logging.INFO, "audit"), django_capture_on_commit_callbacks(execute=True):
        entry = record("bekeken", by=None, at=at("2025-01-01")())

    assert [line.getMessage() for line in caplog.records if line.name == "audit.witness"] == [
        f"{entry.pk}:{entry.checksum}"
    ]


def test_lines_added_at_once_are_linked_like_any_other(django_capture_on_commit_callbacks, caplog):
    province = make_province()
    moment = at("2025-01-01")()
    record("ervoor", by=None, at=moment)
    rows = [
        TextBlock(province=province, key="ask_1", number=number, text="Niets.", recorded_at=moment)
        for number in (1, 2, 3)
    ]
    details = [{"number": number} for number in (1, 2, 3)]
    with caplog.at_level(logging.INFO, "audit"), django_capture_on_commit_callbacks(execute=True):
        keep_all_sealed(rows, "vastgelegd", by=None, at=moment, province_code="PV26", details=details)
    record("erna", by=None, at=moment)

    lines = list(AuditEntry.objects.order_by("pk"))
    assert [line.previous for line in lines] == ["", *(line.checksum for line in lines[:-1])]
    assert [(line.object_id, line.details) for line in lines[1:4]] == [
        (str(row.pk), {"checksum": row.checksum, "number": row.number})
        for row in TextBlock.objects.order_by("number")
    ]
    told = [line.getMessage() for line in caplog.records if line.name == "audit.witness"]
    assert told == [line.head for line in lines[1:4]]
    assert list(deviations()) == []


def test_chain_holds_with_several_processes_at_once(database, tmp_path):
    """Half of them hold the province and half refer to it, from the first line of an empty log on.

    What is rolled back leaves no gap.
    """
    finish(run(database, "-m", "tests.assessments.decisions.adopting", "begin"))
    processes = [
        run(database, "-m", "tests.assessments.decisions.adopting", "log", str(number))
        for number in range(AT_ONCE)
    ]
    for process in processes:
        wait_until_ready(process)
    for process in processes:
        go(process)
    written = [int(finish(process)) for process in processes]

    assert written == [LINES] * AT_ONCE
    said = finish(run(database, "manage.py", "verify"))
    assert "Alles klopt" in said
    assert re.fullmatch(rf"Laatste logregel: \d+:{NEWEST}-[0-9a-f]{{64}}", said.splitlines()[-1])


def test_log_finds_letters_with_an_accent_in_the_details():
    user = make_user()
    record(
        "bekeken", by=user, at=at("2025-01-01")(), province_code=make_province().code, reason="coördinatie"
    )

    assert entries_for(user, LogQuestion(words="coördinatie")).count() == 1
    assert entries_for(user, LogQuestion(words="co%rdinatie")).count() == 0


def test_action_that_one_database_would_refuse_is_refused_on_each():
    with pytest.raises(ValueError, match="longer than 50"):
        record("a" * 51, by=None, at=at("2025-01-01")())
