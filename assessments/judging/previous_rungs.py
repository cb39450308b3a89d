"""What the ladder remembers of a municipality when a period is judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from assessments.judging.act_progress import acts_seen
from assessments.judging.legal_acts_in_force import ended_before
from assessments.judging.on_record import Made, Records, RungOnRecord, records_of
from assessments.rules.ladder import Ladder
from assessments.rules.registry import ladder_for, policy_by_version
from assessments.rules.situation import How, Past, Previous
from municipalities.halfyear import first_day_of, half_year_after
from municipalities.ledger.computed import Asked
from municipalities.ledger.queries import municipalities_of_each
from municipalities.ledger.register import with_register
from municipalities.models import Municipality, Period, Province

UNSETTLED = (How.PROVISIONAL, How.SUCCESSOR)
"""With such a previous rung an assessment cannot be proposed."""


@dataclass(frozen=True)
class History:
    """What there is of the municipalities of a province before a period."""

    period: Period
    ladder: Ladder
    """That of the policy that judges."""
    earlier: list[Period]
    """The periods before, newest first."""
    rungs: list[tuple[int, RungOnRecord]]
    """What was adopted or taken over, oldest first."""
    on_record: dict[int, dict[str, RungOnRecord]]
    """By municipality id and period code, oldest first; a choice after a merger goes before the own rung."""
    begun: dict[int, date]
    """The first day of the first period with a concept or a version, by municipality id."""
    drafts: Mapping[int, Made]
    """What was made over the period before, decided or not, by municipality id."""
    recalled: Callable[[Made], tuple[Past, ...]]
    """Tells what was remembered when a draft was made."""
    mergers: dict[int, list[date]]
    """The last days of judged predecessors that ended before the period, by the id of the successor."""
    ended: dict[int, date]
    """When the last legal act ended, by municipality id."""

    def last(self, municipality: Municipality) -> RungOnRecord | None:
        """Return the last rung on record."""
        return next(reversed(self.on_record.get(municipality.pk, {}).values()), None)

    def unbroken(self, municipality: Municipality, code: str) -> tuple[Past, ...]:
        """Return what is on record from a period back through half-years without a gap, newest first."""
        rows, found = self.on_record.get(municipality.pk, {}), []
        while (row := rows.get(code)) is not None:
            found.append(row.past)
            code = half_year_after(code, -1)
        return tuple(found)

    def begins(self, municipality: Municipality, past: tuple[Past, ...]) -> bool:
        """Return whether nothing can lie before these: the municipality is no older, and nobody's successor."""
        born = municipality.valid_from
        if born is None or municipality.pk in self.mergers:
            return False
        return born >= (first_day_of(past[-1].period) if past else self.period.start)

    def open_period(self, municipality: Municipality) -> Period | None:
        """Return the newest period without a rung on record since the last one, or since the first work on any."""
        last = self.last(municipality)
        since = last.end if last else self.begun.get(municipality.pk)
        if since is None:
            return None
        existed = (row for row in self.earlier if municipality.existed_between(row.start, row.last_day))
        return next((row for row in existed if row.start >= since), None)

    def merger_is_open(self, municipality: Municipality) -> bool:
        """Return whether it must still be chosen whose rung goes on after a merger, or chosen anew.

        A rung decided over a later period than that of the merger settles it; so does a choice, as long
        as the rung that was chosen is still the one on record.
        """
        last = self.last(municipality)
        ended = [day for day in self.mergers.get(municipality.pk, []) if last is None or day >= last.start]
        if last is None or last.inherited_from is None:
            return bool(ended)
        # Of an heir that has an heir itself, the rung that it chose goes on.
        whose, period = last.inherited_from, last.period
        own = (row for key, row in reversed(self.rungs) if key == whose and row.inherited_from != whose)
        source = next((row for row in own if row.period == period), None)
        return source is None or source.rung != last.rung


def memory_of(
    period: Period,
    province: Province,
    *,
    known_at: datetime | None = None,
    figures_at: datetime | None = None,
) -> dict[int, Previous]:
    """Return what is remembered of every municipality of a period, by municipality id; a fixed number of queries.

    With `known_at` what was on record then; a concept that was replaced since is not. With `figures_at` also the
    legal act that ran, followed on the figures of that moment.
    """
    province = with_register(province)
    memory = memory_of_each([period], province, known_at=known_at)
    if figures_at is not None:
        memory = with_acts(memory, province, known_at=known_at, figures_at=figures_at)
    return dict(memory[period])


def memory_as_of(asked: Sequence[Asked], province: Province) -> dict[Asked, dict[int, Previous]]:
    """Return what is remembered before each period as on record at its moment, in hardly more queries than for one."""
    province = with_register(province)
    records_of(province, [known_at for _, known_at in asked])
    return {
        (period, known_at): memory_of(period, province, known_at=known_at, figures_at=known_at)
        for period, known_at in asked
    }


