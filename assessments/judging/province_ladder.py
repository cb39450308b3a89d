"""The ladder as a province labels it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assessments.models import Judgement, RungLabel
from assessments.rules.ladder import LADDER, Rung
from municipalities.models import Province


def ladder_of(province: Province) -> dict[int, Rung]:
    """Return the six rungs by number, with the names and colours that the province gave them."""
    labels = {label.rung: label for label in RungLabel.objects.filter(province=province)}
    return {
        rung.number: replace(rung, label=labels[rung.number].name, colour=labels[rung.number].colour)
        if rung.number in labels
        else rung
        for rung in LADDER
    }


FROZEN_COLOUR = "wit"


def rung_of(judgement: Judgement, ladder: Mapping[int, Rung]) -> Rung | None:
    """Return the rung that was chosen; one that is frozen is white, whatever the colour of its step."""
    if judgement.rung is None:
        return None
    step = ladder[judgement.rung]
    return replace(step, colour=FROZEN_COLOUR) if judgement.is_frozen else step
