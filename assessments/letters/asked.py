"""What a supervisor asks of one municipality in the letter of a half-year, beside what its rung or a step asks."""

from __future__ import annotations

from assessments.letters.matter import Matter
from assessments.typed_text import Text, typed


def own_asks(matter: Matter) -> tuple[Text, ...]:
    """Return what is asked, and by when; the letter of the half-year did so, a letter beside it does not again."""
    asked = () if matter.own else typed(matter.assessment.asks)
    return (matter.text("ask.own"), *asked) if asked else ()


def asks_apart(matter: Matter) -> tuple[Text, ...]:
    """Return requests that have nothing to do with the rung, such as places for Nidos."""
    requests = () if matter.own else typed(matter.assessment.extra_requests)
    return (matter.text("ask.apart"), *requests) if requests else ()
