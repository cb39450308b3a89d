"""A database with the example of an earlier version stays as it is, and the command says how to get the new one."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from assessments.models import PublishedFigure, ReportProse
from example.worked_example import OfEarlierVersion, load_example
from municipalities.models import Delivery, Period
from municipalities.moments import end_of_day
from tests.rows import Rows, put_rows, take_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_report(example_rows: Rows) -> None:
    """Put the example into the database as the first versions loaded it."""
    put_rows(
        {model: rows for model, rows in example_rows.items() if model not in (PublishedFigure, ReportProse)}
    )


@pytest.fixture
def with_other_figures(example_rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the example into the database, gone on with by a version that drew other figures."""
    put_rows(example_rows)
    with monkeypatch.context() as earlier:
        earlier.setattr("example.later.STRENGTHS", (0.5,))
        load_example(now=end_of_day(date(2024, 9, 16)))


@pytest.mark.parametrize("earlier", ["without_report", "with_other_figures"])
def test_example_of_an_earlier_version_stays_as_it_is(earlier, request, settings):
    request.getfixturevalue(earlier)
    before, said = take_rows(), StringIO()

    with pytest.raises(OfEarlierVersion):
        load_example(now=end_of_day(date(2025, 3, 1)))
    call_command("load_example", "--demo-accounts", stdout=said)

    after = take_rows()
    assert {model for model, rows in after.items() if rows != before[model]} == {User}
    assert "door een eerdere versie geladen" in said.getvalue()
    assert "rm var/demo.sqlite3* en daarna make demo" in said.getvalue()
    assert "toezichthouder@provincie.example" in said.getvalue()


def test_example_of_this_version_goes_on_when_periods_pass(example_rows):
    put_rows(example_rows)

    deliveries = []
    for day in (date(2024, 12, 30), date(2025, 1, 6), date(2025, 7, 14)):
        assert load_example(now=end_of_day(day))
        deliveries.append(Delivery.objects.count())

    assert sorted(set(deliveries)) == deliveries
    assert Period.objects.filter(code="2025-2").exists()
