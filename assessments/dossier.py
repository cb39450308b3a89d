"""What is on record of one municipality, period after period: its rungs, its letters, its legal acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from assessments.legal_acts import last_act
from assessments.models import ActEnd, ActTakeBack, Assessment, AssessmentVersion, LegalAct, OpeningRung
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
        whose = f", {heritage(row)}" if row.inherited_from else ""
        note = f"brief {row.letter_reference}, vastgesteld op {day(row.adopted_on)}{whose}"
        if taken_back:
            note += f"; teruggenomen: {taken_back.reason}"
        yield TrailRow(row.period, row.rung, status, note, None, opening=None if taken_back else row)


def heritage(row: OpeningRung) -> str:
    """Say whose rung goes on after a merger."""
    is_own = row.inherited_from_id == row.municipality_id
    return "de eigen trede gaat door na de herindeling" if is_own else f"van {row.inherited_from}"


@dataclass(frozen=True)
class ActRow:
    """A legal act, with what was recorded about it later."""

    act: LegalAct
    standing: str
    """Whether it runs, and if not why."""
    published: str
    """When and where it was made public; empty when nobody recorded that."""
    mistakes: tuple[str, ...]
    """What was taken back of it."""
    runs: bool
    is_last: bool
    """Whether something can still be added to it."""


def acts_of(municipality: Municipality) -> list[ActRow]:
    """Return the legal acts, newest first, those that were taken back included."""
    acts = LegalAct.objects.filter(municipality=municipality).select_related("taken_back")
    rows = acts.prefetch_related("publications", "ends__taken_back", "followers__taken_back")
    last = last_act(municipality)
    return [act_row(act, is_last=act == last) for act in rows.order_by("-decided_on", "-pk")]


def act_row(act: LegalAct, *, is_last: bool) -> ActRow:
    taken_back = mistake(act)
    end = next((row for row in act.ends.all() if mistake(row) is None), None)
    following = next((row for row in act.followers.all() if mistake(row) is None), None)
    standing = "Loopt"
    if taken_back is not None:
        standing = f"Teruggenomen. {taken_back.reason}"
    elif end is not None:
        standing = f"{end.get_outcome_display()}, {day(end.ended_on)}. {end.reason}"
    elif following is not None:
        standing = f"Gevolgd door: {following.get_kind_display().lower()}"
    return ActRow(
        act,
        standing,
        published_text(act),
        tuple(
            f"Einde op {day(row.ended_on)} teruggenomen. {undone.reason}"
            for row in act.ends.all()
            if (undone := mistake(row)) is not None
        ),
        runs=taken_back is None and end is None and following is None,
        is_last=is_last,
    )


def mistake(row: LegalAct | ActEnd) -> ActTakeBack | None:
    return getattr(row, "taken_back", None)


def published_text(act: LegalAct) -> str:
    """Return the publication that holds: the newest one, or the one recorded with the act."""
    newest = max(act.publications.all(), key=lambda row: row.pk, default=act)
    if newest.published_on is None:
        return ""
    return f"{day(newest.published_on)}, {newest.publication_place}"
