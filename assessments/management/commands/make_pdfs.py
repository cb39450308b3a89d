from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from assessments.keep_pdf import keep_pdf
from assessments.management.arguments import OWN_ARGUMENTS, period_argument
from assessments.management.progress import ProgressBar
from assessments.models import ActLetter, AdoptedLetter, AdoptedReport
from assessments.pdf import Adopted
from audit.refused import Refused
from audit.upgrade import OwnCommand
from municipalities.dutch import plural


class Command(OwnCommand):
    help = "Maakt de PDF van elke vastgestelde brief en rapportage over een periode, en legt die vast."

    def add_arguments(self, parser: CommandParser) -> None:
        own = parser.add_argument_group(OWN_ARGUMENTS)
        own.add_argument("period", metavar="PERIODE", help="bijvoorbeeld 2023-2")
        own.add_argument("--province", metavar="CODE", help="alleen deze provincie, bijvoorbeeld PV26")

    def handle(self, **options: Any) -> None:
        chosen = {"pdf": None, "period": period_argument(options["period"])}
        if options["province"]:
            chosen["province"] = options["province"]
        letters = {
            {"period": "version__period", "province": "version__municipality__province"}.get(key, key): value
            for key, value in chosen.items()
        }
        waiting: list[Adopted] = [
            *AdoptedLetter.objects.filter(**letters).order_by("number"),
            *ActLetter.objects.filter(**letters).order_by("number"),
            *AdoptedReport.objects.filter(**chosen).order_by("number"),
        ]
        try:
            for document in ProgressBar(self.stderr)(waiting):
                keep_pdf(document, by=None, now=timezone.now)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        made = plural(len(waiting), "PDF", "PDF's")
        self.stdout.write(f"{made} over {chosen['period']} gemaakt en vastgelegd.")
