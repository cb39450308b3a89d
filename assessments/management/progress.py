"""How far a long command is, on a terminal; nothing when its output goes to a file or another program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import OutputWrapper

WIDTH = 30


class ProgressBar:
    """Goes along with a row of work, and redraws one line."""

    def __init__(self, out: OutputWrapper) -> None:
        self.out = out

    def __call__(self, rows: Sequence[Any]) -> Iterator[Any]:
        if not self.out.isatty() or not rows:
            yield from rows
            return
        for number, row in enumerate(rows, start=1):
            yield row
            done = WIDTH * number // len(rows)
            self.out.write(f"\r[{'#' * done}{'.' * (WIDTH - done)}] {number} van {len(rows)}", ending="")
            self.out.flush()
        self.out.write("")
