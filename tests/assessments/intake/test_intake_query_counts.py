"""The pages of the intake ask as much of the database for 342 municipalities as for 26."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import DraftDelivery, Municipality
from tests.assessments.intake.uploading import ABOUT, client_of, confirm, draft_url, grid_url, upload
from tests.costs import reads_of
from tests.factories import make_municipality, make_period

pytestmark = pytest.mark.django_db


def reads(ask) -> int:
    answers = []
    count = reads_of(lambda: answers.append(ask()))
    assert answers[0].status_code == 200
    return count


def counts(client: Client, delivery: int) -> dict[str, int]:
    """Walk through the intake with a file that names everyone, and count what each page reads."""
    numbers = enumerate(Municipality.objects.values_list("cbs_code", flat=True), 1)
    rows = "CBS-code;Taakstelling\n" + "".join(f"{code};{number}\n" for number, code in numbers)
    found = {"upload": reads(lambda: upload(client, "quotas", rows, dated_on=f"2023-05-0{delivery}"))}
    draft = DraftDelivery.objects.get()
    paths = {
        "draft": draft_url(),
        "layout": draft_url("layout"),
        "grid": grid_url("quotas", **ABOUT["quotas"]),
        "start": reverse("assessments:intake_start"),
        "template": f"{reverse('assessments:intake_template', args=['quotas', 'csv'])}",
    }
    found |= {name: reads(lambda path=path: client.get(path)) for name, path in paths.items()}
    reasons = {doubt["check"]: "klopt" for doubt in draft.preview["doubts"]}
    found["record"] = reads(lambda: confirm(client, draft, **reasons))
    found["delivery"] = reads(lambda: client.get(reverse("municipalities:delivery_detail", args=[delivery])))
    back = reverse("assessments:delivery_take_back", args=[delivery])
    found["take back"] = reads(lambda: client.post(back, {"reason": "proef"}))
    return found


def test_number_of_queries_is_the_same_for_26_and_342_municipalities():
    make_period()
    client = client_of()
    for _ in range(26):
        make_municipality()
    few = counts(client, 1)
    back = reverse("assessments:delivery_take_back", args=[1])
    seen = client.post(back, {"reason": "proef"}).context["preview"].mark
    client.post(back, {"reason": "proef", "seen": seen})
    for _ in range(342 - 26):
        make_municipality()
    many = counts(client, 3)

    assert many == few
    assert few["draft"] < 10


def test_number_of_queries_of_the_start_page_does_not_grow_with_drafts():
    make_period()
    make_municipality("Baarn")
    client = client_of()

    def start() -> int:
        return reads(lambda: client.get(reverse("assessments:intake_start")))

    upload(client, "quotas", "Gemeente;Taakstelling\nBaarn;x\n")
    few = start()
    for _ in range(5):
        upload(client_of(), "quotas", "Gemeente;Taakstelling\nBaarn;x\n")

    assert start() == few
