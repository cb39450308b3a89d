"""How the province went over the periods that were judged: the figures of each as its own report gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.judging.on_record import Made, records_of
from assessments.reports.period import PeriodPart
from assessments.rules.contract import Policy
from assessments.rules.registry import policy_for
from assessments.workflow import State
from municipalities.dutch import ordinal, period_text
from municipalities.figures import Figures, Totals, totals
from municipalities.halfyear import half_year_after
from municipalities.ledger.register import periods_of, register_of
from municipalities.models import Municipality, Period, Province

SHOWN = 6
"""As many periods at most, those of the report included: a fixed number, whatever the years."""


@dataclass(frozen=True)
class TrendRow:
    """One period: its sums, and how many stood on each rung of its ladder."""

    code: str
    totals: Totals
    rungs: Counter[int]
    policy: Policy | None

    @property
    def grew(self) -> bool:
        """Whether the backlog of all together grew."""
        opening, closing = self.totals.opening_balance.value, self.totals.closing_balance.value
        return opening is not None and closing is not None and closing > max(opening, 0)


def trend_of(parts: Sequence[PeriodPart], province: Province, now: datetime) -> list[TrendRow]:
    """Return the periods up to the last of a report, oldest first; no query of its own.

    A period of which not everybody was judged is left out: its sums would be those of some.
    """
    earlier = earlier_shown([part.period for part in parts], province)
    drafts = records_of(province, [now])[now].drafts if earlier else {}
    everybody = register_of(province)
    rows = [
        trend_row(period, everybody, drafts[period.end])
        for period in reversed(earlier)
        if period.end in drafts
    ]
    own = [
        TrendRow(part.period.code, part.counted.totals, Counter(part.counted.rungs), part.counted.policy)
        for part in parts
        if part.counted.judged
    ]
    return [*filter(None, rows), *own]


def earlier_shown(periods: Sequence[Period], province: Province) -> list[Period]:
    """Return the periods that stand before those of a report, newest first."""
    before = [row for row in periods_of(province) if row.end <= periods[0].start]
    return before[: max(SHOWN - len(periods), 0)]


def trend_row(period: Period, everybody: list[Municipality], made: Mapping[int, Made]) -> TrendRow | None:
    """Return the sums of a period over who existed then; None where somebody was not judged."""
    found = [made.get(one.pk) for one in everybody if one.existed_between(period.start, period.last_day)]
    judged = [each for each in found if each is not None and each.state != State.ABANDONED]
    if len(judged) < len(found):
        return None
    rungs = Counter(each.rung for each in judged if each.rung and each.state != State.WITHDRAWN)
    policy = policy_for(everybody[0].province_id, period.code)
    known = []
    for each in judged:
        quota, opening, realised = each.numbers
        known.append(Figures(period=period.facts, quota=quota, opening_balance=opening, realised=realised))
    return TrendRow(period.code, totals(known), rungs, policy)


def growth(rows: Sequence[TrendRow]) -> Iterator[str]:
    """Yield for how many periods in a row the backlog grows, from the last one back; nothing below two."""
    count = 0
    code = rows[-1].code if rows else ""
    for row in reversed(rows):
        if row.code != code or not row.grew:
            break
        count, code = count + 1, half_year_after(code, -1)
    if count > 1:
        yield (
            f"Over {period_text(rows[-1].code)} groeide de gezamenlijke achterstand voor de {ordinal(count)} "
            "periode op rij."
        )
