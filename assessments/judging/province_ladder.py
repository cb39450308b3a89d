"""The ladder as a province labels it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assessments.models import Judgement, RungLabel
from assessments.rules.ladder import Rung
from assessments.rules.registry import ladder_for
from municipalities.models import Province


def ladder_of(province: Province, period: str = "") -> dict[int, Rung]:
    """Return the rungs of a period, or of today, by number, with the names and colours of the province."""
    labels = {label.rung: label for label in RungLabel.objects.filter(province=province)}
    return {
        rung.number: replace(rung, label=labels[rung.number].name, colour=labels[rung.number].colour)
        if rung.number in labels
        else rung
        for rung in ladder_for(province.code, period).rungs
    }


def rung_of(judgement: Judgement, ladder: Mapping[int, Rung]) -> Rung | None:
    """Return the rung that was chosen; one that is frozen is white, whatever the colour of its step."""
    if judgement.rung is None:
        return None
    step = ladder[judgement.rung]
    return replace(step, colour=judgement.rules.ladder.frozen_colour) if judgement.is_frozen else step
