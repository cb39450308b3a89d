"""What a policy sees of one municipality over one half-year: its figures, and what came before.

Part of what judged, and so of the fingerprint of every decision: no labels of other rooms, no
writer of Dutch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from municipalities.figures import Figures


class Verdict(StrEnum):
    """What came of the task that was asked (oordeel)."""

    MET = "met"
    NOT_MET = "not_met"
    EXCUSABLE = "excusable"
    NOTHING_ASKED = "nothing_asked"


class How(StrEnum):
    """How the previous rung is known; the values are those in the database."""

    NOTHING = ""
    ADOPTED = "adopted"
    TAKEN_OVER = "taken_over"
    GAP = "gap"
    LAPSED = "lapsed"
    PROVISIONAL = "provisional"
    SUCCESSOR = "successor"


class Effect(StrEnum):
    """What an excusable ground does: another norm, no higher rung, or a rung kept as it was."""

    RETARGET = "retarget"
    NO_INCREASE = "no_increase"
    FREEZE = "freeze"


@dataclass(frozen=True, kw_only=True)
class Misses:
    """Half-years in a row that were missed; not complete when more may lie before what is on record."""

    count: int = 0
    complete: bool = True


@dataclass(frozen=True, kw_only=True)
class Past:
    """One half-year on record: what was decided, or for the newest one what is proposed."""

    period: str
    rung: int | None
    verdict: Verdict | None = None
    """None when the rung was taken over, or judged before verdicts were kept."""
    frozen: bool = False
    closing_balance: int | None = None
    norm_met: bool | None = None
    misses: int | None = None
    """The row as it was stored, and whether the norm was met, of what was judged before verdicts were kept."""

    @property
    def met(self) -> bool:
        """Whether what was asked then was done."""
        return self.verdict is Verdict.MET if self.verdict else self.norm_met is True


@dataclass(frozen=True, kw_only=True)
class ActSeen:
    """The last legal act that ran in the half-year."""

    kind: str
    goes_first: int
    """How many of those housed in the half-year count for the act before any counts for the quota (people)."""
    is_over: bool
    """Whether it ended after the half-year, before that was judged."""


@dataclass(frozen=True, kw_only=True)
class Previous:
    """What is recorded about the period before: `rung` is None when nothing is."""

    period: str
    rung: int | None = None
    ladder: str = ""
    """The key of the ladder of that rung; empty means that of the policy that judges."""
    how: How = How.NOTHING
    past: tuple[Past, ...] = ()
    """Unbroken half-years directly before, newest first."""
    begins: bool = False
    """Whether the municipality began with the oldest of those: then nothing lies before it."""
    waits_for: str = ""
    """The period that must be decided first, of a provisional rung."""
    act: ActSeen | None = None


@dataclass(frozen=True, kw_only=True)
class Excuse:
    """An excusable ground that a person named, with what it does."""

    ground: str
    effect: Effect
    number: int | None = None
    """The number to measure against (people), with the effect `RETARGET`."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Everything that a policy sees of one municipality over one half-year; no clock, name or size."""

    figures: Figures
    previous: Previous
    choices: Mapping[str, str]
    """For each assumption with choices, by its code, the one that holds."""
    rung_before: int
    """The previous rung on the ladder of the policy that judges."""
    misses: Misses
    """The row up to this half-year."""

    def count(self, name: str) -> int:
        """Return a figure that the policy requires (people); raises LookupError for one that is not covered."""
        value = getattr(self.figures, name)
        if value is None:
            raise LookupError(name)
        return int(value)

    @property
    def quota(self) -> int:
        return self.count("quota")

    @property
    def opening_balance(self) -> int:
        return self.count("opening_balance")

    @property
    def total_task(self) -> int:
        return self.count("total_task")

    @property
    def available(self) -> int:
        return self.count("available_on_reference_date")

    @property
    def coupling_shortage(self) -> int:
        return self.count("coupling_shortage")

    @property
    def realised(self) -> int:
        return self.count("realised")

    @property
    def closing_balance(self) -> int:
        return self.count("closing_balance")

    @property
    def housed_for_quota(self) -> int:
        """The people housed, less those that counted for a legal act first."""
        act = self.previous.act
        return self.realised - min(act.goes_first if act else 0, self.realised)


def with_available(figures: Figures, number: int) -> Figures:
    """Return the figures as if this many people had been available in time."""
    return replace(figures, housed_by_reference_date=0, open_couplings_on_reference_date=number)


def remembered(data: Mapping[str, Any]) -> Previous:
    """Read a memory back that `asdict` gave, also after a trip through JSON."""
    past = tuple(
        Past(**{**each, "verdict": Verdict(each["verdict"]) if each["verdict"] else None})
        for each in data["past"]
    )
    act = ActSeen(**data["act"]) if data.get("act") else None
    return Previous(**{**data, "past": past, "how": How(data["how"]), "act": act})
