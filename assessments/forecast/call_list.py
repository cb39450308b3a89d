"""Why to call a municipality: what the figures, the ladder and the talks say together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from assessments.forecast.forecast import BreakEven, at_the_end, break_even
from assessments.forecast.outlook import Outlook, ProvinceOutlook, outlook_of
from assessments.rules.contract import Policy
from assessments.rules.ladder import Ladder
from assessments.rules.registry import ladder_for
from municipalities.contacts.queries import (
    AtHand,
    Contacts,
    TalkCount,
    at_hand,
    contacts_of,
    coverage_of_talks,
)
from municipalities.dutch import count, day_text, number, people, plural
from municipalities.ledger.register import periods_of
from municipalities.models import Municipality, Period, Province
from municipalities.moments import local_day

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Signal:
    """One reason to call: a short name and the sentence."""

    name: str
    text: str
    remedy: str = ""
    """What would take the reason away, where that is a number of people."""


@dataclass(frozen=True)
class Caller:
    """A municipality with its reasons."""

    municipality: Municipality
    outlook: Outlook
    contacts: Contacts
    at_hand: AtHand
    signals: tuple[Signal, ...]

    @property
    def standing(self) -> str:
        """Where the municipality stands and which rung is expected, as far as that is known."""
        row, pace = self.outlook, self.outlook.pace_now
        said = []
        if row.housed is not None:
            housed = f"Gehuisvest {number(row.housed)} van {count(row.figures.total_task)}"
            by_now = f"; volgens de schemalijn {number(pace)}" if pace is not None else ""
            said.append(f"{housed} tot en met {day_text(row.through)}{by_now}.")
        if row.rung:
            said.append(f"Verwachte trede {row.rung}, nu {row.rung_before}.")
        return " ".join(said)

    @property
    def reasons(self) -> int:
        return len(self.signals)

    @property
    def last(self) -> date | None:
        """The day of the last talk, in the period or before it."""
        return self.contacts.last_before(self.outlook.figures.period.end)

    @property
    def overdue(self) -> int | None:
        """How many wait longer than their term; None where that is not known."""
        return self.outlook.overdue

    def order(self, today: date) -> tuple[Any, ...]:
        """Return the weight: no talk planned, people over their term, rise of rung, to house, reasons, silence."""
        last, rung = self.contacts.last_held, self.outlook.rung
        is_planned = any(talk.day >= today for talk in self.contacts.planned)
        rise = rung - self.outlook.rung_before if self.outlook.rises and rung else 0
        silence = (today - last).days if last else self.NEVER
        weight = (self.overdue or 0, rise, self.outlook.left or 0, len(self.signals), silence)
        return is_planned, *(-part for part in weight), self.outlook.name_key

    NEVER = 10_000
    """Days, for who was never spoken to."""


@dataclass(frozen=True)
class CallList:
    """Everyone there is a reason to call, most urgent first."""

    outlook: ProvinceOutlook
    callers: list[Caller]

    @property
    def period(self) -> Period:
        return self.outlook.period

    @property
    def first(self) -> list[Caller]:
        """The ones to call today."""
        return self.with_signals[:5]

    @property
    def tells_apart(self) -> bool:
        """Whether any day of the period is known, or anything was said: else everyone would give the same reasons."""
        return any(row.outlook.pool is not None or row.contacts.is_known for row in self.callers)

    @property
    def with_signals(self) -> list[Caller]:
        return [row for row in self.callers if row.signals]


def call_list(period: Period, province: Province, *, known_at: datetime) -> CallList:
    """Return the municipalities with the reasons to call them, while the period runs; a fixed number of queries."""
    return calls_of(outlook_of(period, province, known_at=known_at, looks_back=1))


def calls_of(outlook: ProvinceOutlook) -> CallList:
    period, known_at = outlook.period, outlook.known_at
    municipalities = [row.municipality for row in outlook.rows]
    contacts = contacts_of(municipalities, known_at=known_at)
    kept = at_hand(municipalities, known_at=known_at)
    today = local_day(known_at)
    callers = []
    for row in outlook.rows:
        own = contacts[row.municipality.pk]
        signals = signals_of(row, own, outlook.policy, period, today) if outlook.is_running else ()
        callers.append(Caller(row.municipality, row, own, kept[row.municipality.pk], tuple(signals)))
    return CallList(outlook, sorted(callers, key=lambda caller: caller.order(today)))


def running_period(province: Province, today: date) -> Period | None:
    return next((row for row in periods_of(province) if row.start <= today < row.end), None)


def signals_of(
    row: Outlook, contacts: Contacts, policy: Policy | None, period: Period, today: date
) -> Iterator[Signal]:
    yield from rung_signals(row, policy, today)
    yield from pool_signals(row)
    yield from talk_signals(row, contacts, period, today)
    yield from agreement_signals(contacts, today)


def rung_signals(row: Outlook, policy: Policy | None, today: date) -> Iterator[Signal]:
    if not row.rises or row.rung is None:
        return
    needed = to_stay(row, policy)
    is_running = needed is not None and today < row.figures.period.end
    yield Signal(
        "hogere trede",
        f"De verwachte trede is hoger: {row.rung}, nu {row.rung_before}.",
        needed_text(needed, row.figures.period.end, row.rung_before) if needed and is_running else "",
    )


def to_stay(row: Outlook, policy: Policy | None) -> BreakEven | None:
    """Return what it takes not to rise; None when that cannot be told."""
    return next((step for step in lighter_rungs(row, policy) if step.rung <= row.rung_before), None)


def lighter_rungs(row: Outlook, policy: Policy | None) -> list[BreakEven]:
    """Return what it takes to end lighter than with who is housed now; nothing when that cannot be told."""
    housed, available = row.housed, row.forecast.available
    if policy is None or housed is None or available is None or row.figures.total_task is None:
        return []
    return break_even(at_the_end(row.figures, housed, available.expected), housed, row.previous, policy)


def needed_text(step: BreakEven, end: date, before: int) -> str:
    """Say what a lighter rung takes: "Huisvest de gemeente vóór 1 juli 2024 nog 8 vergunninghouders, …"."""
    verb = "blijft" if step.rung == before else "wordt"
    return f"Huisvest de gemeente vóór {day_text(end)} nog {people(step.more)}, dan {verb} het trede {step.rung}."


def counted_from(row: Outlook) -> str:
    """Say what the housings that are still needed are counted from."""
    return f"Geteld vanaf wie tot en met {day_text(row.through)} is gehuisvest: {count(row.housed)}."


def none_lighter_text(rung: int, before: int, ladder: Ladder) -> str:
    """Say why housing more people leads to no lighter rung."""
    if before >= ladder.executive_from:
        return (
            f"Vanaf trede {ladder.executive_from} geeft het beleidskader bij geen enkel aantal een lichtere trede: "
            "daarover beslissen Gedeputeerde Staten."
        )
    if rung == ladder.rungs[0].number:
        return f"Ook zonder nieuwe huisvestingen is de uitkomst trede {rung}."
    return f"Lichter dan trede {rung} wordt de uitkomst met meer huisvestingen niet."


def housings(count: int) -> str:
    return plural(count, "huisvesting", "huisvestingen")


def pool_signals(row: Outlook) -> Iterator[Signal]:
    pool, shortage = row.pool, row.forecast.shortage
    if pool is None:
        yield Signal("geen cijfers", "Er zijn niet genoeg cijfers ontvangen voor een prognose.")
        return
    start = f"Op {day_text(row.waiting_on)}" if row.waiting_on else "Er"
    if pool.overdue_number and 3 * pool.overdue_number >= pool.open:
        yield Signal(
            "langer dan 12 weken",
            f"{start} {'wacht' if pool.open == 1 else 'wachten'} {people(pool.open)}, van wie "
            f"{number(pool.overdue_number)} langer dan 12 weken.",
        )
    early = pool.through < row.figures.period.reference_date
    if early and shortage is not None and shortage.expected > 0:
        yield Signal(
            "koppelingstekort verwacht",
            f"Op {day_text(row.figures.period.reference_date)} wordt een koppelingstekort van "
            f"{number(shortage.expected)} verwacht.",
        )


def talk_signals(row: Outlook, contacts: Contacts, period: Period, today: date) -> Iterator[Signal]:
    last = contacts.last_held
    ladder = ladder_for(row.municipality.province_id, period.code)
    rhythm = ladder.talks_on(row.rung_before)
    since = "nog niet gesproken" if last is None else f"voor het laatst gesproken op {day_text(last)}"
    missed = last is None or today - last > timedelta(days=rhythm.days)
    if missed and not contacts.held_in(period):
        text = "Nog nooit gesproken." if last is None else f"Deze periode niet gesproken; {since}."
        yield Signal("niet gesproken deze periode", text)
    elif missed:
        reason = (
            f"Op {ladder.noun} {row.rung_before} is elke {rhythm.term} een gesprek nodig"
            if rhythm.is_required
            else f"Langer dan {rhythm.term} niet gesproken"
        )
        yield Signal(f"{rhythm.term} niet gesproken", f"{reason}; {since}.")
    for talk in contacts.planned:
        if talk.day < today:
            yield Signal(
                "gesprek niet vastgelegd", f"Het gesprek van {day_text(talk.day)} is nog niet vastgelegd."
            )


def rhythms_text(ladder: Ladder) -> str:
    """Say how often one speaks: "het liefst eens per twee maanden; vanaf trede 3 elke twee weken"."""
    said = []
    for rhythm in ladder.talks:
        whom = f"vanaf {ladder.noun} {rhythm.from_rung} " if rhythm.from_rung > 1 else ""
        said.append(f"{whom}{'elke' if rhythm.is_required else 'het liefst eens per'} {rhythm.term}")
    return "; ".join(said)


def agreement_signals(contacts: Contacts, today: date) -> Iterator[Signal]:
    for agreement in contacts.open_agreements():
        if agreement.due_on < today:
            yield Signal(
                "afspraak verlopen",
                f"Afspraak verlopen op {day_text(agreement.due_on)}: {agreement.text.rstrip('. ')}.",
            )
    plan = contacts.plan
    if plan is None:
        return
    if plan.delivered_on is None and plan.due_on < today:
        yield Signal(
            "plan te laat", f"Het plan van aanpak had er uiterlijk {day_text(plan.due_on)} moeten zijn."
        )
    if plan.delivered_on is not None and not plan.verdict:
        yield Signal(
            "plan te beoordelen",
            f"Het plan van aanpak van {day_text(plan.delivered_on)} is nog niet beoordeeld.",
        )


@dataclass(frozen=True)
class TalkRow(Caller):
    """How one municipality was spoken to in a period."""

    count: TalkCount


def talks_text(rows: Sequence[TalkRow]) -> str:
    """Say how many municipalities were spoken to in the period, and how often."""
    spoken, official, political = (
        number(sum(values))
        for values in (
            (row.count.total > 0 for row in rows),
            (row.count.official for row in rows),
            (row.count.political for row in rows),
        )
    )
    return (
        f"{spoken} van {number(len(rows))} gemeenten gesproken in deze periode: {official} keer ambtelijk en "
        f"{political} keer bestuurlijk."
    )


def talk_rows_of(calls: CallList) -> list[TalkRow]:
    """Return how many talks each municipality had in the period, with the signals; one query."""
    whose = [row.municipality for row in calls.callers]
    counts = coverage_of_talks(calls.period, whose, known_at=calls.outlook.known_at)
    return [TalkRow(**vars(row), count=counts[row.municipality.pk]) for row in calls.callers]
