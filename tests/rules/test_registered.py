"""A policy is tested by being registered: nothing else names it."""

import re
import subprocess
import sys

TABLES = {
    "tests/rules/test_golden.py": "every_line_is_reached",
    "tests/rules/test_lines.py": "first_line_of_each_table",
    "tests/rules/test_properties.py": "every_situation or measuring_never_sees",
}


def test_third_policy_that_raises_fails_in_every_table():
    wanted = " or ".join(TABLES.values())
    plugins = ["-p", "tests.rules.raising_policy", "-p", "no:cacheprovider", "-p", "no:randomly"]
    command = [sys.executable, "-m", "pytest", "-q", "-n0", *plugins, *TABLES, "-k", wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    failed = set(re.findall(r"^FAILED (\S+?)::", done.stdout, flags=re.MULTILINE))
    assert failed == set(TABLES), done.stdout + done.stderr
