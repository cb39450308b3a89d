"""The ladder beside an assessment: where it stands, and where the rule would put it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.models import Judgement
from assessments.rules.ladder import Rung


@dataclass(frozen=True)
class LadderStep:
    """One rung as the ladder on the page shows it."""

    rung: Rung
    is_current: bool
    note: str
    """What this rung is: the choice, the outcome of the rule, the outcome without a shortage; mostly nothing."""


def ladder_steps(
    ladder: Mapping[int, Rung], decided: Rung | None, judgement: Judgement | None
) -> list[LadderStep]:
    """Return the six rungs: the decided one in its own colour, and beside it what the rule makes of it."""
    if decided is None or judgement is None:
        return [LadderStep(rung, is_current=False, note="") for rung in ladder.values()]
    outcome, without_shortage = judgement.proposed_rung, judgement.rung_on_total_task
    steps = []
    for rung in ladder.values():
        at = rung.number
        is_current = at == decided.number
        notes = {
            "bevroren trede" if judgement.is_frozen else "gekozen trede": is_current and judgement.deviates,
            "uitkomst van het beleidskader": at == outcome,
            "zonder koppelings\N{SOFT HYPHEN}tekort": at == without_shortage != outcome,
        }
        note = ", ".join(words for words, holds in notes.items() if holds)
        steps.append(LadderStep(decided if is_current else rung, is_current, note))
    return steps
