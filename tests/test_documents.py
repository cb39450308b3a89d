"""The documents name what exists, and draw what is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import draw_decision_flow
from docs.draw_data_model import PAGE, redrawn

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
OURS = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - {"var"}
EXAMPLES = {"tests/rules/test_utrecht_2025.py", "utrecht_2025.py"}
"""Files that a recipe tells one to make."""

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def parts(page: Path) -> tuple[str, str]:
    """Return the prose of a page, and what stands in its blocks of code."""
    pieces = re.split(r"^```.*$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return "".join(pieces[::2]), "".join(pieces[1::2])


def quoted(page: Path) -> set[str]:
    prose, _ = parts(page)
    return {" ".join(words.split()) for words in re.findall(r"`([^`]+)`", prose)}


def is_path(words: str) -> bool:
    """Tell a path of ours from an address, a pattern and a piece of code."""
    return re.fullmatch(r"[\w.-]+(/[\w.-]*)+", words) is not None and words.split("/")[0] in OURS


def is_file_name(words: str) -> bool:
    return re.fullmatch(r"[\w-]+\.(py|md|html|css|csv|toml|txt|in)|Makefile", words) is not None


@each_page
def test_files_that_a_page_names_exist(page):
    names = quoted(page)
    ours = {path.name for folder in OURS for path in (ROOT / folder).rglob("*.*")}
    here = {path.name for path in ROOT.iterdir()}

    assert [name for name in sorted(names - EXAMPLES) if is_path(name) and not (ROOT / name).exists()] == []
    assert {name for name in names if is_file_name(name)} - ours - here - EXAMPLES == set()


@each_page
def test_links_of_a_page_lead_somewhere(page):
    prose, _ = parts(page)
    links = {link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", prose) if "://" not in link}

    assert [link for link in sorted(links) if link and not (page.parent / link).exists()] == []


@each_page
def test_tests_that_a_page_names_exist(page):
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    defined = set(re.findall(r"^def (test_\w+)\(", written, flags=re.MULTILINE))
    named = {words for words in quoted(page) if re.fullmatch(r"test_\w+", words)}

    assert sorted(named - defined) == []


@each_page
def test_targets_of_make_that_a_page_names_exist(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    _, code = parts(page)
    named = {words.split()[1] for words in quoted(page) if re.match(r"make [a-z]", words)}

    assert (named | set(re.findall(r"^make ([a-z]+)", code, re.MULTILINE))) - targets == set()


@each_page
def test_tables_of_a_page_are_whole(page):
    tables = re.findall(r"(?:^\|.*\n)+", parts(page)[0], re.MULTILINE)

    assert [table for table in tables if not re.match(r".*\n\|( -+ \|)+\n", table)] == []


def test_diagram_shows_the_models_as_they_are():
    page = PAGE.read_text(encoding="utf-8")

    assert page == redrawn(page), "the models changed: run `make docs`"


def test_flow_of_a_decision_is_that_of_the_table():
    assert draw_decision_flow.PAGE.read_text(encoding="utf-8") == draw_decision_flow.page(), "run `make docs`"
