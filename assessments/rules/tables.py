"""The two tables of a policy: measuring gives what was held against what, stepping the rung that follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assessments.rules.situation import Situation, Verdict


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one line of the measuring table says, and the texts (keys of the sentences) that tell why."""

    measure: str
    """The key of one of the measures of the policy."""
    bound: int | None
    """The number to reach (people); None when nothing was asked."""
    counted: int
    """What was housed for it (people)."""
    excusable: bool = False
    """Whether a miss is excusable by the rule itself."""
    norm: str = ""
    realised: tuple[str, ...] = ()
    shortage_no_excuse: bool = False
    counterfactual_in_letter: bool = False
    debt_stays: bool = False

    @property
    def verdict(self) -> Verdict:
        if self.bound is None:
            return Verdict.NOTHING_ASKED
        if self.counted >= self.bound:
            return Verdict.MET
        return Verdict.EXCUSABLE if self.excusable else Verdict.NOT_MET


@dataclass(frozen=True, kw_only=True)
class Clauses:
    """A line as one reads it: "Als …, dan …", both without capital and full stop."""

    condition: str
    outcome: str
    grounds: tuple[str, ...]
    """Keys of the sources of the policy, and codes of its assumptions."""


@dataclass(frozen=True, kw_only=True, eq=False)
class MeasuringLine(Clauses):
    """Which measure holds, and what counts for it. It must not look at the previous rung."""

    holds: Callable[[Situation], bool]
    measured: Callable[[Situation], Measured]


@dataclass(frozen=True, kw_only=True, eq=False)
class SteppingLine(Clauses):
    """Which rung follows, given what was measured."""

    holds: Callable[[Situation, Measured], bool]
    rung: Callable[[Situation], int]
    because: str
    """The sentence that tells it."""
    uses_previous: bool = True
    """Whether the previous rung decides the outcome."""
