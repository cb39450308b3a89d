"""The first visit, in a real browser: log in, overview, assessment, letter."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import User
from assessments.example import DEMO_PASSWORD, create_demo_accounts, load_example
from assessments.models import Assessment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # In a container Chromium has no sandbox of its own, and it must not call home.
        arguments = ["--no-sandbox", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def width() -> int:
    """How wide the window is, in pixels; a test may ask for others."""
    return 1280


@pytest.fixture
def page(browser: Browser, width: int) -> Iterator[Page]:
    """A page that fails the test on an error in its console or a request to elsewhere."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="nl-NL")
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    # A download ends as an aborted navigation; anything else that fails is a problem.
    page.on(
        "requestfailed",
        lambda failed: problems.append(failed.url) if "ABORTED" not in str(failed.failure) else None,
    )
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def example_site(live_server) -> str:
    load_example()
    create_demo_accounts()
    return live_server.url


def log_in(page: Page, site: str, email: str = "toezichthouder@provincie.example") -> None:
    page.goto(site)
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Inloggen").click()


def assert_no_sideways_scroll(page: Page) -> None:
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(script) <= 0, page.url


@pytest.mark.parametrize("width", [1280, 320])
def test_supervisor_walks_from_login_to_letter(page: Page, example_site: str, tmp_path: Path):
    log_in(page, example_site)
    assert_no_sideways_scroll(page)

    page.get_by_role("link", name="2023-2").click()
    assert (
        page.get_by_role("heading", level=1).inner_text()
        == "Provincie Utrecht, de tweede helft van 2023 (2023-2)"
    )
    assert page.get_by_role("row").count() == 1 + 26 + 1
    assert_no_sideways_scroll(page)

    page.get_by_role("link", name="Zeist").click()
    assert page.get_by_role("heading", name="Trede 1: Signaleren").is_visible()
    assert page.get_by_text("De norm is daarom niet de totaalopgave van 78").is_visible()
    assert_no_sideways_scroll(page)

    page.get_by_label("Toelichting bij deze beoordeling").fill("Er wordt gebouwd.")
    page.get_by_role("button", name="Motivering opslaan").click()
    assert page.get_by_text("Motivering opgeslagen.").is_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Brief downloaden (HTML)").click()
    letter = tmp_path / download.value.suggested_filename
    download.value.save_as(letter)
    assert letter.name == "toezichtbrief-2023-2-GM0355.html"
    assert "Er wordt gebouwd." in letter.read_text()

    page.get_by_role("link", name="Brief bekijken").click()
    assert page.get_by_text("Geacht college,").is_visible()
    assert page.get_by_text("CONCEPT").first.is_visible()
    assert_no_sideways_scroll(page)


def test_supervisor_assesses_a_period_again(page: Page, example_site: str):
    log_in(page, example_site)
    page.goto(f"{example_site}/perioden/2023-2/")
    page.get_by_role("link", name="Beoordeel opnieuw").click()
    page.get_by_label("Cijfers bekend op").fill("2024-01-01")
    page.get_by_role("button", name="Beoordeel periode").click()

    assert page.get_by_text("26 gemeenten beoordeeld over 2023-2").is_visible()
    supervisor = User.objects.get(email="toezichthouder@provincie.example")
    assert Assessment.objects.filter(assessed_by=supervisor).count() == 26


def test_keyboard_alone_reaches_the_assessment(page: Page, example_site: str):
    page.goto(example_site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.get_by_label("E-mailadres").focus()
    page.keyboard.type("raadpleger@provincie.example")
    page.keyboard.press("Tab")
    page.keyboard.type(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/perioden/")

    page.get_by_role("link", name="2023-2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/perioden/2023-2/")
    page.get_by_role("link", name="Baarn").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/gemeenten/GM0308/")
    assert page.get_by_role("button", name="Motivering opslaan").count() == 0
