from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from assessments.judging.assess_page import assessed
from assessments.judging.assess_period import Judged, assess_period, judge_period, on_tracks
from assessments.judging.differences import changes_between
from assessments.judging.names import as_named_in
from assessments.judging.versions import tracks_of
from assessments.management.arguments import (
    OWN_ARGUMENTS,
    day_argument,
    period_argument,
    province_argument,
)
from assessments.models import Step
from assessments.rules.contract import Policy
from assessments.rules.findings import Placement
from assessments.rules.registry import UnknownPolicyError, policy_by_version, policy_for
from assessments.workflow import State
from audit.refused import Refused
from audit.upgrade import OwnCommand
from municipalities.figures import Figures
from municipalities.ledger.register import name_key
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
                for row in by_name(self.judged(period, province, policy, options))
            ]
        except (Refused, UnknownPolicyError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            adopted = adopted_facts(judged)
            rows = [as_json(row, adopted) for row in judged]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            self.write_table(judged, period, options["dry_run"])

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
            moment = known_at or timezone.now()
            judged = judge_period(period=period, province=province, known_at=moment, policy=policy)
            return on_tracks(judged, tracks_of(period, province, known_at=moment))
        return assess_period(
            period=period, province=province, by=None, now=timezone.now, known_at=known_at, policy=policy
        )

    def write_table(self, judged: list[Judged], period: Period, dry_run: bool) -> None:
        for row in judged:
            told = told_of(row)
            rung = f"trede {told.rung}" if told.rung else "cijfers ontbreken"
            state = f"{State(told.state).label.lower()}, niet gewijzigd" if row.fixed else ""
            line = f"{row.municipality.cbs_code}  {told.name:<30} {rung:<24} {told.measured:<20} {state}"
            self.stdout.write(line.rstrip())
        self.stdout.write(assessed(judged, period.code) + (" Niets bewaard." if dry_run else ""))


@dataclass(frozen=True)
class ToldRow:
    """What the command tells of one municipality: what was proposed or decided as it was, else what the rule makes."""

    name: str
    state: str
    figures: Figures
    placement: Placement
    rung: int | None
    verdict: str | None
    measured_against: str | None

    @property
    def measured(self) -> str:
        return (
            policy_by_version(self.placement.policy).label_of(self.measured_against)
            if self.measured_against
            else ""
        )


def told_of(row: Judged) -> ToldRow:
    made, name = row.placement, row.municipality.name
    if row.fixed is None:
        measured = made.measured_against or None
        return ToldRow(name, State.CONCEPT, row.figures, made, made.rung, made.verdict, measured)
    kept, named = row.fixed, as_named_in(row.fixed, row.municipality).name
    measured, verdict = kept.measured_against or None, kept.verdict or None
    return ToldRow(named, kept.state, kept.figures, kept.placement, kept.rung, verdict, measured)


def by_name(judged: list[Judged]) -> list[Judged]:
    """Return these by the names that are told."""
    return sorted(judged, key=lambda row: name_key(as_named_in(row.fixed, row.municipality)))


def adopted_facts(judged: list[Judged]) -> dict[int, dict[str, Any]]:
    """Return what is told of each decision that stands, by municipality id: the decision, and what differs now."""
    standing = {row.track.standing.pk: row for row in judged if row.track.standing is not None}
    steps = Step.objects.filter(version__in=standing, state=State.ADOPTED)
    decisions = {key: (day, number) for key, day, number in steps.values_list(*DECISION)}
    return {row.municipality.pk: facts_of(row, *decisions[key]) for key, row in standing.items()}


DECISION = ("version_id", "decision_date", "decision_number")


def facts_of(row: Judged, day: date, number: str) -> dict[str, Any]:
    version = row.track.standing
    assert version is not None
    return {
        "version": version.number,
        "decision_date": day.isoformat(),
        "decision_number": number,
        "known_at": version.known_at.isoformat(),
        "outcome": version.proposed_rung,
        "outcome_now": row.placement.rung,
        "changes": [
            str(change) for change in changes_between(version, row.figures, row.placement, row.previous.how)
        ],
    }


def basis_of(placement: Placement) -> str | None:
    """Return the word that only a policy that publishes a basis has for what it measured against."""
    policy = policy_by_version(placement.policy)
    has_one = policy.measures_are_basis and placement.measured_against
    return policy.label_of(placement.measured_against) if has_one else None


def as_json(row: Judged, adopted: dict[int, dict[str, Any]]) -> dict[str, Any]:
    told = told_of(row)
    figures, placement = told.figures, told.placement
    return {
        "cbs_code": row.municipality.cbs_code,
        "name": told.name,
        "period": figures.period.code,
        "policy": placement.policy,
        "basis": basis_of(placement),
        "measured_against": told.measured_against,
        "verdict": told.verdict,
        "rung": told.rung,
        "rung_on_total_task": placement.rung_on_total_task,
        "quota": figures.quota,
        "opening_balance": figures.opening_balance,
        "total_task": figures.total_task,
        "available_on_reference_date": figures.available_on_reference_date,
        "realised": figures.realised,
        "closing_balance": figures.closing_balance,
        "state": told.state,
        "adopted": adopted.get(row.municipality.pk),
    }
