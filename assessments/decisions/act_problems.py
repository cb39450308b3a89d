"""What stands in the way of recording a legal act: what it lacks, its days, and its place after another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from assessments.models import ActKind, ActOutcome, LegalAct
from municipalities.dutch import day_text
from municipalities.moments import not_in_future

NAMES = {
    ActKind.NOTICE_OF_INTENT.value: "voornemen",
    ActKind.SUBSTITUTION_DECISION.value: "besluit",
    ActKind.SUBSTITUTION.value: "uitvoering",
}
"""How an act is called in a sentence."""
PRECEDED_BY = {
    ActKind.SUBSTITUTION_DECISION.value: ActKind.NOTICE_OF_INTENT,
    ActKind.SUBSTITUTION.value: ActKind.SUBSTITUTION_DECISION,
}
ALWAYS_NEEDED = {
    "decision_number": "Vul het nummer van het besluit in.",
    "addressees": "Vul in aan wie de brief is gericht.",
    "scope": "Vul de omvang in: het aantal vergunninghouders, 1 of meer.",
}

NEEDED = {
    ActKind.NOTICE_OF_INTENT.value: {"view_due": "Vul de uiterste datum voor de zienswijze in."},
    ActKind.SUBSTITUTION_DECISION.value: {
        "required_results": "Vul in wat de gemeente moet bereiken.",
        "letters_and_talks": "Vul in welke brieven, gesprekken en plannen eraan voorafgingen.",
        "interests": "Vul de afweging van belangen in.",
        "lighter_means": "Vul de afweging van een lichter middel in.",
        "appeal_address": "Vul het adres voor het beroep in.",
    },
    ActKind.SUBSTITUTION.value: {},
}
"""What the letter of each act cannot do without."""


def problems_with_act(act: LegalAct, today: date) -> Iterator[tuple[str, str]]:
    """Yield what is wrong: the field and a sentence."""
    if wrong := not_in_future(act.decided_on, today):
        yield "decided_on", wrong
    if act.term_start < act.decided_on:
        yield "term_start", "De termijn kan niet voor de datum van het besluit beginnen."
    if act.term_end < act.term_start:
        yield "term_end", "De termijn kan niet eindigen voordat zij begint."
    if act.view_due is not None and act.view_due < act.decided_on:
        yield (
            "view_due",
            f"De zienswijze kan niet eindigen op {day_text(act.view_due)}: het voornemen is van "
            f"{day_text(act.decided_on)}.",
        )
    if not act.copy_to_council:
        yield (
            "copy_to_council",
            f"Trede {act.rung} vraagt de gemeenteraad als geadresseerde van een afschrift.",
        )
    yield from problems_with_contents(act)
    if act.kind == ActKind.SUBSTITUTION_DECISION:
        yield from problems_with_view(act)
    if act.published_on is not None or act.publication_place.strip():
        yield from problems_with_publication(act, act.published_on, act.publication_place, today)


def problems_with_contents(act: LegalAct) -> Iterator[tuple[str, str]]:
    """Yield what the letter of an act cannot do without, and what does not belong in it."""
    for name, message in (ALWAYS_NEEDED | NEEDED[act.kind]).items():
        value = getattr(act, name)
        if not value or (isinstance(value, str) and not value.strip()):
            yield name, message
    if act.demands.strip() and act.kind != ActKind.SUBSTITUTION:
        yield "demands", "Alleen bij een uitvoering wordt iets gevorderd. Maak dit leeg."


def problems_with_view(act: LegalAct) -> Iterator[tuple[str, str]]:
    """Yield what a decision lacks about the view of the municipality."""
    given = {"view": act.view.strip(), "view_on": act.view_on, "weighing": act.weighing.strip()}
    if act.view_given is None:
        yield (
            "view_given",
            "Dit besluit kan nog niet: over de zienswijze is niets vastgelegd. Kies of de gemeente er een gaf.",
        )
    elif act.view_given:
        missing = {
            "view": "Vul de zienswijze van de gemeente in.",
            "view_on": "Vul de datum van de zienswijze in.",
            "weighing": "Vul in hoe de zienswijze is gewogen.",
        }
        yield from ((name, missing[name]) for name, value in given.items() if not value)
    else:
        wrong = "Er kwam geen zienswijze. Maak dit leeg, of kies dat de gemeente er een gaf."
        yield from ((name, wrong) for name, value in given.items() if value)


def problems_with_publication(
    act: LegalAct, published_on: date | None, place: str, today: date
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the day and the place of a publication."""
    if published_on is None:
        yield "published_on", "Vul de datum van de bekendmaking in."
    elif wrong := not_in_future(published_on, today):
        yield "published_on", wrong
    elif published_on < act.decided_on:
        yield "published_on", f"Bekendmaken kan niet voor {day_text(act.decided_on)}. Controleer de datum."
    if not place.strip():
        yield "publication_place", "Vul in waar is bekendgemaakt."


def problems_with_sequence(act: LegalAct, before: Any) -> Iterator[tuple[str, str]]:
    wanted = PRECEDED_BY.get(act.kind)
    if wanted is None:
        if before is not None:
            what = NAMES[before.kind]
            yield (
                "kind",
                f"Er loopt al een {what} van {day_text(before.decided_on)}. Kies of het blijft, wordt verlengd, "
                "ingetrokken of vervallen is.",
            )
    elif before is None or before.kind != wanted:
        yield "kind", f"{act.get_kind_display()} kan pas na: {wanted.label.lower()}. Leg dat eerst vast."
    elif act.decided_on <= before.last_day:
        yield (
            "decided_on",
            f"De termijn van {before} loopt tot en met {day_text(before.last_day)}. Kies een latere datum.",
        )


ONLY_OF = {
    ActOutcome.DROPPED.value: (ActKind.NOTICE_OF_INTENT, "Alleen een voornemen kan zonder besluit blijven."),
    ActOutcome.CARRIED_OUT.value: (ActKind.SUBSTITUTION, "Alleen een uitvoering kan zijn uitgevoerd."),
}
"""The outcomes that one kind of act can have, and what is said of another."""


def problem_with_outcome(act: LegalAct, outcome: str) -> str:
    """Return why an act cannot end like this; empty when it can."""
    if outcome not in ActOutcome.values:
        return "Kies hoe het is afgelopen."
    kind, message = ONLY_OF.get(outcome, (act.kind, ""))
    return "" if act.kind == kind else f"{message} Kies een andere afloop."
