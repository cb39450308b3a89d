"""The documents name what exists, and draw what is."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from accounts.models import Role
from assessments.workflow import TAKEN
from docs import draw_decision_flow
from docs.draw_data_model import PAGE, redrawn
from ibt.menu import MENU
from municipalities.contacts.attachments import MOST_FILES, most_bytes
from municipalities.intake.doubts import TITLES
from municipalities.intake.kinds import KINDS
from municipalities.intake.limits import MOST_BYTES

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
MEGABYTE = 1024 * 1024
OURS = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")} - {"var"}
EXAMPLES = {"tests/rules/test_utrecht_2025.py", "utrecht_2025.py"}
"""Files that a recipe tells one to make."""
GUIDE = " ".join((ROOT / "docs" / "handleiding.md").read_text(encoding="utf-8").split())
VARIES = "…"
"""What stands, in the guide and here, for the part of a text that differs each time."""

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


def test_every_command_is_documented():
    files = (path for app in OURS for path in (ROOT / app).glob("management/commands/[!_]*.py"))
    listed = {words.split()[0] for words in quoted(ROOT / "docs" / "commands.md")}

    assert sorted({path.stem for path in files} - listed) == []


@each_page
def test_tables_of_a_page_are_whole(page):
    tables = re.findall(r"(?:^\|.*\n)+", parts(page)[0], re.MULTILINE)

    assert [table for table in tables if not re.match(r".*\n\|( -+ \|)+\n", table)] == []


def test_diagram_shows_the_models_as_they_are():
    page = PAGE.read_text(encoding="utf-8")

    assert page == redrawn(page), "the models changed: run `make docs`"


def test_flow_of_a_decision_is_that_of_the_table():
    assert draw_decision_flow.PAGE.read_text(encoding="utf-8") == draw_decision_flow.page(), "run `make docs`"


def test_proxy_lets_through_the_largest_file_that_the_application_takes():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    let_through = re.findall(r"^ *client_max_body_size (\d+)m;", page, re.MULTILINE)
    told = re.findall(r"files? of (\d+) MB", page)

    # The other fields of the form come with the files.
    together = max(MOST_BYTES, MOST_FILES * most_bytes())
    assert [int(number) * MEGABYTE for number in let_through] == [together + MEGABYTE]
    assert {int(number) * MEGABYTE for number in told} == {MOST_BYTES, most_bytes()}


def bold_in_guide() -> set[str]:
    return {words.rstrip(":.") for words in re.findall(r"\*\*(.+?)\*\*", GUIDE)}


def messages_in_guide() -> set[str]:
    return set(re.findall(r"“(.+?)”", GUIDE))


def tidy(text: str) -> str:
    """Write a text as it reads on the screen, with one sign for all that is filled in."""
    plain = " ".join(html.unescape(text).replace("\u00ad", "").split()).strip(" :.,")
    return re.sub(rf"{VARIES}( ?{VARIES})+", VARIES, plain)


def texts_of_template(source: str) -> Iterator[str]:
    """Yield what stands between the tags, and the words that a tag prints: a status, the head of a column."""
    for tag in re.findall(r"\{%.*?%\}", source):
        yield from (words.removeprefix("t:") for words in re.findall(r'"([^"]*)"', tag))
    without_tags = re.sub(r"\{#.*?#\}|\{%.*?%\}", "\0", source, flags=re.DOTALL)
    filled = re.sub(r"\{\{.*?\}\}", VARIES, without_tags)
    yield from re.split(r"\0|<[^>]*>", filled)


def texts_of_code(source: str) -> Iterator[str]:
    """Yield each text of a module, whole."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else VARIES for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@cache
def texts_on_screen() -> frozenset[str]:
    templates = (path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    apps = ("accounts", "assessments", "audit", "ibt", "municipalities")
    modules = (path.read_text(encoding="utf-8") for app in apps for path in (ROOT / app).rglob("*.py"))
    found = [text for page in templates for text in texts_of_template(page)]
    found += [text for module in modules for text in texts_of_code(module)]
    found += re.findall(r'"([^"\n]+)"', (ROOT / "static/js/app.js").read_text(encoding="utf-8"))
    return frozenset(tidy(text) for text in found)


def test_guide_calls_everything_as_the_screen_does():
    known = {text.lower() for text in texts_on_screen()}
    endings = [text.removeprefix(VARIES) for text in known if text.startswith(f"{VARIES} ")]

    def is_shown(words: str) -> bool:
        """Tell whether this is a whole text, or one after what varies: "Periode" and " toevoegen"."""
        label = tidy(words).lower()
        return label in known or any(
            label.endswith(end) and label.removesuffix(end) in known for end in endings
        )

    assert len(bold_in_guide()) > 100
    assert sorted(words for words in bold_in_guide() if not is_shown(words)) == []


def test_guide_quotes_messages_that_exist():
    def is_said(message: str) -> bool:
        pattern = ".*".join(re.escape(tidy(part)) for part in message.split(VARIES))
        return any(re.search(pattern, text) for text in texts_on_screen())

    assert len(messages_in_guide()) > 15
    assert sorted(message for message in messages_in_guide() if not is_said(message)) == []


def test_guide_names_every_role_menu_step_doubt_and_kind_of_file():
    labels = [*Role.labels, *(item.label for item in MENU), *(step.label for step in TAKEN)]
    labels += [*TITLES.values(), *(kind.label for kind in KINDS)]
    columns = [", ".join(column.header for column in kind.own_columns) for kind in KINDS]

    assert sorted(set(labels) - bold_in_guide()) == []
    assert [headers for headers in columns if headers not in GUIDE] == []
