"""Writes of legal acts, on which the rungs from 4 on rest: begun, extended, made public, ended, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.permissions import may_assess, require
from assessments.decisions.act_problems import (
    PRECEDED_BY,
    problem_with_outcome,
    problems_with_act,
    problems_with_publication,
    problems_with_sequence,
)
from assessments.decisions.act_scope import follow, problems_with_done, problems_with_scope
from assessments.judging.assess_period import latest_judgement
from assessments.judging.legal_acts_in_force import end_of, last_act, last_extension, running_acts
from assessments.models import (
    ActEnd,
    ActExtension,
    ActKind,
    ActLetter,
    ActPublication,
    ActTakeBack,
    AssessmentVersion,
    LegalAct,
)
from assessments.models.acts import DONE, Recorded
from audit.actions import keep_sealed
from audit.refused import Clock, Refused
from municipalities.dutch import day_text, listing
from municipalities.models import Municipality
from municipalities.moments import local_day, not_in_future
from municipalities.recording import locked


def keep(row: Recorded, what: str, by: Any, municipality: Municipality) -> None:
    """Save a row with its checksum and log it."""
    keep_sealed(row, what, by=by, at=row.recorded_at, province_code=municipality.province_id)


@transaction.atomic
def record_act(*, municipality: Municipality, by: Any, now: Clock, **values: Any) -> LegalAct:
    """Record a notice, a decision or its execution; `values` are the fields of LegalAct that a person fills in.

    The decision follows a notice that still runs, and the execution a decision. What its scope is a number of,
    and what counts for it, follows from the policy. Raises Refused.
    """
    require(by, may_assess)
    moment = locked(municipality.province, now, latest=latest_judgement)
    act = LegalAct(municipality=municipality, recorded_at=moment, recorded_by=by, **values)
    runs = running_acts().filter(municipality=municipality).first()
    act.follows = runs if act.kind in PRECEDED_BY else None
    follow(act)
    problems = dict(problems_with_act(act, local_day(moment)))
    problems |= dict(problems_with_sequence(act, runs))
    if "scope" not in problems:
        problems |= dict(problems_with_scope(act, moment))
    if problems:
        raise Refused(fields=problems)
    keep(act, "stap van Gedeputeerde Staten vastgelegd", by, municipality)
    return act


def running_or_refuse(act: LegalAct) -> Any:
    """Return an act with the last day of its term; raises Refused once something followed it."""
    runs = running_acts().filter(pk=act.pk).first()
    if runs is None:
        raise Refused(f"{act} heeft al een vervolg of een einde. Vernieuw de pagina.")
    return runs


@transaction.atomic
def extend_act(
    act: LegalAct,
    *,
    decided_on: date,
    decision_number: str,
    term_end: date,
    reason: str,
    by: Any,
    now: Clock,
) -> ActExtension:
    """Record that the provincial executive gives more time; raises Refused."""
    require(by, may_assess)
    moment = locked(act.municipality.province, now, latest=latest_judgement)
    runs = running_or_refuse(act)
    problems = {}
    if wrong := not_in_future(decided_on, local_day(moment)):
        problems["decided_on"] = wrong
    elif decided_on < act.decided_on:
        problems["decided_on"] = f"Verlengen kan niet voor {day_text(act.decided_on)}. Controleer de datum."
    if term_end <= runs.last_day:
        problems["term_end"] = (
            f"De termijn loopt al tot en met {day_text(runs.last_day)}. Kies een latere dag."
        )
    if not decision_number.strip():
        problems["decision_number"] = "Vul het nummer van het besluit in."
    if not reason.strip():
        problems["reason"] = "Vul in waarom er meer tijd komt."
    if problems:
        raise Refused(fields=problems)
    row = ActExtension(
        act=act,
        decided_on=decided_on,
        decision_number=decision_number.strip(),
        term_end=term_end,
        reason=reason.strip(),
        recorded_at=moment,
        recorded_by=by,
    )
    keep(row, "termijn van stap van Gedeputeerde Staten verlengd", by, act.municipality)
    return row


@transaction.atomic
def end_act(
    act: LegalAct, *, ended_on: date, outcome: str, reason: str, by: Any, now: Clock, costs: str = ""
) -> ActEnd:
    """Record that an act lapsed, was withdrawn, dropped or carried out; also in the middle of a half-year.

    Only an execution has costs. Raises Refused.
    """
    require(by, may_assess)
    moment = locked(act.municipality.province, now, latest=latest_judgement)
    problems = {}
    runs = running_or_refuse(act)
    if wrong := not_in_future(ended_on, local_day(moment)):
        problems["ended_on"] = wrong
    elif ended_on < act.decided_on:
        problems["ended_on"] = (
            f"Het einde kan niet voor {day_text(act.decided_on)} liggen. Controleer de datum."
        )
    if wrong := problem_with_outcome(act, outcome):
        problems["outcome"] = wrong
    elif outcome in DONE and "ended_on" not in problems:
        problems |= dict(problems_with_done(runs, ended_on, outcome, moment))
    if not reason.strip():
        problems["reason"] = "Vul een toelichting in."
    if costs.strip() and act.kind != ActKind.SUBSTITUTION:
        problems["costs"] = "Alleen een uitvoering heeft kosten. Maak dit leeg."
    if problems:
        raise Refused(fields=problems)
    end = ActEnd(
        act=act,
        ended_on=ended_on,
        outcome=outcome,
        reason=reason.strip(),
        costs=costs.strip(),
        recorded_at=moment,
        recorded_by=by,
    )
    keep(end, "stap van Gedeputeerde Staten geëindigd", by, act.municipality)
    return end


@transaction.atomic
def record_publication(
    *, municipality: Municipality, published_on: date, publication_place: str, by: Any, now: Clock
) -> ActPublication:
    """Record that the last act of a municipality was made public; raises Refused."""
    require(by, may_assess)
    moment = locked(municipality.province, now, latest=latest_judgement)
    act = last_act_or_refuse(municipality)
    problems = dict(problems_with_publication(act, published_on, publication_place, local_day(moment)))
    if problems:
        raise Refused(fields=problems)
    row = ActPublication(
        act=act,
        published_on=published_on,
        publication_place=publication_place.strip(),
        recorded_at=moment,
        recorded_by=by,
    )
    keep(row, "bekendmaking vastgelegd", by, municipality)
    return row


@transaction.atomic
def take_back_last(*, municipality: Municipality, reason: str, by: Any, now: Clock) -> ActTakeBack:
    """Undo what was recorded last of the acts of a municipality: an end, an extension, or else the act itself.

    So a decision goes before the notice that it follows. Raises Refused.
    """
    require(by, may_assess)
    moment = locked(municipality.province, now, latest=latest_judgement)
    act = last_act_or_refuse(municipality)
    if not reason.strip():
        raise Refused(fields={"reason": "Vul een reden in voor het terugnemen."})
    what, row = last_of(act)
    refuse_after_letter(what, row, act)
    if what == "act":
        refuse_what_rests_on(act)
    undo = ActTakeBack(reason=reason.strip(), recorded_at=moment, recorded_by=by, **{what: row})
    keep(undo, TAKEN_BACK[what], by, municipality)
    return undo


TAKEN_BACK = {
    "end": "einde van een stap teruggenomen",
    "extension": "verlenging van een stap teruggenomen",
    "act": "stap van Gedeputeerde Staten teruggenomen",
}


def last_of(act: LegalAct) -> tuple[str, Recorded]:
    """Return what was recorded last of an act, by the field of its take-back."""
    if end := end_of(act):
        return "end", end
    if extension := last_extension(act):
        return "extension", extension
    return "act", act


def last_act_or_refuse(municipality: Municipality) -> LegalAct:
    act = last_act(municipality)
    if act is None:
        raise Refused(f"Van {municipality} is geen voornemen, besluit of uitvoering vastgelegd.")
    return act


def refuse_after_letter(what: str, row: Recorded, act: LegalAct) -> None:
    """Refuse to take back what a letter of its own says: that was adopted, so an end or another step follows."""
    same = {"extension": None, "end": None} if what == "act" else {what: row}
    letter = ActLetter.objects.filter(act=act, **same).first()
    if letter is not None:
        raise Refused(
            f"Terugnemen kan niet: {letter} is vastgesteld en zegt dit. Leg vast wat er daarna gebeurde, bijvoorbeeld "
            "een intrekking."
        )


def refuse_what_rests_on(act: LegalAct) -> None:
    """Refuse to take an act back on which an adopted rung rests: that decision goes first."""
    versions = AssessmentVersion.objects.standing().filter(
        municipality=act.municipality, letter__made_at__gte=act.recorded_at
    )
    periods = sorted(
        row.period.code
        for row in versions.select_related("period")
        if row.rules.ladder.rung(row.rung).act == act.kind
    )
    if periods:
        raise Refused(
            f"Terugnemen kan niet: de beoordeling over {listing(periods)} steunt op {act}. Trek die eerst in, of "
            "herbeoordeel haar op een andere trede."
        )
