"""What the overview of a period costs, beside two pages that a province could have instead.

A logged-in supervisor opens the last period of the synthetic ledger: assessed, 342 municipalities,
50 a page, ten of them with something recorded since. Beside it, through the same middleware and in
the same run: the page written by hand (`_overview_by_hand.py`), and the list of the same
assessments in Django's admin (`_overview_in_admin.py`). Their docstrings say what they leave out.
"""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser

import django

django.setup()

from django.test import Client, override_settings
from django.urls import include, path, reverse

from accounts.models import Role, User
from assessments.judging.assess_period import assess_period
from benchmarks._data import MOMENT, described, synthetic_ledger
from benchmarks._overview_by_hand import COLUMNS, overview_by_hand
from benchmarks._overview_in_admin import site
from benchmarks._timing import medians
from municipalities.models import Delivery, Housing, Municipality, Period, Province

RUNS = 7
LATE = 10
"""Municipalities of which a housing became known after the assessment."""

urlpatterns = [
    path("met-de-hand/<str:period>/", overview_by_hand),
    path("lijst/", site.urls),
    path("", include("ibt.urls")),
]


class Cells(HTMLParser):
    """The rows of every table on a page, cell by cell as text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.is_open = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        self.is_open = self.is_open or tag in {"td", "th"}
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self.is_open = self.is_open and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.rows[-1][-1] = " ".join(f"{self.rows[-1][-1]} {data}".replace(" ,", ",").split())


def assess(period: Period) -> User:
    """Assess the last two periods, then record something late; return who may open the page."""
    province = Province.objects.get()
    user = User.objects.create_user("t@example.nl", name="Robin", role=Role.SUPERVISOR, province=province)
    for each in reversed(Period.objects.order_by("-start")[:2]):
        assess_period(period=each, province=province, by=user, now=lambda: MOMENT + timedelta(1))
    late = Delivery.objects.filter(kind="housings", last_day=period.last_day).get()
    Housing.objects.bulk_create(
        Housing(
            delivery=late,
            municipality=municipality,
            housed_on=period.last_day,
            kind="regular",
            amount=1,
            recorded_at=MOMENT + timedelta(2),
        )
        for municipality in Municipality.objects.order_by("name")[:LATE]
    )
    return user


def compare(period: Period) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(assess(period))
    ours = reverse("assessments:period_overview", args=[period.code])
    by_hand = f"/met-de-hand/{period.code}/"
    in_admin = f"/lijst/assessments/assessment/?period__id__exact={period.pk}"

    def rows(address: str, **query: int) -> list[list[str]]:
        response = client.get(address, query or None)
        assert response.status_code == 200, (address, response.status_code)
        _, *found = (row for row in Cells(response.content.decode()).rows if len(row) == len(COLUMNS))
        return found

    for number in (1, 7):
        assert rows(ours, page=number) == rows(by_hand, page=number), "the page by hand has other rows"
    shown, listed = rows(ours)[:50], rows(in_admin)
    assert [name.removesuffix(" verouderd") for name, *_ in shown] == [name for name, *_ in listed]
    assert [row[3:] for row in shown] == [row[3:] for row in listed], "the admin has other rows"
    assert sum("verouderd" in name for name, *_ in shown) == LATE
    page, hand, changelist = medians(
        RUNS, lambda: client.get(ours), lambda: client.get(by_hand), lambda: client.get(in_admin)
    )
    print(described())
    print(f"overview page    median {page:8.0f} ms of {RUNS} runs")
    print(f"by hand          median {hand:8.0f} ms, ratio {page / hand:.2f} (aim: at most 1.5)")
    print(f"list in admin    median {changelist:8.0f} ms, ratio {page / changelist:.2f}")


if __name__ == "__main__":
    with synthetic_ledger() as last_period, override_settings(ROOT_URLCONF=__name__):
        compare(last_period)
