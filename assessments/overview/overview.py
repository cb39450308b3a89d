"""The municipalities of a province over a period: who stands where, and the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from assessments.judging.assessment_page import known_days
from assessments.judging.province_ladder import ladder_of
from assessments.judging.shown import Shown, ladder_shown, shown_in
from assessments.judging.sums import with_missing
from assessments.models import Assessment, AssessmentVersion
from assessments.rules.ladder import Rung
from assessments.workflow import STANDING, State
from municipalities.dutch import count, day_text, listing
from municipalities.figures import Totals, totals
from municipalities.ledger.mergers import OpenMerger
from municipalities.models import Period, Province


@dataclass(frozen=True)
class Overview:
    """Municipalities of a province over a period, and their sums."""

    rows: list[Shown]
    ladder: dict[int, Rung]
    known_at: datetime | None
    """The chosen moment, of which it shows what was in force; None when it shows the assessments of now."""
    through: date | None = None
    """The day through which most figures run, where they are those so far; None when they are of the whole period."""

    @cached_property
    def so_far(self) -> Overview:
        """The overview with who was housed so far, as long as nothing is judged and not every day is known."""
        if self.assessed or not any(row.figures.is_partial for row in self.rows):
            return self
        rows = [replace(row, figures=row.figures.so_far) for row in self.rows]
        days = Counter(row.figures.covered_through for row in rows if row.figures.covered_through is not None)
        return replace(self, rows=rows, through=max(days, key=lambda day: (days[day], day)))

    @property
    def mergers(self) -> list[OpenMerger]:
        return [row.merger for row in self.rows if row.merger is not None]

    @property
    def without_days(self) -> list[Shown]:
        """Those of whom no day is known."""
        return [row for row in self.rows if row.figures.covered_through is None]

    @property
    def through_other_days(self) -> str:
        """Which figures so far run through another day than those of most, in words; empty when none do."""
        names: dict[date, list[str]] = {}
        for row in self.rows:
            if self.through and (day := row.figures.covered_through) not in (None, self.through):
                names.setdefault(day, []).append(row.municipality.name)
        return "; ".join(
            f"{listing(found)} tot en met {day_text(day)}" for day, found in sorted(names.items())
        )

    @cached_property
    def totals(self) -> Totals:
        return totals(row.figures for row in self.rows)

    def only(self, holds: Callable[[Shown], bool]) -> Overview:
        """Return the overview of the chosen rows; its sums are theirs."""
        return replace(self, rows=[row for row in self.rows if holds(row)])

    @property
    def assessed(self) -> list[Assessment | AssessmentVersion]:
        return [row.assessment for row in self.rows if row.assessment is not None]

    @property
    def has_example_figures(self) -> bool:
        return any(row.has_example_figures for row in self.rows)

    @property
    def has_figures(self) -> bool:
        return self.totals.quota.value is not None or self.totals.realised.value is not None

    @property
    def per_state(self) -> list[tuple[State, int]]:
        """The states that occur, in the order of the workflow, each with its number of municipalities."""
        counted = Counter(row.state for row in self.rows)
        return [(state, counted[state]) for state in State if counted[state]]

    @property
    def is_uniform(self) -> bool:
        """Whether all assessments are in one state, with nothing remarkable about any of them."""
        remarkable = any(
            row.is_being_reassessed or row.assessment.deviates for row in self.rows if row.assessment
        )
        return len(self.per_state) <= 1 and not remarkable

    @property
    def short(self) -> list[Shown]:
        """Those with a rung that had a coupling shortage."""
        return [row for row in self.with_rung if row.figures.coupling_shortage]

    @property
    def measures(self) -> dict[str, int]:
        """How many were measured against what, by its label."""
        return dict(Counter(row.measured_against for row in self.rows if row.measured_against).most_common())

    @property
    def with_rung(self) -> list[Shown]:
        return [row for row in self.rows if row.rung is not None]

    @property
    def without_figures(self) -> list[Shown]:
        return [row for row in self.rows if row.rung is None and not row.is_withdrawn]

    @property
    def milder(self) -> list[Shown]:
        return [row for row in self.rows if row.milder]

    @property
    def differing(self) -> list[Shown]:
        return [row for row in self.rows if row.differs]

    @property
    def differing_known_on(self) -> str:
        return known_days(row.assessment for row in self.differing if row.assessment)

    @property
    def differing_proposed(self) -> list[Shown]:
        return [row for row in self.differing if row.state == State.PROPOSED]

    @property
    def differing_adopted(self) -> list[Shown]:
        return [row for row in self.differing if row.state in STANDING]

    @property
    def differing_concepts(self) -> list[Shown]:
        """Those that assessing again brings up to date."""
        return [row for row in self.differing if row.state not in (State.PROPOSED, *STANDING)]

    @property
    def gross_text(self) -> str:
        """What backlogs are without setting off leads against them; of figures so far, what is still to do."""
        opening, closing = self.totals.gross_opening_backlog, self.totals.gross_closing_backlog
        at_start, at_end = (with_missing(row, count(row.value)) for row in (opening, closing))
        start = f"Achterstanden zonder verrekening met voorsprongen: {at_start} aan het begin"
        if self.through:
            return f"{start}. Nog te huisvesten zonder die verrekening: {at_end}."
        return f"{start}, {at_end} aan het einde van de periode."

    @property
    def takes_concepts(self) -> bool:
        """Whether there is anything that can be assessed, or assessed again."""
        return any(row.takes_concept for row in self.rows)

    @property
    def provisional(self) -> bool:
        return any(assessment.previous_rung_status == "provisional" for assessment in self.assessed)

    @property
    def known_on(self) -> str:
        """The day, or days, on which the figures of the assessments were known."""
        return known_days(self.assessed)


def overview_of(
    period: Period,
    province: Province,
    *,
    now: datetime,
    known_at: datetime | None = None,
    is_compared: bool = True,
) -> Overview:
    """Return the figures and rungs of a period: see `shown_in`."""
    rows = shown_in(period, province, now=now, known_at=known_at, is_compared=is_compared)
    judged = [(row.rung_number, row.ladder) for row in rows if row.assessment is not None]
    return Overview(rows, ladder_shown(judged, ladder_of(province, period.code)), known_at)
