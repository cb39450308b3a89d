from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from assessments.management.arguments import OWN_ARGUMENTS, day_argument, period_argument, province_argument
from assessments.reports.export import write_report
from assessments.reports.page import document_asked, first_period
from audit.refused import Missing, Refused
from audit.upgrade import OwnCommand
from municipalities.models import Province
from municipalities.moments import end_of_day

KINDS = "het soort volgt uit de naam: .html, .pdf, .xlsx, of .csv voor één tabel"


class Command(OwnCommand):
    help = "Schrijft de voortgangsrapportage over een periode, of over meer perioden, naar een bestand."

    def add_arguments(self, parser: CommandParser) -> None:
        own = parser.add_argument_group(OWN_ARGUMENTS)
        own.add_argument("period", metavar="PERIODE", help="de laatste periode, bijvoorbeeld 2023-2")
        own.add_argument("--to", required=True, type=Path, metavar="BESTAND", help=KINDS)
        own.add_argument("--from", dest="first", metavar="PERIODE", default="", help="de eerste periode")
        own.add_argument("--province", metavar="CODE", help="de provincie, bijvoorbeeld PV26")
        own.add_argument("--number", metavar="VERSIE", default="", help="een nummer, of concept")
        own.add_argument("--known-at", metavar="DAG", type=day_argument, help="het concept zoals toen bekend")
        own.add_argument("--table", metavar="NUMMER", default="1", help="welke tabel, bij .csv")
        own.add_argument("--overwrite", action="store_true", help="een bestaand bestand vervangen")

    def handle(self, **options: Any) -> None:
        period, province = period_argument(options["period"]), self.province(options["province"])
        now = end_of_day(options["known_at"]) if options["known_at"] else timezone.now()
        number = options["number"] or ("concept" if options["known_at"] else "")
        try:
            first = first_period(options["first"], period, province)
            document = document_asked(period, first, province, number, now=now)
        except Missing as missing:
            raise CommandError(
                f"Over {period} is er geen rapportage met deze periode of versie."
            ) from missing
        try:
            write_report(
                document,
                options["to"],
                table=options["table"],
                overwrite=options["overwrite"],
                province=province,
                by=None,
                now=timezone.now,
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Voortgangsrapportage over {period} geschreven naar {options['to']}.")

    def province(self, code: str | None) -> Province:
        """Return the province that is named, or the only one with something to report."""
        if code:
            return province_argument(code)
        begun = list(Province.objects.exclude(delivery=None).distinct())
        if len(begun) != 1:
            raise CommandError("Geef de provincie op, bijvoorbeeld --province PV26.")
        return begun[0]
