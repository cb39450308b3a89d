"""The page on which a step is taken: with one municipality, or with a whole period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from assessments.decisions.add_steps import steps_stating
from assessments.decisions.candidates import (
    Change,
    Subject,
    in_words,
    names_by_problem,
    sentence_for,
    subjects_of,
)
from assessments.judging.motivation import needs_shared_words
from assessments.models import AssessmentVersion
from assessments.workflow import (
    ABANDON,
    ADOPT,
    CORRECT_PUBLICATION,
    CORRECT_SENDING,
    GIVE_BACK,
    PROPOSE,
    PUBLISH,
    RECALL,
    SEND,
    WITHDRAW,
    Transition,
)
from municipalities.dutch import listing, number, plural
from municipalities.models import Municipality, Period

WARNINGS = {
    ADOPT.name: "Daarna zijn cijfers, trede en brief niet meer te wijzigen.",
    WITHDRAW.name: (
        "Zij blijft leesbaar, met uw reden. Een eerdere versie herleeft niet: er is een nieuwe beoordeling nodig, "
        "en de volgende periode wacht daarop."
    ),
    ABANDON.name: "Zij blijft leesbaar, met uw reden. Wat is vastgesteld, blijft gelden.",
}
"""What a step means that cannot be taken back."""
CHOSEN_BY_HAND = (GIVE_BACK, RECALL, WITHDRAW, CORRECT_SENDING, CORRECT_PUBLICATION, ABANDON)
AT_THE_TOP = "Bovenaan staat wie een bijzonderheid heeft, dan wie hoger gaat."
MOVES = {Change.UP: "hoger", Change.DOWN: "lager", Change.SAME: "gelijk"}


@dataclass(frozen=True)
class StepPage:
    """Who can take a step, with what to look at first."""

    step: Transition
    period: Period
    municipality: Municipality | None
    """The only one of the page, or None for the whole period."""
    subjects: list[Subject]
    all: int
    """Of so many; what is filtered out is not there."""
    has_others: bool = False
    """Whether others than the municipality of the page can take the step."""
    asked: str = ""
    """The query of the list that one came from, which goes along to the page after it."""

    @property
    def title(self) -> str:
        about = f"{self.municipality}, " if self.municipality else ""
        return f"{self.step.label}: {about}{self.period.code}"

    @property
    def question(self) -> str:
        """What is about to happen, in words."""
        ready = self.ready
        if not ready:
            if self.municipality is not None:
                return f"{self.step.label} kan nu niet. Hieronder staat waarom."
            return f"{self.step.label} kan nu bij geen enkele gemeente. Hieronder staat waarom."
        remarkable = sum(row.is_remarkable for row in ready)
        count = plural(len(ready), "beoordeling", "beoordelingen")
        if self.municipality is not None:
            # "Verzending vastleggen" has an object of its own.
            verb = self.step.label.lower()
            asked = f"{': ' if ' ' in verb else ' '}{verb}?"
            return f"De beoordeling van {self.municipality}{asked} {self.warning}".strip()
        stand = "staat" if len(ready) == 1 else "staan"
        remark = f" {number(remarkable)} met een bijzonderheid. {AT_THE_TOP}" if remarkable else ""
        return f"{count} {stand} klaar{self.moves}.{remark} {self.warning}".strip()

    @property
    def moves(self) -> str:
        """How many go up, down or stay, as the rest of a sentence."""
        counted = Counter(row.change for row in self.ready if row.change)
        said = [f"{number(counted[change])} {MOVES[change]}" for change in Change if counted[change]]
        return f": {listing(said)}" if said else ""

    @property
    def is_narrowed(self) -> bool:
        return len(self.subjects) < self.all

    def only(self, holds: Callable[[Subject], bool]) -> StepPage:
        """Return the page of the chosen ones."""
        return replace(self, subjects=[row for row in self.subjects if holds(row)])

    @property
    def warning(self) -> str:
        return WARNINGS.get(self.step.name, "")

    @property
    def button(self) -> str:
        return self.step.label

    @property
    def shares_words(self) -> bool:
        """Whether somebody here goes without words of its own, and takes those that go with many."""
        return any(needs_shared_words(row.judgement) for row in self.ready)

    @property
    def ready(self) -> list[Subject]:
        return [row for row in self.subjects if not row.problems]

    @cached_property
    def names_by_problem(self) -> dict[str, list[str]]:
        return names_by_problem(
            (problem, row.municipality.name) for row in self.subjects for problem in row.problems
        )

    @property
    def shared_problems(self) -> list[str]:
        """What stands in the way of several, each once with all their names."""
        return [
            sentence_for(problem, first, listing(others))
            for problem, (first, *others) in self.names_by_problem.items()
            if others
        ]

    @property
    def needs(self) -> list[str]:
        """What adopting the proposals will need beside them, each once with all their names."""
        return in_words((need, row.municipality.name) for row in self.ready for need in row.needs)

    @property
    def lines(self) -> list[tuple[Subject, list[str]]]:
        """Everybody, with what stands in the way of nobody else."""
        return [
            (
                row,
                [
                    sentence
                    for problem, sentence in zip(row.problems, row.sentences, strict=True)
                    if len(self.names_by_problem[problem]) == 1
                ],
            )
            for row in self.subjects
        ]

    @property
    def is_of_many(self) -> bool:
        """Whether others can take this step together with the municipality of the page."""
        return self.step in CHOSEN_BY_HAND and self.has_others

    @property
    def stated(self) -> dict[str, Any]:
        """What is on record of one municipality and can be stated anew."""
        if self.municipality is None or self.step.target is not None:
            return {}
        versions = [row.judgement for row in self.subjects if isinstance(row.judgement, AssessmentVersion)]
        steps = steps_stating(versions, self.step.asks[0]).values()
        return {name: getattr(step, name) for step in steps for name in self.step.asks if name != "reason"}

    @property
    def chosen_at_first(self) -> list[str]:
        """What undoes or corrects is chosen one by one where there are many."""
        chooses = self.municipality is None and self.step in CHOSEN_BY_HAND
        return [] if chooses else self.keys

    @property
    def keys(self) -> list[str]:
        return [row.key for row in self.ready]

    @property
    def next_url(self) -> str:
        if self.municipality is None:
            return reverse("assessments:period_overview", args=[self.period.code]) + self.asked
        address = [self.period.code, self.municipality.cbs_code]
        return reverse("assessments:assessment_detail", args=address) + self.asked

    def done(self, versions: Sequence[AssessmentVersion]) -> str:
        """Say what happened; sending and publishing happened elsewhere, and were put on record."""
        name = versions[0].municipality if len(versions) == 1 else None
        if self.step in (SEND, PUBLISH):
            letters = (
                f"de brief aan {name}" if name else f"{number(len(versions))} brieven over {self.period.code}"
            )
            return f"{self.step.label.partition(' ')[0]} van {letters} vastgelegd."
        if self.step.target is None:
            what = self.step.label.partition(" ")[0].lower()
            whose = str(name) if name else plural(len(versions), "gemeente", "gemeenten")
            return f"Datum van {what} verbeterd voor {whose}."
        if name:
            return f"Beoordeling van {name} {self.step.done}."
        return f"{number(len(versions))} beoordelingen over {self.period.code} {self.step.done}."


def step_page(
    step: Transition,
    period: Period,
    municipality: Municipality | None,
    *,
    by: Any,
    now: datetime,
    asked: str = "",
) -> StepPage:
    """Return the page of a step over a period, for one municipality or all of the user's province."""
    subjects = subjects_of(step, period, by.province, by=by, now=now, looks_ahead=step is PROPOSE)
    shown = [row for row in subjects if municipality in (None, row.municipality)]
    return StepPage(step, period, municipality, shown, len(shown), len(shown) < len(subjects), asked)
