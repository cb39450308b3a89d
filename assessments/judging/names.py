"""What things are called in a judgement: as they were when it was proposed, and before that as they are now.

A province names its rungs, a municipality can get another name, and figures can stop being examples. None of
that reaches what was proposed or decided, on whatever screen, file or letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from assessments.judging.province_ladder import labelled
from assessments.models import Judgement
from assessments.rules.ladder import Rung
from municipalities.models import Municipality, Province


def names_now(municipality: Municipality, ladder: Mapping[int, Rung]) -> dict[str, Any]:
    """Return what a version keeps of what things are called, fit for JSON."""
    return {
        "municipality": municipality.name,
        "rungs": {str(number): [rung.label, rung.colour] for number, rung in ladder.items()},
        "figures_are_examples": municipality.province.figures_are_examples,
    }


def ladder_then(judgement: Judgement, ladder: Mapping[int, Rung]) -> dict[int, Rung]:
    """Return the ladder with the names that a judgement keeps; the one given where it keeps none."""
    labels = judgement.names["rungs"] if judgement.names else {}
    return labelled(ladder, {int(number): (label, colour) for number, (label, colour) in labels.items()})


def rung_of(judgement: Judgement, ladder: Mapping[int, Rung]) -> Rung | None:
    """Return the rung that was chosen; one that is frozen is white, whatever the colour of its step."""
    if judgement.rung is None:
        return None
    step = ladder_then(judgement, ladder)[judgement.rung]
    return replace(step, colour=judgement.rules.ladder.frozen_colour) if judgement.is_frozen else step


def as_named_in(judgement: Judgement | None, municipality: Municipality) -> Municipality:
    """Return the municipality by the name that a judgement keeps. It is to be read, never to be saved."""
    if judgement is None or not judgement.names or judgement.names["municipality"] == municipality.name:
        return municipality
    named = copy(municipality)
    named.name = judgement.names["municipality"]
    return named


def has_example_figures(judgement: Judgement | None, province: Province) -> bool:
    """Return whether the figures of a judgement were examples; without one, whether those of now are."""
    kept = judgement.names if judgement else None
    return bool(kept["figures_are_examples"]) if kept else province.figures_are_examples
