"""The work list: what waits for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse

from accounts.permissions import may_adopt, may_assess, may_enter_figures
from assessments.memory import UNSETTLED, running_acts
from assessments.models import AdoptedLetter, Assessment, AssessmentVersion
from assessments.rules.registry import policy_for
from assessments.rules.wording import day
from assessments.workflow import ADOPT, PROPOSE, PUBLISH, SEND, State, Transition
from municipalities.models import Delivery, Municipality, Period, Province
from municipalities.wording import plural

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


@dataclass(frozen=True)
class WorkList:
    mine: list[Work]
    others: list[Work]
    terms: list[Work]


def work_for(user: Any, *, today: date) -> WorkList:
    """Return what waits in the province of a user; a fixed number of queries."""
    province = user.province
    items = [*period_work(province, user, today), *changed_work(province, user)]
    return WorkList(
        mine=[item for item in items if item.is_mine],
        others=[item for item in items if not item.is_mine],
        terms=list(term_work(province, user, today)),
    )


def period_work(province: Province, user: Any, today: date) -> Iterator[Work]:
    """Yield the work on the assessments of each period, newest first; one that still runs is not judged yet."""
    concepts = concepts_per_period(province)
    versions = versions_per_period(province)
    begun = begun_per_period(province)
    municipalities = list(Municipality.objects.filter(province=province))
    for period in Period.objects.order_by("-start"):
        existing = [row for row in municipalities if row.existed_on(period.last_day)]
        without = len(existing) - begun.get(period.pk, 0) if period.end <= today else 0
        yield from concept_work(period, concepts.get(period.pk, Counter()), without, province, user)
        for state, count in versions.get(period.pk, Counter()).items():
            yield from version_work(period, State(state), count, user)


def concept_work(
    period: Period, counted: Counter[str], without: int, province: Province, user: Any
) -> Iterator[Work]:
    overview = reverse("assessments:period_overview", args=[period.code])
    if without > 0 and policy_for(province.code, period.code) is not None:
        text = f"{plural(without, 'gemeente', 'gemeenten')} over {period.code} nog niet beoordeeld"
        yield Work(text, overview, "toezichthouder", may_assess(user))
    if counted["ready"]:
        text = f"{plural(counted['ready'], 'concept', 'concepten')} over {period.code} om voor te stellen"
        yield step_item(text, period, PROPOSE, user)
    if counted["unsettled"]:
        waiting = plural(counted["unsettled"], "concept", "concepten")
        text = f"{waiting} over {period.code} voorlopig: de vorige trede is nog niet vastgesteld"
        yield Work(text, overview, "toezichthouder", may_assess(user))
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
    elif state is State.RETURNED:
        url = reverse("assessments:period_overview", args=[period.code])
        text = f"{plural(count, 'beoordeling', 'beoordelingen')} over {period.code} teruggegeven: beoordeel opnieuw"
        yield Work(text, url, "toezichthouder", may_assess(user))


def step_item(text: str, period: Period, step: Transition, user: Any) -> Work:
    url = reverse(step.url_name, args=[period.code])
    allowed = step.allowed is not None and step.allowed(user)
    overview = reverse("assessments:period_overview", args=[period.code])
    return Work(text, url if allowed else overview, step.who, allowed)


def concepts_per_period(province: Province) -> dict[int, Counter[str]]:
    """Return how many concepts can be proposed, wait for a previous rung, or have no figures."""
    counts: dict[int, Counter[str]] = {}
    rows = Assessment.objects.filter(municipality__province=province)
    for period, rung, status in rows.values_list("period_id", "rung", "previous_rung_status"):
        kind = "no_figures" if rung is None else "unsettled" if status in UNSETTLED else "ready"
        counts.setdefault(period, Counter())[kind] += 1
    return counts


def versions_per_period(province: Province) -> dict[int, Counter[str]]:
    """Return the states of the versions; one that was given back counts until it is taken up again."""
    same = {"municipality": OuterRef("municipality"), "period": OuterRef("period")}
    newer = AssessmentVersion.objects.filter(number__gt=OuterRef("number"), **same)
    taken_up = Exists(newer) | Exists(Assessment.objects.filter(**same))
    rows = AssessmentVersion.objects.filter(municipality__province=province).with_state()
    counts: dict[int, Counter[str]] = {}
    for period, state, is_taken_up in rows.annotate(taken_up=taken_up).values_list(
        "period_id", "state", "taken_up"
    ):
        if state != State.RETURNED or not is_taken_up:
            counts.setdefault(period, Counter())[state] += 1
    return counts


def begun_per_period(province: Province) -> dict[int, int]:
    """Return how many municipalities have something: a concept, or a version that was not withdrawn."""
    pairs = set(
        Assessment.objects.filter(municipality__province=province).values_list("period_id", "municipality_id")
    )
    versions = AssessmentVersion.objects.filter(municipality__province=province).with_state()
    pairs |= set(versions.exclude(state=State.WITHDRAWN).values_list("period_id", "municipality_id"))
    return Counter(period for period, _ in pairs)


def changed_work(province: Province, user: Any) -> Iterator[Work]:
    """Yield that figures of a decided period came in since: then decisions may read otherwise."""
    letters = AdoptedLetter.objects.filter(version__municipality__province=province).values("version__period")
    decided = letters.annotate(last=Max("version__known_at")).values_list(
        "version__period__start", "version__period__end", "last"
    )
    periods = list(decided)
    if not periods:
        return
    oldest = min(last for *_, last in periods)
    later = Delivery.objects.filter(province=province, recorded_at__gt=oldest)
    count = sum(
        any(recorded_at > last and touches(first_day, about, start, end) for start, end, last in periods)
        for recorded_at, first_day, about in later.values_list("recorded_at", "first_day", "period__start")
    )
    if count:
        deliveries = plural(count, "aanlevering", "aanleveringen")
        text = f"{deliveries} na de cijfers van een vaststelling: bekijk wat dat verandert"
        yield Work(text, reverse("assessments:impact_list"), "toezichthouder", may_assess(user))


def touches(first_day: date | None, about: date | None, start: date, end: date) -> bool:
    """Return whether a delivery can change a period: it is about days before its end, or about it or an earlier one."""
    return (first_day is not None and first_day < end) or (about is not None and about <= start)


def term_work(province: Province, user: Any, today: date) -> Iterator[Work]:
    """Yield the terms of legal acts that run, those that end soon or ended first."""
    acts = running_acts().filter(municipality__province=province, term_end__lte=today + SOON)
    for act in acts.select_related("municipality").order_by("term_end"):
        url = reverse("assessments:municipality_detail", args=[act.municipality.cbs_code])
        late = act.term_end < today
        word = "liep af op" if late else "loopt af op"
        text = f"{act.municipality}: termijn van {act.get_kind_display().lower()} {word} {day(act.term_end)}"
        yield Work(text, url, "toezichthouder", may_assess(user) or may_adopt(user), act.term_end, late)
