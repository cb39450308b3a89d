"""What letters tell of the legal act of a municipality: that it begins, stands, is extended, or ended; read at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assessments.judging.act_progress import Progress, progress_of
from assessments.judging.legal_acts_in_force import acts_behind
from assessments.models import ActEnd, ActExtension, Judgement, LegalAct
from municipalities.models import Period, Province
from municipalities.moments import local_day


@dataclass(frozen=True, kw_only=True)
class ActTold:
    """One legal act as a letter of one day tells it."""

    act: LegalAct
    last_day: date
    """Of its term, extensions included."""
    day: date
    """The day of which the letter tells."""
    begins: bool = False
    """Whether this letter gives the notice or takes the decision."""
    extension: ActExtension | None = None
    """One that this letter gives."""
    end: ActEnd | None = None
    """The end that this letter tells."""
    progress: Progress | None = None
    """None where it is not followed, or nothing is known since it began to count."""

    @property
    def is_due(self) -> bool:
        """Whether its term is over."""
        return self.day > self.last_day

    def before(self, kind: str) -> LegalAct | None:
        """Return the act of a kind: itself, or one that it follows."""
        act: LegalAct | None = self.act
        while act is not None and act.kind != kind:
            act = act.follows
        return act


def acts_told(assessments: Sequence[Judgement], period: Period, province: Province) -> dict[int, ActTold]:
    """Return the act that each letter of a half-year tells, by municipality id.

    On a rung of the executive that is the act of the rung; below it one that ended after the half-year. What
    happened inside the half-year has a letter of its own.
    """
    acts = acts_behind(period, province)
    if not acts:
        return {}
    chosen = {row.municipality_id: (row, act) for row in assessments if (act := act_of(row, acts))}
    found = [act for _, act in chosen.values()]
    ends = last_by_act(ActEnd.objects.filter(act__in=found, taken_back=None, ended_on__gte=period.end))
    extensions = last_by_act(
        ActExtension.objects.filter(act__in=found, taken_back=None, decided_on__gte=period.end)
    )
    progress = progress_at((row.known_at, act) for row, act in chosen.values())
    return {
        key: ActTold(
            act=act,
            last_day=act.last_day,
            day=local_day(row.known_at),
            begins=begins(row, act),
            extension=extensions.get(act.pk),
            end=ends.get(act.pk),
            progress=progress.get(act.pk),
        )
        for key, (row, act) in chosen.items()
    }


def act_of(row: Judgement, acts: dict[tuple[int, int], Any]) -> Any:
    if row.needs_executive:
        return acts.get((row.municipality_id, row.rung or 0))
    if row.placement.previous_rung < row.rules.ladder.executive_from:
        return None
    own = [act for (key, _), act in acts.items() if key == row.municipality_id]
    ended = [act for act in own if act.ended_on is not None]
    return max(ended, key=lambda act: act.ended_on, default=None)


def begins(row: Judgement, act: Any) -> bool:
    """Return whether the letter over a half-year is that of the act itself: its rung is new, and no other told it."""
    placement = row.placement
    is_new = not placement.previous_known or placement.previous_rung < (row.rung or 0)
    return is_new and not act.letters.exists()


def last_by_act(rows: Any) -> dict[int, Any]:
    return {row.act_id: row for row in rows.order_by("pk")}


def progress_at(pairs: Iterable[tuple[datetime, LegalAct]]) -> dict[int, Progress]:
    """Return the progress of acts, each as known at its own moment."""
    moments: dict[datetime, list[LegalAct]] = defaultdict(list)
    for moment, act in pairs:
        moments[moment].append(act)
    found: dict[int, Progress] = {}
    for moment, acts in moments.items():
        found |= progress_of(acts, known_at=moment)
    return found
