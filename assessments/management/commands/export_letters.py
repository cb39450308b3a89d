from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from assessments.letters.export import export_letters
from assessments.management.arguments import OWN_ARGUMENTS, period_argument, province_argument
from assessments.management.progress import ProgressBar
from audit.refused import Refused
from audit.upgrade import OwnCommand
from municipalities.dutch import listing, plural
from municipalities.models import Municipality, Period, Province


class Command(OwnCommand):
    help = "Schrijft alle brieven over een periode als bestanden in een map: HTML, en desgevraagd PDF of één ZIP."

    def add_arguments(self, parser: CommandParser) -> None:
        own = parser.add_argument_group(OWN_ARGUMENTS)
        own.add_argument("period", metavar="PERIODE", help="bijvoorbeeld 2023-2")
        own.add_argument("--to", required=True, type=Path, metavar="MAP", help="de map voor de bestanden")
        own.add_argument("--province", metavar="CODE", help="alleen deze provincie, bijvoorbeeld PV26")
        own.add_argument("--pdf", action="store_true", help="elke brief ook als PDF")
        own.add_argument("--zip", action="store_true", help="alles in één ZIP, met index en controlegetallen")
        own.add_argument("--overwrite", action="store_true", help="bestaande brieven in de map vervangen")

    def handle(self, **options: Any) -> None:
        period = period_argument(options["period"])
        try:
            export = export_letters(
                period=period,
                provinces=self.provinces(period, options["province"]),
                directory=options["to"],
                overwrite=options["overwrite"],
                by=None,
                now=timezone.now,
                with_pdf=options["pdf"],
                as_zip=options["zip"],
                progress=ProgressBar(self.stderr),
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        letters = plural(export.written, "brief", "brieven")
        self.stdout.write(f"{letters} geschreven naar {options['to']}.")
        self.name("Geen brief, want er ontbreken cijfers", export.without_figures)
        self.name("Geen brief, want nog niet beoordeeld", export.not_assessed)

    def provinces(self, period: Period, code: str | None) -> list[Province]:
        if code:
            return [province_argument(code)]
        begun = Q(municipalities__assessments__period=period) | Q(
            municipalities__assessmentversions__period=period
        )
        return list(Province.objects.filter(begun).distinct())

    def name(self, why: str, municipalities: list[Municipality]) -> None:
        if municipalities:
            self.stdout.write(f"{why}: {listing([row.name for row in municipalities])}.")
