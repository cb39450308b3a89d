"""Imports run one way; the framework-free core runs without the framework."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"ibt", "accounts", "audit", "municipalities", "assessments", "example"}
MAY_IMPORT = {
    "audit": set(),
    "accounts": {"audit"},
    "municipalities": {"audit"},
    "assessments": {"audit", "accounts", "municipalities"},
    "example": {"audit", "accounts", "municipalities", "assessments"},
    "ibt": OURS,
}
"""accounts and municipalities name each other by string only: a province, a user."""

PURE = {
    "municipalities/figures.py": set(),
    "municipalities/pool.py": set(),
    "municipalities/dutch.py": set(),
    "assessments/rules": {"municipalities.figures", "municipalities.dutch", "assessments.rules"},
    "assessments/forecast/forecast.py": {
        "municipalities.dutch",
        "municipalities.figures",
        "municipalities.pool",
        "assessments.rules",
    },
}


def modules(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def imported_by(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {path}"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_imports_run_one_way(package):
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(package)
        for name in imported_by(path)
        if name.split(".")[0] in OURS - MAY_IMPORT[package] - {package}
    }

    assert wrong == set()


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
        "import municipalities.figures, assessments.rules.registry, assessments.forecast\n"
        "assert assessments.rules.registry.policy_for('PV26', '2024-1').version == 'utrecht-2024'\n"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)

    assert result.returncode == 0, result.stderr


def test_package_files_hold_a_docstring_at_most():
    for package in (path for folder in OURS for path in (ROOT / folder).rglob("__init__.py")):
        if package.parent.name not in ("models", "migrations"):
            assert [
                node for node in ast.parse(package.read_text()).body if not isinstance(node, ast.Expr)
            ] == []
