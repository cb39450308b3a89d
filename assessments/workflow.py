"""The states of an assessment and the steps between them: one table, and nothing beside it.

The buttons, the checks, the tests and the diagram in `docs/decision-flow.md` come from `TRANSITIONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from accounts.permissions import WHO_MAY, may_adopt, may_assess


class State(models.TextChoices):
    CONCEPT = "concept", "Concept"
    PROPOSED = "proposed", "Voorgesteld"
    RETURNED = "returned", "Teruggegeven"
    RECALLED = "recalled", "Teruggehaald"
    ADOPTED = "adopted", "Vastgesteld"
    SENT = "sent", "Verzonden"
    PUBLISHED = "published", "Gepubliceerd"
    WITHDRAWN = "withdrawn", "Ingetrokken"
    SUPERSEDED = "superseded", "Vervangen"
    ABANDONED = "abandoned", "Afgebroken"


STANDING = (State.ADOPTED, State.SENT, State.PUBLISHED)
"""What was adopted and still holds."""
BACK = (State.RETURNED, State.RECALLED)
"""What was proposed and waits to be made anew."""


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One step: from which states, to which, by whom, and what it asks for."""

    name: str
    """In the code, the tests and the diagram."""
    slug: str
    """In the address."""
    label: str
    """On the button."""
    done: str
    """What happened, for messages and the log: "vastgesteld"."""
    sources: tuple[State, ...]
    target: State | None
    """None for what states anew what an earlier step said: the state stays."""
    allowed: Callable[[Any], bool] | None
    """The permission; None for what only follows from another step."""
    other_person: bool = False
    """Whether the one who proposed may not do it."""
    by_proposer: bool = False
    """Whether only the one who proposed may do it."""
    only_reassessment: bool = False
    """Whether it is only for a version that was begun beside one that stands."""
    asks: tuple[str, ...] = ()
    """Fields of `Step` that must be filled in; of a correction the first is the day that is stated anew."""

    @property
    def who(self) -> str:
        """Who may do it, in Dutch."""
        return WHO_MAY[self.allowed] if self.allowed else "volgt uit het vaststellen van een nieuwe versie"

    @property
    def url_name(self) -> str:
        return f"assessments:step_{self.name}"


PROPOSE = Transition(
    name="propose",
    slug="voorstellen",
    label="Voorstellen",
    done="voorgesteld",
    sources=(State.CONCEPT,),
    target=State.PROPOSED,
    allowed=may_assess,
)
ADOPT = Transition(
    name="adopt",
    slug="vaststellen",
    label="Vaststellen",
    done="vastgesteld",
    sources=(State.PROPOSED,),
    target=State.ADOPTED,
    allowed=may_adopt,
    other_person=True,
    asks=("decision_date", "decision_number"),
)
GIVE_BACK = Transition(
    name="give_back",
    slug="teruggeven",
    label="Teruggeven",
    done="teruggegeven",
    sources=(State.PROPOSED,),
    target=State.RETURNED,
    allowed=may_adopt,
    asks=("reason",),
)
RECALL = Transition(
    name="recall",
    slug="terughalen",
    label="Terughalen",
    done="teruggehaald",
    sources=(State.PROPOSED,),
    target=State.RECALLED,
    allowed=may_assess,
    by_proposer=True,
)
WITHDRAW = Transition(
    name="withdraw",
    slug="intrekken",
    label="Intrekken",
    done="ingetrokken",
    sources=(State.ADOPTED,),
    target=State.WITHDRAWN,
    allowed=may_adopt,
    asks=("reason",),
)
SEND = Transition(
    name="send",
    slug="verzending",
    label="Verzending vastleggen",
    done="verzonden",
    sources=(State.ADOPTED,),
    target=State.SENT,
    allowed=may_assess,
    asks=("sent_on", "addressees", "means"),
)
PUBLISH = Transition(
    name="publish",
    slug="publicatie",
    label="Publicatie vastleggen",
    done="gepubliceerd",
    sources=(State.SENT,),
    target=State.PUBLISHED,
    allowed=may_assess,
    asks=("published_on", "publication_place"),
)
CORRECT_SENDING = Transition(
    name="correct_sending",
    slug="verzending-verbeteren",
    label="Verzending verbeteren",
    done="verbeterd (verzending)",
    sources=(State.SENT, State.PUBLISHED),
    target=None,
    allowed=may_assess,
    asks=(*SEND.asks, "reason"),
)
CORRECT_PUBLICATION = Transition(
    name="correct_publication",
    slug="publicatie-verbeteren",
    label="Publicatie verbeteren",
    done="verbeterd (publicatie)",
    sources=(State.PUBLISHED,),
    target=None,
    allowed=may_assess,
    asks=(*PUBLISH.asks, "reason"),
)
ABANDON = Transition(
    name="abandon",
    slug="afbreken",
    label="Afbreken",
    done="afgebroken",
    sources=(State.CONCEPT, *BACK),
    target=State.ABANDONED,
    allowed=may_assess,
    only_reassessment=True,
    asks=("reason",),
)
SUPERSEDE = Transition(
    name="supersede",
    slug="",
    label="Vervangen",
    done="vervangen",
    sources=STANDING,
    target=State.SUPERSEDED,
    allowed=None,
)
TRANSITIONS = (
    PROPOSE,
    ADOPT,
    GIVE_BACK,
    RECALL,
    WITHDRAW,
    SEND,
    PUBLISH,
    CORRECT_SENDING,
    CORRECT_PUBLICATION,
    ABANDON,
    SUPERSEDE,
)
TAKEN = tuple(step for step in TRANSITIONS if step.allowed is not None)
"""Those that somebody takes."""


def steps_from(state: str, user: Any) -> list[Transition]:
    """Return the steps that this user may take from a state."""
    return [step for step in TRANSITIONS if state in step.sources and step.allowed and step.allowed(user)]
