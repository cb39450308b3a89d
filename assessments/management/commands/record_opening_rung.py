from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from assessments.decisions.opening_rungs import record_opening_rung
from assessments.management.arguments import day_argument, period_argument
from audit.refused import Refused
from audit.upgrade import OwnCommand
from municipalities.models import Municipality


class Command(OwnCommand):
    help = "Neemt een trede over die voor deze toepassing, of door een opgeheven gemeente, is vastgesteld."

    def add_arguments(self, parser: CommandParser) -> None:
        group = parser.add_argument_group("wat er wordt overgenomen")
        group.add_argument("municipality", metavar="GEMEENTE", help="CBS-code, bijvoorbeeld GM0344")
        group.add_argument("period", metavar="PERIODE", help="bijvoorbeeld 2023-1")
        group.add_argument("rung", metavar="TREDE", type=int, help="het nummer van de trede, bijvoorbeeld 2")
        group.add_argument("--adopted-on", required=True, type=day_argument, metavar="DAG", help="jjjj-mm-dd")
        group.add_argument("--letter", required=True, metavar="KENMERK", help="kenmerk van de brief")
        group.add_argument("--from", dest="heir_of", metavar="GEMEENTE", help="CBS-code van de voorganger")

    def handle(self, **options: Any) -> None:
        try:
            row = record_opening_rung(
                municipality=municipality_argument(options["municipality"]),
                period=period_argument(options["period"]),
                rung=options["rung"],
                adopted_on=options["adopted_on"],
                letter_reference=options["letter"],
                inherited_from=municipality_argument(options["heir_of"]) if options["heir_of"] else None,
                by=None,
                now=timezone.now,
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Trede {row.rung} van {row.municipality} over {row.period} is overgenomen.")


def municipality_argument(code: str) -> Municipality:
    found = Municipality.objects.filter(cbs_code=code).select_related("province").first()
    if found is None:
        raise CommandError(f"Gemeente {code} bestaat niet. Geef een CBS-code, bijvoorbeeld GM0344.")
    return found
