"""Which rules judged, and what wrote: fingerprints of their source, kept with every decision.

Over the text of exactly the modules that did it, without docstrings, comments, blank lines and the
paths of imports. Not over a syntax tree or tokens, which differ from Python to Python; so an upgrade,
a comment, a moved file or another policy changes nothing.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from assessments.rules.contract import Policy

RULES = ("assessments.rules", "municipalities.figures", "municipalities.halfyear")
WRITES = {
    "letter": ("assessments.letters.letter", "assessments.letters", "templates/letters"),
    "report": ("assessments.reports.report", "assessments.reports", "templates/reports"),
}
"""Per kind: the module that writes it, the room it belongs to, and its templates."""
WORDS = (
    "assessments.typed_text",
    "assessments.rules.explain",
    "assessments.rules.sentences",
    "assessments.rules.sources",
    "municipalities.catalogue",
    "municipalities.dutch",
)


def engine_version(policy: Policy) -> str:
    """Return what judged: the SHA-256 over a policy, all it calls, and the choices that hold."""
    return checksum_of_texts([*sources(policy.module, RULES), policy.named])


@cache
def template_version(kind: str) -> str:
    """Return the SHA-256 over what writes the letters, or the reports: modules, words and templates."""
    module, room, folder = WRITES[kind]
    templates = sorted((Path(settings.BASE_DIR) / folder).glob("*.html"))
    return checksum_of_texts(
        [*sources(module, (room, *WORDS)), *(path.read_text(encoding="utf-8") for path in templates)]
    )


def checksum_of_texts(texts: Iterable[str]) -> str:
    """Return one checksum, whatever the names and the order of what the texts stand in."""
    return sha256("\0".join(sorted(texts)).encode()).hexdigest()


@cache
def sources(module: str, within: tuple[str, ...]) -> tuple[str, ...]:
    """Return the text of a module and of all that it imports, directly or not, within these packages."""
    found: dict[str, str] = {}
    waiting = [module]
    while waiting:
        name = waiting.pop()
        path = (Path(settings.BASE_DIR) / name.replace(".", "/")).with_suffix(".py")
        if name in found or not path.is_file() or not is_within(name, within):
            continue
        text = path.read_text(encoding="utf-8")
        found[name] = only_code(text)
        waiting += imported(text)
    return tuple(found.values())


def is_within(name: str, packages: Collection[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def imported(text: str) -> Iterator[str]:
    """Yield the names of modules that a source imports, and of what may be one."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def only_code(text: str) -> str:
    """Return a source without docstrings, comments, blank lines and where imports come from."""
    lines, inside = text.splitlines(), set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        (row, column), (last, _) = token.start, token.end
        if token.type == tokenize.COMMENT:
            lines[row - 1] = lines[row - 1][:column].rstrip()
        elif token.type == tokenize.STRING:
            inside |= set(range(row, last))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            replace_lines(lines, node, "import " + ", ".join(sorted(as_named(node))))
        elif isinstance(node, ast.Expr) and is_docstring(node):
            replace_lines(lines, node, "")
            inside -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return "\n".join(line for row, line in enumerate(lines) if line.strip() or row in inside)


def replace_lines(lines: list[str], node: ast.stmt, by: str) -> None:
    rest = (node.end_lineno or node.lineno) - node.lineno
    lines[node.lineno - 1 : node.end_lineno] = [by, *[""] * rest]


def as_named(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Return what an import names and how it is called here; from which file does not matter."""
    return [f"{alias.name} as {alias.asname or alias.name}" for alias in node.names]


def is_docstring(node: ast.Expr) -> bool:
    return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
