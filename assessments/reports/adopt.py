"""Writes of the progress report: its adoption, and what was published before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.permissions import may_adopt, may_assess, require
from assessments.judging.assess_period import latest_judgement
from assessments.judging.fingerprints import template_version
from assessments.log_line import with_log_line
from assessments.models import AdoptedReport, AssessmentVersion, PublishedFigure, ReportProse, Step
from assessments.reports.report import Report, ReportAdoption, render_report, report_of
from assessments.workflow import State
from audit.actions import keep_sealed
from audit.models import AuditEntry
from audit.refused import Clock, Refused
from municipalities.dutch import day_text, listing_or_number
from municipalities.models import Municipality, Period, Province
from municipalities.moments import end_of_day, local_day, not_in_future
from municipalities.recording import locked


@transaction.atomic
def adopt_report(
    *,
    province: Province,
    periods: Sequence[Period],
    decision_date: date | None,
    decision_number: str,
    by: Any,
    now: Clock,
    seen: str = "",
) -> AdoptedReport:
    """Freeze the report over these periods, as known on the day of the decision; raises Refused.

    Whoever wrote in it does not adopt it, and it is not decided on before what it rests on. `seen` is the mark
    of the concept that was looked at.
    """
    if by is None:
        raise Refused("Vaststellen doet een persoon, geen opdracht op de server.")
    require(by, may_adopt)
    moment = locked(province, now, latest=latest_judgement)
    refuse_writer(province, periods[-1], by)
    if seen and seen != report_of(periods, province, now=moment).mark:
        raise Refused("De rapportage is intussen gewijzigd. Vernieuw de pagina en bekijk haar opnieuw.")
    refuse_decision(decision_date, decision_number, periods[-1], moment)
    assert decision_date is not None  # refused above
    replaces = adopted_reports(province, periods[-1]).last()
    adoption = ReportAdoption(
        decision_date=decision_date, decision_number=decision_number.strip(), replaces=replaces
    )
    number = replaces.number + 1 if replaces else 1
    known_at = min(moment, end_of_day(decision_date))
    report = report_of(periods, province, now=known_at, adoption=adoption, number=number)
    refuse_unfinished(report)
    refuse_early(report, adoption)
    kept = kept_report(report, periods, by, moment)
    keep_sealed(
        kept, "rapportage vastgesteld", by=by, at=moment, province_code=province.code, sha256=kept.sha256
    )
    return kept


def kept_report(report: Report, periods: Sequence[Period], by: Any, moment: datetime) -> AdoptedReport:
    """Return a report as it stays from now on."""
    adoption = report.adoption
    assert adoption is not None
    html = with_log_line(
        render_report(report),
        number=adoption.decision_number,
        day=adoption.decision_date,
        moment=moment,
        what="rapportage",
    )
    return AdoptedReport(
        province=report.province,
        period=periods[-1],
        first_period=periods[0],
        number=report.number,
        html=html,
        sha256=sha256(html.encode()).hexdigest(),
        tables=[table.to_json() for table in report.tables],
        known_at=report.known_at,
        made_at=moment,
        adopted_by=by,
        decision_date=adoption.decision_date,
        decision_number=adoption.decision_number,
        template=template_version("report"),
    )


def refuse_decision(decision_date: date | None, number: str, period: Period, moment: datetime) -> None:
    problems = {}
    if decision_date is None:
        problems["decision_date"] = "Vul de datum van het besluit in, bijvoorbeeld 5 februari 2026."
    elif wrong := not_in_future(decision_date, local_day(moment)):
        problems["decision_date"] = wrong
    elif decision_date < period.start:
        problems["decision_date"] = "Het besluit kan niet voor het begin van de periode zijn genomen."
    if not number.strip():
        problems["decision_number"] = "Vul het nummer van het besluit in."
    if problems:
        raise Refused(fields=problems)


def refuse_writer(province: Province, period: Period, by: Any) -> None:
    """Refuse whoever wrote what the report says now."""
    written = ReportProse.objects.filter(province=province, period=period).exclude(text="")
    keys = [str(key) for key in written.values_list("pk", flat=True)]
    lines = AuditEntry.objects.filter(object_type=ReportProse._meta.label, object_id__in=keys, actor=by)
    if lines.exists():
        raise Refused(
            "U hebt zelf aan de tekst van deze rapportage geschreven. Vraag een andere vaststeller."
        )


def refuse_early(report: Report, adoption: ReportAdoption) -> None:
    """Refuse a decision from before what the report rests on."""
    for earliest, message in earliest_adoption(report, adoption):
        if adoption.decision_date < earliest:
            raise Refused(fields={"decision_date": message})


def earliest_adoption(report: Report, adoption: ReportAdoption) -> Iterable[tuple[date, str]]:
    """Yield days before which the report cannot be decided on, each with a sentence."""
    shown = [row.assessment for part in report.parts for row in part.rows]
    versions = [row for row in shown if isinstance(row, AssessmentVersion)]
    known_on = max((local_day(version.known_at) for version in versions), default=date.min)
    yield (
        known_on,
        f"De cijfers zijn bekend op {day_text(known_on)}. Het besluit is van die dag of een latere.",
    )
    decisions = Step.objects.filter(version__in=[row.pk for row in versions], state=State.ADOPTED)
    decided = decisions.aggregate(latest=Max("decision_date"))["latest"]
    if decided is not None:
        yield (
            decided,
            f"De beoordelingen zijn vastgesteld op {day_text(decided)}. Kies die dag of een latere.",
        )
    before = adoption.replaces
    if before is not None:
        sentence = f"De versie die wordt vervangen, is vastgesteld op {day_text(before.decision_date)}."
        yield before.decision_date, f"{sentence} Kies die dag of een latere."


def refuse_unfinished(report: Report) -> None:
    problems = list(unfinished(report))
    if problems:
        raise Refused(*problems)


def unfinished(report: Report) -> Iterable[str]:
    """Yield why a report cannot be adopted yet."""
    for part in report.parts:
        names = [row.municipality.name for row in part.not_adopted]
        if names:
            who = listing_or_number(names, "gemeenten")
            yield (
                f"De rapportage kan nog niet worden vastgesteld: over {part.period.code} is de beoordeling van {who} "
                "nog niet vastgesteld. Stel die eerst vast."
            )
        if not part.overview.has_figures:
            yield f"Over {part.period.code} zijn geen cijfers ontvangen. Lever die eerst aan."


def adopted_reports(province: Province, period: Period) -> Any:
    """Return the adopted reports up to a period, the newest last."""
    return AdoptedReport.objects.filter(province=province, period=period).order_by("number")


@dataclass(frozen=True)
class Published:
    """A figure as it is typed in."""

    kind: str
    value: int
    source: str
    municipality: Municipality | None = None


@transaction.atomic
def publish_figure(
    figure: Published, *, province: Province, period_code: str, by: Any, now: Clock
) -> PublishedFigure:
    """Record a figure as it was published; the newest holds, and what was typed before stays."""
    require(by, may_assess)
    if not figure.source.strip():
        raise Refused(fields={"source": "Vul in waar dit cijfer is gepubliceerd."})
    moment = locked(province, now, latest=latest_judgement)
    row = PublishedFigure(
        province=province,
        municipality=figure.municipality,
        period_code=period_code,
        kind=figure.kind,
        value=figure.value,
        source=figure.source.strip(),
        recorded_at=moment,
        recorded_by=by,
    )
    keep_sealed(row, "gepubliceerd cijfer vastgelegd", by=by, at=moment, province_code=province.code)
    return row
