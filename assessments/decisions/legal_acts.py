"""Writes of legal acts, on which the rungs from 4 on rest: begun, made public, ended, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction

from accounts.permissions import may_assess, require
from assessments.judging.assess_period import latest_judgement
from assessments.judging.legal_acts_in_force import end_of, last_act, running_acts
from assessments.models import (
    ActEnd,
    ActKind,
    ActOutcome,
    ActPublication,
    ActTakeBack,
    AssessmentVersion,
    LegalAct,
)
from assessments.models.acts import Recorded
from audit.actions import keep_sealed
from audit.refused import Clock, Refused
from municipalities.dutch import day_text, listing
from municipalities.models import Municipality
from municipalities.moments import local_day, not_in_future
from municipalities.recording import locked


def keep(row: Recorded, what: str, by: Any, municipality: Municipality) -> None:
    """Save a row with its checksum and log it."""
    keep_sealed(row, what, by=by, at=row.recorded_at, province_code=municipality.province_id)


PRECEDED_BY = {
    ActKind.SUBSTITUTION_DECISION.value: ActKind.NOTICE_OF_INTENT,
    ActKind.SUBSTITUTION.value: ActKind.SUBSTITUTION_DECISION,
}
ALWAYS_NEEDED = {
    "decision_number": "Vul het nummer van het besluit in.",
    "addressees": "Vul in aan wie de brief is gericht.",
    "scope": "Vul de omvang in: het aantal vergunninghouders, 1 of meer.",
    "scope_text": "Vul de omschrijving van de omvang in.",
}

NEEDED = {
    ActKind.NOTICE_OF_INTENT.value: {"view_due": "Vul de uiterste datum voor de zienswijze in."},
    ActKind.SUBSTITUTION_DECISION.value: {
        "required_results": "Vul in wat de gemeente moet bereiken.",
        "letters_and_talks": "Vul in welke brieven, gesprekken en plannen eraan voorafgingen.",
        "view": "Vul de zienswijze van de gemeente in, of dat zij er geen gaf.",
        "lighter_means": "Vul de afweging van een lichter middel in.",
        "appeal_address": "Vul het adres voor het beroep in.",
    },
    ActKind.SUBSTITUTION.value: {},
}
"""What the letter of each act cannot do without."""


@transaction.atomic
def record_act(*, municipality: Municipality, by: Any, now: Clock, **values: Any) -> LegalAct:
    """Record a notice, a decision or its execution; `values` are the fields of LegalAct.

    The decision follows a notice that still runs, and the execution a decision. Raises Refused.
    """
    require(by, may_assess)
    moment = locked(municipality.province, now, latest=latest_judgement)
    act = LegalAct(municipality=municipality, recorded_at=moment, recorded_by=by, **values)
    problems = dict(problems_with_act(act, local_day(moment)))
    if problems:
        raise Refused(fields=problems)
    wanted = PRECEDED_BY.get(act.kind)
    act.follows = running_acts().filter(municipality=municipality).first() if wanted else None
    keep(act, "rechtshandeling vastgelegd", by, municipality)
    return act


def problems_with_act(act: LegalAct, today: date) -> Iterator[tuple[str, str]]:
    """Yield what is wrong: the field and a sentence."""
    if wrong := not_in_future(act.decided_on, today):
        yield "decided_on", wrong
    if act.term_start < act.decided_on:
        yield "term_start", "De termijn kan niet voor de datum van het besluit beginnen."
    if act.term_end < act.term_start:
        yield "term_end", "De termijn kan niet eindigen voordat zij begint."
    if not act.copy_to_council:
        yield (
            "copy_to_council",
            f"Trede {act.rung} vraagt de gemeenteraad als geadresseerde van een afschrift.",
        )
    for name, message in (ALWAYS_NEEDED | NEEDED[act.kind]).items():
        value = getattr(act, name)
        if not value or (isinstance(value, str) and not value.strip()):
            yield name, message
    if act.published_on is not None or act.publication_place.strip():
        yield from problems_with_publication(act, act.published_on, act.publication_place, today)
    yield from problems_with_order(act)


def problems_with_publication(
    act: LegalAct, published_on: date | None, place: str, today: date
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the day and the place of a publication."""
    if published_on is None:
        yield "published_on", "Vul de datum van de bekendmaking in."
    elif wrong := not_in_future(published_on, today):
        yield "published_on", wrong
    elif published_on < act.decided_on:
        yield "published_on", f"Bekendmaken kan niet voor {day_text(act.decided_on)}. Controleer de datum."
    if not place.strip():
        yield "publication_place", "Vul in waar is bekendgemaakt."


