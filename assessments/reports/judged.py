"""The counted sentences on rungs, on who moved and on what the executive did: numbers in, Dutch out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessments.models import ActKind, ActOutcome
from assessments.reports.counts import Counted, are, be, municipalities
from assessments.reports.sentences import PROVISIONAL
from assessments.rules.ladder import Ladder
from assessments.rules.situation import Verdict
from municipalities.dutch import day_text, listing, number

# Where the municipalities stand --------------------------------------------------------------------


def assessments(counted: Counted) -> Iterator[str]:
    """Yield how many stand where, what they were measured against, and what the coupling shortage did."""
    if not counted.judged or counted.policy is None:
        yield f"Over {counted.text} is nog geen gemeente beoordeeld."
    else:
        if counted.is_provisional:
            yield PROVISIONAL
        yield " ".join(on_rungs(counted.rungs, counted.policy.ladder))
        yield " ".join(met(counted))
        if counted.policy.needs_couplings:
            yield " ".join(with_shortage(counted))
    yield from without_rung(counted)


def on_rungs(rungs: Mapping[int, int], ladder: Ladder) -> Iterator[str]:
    """Yield every rung up to the highest with somebody on it, and that nobody is above that."""
    highest = max(rung for rung, count in rungs.items() if count)
    clauses = [
        f"op {ladder.noun} {rung.number} {stand(rungs.get(rung.number, 0))}"
        for rung in ladder.rungs
        if rung.number <= highest
    ]
    total = sum(rungs.values())
    yield f"{'Er ' + are(total)} beoordeeld."
    said = listing(clauses)
    yield f"{said[0].upper()}{said[1:]}."
    if highest < len(ladder.rungs):
        yield f"Hoger dan {ladder.noun} {highest} staat geen gemeente."


def stand(count: int) -> str:
    if count == 0:
        return "staat geen gemeente"
    return "staat 1 gemeente" if count == 1 else f"staan {number(count)} gemeenten"


VERDICTS = {Verdict.MET: "", Verdict.EXCUSABLE: " niet, maar verschoonbaar", Verdict.NOT_MET: " niet"}
"""In this order; the first of which there are any says the verb."""


def met(counted: Counted) -> Iterator[str]:
    """Yield what was measured against, and who reached it; nothing of what was judged before that was kept."""
    if sum(counted.verdicts.values()) != counted.judged:
        return
    against = [f"{measure} {number(count)} keer" for measure, count in counted.measures.items()]
    if against:
        yield f"Gemeten is aan: {listing(against)}."
    told: list[str] = []
    for verdict, how in VERDICTS.items():
        if count := counted.verdicts.get(verdict, 0):
            verb = "" if told else " haalde dat" if count == 1 else " haalden dat"
            told.append(f"{municipalities(count)}{verb}{how}")
    if told:
        yield f"{listing(told)}."
    if asked := counted.verdicts.get(Verdict.NOTHING_ASKED, 0):
        yield f"Aan {municipalities(asked)} is niets gevraagd."


def with_shortage(counted: Counted) -> Iterator[str]:
    short, total = counted.short, counted.judged
    reference = day_text(counted.period.reference_date)
    whom = "geen gemeente" if not short else f"{number(short)} van de {municipalities(total)}"
    yield f"Bij {whom} was er op {reference} een koppelingstekort."
    rest, own = total - short, counted.policy.report.get("no_shortage", "") if counted.policy else ""
    if short and rest and own:
        these = "De andere gemeente" if rest == 1 else f"De andere {municipalities(rest)}"
        yield own.format(these=these, are=be(rest))
    if short:
        yield from made_milder(counted)


def made_milder(counted: Counted) -> Iterator[str]:
    names = counted.milder
    if not names:
        yield "Het maakte voor geen gemeente verschil voor de trede."
        return
    yield f"Bij {municipalities(len(names))} viel de trede daardoor lichter uit: {listing(names)}."
    if counted.milder_all_behind:
        whose = "De achterstand van deze gemeente" if len(names) == 1 else "Hun achterstand"
        yield f"{whose} telt mee in de volgende totaalopgave."


def without_rung(counted: Counted) -> Iterator[str]:
    if counted.not_assessed:
        count = len(counted.not_assessed)
        subject = municipalities(count).capitalize()
        yield (
            f"{subject} {be(count)} niet beoordeeld, omdat cijfers ontbreken: {listing(counted.not_assessed)}."
        )
    if counted.waiting:
        yield f"Nog niet beoordeeld: {listing(counted.waiting)}."
    if counted.withdrawn:
        yield f"Ingetrokken, en niet opnieuw vastgesteld, is de beoordeling van {listing(counted.withdrawn)}."


# Who moved -----------------------------------------------------------------------------------------


def moved(counted: Counted) -> Iterator[str]:
    """Yield who went up and down the ladder, by name; nothing where no rung before is on record."""
    for way, shifts in (("Omhoog", counted.up), ("Omlaag", counted.down)):
        if shifts:
            yield f"{way}: {listing(shift.text for shift in shifts)}."
    if counted.shifts and not (counted.up or counted.down):
        yield "Geen gemeente ging omhoog of omlaag."
    if counted.deviating:
        yield (
            f"Afwijkend van de uitkomst van het beleidskader: {listing(counted.deviating)}, met de reden in de brief."
        )
    if counted.frozen:
        yield f"Bevroren: {listing(counted.frozen)}."


# What the executive did ----------------------------------------------------------------------------


@dataclass(frozen=True)
class ActsCounted:
    """The acts of one kind in one period."""

    kind: ActKind
    taken: int
    """On a day of the period."""
    ended: Mapping[ActOutcome, int]
    """In the period, by how."""
    running: int
    """On its last day."""

    def __bool__(self) -> bool:
        return bool(self.taken or self.running or any(self.ended.values()))


ACTS = {
    ActKind.NOTICE_OF_INTENT: ("Voornemens", "gegeven"),
    ActKind.SUBSTITUTION_DECISION: ("Besluiten", "genomen"),
    ActKind.SUBSTITUTION: ("Uitvoering", "begonnen"),
}
ENDED = {
    ActOutcome.WITHDRAWN: "ingetrokken",
    ActOutcome.LAPSED: "vervallen",
    ActOutcome.DROPPED: "niet doorgezet",
    ActOutcome.CARRIED_OUT: "afgerond",
}


def acts(counted: list[ActsCounted]) -> Iterator[str]:
    """Yield the steps of the executive, by kind; what did not happen is left out."""
    for row in counted:
        name, taken = ACTS[row.kind]
        parts = [(row.taken, taken), *((row.ended.get(outcome, 0), said) for outcome, said in ENDED.items())]
        told = [f"{number(count)} {said}" for count, said in (*parts, (row.running, "lopend")) if count]
        if told:
            yield f"{name}: {listing(told)}."


def disputed(count: int) -> Iterator[str]:
    """Yield how many municipalities answered to their figures; nothing where none is on record."""
    if count:
        yield f"{municipalities(count)} {'reageerde' if count == 1 else 'reageerden'} op de eigen cijfers."
