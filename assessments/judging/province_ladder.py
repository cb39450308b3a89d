"""The ladder as a province labels it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assessments.rules.ladder import Ladder, Rung
from assessments.rules.registry import ladder_for
from municipalities.models import Province

Labels = Mapping[int, tuple[str, str]]
"""A name and a colour, by the number of the rung."""


def ladder_of(province: Province, period: str = "") -> dict[int, Rung]:
    """Return the rungs of a period, or of today, by number, with the names and colours of the province."""
    return as_labelled(ladder_for(province.code, period), province)


def as_labelled(ladder: Ladder, province: Province) -> dict[int, Rung]:
    """Return the rungs of a ladder by number, with the names and colours of the province where it is that of today.

    What a province calls its rungs says nothing of those of another ladder, whatever their numbers.
    """
    rungs = {rung.number: rung for rung in ladder.rungs}
    if ladder.key != ladder_for(province.code).key:
        return rungs
    return labelled(rungs, {row.rung: (row.name, row.colour) for row in province.rung_labels.all()})


def labelled(ladder: Mapping[int, Rung], labels: Labels) -> dict[int, Rung]:
    """Return a ladder with these names and colours; a rung without them keeps its own."""
    return {
        number: replace(rung, label=labels[number][0], colour=labels[number][1]) if number in labels else rung
        for number, rung in ladder.items()
    }
