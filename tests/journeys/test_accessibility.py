"""axe-core (WCAG 2.2 AA and best practice) on every page and state, which the suite spreads over three widths.

At the other two widths it looks whether the page scrolls sideways. `make soak` has axe look at all three.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.views import LoginView
from django.test import Client
from django_tables2 import Table
from playwright.sync_api import Error, Page, expect

from accounts.models import Role, User
from audit.admin import AuditedAdmin
from tests.factories import make_user
from tests.pages import EMPTY, NOBODY, ZEIST, State, account, prepare, states
from tests.reading import on_one_line

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js").read_text()
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
VIOLATIONS = """options => axe.run(options).then(result =>
  result.violations.map(({ id, nodes }) => `${id} on ${JSON.stringify(nodes[0].target)}`))"""
"""Only what is told: all that axe returns takes longer to bring over than to find."""

WIDTHS = [320, 768, 1280]
ROWS = 5
"""Rows of a list: more of them are the same again, and only take time."""

ENGLISH = re.compile(
    r"\b(add|all|and|any|back|change|changed|choose|clear|correct|delete|enter|error|errors|false|from|home|log in|"
    r"log out|must|no|none|not|now|please|remove|results|save|search|select|show|the|this|to|today|toggle|true|"
    r"unknown|value|view|with|yes|you|your)\b",
    re.IGNORECASE,
)
"""What Django says where a translation is missing; no Dutch word is among them."""

WORDS = """() => {
  const told = [...document.querySelectorAll("[alt], [aria-label], [placeholder], [title], input[type=submit]")]
    .map(element => ["alt", "aria-label", "placeholder", "title", "value"].map(name => element.getAttribute(name)));
  // Keys and placeholders are names, in any language.
  const names = document.querySelectorAll("code");
  names.forEach(name => { name.hidden = true; });
  const read = document.body.innerText;
  names.forEach(name => { name.hidden = false; });
  return [document.title, read, ...told.flat()].filter(Boolean).join("\\n");
}"""

SIDEWAYS = """() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"""


def violations(page: Page, widths: Sequence[int] = WIDTHS) -> list[str]:
    """Return what is wrong with the page: axe at these widths, scrolling at all, and words that are not Dutch."""
    page.evaluate("() => document.querySelectorAll('details').forEach(details => details.open = true)")
    found = [f"{page.url}: English: {word}" for word in set(ENGLISH.findall(page.evaluate(WORDS)))]
    # From the width that the page has: to lay it out anew takes longer than much else.
    at_first = page.viewport_size["width"]
    for width in sorted(WIDTHS, key=lambda width: abs(width - at_first)):
        page.set_viewport_size({"width": width, "height": 900})
        if width in widths:
            found += [f"{page.url} at {width}: {told}" for told in page.evaluate(VIOLATIONS, OPTIONS)]
        sideways = page.evaluate(SIDEWAYS)
        if sideways > 0:
            found.append(f"{page.url} at {width}: scrolls sideways by {sideways} px")
    return found


@pytest.fixture
def page(page: Page) -> Page:
    """The page of every test, with axe in it from the start: to bring it over to each page takes time."""
    page.context.add_init_script(AXE)
    return page


def visit(page: Page, site: str, state: State) -> bool:
    """Bring the page into a state; False when there is nothing new to see: a file, or a way to another page."""
    try:
        answer = page.goto(site + state.path)
    except Error as failure:
        if "Download is starting" not in failure.message:
            raise
        return False
    assert answer is not None
    if answer.request.redirected_from or not answer.headers.get("content-type", "").startswith("text/html"):
        return False
    assert answer.status == state.status, state
    if state.sends is not None:
        send(page, state.sends)
    assert not state.says or state.says in on_one_line(page.content()), state
    return True


def send(page: Page, values: dict[str, str]) -> None:
    """Fill in and send the form, also what the browser itself would keep back."""
    form = page.locator("main form[method=post]").first
    for name, value in values.items():
        form.locator(f"[name={name}]").fill(value)
    form.evaluate("form => form.noValidate = true")
    form.locator("button[type=submit]").first.click()
    page.wait_for_load_state()


def enter(page: Page, site: str, user: User) -> None:
    """Give the browser the session of an account."""
    client = Client()
    client.force_login(user)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


@pytest.mark.parametrize("part", ["the application", "beheer"])
@pytest.mark.parametrize("at", ["one width", pytest.param("all widths", marks=pytest.mark.soak)])
def test_every_page_and_state_is_accessible(
    page: Page, site: str, monkeypatch: pytest.MonkeyPatch, part: str, at: str
):
    monkeypatch.setattr(AuditedAdmin, "list_per_page", ROWS)
    paginate = Table.paginate
    monkeypatch.setattr(Table, "paginate", lambda table, **_: paginate(table, per_page=ROWS))
    prepare()
    found, seen = [], 0
    here = [state for state in states() if state.path.startswith("/beheer/") == (part == "beheer")]
    for who, same in groupby(here, key=attrgetter("province", "role")):
        page.context.clear_cookies()
        if NOBODY not in who:
            enter(page, site, account(who[1], who[0]))
        for state in same:
            if visit(page, site, state):
                turn = [WIDTHS[seen % len(WIDTHS)]]
                found += violations(page, turn if at == "one width" else WIDTHS)
                seen += 1

    assert not found, "\n".join(found)
    assert seen > 50


def test_pages_of_an_empty_database_are_accessible(page: Page, live_server):
    enter(page, live_server.url, make_user(Role.ADMINISTRATOR))
    found = []
    for path, words in EMPTY:
        assert visit(page, live_server.url, State(path=path, says=words))
        found += violations(page)

    assert not found, "\n".join(found)


def test_errors_are_accessible(page: Page, site: str, settings, monkeypatch: pytest.MonkeyPatch):
    """What no address leads to: an error of the program, maintenance, and a form that was open too long."""

    def fail(*args: Any, **kwargs: Any) -> None:
        raise ValueError

    page.goto(f"{site}/inloggen/")
    page.context.clear_cookies()
    send(page, {"username": "toezichthouder@provincie.example", "password": "x"})
    expect(page.get_by_text("De pagina stond te lang open")).to_be_visible()
    found = violations(page)

    monkeypatch.setattr(LoginView, "get", fail)
    assert visit(page, site, State(path="/inloggen/", says="Fout 500"))
    found += violations(page)

    settings.MAINTENANCE = True
    assert visit(page, site, State(path="/perioden/", says="Fout 503"))
    assert found + violations(page) == []


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
