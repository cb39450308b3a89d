"""Whose assessment can take a step, and what stands in the way: the same for the page and for the write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any

from assessments.decisions.obstacles import (
    ASKED_AT_PROPOSING,
    ASSUMED,
    NAME,
    needed_to_adopt,
    problems_of,
    remarks_on,
)
from assessments.decisions.step_context import surroundings_of
from assessments.judging.fingerprints import template_version
from assessments.judging.names import as_named_in, ladder_then
from assessments.judging.province_ladder import ladder_of
from assessments.judging.versions import Track, tracks_of
from assessments.letters.letter import Letter
from assessments.models import Assessment, AssessmentVersion
from assessments.rules.findings import Placement
from assessments.rules.ladder import Rung
from assessments.workflow import ABANDON, ADOPT, State, Transition
from audit.seals import checksum_of
from municipalities.dutch import listing_or_number
from municipalities.figures import Figures
from municipalities.ledger.register import name_key, with_register
from municipalities.models import Municipality, Period, Province


class Change(StrEnum):
    """How a rung differs from the previous one."""

    UP = "hoger"
    DOWN = "lager"
    SAME = "gelijk"


@dataclass(frozen=True)
class Subject:
    """One assessment in a state from which a step can be taken."""

    municipality: Municipality
    judgement: Assessment | AssessmentVersion
    track: Track
    ladder: Mapping[int, Rung]
    """With the names that it keeps."""
    remarks: tuple[str, ...]
    """Why it deserves a look."""
    problems: tuple[str, ...]
    """Why the step cannot be taken: sentences in which `NAME` stands for the municipality."""
    letter: Letter | None = None
    """What adopting would keep, but for the decision."""
    needs: tuple[str, ...] = ()
    """What must be on record before a proposal can be adopted, as problems are said."""

    @cached_property
    def figures(self) -> Figures:
        return self.judgement.figures

    @cached_property
    def placement(self) -> Placement:
        return self.judgement.placement

    @property
    def number_to_reach(self) -> int | None:
        """What was housed is held against: as adjusted, else as the policy says."""
        adjusted = self.judgement.ground_norm
        return self.placement.number_to_reach if adjusted is None else adjusted

    @property
    def change(self) -> Change | None:
        rung, before = self.judgement.rung, self.placement.previous_rung
        if rung is None:
            return None
        return Change.UP if rung > before else Change.DOWN if rung < before else Change.SAME

    @property
    def first_words(self) -> str:
        """The first line of its motivation; empty where it has no words of its own."""
        return next(iter(self.judgement.motivation.strip().splitlines()), "")

    @cached_property
    def name_key(self) -> str:
        return name_key(self.municipality)

    @property
    def is_remarkable(self) -> bool:
        """Whether something sets it apart; an assumption under which all are judged does not."""
        return any(not remark.startswith(ASSUMED) for remark in self.remarks)

    @property
    def sentences(self) -> list[str]:
        return [sentence_for(problem, self.municipality.name) for problem in self.problems]

    @cached_property
    def mark(self) -> str:
        """Changes with every change, also of the letter to be adopted, so that a page that is behind is noticed.

        Of a letter it is what its template prints, and that template: to render it takes ten times as long.
        """
        said = f"{template_version('letter')} {self.letter!r}" if self.letter else ""
        return checksum_of(self.judgement)[:16] + sha256(said.encode()).hexdigest()[:16]

    @property
    def key(self) -> str:
        """What a form sends back of this row."""
        return f"{self.municipality.cbs_code}:{self.mark}"


def subjects_of(
    step: Transition, period: Period, province: Province, *, by: Any, now: datetime, looks_ahead: bool = False
) -> list[Subject]:
    """Return who can take a step, those with something to look at first; see `weight`.

    With `looks_ahead` a proposal says what adopting it will need.
    """
    province = with_register(province)
    tracks, ladder = tracks_of(period, province), ladder_of(province, period.code)
    candidates = {key: found for key, track in tracks.items() if (found := candidate(step, track))}
    around = surroundings_of(step, period, province, list(candidates.values()), now, looks_ahead=looks_ahead)
    subjects = []
    for municipality in around.live:
        judgement = candidates.get(municipality.pk)
        if judgement is None:
            continue
        judgement.municipality, judgement.period = municipality, period
        track = tracks[municipality.pk]
        needs = needed_to_adopt(judgement, track, around, beside=ASKED_AT_PROPOSING) if looks_ahead else ()
        subject = Subject(
            as_named_in(judgement, municipality),
            judgement,
            track,
            ladder_then(judgement, ladder),
            tuple(remarks_on(judgement, around)),
            tuple(problems_of(step, judgement, track, around, by)),
            around.letters.get(municipality.pk) if step is ADOPT else None,
            tuple(needs),
        )
        subjects.append(subject)
    return sorted(subjects, key=weight)


def weight(row: Subject) -> tuple[bool, bool, bool, str]:
    """Return the place in the order: what cannot be done, what is remarkable, who goes up, then by name."""
    return not row.problems, not row.is_remarkable, row.change is not Change.UP, row.name_key


def candidate(step: Transition, track: Track) -> Assessment | AssessmentVersion | None:
    """Return what of a municipality can take a step: the concept, or a version in the right state."""
    if step.only_reassessment and track.standing is None:
        return None
    if State.CONCEPT in step.sources and track.concept is not None:
        return track.concept
    return track.given_back if step is ABANDON else track.in_state(*step.sources)


def problems_in_words(subjects: list[Subject]) -> list[str]:
    """Return the problems of several municipalities, each kind once."""
    return in_words((problem, row.municipality.name) for row in subjects for problem in row.problems)


def in_words(found: Iterable[tuple[str, str]]) -> list[str]:
    """Return each problem once, with whom it is about; `found` are problems and names."""
    return [
        sentence_for(problem, first, listing_or_number(others, "andere gemeenten") if others else "")
        for problem, (first, *others) in names_by_problem(found).items()
    ]


def names_by_problem(found: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for problem, name in found:
        names.setdefault(problem, []).append(name)
    return names


def sentence_for(problem: str, first: str, others: str = "") -> str:
    also = f" Dat geldt ook voor {others}." if others else ""
    return f"{problem.replace(NAME, first)}{also}"
