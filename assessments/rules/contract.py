"""What a policy is (beleidskader), and how one judges: two small tables, and a memory.

*Measuring* gives the number that was housed against, and never sees the previous rung. *Stepping*
gives the rung, and never changes the verdict. Everything that differs from province to province
belongs to a module in `policies/`; nothing outside such a module tests a version.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto

from assessments.rules.ladder import Ladder
from assessments.rules.scope import Attribution, ScopeKind
from assessments.rules.situation import Effect, Excuse, Misses, Previous, Situation, Verdict, with_available
from assessments.rules.tables import Measured, MeasuringLine, SteppingLine
from municipalities.figures import Figures

ADJUSTED = "adjusted"
"""The measure where an excusable ground put another number in the place of the norm."""


class Carry(Enum):
    """What a verdict does to the row of misses."""

    COUNTS = auto()
    BREAKS = auto()
    SKIPS = auto()


@dataclass(frozen=True)
class Measure:
    """What is held against what was housed (gemeten aan), as one policy calls it."""

    label: str
    short: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a rule stands: never another document's paragraph. What is empty was not found."""

    document: str
    article: str = ""
    place: str = ""
    day: date | None = None
    """The day from which it holds."""


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """A rule for which no source was found; `text` is a clause without capital and full stop."""

    code: str
    text: str
    choices: Mapping[str, str] | None = None
    """What can be chosen instead, by name, each a clause; the first is what holds without a choice."""

    @property
    def default(self) -> str:
        return next(iter(self.choices or {}), "")


