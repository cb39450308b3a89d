from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.verify import deviations, sealed_models


class Command(BaseCommand):
    help = "Controleert of wat is vastgesteld en vastgelegd nog is wat het was; noemt wat niet klopt."

    def handle(self, **options: Any) -> None:
        found = list(deviations())
        for sentence in found:
            self.stdout.write(sentence)
        if found:
            raise CommandError(
                f"{len(found)} afwijkingen gevonden." if len(found) > 1 else "1 afwijking gevonden."
            )
        rows = sum(model._default_manager.count() for model in sealed_models())
        self.stdout.write(f"Alles klopt: {rows} vastgelegde rijen, alle bewaking staat.")
