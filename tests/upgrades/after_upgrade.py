"""Run in a process of its own: print as JSON what this code reads in a database that an earlier version made."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from typing import Any

import django


def told(period: str) -> dict[str, Any]:
    from accounts.models import Role, User
    from assessments.models import AdoptedLetter, AssessmentVersion
    from municipalities.dutch import day_text

    versions = AssessmentVersion.objects.select_related("municipality", "period")
    reader = User.objects.get(role=Role.READER)
    letters = AdoptedLetter.objects.all()
    return {
        "letters": {row.version_id: sha256(row.html.encode()).hexdigest() for row in letters},
        "dates": {row.number: f"<dd>{day_text(row.printed_on)}" in row.html for row in letters},
        "pages": {row.pk: printed(row, reader) for row in versions.exclude(letter=None)},
        "previous": sorted(assessed_next(period)),
        "assessed": json.loads(say("assess", period, "--province", "PV26", "--dry-run", "--json")),
        "verified": say("verify"),
        "waiting": say("migrate", "--check"),
        "chain": begun(),
    }


def say(*command: str) -> str:
    """Return what a command says; one that fails ends this process."""
    from django.core.management import call_command

    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def begun() -> dict[str, Any]:
    """Return how many lines are from before the chain, how many it vouches for, and what is told if one goes."""
    from django.db import connection, transaction

    from audit.append_only import drop_triggers
    from audit.chain import BEGIN, chain_deviations
    from audit.models import AuditEntry

    older = AuditEntry.objects.filter(previous=None)
    first = AuditEntry.objects.filter(action=BEGIN, previous="").first()
    said: dict[str, Any] = {
        "older": older.count(),
        "vouched": first.details["lines"] if first else 0,
        "named": [],
    }
    with transaction.atomic():
        drop_triggers(connection)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM audit_auditentry WHERE id IN (SELECT MIN(id) FROM audit_auditentry)")
        said["named"] = list(chain_deviations())
        transaction.set_rollback(True)
    return said


def printed(version: Any, reader: Any) -> dict[str, Any]:
    """Return the rung and the basis on the page of a version, and the SHA-256 of the letter one downloads there."""
    from django.test import Client
    from django.urls import reverse

    client = Client(SERVER_NAME="localhost")
    client.force_login(reader)
    place = [version.period.code, version.municipality.cbs_code]
    page = client.get(reverse("assessments:version_detail", args=[*place, version.name]))
    letter = client.get(reverse("assessments:letter_download", args=place), {"versie": version.name})
    assert (page.status_code, letter.status_code) == (200, 200)
    text = " ".join(page.content.decode().split())
    return {
        "rung": re.findall(r'id="h-outcome"[^>]*>Trede (\d):', text),
        "basis": re.findall(r"Basis: (\w+) · oordeel: niet vastgelegd", text),
        "letter": sha256(letter.content).hexdigest(),
    }


def assessed_next(period: str) -> Iterator[list[Any]]:
    """Assess a period, write nothing, and yield what each municipality goes on from."""
    from django.db import transaction

    from assessments.judging.assess_period import assess_period
    from assessments.rules.registry import policy_by_version
    from municipalities.models import Period, Province
    from tests.factories import at

    with transaction.atomic():
        judged = assess_period(
            period=Period.objects.get(code=period),
            province=Province.objects.get(code="PV26"),
            by=None,
            now=at("2025-01-08"),
        )
        transaction.set_rollback(True)
    for row in judged:
        previous, policy = row.previous, policy_by_version(row.placement.policy)
        misses = policy.row_before(previous).count
        yield [row.municipality.cbs_code, previous.rung, previous.how, misses]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(told(sys.argv[1])))  # noqa: T201
