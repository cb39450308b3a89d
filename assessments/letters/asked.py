"""What a supervisor asks of one municipality, beside what its rung or a step asks."""

from __future__ import annotations

from assessments.letters.matter import Matter
from assessments.typed_text import Text, typed


def own_asks(matter: Matter) -> tuple[Text, ...]:
    """Return what is asked, and by when."""
    asked = typed(matter.assessment.asks)
    return (matter.text("ask.own"), *asked) if asked else ()


def asks_apart(matter: Matter) -> tuple[Text, ...]:
    """Return requests that have nothing to do with the rung, such as places for Nidos."""
    requests = typed(matter.assessment.extra_requests)
    return (matter.text("ask.apart"), *requests) if requests else ()
