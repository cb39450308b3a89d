"""What JavaScript adds, with it and without: asking while typing, text that is not lost, a form that is sent once."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Dialog, Locator, Page, Request, expect

from accounts.models import Role
from assessments.models import Assessment
from tests.factories import make_period
from tests.journeys.test_accessibility import enter
from tests.pages import OVERVIEW, ZEIST, account

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

WORDS = "De woningbouw aan de rand van het dorp is vertraagd."
KEPT = "() => Object.keys(localStorage).filter(key => key.startsWith('ibt:')).length"


@pytest.fixture(autouse=True)
def logged_in(page: Page, site: str) -> None:
    enter(page, site, account(Role.SUPERVISOR))


def motivation(page: Page) -> Locator:
    return page.get_by_label("Toelichting bij deze beoordeling")


def words_of_zeist() -> str:
    return Assessment.objects.get(period__code="2023-2", municipality__name="Zeist").motivation


def rows(page: Page) -> Locator:
    return page.locator("#tabel tbody tr")


def test_overview_answers_while_one_types(page: Page, site: str, problems: list[str]):
    page.goto(f"{site}{OVERVIEW}")
    page.evaluate("() => { window.here = true; }")
    page.get_by_label("Gemeente", exact=True).press_sequentially("wij", delay=30)

    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?name=wij$"))
    expect(page.get_by_label("Gemeente", exact=True)).to_be_focused()
    expect(page.get_by_label("Gemeente", exact=True)).to_have_value("wij")
    expect(page.locator("body > [role=status]")).to_contain_text("1 van 26 gemeenten")
    # Nothing on the page is of before: also the files are those of what one sees.
    assert "name=wij" in (page.get_by_role("link", name="CSV").get_attribute("href") or "")

    page.get_by_role("link", name="Filter wissen").click()
    expect(rows(page)).to_have_count(26)
    assert problems == []


def test_table_sorts_without_being_loaded_anew(page: Page, site: str):
    page.goto(f"{site}{OVERVIEW}")
    page.evaluate("() => { window.here = true; document.querySelector('main details').open = true; }")
    link = page.get_by_role("columnheader", name=re.compile("Gehuis")).get_by_role("link")
    link.focus()
    link.press("Enter")

    expect(page).to_have_url(re.compile("sort=realised"))
    expect(page.get_by_role("columnheader", name=re.compile("Gehuis")).get_by_role("link")).to_be_focused()
    assert page.evaluate("() => window.here && document.querySelector('main details').open")
    sorted_here = rows(page).all_inner_texts()
    page.reload()
    assert rows(page).all_inner_texts() == sorted_here
    assert sorted_here[0].startswith("Renswoude")
    expect(page.locator("[aria-sort]")).to_contain_text("Gehuis")


def test_what_if_reckons_while_one_types(page: Page, site: str):
    page.goto(f"{site}/wat-als/2023-2/GM0355/")
    before = page.locator("#h-outcome").inner_text()
    housed = page.get_by_label("Gehuisvest", exact=True)
    housed.fill("0")

    expect(page.locator("#h-outcome")).not_to_have_text(before)
    expect(housed).to_have_value("0")
    housed.fill("veel")
    expect(page.get_by_text("is geen heel aantal").first).to_be_visible()


def test_answer_of_another_page_is_opened(page: Page, site: str):
    page.goto(f"{site}{OVERVIEW}")
    Session.objects.all().delete()
    page.get_by_label("Gemeente", exact=True).fill("zeist")

    expect(page).to_have_url(re.compile("/inloggen/"))


def test_text_outlives_the_session(page: Page, site: str):
    page.goto(f"{site}{ZEIST}")
    motivation(page).fill(WORDS)
    Session.objects.all().delete()
    page.get_by_role("button", name="Motivering opslaan").click()
    expect(page).to_have_url(re.compile("/inloggen/"))
    assert words_of_zeist() == ""

    enter(page, site, account(Role.SUPERVISOR))
    page.goto(f"{site}{ZEIST}")
    expect(page.get_by_text("tekst die niet is opgeslagen")).to_be_visible()
    page.get_by_role("button", name="Terugzetten").click()
    expect(motivation(page)).to_have_value(WORDS)
    page.get_by_role("button", name="Motivering opslaan").click()
    expect(page.get_by_text("Motivering opgeslagen.")).to_be_visible()

    assert words_of_zeist() == WORDS
    assert page.evaluate(KEPT) == 0


def test_text_is_thrown_away_on_demand_and_never_shown_to_another(page: Page, site: str):
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{site}{ZEIST}")
    motivation(page).fill(WORDS)
    page.goto(f"{site}/perioden/")
    enter(page, site, account(Role.ADMINISTRATOR))
    page.goto(f"{site}{ZEIST}")
    expect(page.get_by_text("tekst die niet is opgeslagen")).to_have_count(0)

    enter(page, site, account(Role.SUPERVISOR))
    page.goto(f"{site}{ZEIST}")
    page.get_by_role("button", name="Weggooien").click()
    page.reload()
    expect(page.get_by_text("tekst die niet is opgeslagen")).to_have_count(0)


def test_leaving_with_unsaved_text_asks(page: Page, site: str):
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(f"{site}{ZEIST}")
    motivation(page).fill(WORDS)
    page.get_by_role("link", name="Perioden", exact=True).first.click()
    page.wait_for_timeout(200)

    assert asked == ["beforeunload"]
    expect(motivation(page)).to_have_value(WORDS)


def test_logging_out_takes_kept_text_away(page: Page, site: str):
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{site}{ZEIST}")
    motivation(page).fill(WORDS)
    assert page.evaluate(KEPT) == 1
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_load_state()

    assert page.evaluate(KEPT) == 0


def test_form_is_sent_once_and_says_so(page: Page, site: str):
    sent: list[str] = []

    def count(request: Request) -> None:
        if request.method == "POST":
            sent.append(request.url)

    page.on("request", count)
    page.goto(f"{site}{ZEIST}")
    motivation(page).fill(WORDS)
    button = page.get_by_role("button", name="Motivering opslaan")
    said = button.evaluate(
        "button => { button.click(); const said = button.textContent; button.click(); return said; }"
    )
    expect(page.get_by_text("Motivering opgeslagen.")).to_be_visible()

    assert said == "Bezig …"
    assert len(sent) == 1


def test_pages_do_their_work_without_javascript(browser: Browser, site: str):
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    enter(page, site, account(Role.SUPERVISOR))
    page.goto(f"{site}{OVERVIEW}")
    page.get_by_label("Gemeente", exact=True).fill("zeist")
    page.get_by_role("button", name="Filter toepassen").click()
    expect(rows(page)).to_have_count(1)
    page.get_by_role("columnheader", name=re.compile("Gehuis")).get_by_role("link").click()
    expect(page.locator("[aria-sort]")).to_contain_text("Gehuis")
    page.goto(f"{site}/wat-als/2023-2/GM0355/?gehuisvest=0")
    expect(page.locator("#h-outcome")).to_contain_text("Dan is de uitkomst")
    page.goto(f"{site}{ZEIST}")
    motivation(page).fill(WORDS)
    page.get_by_role("button", name="Motivering opslaan").click()
    expect(page.get_by_text("Motivering opgeslagen.")).to_be_visible()
    context.close()


def test_week_is_pasted_into_the_grid_and_adds_up(page: Page, site: str):
    make_period("2024-2")
    enter(page, site, account(Role.ADMINISTRATOR))
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    page.goto(f"{site}/aanlevering/invoeren/housings/")
    page.get_by_label("Eerste dag").fill("2024-07-01")
    page.get_by_label("Laatste dag").fill("2024-07-07")
    page.get_by_label("Datum van de bron").fill("2024-07-08")
    page.get_by_label("Controletotaal").fill("8")
    page.get_by_label("Soort").select_option("regular")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Baarn, 2 juli 2024").evaluate(
        """cell => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text", "1\\t2\\n3\\t0\\n\\t2\\n");
          cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )

    expect(page.get_by_label("Bunnik, 2 juli 2024")).to_have_value("3")
    expect(page.get_by_label("Bunschoten, 3 juli 2024")).to_have_value("2")
    expect(page.locator("tfoot output").nth(1)).to_have_text("4")
    expect(page.locator("#samen")).to_have_text("Samen 8; het controletotaal is 8.")
    page.get_by_label("Lege velden zijn 0").check()
    page.get_by_role("button", name="Controleer de invoer").click()
    page.get_by_role("button", name=re.compile("^Leg")).click()
    expect(page.get_by_text("26 wijzigingen vastgelegd uit deze invoer.")).to_be_visible()
    assert len(loads) == 4
