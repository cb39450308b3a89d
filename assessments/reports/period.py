"""What a report says of one period: read once, counted, and put in tables and sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from assessments.forecast.forecast import Range
from assessments.forecast.outlook import outlook_of
from assessments.judging.acts_then import every_act, standing_of
from assessments.judging.on_record import records_of
from assessments.judging.policy_in_force import Confirmed, confirmed_of
from assessments.judging.shown import Shown
from assessments.models import ActKind, ActOutcome, AdoptedLetter, PublishedKind
from assessments.overview.overview import Overview, overview_of
from assessments.reports.counts import Counted, Earlier, Shift, municipalities
from assessments.reports.judged import ActsCounted
from assessments.reports.reconciliation import Reconciliation, published_figures, reconciliation_of
from assessments.reports.sentences import CHANGED, LATE, Ahead
from assessments.rules.findings import Placement
from assessments.rules.registry import policy_for
from assessments.rules.situation import Verdict
from assessments.workflow import STANDING
from municipalities.contacts.queries import Beside, TalkCount, beside_figures, coverage_of_talks
from municipalities.dutch import known_text, listing, number
from municipalities.figures import totals
from municipalities.ledger.register import periods_of
from municipalities.models import Period, Province, Received, Reply, ReplyTo
from municipalities.moments import local_day

NEEDED = ("quota", "opening_balance", "realised")
"""What a municipality must have to count in the sums of the report."""


@dataclass(frozen=True, kw_only=True)
class PeriodPart:
    """One period of a report, with everything that it counts."""

    period: Period
    overview: Overview
    counted: Counted
    ahead: Ahead | None
    reconciliation: Reconciliation
    beside: Mapping[str, Beside]
    """What stands beside the rung, by name of the municipality; without those of whom nothing is on record."""
    talks: Mapping[str, TalkCount]
    """How often was spoken in the period, by name of the municipality."""
    stood: Mapping[int, int]
    """What stands over the period before, as decided now, by municipality id."""
    acts: list[ActsCounted]
    """The steps of the executive in the period, by kind."""
    disputing: int
    """How many municipalities answered to the figures in their letter."""
    confirmed: Mapping[str, Confirmed]
    """What the province confirmed of its policies, by version."""

    @property
    def rows(self) -> list[Shown]:
        return self.overview.rows

    @property
    def not_adopted(self) -> list[Shown]:
        """Municipalities with figures of which no assessment stands."""
        return [row for row in self.rows if row.state not in STANDING and not row.figures.missing]

    def stands_in(self, version: str) -> str:
        """Return where a policy stands, as the province confirmed it."""
        return self.confirmed.get(version, Confirmed()).published_in


def reconciled(part: PeriodPart) -> str:
    """Return how the closing balance leads to the next opening balance."""
    whole = part.reconciliation
    closing, opening = whole.closing.value, whole.opening.value
    if closing is None or opening is None:
        return f"De beginstand van {whole.next_code} is nog niet bekend."
    gap = whole.gap
    if gap is None:
        return f"Niet van alle gemeenten zijn de eindstand en de beginstand van {whole.next_code} bekend."
    if not gap:
        return f"De eindstand van {number(closing)} is ook de beginstand van {whole.next_code}."
    count = len({municipality for municipality, _ in whole.corrections})
    causes = {
        f"correcties bij {municipalities(count)}": whole.corrected,
        f"{CHANGED} over {part.period.code}": whole.changed.value or 0,
        f"{LATE} over {part.period.code}": whole.late.value or 0,
        "een verschil dat niet is verklaard": gap - (whole.explained or 0),
    }
    found = {cause: amount for cause, amount in causes.items() if amount}
    told = [f"{cause} ({moved(amount)})" if len(found) > 1 else cause for cause, amount in found.items()]
    return (
        f"De eindstand is {number(closing)} en de beginstand van {whole.next_code} is {number(opening)}: {moved(gap)}, "
        f"door {listing(told)}."
    )


def moved(amount: int) -> str:
    """Return how much a balance went up or down."""
    return f"{number(abs(amount))} {'hoger' if amount > 0 else 'lager'}"


def period_part(period: Period, province: Province, *, now: datetime) -> PeriodPart:
    """Read everything of one period; the number of queries is fixed."""
    overview = overview_of(period, province, now=now, is_compared=False)
    reconciliation = reconciliation_of(period, province, now=now, overview=overview)
    rows = overview.rows
    here, decided = {row.municipality.pk for row in rows}, records_of(province, [now])[now].standing
    stood = {
        row.municipality: row.rung
        for row in decided
        if row.end == period.start and row.municipality in here and row.rung is not None
    }
    talks = coverage_of_talks(period, [row.municipality for row in rows], known_at=now)
    return PeriodPart(
        period=period,
        overview=overview,
        counted=counted_of(period, province, overview, earlier_of(period, province, now), stood),
        ahead=ahead_of(province, reconciliation, overview, now),
        reconciliation=reconciliation,
        talks={row.municipality.name: talks[row.municipality.pk] for row in rows},
        beside=dict(beside_of(period, rows, now)),
        stood=stood,
        acts=acts_in(period, province, now),
        disputing=disputing(period, province, now),
        confirmed=confirmed_of(province),
    )


def beside_of(period: Period, rows: list[Shown], now: datetime) -> Iterator[tuple[str, Beside]]:
    """Yield what stands beside the rung; who was housed is as known when the rest of them was counted."""
    who = [row.municipality for row in rows]
    counted_at = max((row.known_at for row in rows), default=now)
    found = beside_figures(period, who, known_at=now, housed_at=counted_at)
    for row in who:
        if beside := found.get(row.pk):
            yield row.name, beside


def disputing(period: Period, province: Province, now: datetime) -> int:
    """Return how many municipalities answered to the figures in their letter over a period; one query."""
    letters = AdoptedLetter.objects.filter(version__period=period, version__municipality__province=province)
    replies = Reply.objects.standing(now).filter(
        about=ReplyTo.FIGURES, outcome=Received.RECEIVED, reference__in=letters.values("number")
    )
    return int(replies.values("municipality").distinct().count())


def acts_in(period: Period, province: Province, now: datetime) -> list[ActsCounted]:
    """Return the steps of the executive in a period, as on record at a moment."""
    every = standing_of(every_act(province), now)
    acts = [then for then in every if then.act.decided_on < period.end]
    ended = [
        (then.act.kind, ActOutcome(then.end.outcome))
        for then in acts
        if then.end is not None and period.start <= then.end.ended_on < period.end
    ]
    return [
        ActsCounted(
            kind,
            taken=sum(then.act.kind == kind and then.act.decided_on >= period.start for then in acts),
            ended=Counter(outcome for ended_kind, outcome in ended if ended_kind == kind),
            running=sum(then.act.kind == kind and then.still_ran(period.end) for then in acts),
        )
        for kind in ActKind
    ]


def counted_of(
    period: Period, province: Province, overview: Overview, earlier: Earlier | None, stood: Mapping[int, int]
) -> Counted:
    policy = policy_for(province.code, period.code)
    rows, milder = overview.rows, overview.milder
    judged = overview.with_rung
    changes = [row.figures.quota_changed_on for row in rows if row.figures.quota_was_changed]
    return Counted(
        period=period.facts,
        province=province.name,
        policy=policy,
        totals=overview.totals,
        quota_changed_on=max((each for each in changes if each), default=None),
        without_figures=names_of_rows(row for row in rows if set(NEEDED) & set(row.figures.missing)),
        merged={row.municipality.name: merger.text for row in rows if (merger := row.merger) is not None},
        earlier=earlier,
        rungs=Counter(row.rung_number for row in judged),
        measures=overview.measures,
        verdicts=Counter(
            Verdict(row.assessment.verdict) for row in judged if row.assessment and row.assessment.verdict
        ),
        shifts=tuple(shifts_of(judged, stood)),
        short=len(overview.short),
        milder=names_of_rows(milder),
        milder_all_behind=all((row.figures.closing_balance or 0) > 0 for row in milder),
        deviating=names_of_rows(
            row for row in judged if row.assessment and row.assessment.chosen_rung is not None
        ),
        frozen=names_of_rows(row for row in judged if row.assessment and row.assessment.is_frozen),
        not_assessed=names_of_rows(row for row in overview.without_figures if judged and row.figures.missing),
        waiting=names_of_rows(row for row in overview.without_figures if judged and not row.figures.missing),
        withdrawn=names_of_rows(row for row in rows if row.is_withdrawn),
        is_provisional=any(row.state not in STANDING for row in judged),
    )


def shifts_of(rows: Iterable[Shown], stood: Mapping[int, int]) -> Iterator[Shift]:
    """Yield where each municipality came from, of whom that was on record when it was judged."""
    for row in rows:
        placement = row.assessment.placement if row.assessment else None
        if placement is not None and placement.previous_known:
            left = rung_it_left(placement, stood.get(row.municipality.pk))
            yield Shift(row.municipality.name, left, row.rung_number)


def rung_it_left(placement: Placement, now: int | None) -> int:
    """Return the rung that a municipality came from: as reckoned with, unless that half-year was decided anew."""
    past = next(iter(placement.previous.past), None) if placement.previous else None
    if now is None or past is None or past.period != placement.previous_period or past.rung == now:
        return placement.previous_rung
    return now


def names_of_rows(rows: Iterable[Shown]) -> tuple[str, ...]:
    return tuple(row.municipality.name for row in rows)


def earlier_of(period: Period, province: Province, now: datetime) -> Earlier | None:
    """Return the shares of the period before: from what was assessed or is in the ledger, else as published."""
    before = next((row for row in periods_of(province) if row.end == period.start), None)
    if before is not None:
        sums = overview_of(before, province, now=now, is_compared=False).totals
        if sums.share_of_quota is not None or sums.share_of_total_task is not None:
            return Earlier(quota=sums.share_of_quota, total_task=sums.share_of_total_task, is_quoted=False)
    code = period.facts.previous_code
    found = published_figures(province, [code])
    shares = [
        Fraction(found[key].value, 100) if (key := (code, kind.value, None)) in found else None
        for kind in (PublishedKind.SHARE_OF_QUOTA, PublishedKind.SHARE_OF_TOTAL_TASK)
    ]
    if shares == [None, None]:
        return None
    return Earlier(quota=shares[0], total_task=shares[1], is_quoted=True)


def since(overview: Overview, now: datetime) -> str:
    """Return after which moment something came in late, as a report says it."""
    moments = {assessment.known_at for assessment in overview.assessed}
    return "de beoordelingen" if len(moments) > 1 else overview.known_on or known_text(now)


def expected_of(period: Period, province: Province, now: datetime) -> Range | None:
    """Return how many will be housed in a period that runs; None where it does not, or for some it is unknown."""
    if not period.start <= local_day(now) < period.end:
        return None
    outlook = outlook_of(period, province, known_at=now)
    return outlook.sum_realised if not outlook.missing else None


def ahead_of(
    province: Province, reconciliation: Reconciliation, overview: Overview, now: datetime
) -> Ahead | None:
    after = reconciliation.after
    if after is None:
        return None
    figures = list(reconciliation.figures_after.values())
    days = [row.quota_announced_on for row in figures if row.quota_announced_on]
    return Ahead(
        code=after.code,
        totals=totals(figures),
        quota_announced_on=max(days, default=None),
        difference=reconciliation.gap,
        explained=reconciliation.explained,
        changed=reconciliation.changed.value or 0,
        late=reconciliation.late.value or 0,
        known_at=since(overview, now),
        merged=tuple(merger.text for merger in reconciliation.mergers),
        last_day=after.last_day,
        expected=expected_of(after, province, now),
    )
