"""A slow, obvious second implementation of the rules: one long read, sharing nothing with the policies.

Written from the tables of the two policies of Utrecht as they stand in the documentation. T quota,
O opening balance, S available in time, R realised, p previous rung, m misses in a row before.
"""

from __future__ import annotations

from typing import NamedTuple


class ByHand(NamedTuple):
    rung: int
    verdict: str
    measure: str
    bound: int | None
    misses: int


def utrecht_2023(t: int, o: int, s: int, r: int, p: int | None, m: int) -> ByHand:
    if p is None:
        p = 1
    d = t + o
    if d <= 0:
        measure, bound, verdict = "total_task", None, "nothing_asked"
    elif s < d:
        measure, bound, verdict = "available", s, "met" if r >= s else "not_met"
    else:
        measure, bound, verdict = "total_task", d, "met" if r >= d else "not_met"
    if p >= 4:
        rung = p
    elif verdict in ("met", "nothing_asked"):
        rung = 1
    elif p == 1:
        rung = 2
    else:
        rung = p
    return ByHand(rung, verdict, measure, bound, m + 1 if verdict == "not_met" else 0)


def utrecht_2024(t: int, o: int, s: int, r: int, p: int | None, m: int) -> ByHand:
    if p is None:
        p = 1
    d = t + o
    c = d - r
    if d <= 0:
        measure, bound, verdict = "total_task", None, "nothing_asked"
    elif r >= d:
        measure, bound, verdict = "total_task", d, "met"
    elif t == 0:
        measure, bound, verdict = "quota", None, "nothing_asked"
    elif r < t and s < t:
        measure, bound, verdict = "available", s, "met" if r >= s else "not_met"
    else:
        measure, bound, verdict = "quota", t, "met" if r >= t else "not_met"
    if p >= 4:
        rung = p
    elif c <= 0:
        rung = 1
    elif verdict == "not_met":
        rung = p + 1
    elif verdict == "nothing_asked" or measure == "available" or p <= 2:
        rung = p
    else:
        rung = 2
    return ByHand(rung, verdict, measure, bound, m + 1 if verdict == "not_met" else 0)


BY_HAND = {"utrecht-2023": utrecht_2023, "utrecht-2024": utrecht_2024}
