from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.verify import deviations, sealed_models
from audit.chain import head as newest_line


class Command(BaseCommand):
    help = "Controleert of wat is vastgesteld en vastgelegd nog is wat het was; noemt wat niet klopt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="REGEL:CONTROLEGETAL",
            help="Een logregel die buiten de database is bewaard; mag vaker.",
        )

    def handle(self, head: list[str], **options: Any) -> None:
        found = list(deviations(heads=head))
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(
                f"{len(found)} afwijkingen gevonden." if len(found) > 1 else "1 afwijking gevonden."
            )
        rows = sum(model._default_manager.count() for model in sealed_models())
        self.stdout.write(f"Alles klopt: {rows} vastgelegde rijen, alle bewaking staat.")
        self.stdout.write(f"Laatste logregel: {newest_line()}")
