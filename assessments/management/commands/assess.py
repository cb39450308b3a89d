from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from assessments.judging.assess_period import Judged, assess_period, judge_period
from assessments.judging.differences import measured_text
from assessments.management.arguments import (
    OWN_ARGUMENTS,
    day_argument,
    period_argument,
    province_argument,
)
from assessments.rules.contract import Policy
from assessments.rules.findings import Placement
from assessments.rules.registry import UnknownPolicyError, policy_by_version, policy_for
from audit.refused import Refused
from audit.upgrade import OwnCommand
from municipalities.dutch import number, plural
from municipalities.models import Period, Province
from municipalities.moments import end_of_day

KNOWN_AT = "cijfers bekend op deze dag, als jjjj-mm-dd; zonder deze optie: wat nu bekend is"


class Command(OwnCommand):
    help = "Beoordeelt alle gemeenten over een periode en bewaart de uitkomst als concept."

    def add_arguments(self, parser: CommandParser) -> None:
        own = parser.add_argument_group(OWN_ARGUMENTS)
        own.add_argument("period", metavar="PERIODE", help="bijvoorbeeld 2023-2")
        own.add_argument("--province", metavar="CODE", help="alleen deze provincie, bijvoorbeeld PV26")
        own.add_argument("--policy", metavar="VERSIE", help="het beleidskader, bijvoorbeeld utrecht-2023")
        own.add_argument("--known-at", metavar="DAG", type=day_argument, help=KNOWN_AT)
        own.add_argument("--dry-run", action="store_true", help="niets bewaren")
        own.add_argument("--json", action="store_true", help="de uitkomst als JSON")

    def handle(self, **options: Any) -> None:
        period = period_argument(options["period"])
        try:
            policy = policy_by_version(options["policy"]) if options["policy"] else None
            judged = [
                row
                for province in self.provinces(period, options["province"], policy)
                for row in self.judged(period, province, policy, options)
            ]
        except (Refused, UnknownPolicyError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps([as_json(row) for row in judged], ensure_ascii=False, indent=2))
        else:
            self.write_table(judged, options["dry_run"])

    def provinces(self, period: Period, code: str | None, policy: Policy | None) -> list[Province]:
        """Return the provinces to assess; the others are named on stderr."""
        if code or policy:
            return [province_argument(code or (policy.province if policy else ""))]
        provinces = list(Province.objects.all())
        without = [province.name for province in provinces if not policy_for(province.code, period.code)]
        if without:
            self.stderr.write(f"Geen beleidskader voor {period}: {', '.join(without)}.")
        if len(without) == len(provinces):
            raise CommandError(
                f"Periode {period} kan niet worden beoordeeld: er is geen beleidskader voor. Vraag de beheerder "
                "dit in te stellen."
            )
        return [province for province in provinces if policy_for(province.code, period.code)]

    def judged(
        self, period: Period, province: Province, policy: Policy | None, options: dict[str, Any]
    ) -> list[Judged]:
        known_at = end_of_day(options["known_at"]) if options["known_at"] else None
        if options["dry_run"]:
            return judge_period(
                period=period, province=province, known_at=known_at or timezone.now(), policy=policy
            )
        return assess_period(
            period=period, province=province, by=None, now=timezone.now, known_at=known_at, policy=policy
        )

    def write_table(self, judged: list[Judged], dry_run: bool) -> None:
        for row in judged:
            rung = f"trede {row.placement.rung}" if row.placement.rung else "geen cijfers ontvangen"
            measure = measured_text(row.placement) if row.placement.rung else ""
            self.stdout.write(
                f"{row.municipality.cbs_code}  {row.municipality.name:<30} {rung:<24} {measure}"
            )
        missing = sum(row.placement.rung is None for row in judged)
        kept = "; niets bewaard" if dry_run else ""
        without = f"; voor {number(missing)} zijn geen cijfers ontvangen" if missing else ""
        self.stdout.write(f"{plural(len(judged), 'gemeente', 'gemeenten')} beoordeeld{without}{kept}.")


def basis_of(placement: Placement) -> str | None:
    """Return the word that only a policy that publishes a basis has for what it measured against."""
    policy = policy_by_version(placement.policy)
    has_one = policy.measures_are_basis and placement.measured_against
    return policy.label_of(placement.measured_against) if has_one else None


def as_json(row: Judged) -> dict[str, Any]:
    figures, placement = row.figures, row.placement
    return {
        "cbs_code": row.municipality.cbs_code,
        "name": row.municipality.name,
        "period": figures.period.code,
        "policy": placement.policy,
        "basis": basis_of(placement),
        "measured_against": placement.measured_against or None,
        "verdict": placement.verdict,
        "rung": placement.rung,
        "rung_on_total_task": placement.rung_on_total_task,
        "quota": figures.quota,
        "opening_balance": figures.opening_balance,
        "total_task": figures.total_task,
        "available_on_reference_date": figures.available_on_reference_date,
        "realised": figures.realised,
        "closing_balance": figures.closing_balance,
    }
