"""What a letter is about, and what that event itself says; the rest every letter says in the same way."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.typed_text import Text

Paragraphs = tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Event:
    """The parts of a letter that differ from event to event, in the order of the letter."""

    subject: str
    result: Paragraphs
    """What is decided or found, and what it means."""
    is_bare: bool = False
    """Whether it says only what happened, without figures and reasons."""
    verdict_first: bool = False
    """Whether the verdict stands before what becomes of a step that was taken earlier."""
    measured: Paragraphs = ()
    """What stands in the place of measure and verdict."""
    after_verdict: Paragraphs = ()
    reasons: Paragraphs = ()
    """What the event adds to the shared reasons; the words of the supervisor follow these."""
    closing_reasons: Paragraphs = ()
    """What follows the words of the supervisor."""
    asks: Paragraphs = ()
    next: Paragraphs = ()
    dispute: Paragraphs = ()
    council: Paragraphs = ()
    appeal: Paragraphs = ()
    asks_information: bool = False
    """Whether it asks for information, which rests on an article of its own."""
    is_of_executive: bool = False
    """Whether the executive itself takes this step: it signs, and the council gets a copy."""
    is_short: bool = False
    """Whether what follows the reasons is one paragraph."""
