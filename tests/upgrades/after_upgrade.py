"""Run in a process of its own: print as JSON what this code reads in a database that an earlier version made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import django


def told() -> dict[str, Any]:
    from accounts.models import Role, User
    from assessments.models import AdoptedLetter, AssessmentVersion

    versions = AssessmentVersion.objects.select_related("municipality", "period")
    reader = User.objects.get(role=Role.READER)
    letters = AdoptedLetter.objects.values_list("version_id", "html")
    return {
        "versions": {row.pk: frozen(row) for row in versions},
        "letters": {key: sha256(html.encode()).hexdigest() for key, html in letters},
        "pages": {row.pk: printed(row, reader) for row in versions.exclude(letter=None)},
        "previous": sorted(assessed_next()),
    }


def frozen(version: Any) -> list[Any]:
    return [
        version.rung,
        version.basis,
        version.norm_met,
        version.consecutive_misses,
        version.placement_snapshot,
    ]


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


def assessed_next() -> Iterator[list[Any]]:
    """Assess the first period that nobody did, write nothing, and yield what each municipality goes on from."""
    from django.db import transaction

    from assessments.judging.assess_period import assess_period
    from assessments.rules.registry import policy_by_version
    from municipalities.models import Period, Province
    from tests.factories import at

    with transaction.atomic():
        judged = assess_period(
            period=Period.objects.get(code="2024-2"),
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
    print(json.dumps(told()))  # noqa: T201
