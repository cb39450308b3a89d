"""Nobody waits for somebody else's work: whoever writes a line of the log holds up all others until the end."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.intake import preview
from assessments.workflow import ADOPT, PROPOSE
from audit.actions import lines_last, record
from audit.models import AuditEntry
from audit.refused import Refused
from audit.rehearsal import rehearsal
from municipalities.intake.kinds import BY_KEY
from municipalities.intake.particulars import Particulars
from municipalities.intake.record import record_file
from tests.assessments.decisions.deciding import assess, covered, ready_to_write, take
from tests.factories import (
    at,
    deliver_quotas,
    make_municipality,
    make_period,
    make_province,
    make_user,
)

pytestmark = pytest.mark.django_db

NOW = at("2024-02-01")
LOG = AuditEntry._meta.db_table
FILE = b"CBS-code;Datum;Gehuisvest\n"


def housings() -> Particulars:
    day = make_period().start
    kind = BY_KEY["housings"]
    return Particulars(
        kind=kind, province=make_province(), dated_on=NOW().date(), first_day=day, last_day=day
    )


def baarn():
    municipality = make_municipality("Baarn")
    deliver_quotas(make_period(), {municipality: 12}, on="2023-05-01")
    return municipality


def line_of(municipality) -> bytes:
    return FILE + f"{municipality.cbs_code};{make_period().start};3\n".encode()


def writes_of(ask) -> list[str]:
    """Return the statements that write, or that wait for who writes."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    said = [query["sql"] for query in queries]
    return [sql for sql in said if sql.startswith(("INSERT", "UPDATE", "DELETE")) or "advisory" in sql]


def test_check_writes_no_line_and_waits_for_no_other():
    content, about = line_of(baarn()), housings()

    writes = writes_of(lambda: preview.preview_file(content, "a.csv", about, now=NOW))

    assert any("municipalities_housing" in sql for sql in writes)
    assert not [sql for sql in writes if LOG in sql or "advisory" in sql]


def test_what_is_recorded_after_a_rehearsal_is_logged():
    with rehearsal():
        record("bekeken", by=None, at=NOW())
    record("gezien", by=None, at=NOW())

    assert AuditEntry.objects.get().action == "gezien"


def test_lines_of_what_was_undone_are_dropped():
    @lines_last()
    def fail():
        record("eerst", by=None, at=NOW())
        raise Refused("Toch niet.")

    with pytest.raises(Refused):
        fail()
    with lines_last():
        record("daarna", by=None, at=NOW())

    assert AuditEntry.objects.get().action == "daarna"


def test_same_file_twice_leaves_one_line():
    content, about = line_of(baarn()), housings()
    deliveries = AuditEntry.objects.filter(action="aanlevering vastgelegd")
    before = deliveries.count()

    for _ in range(2):
        record_file(content, "a.csv", about, by=None, now=NOW)

    assert deliveries.count() == before + 1


def test_lines_come_last_in_a_delivery():
    content, about = line_of(baarn()), housings()

    writes = writes_of(lambda: record_file(content, "a.csv", about, by=None, now=NOW))

    assert_lines_come_last(writes)


@pytest.mark.parametrize("step", [PROPOSE, ADOPT], ids=lambda step: step.name)
def test_lines_come_last_in_a_step_with_many(step):
    covered(*(make_municipality() for _ in range(3)))
    assess()
    ready_to_write()
    if step is ADOPT:
        take(PROPOSE)

    assert_lines_come_last(writes_of(lambda: take(step)))


def assert_lines_come_last(writes: list[str]) -> None:
    """Check that after the first statement about the log there is none about anything else."""
    first = next(index for index, sql in enumerate(writes) if LOG in sql or "advisory" in sql)
    assert first > 0
    assert [sql for sql in writes[first:] if LOG not in sql and "advisory" not in sql] == []


@pytest.mark.django_db(transaction=True)
def test_login_elsewhere_does_not_wait_for_a_check(monkeypatch):
    """On SQLite a rehearsal has the only file; there nobody can write meanwhile."""
    if connection.vendor != "postgresql":
        pytest.skip("two connections that write are for PostgreSQL")
    content, about = line_of(baarn()), housings()
    person = make_user(province=make_province("PV98", "Elders"), password="een-lang-wachtwoord")
    answers: list[int] = []

    def log_in() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
        sent = {"username": person.email, "password": "een-lang-wachtwoord"}
        answers.append(Client().post(reverse("login"), sent).status_code)
        connections.close_all()

    state_of, asked = preview.state_of, []

    def slowly(*arguments):
        asked.append(arguments)
        if len(asked) == 2:  # the delivery is written, and not undone yet
            thread = Thread(target=log_in)
            thread.start()
            thread.join()
        return state_of(*arguments)

    monkeypatch.setattr(preview, "state_of", slowly)
    preview.preview_file(content, "a.csv", about, now=NOW)

    assert answers == [302]
    assert AuditEntry.objects.filter(action="ingelogd", actor=person).exists()
