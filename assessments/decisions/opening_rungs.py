"""Writes of rungs taken over: from before this application, or of a municipality that merged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction

from accounts.permissions import may_assess, require
from assessments.decisions.legal_acts import keep
from assessments.judging.assess_period import latest_judgement
from assessments.judging.on_record import opening_rungs
from assessments.judging.versions import track_of
from assessments.models import OpeningRung
from assessments.rules.registry import ladder_for
from assessments.workflow import State
from audit.refused import Clock, Refused
from municipalities.dutch import day_text
from municipalities.models import Municipality, Period
from municipalities.moments import local_day, not_in_future
from municipalities.recording import locked


@transaction.atomic
def record_opening_rung(
    *,
    municipality: Municipality,
    period: Period,
    rung: int,
    adopted_on: date,
    letter_reference: str,
    by: Any,
    now: Clock,
    inherited_from: Municipality | None = None,
) -> OpeningRung:
    """Take over a rung that was adopted before this application, or by a municipality that merged."""
    require(by, may_assess)
    moment = locked(municipality.province, now, latest=latest_judgement)
    problems = dict(
        problems_with_opening(municipality, period, rung, adopted_on, letter_reference, inherited_from)
    )
    if wrong := not_in_future(adopted_on, local_day(moment)):
        problems["adopted_on"] = wrong
    if problems:
        raise Refused(fields=problems)
    row = OpeningRung(
        municipality=municipality,
        period=period,
        rung=rung,
        adopted_on=adopted_on,
        letter_reference=letter_reference.strip(),
        inherited_from=inherited_from,
        recorded_at=moment,
        recorded_by=by,
    )
    keep(row, "trede overgenomen", by, municipality)
    return row


def problems_with_opening(
    municipality: Municipality,
    period: Period,
    rung: int,
    adopted_on: date,
    letter_reference: str,
    inherited_from: Municipality | None,
) -> Iterator[tuple[str, str]]:
    highest = len(ladder_for(municipality.province_id, period.code).rungs)
    if not 1 <= rung <= highest:
        yield "rung", f"Kies een trede van 1 tot en met {highest}."
    if not letter_reference.strip():
        yield "letter_reference", "Vul het kenmerk van de brief in."
    if adopted_on < period.start:
        yield (
            "adopted_on",
            f"Over {period} kan niet voor {day_text(period.start)} zijn vastgesteld. Controleer de datum.",
        )
    known = known_rung(municipality, period)
    if known is not None and not may_choose_anew(municipality, period, inherited_from):
        yield "period", f"Over {period} is voor {municipality} al trede {known} vastgelegd."
    yield from problems_with_heritage(municipality, period, rung, inherited_from)


def problems_with_heritage(
    municipality: Municipality, period: Period, rung: int, inherited_from: Municipality | None
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with whose rung goes on after a merger."""
    existed = municipality.existed_between(period.start, period.last_day)
    if inherited_from is None:
        if not existed and municipality.predecessors.exists():
            yield (
                "inherited_from",
                f"{municipality} bestond nog niet in {period}. Kies de gemeente waarvan de trede doorgaat.",
            )
        first = first_adopted(municipality)
        if known_rung(municipality, period) is None and first is not None and first.start <= period.start:
            yield (
                "period",
                f"Voor {municipality} is hier over {first} al een beoordeling vastgesteld. Vanaf die periode wordt een "
                "trede niet overgenomen, maar beoordeeld, voorgesteld en vastgesteld.",
            )
        return
    theirs = rung_on_record(inherited_from, period)
    is_own = inherited_from.pk == municipality.pk
    if (is_own and not existed) or (not is_own and inherited_from.successor_id != municipality.pk):
        yield "inherited_from", f"{inherited_from} is niet opgegaan in {municipality}. Kies een voorganger."
    elif theirs != rung:
        on_record = "geen trede" if theirs is None else f"trede {theirs}"
        yield (
            "rung",
            f"Over {period} is voor {inherited_from} {on_record} vastgelegd. Neem die over.",
        )


def first_adopted(municipality: Municipality) -> Period | None:
    """Return the first period over which a version was ever adopted here, also one that was withdrawn since."""
    adopted = Period.objects.filter(
        assessmentversions__municipality=municipality, assessmentversions__steps__state=State.ADOPTED
    )
    return adopted.order_by("start").first()


def may_choose_anew(municipality: Municipality, period: Period, inherited_from: Municipality | None) -> bool:
    """Return whether a rung on record leaves room for the choice after a merger; that is made once."""
    if inherited_from is None or not municipality.predecessors.filter(valid_until__gte=period.start).exists():
        return False
    return (
        not opening_rungs()
        .exclude(inherited_from=None)
        .filter(municipality=municipality, period=period)
        .exists()
    )


def known_rung(municipality: Municipality, period: Period) -> int | None:
    """Return the rung over a period that leaves no room for another: on record, or proposed."""
    on_record = rung_on_record(municipality, period)
    proposed = track_of(period, municipality).proposed
    return proposed.rung if on_record is None and proposed else on_record


def rung_on_record(municipality: Municipality, period: Period) -> int | None:
    """Return the rung that was adopted or taken over; what is only proposed can be inherited by nobody."""
    taken = opening_rungs().filter(municipality=municipality, period=period).order_by("-pk").first()
    found = taken or track_of(period, municipality).standing
    return found.rung if found else None


@transaction.atomic
def take_back_opening_rung(row: OpeningRung, *, reason: str, by: Any, now: Clock) -> OpeningRung:
    """Undo a rung that was taken over by mistake, with one more row."""
    require(by, may_assess)
    moment = locked(row.municipality.province, now, latest=latest_judgement)
    if row.takes_back_id is not None or OpeningRung.objects.filter(takes_back=row).exists():
        raise Refused("Deze overgenomen trede is al teruggenomen. Vernieuw de pagina.")
    if not reason.strip():
        raise Refused(fields={"reason": "Vul een reden in voor het terugnemen."})
    counter = OpeningRung(
        municipality=row.municipality,
        period=row.period,
        rung=row.rung,
        adopted_on=row.adopted_on,
        letter_reference=row.letter_reference,
        inherited_from=row.inherited_from,
        takes_back=row,
        reason=reason.strip(),
        recorded_at=moment,
        recorded_by=by,
    )
    keep(counter, "overgenomen trede teruggenomen", by, row.municipality)
    return counter
