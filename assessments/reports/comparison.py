"""How a period compares with the one before: better on one measure and worse on the other are both said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from assessments.reports.counts import MEASURES, Counted, why_none
from municipalities.dutch import percentage, period_text, whole_percentage


@dataclass(frozen=True)
class Move:
    """How one share went; quoted shares are compared as they were printed, in whole percentages."""

    name: str
    before: Fraction
    after: Fraction
    is_quoted: bool

    @property
    def is_even(self) -> bool:
        return self.before == (rounded(self.after) if self.is_quoted else self.after)

    @property
    def looks_even(self) -> bool:
        return whole_percentage(self.before) == whole_percentage(self.after)

    @property
    def is_up(self) -> bool:
        return self.after > self.before

    @property
    def span(self) -> str:
        return f"van {percentage(self.before, prose=True)} naar {percentage(self.after, prose=True)}"


def rounded(share: Fraction) -> Fraction:
    return Fraction(whole_percentage(share), 100)


def comparison(counted: Counted) -> Iterator[str]:
    """Yield the comparison: better on one measure and worse on the other are both said."""
    before = period_text(counted.period.previous_code)
    earlier = counted.earlier
    if earlier is None:
        yield f"Een vergelijking met {before} is niet mogelijk, omdat daarover geen cijfers zijn vastgelegd."
        return
    pairs = {
        "quota": (earlier.quota, counted.totals.share_of_quota),
        "total_task": (earlier.total_task, counted.totals.share_of_total_task),
    }
    moves = [
        Move(name, old, new, earlier.is_quoted)
        for name, (old, new) in pairs.items()
        if old is not None and new is not None
    ]
    sentences = list(compared(moves, before))
    for name, (old, new) in pairs.items():
        if old is None or new is None:
            why = why_none(counted, name) if new is None else f"dat over {before} niet bekend is"
            yield f"Een vergelijking van het percentage van de {MEASURES[name]} is niet van toepassing, omdat {why}."
    if sentences and earlier.is_quoted:
        sentences.append(
            f"De percentages over {counted.period.previous_code} zijn die volgens de vorige rapportage."
        )
    if sentences:
        yield " ".join(sentences)


def compared(moves: list[Move], before: str) -> Iterator[str]:
    if len(moves) == 2 and not any(move.looks_even for move in moves):
        quota, total_task = moves
        if quota.is_up == total_task.is_up:
            way = "hoger" if quota.is_up else "lager"
            yield (
                f"Beide percentages zijn {way} dan in {before}: dat van de taakstelling ging {quota.span}, dat van "
                f"de totaalopgave {total_task.span}."
            )
            return
        first, second = ("groter", "kleiner") if quota.is_up else ("kleiner", "groter")
        yield (
            f"Het beeld is wisselend. Van de taakstelling is een {first} deel gehaald dan in {before}, {quota.span}; "
            f"van de totaalopgave een {second} deel, {total_task.span}."
        )
        return
    for move in moves:
        yield one_compared(move, before)


def one_compared(move: Move, before: str) -> str:
    name = f"Het percentage van de {MEASURES[move.name]}"
    if move.looks_even:
        even = "gelijk" if move.is_even else "vrijwel gelijk"
        return f"{name} is {even} gebleven ({percentage(move.after, prose=True)})."
    return f"{name} is {'hoger' if move.is_up else 'lager'} dan in {before}: het ging {move.span}."
