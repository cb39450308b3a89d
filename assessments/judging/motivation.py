"""Words for many at once, and when they may stand in for words of its own."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.models import Judgement

STANDARD = "Wij zien geen bijzondere omstandigheden om van deze uitkomst af te wijken."
"""What is offered for everybody whose outcome is simply taken over."""

CONTRADICTION = (
    "De motivering zegt dat er geen bijzondere omstandigheden zijn, terwijl u afwijkt van de uitkomst of een "
    "verschoonbare reden noemt. Pas de motivering aan."
)


def takes_shared_words(judgement: Judgement) -> bool:
    """Return whether words for many may go with it: not where a person chose, nor with a legal act.

    Those carry reasons of their own, and the shared words would contradict them in the letter.
    """
    return not judgement.deviates and not judgement.needs_executive


def needs_shared_words(judgement: Judgement) -> bool:
    return takes_shared_words(judgement) and not judgement.motivation.strip()


def words_of(judgement: Judgement, shared: str) -> str:
    """Return the motivation that a proposal gets."""
    return shared.strip() if needs_shared_words(judgement) else judgement.motivation.strip()


def problems_with_words(judgement: Judgement, name: str) -> Iterator[str]:
    """Yield what must be mended before it can be proposed; `name` is the municipality."""
    if judgement.deviates and STANDARD in judgement.motivation:
        yield f"{name}: {CONTRADICTION[0].lower()}{CONTRADICTION[1:]}"
    elif judgement.needs_executive and judgement.motivation.strip() in ("", STANDARD):
        yield (
            f"{name}: trede {judgement.rung} vraagt een eigen motivering. Vul die in bij de beoordeling van {name}."
        )
