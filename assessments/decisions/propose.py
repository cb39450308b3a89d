"""Propose assessments together with the days in their letters, so that adopting finds nothing open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from assessments.decisions.step_context import STILL_TO_COME
from assessments.decisions.take_step import take_step
from assessments.letters.content_of_period import terms_in
from assessments.letters.fields import OPEN
from assessments.letters.letter import missing_in, written
from assessments.letters.matter import TERMS
from assessments.models import AssessmentVersion, LetterTerms
from assessments.settings import save_setting
from assessments.workflow import PROPOSE
from audit.actions import lines_last
from audit.refused import Clock, Refused
from municipalities.dutch import day_text, listing_or_number
from municipalities.models import Municipality, Period, Province
from municipalities.moments import local_day


def days_for(period: Period, province: Province, municipality: Municipality | None, own: bool) -> LetterTerms:
    """Return the days in letters over a period as Beheer keeps them, unsaved where there are none.

    One municipality can have days of its own; `own` says that it is to have them, beside letters that were adopted.
    """
    kept = {row.municipality_id: row for row in terms_in(province) if row.period == period}
    key = municipality.pk if municipality else None
    if key in kept:
        return kept[key]
    if own and municipality is not None:
        return LetterTerms(period=period, province=province, municipality=municipality)
    return kept.get(None) or LetterTerms(period=period, province=province)


def letter_days(
    period: Period, province: Province, municipalities: Collection[Municipality]
) -> list[tuple[str, list[tuple[str, date]]]]:
    """Return the days in the letters to these as they are now: those for all, and of whom they are their own."""
    names: dict[int | None, str] = {None: "", **{row.pk: str(row) for row in municipalities}}
    rows = [row for row in terms_in(province) if row.period == period and row.municipality_id in names]
    labels = {
        column: str(vars(LetterTerms._meta.get_field(column))["verbose_name"]) for column in TERMS.values()
    }
    return [
        (
            names[row.municipality_id],
            [(label, day) for column, label in labels.items() if (day := getattr(row, column))],
        )
        for row in rows
    ]


@transaction.atomic
@lines_last()
def propose(
    days: LetterTerms,
    changed: list[str],
    *,
    period: Period,
    province: Province,
    keys: Sequence[str],
    by: Any,
    now: Clock,
    **given: Any,
) -> list[AssessmentVersion]:
    """Save the days in the letters and propose; see `take_step`. Raises Refused, also for a day that a letter lacks."""
    save_setting(days, changed, by=by, now=now)
    versions = take_step(PROPOSE, period=period, province=province, keys=keys, by=by, now=now, **given)
    if problems := open_days(versions, days, period, province):
        raise Refused(fields=problems)
    return versions


def open_days(
    versions: Sequence[AssessmentVersion], days: LetterTerms, period: Period, province: Province
) -> dict[str, str]:
    """Return which days the letters of these leave open, by field, and what to do."""
    whose: dict[str, list[str]] = {}
    for letter in written(versions, period, province, adoption=STILL_TO_COME):
        missing = missing_in(letter)
        for name, column in TERMS.items():
            if OPEN[name] in missing:
                whose.setdefault(column, []).append(letter.assessment.municipality.name)
    known_on = day_text(max(local_day(version.known_at) for version in versions))
    return {
        column: (
            f"Een dag vóór {known_on} telt niet: toen waren deze cijfers nog niet bekend."
            if getattr(days, column)
            else f"Vul deze dag in: hij staat in de brief aan {listing_or_number(names, 'gemeenten')}."
        )
        for column, names in whose.items()
    }
