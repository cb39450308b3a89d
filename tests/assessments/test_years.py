"""Pages ask as much after four years as after three, with two provinces as with one, and whatever is kept."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Role
from benchmarks._years import years
from municipalities.models import KeptFigures, Municipality, Period
from tests.costs import reads_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db

MOST = {
    "start": 25,
    "judged": 25,
    "running": 25,
    "forecast": 30,
    "dossier": 30,
    "assessment": 25,
    "report": 30,
    "reassess": 25,
    "letter": 30,
    "what if": 20,
    "deliveries": 10,
    "log": 10,
    "periods": 10,
    "municipalities": 15,
}
"""What each page asks at most, where figures are kept."""


def pages():
    running, judged = Period.objects.order_by("-start")[:2]
    code = Municipality.objects.order_by("cbs_code")[0].cbs_code
    return {
        "start": "/",
        "judged": f"/perioden/{judged.code}/",
        "running": f"/perioden/{running.code}/",
        "forecast": f"/perioden/{running.code}/prognose/",
        "dossier": f"/gemeenten/{code}/",
        "assessment": f"/perioden/{judged.code}/gemeenten/{code}/",
        "report": f"/perioden/{judged.code}/rapportage/",
        "reassess": "/herbeoordeling/",
        "letter": f"/perioden/{judged.code}/gemeenten/{code}/brief/",
        "what if": f"/wat-als/{running.code}/{code}/?gehuisvest=8",
        "deliveries": "/aanlevering/",
        "log": "/logboek/",
        "periods": "/perioden/",
        "municipalities": "/gemeenten/",
    }


def reads(client):
    """Return how much each page reads, which must be there."""
    found, answers = {}, {}
    for name, path in pages().items():
        found[name] = reads_of(lambda path=path, name=name: answers.update({name: client.get(path)}))
    assert {answer.status_code for answer in answers.values()} == {200}
    return found


def counts(**size):
    """Return how much each page reads in a database of this size, with nothing kept and with all; undo all of it."""
    with transaction.atomic():
        province = years(timezone.localdate(), **size)
        client = Client()
        client.force_login(make_user(Role.SUPERVISOR, province))
        client.get("/")  # what is asked once in a process
        KeptFigures.objects.all().delete()
        without = reads(client)
        assert not KeptFigures.objects.exists(), "a page keeps nothing"
        call_command("keep_figures", verbosity=0)
        found = without, reads(client)
        transaction.set_rollback(True)
    return found


@pytest.mark.usefixtures("capsys")
def test_pages_ask_as_much_after_more_years_and_with_more_provinces():
    few = counts(municipalities=2, periods=6)
    many = counts(municipalities=3, periods=8, provinces=2)

    assert many == few
    assert {name: asked for name, asked in few[1].items() if asked > MOST[name]} == {}