def problems_with_order(act: LegalAct) -> Iterator[tuple[str, str]]:
    wanted = PRECEDED_BY.get(act.kind)
    before = running_acts().filter(municipality=act.municipality).first()
    if wanted is None:
        if before is not None:
            yield "kind", f"Er loopt al iets: {before}. Leg daarvan eerst het vervolg of het einde vast."
    elif before is None or before.kind != wanted:
        yield "kind", f"{act.get_kind_display()} kan pas na: {wanted.label.lower()}. Leg dat eerst vast."
    elif act.decided_on <= before.term_end:
        yield (
            "decided_on",
            f"De termijn van {before} loopt tot en met {day_text(before.term_end)}. Kies een latere datum.",
        )


@transaction.atomic
def end_act(act: LegalAct, *, ended_on: date, outcome: str, reason: str, by: Any, now: Clock) -> ActEnd:
    """Record that an act lapsed, was withdrawn, or was carried out; also in the middle of a half-year."""
    require(by, may_assess)
    moment = locked(act.municipality.province, now, latest=latest_judgement)
    problems = {}
    if not running_acts().filter(pk=act.pk).exists():
        raise Refused(f"{act} heeft al een vervolg of een einde. Vernieuw de pagina.")
    if wrong := not_in_future(ended_on, local_day(moment)):
        problems["ended_on"] = wrong
    elif ended_on < act.decided_on:
        problems["ended_on"] = (
            f"Het einde kan niet voor {day_text(act.decided_on)} liggen. Controleer de datum."
        )
    if outcome not in ActOutcome.values:
        problems["outcome"] = "Kies hoe het is afgelopen."
    if not reason.strip():
        problems["reason"] = "Vul een toelichting in."
    if problems:
        raise Refused(fields=problems)
    end = ActEnd(
        act=act,
        ended_on=ended_on,
        outcome=outcome,
        reason=reason.strip(),
        recorded_at=moment,
        recorded_by=by,
    )
    keep(end, "rechtshandeling geëindigd", by, act.municipality)
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
    """Undo what was recorded last of the acts of a municipality: an end, or else the act itself.

    So a decision goes before the notice that it follows. Raises Refused.
    """
    require(by, may_assess)
    moment = locked(municipality.province, now, latest=latest_judgement)
    act = last_act_or_refuse(municipality)
    end = end_of(act)
    if not reason.strip():
        raise Refused(fields={"reason": "Vul een reden in voor het terugnemen."})
    if end is None:
        refuse_what_rests_on(act)
    row = ActTakeBack(
        act=None if end else act, end=end, reason=reason.strip(), recorded_at=moment, recorded_by=by
    )
    what = "einde van rechtshandeling teruggenomen" if end else "rechtshandeling teruggenomen"
    keep(row, what, by, municipality)
    return row


def last_act_or_refuse(municipality: Municipality) -> LegalAct:
    act = last_act(municipality)
    if act is None:
        raise Refused(f"Van {municipality} is geen voornemen, besluit of uitvoering vastgelegd.")
    return act


def refuse_what_rests_on(act: LegalAct) -> None:
    """Refuse to take an act back on which an adopted rung rests: that decision goes first."""
    versions = AssessmentVersion.objects.standing().filter(
        municipality=act.municipality, rung=act.rung, letter__made_at__gte=act.recorded_at
    )
    periods = sorted(versions.values_list("period__code", flat=True))
    if periods:
        raise Refused(
            f"Terugnemen kan niet: de beoordeling over {listing(periods)} steunt op {act}. Trek die eerst in, of "
            "herbeoordeel haar op een andere trede."
        )
