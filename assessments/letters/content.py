"""What one letter is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import cached_property

from assessments.judging.policy_in_force import Confirmed
from assessments.letters.act_told import ActTold
from assessments.models import Judgement, LetterTerms
from assessments.rules.contract import ADJUSTED, Assumption, ExcusableGround, Policy
from assessments.rules.findings import Placement
from assessments.rules.ladder import Rung
from assessments.rules.registry import policy_for
from assessments.rules.situation import Verdict
from municipalities.contacts.queries import Contacts
from municipalities.dutch import number
from municipalities.figures import Figures, PeriodFacts
from municipalities.halfyear import half_year_of
from municipalities.ledger.queries import CorrectionLine
from municipalities.models import Municipality, Province


@dataclass(frozen=True, kw_only=True)
class Superseded:
    """The letter that was sent and that a new one takes the place of, and what differs."""

    number: str
    day: date
    changes: str


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """The decision that makes a letter final."""

    decision_date: date
    decision_number: str
    superseded: Mapping[int, Superseded]
    """By municipality id."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """The task account of one municipality over one period, all of it covered (people)."""

    quota: int
    opening_balance: int
    total_task: int
    realised: int
    closing_balance: int

    @classmethod
    def of(cls, figures: Figures) -> Known | None:
        """Return the account, or None when a part of it is not covered."""
        values = {each.name: getattr(figures, each.name) for each in fields(cls)}
        return None if None in values.values() else cls(**values)


@dataclass(frozen=True, kw_only=True)
class Couplings:
    """What the pool offered by the reference date (people)."""

    housed_in_time: int
    waiting: int
    available: int
    shortage: int

    @classmethod
    def of(cls, figures: Figures) -> Couplings | None:
        """Return them, or None where couplings are not covered."""
        housed, available = figures.housed_by_reference_date, figures.available_on_reference_date
        if housed is None or available is None:
            return None
        # More housed than coupled counts as nobody waiting.
        return cls(
            housed_in_time=housed,
            waiting=available - housed,
            available=available,
            shortage=figures.coupling_shortage or 0,
        )


@dataclass(frozen=True, kw_only=True)
class OwnLetter:
    """That a step has its own letter, of its own day, with what was known then."""

    day: date
    known_at: datetime
    version: int = 1
    """Of the letter: one more than those that it takes the place of."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """The snapshot of one assessment, and what its province, the register and the next period add to it."""

    assessment: Judgement
    placement: Placement
    figures: Figures
    known: Known
    rung: Rung
    policy: Policy
    confirmations: Mapping[str, Confirmed]
    """What the province confirmed, by version of the policy."""
    province: Province
    municipality: Municipality
    terms: LetterTerms | None
    previous_letter_date: date | None
    """Of the letter over the previous period that was sent; None when there is none, or it was not sent."""
    corrections: tuple[CorrectionLine, ...] = ()
    """Of the opening balance, as known at the moment of the assessment."""
    contacts: Contacts = field(default_factory=Contacts)
    """What was on record of talks, agreements and plans when it was assessed."""
    answered_on: date | None = None
    """When the answer to the questions of that earlier letter came; None when none is on record."""
    continues: bool
    """Whether the municipality still exists in the next period."""
    next_is_decided: bool
    """Whether the next period was decided since: of that nothing is still to come."""
    next_policy: Policy | None
    next_last_day: date
    next_figures: Figures | None
    """The next period as known at the moment of the assessment; None when nobody created it yet."""
    told: ActTold | None = None
    """The legal act that the letter tells."""
    own: OwnLetter | None = None
    """None in the letter of a half-year."""
    adoption: Adoption | None = None
    """None in a concept."""
    texts_in_force: Mapping[str, str]
    """The words of the blocks: those of the province where it has its own."""
    asked: set[str] = field(default_factory=set)
    """The fields of the blocks that were printed until now."""

    @property
    def confirmed(self) -> Confirmed:
        """What the province confirmed of the policy that judged."""
        return self.confirmations.get(self.policy.version, Confirmed())

    @property
    def superseded(self) -> Superseded | None:
        return self.adoption.superseded.get(self.municipality.pk) if self.adoption else None

    @property
    def previous_period(self) -> str:
        return self.placement.previous_period or self.period.previous_code

    @property
    def period(self) -> PeriodFacts:
        return self.figures.period

    @property
    def previous_rung(self) -> int | None:
        """The rung to go on from: that of the period before, or of an own letter about an end since."""
        if self.told is not None and self.told.is_known:
            return self.policy.ladder.after_lapse
        return self.placement.previous_rung if self.placement.previous_known else None

    @property
    def told_rung(self) -> int | None:
        """The rung that it was told last: where this letter tells that a step ended, that of the letter before."""
        past = next(iter(self.placement.previous.past), None) if self.placement.previous else None
        ends = self.told is not None and self.told.end is not None and not self.told.is_known
        return past.rung if ends and past and past.period == self.previous_period else self.previous_rung

    def came_from(self, name: str) -> bool:
        """Whether the previous rung is the one with this name."""
        previous = self.previous_rung
        return previous is not None and self.policy.ladder.rung(previous).name == name

    @cached_property
    def couplings(self) -> Couplings | None:
        return Couplings.of(self.figures)

    # --- What was measured, as it was decided: with an excusable ground as that ground leaves it ---

    @property
    def verdict(self) -> Verdict | None:
        """What came of the task; None of what was judged before verdicts were kept."""
        return Verdict(self.assessment.verdict) if self.assessment.verdict else None

    @property
    def measure(self) -> str:
        return self.assessment.measured_against

    @property
    def bound(self) -> int | None:
        """The number to reach (people); None when nothing was asked."""
        return self.assessment.ground_norm if self.measure == ADJUSTED else self.placement.bound

    @property
    def counted(self) -> int:
        """What counted of those who were housed (people): some count for a step of the executive first."""
        measured = self.placement.measured
        return self.known.realised if measured is None else measured

    @property
    def housed_for_quota(self) -> int:
        """The people housed, less those who counted for a step of the executive first, whatever was measured."""
        act = self.placement.previous.act if self.placement.previous else None
        return self.known.realised - min(act.goes_first if act else 0, self.known.realised)

    @property
    def short_of_bound(self) -> int:
        return max(0, (self.bound or 0) - self.counted)

    @property
    def missed(self) -> bool:
        """Whether fewer were housed than was asked, excusable or not; what was frozen asks nothing more."""
        missed = self.verdict in (Verdict.NOT_MET, Verdict.EXCUSABLE)
        return missed and not self.assessment.is_frozen

    @property
    def shortage_counts(self) -> bool:
        """Whether a coupling shortage lowered the measure."""
        return self.measure == "available" and self.couplings is not None and self.couplings.shortage > 0

    @property
    def has_backlog(self) -> bool:
        return self.known.closing_balance > 0

    @property
    def previous_closing(self) -> int | None:
        """What the period before ended with as it was decided (people); None where that is not on record."""
        remembered = self.placement.previous
        past = next(iter(remembered.past), None) if remembered else None
        return past.closing_balance if past and past.period == self.period.previous_code else None

    @property
    def has_proposal(self) -> bool:
        """Whether the rule has an outcome; from rung 4 on it leaves every step to the executive."""
        return any(finding.key == "step" for finding in self.placement.findings)

    @property
    def ground(self) -> ExcusableGround | None:
        """The excusable ground that a person named."""
        grounds = self.policy.excusable_grounds
        return next((each for each in grounds if each.code == self.assessment.ground), None)

    @cached_property
    def assumptions(self) -> list[Assumption]:
        """The assumptions that decided here and that the province has not confirmed."""
        codes = [row.assumption for row in self.placement.findings if row.in_letter and row.assumption]
        codes += [self.ground.ground] if self.ground and self.policy.assumes(self.ground.ground) else []
        period = self.period.code
        decided = [
            self.policy.assumption(code)
            for code in dict.fromkeys(codes)
            if not self.confirmed.confirms(self.policy, code, period)
        ]
        return decided + ([self.counted_by] if self.counted_by else [])

    @property
    def counted_by(self) -> Assumption | None:
        """The assumption that says what counts for an act, where the letter tells that and nobody confirmed it.

        The act keeps what was chosen when it was decided. Whoever confirms that later, confirms it of this act too.
        """
        act = self.told.act if self.told and self.told.counts else None
        code = half_year_of(act.counted_from) if act and act.counted_from else ""
        policy = policy_for(self.province.code, code) if code else None
        if act is None or policy is None or not policy.assumes(policy.counts_by):
            return None
        rows = self.confirmations.get(policy.version, Confirmed()).about(policy.counts_by)
        is_confirmed = any(row.choice == act.attribution for row in rows)
        return None if is_confirmed else policy.assumption(policy.counts_by)


def known_number(value: int | None) -> str:
    """Write a number; what is not known stays open."""
    return "" if value is None else number(value)


def by_sign(balance: int, above: str, below: str, zero: str) -> str:
    """Return the word that goes with a backlog, a lead, or neither."""
    if balance == 0:
        return zero
    return above if balance > 0 else below
