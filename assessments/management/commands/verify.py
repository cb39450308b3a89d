from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from assessments.management.arguments import OWN_ARGUMENTS
from assessments.recognition import recognised
from assessments.verification import deviations, not_to_recompute
from audit.append_only import append_only_models
from audit.chain import head as newest_line
from audit.upgrade import OwnCommand
from municipalities.dutch import number, plural
from municipalities.wording import trouble


class Command(OwnCommand):
    help = "Controleert of wat is vastgesteld en vastgelegd nog is wat het was; noemt wat niet klopt."

    def add_arguments(self, parser: CommandParser) -> None:
        own = parser.add_argument_group(OWN_ARGUMENTS)
        own.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="REGEL:CONTROLEGETAL",
            help="Een logregel die buiten de database is bewaard; mag vaker.",
        )
        own.add_argument(
            "--letter", type=Path, metavar="BESTAND", help="alleen: is dit bestand een vastgelegde brief?"
        )

    def handle(self, **options: Any) -> None:
        if options["letter"]:
            self.recognise(options["letter"])
        else:
            self.verify(options["head"])

    def recognise(self, path: Path) -> None:
        """Say which letter a file is; status 1 when it is none."""
        try:
            found = recognised(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} kan niet worden gelezen: {trouble(error)}.") from error
        if not found.is_known:
            raise CommandError(f"{path.name}: {found.sentence.removesuffix('.')}.")
        self.stdout.write(f"{path.name}: {found.sentence}.")

    def verify(self, heads: list[str]) -> None:
        found = list(deviations(heads=heads))
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(f"{plural(len(found), 'afwijking', 'afwijkingen')} gevonden.")
        rows = sum(model._default_manager.count() for model in append_only_models())
        self.stdout.write(f"Alles klopt: {number(rows)} vastgelegde rijen, alle bewaking staat.")
        if (others := not_to_recompute()) > 0:
            are = plural(others, "vastgestelde beoordeling is", "vastgestelde beoordelingen zijn")
            self.stdout.write(f"{are} niet opnieuw te rekenen: eerdere regels beoordeelden.".capitalize())
        self.stdout.write(f"Laatste logregel: {newest_line()}")
