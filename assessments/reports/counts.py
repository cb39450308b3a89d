"""What the sentences of a report count: numbers of one period, and the words that go with a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessments.rules.contract import Policy
from assessments.rules.situation import Verdict
from municipalities.dutch import period_text, plural
from municipalities.figures import PeriodFacts, Totals

MEASURES = {"quota": "taakstelling", "total_task": "totaalopgave"}


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The shares of the period before; quoted from the previous report, as whole percentages, or exact."""

    quota: Fraction | None
    total_task: Fraction | None
    is_quoted: bool


@dataclass(frozen=True)
class Shift:
    """From which rung to which one municipality went; the same twice where it stayed."""

    name: str
    before: int
    after: int

    @property
    def text(self) -> str:
        return f"{self.name} (van {self.before} naar {self.after})"


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Everything the sentences about one period count."""

    period: PeriodFacts
    province: str
    policy: Policy | None
    totals: Totals
    quota_changed_on: date | None
    without_figures: tuple[str, ...]
    """Municipalities that are missing from the sums."""
    merged: Mapping[str, str]
    """Of whom the opening balance waits for a merger, with what happened, by name."""
    earlier: Earlier | None
    rungs: Mapping[int, int]
    """How many municipalities stand on each rung."""
    measures: Mapping[str, int]
    """How many were measured against what, by its label."""
    verdicts: Mapping[Verdict, int]
    """How many met what was asked; of what was judged before verdicts were kept none is known."""
    shifts: tuple[Shift, ...]
    """Of whom the rung before is on record."""
    short: int
    """How many had a coupling shortage, of those with a rung."""
    milder: tuple[str, ...]
    milder_all_behind: bool
    """Whether all of those end with a backlog."""
    deviating: tuple[str, ...]
    """Those whose rung a person chose otherwise than the rule."""
    frozen: tuple[str, ...]
    not_assessed: tuple[str, ...]
    """Municipalities without a rung, because figures are missing."""
    waiting: tuple[str, ...] = ()
    """Municipalities without a rung, because nobody assessed them yet."""
    withdrawn: tuple[str, ...]
    """Municipalities without a rung, because their assessment was withdrawn."""
    is_provisional: bool

    @property
    def judged(self) -> int:
        """How many have a rung."""
        return sum(self.rungs.values())

    @property
    def up(self) -> tuple[Shift, ...]:
        return tuple(shift for shift in self.shifts if shift.after > shift.before)

    @property
    def down(self) -> tuple[Shift, ...]:
        return tuple(shift for shift in self.shifts if shift.after < shift.before)

    @property
    def same(self) -> int:
        return len(self.shifts) - len(self.up) - len(self.down)

    @property
    def text(self) -> str:
        return period_text(self.period.code)


def municipalities(count: int) -> str:
    return "geen gemeenten" if count == 0 else plural(count, "gemeente", "gemeenten")


def are(count: int) -> str:
    return f"{be(count)} {municipalities(count)}"


def lack(count: int) -> str:
    return f"{'ontbreekt' if count == 1 else 'ontbreken'} {municipalities(count)}"


def be(count: int) -> str:
    return "is" if count == 1 else "zijn"


def why_none(counted: Counted, name: str) -> str:
    """Return why there is no share of the quota, or of the total task."""
    if counted.without_figures:
        return "van een deel van de gemeenten cijfers ontbreken"
    return "er geen taakstelling was" if name == "quota" else "er geen totaalopgave overbleef"
