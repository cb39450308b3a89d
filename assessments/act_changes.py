"""Writes of what is added to a legal act: a publication that follows, and that it was recorded by mistake."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from assessments.actions import Clock, lock
from assessments.acts import ActRefused, keep, problems_with_publication, refuse_who_may_not
from assessments.legal_acts import end_of, last_act
from assessments.models import ActPublication, ActTakeBack, AssessmentVersion, LegalAct
from assessments.rules.wording import listing
from municipalities.models import Municipality
from municipalities.moments import local_day


@transaction.atomic
def record_publication(
    *, municipality: Municipality, published_on: date, publication_place: str, by: Any, now: Clock
) -> ActPublication:
    """Record that the last act of a municipality was made public; raises ActRefused."""
    refuse_who_may_not(by)
    moment = lock(municipality.province, now)
    act = last_act_or_refuse(municipality)
    problems = dict(problems_with_publication(act, published_on, publication_place, local_day(moment)))
    if problems:
        raise ActRefused(fields=problems)
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

    So a decision goes before the notice that it follows. Raises ActRefused.
    """
    refuse_who_may_not(by)
    moment = lock(municipality.province, now)
    act = last_act_or_refuse(municipality)
    end = end_of(act)
    if not reason.strip():
        raise ActRefused(fields={"reason": "Vul een reden in voor het terugnemen."})
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
        raise ActRefused(f"Van {municipality} is geen voornemen, besluit of uitvoering vastgelegd.")
    return act


def refuse_what_rests_on(act: LegalAct) -> None:
    """Refuse to take an act back on which an adopted rung rests: that decision goes first."""
    versions = AssessmentVersion.objects.standing().filter(
        municipality=act.municipality, rung=act.rung, letter__made_at__gte=act.recorded_at
    )
    periods = sorted(versions.values_list("period__code", flat=True))
    if periods:
        raise ActRefused(
            f"Terugnemen kan niet: de beoordeling over {listing(periods)} steunt op {act}. Trek die eerst in, of "
            "herbeoordeel haar op een andere trede."
        )
