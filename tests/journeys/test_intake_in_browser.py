"""A new administrator takes in an Excel file in a layout that nothing here has seen before."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.db.models import Sum
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from municipalities.models import Delivery, Municipality, Quota

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED = {"Zeist": "Zeist (incl. Den Dolder)", "De Bilt": "De Bilt ", "Utrecht": "gemeente UTRECHT"}
MORE = 40
"""How much higher the file sets the quota of Zeist."""


IS_IN_SIGHT = (
    "cell => { const table = cell.closest('.scroll'); return table.scrollWidth <= table.clientWidth; }"
)


def by_hand() -> tuple[bytes, str]:
    """Return a workbook as people make them, and the cell of Zeist: a title, own words, groups, a total."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Overzicht Utrecht"
    sheet["B1"] = "Verdeling opgave, bijgestelde raming"
    sheet.append([])
    sheet.append([None, None, "alle aantallen in personen"])
    sheet.append([None, "Regio", "Woonplaats", "Raming oud", "Raming nieuw"])
    known = Quota.objects.filter(period__code="2023-2").values("municipality").annotate(sum=Sum("amount"))
    quotas = {row["municipality"]: row["sum"] for row in known}
    cell, total = "", 0
    for municipality in Municipality.objects.filter(province="PV26").order_by("cbs_code"):
        old = quotas[municipality.pk]
        new = old + MORE * (municipality.name == "Zeist")
        sheet.append([None, "Midden", TYPED.get(municipality.name, municipality.name), old, new])
        cell, total = (f"E{sheet.max_row}" if municipality.name == "Zeist" else cell), total + new
    sheet.append([None, None, "Totaal", None, total])
    book.create_sheet("Toelichting")["A1"] = "Alleen voor intern gebruik."
    file = BytesIO()
    book.save(file)
    return file.getvalue(), cell


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).select_option(label=option)


def point_out(page: Page, **choices: str) -> None:
    """Open the page to point out where things stand, choose, and go back."""
    page.get_by_role("link", name="wijs zelf aan wat er staat").click()
    for label, option in choices.items():
        if label == "row":
            page.get_by_label("Rij met kolomkoppen").fill(option)
        else:
            choose(page, label, option)
    page.get_by_role("button", name="Controleer opnieuw").click()


def test_administrator_takes_in_a_file_of_an_unknown_layout(
    page: Page, site: str, log_in: Callable[[str], None], problems: list[str], tmp_path: Path
):
    content, cell = by_hand()
    file = tmp_path / "bijgestelde raming.xlsx"
    file.write_bytes(content)
    log_in("beheerder")
    page.get_by_role("link", name="Aanlevering", exact=True).click()
    page.get_by_role("link", name="Nieuwe aanlevering").click()
    page.get_by_role("link", name="Bestand kiezen voor Taakstellingen").click()
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    choose(page, "Periode", "2023-2")
    choose(page, "Soort taakstelling", "Gewijzigd")
    page.get_by_label("Datum van de bron").fill("2023-11-20")
    page.get_by_role("button", name="Controleer het bestand").click()

    expect(page.get_by_text("Er is geen rij met kolomkoppen gevonden.")).to_be_visible()
    remedy = page.get_by_role("cell", name="Wijs de rij en de kolommen zelf aan of gebruik het sjabloon.")
    assert remedy.evaluate(IS_IN_SIGHT), "what to do is not a scroll away"
    point_out(page, row="4")
    point_out(page, Gemeente="C: Woonplaats", Taakstelling="E: Raming nieuw")
    expect(page.get_by_text("is niet herkend")).to_be_visible()
    point_out(page, **{f"“{TYPED['Zeist']}” is": "Zeist (GM0355)"})

    expect(page.get_by_role("heading", name="Geen fouten in 26 regels")).to_be_visible()
    expect(page.get_by_text("Bij 1 van de 26 gemeenten verandert het aantal.")).to_be_visible()
    expect(page.get_by_text("Niet gelezen bladen: “Toelichting”.")).to_be_visible()
    reasons = page.locator("#vastleggen textarea").all()
    assert reasons, "a quota far from the share of inhabitants asks for a reason"
    for reason in reasons:
        reason.fill("Zo staat het in de bijgestelde raming.")
    page.get_by_role("button", name="Leg 26 taakstellingen vast").click()
    expect(page.get_by_text("1 wijziging vastgelegd uit bijgestelde raming.xlsx.")).to_be_visible()

    number = Delivery.objects.latest("pk").number
    follow_the_figure(page, site, log_in, number, cell)
    log_in("beheerder")
    page.goto(f"{site}/aanlevering/{number}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="bijgestelde raming.xlsx").click()
    download.value.save_as(tmp_path / "terug.xlsx")
    assert (tmp_path / "terug.xlsx").read_bytes() == content
    take_back(page)
    assert problems == []


def follow_the_figure(page: Page, site: str, log_in: Callable[[str], None], number: int, cell: str) -> None:
    """Assess anew as a supervisor, and go from the quota of Zeist to the cell it came from."""
    page.get_by_role("button", name="Uitloggen").click()
    log_in("toezichthouder")
    page.goto(f"{site}/perioden/2023-2/beoordelen/")
    page.get_by_role("button", name="Beoordeel periode").click()
    page.get_by_role("link", name="Zeist", exact=True).click()
    page.locator("a[href*='/herkomst/taakstelling/']").first.click()
    expect(page.get_by_role("row", name=f"+{MORE}")).to_contain_text(f"cel {cell}")
    page.get_by_role("row", name=f"+{MORE}").get_by_role("link", name=str(number)).click()
    expect(page.get_by_role("row", name=re.compile(f"Zeist.*{MORE}")).last).to_contain_text(cell)
    page.get_by_role("button", name="Uitloggen").click()


def take_back(page: Page) -> None:
    page.get_by_role("link", name="Aanlevering terugnemen").click()
    page.get_by_label("Reden").fill("De raming was nog niet vastgesteld.")
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    expect(page.get_by_text("Bij 1 van de 26 gemeenten verandert het aantal.")).to_be_visible()
    page.get_by_role("button", name="Aanlevering terugnemen").click()
    expect(page.get_by_text(re.compile("teruggenomen met aanlevering")).first).to_be_visible()
