"""What a report says of one period: read once, counted, and put in tables and sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from assessments.models import PublishedKind
from assessments.overview.overview import Overview, Row, overview_of
from assessments.reports import sentences as sentences
from assessments.reports.counts import Counted, Earlier, municipalities
from assessments.reports.reconciliation import Reconciliation, published_figures, reconciliation_of
from assessments.reports.sentences import Ahead
from assessments.rules.registry import policy_for
from assessments.workflow import STANDING
from municipalities.contacts.queries import TalkCount, coverage_of_talks
from municipalities.dutch import known_text, listing, number
from municipalities.figures import totals
from municipalities.ledger.queries import figures_for, housings_by_kind, next_period, previous_period
from municipalities.models import HousingKind, Period, Province

SPECIAL_KINDS = {
    HousingKind.NIDOS.value: "Nidos-plekken",
    HousingKind.HOTEL_SCHEME.value: "Hotel- en accommodatieregeling (HAR)",
}
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
    special: Mapping[str, Mapping[int, int]]
    """People housed in a special way: by the name of the kind and municipality id."""

    talks: Mapping[int, TalkCount]
    """How often was spoken in the period, by municipality id."""

    @property
    def rows(self) -> list[Row]:
        return self.overview.rows

    @property
    def not_adopted(self) -> list[Row]:
        """Municipalities with figures of which no assessment stands."""
        return [row for row in self.rows if row.state not in STANDING and not row.figures.missing]

    def outlook(self) -> Iterator[str]:
        return sentences.outlook_sentences(self.counted, self.ahead)


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
        f"nagekomen cijfers over {part.period.code}": whole.late.value or 0,
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
    overview = overview_of(period, province, now=now)
    reconciliation = reconciliation_of(period, province, now=now, overview=overview)
    moments = [row.known_at for row in overview.rows]
    kinds = housings_by_kind(period, province, known_at=max(moments, default=now))
    return PeriodPart(
        period=period,
        overview=overview,
        counted=counted_of(period, province, overview, earlier_of(period, province, now)),
        ahead=ahead_of(period, province, reconciliation, overview, now),
        reconciliation=reconciliation,
        talks=coverage_of_talks(period, [row.municipality for row in overview.rows], known_at=now),
        special={name: kinds[kind] for kind, name in SPECIAL_KINDS.items() if kinds.get(kind)},
    )


def counted_of(period: Period, province: Province, overview: Overview, earlier: Earlier | None) -> Counted:
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
        earlier=earlier,
        rungs=Counter(row.rung_number for row in judged),
        short=len(overview.short),
        not_short=len(overview.with_rung) - len(overview.short),
        milder=names_of_rows(milder),
        milder_all_behind=all((row.figures.closing_balance or 0) > 0 for row in milder),
        deviating=sum(row.assessment is not None and row.assessment.deviates for row in judged),
        not_assessed=names_of_rows(row for row in overview.without_figures if judged and row.figures.missing),
        waiting=names_of_rows(row for row in overview.without_figures if judged and not row.figures.missing),
        withdrawn=names_of_rows(row for row in rows if row.is_withdrawn),
        is_provisional=any(row.state not in STANDING for row in judged),
        figures_are_examples=province.figures_are_examples,
    )


def names_of_rows(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(row.municipality.name for row in rows)


def earlier_of(period: Period, province: Province, now: datetime) -> Earlier | None:
    """Return the shares of the period before: from what was assessed or is in the ledger, else as published."""
    before = previous_period(period)
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


def ahead_of(
    period: Period, province: Province, reconciliation: Reconciliation, overview: Overview, now: datetime
) -> Ahead | None:
    after = next_period(period)
    if after is None:
        return None
    figures = list(figures_for(after, known_at=now, province=province).values())
    days = [row.quota_announced_on for row in figures if row.quota_announced_on]
    return Ahead(
        code=after.code,
        totals=totals(figures),
        quota_announced_on=max(days, default=None),
        difference=reconciliation.gap,
        explained=reconciliation.explained,
        late=reconciliation.late.value or 0,
        known_at=since(overview, now),
    )
