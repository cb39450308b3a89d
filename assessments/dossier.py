"""What is on record of one municipality, period after period: its rungs, its letters, its legal acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from assessments.models import Assessment, AssessmentVersion, LegalAct, OpeningRung
from assessments.rules.wording import day
from assessments.workflow import State
from municipalities.models import Municipality, Period


@dataclass(frozen=True)
class TrailRow:
    """One judgement, version or rung taken over."""

    period: Period
    rung: int | None
    status: str
    note: str
    """The decision, or the letter that it was taken over from."""
    misses: int | None
    url: str = ""
    opening: OpeningRung | None = None
    """A rung taken over that can still be taken back."""
    is_frozen: bool = False
    deviates: bool = False


def trail_of(municipality: Municipality) -> list[TrailRow]:
    """Return everything on record, newest period first and the newest version of a period first."""
    rows = [*concept_rows(municipality), *version_rows(municipality), *opening_rows(municipality)]
    return sorted(rows, key=lambda row: row.period.start, reverse=True)


def concept_rows(municipality: Municipality) -> Iterator[TrailRow]:
    for concept in Assessment.objects.filter(municipality=municipality).select_related("period"):
        url = reverse(
            "assessments:version_detail", args=[concept.period.code, municipality.cbs_code, concept.name]
        )
        yield judged_row(concept, State.CONCEPT.label, "", url)


def version_rows(municipality: Municipality) -> Iterator[TrailRow]:
    versions = AssessmentVersion.objects.filter(municipality=municipality).with_state()
    for version in versions.select_related("period").prefetch_related("steps").order_by("-number"):
        url = reverse(
            "assessments:version_detail", args=[version.period.code, municipality.cbs_code, version.name]
        )
        decisions = [step for step in version.steps.all() if step.state == State.ADOPTED]
        note = (
            f"besluit {decisions[0].decision_number}, {day(decisions[0].decision_date)}" if decisions else ""
        )
        yield judged_row(version, f"{State(version.state).label} (versie {version.number})", note, url)


def judged_row(row: Assessment | AssessmentVersion, status: str, note: str, url: str) -> TrailRow:
    return TrailRow(
        row.period,
        row.rung,
        status,
        note,
        row.consecutive_misses,
        url,
        is_frozen=row.is_frozen,
        deviates=row.deviates,
    )


def opening_rows(municipality: Municipality) -> Iterator[TrailRow]:
    rows = OpeningRung.objects.filter(municipality=municipality, takes_back=None)
    for row in rows.select_related("period", "inherited_from", "taken_back_by"):
        taken_back = getattr(row, "taken_back_by", None)
        status = "Overgenomen, teruggenomen" if taken_back else "Overgenomen"
        whose = f", van {row.inherited_from}" if row.inherited_from else ""
        note = f"brief {row.letter_reference}, vastgesteld op {day(row.adopted_on)}{whose}"
        if taken_back:
            note += f"; teruggenomen: {taken_back.reason}"
        yield TrailRow(row.period, row.rung, status, note, None, opening=None if taken_back else row)


def acts_of(municipality: Municipality) -> list[LegalAct]:
    """Return the legal acts, newest first, each with its end if it has one."""
    rows = LegalAct.objects.filter(municipality=municipality).select_related("end", "followed_by")
    return list(rows.order_by("-decided_on", "-pk"))
