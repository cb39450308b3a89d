"""What is on record of one municipality, period after period: its rungs, its letters, its legal acts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from django.urls import reverse

from assessments.judging.acts_then import as_known
from assessments.models import (
    Assessment,
    AssessmentVersion,
    OpeningRung,
    Step,
)
from assessments.workflow import BACK, STANDING, State
from municipalities.dutch import day_text
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
    state: str = ""
    """Where a judgement is in the workflow; empty of a rung that was taken over."""
    name: str = ""
    """In the address of its page and letter."""
    letter: str = ""
    """The number of the letter that was adopted."""
    sent_on: date | None = None
    published_on: date | None = None
    judgement: Assessment | AssessmentVersion | None = None
    """With the figures it rests on; None of a rung that was taken over."""

    @property
    def has_letter(self) -> bool:
        return bool(self.state and self.rung)

    @property
    def letter_name(self) -> str:
        return self.letter or "Concept van de brief"

    @property
    def letter_days(self) -> str:
        """When its letter was sent and published, as the rest of a sentence."""
        sent = f", verzonden op {day_text(self.sent_on)}" if self.sent_on else ""
        return sent + (f", gepubliceerd op {day_text(self.published_on)}" if self.published_on else "")


def trail_of(municipality: Municipality, *, known_at: datetime) -> list[TrailRow]:
    """Return everything on record at a moment, newest period first and the newest version of a period first.

    A concept is replaced whole, so an earlier one than that of now is not on record.
    """
    rows = [
        *concept_rows(municipality, known_at),
        *version_rows(municipality, known_at),
        *opening_rows(municipality, known_at),
    ]
    return sorted(rows, key=lambda row: row.period.start, reverse=True)


def concept_rows(municipality: Municipality, known_at: datetime) -> Iterator[TrailRow]:
    concepts = Assessment.objects.filter(municipality=municipality, assessed_at__lte=known_at)
    for concept in concepts.select_related("period"):
        url = reverse(
            "assessments:version_detail", args=[concept.period.code, municipality.cbs_code, concept.name]
        )
        yield replace(
            trail_row_of(concept, State.CONCEPT.label, "", url), state=State.CONCEPT, name=concept.name
        )


def version_rows(municipality: Municipality, known_at: datetime) -> Iterator[TrailRow]:
    taken = Step.objects.filter(version__municipality=municipality, taken_at__lte=known_at)
    related = taken.select_related("version__period", "version__letter").defer("version__letter__html")
    ordered = related.order_by("-version__number", "version", "number")
    for _, own in groupby(ordered, attrgetter("version_id")):
        steps = list(own)
        version = steps[0].version
        url = reverse(
            "assessments:version_detail", args=[version.period.code, municipality.cbs_code, version.name]
        )
        version.state = steps[-1].state
        version.adopted_at = version.letter.made_at if hasattr(version, "letter") else None
        decisions = [step for step in steps if step.state == State.ADOPTED]
        note = (
            f"besluit {decisions[0].decision_number}, {day_text(decisions[0].decision_date)}"
            if decisions
            else ""
        )
        row = trail_row_of(version, f"{State(version.state).label} (versie {version.number})", note, url)
        sent = [step.sent_on for step in steps if step.sent_on]
        published = [step.published_on for step in steps if step.published_on]
        yield replace(
            row,
            state=version.state,
            name=version.name,
            letter=version.letter.number if decisions and hasattr(version, "letter") else "",
            sent_on=sent[-1] if sent else None,
            published_on=published[-1] if published else None,
        )


def versions_in(trail: Iterable[TrailRow]) -> list[AssessmentVersion]:
    """Return the versions by number, each with its state then and when its letter was adopted."""
    found = [row.judgement for row in trail if isinstance(row.judgement, AssessmentVersion)]
    return sorted(found, key=attrgetter("number"))


def trail_row_of(row: Assessment | AssessmentVersion, status: str, note: str, url: str) -> TrailRow:
    return TrailRow(
        row.period,
        row.rung,
        status,
        note,
        row.consecutive_misses,
        url,
        is_frozen=row.is_frozen,
        deviates=row.deviates,
        judgement=row,
    )


def opening_rows(municipality: Municipality, known_at: datetime) -> Iterator[TrailRow]:
    rows = OpeningRung.objects.filter(municipality=municipality, takes_back=None, recorded_at__lte=known_at)
    for row in rows.select_related("period", "inherited_from", "taken_back_by"):
        taken_back = as_known(getattr(row, "taken_back_by", None), known_at)
        status = "Overgenomen, teruggenomen" if taken_back else "Overgenomen"
        whose = f", {heritage(row)}" if row.inherited_from else ""
        note = f"brief {row.letter_reference}, vastgesteld op {day_text(row.adopted_on)}{whose}"
        if taken_back:
            note += f"; teruggenomen: {taken_back.reason}"
        yield TrailRow(row.period, row.rung, status, note, None, opening=None if taken_back else row)


def heritage(row: OpeningRung) -> str:
    """Say whose rung goes on after a merger."""
    is_own = row.inherited_from_id == row.municipality_id
    return "de eigen trede gaat door na de herindeling" if is_own else f"van {row.inherited_from}"


def shown(trail: Iterable[TrailRow]) -> dict[str, TrailRow]:
    """Return what pages show of each period, by its code: see `Track.shown`, else what was taken over."""
    per_period: dict[str, list[TrailRow]] = {}
    for row in trail:
        per_period.setdefault(row.period.code, []).append(row)
    found = {code: shown_of(rows) for code, rows in per_period.items()}
    return {code: row for code, row in found.items() if row is not None}


def shown_of(rows: list[TrailRow]) -> TrailRow | None:
    """Choose among the rows of one period: of what was given back or withdrawn only the newest version counts."""
    versions = [row for row in rows if row.state and row.state != State.CONCEPT]
    newest = [row for row in versions[:1] if row.state in (*BACK, State.WITHDRAWN)]
    ordered = (
        *(row for row in versions if row.state in STANDING),
        *(row for row in versions if row.state == State.PROPOSED),
        *(row for row in rows if row.state == State.CONCEPT),
        *newest,
        *(row for row in rows if row.opening is not None),
    )
    return next(iter(ordered), None)
