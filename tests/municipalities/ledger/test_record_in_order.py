"""Many deliveries at once are what they are one by one, for fewer queries; or none is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.actions import lines_last
from audit.models import AuditEntry
from audit.refused import Refused
from municipalities.ledger.record import record_delivery, record_in_order
from municipalities.ledger.seal import delivery_checksums
from municipalities.ledger.statements import Stated
from municipalities.models import Delivery, DeliveryForm, DeliveryKind, Housing
from tests.factories import at, make_municipality, make_period, make_province

pytestmark = pytest.mark.django_db

FIRST = date(2024, 1, 8)


def told(days):
    """Return a delivery of each of so many days."""
    municipality = make_municipality()
    make_period("2024-1")
    return [
        (
            at(day + timedelta(1))(),
            [Stated(municipality=municipality, day=day, number=2)],
            {
                "kind": DeliveryKind.HOUSINGS,
                "form": DeliveryForm.EVENTS,
                "first_day": day,
                "last_day": day,
                "dated_on": day + timedelta(1),
            },
        )
        for day in (FIRST + timedelta(index) for index in range(days))
    ]


def rows():
    columns = ("number", "kind", "form", "first_day", "recorded_at", "lines", "is_control")
    logged = [
        {name: said for name, said in entry.details.items() if name != "checksum"}
        for entry in AuditEntry.objects.filter(action="aanlevering vastgelegd").order_by("pk")
    ]
    booked = list(Housing.objects.order_by("pk").values_list("housed_on", "amount", "recorded_at"))
    return list(Delivery.objects.order_by("pk").values_list(*columns)), booked, logged


def one_by_one(deliveries):
    for moment, stated, fields in deliveries:
        record_delivery(province=make_province(), stated=stated, by=None, now=lambda at=moment: at, **fields)


def test_recorded_in_order_is_what_is_recorded_one_by_one():
    deliveries, found = told(3), []
    for record in (one_by_one, lambda each: record_in_order(make_province(), each, by=None)):
        with transaction.atomic():
            with lines_last():
                record(deliveries)
            found.append(rows())
            assert len(dict(delivery_checksums())) == 3
            assert set(dict(delivery_checksums()).values()) == logged_checksums()
            transaction.set_rollback(True)

    assert found[0] == found[1]
    assert [number for number, *_ in found[0][0]] == [1, 2, 3]


def logged_checksums():
    lines = AuditEntry.objects.filter(action="aanlevering vastgelegd")
    return {line.details["checksum"] for line in lines}


def test_one_more_in_order_asks_ten_queries_at_most():
    def queries(days):
        with transaction.atomic(), CaptureQueriesContext(connection) as counted:
            with lines_last():
                record_in_order(make_province(), told(days), by=None)
            transaction.set_rollback(True)
        return len(counted)

    queries(1)  # what is asked once in a process
    few, many = queries(2), queries(7)

    assert many - few <= 5 * 10


def test_when_one_is_refused_none_is_recorded():
    deliveries = told(2)
    *_, (moment, stated, fields) = deliveries
    deliveries.append((moment, [*stated, *stated], fields))

    with pytest.raises(Refused):
        record_in_order(make_province(), deliveries, by=None)

    assert not Delivery.objects.exists()
