"""What a person chose beside the rule, in the words of the page."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.models import Judgement
from assessments.rules.situation import Effect
from municipalities.dutch import day_text, number, people


@dataclass(frozen=True)
class ChoiceRow:
    """The row of the choice, below the findings of the rule."""

    sentence: str
    proposed: int | None
    decided: int | None


def choice_row(judgement: Judgement) -> ChoiceRow | None:
    """Return what became of the outcome; nothing where there is no rung to decide on."""
    if judgement.rung is None:
        return None
    return ChoiceRow(sentence_of(judgement), judgement.proposed_rung, judgement.rung)


def sentence_of(judgement: Judgement) -> str:
    if judgement.ground:
        why = f"Er is een verschoonbare reden: {ground_text(judgement)}."
        return f"{why} {effect_of(judgement)} Onderbouwing: {judgement.ground_evidence}"
    if judgement.chosen_rung is not None:
        return (
            f"Er is gekozen voor trede {judgement.rung} in plaats van trede {judgement.proposed_rung}. "
            f"{presented(judgement)}Reden: {judgement.deviation_reason}"
        )
    if any(finding.key == "step" for finding in judgement.placement.findings):
        return "De uitkomst is overgenomen."
    return "Er is niet voor een andere trede gekozen."


def presented(judgement: Judgement) -> str:
    day = judgement.presented_on
    return f"Dat is voorgelegd op {day_text(day)}. " if day else ""


def effect_of(judgement: Judgement) -> str:
    """Say what the ground does, and for an adjusted norm whether that one was reached."""
    rung = f"trede {judgement.rung}"
    if judgement.ground_effect == Effect.FREEZE:
        return f"De trede is bevroren op {rung}; deze periode telt niet mee als gemiste periode."
    if judgement.ground_effect == Effect.NO_INCREASE:
        return f"De trede gaat daarom niet omhoog: {rung} in plaats van trede {judgement.proposed_rung}."
    realised, norm = judgement.figures.realised or 0, judgement.ground_norm or 0
    before = judgement.placement.number_to_reach or 0
    verdict = "gehaald" if realised >= norm else "niet gehaald"
    return (
        f"Het gevraagde aantal is daarom aangepast van {number(before)} naar {number(norm)}. De gemeente "
        f"huisvestte {people(realised)} en heeft dat aantal {verdict}: {rung}."
    )


def ground_text(judgement: Judgement) -> str:
    """Return the excusable ground that was chosen, as the policy words it."""
    grounds = judgement.rules.excusable_grounds
    return next((ground.text for ground in grounds if ground.code == judgement.ground), judgement.ground)
