"""The work list: what waits for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import attrgetter, or_
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts.permissions import may_adopt, may_assess, may_enter_figures
from assessments.judging.act_progress import Progress, progress_of
from assessments.judging.acts_then import acts_then, acts_with_records
from assessments.judging.changed_outcomes import changed_outcomes
from assessments.judging.given_terms import TERM_END, GivenTerm, given_terms
from assessments.judging.legal_acts_in_force import running_of
from assessments.judging.on_record import Made, Moment, Records, records_of
from assessments.letters.own_letter import ActEvent, events_of, events_to_tell
from assessments.models import ActKind
from assessments.rules.registry import policy_for
from assessments.work.administration import administration, undated_letters
from assessments.work.counted import (
    begun_per_period,
    concepts_per_period,
    given_back,
    own_in,
    own_proposals,
    versions_per_period,
)
from assessments.work.late_deliveries import DecidedHalfYear, Delivered, late_deliveries
from assessments.workflow import ADOPT, BACK, PROPOSE, PUBLISH, SEND, STANDING, State, Transition
from municipalities.dutch import day_text, plural
from municipalities.halfyear import half_year_after
from municipalities.intake.drafts import STALE_DRAFT
from municipalities.ledger.mergers import open_mergers
from municipalities.ledger.register import register_of, with_register
from municipalities.models import Delivery, DraftDelivery, Municipality, Period, Province
from municipalities.moments import end_of_day

SOON = timedelta(weeks=4)
STEP_FOR = {State.PROPOSED: ADOPT, State.ADOPTED: SEND, State.SENT: PUBLISH}


@dataclass(frozen=True)
class Work:
    """Something that waits: for this user, or for who may do it."""

    text: str
    url: str
    who: str
    is_mine: bool
    due: date | None = None
    is_late: bool = False
    dossiers: tuple[tuple[str, str], ...] = ()
    """The municipalities that it is about, where they are several: their names and addresses."""


@dataclass(frozen=True)
class WorkList:
    mine: list[Work]
    others: list[Work]
    terms: list[Work]


def work_for(user: Any, *, today: date, now: Moment = None) -> WorkList:
    """Return what waits in the province of a user; the number of queries is fixed.

    With `now` as on record at that moment, which other parts of the page may have asked already.
    """
    province = with_register(user.province)
    records = records_of(province, [now])[now]
    made, moment = own_in(records, province), now or end_of_day(today)
    acts = sorted(running_of(province), key=attrgetter("last_day", "pk"))
    progress = progress_of(acts, known_at=moment)
    to_adopt = {row.code for row in made if row.state in (State.CONCEPT, State.PROPOSED)}
    undated = undated_letters(province, to_adopt)
    late = late_number(made, province)
    # The gravest first: what was decided and would not be now, what came back, what the executive must see to.
    items = [
        *(changed_work(made, province, moment) if late and may_assess(user) else ()),
        *given_back_work(made, province, user),
        *lapse_work(acts, progress, user),
        *own_letter_work(province, user, today, now),
        *administration_work(records, undated, province, user, today),
        *period_work(records, made, undated, province, user, today, now),
        *late_work(late, user),
        *merger_work(records, province, user, today),
        *draft_work(province, user, moment),
    ]
    terms = [*term_work(acts, progress, user, today), *asked_work(province, user, today, moment)]
    terms.sort(key=lambda item: item.due or today)
    return WorkList(
        mine=[item for item in items if item.is_mine],
        others=[item for item in (*items, *terms) if not item.is_mine],
        terms=[item for item in terms if item.is_mine],
    )


def period_work(
    records: Records,
    made: Sequence[Made],
    undated: set[str],
    province: Province,
    user: Any,
    today: date,
    moment: Moment,
) -> Iterator[Work]:
    """Yield the work on the assessments of each period, oldest first: a later one waits for it.

    A period that still runs is not judged yet. Letters that have no date wait for that first.
    """
    concepts = concepts_per_period(made, province, records, moment)
    versions, own = versions_per_period(made), own_proposals(made, user)
    begun = begun_per_period(made, records)
    for period in reversed(records.periods):
        existing = {
            row.pk for row in register_of(province) if row.existed_between(period.start, period.last_day)
        }
        without = len(existing - begun.get(period.code, set())) if period.end <= today else 0
        counted = versions.get(period.code, Counter())
        waits_for = versions.get(half_year_after(period.code, -1), Counter())
        holder = "vaststeller" if waits_for[State.PROPOSED] else "toezichthouder"
        yield from concept_work(period, concepts.get(period.code, Counter()), without, province, user, holder)
        if counted[State.PROPOSED] and own[period.code]:
            counted[State.PROPOSED] -= own[period.code]
            yield own_proposals_item(period, own[period.code])
        if period.code in undated:
            counted[State.PROPOSED] = 0
        for state in State:
            if counted[state] > 0:
                yield from version_work(period, state, counted[state], user)


def concept_work(
    period: Period, counted: Counter[str], without: int, province: Province, user: Any, holder: str
) -> Iterator[Work]:
    """Yield the work on concepts; those that wait for the period before do so for whose turn it is there."""
    overview = reverse("assessments:period_overview", args=[period.code])
    if without > 0 and policy_for(province.code, period.code) is not None:
        text = f"{plural(without, 'gemeente', 'gemeenten')} over {period.code} nog niet beoordeeld"
        yield Work(text, overview, "toezichthouder", may_assess(user))
    if counted["ready"]:
        text = f"{plural(counted['ready'], 'concept', 'concepten')} over {period.code} om voor te stellen"
        yield step_item(text, period, PROPOSE, user)
    if counted["settled"]:
        concepts = plural(counted["settled"], "concept", "concepten")
        text = f"{concepts} over {period.code}: de vorige trede staat nu vast, beoordeel opnieuw"
        yield Work(text, overview, "toezichthouder", may_assess(user))
    if counted["unsettled"]:
        waiting = plural(counted["unsettled"], "concept", "concepten")
        text = f"{waiting} over {period.code} voorlopig: de vorige trede is nog niet vastgesteld"
        yield Work(text, overview, holder, is_mine=False)
    if counted["no_figures"]:
        text = f"{plural(counted['no_figures'], 'gemeente', 'gemeenten')} over {period.code} zonder cijfers"
        yield Work(text, overview, "beheerder", may_enter_figures(user))


def version_work(period: Period, state: State, count: int, user: Any) -> Iterator[Work]:
    step = STEP_FOR.get(state)
    texts = {
        State.PROPOSED: f"{plural(count, 'beoordeling', 'beoordelingen')} over {period.code} om vast te stellen",
        State.ADOPTED: f"{plural(count, 'brief', 'brieven')} over {period.code} om te verzenden",
        State.SENT: f"{plural(count, 'brief', 'brieven')} over {period.code} om te publiceren",
    }
    if step is not None:
        yield step_item(texts[state], period, step, user)
    elif state in BACK:
        url = reverse("assessments:period_overview", args=[period.code])
        what = plural(count, "beoordeling", "beoordelingen")
        text = f"{what} over {period.code} {state.label.lower()}: beoordeel opnieuw"
        yield Work(text, url, "toezichthouder", may_assess(user))


def step_item(text: str, period: Period, step: Transition, user: Any) -> Work:
    url = reverse(step.url_name, args=[period.code])
    allowed = step.allowed is not None and step.allowed(user)
    overview = reverse("assessments:period_overview", args=[period.code])
    return Work(text, url if allowed else overview, step.who, allowed)


def own_proposals_item(period: Period, count: int) -> Work:
    text = (
        f"{plural(count, 'beoordeling', 'beoordelingen')} over {period.code} die u voorstelde of motiveerde"
    )
    url = reverse("assessments:period_overview", args=[period.code])
    return Work(text, url, "een andere vaststeller", is_mine=False)


def given_back_work(made: Sequence[Made], province: Province, user: Any) -> Iterator[Work]:
    """Yield each re-assessment that was given back: "beoordeel opnieuw" passes it by."""
    waiting = {(row.code, row.municipality): row for row, stands in given_back(made) if stands}
    for code in sorted({code for code, _ in waiting}, reverse=True):
        for municipality in register_of(province):
            row = waiting.get((code, municipality.pk))
            if row is None:
                continue
            url = reverse("assessments:version_detail", args=[code, municipality.cbs_code, row.number])
            said = State(str(row.state)).label.lower()
            text = f"{municipality}: herbeoordeling over {code} {said}: herbeoordeel opnieuw of breek haar af"
            yield Work(text, url, "toezichthouder", may_assess(user))


def late_number(made: Sequence[Made], province: Province) -> int:
    """Return how many deliveries of decided half-years came in since: then decisions may read otherwise.

    Most deliveries are about a half-year that was not decided yet: those are not read.
    """
    decided = [
        DecidedHalfYear(row.municipality, row.start, row.end, row.known_at)
        for row in made
        if row.state in STANDING
    ]
    first: dict[tuple[date, date], datetime] = {}
    for row in decided:
        first[row.start, row.end] = min(row.known_at, first.get((row.start, row.end), row.known_at))
    late = [
        Q(recorded_at__gt=known_at) & (Q(first_day__lt=end) | Q(period__start__lte=start))
        for (start, end), known_at in first.items()
    ]
    later = Delivery.objects.filter(reduce(or_, late), province=province) if late else Delivery.objects.none()
    columns = ("recorded_at", "first_day", "period__start", "municipality_id")
    delivered = [Delivered(*row) for row in later.values_list(*columns)]
    if any(row.municipality for row in delivered):
        delivered = list(late_deliveries(decided, delivered))
    return len(delivered)


def changed_work(made: Sequence[Made], province: Province, now: datetime) -> Iterator[Work]:
    """Yield to a supervisor which decisions would have another outcome now, but for those being made anew."""
    begun = {(row.code, row.municipality) for row in made if row.state in (State.CONCEPT, State.PROPOSED)}
    for changed in changed_outcomes(province, now=now):
        municipality, code = changed.municipality, changed.code
        if (code, municipality.pk) in begun:
            continue
        text = (
            f"{municipality}, {code}: vastgesteld op trede {changed.adopted}, de uitkomst zou nu trede "
            f"{changed.outcome} zijn"
        )
        url = f"{reverse('assessments:impact_list')}#h-{code}-{municipality.cbs_code}"
        yield Work(text, url, "toezichthouder", is_mine=True)


def late_work(count: int, user: Any) -> Iterator[Work]:
    """Yield that figures of decided periods came in since."""
    if count:
        deliveries = plural(count, "aanlevering", "aanleveringen")
        text = f"{deliveries} na de cijfers van een vaststelling: bekijk wat dat verandert"
        yield Work(text, reverse("assessments:impact_list"), "toezichthouder", may_assess(user))


def merger_work(records: Records, province: Province, user: Any, today: date) -> Iterator[Work]:
    """Yield that an opening balance is not known, since somebody merged into that municipality."""
    period = next((row for row in records.periods if row.start <= today), None)
    if period is None:
        return
    may = may_enter_figures(user)
    for heir, merger in open_mergers(register_of(province), period).items():
        url = reverse("assessments:assessment_detail", args=[merger.period.code, heir.cbs_code])
        yield Work(merger.text.rstrip("."), url, "beheerder", may)


def draft_work(province: Province, user: Any, now: datetime) -> Iterator[Work]:
    """Yield that files were uploaded of which nothing was recorded yet; what lies longer is not waited for."""
    count = DraftDelivery.objects.filter(province=province, made_at__gt=now - STALE_DRAFT).count()
    if count:
        text = f"{plural(count, 'aanlevering', 'aanleveringen')} in voorbereiding: nog niet vastgelegd"
        may = may_enter_figures(user)
        url = reverse("assessments:intake_start" if may else "municipalities:delivery_list")
        yield Work(text, url, "beheerder", may)


def administration_work(
    records: Records, undated: set[str], province: Province, user: Any, today: date
) -> Iterator[Work]:
    for text, url in administration(province, records.periods, undated, today):
        yield Work(text, url, "beheerder", may_enter_figures(user))


def lapse_work(acts: Iterable[Any], progress: Mapping[int, Progress], user: Any) -> Iterator[Work]:
    """Yield the acts of which everybody was housed: a person records that they are over.

    A notice or a decision of which that was done after its term does not lapse: the executive decides.
    """
    for act in acts:
        found, is_execution = progress.get(act.pk), act.kind == ActKind.SUBSTITUTION
        if found is None or found.met_on is None or (found.met_on > act.last_day and not is_execution):
            continue
        ends = "is uitgevoerd" if is_execution else "is vervallen"
        text = f"{act.municipality}: {found.text}: leg vast dat {act.called} {ends}"
        yield Work(text, dossier_url(act.municipality), "toezichthouder", may_assess(user))


def own_letter_work(province: Province, user: Any, today: date, now: Moment) -> Iterator[Work]:
    """Yield the own letters of what happened to legal acts that must be adopted or sent, with their last day."""
    acts = acts_with_records(province)
    untold = events_to_tell(acts, now)
    to_adopt = [(event, "vast te stellen", "vaststeller", may_adopt(user)) for event in untold]
    events = (event for rows in acts_then(acts).values() for then in rows for event in events_of(then))
    to_send = [
        (event, "te verzenden", "toezichthouder", may_assess(user)) for event in events if event.is_unsent
    ]
    for event, what, who, is_mine in (*to_adopt, *to_send):
        municipality = event.act.municipality
        text = f"{municipality}: brief over {event.about} om {what}{by_when(event, today)}"
        yield Work(text, dossier_url(municipality), who, is_mine)


def by_when(event: ActEvent, today: date) -> str:
    """Return by when its letter must be there, as the rest of a sentence."""
    if event.due is None:
        return ""
    return f", uiterlijk {day_text(event.due)}" + (": die dag is voorbij" if event.due < today else "")


def term_work(
    acts: Iterable[Any], progress: Mapping[int, Progress], user: Any, today: date
) -> Iterator[Work]:
    """Yield the terms of legal acts that run, those that end soon or ended first, with how far they are."""
    for act in acts:
        if act.last_day > today + SOON:
            continue
        late = act.last_day < today
        word = "liep af op" if late else "loopt af op"
        text = f"{act.municipality}: termijn van {act.get_kind_display().lower()} {word} {day_text(act.last_day)}"
        if act.pk in progress:
            text += f"; {progress[act.pk].text}"
        is_mine = may_assess(user) or may_adopt(user)
        yield Work(text, dossier_url(act.municipality), "toezichthouder", is_mine, act.last_day, late)


def asked_work(province: Province, user: Any, today: date, moment: datetime) -> Iterator[Work]:
    """Yield what was asked and not answered, with a last day soon or past; many municipalities in one line."""
    given = given_terms(register_of(province), known_at=moment)
    open_terms = [
        term for term in given if not term.settled and term.due <= today + SOON and term.kind != TERM_END
    ]
    groups: dict[tuple[date, str, str], list[GivenTerm]] = {}
    for term in open_terms:
        groups.setdefault((term.due, term.kind, term.source), []).append(term)
    for terms in groups.values():
        dossiers = tuple((term.municipality.name, dossier_url(term.municipality)) for term in terms)
        is_mine = may_assess(user) or may_adopt(user)
        yield Work(
            asked_text(terms),
            dossiers[0][1],
            "toezichthouder",
            is_mine,
            terms[0].due,
            terms[0].due < today,
            dossiers if len(terms) > 1 else (),
        )


def asked_text(terms: Sequence[GivenTerm]) -> str:
    first = terms[0]
    whose = first.municipality.name if len(terms) == 1 else plural(len(terms), "gemeente", "gemeenten")
    return f"{whose}: {first.label} ({first.source}), uiterlijk {day_text(first.due)}"


def dossier_url(municipality: Municipality) -> str:
    return reverse("assessments:municipality_detail", args=[municipality.cbs_code])
