"""axe-core (WCAG 2.2 AA and best practice) on every page and state, at three widths."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from municipalities.models import Period

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = [320, 768, 1280]
ZEIST = "/perioden/2023-2/gemeenten/GM0355/"
PAGES = {
    "supervisor": [
        "/perioden/",
        "/perioden/2023-2/",
        "/perioden/2023-2/?name=atlantis",
        "/perioden/2023-2/?known_on=gisteren",
        "/perioden/2024-1/?known_on=2024-03-01&sort=-quota",
        "/perioden/2022-2/",
        "/perioden/2022-2/gemeenten/GM0355/",
        "/perioden/2023-2/beoordelen/",
        ZEIST,
        "/perioden/2024-1/gemeenten/GM1904/",
        f"{ZEIST}brief/",
        "/perioden/2024-1/gemeenten/GM1904/brief/",
        "/bestaat-niet/",
    ],
    "administrator": [
        "/perioden/2023-2/beoordelen/",
        "/beheer/",
    ],
}


def violations(page: Page) -> list[str]:
    """Return what axe finds on the page at every width, one line each."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("() => document.querySelectorAll('details').forEach(details => details.open = true)")
        page.evaluate(AXE)
        result = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        found += [
            f"{page.url} at {width}: {violation['id']} on {violation['nodes'][0]['target']}"
            for violation in result["violations"]
        ]
        overflow = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            found.append(f"{page.url} at {width}: scrolls sideways by {overflow} px")
    return found


def test_login_is_accessible_empty_and_refused(page: Page, live_server):
    page.goto(f"{live_server.url}/inloggen/")
    found = violations(page)
    page.get_by_label("E-mailadres").fill("niemand@provincie.example")
    page.get_by_label("Wachtwoord").fill("fout")
    page.get_by_role("button", name="Inloggen").click()

    expect(page.get_by_text("E-mailadres of wachtwoord klopt niet").first).to_be_visible()
    assert found + violations(page) == []


def test_every_page_and_state_is_accessible(page: Page, site: str, log_in, tmp_path: Path):
    Period.objects.create(code="2022-2", start="2022-07-01", end="2023-01-01", reference_date="2022-10-01")
    found = []
    for role, addresses in PAGES.items():
        page.context.clear_cookies()
        log_in({"supervisor": "toezichthouder", "administrator": "beheerder"}[role])
        for address in addresses:
            page.goto(site + address)
            found += violations(page)

    assert found == []


def test_refused_and_saved_forms_are_accessible(page: Page, site: str, log_in):
    log_in()
    page.goto(f"{site}/perioden/2023-2/beoordelen/")
    page.get_by_label("Cijfers bekend op").fill("2999-01-01")
    page.get_by_role("button", name="Beoordeel periode").click()
    expect(page.get_by_text("Er is 1 fout. Er is niets opgeslagen.")).to_be_visible()
    found = violations(page)

    page.goto(site + ZEIST)
    page.get_by_label("Toelichting bij deze beoordeling").fill("Van mij.")
    other = page.context.new_page()
    other.goto(site + ZEIST)
    other.get_by_label("Toelichting bij deze beoordeling").fill("Van een ander.")
    other.get_by_role("button", name="Motivering opslaan").click()
    expect(other.get_by_text("Motivering opgeslagen.")).to_be_visible()
    found += violations(other)
    page.get_by_role("button", name="Motivering opslaan").click()
    expect(page.get_by_text("Intussen opgeslagen door iemand anders")).to_be_visible()

    assert found + violations(page) == []


def test_downloaded_letter_is_accessible(page: Page, site: str, log_in, tmp_path: Path):
    log_in()
    page.goto(site + ZEIST)
    with page.expect_download() as download:
        page.get_by_role("link", name="Brief downloaden (HTML)").click()
    letter = tmp_path / "brief.html"
    download.value.save_as(letter)
    page.goto(letter.as_uri())

    assert violations(page) == []