Memory = Mapping[Period, Mapping[int, Previous]]
"""What is remembered before each period, by municipality id."""


def memory_of_each(
    periods: Collection[Period], province: Province, *, known_at: datetime | None = None
) -> Memory:
    """Return what is remembered before several periods, in as many queries as for one; legal acts are left out."""
    if not periods:
        return {}
    province = with_register(province)
    records = records_of(province, [known_at])[known_at]
    return {
        period: {row.pk: previous_of(row, history) for row in rows}
        for period, rows in municipalities_of_each(periods, province).items()
        for history in [history_of(period, province, records)]
    }


def with_acts(
    memory: Memory, province: Province, *, known_at: datetime | None, figures_at: datetime
) -> Memory:
    """Return a memory with the legal acts that ran, followed on the figures of a moment."""
    acts = acts_seen(memory.keys(), province, known_at=known_at, figures_at=figures_at)
    return {
        period: {key: replace(row, act=acts.get((period, key))) for key, row in rows.items()}
        for period, rows in memory.items()
    }


def previous_of(municipality: Municipality, history: History) -> Previous:
    """Return the previous rung of one municipality.

    A period without a rung on record goes first: provisional until it is decided. Then a merger: to be
    settled. On record over the period before: that rung. A period that nobody made, or in which the
    municipality did not exist: the last rung on record, as an assumption. Else nothing is known.
    """
    code, last = history.period.facts.previous_code, history.last(municipality)
    waits_for = history.open_period(municipality)
    if waits_for is not None:
        return provisional(municipality, history, waits_for.code)
    if history.merger_is_open(municipality):
        rung, ladder = (last.rung, last.ladder.key) if last else (None, "")
        return Previous(period=code, rung=rung, ladder=ladder, how=How.SUCCESSOR)
    if last is None:
        return Previous(period=code, begins=history.begins(municipality, ()))
    past = history.unbroken(municipality, code)
    previous = Previous(
        period=last.period,
        rung=last.rung,
        ladder=last.ladder.key,
        how=last.how if last.period == code else How.GAP,
        past=past,
        begins=bool(past) and history.begins(municipality, past),
    )
    return lapsed_if_ended(previous, last, history.ended.get(municipality.pk), history.ladder)


def provisional(municipality: Municipality, history: History, waits_for: str) -> Previous:
    """Return what a concept of the period before leads to; without a rung in it, the last one on record."""
    code, draft = history.period.facts.previous_code, history.drafts.get(municipality.pk)
    last = history.last(municipality)
    if draft is None or draft.rung is None:
        return Previous(
            period=last.period if last else code,
            rung=last.rung if last else None,
            ladder=last.ladder.key if last else "",
            how=How.PROVISIONAL,
            waits_for=waits_for,
        )
    # What was only drafted before it, is known from the draft itself.
    before = history.unbroken(municipality, half_year_after(code, -1)) or history.recalled(draft)
    past = (draft.past, *before)
    return Previous(
        period=code,
        rung=draft.rung,
        ladder=policy_by_version(draft.policy).ladder.key,
        how=How.PROVISIONAL,
        past=past,
        begins=history.begins(municipality, past),
        waits_for=waits_for,
    )


def lapsed_if_ended(
    previous: Previous, last: RungOnRecord, ended_on: date | None, ladder: Ladder
) -> Previous:
    """Return the rung after a lapse once the act of an executive rung ended, in the period of that rung or after it.

    Whatever was recorded first: without an act that runs there is no such rung to go on from.
    """
    if last.rung < last.ladder.executive_from or ended_on is None or ended_on < last.start:
        return previous
    return replace(previous, rung=ladder.after_lapse, ladder=ladder.key, how=How.LAPSED)


def history_of(period: Period, province: Province, records: Records) -> History:
    """Return of what was read for several periods what lies before one of them."""
    rungs = [(key, row) for key, row in records.rungs if row.start < period.start]
    begun = {key: start for key, start in records.begun.items() if start < period.start}
    on_record: dict[int, dict[str, RungOnRecord]] = defaultdict(dict)
    for key, row in rungs:
        on_record[key][row.period] = row
    earlier = [row for row in records.periods if row.start < period.start]
    judged = {*on_record, *begun}
    mergers: dict[int, list[date]] = defaultdict(list)
    for ended, successor, last_day in records.mergers:
        if ended in judged and last_day < period.start:
            mergers[successor].append(last_day)
    return History(
        period=period,
        ladder=ladder_for(province.code, period.code),
        earlier=earlier,
        rungs=rungs,
        on_record=on_record,
        begun=begun,
        drafts=records.drafts.get(period.start, {}),
        recalled=records.recalled,
        mergers=dict(mergers),
        ended=ended_before(period.end, records.acts),
    )
