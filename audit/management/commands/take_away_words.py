from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from audit.refused import Refused
from audit.seals import SealedModel
from audit.upgrade import OwnCommand
from audit.words import take_away_words


class Command(OwnCommand):
    help = "Neemt persoonlijke woorden weg uit een vastgelegde rij. Wat verder is vastgelegd, blijft te controleren."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "kind", metavar="SOORT", help="zoals het logboek die noemt, bijvoorbeeld assessments.Step"
        )
        parser.add_argument("key", metavar="SLEUTEL", type=int, help="het nummer van de rij")
        parser.add_argument("names", metavar="VELD", nargs="+", help="bijvoorbeeld reason of by_name")
        parser.add_argument(
            "--reason", required=True, metavar="REDEN", help="wie het vroeg, en op welke grond"
        )

    def handle(self, **options: Any) -> None:
        row = sealed_row(options["kind"], options["key"])
        try:
            line = take_away_words(row, options["names"], reason=options["reason"], at=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"De woorden zijn weggenomen. Dat staat in logregel {line.pk}.")


def sealed_row(kind: str, key: int) -> SealedModel:
    sealed = {model._meta.label: model for model in apps.get_models() if issubclass(model, SealedModel)}
    if kind not in sealed:
        raise CommandError(f"Soort {kind} is er niet. Kies uit: {', '.join(sorted(sealed))}.")
    row: SealedModel | None = sealed[kind]._default_manager.filter(pk=key).first()
    if row is None:
        raise CommandError(f"{kind} {key} is er niet.")
    return row
