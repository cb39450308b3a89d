from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def install_triggers_after_migrate(using: str, **_: Any) -> None:
    from audit.append_only import install_triggers

    install_triggers(connections[using])


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = "Logboek"

    def ready(self) -> None:
        # Rebuilding a table on SQLite drops its triggers, so they return after every migrate.
        post_migrate.connect(install_triggers_after_migrate, sender=self)
