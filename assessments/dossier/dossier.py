"""Everything that the dossier of one municipality shows, as known at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from assessments.dossier.acts import ActRow, acts_of
from assessments.dossier.municipality_rows import talk_text
from assessments.dossier.notes import (
    AgreementRow,
    ConversationRow,
    PlanRow,
    agreement_rows,
    plan_rows,
    talk_rows,
)
from assessments.dossier.records import TrailRow, shown, trail_of
from assessments.dossier.waiting import WaitingBand, WaitingWeek, waiting_bands, waiting_weeks
from assessments.forecast.call_list import (
    Signal,
    counted_from,
    lighter_rungs,
    none_lighter_text,
    signals_of,
)
from assessments.forecast.charts import BalanceOf, RungOf, balance_chart, ladder_chart, realised_chart
from assessments.forecast.drawing import Chart
from assessments.forecast.forecast import BreakEven, forecast
from assessments.forecast.forecast_in_words import Said, expectations
from assessments.forecast.outlook import Outlook
from assessments.judging.given_terms import GivenTerm, given_terms
from assessments.judging.names import rung_of
from assessments.judging.policy_in_force import policy_in_force
from assessments.judging.previous_rungs import memory_of
from assessments.judging.province_ladder import ladders_of
from assessments.judging.shown import Known, Shown, shown_by, with_mergers
from assessments.judging.sums import Term, task_sum
from assessments.rules.contract import Policy
from assessments.rules.ladder import Rung
from assessments.rules.registry import policy_by_version
from assessments.rules.situation import Previous
from assessments.workflow import State
from municipalities.contacts.attachments import fill_in_files
from municipalities.contacts.queries import (
    AtHand,
    Beside,
    Contacts,
    at_hand,
    beside_figures,
    contacts_of,
    replies_in,
)
from municipalities.dutch import day_text
from municipalities.ledger.mergers import OpenMerger, merged_into
from municipalities.ledger.queries import figures_for_each, pools_for
from municipalities.ledger.register import periods_of
from municipalities.ledger.waiting import housed_per_day
from municipalities.models import Correction, CorrectionKind, Memo, Municipality, Period, Reply
from municipalities.moments import local_day
from municipalities.pool import Pool

SHOWN_PERIODS = 8
"""Four years: what fits in a picture, and keeps the number of queries fixed."""


@dataclass(frozen=True)
class Dossier:
    """One municipality as known at a moment; `period` is the one of which the days are shown."""

    municipality: Municipality
    known_at: datetime
    periods: list[Period]
    """Oldest first."""
    period: Period | None
    rows: dict[str, Shown]
    """What is shown of each period, by its code."""
    outlook: Outlook | None
    realised_chart: Chart | None
    policy: Policy | None
    trail: list[TrailRow]
    acts: list[ActRow]
    contacts: Contacts
    at_hand: AtHand
    given_terms: list[GivenTerm]
    replies: list[Reply]
    memos: list[Memo]
    corrections: list[Correction]
    beside: Beside
    ladders: dict[str, dict[int, Rung]]
    """The rungs of each period, by its code."""

    @property
    def merger(self) -> OpenMerger | None:
        """What keeps the opening balance of the shown period from being known."""
        return self.rows[self.period.code].merger if self.period else None

    @property
    def is_gone(self) -> bool:
        return self.municipality.valid_until is not None and self.municipality.valid_until < self.today

    @property
    def predecessors(self) -> list[Municipality]:
        """Who went, or is to go, into this municipality, as known then."""
        return merged_into([self.municipality], known_at=self.known_at)

    @property
    def today(self) -> date:
        return local_day(self.known_at)

    @property
    def is_running(self) -> bool:
        return self.period is not None and self.period.start <= self.today < self.period.end

    @cached_property
    def shown(self) -> dict[str, TrailRow]:
        return shown(self.trail)

    @property
    def now(self) -> TrailRow | None:
        """What holds over the last period with a rung on record."""
        codes = [period.code for period in self.periods if period.code in self.shown]
        return self.shown[codes[-1]] if codes else None

    def rung_of(self, row: TrailRow) -> Rung | None:
        """Return the rung that holds: none after a withdrawal, not that of an earlier version either."""
        if row.rung is None or row.state == State.WITHDRAWN:
            return None
        ladder = self.ladders[row.period.code]
        return rung_of(row.judgement, ladder) if row.judgement else ladder[row.rung]

    @property
    def rung(self) -> Rung | None:
        return self.rung_of(self.now) if self.now else None

    @property
    def row(self) -> Shown | None:
        """What is shown of the chosen period."""
        return self.rows[self.period.code] if self.period else None

    @property
    def has_example_figures(self) -> bool:
        return any(row.has_example_figures for row in self.rows.values())

    @property
    def differing(self) -> list[Shown]:
        """Where in the pictures something is known otherwise than it was judged on."""
        return [row for row in self.rows.values() if row.differs]

    @property
    def sum(self) -> list[Term]:
        """The task account of the shown period, so far while days of it are not known."""
        return task_sum(self.row.figures.so_far) if self.row else []

    @property
    def ladder_chart(self) -> Chart | None:
        rungs = [
            RungOf(period.code, self.rung_of(row), row.status)
            if (row := self.shown.get(period.code))
            else RungOf(period.code, None, "loopt nog" if period.end > self.today else "niet beoordeeld")
            for period in self.periods
        ]
        return ladder_chart(self.municipality.name, rungs, max(map(len, self.ladders.values()), default=0))

    @property
    def balance_chart(self) -> Chart | None:
        rows = [
            BalanceOf(figures.period, figures.opening_balance, figures.closing_balance)
            for figures in (self.rows[period.code].figures for period in self.periods)
        ]
        return balance_chart(self.municipality.name, rows)

    @property
    def pool(self) -> Pool | None:
        return self.outlook.pool if self.outlook else None

    @property
    def waiting_bands(self) -> list[WaitingBand]:
        return waiting_bands(self.pool)

    @property
    def waiting_weeks(self) -> list[WaitingWeek]:
        return waiting_weeks(self.pool)

    @property
    def break_even(self) -> list[BreakEven]:
        """What it takes to end lighter than with who is housed now."""
        return lighter_rungs(self.outlook, self.policy) if self.is_running and self.outlook else []

    @property
    def expectations(self) -> list[Said]:
        """What is expected at the end of the period that runs; nothing where figures are missing."""
        return expectations(self.outlook.forecast) if self.outlook else []

    @property
    def open_terms(self) -> list[GivenTerm]:
        return [term for term in self.given_terms if not term.settled]

    @property
    def settled_terms(self) -> list[GivenTerm]:
        return [term for term in self.given_terms if term.settled]

    @property
    def last_talk(self) -> str:
        return talk_text(self.contacts, self.known_at)

    @property
    def next_talk(self) -> str:
        planned = self.contacts.next_planned
        return day_text(planned) if planned else ""

    @property
    def talks(self) -> list[ConversationRow]:
        return talk_rows(self.contacts, self.today)

    @property
    def agreements(self) -> list[AgreementRow]:
        return agreement_rows(self.contacts.agreements, self.today)

    @property
    def plans(self) -> list[PlanRow]:
        return plan_rows(self.contacts.plans, self.today)

    @property
    def needed_note(self) -> str:
        """What those who are still to be housed are counted from, or why nothing makes it lighter."""
        if not self.is_running or self.outlook is None or self.outlook.housed is None:
            return ""
        if self.break_even:
            return counted_from(self.outlook)
        expected = self.outlook.forecast.expected
        if expected is None or expected.rung is None:
            return ""
        return none_lighter_text(
            expected.rung, expected.previous_rung, policy_by_version(expected.policy).ladder
        )

    @cached_property
    def signals(self) -> list[Signal]:
        if self.period is None or self.outlook is None or not self.is_running:
            return []
        return list(signals_of(self.outlook, self.contacts, self.policy, self.period, self.today))


def dossier_of(municipality: Municipality, *, known_at: datetime, code: str = "") -> Dossier:
    """Return the dossier as known at a moment, with the days of one period: the last, unless a code is asked."""
    today = local_day(known_at)
    begun = [row for row in periods_of(municipality.province) if row.start <= today]
    periods = [row for row in begun if municipality.existed_between(row.start, row.last_day)]
    asked = next((row for row in periods if row.code == code), periods[0] if periods else None)
    periods = periods[:SHOWN_PERIODS][::-1]
    shown_periods = [*periods, asked] if asked else periods
    found = figures_for_each([(row, known_at) for row in shown_periods], only=municipality)
    live = {row.code: rows for (row, _), rows in found.items()}
    province = municipality.province
    policy = policy_in_force(province, asked.code) if asked else None
    beside = beside_figures(asked, [municipality], known_at=known_at) if asked else {}
    corrections = Correction.objects.known_at(known_at).filter(
        municipality=municipality, kind=CorrectionKind.CORRECTION
    )
    trail = trail_of(municipality, known_at=known_at)
    ladders = ladders_of(province, {row.code for row in (*shown_periods, *(each.period for each in trail))})
    memory = memory_of(asked, province, known_at=known_at, figures_at=known_at) if asked else {}
    judged = {code: row.judgement for code, row in shown(trail).items()}

    def row_of(period: Period) -> Shown:
        own = live[period.code]
        known = Known(own, memory, policy) if period == asked else Known(own, {}, None)
        row = shown_by(
            judged.get(period.code), municipality, ladders[period.code], own[municipality], known_at
        )
        return known.beside(row)

    rows = {period.code: row_of(period) for period in periods}
    if asked is not None:
        (rows[asked.code],) = with_mergers([row_of(asked)], asked, known_at=known_at)
    outlook = outlook_for(asked, rows[asked.code], memory[municipality.pk], policy) if asked else None
    contacts = contacts_of([municipality], known_at=known_at)[municipality.pk]
    everyone = replies_in(province, [known_at])[known_at]
    replies = [row for row in reversed(everyone) if row.municipality_id == municipality.pk]
    fill_in_files([*contacts.held, *contacts.planned, *contacts.plans, *replies])
    return Dossier(
        municipality=municipality,
        known_at=known_at,
        periods=periods,
        period=asked,
        rows=rows,
        outlook=outlook,
        realised_chart=chart_of(outlook, rows[asked.code].known_at) if asked and outlook else None,
        policy=policy,
        trail=trail,
        acts=acts_of(municipality, known_at=known_at, trail=trail),
        contacts=contacts,
        at_hand=at_hand([municipality], known_at=known_at)[municipality.pk],
        given_terms=given_terms([municipality], known_at=known_at)[::-1],
        replies=replies,
        memos=list(Memo.objects.standing(known_at).filter(municipality=municipality)),
        corrections=list(corrections.select_related("period", "delivery")),
        beside=beside.get(municipality.pk, Beside()),
        ladders=ladders,
    )


def outlook_for(period: Period, row: Shown, previous: Previous, policy: Policy | None) -> Outlook:
    """Return what is expected, and who waits: of what was judged, as known then."""
    pool = pools_for(period, known_at=row.known_at, only=row.municipality).get(row.municipality.pk)
    return Outlook(row.municipality, forecast(row.figures, pool, previous, policy), pool, previous)


def chart_of(outlook: Outlook, known_at: datetime) -> Chart | None:
    """Return the line of who was housed, through the day of the sum; one query."""
    figures, through, whose = outlook.figures, outlook.through, [outlook.municipality.pk]
    if through is None:
        return None
    return realised_chart(
        outlook.municipality.name,
        figures.period,
        housed_by_day=housed_per_day(whose, figures.period.start, through, known_at=known_at),
        through=through,
        task=figures.total_task,
        expected=outlook.forecast.realised,
    )
