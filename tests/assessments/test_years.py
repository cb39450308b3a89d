"""Pages ask as much after four years as after three, with two provinces as with one, and whatever is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.actions import hash_of
from accounts.models import Role
from assessments.decisions.legal_acts import record_act
from benchmarks._years import years
from municipalities.halfyear import half_year_after
from municipalities.intake.kinds import BY_KEY
from municipalities.intake.particulars import Particulars
from municipalities.ledger.queries import figures_for
from municipalities.models import KeptFigures, Municipality, Period, QuotaKind
from tests.assessments.judging.test_memory import NOTICE
from tests.costs import MOST, MOST_OF, reads_of
from tests.factories import NUMBER, make_notes, make_user
from tests.test_access import AGENDA, TABLE, address, keep_wrong

pytestmark = pytest.mark.django_db

# Each half-year of a report has readings of its own, about five.
MOST_HERE = MOST_OF | {"long report": 34}
LEFT_OUT = {
    "assessments:opening_rung_take_back": "nobody took a rung over here",
    "municipalities:delivery_file": "no delivery came as a file here",
}
"""Pages that `tests/test_html.py` counts only."""
COMPUTED = {
    *("running", "forecast", "what if", "assessments:work_list", "assessments:municipality_list"),
    *("assessments:period_overview", "assessments:municipality_detail", "assessments:assessment_detail"),
    *("assessments:report_detail", "assessments:impact_list", "assessments:letter_detail"),
}
"""Pages that are also counted where nothing is kept."""


@dataclass(frozen=True)
class Place:
    """One address, and who opens it."""

    path: str
    role: str = Role.SUPERVISOR


def places() -> dict[str, Place]:
    """Return every page there is, of a judged half-year, and some of the half-year that runs."""
    running, judged = Period.objects.order_by("-start")[:2]
    code = Municipality.objects.order_by("cbs_code")[0].cbs_code
    here = {"period": judged.code, "periode": judged.code, "code": code, "gemeente": code}
    found = {
        "running": Place(f"/perioden/{running.code}/"),
        "forecast": Place(f"/perioden/{running.code}/prognose/"),
        "talks": Place(f"/perioden/{running.code}/gesprekken/"),
        "what if": Place(f"/wat-als/{running.code}/{code}/?gehuisvest=8"),
        "long report": Place(f"/perioden/{judged.code}/rapportage/?vanaf={half_year_after(judged.code, -1)}"),
    }
    for name, page in TABLE.items():
        if page.get and name not in LEFT_OUT:
            own, query = (
                {key: here.get(key, value) for key, value in asked.items()}
                for asked in (page.own, page.query)
            )
            role = Role.SUPERVISOR if Role.SUPERVISOR in page.get else min(page.get)
            found[name] = Place(address(name, own, query), role)
    return found


def reads(clients, names):
    """Return how much each of these pages reads, which must be there."""
    found, answers = {}, {}
    for name, place in places().items():
        if name not in names:
            continue
        open_it = partial(clients[place.role].get, place.path)
        found[name] = reads_of(lambda name=name, open_it=open_it: answers.update({name: open_it()}))
    assert {answer.status_code for answer in answers.values()} <= {200, 302}
    return found


def record_beside(province):
    """Record what not every municipality has: notes, a notice that runs, and a draft with an error."""
    periods = Period.objects.order_by("-start")
    municipality, today = province.municipalities.order_by("cbs_code")[0], timezone.localdate()
    make_notes(municipality)
    opening = figures_for(periods[0], known_at=timezone.now(), only=municipality)[
        municipality
    ].opening_balance
    days = {"decided_on": today, "term_start": today, "term_end": today + timedelta(90)}
    said = NOTICE | days | {"scope": opening, "view_due": today + timedelta(30)}
    record_act(municipality=municipality, by=None, now=timezone.now, id=NUMBER, **said)
    quotas = {"kind": BY_KEY["quotas"], "period": periods[0], "entry_kind": QuotaKind.REVISED}
    about = Particulars(province=province, dated_on=today, **quotas)
    keep_wrong(b"Gemeente;Taakstelling\nNergens;3\n", "wijziging.csv", about)


def counts(**size):
    """Return how much each page reads in a database of this size, with nothing kept and with all; undo all of it."""
    with transaction.atomic():
        province = years(timezone.localdate(), **size)
        record_beside(province)
        clients = {role: Client() for role in Role}
        for role, client in clients.items():
            client.force_login(
                make_user(role, province, agenda_key=hash_of(AGENDA) if role == Role.READER else "")
            )
            client.get("/")  # what is asked once in a process
        KeptFigures.objects.all().delete()
        without = reads(clients, COMPUTED)
        assert not KeptFigures.objects.exists(), "a page keeps nothing"
        call_command("keep_figures", verbosity=0)
        found = without, reads(clients, places())
        transaction.set_rollback(True)
    return found


@pytest.mark.usefixtures("capsys")
def test_pages_ask_as_much_after_more_years_and_with_more_provinces():
    few = counts(municipalities=2, periods=6)
    many = counts(municipalities=3, periods=8, provinces=2)

    for asked, more in zip(few, many, strict=True):
        assert {name: (asked[name], more[name]) for name in asked if asked[name] != more[name]} == {}
    assert {name: asked for name, asked in few[1].items() if asked > MOST_HERE.get(name, MOST)} == {}
