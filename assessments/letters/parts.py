"""The parts of a letter, in their order, and what every letter says in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.judging.names import has_example_figures
from assessments.letters.event import Event
from assessments.letters.matter import Matter
from assessments.letters.measured import measured_against
from assessments.letters.reasons import reasons
from assessments.typed_text import Text
from municipalities.models import Signing

FIGURES = "De cijfers"


@dataclass(frozen=True)
class Part:
    heading: str
    texts: tuple[Text, ...]

    def __str__(self) -> str:
        return " ".join(str(text) for text in self.texts)

    @property
    def has_figures(self) -> bool:
        """Whether the table stands in it."""
        return self.heading == FIGURES

    @property
    def is_kept_together(self) -> bool:
        """Whether it stays on one page with what follows, down to the signature."""
        return self.heading in ("Waar de regels staan", "Beroep")


def every_part(matter: Matter, event: Event) -> tuple[Part, ...]:
    """Return the parts after the result that have something to say, in order."""
    every = (
        *(() if event.is_bare else why(matter, event)),
        Part("Wat wij van u vragen", event.asks),
        *ending(matter, event),
    )
    return tuple(part for part in every if part.texts)


def why(matter: Matter, event: Event) -> tuple[Part, ...]:
    return (
        Part("Waaraan wij hebben gemeten", measured_part(matter, event)),
        Part(FIGURES, matter.texts("figures.source")),
        Part("Waarom deze trede", reasons(matter, event)),
    )


def intro(matter: Matter, event: Event) -> tuple[Text, ...]:
    """Return how the letter begins; with the verdict, where that goes before what becomes of an earlier step."""
    if matter.own is not None:
        return ()
    return (*matter.texts("intro"), *(measured_against(matter) if event.verdict_first else ()))


def measured_part(matter: Matter, event: Event) -> tuple[Text, ...]:
    if event.verdict_first:
        return ()
    return (*(event.measured or measured_against(matter)), *event.after_verdict)


def ending(matter: Matter, event: Event) -> tuple[Part, ...]:
    """Return what follows; of a short letter as one paragraph."""
    law = law_of(matter, event)
    if event.is_short:
        texts = (*event.next, *event.dispute, *event.council, *law)
        return (Part("Wat hierna volgt", (Text(" ".join(str(text) for text in texts)),)),)
    return (
        Part("Wat hierna volgt", event.next),
        Part("Kloppen de cijfers?", event.dispute),
        Part("Gemeenteraad en publicatie", event.council),
        Part("Waar de regels staan", law),
        Part("Beroep", event.appeal),
    )


def law_of(matter: Matter, event: Event) -> tuple[Text, ...]:
    policy = "law.policy.none" if matter.confirmed.is_unpublished else "law.policy"
    asked = ("law.ask",) if event.asks_information else ()
    return (matter.text("law.task", *asked, policy), *matter.added("law.status"))


def marks(matter: Matter, event: Event) -> Iterator[Text]:
    """Yield what must be said above the letter before anything else."""
    if matter.adoption is None:
        yield matter.text("mark.concept")
        if matter.assumptions:
            yield matter.text("mark.assumption")
        if event.is_of_executive:
            yield matter.text("mark.executive")
    if matter.superseded is not None:
        yield matter.text("mark.replaces")
    if has_example_figures(matter.assessment, matter.province):
        yield matter.text("mark.example")


def signature(matter: Matter, event: Event) -> tuple[Text, ...]:
    """Return who signs, line by line: the executive itself, or somebody on its behalf."""
    executive = f"Gedeputeerde Staten van {matter.province}"
    if event.is_of_executive:
        return (Text("Hoogachtend,"), Text(f"{executive},"), matter.given("functies_gs"))
    function = matter.given("functie")
    if matter.province.signing == Signing.DECIDED:
        day, number = matter.values["besluitdatum"], matter.values["besluitnummer"]
        return (
            Text("Met vriendelijke groet,"),
            Text(f"{executive} hebben dit besloten op {day}, nummer {number}."),
            Text(f"Namens hen ondertekend door {function}"),
        )
    return (Text("Met vriendelijke groet,"), Text(f"{executive},"), Text("namens hen,"), function)
