"""The ladder of interventions (interventieladder): what a policy places a municipality on.

A ladder belongs to a policy. Names and colours are labels: a province keeps its own in the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from assessments.rules.situation import Previous


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One rung: its number, the name that picks a letter template, and Dutch labels."""

    number: int
    name: str
    label: str
    colour: str
    action: str
    """What the province does on this rung."""
    meaning: str
    """What the rung means for the municipality."""
    decided_by: str
    act: str = ""
    """The legal act that puts a municipality here (a value of `ActKind`); empty where none is needed."""
    needs_executive: bool = False
    """Whether every step to, on or from it is one of the provincial executive (Gemeentewet, article 124)."""


@dataclass(frozen=True, kw_only=True)
class TalkRhythm:
    """How often a municipality is spoken to from a rung on."""

    from_rung: int
    days: int
    """The most days between two talks."""
    term: str
    """The same in Dutch, as a plural: "twee weken"."""
    is_required: bool
    """Whether it is needed on these rungs, or only aimed at."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ladder:
    """The rungs of a policy, from 1 up, and what puts a municipality on one without the rule."""

    key: str
    noun: str
    """What a rung is called: "trede"."""
    note: str
    """Where its names and colours come from, in a sentence for who reads the policy."""
    rungs: tuple[Rung, ...]
    without_history: int
    """The rung reckoned with where nothing is on record."""
    after_lapse: int
    """The rung reckoned with once a legal act lapsed, was withdrawn or was carried out."""
    talks: tuple[TalkRhythm, ...]
    """How often a municipality is spoken to, by rising rung; the first holds from rung 1."""
    frozen_colour: str
    """The colour of a rung that was kept by a freeze, whatever that of the rung itself."""
    entry: Mapping[str, Mapping[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    """Per earlier ladder, by its key, the own rung for each of its rungs."""

    @property
    def executive_from(self) -> int:
        """The first rung on which the provincial executive decides; one above the last where none is."""
        return next((rung.number for rung in self.rungs if rung.needs_executive), len(self.rungs) + 1)

    def rung(self, number: int) -> Rung:
        """Return the rung with this number; raises KeyError when there is none."""
        return {rung.number: rung for rung in self.rungs}[number]

    def talks_on(self, number: int) -> TalkRhythm:
        """Return how often a municipality on this rung is spoken to; `number` is 1 or more."""
        return [rhythm for rhythm in self.talks if rhythm.from_rung <= number][-1]

    def rung_of_act(self, kind: str) -> int:
        """Return the rung that a legal act puts a municipality on; raises KeyError for an act that no rung has."""
        return {rung.act: rung.number for rung in self.rungs if rung.act}[kind]

    def rung_before(self, previous: Previous) -> int:
        """Return the previous rung on this ladder; raises KeyError where that of another has none here."""
        if previous.rung is None:
            return self.without_history
        if previous.ladder in ("", self.key):
            return previous.rung
        return self.entry[previous.ladder][previous.rung]
