"""The last lines of a run name the tests that were left out, also of a run on several cores."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TESTS = """
import pytest

@pytest.mark.browser
@pytest.mark.parametrize("number", [1, 2])
def test_with_a_browser(number): pass

@pytest.mark.java
def test_with_java(): pass

def test_without(): pass
"""
BROWSER = "Tests left out: 2 (browser). No Chromium here; install it with: apt-get install -y chromium"
JAVA = "Tests left out: 1 (java). No Java here; install it with: apt-get install -y default-jre-headless"


@pytest.mark.parametrize("processes", ["0", "2"])
@pytest.mark.parametrize(
    ("ci", "passed", "told"), [("", "1 passed", [BROWSER, JAVA]), ("true", "3 passed", [JAVA])]
)
def test_last_lines_tell_what_was_left_out_on_a_bare_machine(tmp_path, processes, ci, passed, told):
    (tmp_path / "conftest.py").write_text("from tests.conftest import *")
    (tmp_path / "test_some.py").write_text(TESTS)
    bare = {**os.environ, "PATH": str(tmp_path), "CI": ci}
    for name in [name for name in bare if name.startswith("PYTEST_")]:
        del bare[name]

    command = [sys.executable, "-m", "pytest", "-q", "-n", processes, "-p", "no:cacheprovider"]
    command += ["-c", str(ROOT / "pyproject.toml"), str(tmp_path / "test_some.py")]
    done = subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, timeout=120)

    assert done.returncode == 0, done.stdout + done.stderr
    counts, *last = done.stdout.splitlines()[-1 - len(told) :]
    assert last == told
    assert passed in counts
