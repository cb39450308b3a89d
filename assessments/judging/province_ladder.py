"""The ladder as a province labels it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from assessments.rules.ladder import Ladder, Rung
from assessments.rules.registry import ladder_for, policies_of
from municipalities.models import Province

Labels = Mapping[int, tuple[str, str]]
"""A name and a colour, by the number of the rung."""


def ladder_of(province: Province, period: str = "") -> dict[int, Rung]:
    """Return the rungs of a period, or of today, by number, with the names and colours of the province."""
    return as_labelled(ladder_for(province.code, period), province)


def ladders_of(province: Province, periods: Iterable[str]) -> dict[str, dict[int, Rung]]:
    """Return the rungs of each of these periods, by its code; each ladder is read once."""
    ladders = {code: ladder_for(province.code, code) for code in periods}
    every = {ladder.key: ladder for ladder in ladders.values()}
    read = {key: as_labelled(ladder, province) for key, ladder in every.items()}
    return {code: read[ladder.key] for code, ladder in ladders.items()}


def names_of_rungs(province: Province) -> dict[int, str]:
    """Return how rungs are called, by number; where ladders of the province differ, by the name in each."""
    names: dict[int, list[str]] = {}
    policies = policies_of(province.code)
    for ladder in {row.ladder.key: row.ladder for row in policies}.values() or [ladder_for(province.code)]:
        for number, rung in as_labelled(ladder, province).items():
            names.setdefault(number, []).append(rung.label)
    return {number: " of ".join(dict.fromkeys(labels)) for number, labels in sorted(names.items())}


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
        number: rung
        if labels.get(number, (rung.label, rung.colour)) == (rung.label, rung.colour)
        else replace(rung, label=labels[number][0], colour=labels[number][1])
        for number, rung in ladder.items()
    }
