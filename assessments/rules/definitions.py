"""The words in which a rule is written, explained for who reads it."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.rules.policy import NO_HISTORY, RUNG_WITHOUT_HISTORY, Policy

BASIS = (
    "De basis is koppelingstekort als er op de peildatum koppelingen minder vergunninghouders op tijd "
    "beschikbaar waren dan de totaalopgave.",
    "In alle andere gevallen is de basis totaalopgave, ook als er geen totaalopgave overbleef.",
    "De basis zegt wat er beschikbaar was. De uitkomst volgt uit de regels hierboven.",
)
"""What the basis is under every policy, as `Known.basis` computes it."""


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
        Definition(
            letter="T",
            name="taakstelling",
            meaning="het aantal vergunninghouders dat de gemeente in de periode moet huisvesten",
        ),
        Definition(
            letter="O",
            name="beginstand",
            meaning="de achterstand of voorsprong aan het begin van de periode",
        ),
        Definition(
            letter="D",
            name="totaalopgave",
            meaning="de taakstelling plus de achterstand, of min de voorsprong, aan het begin",
        ),
        Definition(
            letter="S",
            name="op tijd beschikbaar",
            meaning="alle vergunninghouders die van de eerste dag tot en met de peildatum koppelingen zijn "
            "gehuisvest of op die dag gekoppeld waren en nog niet gehuisvest",
        ),
        Definition(
            letter="R",
            name="gehuisvest",
            meaning="het aantal vergunninghouders dat in de periode is gehuisvest",
        ),
        Definition(
            letter="C",
            name="eindstand",
            meaning="de totaalopgave min gehuisvest: de achterstand of voorsprong aan het einde van de periode",
        ),
        Definition(
            letter="n",
            name="norm",
            meaning=f"het aantal waaraan gehuisvest wordt gemeten: {policy.norm}",
            assumption=policy.norm_ground if policy.assumes(policy.norm_ground) else "",
        ),
        Definition(
            letter="p",
            name="vorige trede",
            meaning="de trede over de vorige periode; is die niet vastgelegd, dan trede "
            f"{RUNG_WITHOUT_HISTORY}",
            assumption=NO_HISTORY.code,
        ),
    )
