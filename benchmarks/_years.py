"""Years of daily deliveries, up to yesterday: of one province or of twelve, most of its periods adopted.

Municipalities get a housing and a coupling every second day, recorded on the day after. The last half-year runs, the
one before it was assessed, and so was the one before that; all earlier ones were adopted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import Role, User
from assessments.judging.assess_period import assess_period
from assessments.models import Assessment, AssessmentVersion, Judgement, Step
from assessments.workflow import State
from audit.actions import keep_all_sealed
from benchmarks._data import insert
from municipalities.figures import PeriodFacts
from municipalities.halfyear import half_year_after, half_year_of
from municipalities.models import (
    Correction,
    Coupling,
    Delivery,
    Housing,
    Municipality,
    Period,
    Province,
    Quota,
)

NOT_ADOPTED = 3
CODES = ["PV26", *(f"PV{number}" for number in range(20, 26)), *(f"PV{number}" for number in range(27, 32))]
JUDGED = [field for field in AssessmentVersion._meta.concrete_fields if hasattr(Judgement, field.attname)]


def noon(day: date) -> datetime:
    """Return noon of a day; in the morning of today now, since nothing was recorded later."""
    return min(datetime.combine(day, time(12), tzinfo=UTC), timezone.now())


def years(today: date, *, municipalities: int, periods: int, provinces: int = 1) -> Province:
    """Fill an empty database, and return the province that is measured."""
    running = half_year_of(today)
    codes = [half_year_after(running, -back) for back in range(periods)][::-1]
    made = [made_period(PeriodFacts.of(code)) for code in codes]
    whose = [Province.objects.create(code=code, name=f"Provincie {code}") for code in CODES[:provinces]]
    serial = count()
    for province in whose:
        everybody = Municipality.objects.bulk_create(
            Municipality(
                cbs_code=f"GM{next(serial):04d}",
                name=f"Gemeente {number}",
                province=province,
                valid_from=date(1900, 1, 1),
            )
            for number in range(municipalities)
        )
        fill(province, everybody, made, today)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    decide(whose[0], made[:-1])
    return whose[0]


def made_period(facts: PeriodFacts) -> Period:
    return Period.objects.create(
        code=facts.code, start=facts.start, end=facts.end, reference_date=facts.reference_date
    )


def fill(province: Province, everybody: list[Municipality], periods: list[Period], today: date) -> None:
    """Write what deliveries would have booked, without the checks that are not measured here."""
    first, ids = periods[0].start, [row.pk for row in everybody]
    said = [[row.cbs_code, None, "", 0, ""] for row in everybody]
    events = [(day, kind) for day in every_other(first, today) for kind in ("housings", "couplings")]
    eve = first - timedelta(1)
    about: list[tuple[date, dict[str, Any]]] = [
        (first, {"kind": "openings", "form": "statement", "period": periods[0]}),
        (first, {"kind": "stock", "form": "statement", "first_day": eve, "last_day": eve}),
        *(
            (row.start, {"kind": "quotas", "form": "statement", "period": row, "entry_kind": "announced"})
            for row in periods
        ),
        *(
            (last + timedelta(1), {"kind": kind, "form": "events", "first_day": day, "last_day": last})
            for day, kind in events
            for last in [min(day + timedelta(1), today - timedelta(1))]
        ),
    ]
    about.sort(key=lambda pair: pair[0])
    rows = Delivery.objects.bulk_create(
        (
            Delivery(
                province=province,
                number=number,
                recorded_at=noon(day),
                dated_on=day,
                lines=said if fields["form"] == "statement" else [],
                **fields,
            )
            for number, (day, fields) in enumerate(about, 1)
        ),
        batch_size=500,
    )
    by_kind = {kind: [row for row in rows if row.kind == kind] for kind in {row.kind for row in rows}}
    common = ("delivery_id", "municipality_id", "kind")
    write(Correction, (*common, "period_id", "reason", "amount"), by_kind["openings"], ids, opening)
    write(Quota, (*common, "period_id", "announced_on", "amount"), by_kind["quotas"], ids, quota)
    write(Coupling, (*common, "coupled_on", "amount"), by_kind["stock"], ids, stock)
    write(Housing, (*common, "housed_on", "amount"), by_kind["housings"], ids, event("regular"))
    write(Coupling, (*common, "coupled_on", "amount"), by_kind["couplings"], ids, event("coupled"))


def every_other(first: date, today: date) -> Iterator[date]:
    while first < today:
        yield first
        first += timedelta(2)


def write(
    model: Any, columns: tuple[str, ...], deliveries: list[Delivery], ids: list[int], values: Any
) -> None:
    """Write an entry for each municipality of each delivery, recorded when that was."""
    rows = ((row.pk, pk, *values(row), row.recorded_at) for row in deliveries for pk in ids)
    insert(model, (*columns, "recorded_at"), rows)


def opening(row: Delivery) -> tuple[Any, ...]:
    return "opening", row.period_id, "", 7


def quota(row: Delivery) -> tuple[Any, ...]:
    return "announced", row.period_id, row.dated_on, 92


def stock(row: Delivery) -> tuple[Any, ...]:
    return "stock", row.last_day, 80


def event(kind: str) -> Any:
    return lambda row: (kind, row.first_day, 1)


def decide(province: Province, periods: list[Period]) -> None:
    """Assess every period three weeks after its end, and let the older ones be adopted."""
    proposer = User.objects.create_user("p@example.nl", name="Robin", role=Role.SUPERVISOR, province=province)
    adopter = User.objects.create_user("v@example.nl", name="Sam", role=Role.ADOPTER, province=province)
    for index, period in enumerate(periods):
        moment = noon(period.end + timedelta(21))
        assess_period(
            period=period, province=province, by=proposer, now=partial(noon, period.end + timedelta(21))
        )
        if index < len(periods) + 1 - NOT_ADOPTED:
            adopt(period, province, moment, proposer, adopter)


def adopt(period: Period, province: Province, moment: datetime, proposer: User, adopter: User) -> None:
    concepts = list(Assessment.objects.filter(period=period, municipality__province=province))
    common: dict[str, Any] = {"at": moment, "province_code": province.code}
    versions = [
        AssessmentVersion(**{field.attname: getattr(row, field.attname) for field in JUDGED}, number=1)
        for row in concepts
    ]
    nothing: list[dict[str, Any]] = [{} for _ in versions]
    keep_all_sealed(versions, "beoordeling vastgezet", by=proposer, details=nothing, **common)
    for number, (state, by) in enumerate(((State.PROPOSED, proposer), (State.ADOPTED, adopter)), 1):
        steps = [
            Step(version=row, number=number, state=state, taken_at=moment, taken_by=by) for row in versions
        ]
        keep_all_sealed(steps, "stap", by=by, details=nothing, **common)
    Assessment.objects.filter(pk__in=[row.pk for row in concepts]).delete()
