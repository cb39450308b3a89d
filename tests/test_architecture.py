"""Imports run one way: no arrow points up, no circle between rooms; the core runs without the framework."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("ibt", "accounts", "audit", "municipalities", "assessments", "example")

FLOORS = (
    {"audit", "municipalities.halfyear", "assessments.spreadsheets", "assessments.typed_text"},
    {"accounts", "municipalities.dutch", "municipalities.figures", "municipalities.pool"},
    {"municipalities.catalogue", "municipalities.models", "municipalities.moments"},
    {
        "municipalities.recording",
        "municipalities.reference",
        "municipalities.wording",
        "municipalities.working_days",
    },
    {"municipalities.ledger"},
    {"municipalities.change_places", "municipalities.contacts", "municipalities.intake"},
    {"municipalities.tables", "municipalities.fields"},
    {"municipalities.forms", "municipalities.views"},
    {"municipalities.admin", "municipalities.management", "municipalities.urls"},
    {"assessments.rules", "assessments.typed_numbers", "assessments.workflow"},
    {"assessments.models"},
    {"assessments.log_line", "assessments.pdf", "assessments.web"},
    {"assessments.judging"},
    {"assessments.keep_pdf"},
    {
        "assessments.forecast",
        "assessments.letters",
        "assessments.policies",
        "assessments.recognition",
        "assessments.settings",
        "assessments.verification",
    },
    {"assessments.overview", "assessments.decisions", "assessments.work"},
    {
        "assessments.decision_files",
        "assessments.dossier",
        "assessments.intake",
        "assessments.reports",
    },
    {"assessments.admin", "assessments.management", "assessments.templatetags", "assessments.urls"},
    {"example"},
    {"ibt"},
)
"""The rooms from bottom to top: each may import what lies on a lower floor, and nothing else.

A folder directly under `municipalities` or `assessments` is a room, and so is a module that lies there; the
other applications are one room each. accounts and municipalities name each other by string only.
"""

FRAMEWORK = {"apps", "context"}
"""Modules that Django asks for by name: a room may not import them."""

PURE = {
    "municipalities/halfyear.py": set(),
    "municipalities/pool.py": set(),
    "municipalities/dutch.py": {"municipalities.halfyear"},
    "municipalities/figures.py": {"municipalities.halfyear"},
    "municipalities/catalogue.py": {"municipalities.dutch", "municipalities.figures"},
    "assessments/rules": {
        "municipalities.catalogue",
        "municipalities.figures",
        "municipalities.dutch",
        "assessments.rules",
    },
    "assessments/forecast/forecast.py": {
        "municipalities.dutch",
        "municipalities.figures",
        "municipalities.pool",
        "assessments.rules",
    },
}
"""What does without Django, and what of ours each may import."""

Arrows = dict[tuple[str, str], set[str]]


def modules(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_by(path: Path) -> set[str]:
    """Return the modules that a file imports; of a package the module in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {path}"
            module = node.module or ""
            inside = {f"{module}.{alias.name}" for alias in node.names} & all_modules()
            names |= inside or {module}
    return names


@cache
def all_modules() -> frozenset[str]:
    return frozenset(module_of(path) for folder in OURS for path in modules(folder))


def room_of(module: str) -> str:
    package, _, rest = module.partition(".")
    return (
        f"{package}.{rest.split('.')[0]}"
        if rest and package in ("municipalities", "assessments")
        else package
    )


@cache
def arrows() -> Arrows:
    """Return which room imports which, with the files that do."""
    found: Arrows = defaultdict(set)
    for folder in OURS:
        for path in modules(folder):
            here = room_of(module_of(path))
            for name in imported_by(path):
                if name.split(".")[0] in OURS and (there := room_of(name)) != here:
                    found[here, there].add(str(path.relative_to(ROOT)))
    return found


def floor_of(room: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS, start=1) if room in rooms)


def test_every_room_has_one_floor():
    rooms = {room_of(module) for module in all_modules()} - {"municipalities", "assessments"}
    named = [room for rooms in FLOORS for room in rooms]

    assert sorted(named) == sorted(room for room in rooms if room.split(".")[-1] not in FRAMEWORK)


def test_no_arrow_points_up(capsys):
    wrong = {
        f"{here} imports {there}, in {', '.join(sorted(files))}"
        for (here, there), files in arrows().items()
        if here.split(".")[-1] not in FRAMEWORK and floor_of(there) >= floor_of(here)
    }
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(FLOORS)} floors, {sum(map(len, FLOORS))} rooms, {len(arrows())} arrows, {len(wrong)} up\n"
        )

    assert wrong == set()


def test_no_room_imports_what_the_framework_asks_for():
    assert {there for _, there in arrows() if there.split(".")[-1] in FRAMEWORK} == set()


@pytest.mark.parametrize("package", [room for rooms in FLOORS for room in sorted(rooms)])
def test_a_room_says_what_belongs_in_it(package):
    path = ROOT / package.replace(".", "/") / "__init__.py"
    if not path.exists() or path.parent.name in ("management", "templatetags"):
        return
    says = ast.get_docstring(ast.parse(path.read_text()))

    assert says, f"{path} has no docstring"
    assert len(says.split("\n")) <= 5


def test_package_files_hold_a_docstring_at_most():
    for package in (path for folder in OURS for path in (ROOT / folder).rglob("__init__.py")):
        if package.parent.name not in ("models", "migrations"):
            assert [
                node for node in ast.parse(package.read_text()).body if not isinstance(node, ast.Expr)
            ] == []


def test_only_pages_answer_with_404():
    below = (
        path
        for folder in OURS
        for path in modules(folder)
        if not path.stem.endswith("views") and path.stem not in ("admin", "web")
    )

    assert [str(path) for path in below if re.search(r"Http404|or_404", path.read_text())] == []


@pytest.mark.parametrize("place", sorted(PURE))
def test_core_imports_the_standard_library_only(place):
    path = ROOT / place
    paths = [path] if path.is_file() else modules(place)
    wrong = {
        name
        for file in paths
        for name in imported_by(file)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(name == allowed or name.startswith(f"{allowed}.") for allowed in PURE[place])
    }

    assert wrong == set()


def test_core_runs_with_django_blocked():
    program = (
        "import sys\n"
        "sys.modules['django'] = None\n"
        "import municipalities.figures, municipalities.dutch\n"
        "import assessments.rules.registry, assessments.forecast.forecast\n"
        "assert assessments.rules.registry.policy_for('PV26', '2024-1').version == 'utrecht-2024'\n"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)

    assert result.returncode == 0, result.stderr
