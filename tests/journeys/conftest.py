"""A real browser on a live server with the worked example."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, sync_playwright

from example.worked_example import DEMO_PASSWORD, create_demo_accounts
from tests.rows import Rows, put_rows

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
def problems() -> list[str]:
    """What the console or the network of a page complained about."""
    return []


@pytest.fixture
def page(browser: Browser, width: int, problems: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="nl-NL")
    page = context.new_page()
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    # A download ends as an aborted navigation; anything else that fails is a problem.
    page.on(
        "requestfailed",
        lambda failed: problems.append(failed.url) if "ABORTED" not in str(failed.failure) else None,
    )
    yield page
    context.close()


@pytest.fixture
def site(live_server, example_rows: Rows) -> str:
    with transaction.atomic():
        put_rows(example_rows)
    create_demo_accounts()
    return live_server.url


@pytest.fixture
def log_in(page: Page, site: str) -> Callable[[str], None]:
    """Log in as the demonstration account of a role, by its Dutch name."""

    def as_role(role: str = "toezichthouder") -> None:
        page.goto(f"{site}/inloggen/")
        page.get_by_label("E-mailadres").fill(f"{role}@provincie.example")
        page.get_by_label("Wachtwoord").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Inloggen").click()

    return as_role
