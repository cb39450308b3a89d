"""The fictitious periods after the worked example: the same whenever they are asked, and never in the way."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps

from assessments.models import Assessment
from audit.models import AuditEntry
from example.days import PERIODS, Course, course_of
from example.deliveries import MADE_UP
from example.later import FIRST_DAY, PROVINCE_QUOTAS, later_figures, later_periods, standing_after, weeks_of
from example.talks import AGENDA, Told, told_in
from example.worked_example import load_example
from municipalities.contacts.actions import record_note
from municipalities.dutch import AMSTERDAM
from municipalities.figures import PeriodFacts
from municipalities.ledger.queries import figures_for
from municipalities.models import (
    ActionPlan,
    Agreement,
    Conversation,
    Delivery,
    Municipality,
    Note,
    Period,
    Province,
    QuotaKind,
)
from municipalities.moments import end_of_day, local_day
from municipalities.reference import read_fixture
from tests.factories import at, deliver_quotas
from tests.rows import OURS

CODES = [row["cbs_code"] for row in read_fixture("example_2024-1.csv")]


def figures() -> dict[str, list[dict[str, str]]]:
    return {code: read_fixture(f"example_{code}.csv") for code in PERIODS}


def test_later_periods_run_through_the_one_of_today():
    assert [facts.code for facts in later_periods(date(2025, 7, 1))] == ["2024-2", "2025-1", "2025-2"]
    assert [facts.code for facts in later_periods(date(2025, 6, 30))] == ["2024-2", "2025-1"]
    assert list(later_periods(date(2024, 6, 30))) == []


def test_later_figures_are_the_same_on_every_day():
    early, late = later_figures(figures(), date(2024, 9, 1)), later_figures(figures(), date(2027, 9, 1))

    assert next(iter(early.items())) == next(iter(late.items()))
    assert list(late) == list(later_periods(date(2027, 9, 1)))


def test_later_figures_add_up_and_can_be_housed():
    balances, _ = standing_after(figures())
    for index, rows in enumerate(later_figures(figures(), date(2030, 1, 1)).values()):
        assert (
            sum(int(row["quota_announced"]) for row in rows) == PROVINCE_QUOTAS[index % len(PROVINCE_QUOTAS)]
        )
        for row in rows:
            realised = int(row["realised"])
            assert 0 <= realised <= int(row["available_on_reference_date"])
            balances[row["cbs_code"]] += int(row["quota_announced"]) - realised
    assert min(balances.values()) >= -20, "a lead stays plausible"


def test_weeks_cover_every_day_once_and_stop_where_a_period_ends():
    spans = list(later_periods(date(2026, 12, 1)))
    weeks = list(weeks_of(spans))

    assert weeks[0] == (date(2024, 7, 1), date(2024, 7, 7))
    assert all(second[0] > first[1] for first, second in itertools.pairwise(weeks))
    assert sum((last - first).days + 1 for first, last in weeks) == (spans[-1].end - spans[0].start).days
    assert {last for _, last in weeks} >= {facts.last_day for facts in spans}


def history(code: str, today: date) -> Course:
    told = {**figures(), **{facts.code: rows for facts, rows in later_figures(figures(), today).items()}}
    spans = (*PERIODS.values(), *later_periods(today))
    return course_of(
        [(facts, next(row for row in told[facts.code] if row["cbs_code"] == code)) for facts in spans]
    )


@pytest.mark.parametrize("code", CODES)
def test_days_of_later_periods_add_up_to_their_figures(code):
    today = date(2028, 1, 1)
    found = history(code, today)
    for facts, rows in later_figures(figures(), today).items():
        row = next(row for row in rows if row["cbs_code"] == code)
        coupled = found.stock + sum(day <= facts.reference_date for day in found.coupled)
        before = sum(day < facts.start for day in found.housed)
        assert coupled - before == int(row["available_on_reference_date"])
        assert sum(facts.start <= day < facts.end for day in found.housed) == int(row["realised"])


@pytest.mark.parametrize("code", ["GM0307", "GM0339", "GM0344"])
def test_days_stay_as_they_were_when_a_period_follows(code):
    *_, running = later_periods(date(2026, 3, 1))

    def days_until_its_end(today: date) -> list[list[date]]:
        found = history(code, today)
        return [sorted(day for day in days if day < running.end) for days in (found.coupled, found.housed)]

    assert days_until_its_end(running.end) == days_until_its_end(date(2028, 1, 1))


def test_couplings_of_later_periods_come_all_year_round():
    days = history("GM0344", date(2026, 7, 1)).coupled
    months = Counter((day.year, day.month) for day in days if date(2025, 1, 1) <= day < date(2026, 7, 1))

    assert len(months) == 18


def test_everything_told_comes_to_an_end():
    for facts in later_periods(date(2027, 1, 1)):
        told = sorted(told_in(facts, CODES), key=lambda row: row.on)
        last = {(row.model, row.code): row.values for row in told}

        assert all(values["outcome"] for (model, _), values in last.items() if model is Agreement)
        assert not any(values["is_planned"] for (model, _), values in last.items() if model is Conversation)
        assert all(values["verdict"] for (model, _), values in last.items() if model is ActionPlan)


@pytest.mark.django_db
@pytest.mark.usefixtures("example")
def test_repeated_load_leaves_to_people_what_they_went_on_with():
    def told(model: type[Note]) -> list[Told]:
        return [row for row in told_in(next(later_periods(FIRST_DAY)), CODES) if row.model is model]

    first, ended = sorted(told(Agreement), key=lambda row: row.code)[:2]
    load_example(now=end_of_day(first.on))
    theirs = Agreement.objects.get(municipality__cbs_code=first.code)
    fields = {**first.values, "text": "Een eigen afspraak"}
    own = record_note(
        Agreement, municipality=theirs.municipality, by=None, now=at(first.on), replaces=theirs, **fields
    )

    load_example(now=end_of_day(ended.on))

    assert Agreement.objects.standing(end_of_day(ended.on)).get(municipality=theirs.municipality) == own


@pytest.mark.django_db
@pytest.mark.usefixtures("example")
def test_repeated_load_tells_nothing_more_of_days_that_an_earlier_version_told_of(monkeypatch):
    def held_only(facts: PeriodFacts, codes: Iterable[str]) -> Iterator[Told]:
        return (row for row in told_in(facts, codes) if not row.values.get("is_planned"))

    with monkeypatch.context() as earlier:
        earlier.setattr("example.worked_example.told_in", held_only)
        load_example(now=end_of_day(date(2024, 12, 1)))
    load_example(now=end_of_day(date(2025, 3, 1)))

    planned = Conversation.objects.filter(is_planned=True).values_list("recorded_at", flat=True)
    assert planned
    assert min(planned) > end_of_day(date(2024, 12, 1))


@pytest.mark.django_db
@pytest.mark.usefixtures("example")
def test_nothing_is_assessed_before_its_day():
    load_example(now=end_of_day(date(2025, 1, 7)))
    assert not Assessment.objects.filter(period__code="2024-2").exists()

    load_example(now=end_of_day(date(2025, 1, 8)))
    moments = Assessment.objects.filter(period__code="2024-2").values_list("assessed_at", flat=True)
    assert len(moments) == 26
    assert max(moments) <= end_of_day(date(2025, 1, 8))


def recorded_after(moment: datetime) -> list[tuple[str, Any]]:
    """Return what stands in the database with a later moment than this, but for when it was really entered."""
    names = {"recorded_at", "assessed_at", "taken_at", "made_at"}
    found = []
    for model in (model for app in OURS for model in apps.get_app_config(app).get_models(True)):
        rows = model._base_manager.all()
        if model is AuditEntry:
            rows = rows.exclude(action="aanlevering vastgelegd")
        for name in names & {field.name for field in model._meta.fields}:
            found += [(model.__name__, row) for row in rows.filter(**{f"{name}__gt": moment})]
    return found


@pytest.mark.django_db
@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    "now",
    [
        pytest.param(datetime(2024, 7, 15, 3, 40, tzinfo=AMSTERDAM), id="a Monday before COA delivers"),
        pytest.param(datetime(2025, 1, 1, 9, 59, tzinfo=AMSTERDAM), id="before a period is added"),
        pytest.param(datetime(2025, 1, 8, 9, 59, tzinfo=AMSTERDAM), id="before a period is assessed"),
        pytest.param(datetime(2024, 9, 16, 0, 1, tzinfo=AMSTERDAM), id="before anybody talks"),
    ],
)
def test_nothing_is_recorded_after_the_moment_of_loading(now):
    load_example(now=now)

    assert recorded_after(now) == []
    load_example(now=end_of_day(local_day(now)))
    assert recorded_after(now) != [], "it came later that day"


@pytest.mark.django_db
@pytest.mark.usefixtures("example")
def test_people_can_deliver_right_after_a_load_on_a_monday_morning():
    now = datetime(2024, 7, 15, 3, 40, tzinfo=AMSTERDAM)
    load_example(now=now)
    quota = dict.fromkeys(Municipality.objects.filter(cbs_code__in=CODES), 50)

    own = deliver_quotas(Period.objects.get(code="2024-2"), quota, on=now, kind=QuotaKind.REVISED)

    assert own.recorded_at == now


@pytest.mark.django_db
@pytest.mark.usefixtures("example")
def test_repeated_load_adds_what_came_later_only():
    before = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    concepts = list(Assessment.objects.order_by("pk").values_list("pk", "assessed_at"))

    assert load_example(now=end_of_day(date(2024, 7, 16)))
    assert list(Delivery.objects.filter(pk__in=before).order_by("pk").values_list("pk", flat=True)) == before
    # The quota, and both kinds over the first two weeks of July.
    added = Delivery.objects.exclude(pk__in=before)
    assert added.count() == 1 + 2 * 2
    assert {row.source for row in added} == {MADE_UP}
    Province.objects.filter(pk="PV26").update(contact="een andere postbus")
    assert not load_example(now=end_of_day(date(2024, 7, 16)))
    assert Province.objects.get(pk="PV26").contact == "een andere postbus"
    assert load_example(now=end_of_day(date(2024, 7, 22)))
    assert added.all().count() == 1 + 3 * 2
    # Some talks are planned, and those that were planned and held stand once.
    load_example(now=end_of_day(date(2024, 9, 16)))
    talks = Conversation.objects.standing(end_of_day(date(2024, 9, 16)))
    assert set(talks.filter(is_planned=True).values_list("summary", flat=True)) == {AGENDA}
    assert talks.filter(is_planned=False).exclude(replaces=None).exists()
    assert not talks.filter(is_planned=True, day__lte=date(2024, 9, 16)).exists()
    assert list(Assessment.objects.order_by("pk").values_list("pk", "assessed_at")) == concepts

    period, utrecht = Period.objects.get(code="2024-2"), Province.objects.get(pk="PV26")
    known = figures_for(period, known_at=end_of_day(date(2024, 7, 22)), province=utrecht)
    assert sum(row.quota for row in known.values()) == PROVINCE_QUOTAS[0]
    assert {row.covered_through for row in known.values()} == {date(2024, 7, 21)}
