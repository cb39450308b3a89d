from __future__ import annotations

import ast
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest

from municipalities.catalogue import BY_KEY, FIGURES, Kind
from municipalities.figures import Figures, PeriodFacts, Totals

ROOT = Path(__file__).parent.parent.parent

SAID_OTHERWISE = {
    "assessments/models/reports.py": "choices of a stored field",
    "municipalities/models/ledger.py": "choices of a stored field",
    "municipalities/intake/kinds.py": "headings of files, as people write them",
    "municipalities/ledger/provenance.py": "the kind of an entry",
    "assessments/rules/findings.py": "the name of a row of reasons",
}
"""Where the same word names another thing than the figure."""


def test_every_figure_is_one_of_a_municipality_or_of_a_province():
    known = {field.name for field in (*fields(Figures), *fields(Totals))} | set(vars(Figures))

    assert {figure.key for figure in FIGURES} <= known
    assert len(BY_KEY) == len(FIGURES)


def test_every_figure_has_a_name_and_an_address_of_its_own():
    dated = [figure.dated(PeriodFacts.of("2023-2")) for figure in FIGURES]
    slugs = [figure.slug for figure in FIGURES if figure.slug]

    assert len(set(dated)) == len(dated)
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize(
    ("key", "value", "written"),
    [
        ("quota", 1372, "1.372"),
        ("quota", None, "onbekend"),
        ("opening_balance", 570, "+570"),
        ("closing_balance", -1, "−1"),
        ("closing_balance", 0, "0"),
        ("share_of_quota", Fraction(283, 284), "< 100%"),
        ("share_of_total_task", None, "n.v.t."),
    ],
)
def test_value_is_written_by_its_kind(key, value, written):
    assert BY_KEY[key].written(value) == written


def test_words_break_only_in_headings():
    figure = BY_KEY["share_of_total_task"]

    assert (figure.label, figure.heading) == ("% van de totaalopgave", "% van de totaal\N{SOFT HYPHEN}opgave")
    assert BY_KEY["closing_balance"].label_so_far == "Nog te huisvesten"
    assert BY_KEY["closing_balance"].kind is Kind.BALANCE


def test_no_other_module_spells_the_name_of_a_figure():
    """A label that is typed twice is two labels once one of them changes."""
    labels = {text for figure in FIGURES for text in (figure.label, figure.heading, figure.label_so_far)}
    found = {}
    for folder in ("assessments", "municipalities", "example"):
        for path in (ROOT / folder).rglob("*.py"):
            name = str(path.relative_to(ROOT))
            if "migrations" in path.parts or name == "municipalities/catalogue.py" or name in SAID_OTHERWISE:
                continue
            texts = {
                node.value
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            if texts & labels:
                found[name] = texts & labels

    assert found == {}
