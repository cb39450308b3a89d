from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone

from assessments.management.arguments import OWN_ARGUMENTS
from assessments.models import Assessment, AssessmentVersion
from audit.upgrade import OwnCommand
from municipalities.dutch import number
from municipalities.ledger.computed import Asked
from municipalities.ledger.keep import keep_all
from municipalities.models import KeptFigures, Period, Province
from municipalities.recording import locked


class Command(OwnCommand):
    help = (
        "Bewaart de cijfers die schermen vragen, zodat die ze niet opnieuw hoeven te berekenen. Mag altijd."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        own = parser.add_argument_group(OWN_ARGUMENTS)
        own.add_argument("--anew", action="store_true", help="gooi eerst weg wat er bewaard is")

    def handle(self, **options: Any) -> None:
        for province in Province.objects.filter(delivery__isnull=False).distinct():
            with transaction.atomic():
                moment = locked(province, timezone.now)
                if options["anew"]:
                    KeptFigures.objects.filter(province=province).delete()
                kept = keep_all(province, moments_judged(province), now=moment)
            self.stdout.write(f"{province}: cijfers op {number(kept)} momenten bewaard.")


def moments_judged(province: Province) -> list[Asked]:
    """Return at which moments what was judged asks which periods: its own, and those after it."""
    judged = (
        model.objects.filter(municipality__province=province) for model in (Assessment, AssessmentVersion)
    )
    moments = {row for rows in judged for row in rows.values_list("period__start", "known_at")}
    periods = list(Period.objects.order_by("start"))
    return [(period, known_at) for start, known_at in moments for period in periods if period.start >= start]
