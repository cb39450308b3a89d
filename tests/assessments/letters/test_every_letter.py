"""One letter of every rung, policy, basis and balance: rendered, whole, and valid HTML."""

from __future__ import annotations

import re
from itertools import product

import pytest

from assessments.judging.assess_period import apply_choice
from assessments.letters.letter import letter_of, render_letter
from assessments.models import Assessment
from tests.assessments.letters.letter_cases import NEXT, Page, assessment_of, make_terms
from tests.assessments.letters.test_letter_wording import faults
from tests.factories import make_municipality, make_period
from tests.test_html import complaints

pytestmark = [pytest.mark.once, pytest.mark.django_db]

POLICIES = {"2023-2": "utrecht-2023", "2024-1": "utrecht-2024"}
BASES = {"totaalopgave": True, "koppelingstekort": False}
BALANCES = {"achterstand": 12, "voorsprong": -20, "nul": 0, "een": 1}


def letter_case(rung: int, code: str, basis: str, balance: str) -> tuple[Assessment, str]:
    """Return an assessment with this basis and closing balance, placed on this rung, and its letter."""
    closing, quota, realised = BALANCES[balance], 17, 15
    opening = closing - quota + realised
    task = quota + opening
    available = task + 3 if BASES[basis] else max(0, task - 1)
    if basis == "koppelingstekort" and task <= 0:
        # Without a total task there can be no shortage: house more, so that the same balance remains.
        realised, opening = realised + 25, closing - quota + realised + 25
        available = quota + opening - 1
    assessment = assessment_of(
        quota,
        opening,
        available,
        realised,
        min(rung, 3) if rung < 4 else rung - 1,
        code=code,
        municipality=make_municipality("Baarn", cbs_code="GM0308"),
    )
    assert ((assessment.figures.coupling_shortage or 0) > 0) == (basis == "koppelingstekort")
    assert assessment.figures.closing_balance == closing
    if assessment.rung != rung:
        assessment.chosen_rung, assessment.deviation_reason = rung, "Bijzondere omstandigheden."
        apply_choice(assessment)
    assert assessment.rung == rung
    return assessment, render_letter(letter_of(assessment))


@pytest.mark.parametrize("rung", range(1, 7))
@pytest.mark.parametrize("code", list(POLICIES))
def test_letter_of_every_basis_and_balance_is_whole(rung, code):
    make_terms(code)
    make_period(NEXT[code])
    municipality = None
    for basis, balance in product(BASES, BALANCES):
        if municipality:
            municipality.delete()
        assessment, html = letter_case(rung, code, basis, balance)
        municipality = assessment.municipality
        page = Page(html)

        assert page.is_well_formed
        assert faults(page.text) == [], page.text
        assert f"trede {rung}" in page.text or rung >= 4
        assert re.search(rf"Gemeten aan[\w ]*{assessment.verdict_label} Bron:", page.text), page.text
        assert ("Afschrift aan: de gemeenteraad van Baarn" in page.text) is (rung >= 4)
        assert ("Afdeling bestuursrechtspraak" in page.text) is (rung == 5)
        assert "artikel 124 van de Gemeentewet" in page.text


@pytest.mark.java
def test_html_of_every_letter_is_valid(tmp_path):
    for code in POLICIES:
        make_terms(code)
        make_period(NEXT[code])
    for rung, code, basis, balance in product(range(1, 7), POLICIES, BASES, BALANCES):
        assessment, html = letter_case(rung, code, basis, balance)
        (tmp_path / f"{rung}-{code}-{basis}-{balance}.html").write_text(html, encoding="utf-8")
        assessment.municipality.delete()

    assert len(list(tmp_path.iterdir())) == 96
    assert complaints(tmp_path) == []
