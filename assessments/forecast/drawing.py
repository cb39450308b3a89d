"""What a picture is made of: lines, words and boxes in whole units of a viewBox, and the table with the same data.

Templates only print them. Nothing here knows a colour or a font.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from assessments.forecast.forecast import half_up

LEFT, RIGHT, TOP, BOTTOM = 44, 12, 16, 26
"""Room around a picture, for what stands along its axes."""


@dataclass(frozen=True)
class Line:
    """A line or surface, as the d of a path."""

    d: str
    css: str


@dataclass(frozen=True)
class ChartText:
    x: int
    y: int
    text: str
    css: str = ""


@dataclass(frozen=True)
class Box:
    """A square with a number in it."""

    x: int
    y: int
    size: int
    text: str
    css: str = ""

    @property
    def middle(self) -> int:
        return self.x + self.size // 2

    @property
    def baseline(self) -> int:
        return self.y + self.size // 2 + 4


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A picture with its title, its description, and the table that says the same."""

    key: str
    title: str
    description: str
    width: int
    height: int
    guides: list[int] = field(default_factory=list)
    """Horizontal help lines."""
    lines: list[Line] = field(default_factory=list)
    texts: list[ChartText] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    legend: list[tuple[str, str]] = field(default_factory=list)
    """How a line looks, and what it is."""
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """Return each row of the table as cells with the name of their column."""
        return [list(zip(self.header, row, strict=True)) for row in self.rows]

    @property
    def guide_start(self) -> int:
        return LEFT

    @property
    def guide_end(self) -> int:
        return self.width - RIGHT

    @property
    def is_wide(self) -> bool:
        return self.width > 500


@dataclass(frozen=True)
class Scale:
    """From values to places along one axis."""

    low: int
    high: int
    start: int
    end: int

    def __call__(self, value: int | Fraction) -> int:
        span = self.high - self.low or 1
        return self.start + half_up((value - self.low) * (self.end - self.start), span)


def round_steps(low: int, high: int) -> list[int]:
    """Return at most six round numbers from the first below `low` to the first above `high`."""
    size = max(1, high - low)
    sizes = (factor * 10**power for power in range(8) for factor in (1, 2, 5))
    step = next(candidate for candidate in sizes if size / candidate <= 5)
    first, last = low // step, -(-high // step)
    return [index * step for index in range(first, max(last, first + 1) + 1)]


def path(points: Iterable[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x},{y}" for x, y in points)


def apart(ends: list[tuple[int, str, str]], least: int = 13) -> list[tuple[int, str, str]]:
    """Return words at the end of lines moved down until none covers another."""
    placed: list[tuple[int, str, str]] = []
    for y, said, css in sorted(ends):
        lowest = placed[-1][0] + least if placed else y + 4
        placed.append((max(y + 4, lowest), said, css))
    return placed
