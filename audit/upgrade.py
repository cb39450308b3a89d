"""Whether the database is of the version of the code: neither behind it, nor ahead of it."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

NEWER = (
    "De database is van een nieuwere versie dan deze toepassing, die {first} niet kent. Zet de nieuwere versie van de "
    "toepassing terug, of zet de back-up terug van voor de upgrade."
)
OLDER = (
    "De database is van een eerdere versie dan deze toepassing: {first} is nog niet uitgevoerd. Maak een back-up, en "
    "draai: python manage.py migrate"
)


def version_problem(connection: BaseDatabaseWrapper) -> str:
    """Return in Dutch why this code cannot work with a database, and what to do; empty when it can."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    unknown = sorted(
        key
        for key in loader.applied_migrations
        if key not in loader.disk_migrations and key[0] in loader.migrated_apps
    )
    if unknown:
        return NEWER.format(first=".".join(unknown[0]))
    waiting = executor.migration_plan(loader.graph.leaf_nodes())
    return OLDER.format(first=waiting[0][0]) if waiting else ""


def require_this_version(connection: BaseDatabaseWrapper) -> None:
    """Refuse to go on with a database of another version: a page would fail, or write what another cannot read."""
    if problem := version_problem(connection):
        raise ImproperlyConfigured(problem)


class OwnCommand(BaseCommand):
    """A command that works with our tables. Those of Django that mend or look at a database go on."""

    requires_migrations_checks = True

    def check_migrations(self) -> None:
        if problem := version_problem(connection):
            raise CommandError(problem)
