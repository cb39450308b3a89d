"""Code and database of two versions do not work together: nothing starts, and it is said what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from audit.upgrade import OwnCommand, require_this_version
from tests.processes import ROOT, finish, run

pytestmark = pytest.mark.django_db


def test_database_of_this_version_is_accepted():
    require_this_version(connection)


def test_migration_that_waits_stops_the_start_and_every_own_command():
    newest = MigrationLoader(connection).graph.leaf_nodes("audit")[0]
    MigrationRecorder(connection).record_unapplied(*newest)

    with pytest.raises(ImproperlyConfigured, match=rf"van een eerdere versie .* audit\.{newest[1]}"):
        require_this_version(connection)
    with pytest.raises(CommandError, match=r"draai: python manage\.py migrate"):
        call_command("verify")


def test_database_of_a_newer_version_stops_the_start_and_every_own_command():
    MigrationRecorder(connection).record_applied("audit", "9999_of_later")

    with pytest.raises(ImproperlyConfigured, match=r"van een nieuwere versie .* audit\.9999_of_later"):
        require_this_version(connection)
    with pytest.raises(CommandError, match="de back-up terug van voor de upgrade"):
        call_command("load_reference")
    call_command("check")


def test_migration_of_an_app_that_is_not_there_any_more_does_not_count():
    MigrationRecorder(connection).record_applied("gone", "0001_initial")

    require_this_version(connection)


def test_every_own_command_asks_for_the_version():
    ours = {app.name for app in apps.get_app_configs() if Path(app.path).parent == ROOT}
    commands = {name: app for name, app in get_commands().items() if app in ours}

    assert len(commands) >= 8
    assert [
        name for name, app in commands.items() if not isinstance(load_command_class(app, name), OwnCommand)
    ] == []


AHEAD = """
import django
django.setup()
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder(connection).record_applied("audit", "9999_of_later")
"""


def test_server_does_not_start_on_a_database_of_another_version(database):
    """The application itself, as gunicorn imports it."""
    finish(run(database, "-c", AHEAD))
    process = run(database, "-c", "import ibt.wsgi")
    said, _ = process.communicate(timeout=300)

    assert process.returncode == 1
    assert said.splitlines()[-1].startswith(
        "django.core.exceptions.ImproperlyConfigured: De database is van een nieuwere"
    )
