"""Short ways through the pages of the intake, as an administrator walks them."""

from __future__ import annotations

from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from accounts.models import Role, User
from municipalities.models import (
    Correction,
    Coupling,
    Delivery,
    DraftDelivery,
    Housing,
    Municipality,
    Province,
    Quota,
)
from tests.factories import make_municipality, make_province, make_user
from tests.reading import source_of

QUOTAS = {"period": "2023-2", "quota_kind": "announced", "dated_on": "2023-05-02"}
ONE_DAY = {"first_day": "2023-08-01", "last_day": "2023-08-01"}
DAY = {"as_of": "2023-08-01", **ONE_DAY, "dated_on": "2023-08-02"}
ABOUT: dict[str, dict[str, str]] = {
    "quotas": QUOTAS,
    "housings": {"first_day": "2023-08-01", "last_day": "2023-08-31", "dated_on": "2023-09-01"},
    "housings-total": DAY,
    "couplings": {"first_day": "2023-08-01", "last_day": "2023-08-31", "dated_on": "2023-09-01"},
    "couplings-open": DAY,
    "openings": {"period": "2023-2", "dated_on": "2023-05-02"},
    "corrections": {"period": "2023-2", "dated_on": "2023-05-02"},
}
"""What each kind of file asks, filled in."""

LIST = "Gemeente;Taakstelling\nBaarn;12\nSoest;1.234\n"
"""A file of quotas."""

LEDGERS = [Quota, Housing, Coupling, Correction]


def client_of(role: str = Role.ADMINISTRATOR, province: Province | None = None) -> Client:
    client = Client()
    client.force_login(make_user(role, province or make_province()))
    return client


def workbook(rows: list[list[Any]], **more: list[list[Any]]) -> bytes:
    """Return an Excel file with a sheet "Blad1", and others by their name."""
    book = Workbook(write_only=True)
    for name, lines in {"Blad1": rows, **more}.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def upload(
    client: Client, kind: str, content: str | bytes, name: str = "bestand.csv", to: str = "", **about: str
) -> Any:
    """Send a file and return the page that follows; what it is about is filled in, `about` changes that."""
    data = content.encode() if isinstance(content, str) else content
    sent = {**ABOUT[kind], **about, "file": SimpleUploadedFile(name, data)}
    return client.post(to or reverse("assessments:intake_upload", args=[kind]), sent, follow=True)


def only_draft() -> DraftDelivery:
    return DraftDelivery.objects.get()


def draft_url(page: str = "draft", number: int | None = None) -> str:
    return reverse(f"assessments:intake_{page}", args=[number or only_draft().number])


def confirm(client: Client, draft: DraftDelivery | None = None, **reasons: str) -> Any:
    """Record a draft as its page shows it, with a reason for each doubt that is named."""
    found = draft or only_draft()
    sent = {"mark": found.preview.get("mark", ""), **reasons}
    return client.post(draft_url(number=found.number), sent, follow=True)


def grid_url(kind: str, **about: str) -> str:
    return f"{reverse('assessments:intake_enter', args=[kind])}?{urlencode(about)}"


def enter(
    client: Client,
    kind: str,
    numbers: dict[Municipality, str],
    reasons: dict[Municipality, str] | None = None,
    **about: str,
) -> Any:
    """Fill in the grid, send it, and return the page that follows."""
    sent = {f"n_{municipality.cbs_code}": number for municipality, number in numbers.items()}
    sent |= {f"r_{municipality.cbs_code}": why for municipality, why in (reasons or {}).items()}
    return client.post(grid_url(kind, **about), sent, follow=True)


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return unescape(source_of(response))


def only_delivery(by: User) -> Delivery:
    delivery = Delivery.objects.get()
    assert delivery.recorded_by == by
    assert delivery.province == by.province
    return delivery


def elsewhere() -> Municipality:
    return make_municipality("Zwolle", province=make_province("PV23", "Overijssel"))


def nothing_recorded() -> bool:
    return not Delivery.objects.exists() and not any(ledger.objects.exists() for ledger in LEDGERS)


def layout_values(response: Any, **values: Any) -> dict[str, Any]:
    """Return what the form would send, changed where `values` says so."""
    form = response.context["form"]
    shown = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    return {**shown, **values}
