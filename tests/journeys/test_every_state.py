"""Every page of a period in every state that a period can be in, at five widths of the window.

Nothing scrolls sideways, no heading is broken into a narrow column, and no table is wider than its box. The suite
walks a few states, `make soak` all; with SCREENSHOTS=folder each page is kept as a picture.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Role
from assessments.decisions.page import step_page
from assessments.decisions.take_step import reassess, take_step
from assessments.workflow import ADOPT, GIVE_BACK, PROPOSE, PUBLISH, SEND, TAKEN, Transition
from municipalities.change_places import change_municipality
from municipalities.models import Municipality, Period, Province
from tests.assessments.decisions.deciding import GIVEN
from tests.factories import make_period
from tests.journeys.test_accessibility import SIDEWAYS, enter
from tests.pages import BAARN, OVERVIEW, WITHOUT_FIGURES, ZEIST, account, decide_about_baarn

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

WIDTHS = [320, 768, 1024, 1280, 1920]

OF_A_PERIOD = [
    "",
    "prognose/",
    "gesprekken/",
    "rapportage/",
    "aansluiting/",
    *(f"{step.slug}/" for step in TAKEN),
]
OF_BAARN = ["", "brief/", "versies/concept/"]
OF_THE_PROVINCE = [
    "/",
    "/perioden/",
    "/gemeenten/",
    "/gemeenten/GM0308/",
    "/gemeenten/GM0345/",
    "/herbeoordeling/",
    "/logboek/",
    "/aanlevering/",
    "/beleid/utrecht-2024/",
    "/tekstblokken/ask.2/",
    f"{ZEIST}herkomst/totaalopgave/",
]

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

WIDER_THAN_ITS_BOX = """() => [...document.querySelectorAll("main .scroll > table")]
  .map(table => [table.offsetWidth - table.parentElement.clientWidth, table.tHead?.innerText])
  .filter(([wider]) => wider > 1).map(([wider, head]) => `table wider than its box by ${wider} px: ${head}`)"""

OUTSIDE_ITS_PICTURE = """() => [...document.querySelectorAll("main .chart")].flatMap(chart => {
  const box = chart.getBoundingClientRect();
  return [...chart.querySelectorAll("path, rect, text")].map(part => [part, part.getBoundingClientRect()])
    .filter(([, {left, right, width}]) => width && (left < box.left - 1 || right > box.right + 1))
    .map(([part]) => `outside its picture: ${part.textContent || part.getAttribute("class")}`);
})"""
"""What of a chart one sees only after scrolling it, or never."""

LAST_OUT_OF_SIGHT = """() => {
  const box = document.querySelector("#tabel").getBoundingClientRect();
  return [...document.querySelectorAll("#tabel tr > :last-child")]
    .filter(cell => cell.getBoundingClientRect().right > box.right + 1)
    .map(cell => cell.textContent);
}"""
"""The cells of the last column that one sees only after scrolling the table."""


def take_for(step: Transition, *names: str, period: str = "2023-2") -> None:
    """Take a step for some municipalities, by name, or for all that can."""
    found, province = Period.objects.get(code=period), Province.objects.get(pk="PV26")
    by = account(Role.ADOPTER if step in (ADOPT, GIVE_BACK) else Role.SUPERVISOR)
    page = step_page(step, found, None, by=by, now=timezone.now())
    keys = [row.key for row in page.subjects if not names or row.municipality.name in names]
    # The letters of the example are dated 25 January 2024.
    given = GIVEN[step.name] | ({"decision_date": date(2024, 1, 23)} if step is ADOPT else {})
    take_step(step, period=found, province=province, keys=keys, by=by, now=timezone.now, **given)


def propose() -> None:
    take_for(PROPOSE)


def adopt_half() -> None:
    """Some are proposed, some given back, one is adopted and judged again, and the rest are concepts."""
    decide_about_baarn()
    take_for(PROPOSE, "Bunnik", "Utrechtse Heuvelrug", "Wijk bij Duurstede", "Zeist")
    take_for(GIVE_BACK, "Utrechtse Heuvelrug")
    take_for(ADOPT, "Wijk bij Duurstede")


def publish() -> None:
    for step in (PROPOSE, ADOPT, SEND, PUBLISH):
        take_for(step)


def judge_one_again() -> None:
    publish()
    baarn = Municipality.objects.get(name="Baarn")
    reason = "Nagekomen huisvestingen."
    by = account(Role.SUPERVISOR)
    reassess(
        period=Period.objects.get(code="2023-2"), municipality=baarn, reason=reason, by=by, now=timezone.now
    )


def merge() -> None:
    """Let Renswoude go into Veenendaal, and leave undecided what becomes of its backlog."""
    make_period("2024-2")
    change_municipality(
        Municipality.objects.get(name="Renswoude"),
        postal_address="",
        valid_until=date(2024, 6, 30),
        successor=Municipality.objects.get(name="Veenendaal"),
        by=account(Role.ADMINISTRATOR),
        now=timezone.now,
    )


def begin() -> None:
    """Add a period of which nothing is known."""
    make_period("2025-1")


def nothing() -> None:
    """Leave the example as it is: assessed, and nothing decided."""


State = tuple[Callable[[], None], str, str]

STATES: dict[str, State] = {
    "assessed": (nothing, OVERVIEW, ""),
    "proposed": (propose, OVERVIEW, ""),
    "half adopted": (adopt_half, OVERVIEW, ""),
    "published": (publish, OVERVIEW, ""),
    "judged again": (judge_one_again, OVERVIEW, ""),
    "running": (nothing, "/perioden/2024-1/", "?known_on=2024-02-15"),
    "partly known": (nothing, OVERVIEW, "?known_on=2023-09-01"),
    "no figures": (begin, WITHOUT_FIGURES, ""),
    "with a merger": (merge, "/perioden/2024-2/", ""),
}
"""What happened, the address of the period to look at, and with what question behind it."""

IN_THE_SUITE = ("half adopted", "running")


@pytest.mark.parametrize(
    "state", [pytest.param(name, marks=[] if name in IN_THE_SUITE else pytest.mark.soak) for name in STATES]
)
def test_every_page_fits_every_width(page: Page, site: str, state: str):
    happened, period, asked = STATES[state]
    happened()
    of_baarn = BAARN.replace(OVERVIEW, period)
    paths = [
        *(period + last for last in OF_A_PERIOD),
        *(of_baarn + last for last in OF_BAARN),
        *OF_THE_PROVINCE,
    ]
    found, seen = [], set()
    for role in (Role.SUPERVISOR, Role.ADOPTER):
        enter(page, site, account(role))
        for path in paths:
            answer = page.goto(site + path + asked)
            assert answer is not None
            assert answer.status in (200, 403, 404), path
            if answer.status == 200 and (path not in seen or path == "/"):
                seen.add(path)
                found += [f"{path} ({role}) {told}" for told in misfits(page, f"{state} {role} {path}")]

    assert not found, "\n".join(found)
    assert len(seen) > 20


def misfits(page: Page, name: str) -> list[str]:
    """Return what does not fit at each width, with everything opened that can be."""
    page.evaluate("() => document.querySelectorAll('main details').forEach(details => details.open = true)")
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        sideways = page.evaluate(SIDEWAYS)
        told = [f"scrolls sideways by {sideways} px"] if sideways else []
        told += [
            words
            for script in (NARROW_HEADINGS, WIDER_THAN_ITS_BOX, OUTSIDE_ITS_PICTURE)
            for words in page.evaluate(script)
        ]
        found += [f"at {width}: {words}" for words in told]
        if folder := os.environ.get("SCREENSHOTS"):
            kept = Path(folder) / f"{name.replace('/', ' ').strip()} {width}.png"
            page.screenshot(path=kept, full_page=True)
    return found


def test_backlog_is_in_sight_beside_every_other_column(page: Page, site: str):
    adopt_half()
    enter(page, site, account(Role.SUPERVISOR))
    page.goto(site + OVERVIEW)
    expect(page.get_by_role("columnheader", name="Status")).to_be_visible()
    expect(page.get_by_role("columnheader").last).to_have_text("Eind\N{SOFT HYPHEN}stand")
    for width in (1024, 1280, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(LAST_OUT_OF_SIGHT) == [], width
