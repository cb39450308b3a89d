"""What a person decides beside the rule: another rung, or an excusable ground with its effect.

The rule proposes, a person decides (Awb 4:84). Of the effects of a ground no published text of
Utrecht was found: assumption A11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assessments.rules.contract import Policy
from assessments.rules.findings import Placement
from assessments.rules.situation import Effect, Excuse, Verdict
from municipalities.dutch import number
from municipalities.figures import Figures

EFFECTS: Mapping[str, str] = {
    Effect.RETARGET.value: "gevraagd aantal aanpassen",
    Effect.NO_INCREASE.value: "niet verhogen",
    Effect.FREEZE.value: "trede bevriezen",
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What was chosen; empty takes the outcome over."""

    rung: int | None = None
    """Another rung than the outcome; its reason is `reason`."""
    reason: str = ""
    presented_on: date | None = None
    """When the municipality was told of a rung heavier than the outcome, before it was adopted."""
    ground: str = ""
    """The code of an excusable ground of the policy; then `effect` decides the rung."""
    evidence: str = ""
    effect: str = ""
    norm: int | None = None
    """The number to measure against (people), with the effect `Effect.RETARGET`."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What comes of the outcome and the choice; goes into the memory."""

    rung: int | None
    verdict: Verdict | None
    measured_against: str
    consecutive_misses: int
    is_frozen: bool = False


def decide(placement: Placement, figures: Figures, choice: Choice, policy: Policy) -> Decided:
    """Return the rung and the memory that a choice without problems leads to; the policy as it judged."""
    if placement.rung is None or not choice.ground or placement.previous is None:
        return Decided(
            rung=choice.rung or placement.rung,
            verdict=placement.verdict,
            measured_against=placement.measured_against,
            consecutive_misses=placement.consecutive_misses,
        )
    ruling = policy.judge(policy.situation(figures, placement.previous), excuse_of(choice))
    return Decided(
        rung=ruling.rung,
        verdict=ruling.verdict,
        measured_against=ruling.measured.measure if ruling.measured else "",
        consecutive_misses=ruling.misses.count,
        is_frozen=ruling.frozen,
    )


def excuse_of(choice: Choice) -> Excuse:
    """Return the ground that was named, as a policy judges with it."""
    return Excuse(ground=choice.ground, effect=Effect(choice.effect), number=choice.norm)


def problems_with(choice: Choice, placement: Placement, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a choice: the name of the field, and a Dutch sentence."""
    if placement.rung is None:
        if choice != Choice():
            yield "", "Zonder cijfers is er geen uitkomst om van af te wijken. Lever eerst de cijfers aan."
        return
    if choice.ground:
        yield from problems_with_ground(choice, placement, policy)
    elif choice.effect or choice.norm is not None or choice.evidence.strip():
        yield "ground", "Kies de verschoonbare reden, of maak onderbouwing, gevolg en aangepast aantal leeg."
    yield from problems_with_rung(choice, placement.rung, policy)


def problems_with_rung(choice: Choice, outcome: int, policy: Policy) -> Iterator[tuple[str, str]]:
    if choice.presented_on and (choice.rung or 0) <= outcome:
        yield (
            "presented_on",
            "Alleen een zwaardere trede dan de uitkomst legt u vooraf voor. Maak deze datum leeg.",
        )
    if choice.rung is None:
        if choice.reason.strip():
            yield (
                "rung",
                "Kies de andere trede waar deze reden bij hoort, of maak de reden van afwijking leeg.",
            )
        return
    if not 1 <= choice.rung <= len(policy.ladder.rungs):
        yield "rung", f"Kies een {policy.ladder.noun} van 1 tot en met {len(policy.ladder.rungs)}."
    elif choice.rung == outcome:
        yield (
            "rung",
            f"Trede {choice.rung} is al de uitkomst. Kies een andere trede, of neem de uitkomst over.",
        )
    elif not choice.reason.strip():
        yield "reason", "Vul in waarom u afwijkt van de uitkomst."


def problems_with_ground(choice: Choice, placement: Placement, policy: Policy) -> Iterator[tuple[str, str]]:
    if placement.is_legacy:
        yield "ground", "Deze beoordeling is ouder dan deze versie. Beoordeel de gemeente eerst opnieuw."
    if choice.ground not in {ground.code for ground in policy.excusable_grounds}:
        yield "ground", "Deze verschoonbare reden staat niet in het beleidskader. Kies er een uit de lijst."
    if choice.rung is not None:
        yield "rung", "Kies een verschoonbare reden of een andere trede, niet allebei."
    if not choice.evidence.strip():
        yield "evidence", "Vul in waar de verschoonbare reden uit blijkt."
    yield from problems_with_effect(choice, placement, policy)
    if choice.effect == Effect.RETARGET:
        yield from problems_with_norm(choice, placement)
    elif choice.norm is not None:
        yield "norm", "Een aangepast aantal hoort alleen bij gevraagd aantal aanpassen. Maak dit veld leeg."


def problems_with_effect(choice: Choice, placement: Placement, policy: Policy) -> Iterator[tuple[str, str]]:
    offered = [effect for effect in EFFECTS if effect != Effect.RETARGET or policy.needs_couplings]
    executive_from = policy.ladder.executive_from
    if choice.effect not in offered:
        what = " of ".join(", ".join(EFFECTS[effect] for effect in offered).rsplit(", ", 1))
        yield "effect", f"Kies wat de verschoonbare reden doet: {what}."
    if placement.previous_rung >= executive_from:
        yield (
            "ground",
            f"Vanaf trede {executive_from} beslissen Gedeputeerde Staten over elke stap. Kies een trede, met een "
            "reden.",
        )
    elif choice.effect == Effect.NO_INCREASE and (placement.rung or 0) <= placement.previous_rung:
        yield "effect", "De uitkomst is niet hoger dan de vorige trede: niet verhogen verandert niets."
    elif choice.effect == Effect.FREEZE and (placement.rung or 0) < placement.previous_rung:
        yield "effect", "De uitkomst is lager dan de vorige trede: bevriezen zou de trede hoger houden."


def problems_with_norm(choice: Choice, placement: Placement) -> Iterator[tuple[str, str]]:
    if placement.bound is None:
        yield "effect", "Bij deze uitkomst is aan geen aantal gemeten: er is niets aan te passen."
    elif placement.verdict is Verdict.MET:
        yield "effect", "Het gevraagde aantal is gehaald: er is niets aan te passen."
    elif choice.norm is None:
        yield "norm", "Vul het aangepaste aantal in."
    elif not 0 <= choice.norm < placement.bound:
        bound = number(placement.bound)
        yield "norm", f"Het aangepaste aantal is 0 of hoger, en lager dan het gevraagde aantal van {bound}."
