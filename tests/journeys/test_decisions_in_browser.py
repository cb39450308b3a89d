"""From concept to letter and back: propose, adopt, assess the next period, correct, re-assess, adopt again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessments.models import AdoptedLetter
from assessments.verification import deviations
from example.worked_example import DEMO_PASSWORD
from municipalities.ledger.record import record_delivery
from municipalities.ledger.statements import Stated
from municipalities.models import DeliveryForm, DeliveryKind, Municipality
from municipalities.moments import local_day
from municipalities.working_days import WorkingDays

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

NEW_YEARS_EVE = date(2023, 12, 31)


def open_as(browser: Browser, site: str, role: str) -> Page:
    """Log someone in with a browser of their own."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    page = context.new_page()
    page.goto(f"{site}/inloggen/")
    page.get_by_label("E-mailadres").fill(f"{role}@provincie.example")
    page.get_by_label("Wachtwoord").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", name="Werkvoorraad")).to_be_visible()
    return page


def adopt(page: Page, link: str, number: str, decided_on: date = date(2024, 1, 23)) -> None:
    page.get_by_role("link", name="Werkvoorraad").click()
    page.get_by_role("link", name=link).click()
    page.get_by_label("Datum van het besluit").fill(decided_on.isoformat())
    page.get_by_label("Nummer van het besluit").fill(number)
    page.get_by_role("button", name="Vaststellen").click()


def house_two_more_in_lopik() -> None:
    """Deliver, after the adoption, the people of the last day of 2023-2."""
    lopik = Municipality.objects.get(cbs_code="GM0331")
    record_delivery(
        province=lopik.province,
        kind=DeliveryKind.HOUSINGS,
        form=DeliveryForm.EVENTS,
        municipality=lopik,
        first_day=NEW_YEARS_EVE,
        last_day=NEW_YEARS_EVE,
        stated=[Stated(municipality=lopik, day=NEW_YEARS_EVE, number=2)],
        dated_on=local_day(timezone.now()),
        by=None,
        now=timezone.now,
    )


def give_the_new_letter_its_days(page: Page) -> None:
    """Fill in days after the one on which the new figures are known."""
    days = WorkingDays()
    first = days.from_day(local_day(timezone.now()))
    last = days.from_day(first + timedelta(weeks=4)).isoformat()
    page.get_by_label("Datum van de brief").fill(first.isoformat())
    for label in (
        "reactie",
        "gesprek",
        "plan van aanpak",
        "oordeel over het plan",
        "om een cijfer te betwisten",
    ):
        page.get_by_label(f"Uiterste datum {label}").fill(last)
    page.get_by_label("Eerste dag van publicatie").fill(last)


def test_period_is_adopted_corrected_and_one_assessed_again(browser: Browser, site: str):
    supervisor, adopter = (open_as(browser, site, role) for role in ("toezichthouder", "vaststeller"))
    supervisor.get_by_role("link", name="26 concepten over 2023-2 om voor te stellen").click()
    supervisor.get_by_role("button", name="Voorstellen").click()
    expect(supervisor.get_by_text("26 beoordelingen over 2023-2 voorgesteld.")).to_be_visible()
    adopt(adopter, "26 beoordelingen over 2023-2 om vast te stellen", "2024-77")
    expect(adopter.get_by_text("26 beoordelingen over 2023-2 vastgesteld.")).to_be_visible()

    supervisor.goto(f"{site}/perioden/2024-1/beoordelen/")
    supervisor.get_by_role("button", name="Beoordeel periode").click()
    expect(supervisor.get_by_role("link", name="Voorstellen (26)")).to_be_visible()

    house_two_more_in_lopik()
    supervisor.goto(f"{site}/herbeoordeling/")
    expect(supervisor.get_by_role("row", name="Gehuisvest")).not_to_have_count(0)
    supervisor.get_by_role("link", name="Herbeoordelen van Lopik").click()
    supervisor.get_by_label("Reden").fill("Twee huisvestingen zijn later gemeld.")
    supervisor.get_by_role("button", name="Herbeoordelen").click()
    expect(supervisor.get_by_text("U ziet de herbeoordeling in concept.")).to_be_visible()
    supervisor.get_by_role("button", name="Opslaan en voorstellen").click()
    give_the_new_letter_its_days(supervisor)
    supervisor.get_by_role("button", name="Voorstellen").click()
    expect(supervisor.get_by_text("Beoordeling van Lopik voorgesteld.")).to_be_visible()
    today = timezone.localdate()
    adopt(adopter, "1 beoordeling over 2023-2 om vast te stellen", "2024-99", today)
    expect(adopter.get_by_text("Beoordeling van Lopik vastgesteld.")).to_be_visible()

    adopter.goto(f"{site}/perioden/2023-2/gemeenten/GM0331/")
    adopter.get_by_role("link", name="Versie 1").click()
    expect(adopter.get_by_text("Vervangen", exact=True).first).to_be_visible()
    adopter.get_by_role("link", name="Brief bekijken").click()
    expect(adopter.get_by_text("kenmerk VOORBEELD-2023-2-GM0331, brief van 25 januari 2024")).to_be_visible()
    assert AdoptedLetter.objects.filter(version__municipality__cbs_code="GM0331").count() == 2
    assert list(deviations()) == []


def test_two_browsers_on_one_motivation_lose_nothing(browser: Browser, site: str):
    first, second = (open_as(browser, site, "toezichthouder") for _ in range(2))
    for page in (first, second):
        page.goto(f"{site}/perioden/2023-2/gemeenten/GM0355/")
    for page, words in ((first, "Van de snelste."), (second, "Van de langzaamste.")):
        page.get_by_label("Toelichting bij deze beoordeling").fill(words)
        page.get_by_role("button", name="Motivering opslaan").click()

    expect(second.get_by_text("Iemand anders heeft deze motivering intussen gewijzigd").first).to_be_visible()
    expect(second.get_by_text("Van de snelste.")).to_be_visible()
    expect(second.get_by_label("Toelichting bij deze beoordeling")).to_have_value("Van de langzaamste.")
