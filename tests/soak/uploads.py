"""Sending mutated files to the pages of the intake, and what must hold whatever is in them."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Count, Sum
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from municipalities.intake.kinds import KINDS, IntakeKind
from municipalities.ledger.contents import LEDGERS
from municipalities.models import Delivery, DraftDelivery, Municipality, Province
from tests.factories import make_user
from tests.soak.mutations import Rows, mutated

SLOWEST = 5.0
"""Seconds of the processor that one upload may take; what else the machine does is left out."""


def rows_for(kind: IntakeKind, municipalities: list[Municipality], dice: random.Random) -> Rows:
    """Return a good file of a kind: what a mutation starts from."""
    rows: Rows = [[column.header for column in kind.own_columns]]
    for municipality in municipalities:
        values: dict[str, Any] = {
            "code": municipality.cbs_code,
            "name": municipality.name,
            "day": (date(2024, 1, 1) + timedelta(dice.randrange(20))).isoformat(),
            "number": dice.randrange(1, 60),
            "kind": "",
            "reason": "nagekomen",
        }
        rows.append([values[column.name] for column in kind.own_columns])
    return rows


ABOUT = {
    "period": "2024-1",
    "quota_kind": "revised",
    "first_day": "2024-01-01",
    "last_day": "2024-01-20",
    "as_of": "2024-01-20",
    "dated_on": "2024-02-01",
    "source": "proef",
}


def ledger() -> list[Any]:
    """Return what changes when anything is recorded."""
    sums = [tuple(model.objects.aggregate(Count("pk"), Sum("amount")).values()) for model in LEDGERS]
    return [Delivery.objects.count(), *sums]


def send_mutated(count: int, seed: int) -> dict[str, int]:
    """Upload mutated files, check each answer, and return how many of each outcome there were."""
    dice = random.Random(seed)
    client = Client(raise_request_exception=False)
    client.force_login(make_user(Role.ADMINISTRATOR, Province.objects.get(pk="PV26")))
    municipalities = list(Municipality.objects.filter(province="PV26").order_by("cbs_code"))
    before, outcomes = ledger(), {"refused": 0, "findings": 0, "previewed": 0}
    for index in range(count):
        kind = dice.choice(KINDS)
        name, content = mutated(rows_for(kind, municipalities, dice), dice)
        started = time.process_time()
        file = SimpleUploadedFile(name, content)
        path = reverse("assessments:intake_upload", args=[kind.key])
        response = client.post(path, {**ABOUT, "file": file})
        draft = DraftDelivery.objects.first()
        shown = client.get(response["Location"]) if response.status_code == 302 else response
        if draft is not None and index % 5 == 0:
            pointed = client.get(reverse("assessments:intake_layout", args=[draft.number]))
            assert pointed.status_code == 200, (seed, index, kind.key)
        seconds = time.process_time() - started

        assert shown.status_code == 200, (seed, index, kind.key, response.status_code, shown.status_code)
        assert seconds < SLOWEST, (seed, index, kind.key, seconds)
        assert ledger() == before, (seed, index, kind.key)
        if draft is None:
            outcomes["refused"] += 1
        else:
            outcomes["findings" if draft.preview["findings"] else "previewed"] += 1
            draft.delete()
    return outcomes
