"""The first visit: log in, overview, assessment, letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from assessments.models import Assessment

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def assert_no_sideways_scroll(page: Page) -> None:
    script = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(script) <= 0, page.url


@pytest.mark.parametrize("width", [1280, 320])
def test_supervisor_walks_from_login_to_letter(page: Page, log_in, problems, tmp_path: Path):
    log_in()
    assert_no_sideways_scroll(page)

    page.get_by_role("link", name="Perioden", exact=True).click()
    page.get_by_role("link", name="2023-2", exact=True).click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Provincie Utrecht, de tweede helft van 2023 (2023-2)")
    expect(page.get_by_role("row")).to_have_count(1 + 26 + 1)
    assert_no_sideways_scroll(page)

    page.get_by_role("link", name="Zeist", exact=True).click()
    expect(page.get_by_role("heading", name="Trede 1: Signaleren")).to_be_visible()
    expect(page.get_by_text("Daarom is niet gemeten aan de totaalopgave van 78")).to_be_visible()
    assert_no_sideways_scroll(page)

    page.get_by_label("Toelichting bij deze beoordeling").fill("Er wordt gebouwd.")
    page.get_by_role("button", name="Motivering opslaan").click()
    expect(page.get_by_text("Motivering opgeslagen.")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Brief downloaden (HTML)").click()
    letter = tmp_path / download.value.suggested_filename
    download.value.save_as(letter)
    assert letter.name == "toezichtbrief-2023-2-zeist-GM0355.html"
    assert "Er wordt gebouwd." in letter.read_text()

    page.get_by_role("link", name="Brief bekijken").click()
    expect(page.get_by_text("Geacht college,")).to_be_visible()
    expect(page.get_by_text("CONCEPT").first).to_be_visible()
    assert_no_sideways_scroll(page)
    assert problems == []


def test_supervisor_assesses_a_period_again(page: Page, site: str, log_in, problems):
    log_in()
    page.goto(f"{site}/perioden/2023-2/")
    page.get_by_role("link", name="Beoordeel opnieuw").click()
    page.get_by_label("Cijfers bekend op").fill("2024-01-01")
    page.get_by_role("button", name="Beoordeel periode").click()

    expect(page.get_by_text("26 gemeenten beoordeeld over 2023-2")).to_be_visible()
    supervisor = User.objects.get(email="toezichthouder@provincie.example")
    assert Assessment.objects.filter(assessed_by=supervisor).count() == 26
    assert problems == []


def press_tab_until(page: Page, name: str) -> None:
    """Move the focus by keyboard until it is on the link or button with this text, and can be seen there."""
    for _ in range(200):
        page.keyboard.press("Tab")
        focused = page.evaluate("() => document.activeElement.textContent.trim()")
        if focused == name:
            outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", f"no visible focus on {name}"
            return
    raise AssertionError(f"{name} cannot be reached by keyboard on {page.url}")


def test_keyboard_alone_walks_from_login_to_letter(page: Page, site: str, problems):
    page.goto(site)
    press_tab_until(page, "Naar de inhoud")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("raadpleger@provincie.example")
    page.keyboard.press("Tab")
    page.keyboard.type("voorbeeld-2023-2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Werkvoorraad")).to_be_visible()

    for name, address in (
        ("Perioden", "**/perioden/"),
        ("2023-2", "**/perioden/2023-2/"),
        ("Baarn", "**/gemeenten/GM0308/"),
        ("Brief bekijken", "**/gemeenten/GM0308/brief/**"),
    ):
        press_tab_until(page, name)
        page.keyboard.press("Enter")
        page.wait_for_url(address)
    expect(page.get_by_text("Geacht college,")).to_be_visible()
    assert problems == []
