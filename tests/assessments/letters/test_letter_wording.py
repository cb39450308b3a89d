"""Every letter that a policy can lead to: whole, well written, on its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest

from assessments.letters.letter import Letter, letter_of, letters_of, render_letter, with_toolbar
from assessments.models import Assessment
from assessments.pdf import can_make_pdf
from assessments.rules.policies.six_rungs import SIX
from municipalities.models import Municipality
from tests.assessments.letters.letter_cases import NEXT, Page, assessment_of, bunnik, make_terms, zeist
from tests.factories import make_municipality, make_period, make_province

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PREVIOUS_RUNGS = (None, 1, 2, 3, 4, 5, 6)
QUOTAS, OPENINGS, AVAILABLE, REALISED = (0, 1, 17), (-20, -1, 0, 1, 12), (0, 1, 40), (0, 1, 17)
TRAP = ("verschoonbaar", "lichter", "invloed", "rekening gehouden met")


def every_letter(code: str) -> Iterator[Letter]:
    """Yield a letter for every rung, basis and balance that a policy can meet."""
    municipality = make_municipality("Baarn")
    make_period(NEXT[code])
    cases = product(QUOTAS, OPENINGS, AVAILABLE, REALISED, PREVIOUS_RUNGS)
    assessments = [assessment_of(*case, code=code, municipality=municipality) for case in cases]
    municipalities = Municipality.objects.bulk_create(
        [
            Municipality(
                name=f"Gemeente {i}",
                cbs_code=f"GM{5000 + i}",
                province=municipality.province,
                valid_from=date(2000, 1, 1),
            )
            for i, _ in enumerate(assessments)
        ]
    )
    for assessment, own in zip(assessments, municipalities, strict=True):
        assessment.municipality = own
    Assessment.objects.bulk_create(assessments)
    yield from letters_of(make_period(code), make_province())


@pytest.mark.parametrize("code", ["2023-2", "2024-1"])
def test_every_letter_is_whole_and_well_written(code):
    if code == "2024-1":
        make_terms(code)
    rungs = set()
    for letter in every_letter(code):
        page = Page(render_letter(letter))
        rungs.add(letter.rung.number)
        assert page.is_well_formed
        assert faults(page.text) == [], page.text
        assert letter.rung.needs_executive or "besluit" not in page.text.lower()
        assert not re.search(
            r"\s\s|^\s|\s$", " ".join(str(text) for part in letter.parts for text in part.texts)
        )

    assert rungs == {1, 2, 3, 4, 5, 6}


def faults(text: str) -> list[str]:
    """Return what is wrong with a Dutch text whatever it says."""
    patterns = {
        "brace": r"[{}]",
        "none": r"\bNone\b|\bTrue\b|\bFalse\b|\bnan\b",
        "space": r"\s\s|\s[.,;:)]|\(\s",
        "stops": r"\.\.|,,|\.,|:\.|;\.",
        "plural": r"\b1 vergunninghouders|\b(?!1 )\d+ vergunninghouder\b",
        "zero": r"\b0 vergunninghouder",
        "minus": r"(?<!\d)-\d+ |- ",
        "blame": r"helaas|slechts|maar liefst|verzuimd|gefaald|statushouder|automatisch|het beleid vereist",
        "empty": r"over \.|van \.|is \.|: \.",
    }
    return [name for name, pattern in patterns.items() if re.search(pattern, text)]


def test_no_excuse_is_suggested_where_the_shortage_did_not_count():
    for letter in every_letter("2024-1"):
        known = letter.assessment.figures
        available = known.available_on_reference_date
        excused = available <= known.realised and available < known.quota
        # The decision on rung 5 weighs "een lichter middel": not a word about couplings.
        if not excused and letter.rung.number != 5:
            reasons = str(letter.part("Waarom deze trede"))
            assert not [word for word in TRAP if word in reasons], reasons


def test_bunnik_over_2024_1_hears_that_the_shortage_changes_nothing():
    html = render_letter(bunnik())

    assert "Daarom telt het tekort hier niet mee." in html
    assert not [word for word in (*TRAP, "rekening te houden met") if word in html]


def test_line_on_the_measure_says_the_verdict():
    rows = [letter.figure_rows[-1] for letter in (bunnik(), zeist())]

    assert [(row.label, row.value, row.note) for row in rows] == [
        ("Gemeten aan taakstelling", "17", "niet gehaald"),
        ("Gemeten aan beschikbaar aantal", "66", "gehaald"),
    ]


@pytest.mark.parametrize("rung", SIX.rungs, ids=lambda rung: rung.name)
def test_letter_stands_alone(rung):
    previous = {1: 1, 2: 1, 3: 2}.get(rung.number, rung.number)
    figures = (10, 0, 10, 10) if rung.number == 1 else (10, 0, 10, 9)
    letter = letter_of(assessment_of(*figures, previous, code="2024-1"))
    html = render_letter(letter)
    page = Page(html)

    assert letter.rung.name == rung.name
    assert html.startswith("<!doctype html>")
    assert ("html", {"lang": "nl"}) in page.tags
    assert not {"script", "link", "img", "iframe", "object", "a", "form"} & {tag for tag, _ in page.tags}
    assert not [
        value for _, attrs in page.tags for name, value in attrs.items() if name in ("src", "href", "style")
    ]
    assert not re.search(r"https?:|url\(|@import", html)
    assert "@page" in html
    assert [tag for tag, _ in page.tags].count("h1") == 1


def test_toolbar_leads_back_and_to_the_download():
    letter = zeist()
    html = with_toolbar(render_letter(letter), letter.assessment)

    assert [attrs["href"] for tag, attrs in Page(html).tags if tag == "a"] == [
        "/perioden/2023-2/gemeenten/GM0355/versies/concept/",
        "/perioden/2023-2/gemeenten/GM0355/brief.html?versie=concept",
        *(["/perioden/2023-2/gemeenten/GM0355/brief.pdf?versie=concept"] if can_make_pdf() else []),
    ]
    assert Page(html).text.endswith(Page(render_letter(letter)).text.split("Gedeputeerde", maxsplit=1)[1])
