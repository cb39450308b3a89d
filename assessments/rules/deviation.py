"""What a person decides beside the rule: another rung, or an excusable ground with its effect.

The rule proposes, a person decides (Awb 4:84). Of the effects of a ground no published text of
Utrecht was found: assumption A11.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assessments.rules.findings import Placement
from assessments.rules.ladder import EXECUTIVE_FROM, LADDER
from assessments.rules.policy import FREEZE, NO_INCREASE, RETARGET, Known, Policy
from municipalities.dutch import number
from municipalities.figures import Figures

EFFECTS = {
    RETARGET: "norm aanpassen",
    NO_INCREASE: "niet verhogen",
    FREEZE: "trede bevriezen",
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What was chosen; empty takes the outcome over."""

    rung: int | None = None
    """Another rung than the outcome; its reason is `reason`."""
    reason: str = ""
    ground: str = ""
    """The code of an excusable ground of the policy; then `effect` decides the rung."""
    evidence: str = ""
    effect: str = ""
    norm: int | None = None
    """The number to measure against (people), with the effect `RETARGET`."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What comes of the outcome and the choice; goes into the next `Previous`."""

    rung: int | None
    norm_met: bool | None
    consecutive_misses: int
    is_frozen: bool = False


def decide(placement: Placement, figures: Figures, choice: Choice, policy: Policy) -> Decided:
    """Return the rung and the memory that a choice without problems leads to."""
    outcome = Decided(
        rung=placement.rung,
        norm_met=placement.norm_met,
        consecutive_misses=placement.consecutive_misses,
    )
    if placement.rung is None:
        return outcome
    if not choice.ground:
        return replace(outcome, rung=choice.rung or placement.rung)
    if choice.effect == FREEZE:
        before = placement.consecutive_misses - (placement.norm_met is False)
        return Decided(rung=placement.previous_rung, norm_met=None, consecutive_misses=before, is_frozen=True)
    if choice.effect == NO_INCREASE:
        return replace(outcome, rung=min(placement.rung, placement.previous_rung))
    return retargeted(outcome, placement, figures, choice, policy)


def retargeted(
    outcome: Decided, placement: Placement, figures: Figures, choice: Choice, policy: Policy
) -> Decided:
    """Judge once more as if no more people than the adjusted norm had been available in time."""
    known = Known.of(figures)
    if known is None or choice.norm is None:
        return outcome
    short = max(0, known.total_task - choice.norm)
    ruling = policy.judge(
        replace(known, available_on_reference_date=choice.norm, coupling_shortage=short),
        placement.previous_rung,
    )
    misses = placement.consecutive_misses if ruling.norm_met is False else 0
    return Decided(rung=ruling.rung, norm_met=ruling.norm_met, consecutive_misses=misses)


def problems_with(choice: Choice, placement: Placement, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a choice: the name of the field, and a Dutch sentence."""
    if placement.rung is None:
        if choice != Choice():
            yield "", "Zonder cijfers is er geen uitkomst om van af te wijken. Lever eerst de cijfers aan."
        return
    if choice.ground:
        yield from problems_with_ground(choice, placement, policy)
    elif choice.effect or choice.norm is not None or choice.evidence.strip():
        yield "ground", "Kies de verschoonbare reden, of maak onderbouwing, gevolg en norm leeg."
    if choice.rung is None:
        if choice.reason.strip():
            yield (
                "rung",
                "Kies de andere trede waar deze reden bij hoort, of maak de reden van afwijking leeg.",
            )
        return
    if choice.rung not in {step.number for step in LADDER}:
        yield "rung", "Kies een trede van 1 tot en met 6."
    elif choice.rung == placement.rung:
        yield (
            "rung",
            f"Trede {choice.rung} is al de uitkomst. Kies een andere trede, of neem de uitkomst over.",
        )
    elif not choice.reason.strip():
        yield "reason", "Vul een reden in voor de afwijking van de uitkomst."


def problems_with_ground(choice: Choice, placement: Placement, policy: Policy) -> Iterator[tuple[str, str]]:
    known_codes = {ground.code for ground in policy.excusable_grounds}
    if choice.ground not in known_codes:
        yield "ground", "Deze verschoonbare reden staat niet in het beleidskader. Kies er een uit de lijst."
    if choice.rung is not None:
        yield "rung", "Kies een verschoonbare reden of een andere trede, niet allebei."
    if not choice.evidence.strip():
        yield "evidence", "Vul in waar de verschoonbare reden uit blijkt."
    if choice.effect not in EFFECTS:
        yield "effect", "Kies wat de verschoonbare reden doet: norm aanpassen, niet verhogen of bevriezen."
    if placement.previous_rung >= EXECUTIVE_FROM:
        yield (
            "ground",
            "Vanaf trede 4 beslissen Gedeputeerde Staten over elke stap. Kies een trede, met een reden.",
        )
    elif choice.effect == NO_INCREASE and (placement.rung or 0) <= placement.previous_rung:
        yield "effect", "De uitkomst is niet hoger dan de vorige trede: niet verhogen verandert niets."
    elif choice.effect == FREEZE and (placement.rung or 0) < placement.previous_rung:
        yield "effect", "De uitkomst is lager dan de vorige trede: bevriezen zou de trede hoger houden."
    if choice.effect == RETARGET:
        yield from problems_with_norm(choice, placement)
    elif choice.norm is not None:
        yield "norm", "Een andere norm hoort alleen bij het gevolg norm aanpassen. Maak dit veld leeg."


def problems_with_norm(choice: Choice, placement: Placement) -> Iterator[tuple[str, str]]:
    if placement.norm is None:
        yield "effect", "Bij deze uitkomst is niet aan een norm gemeten: er is niets aan te passen."
    elif choice.norm is None:
        yield "norm", "Vul de aangepaste norm in."
    elif not 0 <= choice.norm < placement.norm:
        yield "norm", f"De aangepaste norm is 0 of hoger, en lager dan de norm van {number(placement.norm)}."
