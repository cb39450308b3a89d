"""Where two judgements of one municipality over one period differ, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.models import Judgement
from assessments.rules.findings import Placement, Previous
from assessments.rules.wording import number, signed
from municipalities.figures import Figures

COUNTS = {
    "quota": "Taakstelling",
    "total_task": "Totaalopgave",
    "available_on_reference_date": "Op tijd beschikbaar",
    "coupling_shortage": "Koppelingstekort",
    "realised": "Gehuisvest",
}
BALANCES = {"opening_balance": "Beginstand", "closing_balance": "Eindstand"}
ORDER = (
    "quota",
    "opening_balance",
    "total_task",
    "available_on_reference_date",
    "coupling_shortage",
    "realised",
    "closing_balance",
)
UNKNOWN = "onbekend"


@dataclass(frozen=True)
class Change:
    """One field that differs, both values as text."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label.lower()} van {self.before} naar {self.after}"


def figure_changes(before: Figures, after: Figures) -> Iterator[Change]:
    for name in ORDER:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            written = signed if name in BALANCES else number
            label = BALANCES.get(name) or COUNTS[name]
            yield Change(
                label,
                UNKNOWN if old is None else written(old),
                UNKNOWN if new is None else written(new),
            )


def placement_changes(before: Placement, after: Placement) -> Iterator[Change]:
    pairs = {
        "Basis": (before.basis or UNKNOWN, after.basis or UNKNOWN),
        "Vorige trede": (previous_text(before), previous_text(after)),
        "Uitkomst": (rung_text(before.rung), rung_text(after.rung)),
        "Trede zonder koppelingstekort": (
            rung_text(before.rung_on_total_task),
            rung_text(after.rung_on_total_task),
        ),
        "Beleidskader": (before.policy, after.policy),
    }
    for label, (old, new) in pairs.items():
        if old != new:
            yield Change(label, old, new)


def changes_between(
    before: Judgement, figures: Figures, placement: Placement, rung: int | None = None
) -> list[Change]:
    """Return what differs between a judgement and newer figures with what the rule makes of them.

    `rung` is what was decided on the newer figures; without it only the outcome of the rule is compared.
    """
    changes = [*figure_changes(before.figures, figures), *placement_changes(before.placement, placement)]
    if rung is not None and rung != before.rung:
        changes.append(Change("Trede", rung_text(before.rung), rung_text(rung)))
    return changes


def rung_text(rung: int | None) -> str:
    return "geen trede" if rung is None else f"trede {rung}"


def previous_text(placement: Placement) -> str:
    return rung_text(placement.previous_rung) if placement.previous_known else "niet vastgelegd"


def previous_changed(judgement: Judgement, now: Previous) -> bool:
    """Return whether the ladder remembers another rung, or remembers it otherwise, than when it was judged."""
    placement = judgement.placement
    then = placement.previous_rung if placement.previous_known else None
    if (then, judgement.previous_rung_status) != (now.rung, now.status or ""):
        return True
    if placement.previous_period and placement.previous_period != now.period:
        return True
    return placement.norm_met is False and placement.consecutive_misses != now.misses + 1
