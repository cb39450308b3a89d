"""Takes the screenshots of README.md and the user guide from a running demonstration; `make screenshots` runs this."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import django
from playwright.sync_api import ViewportSize, sync_playwright

FOLDER = Path(__file__).with_name("screenshots")
PAGES = {
    "overview": "/perioden/2023-2/",
    "assessment": "/perioden/2023-2/gemeenten/GM0355/",
    "letter": "/perioden/2023-2/gemeenten/GM0355/brief/",
    "dossier": "/gemeenten/GM1904/?known_on=2024-02-15",
}
WINDOW: ViewportSize = {"width": 1280, "height": 800}
ARGUMENTS = ["--no-sandbox", "--disable-background-networking"]


def take(address: str, email: str, password: str) -> None:
    """Log in and write one picture a page: what a window shows before anyone scrolls."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        page = browser.new_page(viewport=WINDOW, locale="nl-NL")
        page.goto(f"{address}/inloggen/")
        page.fill("#id_username", email)
        page.fill("#id_password", password)
        page.click("main button[type=submit]")
        for name, path in PAGES.items():
            page.goto(address + path)
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


def main(address: str) -> None:
    django.setup()
    from accounts.models import Role
    from example.worked_example import DEMO_ACCOUNTS, DEMO_PASSWORD

    email, _ = DEMO_ACCOUNTS[Role.SUPERVISOR]
    take(address, email, DEMO_PASSWORD)


if __name__ == "__main__":
    main(sys.argv[1])
