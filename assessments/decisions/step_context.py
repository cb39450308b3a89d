"""What the checks of decisions need of a period: read once for all its municipalities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assessments.judging.acts_then import ActThen, acts_then, acts_with_records
from assessments.judging.given_terms import short_terms
from assessments.judging.legal_acts_in_force import running_of
from assessments.judging.on_record import records_of
from assessments.judging.policy_in_force import Confirmed, confirmed_of, policy_in_force
from assessments.judging.previous_rungs import memory_of
from assessments.letters.content import Adoption
from assessments.letters.content_of_period import terms_in
from assessments.letters.letter import ANNEX, WITH_ANNEX, Letter, written
from assessments.letters.own_letter import ActEvent, events_to_tell
from assessments.models import AdoptedLetter, Assessment, AssessmentVersion, LegalAct, LetterTerms, Step
from assessments.rules.contract import Policy
from assessments.rules.situation import Previous
from assessments.workflow import ADOPT, PROPOSE, SEND, State, Transition
from municipalities.figures import Figures
from municipalities.ledger.queries import figures_for_each
from municipalities.ledger.register import periods_of
from municipalities.models import Municipality, Period, Province
from municipalities.moments import local_day
from municipalities.working_days import WorkingDays, working_days_of


@dataclass(frozen=True)
class Surroundings:
    """What the checks of a period need, read once."""

    live: dict[Municipality, Figures]
    policy: Policy | None
    """The one that counts for the period now."""
    memory: dict[int, Previous]
    taken_over: dict[int, int]
    """Rungs taken over for this period, by municipality id."""
    acts: dict[int, list[ActThen]]
    """On one of which a rung can rest, by municipality id, oldest first."""
    running: dict[int, Any]
    """The legal act that runs, by municipality id."""
    untold: dict[int, ActEvent]
    """What happened before the period was over and no letter tells, by municipality id; the first of each."""
    letters: dict[int, Letter]
    """The final letter of a version but for its decision, by municipality id."""
    proposers: dict[int, Any]
    """Who proposed a version, by version id."""
    confirmed: dict[str, Confirmed]
    """What the province confirmed, by version of the policy; where it is looked at."""
    usual_day: date | None
    """The day on which the figures of most were known, where it is looked at."""
    terms: dict[int | None, LetterTerms]
    """The days in letters, by municipality id; None is all of them."""
    working_days: WorkingDays
    on_sending: dict[int, list[str]]
    """What to know of a letter that is to be sent, by municipality id."""


def surroundings_of(
    step: Transition,
    period: Period,
    province: Province,
    judgements: list[Assessment | AssessmentVersion],
    now: datetime,
    *,
    looks_ahead: bool = False,
) -> Surroundings:
    """Read what the checks of this step need, and no more; of a proposal also what adopting it will need."""
    checked, adopts = step in (PROPOSE, ADOPT), step is ADOPT or looks_ahead
    after = next((row for row in periods_of(province) if row.start == period.end), None)
    in_letters = [(after, row.known_at) for row in judgements if after] if adopts else []
    live = figures_for_each([(period, now), *in_letters], province=province)[period, now]
    versions = [row for row in judgements if isinstance(row, AssessmentVersion)]
    acts = acts_with_records(province) if adopts else []
    proposals = Step.objects.filter(version__in=versions, state=State.PROPOSED).select_related("taken_by")
    return Surroundings(
        live=live,
        policy=policy_in_force(province, period.code),
        memory=memory_of(period, province, figures_at=now) if checked else {},
        taken_over=taken_over_for(period, province) if step is PROPOSE else {},
        acts=acts_then(acts),
        running={act.municipality_id: act for act in running_of(province)} if checked else {},
        untold=untold_in(period, acts),
        letters=letters_to_come(judgements, live, period, province) if adopts else {},
        proposers={row.version_id: row.taken_by for row in proposals}
        if step.other_person or step.by_proposer
        else {},
        confirmed=confirmed_of(province) if adopts else {},
        usual_day=most_of(local_day(row.known_at) for row in judgements) if checked else None,
        terms={row.municipality_id: row for row in terms_in(province) if row.period == period}
        if checked
        else {},
        working_days=working_days_of(province) if checked else WorkingDays(),
        on_sending=remarks_on_sending(versions, province, local_day(now)) if step is SEND else {},
    )


def remarks_on_sending(
    versions: Sequence[AssessmentVersion], province: Province, sent_on: date
) -> dict[int, list[str]]:
    """Return what a letter asks sooner than a municipality can answer, and that an annex goes with it."""
    found = {key: [short] for key, short in short_terms(versions, province, sent_on).items()}
    letters = AdoptedLetter.objects.filter(version__in=versions, html__contains=ANNEX)
    for key in letters.values_list("version__municipality_id", flat=True):
        found.setdefault(key, []).append(WITH_ANNEX)
    return found


def most_of(days: Iterable[date]) -> date | None:
    """Return the day that more than half of them are; None when there is none."""
    counted = Counter(days)
    return next((day for day, number in counted.items() if 2 * number > counted.total()), None)


def taken_over_for(period: Period, province: Province) -> dict[int, int]:
    taken = records_of(province, [None])[None].taken_over
    return {key: row.rung for key, row in taken if row.period == period.code}


def untold_in(period: Period, acts: Sequence[LegalAct]) -> dict[int, ActEvent]:
    events = events_to_tell(acts)
    return {row.act.municipality_id: row for row in reversed(events) if row.day < period.end}


STILL_TO_COME = Adoption(decision_date=date.min, decision_number="nog te nemen", superseded={})
"""Stands in for the decision while it is looked at what else a letter leaves open."""


def letters_to_come(
    judgements: Sequence[Assessment | AssessmentVersion],
    live: Iterable[Municipality],
    period: Period,
    province: Province,
) -> dict[int, Letter]:
    """Return the letters as adopting would keep them, by municipality id; without a rung there is none."""
    by_id = {municipality.pk: municipality for municipality in live}
    rows = [row for row in judgements if row.rung is not None]
    for row in rows:
        row.municipality, row.period = by_id[row.municipality_id], period
    letters = written(rows, period, province, adoption=STILL_TO_COME)
    return {letter.assessment.municipality_id: letter for letter in letters}
