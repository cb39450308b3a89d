"""Settings come from the environment; what is unreadable stops the start, with its name and a hint."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.processes import ROOT

PRINT = "import ibt.settings as found; print(found.DATABASES['default'].get('CONN_MAX_AGE'))"
POSTGRESQL = "postgres://u@localhost/x"


def started(**given: str) -> str:
    needed = {"SECRET_KEY": 60 * "s", "ALLOWED_HOSTS": "localhost", "DATABASE_URL": POSTGRESQL}
    environment = {**os.environ, **needed, **given}
    done = subprocess.run(
        [sys.executable, "-c", PRINT], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).strip()


@pytest.mark.parametrize(("given", "expected"), [({}, "60"), ({"CONN_MAX_AGE": "0"}, "0")])
def test_connections_stay_open_as_long_as_is_set(given, expected):
    assert started(**given) == expected


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("submission://u:w%40@mail.example:587/?from=ibt@example.nl", "60"),
        ("smtp://mail.example/?from=ibt@example.nl", "EMAIL_URL is onleesbaar"),
        ("submission://u:geheim@mail.example:587/", "EMAIL_URL is onleesbaar"),
        ("mail.example:x", "EMAIL_URL is onleesbaar"),
    ],
)
def test_mail_server_is_read_or_stops_the_start(url, says):
    said = started(EMAIL_URL=url)
    assert says in said
    assert "geheim" not in said


def test_unreadable_number_of_seconds_stops_the_start():
    said = started(CONN_MAX_AGE="een minuut")

    assert "CONN_MAX_AGE=een minuut is onleesbaar. Gebruik een heel aantal seconden, 0 of hoger." in said
