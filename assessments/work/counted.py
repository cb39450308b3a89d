"""What was made of each period, counted by how it waits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q

from accounts.permissions import may_adopt
from assessments.judging.on_record import Made, Moment, Records
from assessments.judging.previous_rungs import UNSETTLED, memory_of_each
from assessments.models import AssessmentVersion
from assessments.workflow import BACK, STANDING, State
from municipalities.ledger.register import register_of
from municipalities.models import Province


def own_in(records: Records, province: Province) -> list[Made]:
    """Return what was made of the municipalities of a province, without those that went into one from elsewhere."""
    own = {row.pk for row in register_of(province)}
    return [row for row in records.made if row.municipality in own]


def concepts_per_period(
    made: Sequence[Made], province: Province, records: Records, moment: Moment
) -> dict[str, Counter[str]]:
    """Return how many concepts can be proposed, wait for a previous rung or waited for it, or have no figures."""
    concepts = [row for row in made if row.state == State.CONCEPT]
    codes = {row.code for row in concepts}
    periods = [period for period in records.periods if period.code in codes]
    status_now = {
        (period.code, key): previous.how
        for period, rows in memory_of_each(periods, province, known_at=moment).items()
        for key, previous in rows.items()
    }
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in concepts:
        status = row.previous_rung_status
        counts[row.code][
            waits_as(row.rung, status, status_now.get((row.code, row.municipality), status))
        ] += 1
    return counts


def waits_as(rung: int | None, status: str, status_now: str) -> str:
    """Return how a concept waits: by its rung, and by the status of the previous rung, then and now."""
    if rung is None:
        return "no_figures"
    if status_now in UNSETTLED:
        return "unsettled"
    return "settled" if status in UNSETTLED else "ready"


def versions_per_period(made: Sequence[Made]) -> dict[str, Counter[str]]:
    """Return the states of the versions; what was given back counts until it is taken up again."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in made:
        if row.state not in (*BACK, State.CONCEPT):
            counts[row.code][str(row.state)] += 1
    for row, stands in given_back(made):
        if not stands:
            counts[row.code][str(row.state)] += 1
    return counts


def given_back(made: Sequence[Made]) -> Iterator[tuple[Made, bool]]:
    """Yield the versions that were given back and not taken up again, and whether another one stands."""
    tracks: dict[tuple[int, str], list[Made]] = defaultdict(list)
    for row in made:
        tracks[row.municipality, row.code].append(row)
    for rows in tracks.values():
        newest = max(rows, key=lambda row: row.number)
        if newest.state in BACK and not any(row.state == State.CONCEPT for row in rows):
            yield newest, any(row.state in STANDING for row in rows)


def begun_per_period(made: Sequence[Made], records: Records) -> dict[str, set[int]]:
    """Return the ids of the municipalities with a concept, a version that stands or waits, or a rung taken over."""
    begun: dict[str, set[int]] = defaultdict(set)
    for row in made:
        if row.state in (State.CONCEPT, State.PROPOSED, *BACK, *STANDING):
            begun[row.code].add(row.municipality)
    for key, taken_over in records.taken_over:
        begun[taken_over.period].add(key)
    return begun


def own_proposals(made: Sequence[Made], user: Any) -> Counter[str]:
    """Return per half-year how many proposals somebody made, chose for or wrote: another must adopt those.

    One query where there are any, and none for who may not adopt.
    """
    proposed = {row.key: row.code for row in made if row.state == State.PROPOSED}
    if not proposed or not may_adopt(user):
        return Counter()
    theirs = Q(chosen_by=user) | Q(steps__state=State.PROPOSED, steps__taken_by=user)
    rows = AssessmentVersion.objects.filter(theirs, pk__in=proposed)
    return Counter(proposed[key] for key in rows.values_list("pk", flat=True).distinct())
