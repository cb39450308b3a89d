"""The words in which a rule is written, explained for who reads it."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.rules.contract import Policy
from municipalities.catalogue import FIGURES

MEASURED_AGAINST = (
    "Gemeten aan is het aantal waarmee gehuisvest is vergeleken: het gevraagde aantal.",
    "Er is een koppelingstekort als er op de peildatum koppelingen minder vergunninghouders op tijd "
    "beschikbaar waren dan de totaalopgave.",
    "Of een koppelingstekort dat aantal verandert, volgt uit de regels hierboven.",
)
"""What "gemeten aan" is under every policy, and what a coupling shortage is."""


@dataclass(frozen=True, kw_only=True)
class Definition:
    """A word of the rule; `letter` stands for it in the documentation."""

    letter: str
    name: str
    meaning: str
    assumption: str = ""
    """The code of the assumption that the meaning rests on."""


def definitions_of(policy: Policy) -> tuple[Definition, ...]:
    """Return the words in the order in which a municipality's figures are computed."""
    return (
        *(
            Definition(letter=figure.letter, name=figure.label.lower(), meaning=figure.definition)
            for figure in FIGURES
            if figure.letter
        ),
        Definition(
            letter="n",
            name="gemeten aan",
            meaning=f"het aantal waarmee gehuisvest wordt vergeleken: {policy.norm}",
            assumption=policy.norm_ground if policy.assumes(policy.norm_ground) else "",
        ),
        Definition(
            letter="p",
            name="vorige trede",
            meaning="de trede over de vorige periode; is die niet vastgelegd, dan trede "
            f"{policy.ladder.without_history}",
            assumption=ground if policy.assumes(ground := policy.grounds["history_unknown"]) else "",
        ),
    )