@dataclass(frozen=True, kw_only=True)
class ExcusableGround:
    """A reason outside the municipality's influence; `text` is a clause without capital and full stop."""

    code: str
    text: str
    ground: str
    """The key of the source, or the code of the assumption, that it rests on."""


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What a policy makes of a situation. Without figures: no rung and no verdict."""

    rung: int | None
    verdict: Verdict | None
    measured: Measured | None
    step: SteppingLine | None
    misses: Misses
    """The row, this half-year included."""
    frozen: bool = False
    counterfactual: int | None = None
    """The rung under the same policy had couplings been unlimited; None where it needs no couplings."""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Policy:
    """One published policy of one province. It is never edited: a new framework is a new module."""

    module: str
    """The name of the module that says it; what it calls is fingerprinted from there."""
    version: str
    title: str
    title_in_sentence: str
    province: str
    first_period: str | None
    last_period: str | None
    ladder: Ladder
    measures: Mapping[str, Measure]
    requires: tuple[str, ...]
    """Names of the figures without which there is no outcome."""
    measuring: tuple[MeasuringLine, ...]
    stepping: tuple[SteppingLine, ...]
    """Of both tables, from top to bottom, the first line that holds decides; one of them always does."""
    carries: Mapping[Verdict, Carry]
    sources: Mapping[str, Source]
    """The first is the policy itself."""
    assumptions: tuple[Assumption, ...]
    excusable_grounds: tuple[ExcusableGround, ...]
    grounds: Mapping[str, str]
    """Per block of the sentences the key of the source, or the code of the assumption, that it rests on."""
    sentences: Mapping[str, str]
    """Its own sentences, by the key that the shared ones have."""
    verdicts: Mapping[Verdict, str]
    """How it calls what came of the task."""
    norm: str
    """The number that is measured against, as a clause, and what that rests on."""
    norm_ground: str
    shortage: tuple[str, ...]
    """What a coupling shortage does, in Dutch sentences."""
    report: Mapping[str, str]
    """The sentences of its own in a progress report."""
    thresholds: Mapping[str, int]
    """Numbers in the rule, by what they mean in Dutch."""
    steps_up_after_a_miss: bool
    """Whether a missed norm means, in principle, a rung up; letters announce it."""
    scope: ScopeKind
    """The number that a legal act is about."""
    counts_by: str
    """What housings count for while an act runs: an `Attribution`, or the code of the assumption that chooses one."""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """What a province chose of the assumptions that have choices, by code."""
    measures_are_basis: bool = False
    """Whether what it measured against is what it publishes as basis."""

    @property
    def publication(self) -> Source:
        """The policy itself, as far as it was found."""
        return next(iter(self.sources.values()))

    @property
    def needs_couplings(self) -> bool:
        return "available_on_reference_date" in self.requires

    @property
    def attribution(self) -> Attribution:
        return Attribution(self.choices.get(self.counts_by, self.counts_by))

    def covers(self, period: str) -> bool:
        """Return whether the policy judges this period; codes sort as text ("2023-2" before "2024-1")."""
        after_start = self.first_period is None or self.first_period <= period
        return after_start and (self.last_period is None or period <= self.last_period)

    def assumption(self, code: str) -> Assumption:
        """Return the assumption with this code; raises KeyError."""
        return {assumption.code: assumption for assumption in self.assumptions}[code]

    def assumes(self, ground: str) -> bool:
        """Return whether a ground is an assumption; else it is the key of a source."""
        return any(assumption.code == ground for assumption in self.assumptions)

    def choosing(self, chosen: Mapping[str, str]) -> Policy:
        """Return the policy with these choices; raises ValueError for what cannot be chosen."""
        for code, choice in chosen.items():
            if not self.assumes(code) or choice not in (self.assumption(code).choices or {}):
                raise ValueError(f"{code}={choice}")
        return replace(self, chosen=chosen) if chosen else self

    @property
    def choices(self) -> dict[str, str]:
        """What holds of each assumption with choices: what was chosen, else the default."""
        return {
            each.code: self.chosen.get(each.code, each.default) for each in self.assumptions if each.choices
        }

    @property
    def own_choices(self) -> dict[str, str]:
        """The choices that differ from the default, in order of code."""
        return {
            code: held for code, held in sorted(self.choices.items()) if held != self.assumption(code).default
        }

    @property
    def named(self) -> str:
        """What judges: the version, and the choices that differ from the default."""
        return " ".join([self.version, *(f"{code}={choice}" for code, choice in self.own_choices.items())])

    def row_before(self, previous: Previous) -> Misses:
        """Return the misses directly before, walked over what is on record; never a stored counter.

        Of what was judged before verdicts were kept its stored row goes on.
        """
        row = Misses(complete=previous.begins)
        for half_year in reversed(previous.past):
            if half_year.verdict is not None:
                row = self.row_with(half_year.verdict, row, frozen=half_year.frozen)
            elif half_year.misses is None:
                row = Misses(complete=False)
            else:
                row = Misses(count=half_year.misses, complete=half_year.met)
        return row

    def row_with(self, verdict: Verdict, before: Misses, *, frozen: bool = False) -> Misses:
        """Return the row once a half-year with this verdict is added; a miss in a frozen one is left out."""
        carry = Carry.SKIPS if frozen and verdict is Verdict.EXCUSABLE else self.carries[verdict]
        if carry is Carry.BREAKS:
            return Misses()
        return replace(before, count=before.count + 1) if carry is Carry.COUNTS else before

    def situation(self, figures: Figures, previous: Previous) -> Situation:
        return Situation(
            figures=figures,
            previous=previous,
            choices=self.choices,
            rung_before=self.ladder.rung_before(previous),
            misses=self.row_before(previous),
        )

    def measure(self, situation: Situation) -> Measured:
        """Return what the first measuring line that holds says."""
        return next(line for line in self.measuring if line.holds(situation)).measured(situation)

    def step(self, situation: Situation, measured: Measured) -> SteppingLine:
        """Return the first stepping line that holds."""
        return next(line for line in self.stepping if line.holds(situation, measured))

    def judge(self, situation: Situation, excuse: Excuse | None = None) -> Ruling:
        """Return the rung and the verdict: the proposal, or with an excuse what a person makes of it."""
        missing = tuple(name for name in self.requires if getattr(situation.figures, name) is None)
        if missing:
            return Ruling(
                rung=None, verdict=None, measured=None, step=None, misses=situation.misses, missing=missing
            )
        if excuse is not None and excuse.effect is Effect.RETARGET and excuse.number is not None:
            return self.retargeted(situation, excuse.number)
        ruling = self.rule(situation)
        if self.needs_couplings:
            unlimited = with_available(situation.figures, sys.maxsize)
            ruling = replace(ruling, counterfactual=self.rule(replace(situation, figures=unlimited)).rung)
        return ruling if excuse is None else self.excused(situation, ruling, excuse.effect)

    def rule(self, situation: Situation) -> Ruling:
        measured = self.measure(situation)
        step = self.step(situation, measured)
        return Ruling(
            rung=step.rung(situation),
            verdict=measured.verdict,
            measured=measured,
            step=step,
            misses=self.row_with(measured.verdict, situation.misses),
        )

    def retargeted(self, situation: Situation, number: int) -> Ruling:
        """Return the ruling as if no more people than this had been available: then that is the norm."""
        ruling = self.rule(replace(situation, figures=with_available(situation.figures, number)))
        measured = ruling.measured
        if measured is None or measured.bound != number:
            return ruling
        return replace(ruling, measured=replace(measured, measure=ADJUSTED))

    def label_of(self, measure: str) -> str:
        """Return what a measure is called; a person can have adjusted it."""
        return "aangepast aantal" if measure == ADJUSTED else self.measures[measure].label

    def excused(self, situation: Situation, ruling: Ruling, effect: Effect) -> Ruling:
        """Return the ruling after a freeze, or without a higher rung: a miss is excusable then."""
        frozen, before = effect is Effect.FREEZE, situation.rung_before
        verdict = Verdict.EXCUSABLE if ruling.verdict is Verdict.NOT_MET else ruling.verdict
        assert verdict is not None
        assert ruling.rung is not None
        return replace(
            ruling,
            rung=before if frozen else min(ruling.rung, before),
            verdict=verdict,
            misses=self.row_with(verdict, situation.misses, frozen=frozen),
            frozen=frozen,
        )
