"""What must stay readable at every width of the window, also of a period that is halfway its decisions."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Role
from assessments.decisions.page import step_page
from assessments.decisions.take_step import take_step
from assessments.workflow import GIVE_BACK, PROPOSE, Transition
from municipalities.models import Municipality, Period, Province
from tests.assessments.decisions.deciding import GIVEN
from tests.pages import BAARN, OVERVIEW, ZEIST, account, decide_about_baarn

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

WIDTHS = [320, 480, 640, 768, 900, 1024, 1152, 1280, 1440, 1920]
TITLED = [
    OVERVIEW,
    BAARN,
    f"{BAARN}versies/concept/",
    f"{ZEIST}herkomst/totaalopgave/",
    f"{OVERVIEW}prognose/",
    f"{OVERVIEW}gesprekken/",
    f"{OVERVIEW}rapportage/",
    "/gemeenten/GM0308/",
    "/beleid/utrecht-2024/",
    "/tekstblokken/ask_2/",
]
"""Pages whose heading has something beside it, or may get it."""

NARROW_HEADINGS = """() => [...document.querySelectorAll("main :is(h1, h2, h3)")].filter(heading => {
  const ruler = document.createElement("span");
  ruler.style.cssText = "position: absolute; inline-size: 12ch";
  heading.append(ruler);
  const least = ruler.offsetWidth;
  ruler.remove();
  // A short heading needs no more room than it takes on one line.
  const words = document.createRange();
  words.selectNodeContents(heading);
  const lines = new Set([...words.getClientRects()].map(box => Math.round(box.top)));
  return heading.offsetWidth < least && lines.size > 1;
}).map(heading => `${heading.offsetWidth} px for ${heading.textContent}`)"""
"""Which headings are broken into lines of fewer than 12 characters."""

LAST_OUT_OF_SIGHT = """() => {
  const box = document.querySelector("#tabel").getBoundingClientRect();
  return [...document.querySelectorAll("#tabel tr > :last-child")]
    .filter(cell => cell.getBoundingClientRect().right > box.right + 1)
    .map(cell => cell.textContent);
}"""
"""The cells of the last column that one sees only after scrolling the table."""

WIDER_THAN_ITS_BOX = """() => {
  const box = document.querySelector("#tabel");
  return box.scrollWidth - box.clientWidth;
}"""


def take_for(step: Transition, role: str, *names: str) -> None:
    """Take a step for some municipalities, by name."""
    period, province = Period.objects.get(code="2023-2"), Province.objects.get(pk="PV26")
    by = account(role)
    for municipality in Municipality.objects.filter(province=province, name__in=names):
        page = step_page(step, period, municipality, by=by, now=timezone.now())
        keys = [row.key for row in page.subjects]
        take_step(
            step,
            period=period,
            province=province,
            keys=keys,
            by=by,
            now=timezone.now,
            **GIVEN[step.name],
        )


@pytest.fixture
def halfway(site: str) -> None:
    """A period of which some are proposed, some given back, and one is adopted and judged again."""
    decide_about_baarn()
    take_for(PROPOSE, Role.SUPERVISOR, "Bunnik", "Utrechtse Heuvelrug", "Wijk bij Duurstede")
    take_for(GIVE_BACK, Role.ADOPTER, "Utrechtse Heuvelrug")


@pytest.mark.usefixtures("halfway")
def test_no_heading_gets_narrow_beside_what_stands_next_to_it(page: Page, site: str, log_in):
    log_in()
    found = []
    for path in TITLED:
        page.goto(site + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{path} at {width}: {heading}" for heading in page.evaluate(NARROW_HEADINGS)]

    assert not found, "\n".join(found)


@pytest.mark.usefixtures("halfway")
def test_backlog_is_in_sight_beside_every_other_column(page: Page, site: str, log_in):
    log_in()
    page.goto(site + OVERVIEW)
    expect(page.get_by_role("columnheader", name="Status")).to_be_visible()
    expect(page.get_by_role("columnheader").last).to_have_text("Eind\N{SOFT HYPHEN}stand")
    for width in (1024, 1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(LAST_OUT_OF_SIGHT) == [], width
        if width >= 1280:
            assert page.evaluate(WIDER_THAN_ITS_BOX) == 0, width
