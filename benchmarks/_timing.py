"""How ways to the same answer are compared."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any


def medians(runs: int, *ways: Callable[[], Any]) -> list[float]:
    """Return the median milliseconds of each way; they take turns, so that a busy machine slows all."""
    times = [[timed(way) for way in ways] for _ in range(runs)]
    return [median(column) for column in zip(*times, strict=True)]


def timed(way: Callable[[], Any]) -> float:
    start = perf_counter()
    way()
    return (perf_counter() - start) * 1000
