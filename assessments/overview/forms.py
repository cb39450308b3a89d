"""The form that narrows an overview."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assessments.judging.shown import Shown
from assessments.overview.overview import Overview
from assessments.web import KnownAtForm, NarrowingForm, narrowing_choice, rung_choice


class OverviewForm(NarrowingForm, KnownAtForm):
    """Which municipalities of a period to show, and as known when."""

    def __init__(self, *args: Any, overview: Overview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if overview.assessed or self.data.get("rung") or self.data.get("measure"):
            self.fields["rung"] = rung_choice("Trede", overview.ladder.values())
            self.fields["measure"] = narrowing_choice("Gemeten aan", overview.measures)
        self.order_fields(["name", "rung", "measure", "known_on"])

    def holds(self, row: Shown) -> bool:
        return all(TESTS[name](row, value) for name, value in self.chosen.items())


TESTS: dict[str, Callable[[Shown, Any], bool]] = {
    "name": lambda row, asked: asked in row.name_key,
    "rung": lambda row, asked: row.rung_number == asked,
    "measure": lambda row, asked: row.measured_against == asked,
}
"""What holds of a row, by the name of the field that asks it."""
