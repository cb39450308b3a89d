"""Why this rung: couplings, balance, history, the step, and what a person chose."""

from __future__ import annotations

from assessments.letters.event import Event
from assessments.letters.matter import Matter
from assessments.letters.measured import in_number, lead_was_too_small
from assessments.rules.findings import Finding
from assessments.rules.situation import Effect, Verdict
from assessments.typed_text import Text, typed

STEPS = {
    "step_up": "step.up",
    "step_stay_excused": "step.available",
    "step_stay": "step.zero",
    "step_stay_backlog": "step.backlog",
    "step_stay_chosen": "step.chosen",
    "step_3_to_2": "step.from3",
    "step_to_1": "step.to1",
    "step_to_2": "step.missed",
    "step_stay_missed": "step.missed",
}
"""The sentence of a letter, by the line of a policy that gave the rung."""
WHY_AVAILABLE = {"norm_excused": "shortage.excused", "norm_available": "shortage.measured"}
"""What a shortage does, by the sentence with which a policy says it."""


def reasons(matter: Matter, event: Event) -> tuple[Text, ...]:
    """Return the reasons, what the event adds, and last the words of the supervisor."""
    told, owed = opening(matter), debt(matter)
    # A short letter says of a backlog that stays what it means, not how it went.
    course = () if event.is_short and owed else balance_told(matter, bool(told))
    facts = (*told, *course, *owed)
    shared = (
        (*shortage_told(matter), *without_shortage(matter)),
        facts,
        (*row_told(matter), *talks_told(matter)),
    )
    judgement = matter.assessment
    own = (*typed(judgement.motivation), *typed(judgement.letter_paragraphs))
    if event.verdict_first:
        # What becomes of a step says why by itself.
        return (*one_text(matter, shared, event), *own)
    if matter.own is not None:
        return (*one_text(matter, shared, event), *event.reasons, *event.closing_reasons)
    paragraphs = (*one_text(matter, shared, event), *step_and_choice(matter))
    return (*paragraphs, *event.reasons, *own, *event.closing_reasons)


def one_text(matter: Matter, groups: tuple[tuple[str, ...], ...], event: Event) -> tuple[Text, ...]:
    """Return the groups as paragraphs; in a short letter as one."""
    return matter.texts(sum(groups, ()) if event.is_short else (), *(() if event.is_short else groups))


def shortage_told(matter: Matter) -> tuple[str, ...]:
    couplings, known = matter.couplings, matter.known
    if couplings is None or matter.verdict is None:
        return ()
    if matter.measure == "available":
        waiting = {0: ".nobody", 1: ".one"}.get(couplings.waiting, "")
        in_time = (in_number("shortage.in_time", couplings.available),) if couplings.available else ()
        too_few = (in_number("shortage.too_few", couplings.shortage),) if couplings.shortage else ()
        return (f"shortage.counts{waiting}", *in_time, *too_few, *why_available(matter))
    if not matter.missed or matter.ground is not None:
        return ()
    if couplings.shortage == 0:
        return ("shortage.none",) if couplings.available > 1 else ()
    enough_for_quota = known.quota <= couplings.available
    return (in_number("shortage.not", couplings.shortage),) if enough_for_quota else ()


def why_available(matter: Matter) -> tuple[str, ...]:
    blocks = [finding.block for finding in matter.placement.findings]
    return tuple(text for block, text in WHY_AVAILABLE.items() if block in blocks)


def without_shortage(matter: Matter) -> tuple[str, ...]:
    """Return the rung without the shortage, where it counted and the rule proposed one."""
    if not matter.shortage_counts or not matter.has_proposal or matter.assessment.ground:
        return ()
    return ("without.lighter",) if matter.placement.milder else ("without.same",)


def opening(matter: Matter) -> tuple[str, ...]:
    """Return why the period does not begin with what the one before ended with."""
    before, begins = matter.previous_closing, matter.known.opening_balance
    if before is None or before == begins:
        return ()
    corrected = sum(line.amount for line in matter.corrections)
    return (
        "opening.sent" if matter.previous_letter_date else "opening.before",
        *(("opening.late",) if before + corrected != begins else ()),
        *(("opening.corrected",) if corrected else ()),
        "opening.begins",
    )


def balance_told(matter: Matter, is_told: bool) -> tuple[str, ...]:
    """Return how the balance went; what the opening was is not said twice."""
    begins, ends = matter.known.opening_balance, matter.known.closing_balance
    told = ".told" if is_told else ""
    if ends <= 0:
        return (f"balance.cleared{told}",) if begins > 0 else ()
    if begins <= 0:
        if begins == 0:
            return ("balance.new",)
        return () if lead_was_too_small(matter) else (f"balance.lead_used{told}",)
    if ends == begins:
        return ("balance.equal",)
    return (f"balance.grown{told}" if ends > begins else f"balance.shrunk{told}",)


def debt(matter: Matter) -> tuple[str, ...]:
    is_light = matter.rung.number == 1 or matter.placement.milder
    return ("debt",) if matter.has_backlog and is_light else ()


def row_told(matter: Matter) -> tuple[str, ...]:
    missed = matter.verdict in (Verdict.NOT_MET, Verdict.EXCUSABLE) and not matter.assessment.is_frozen
    if not missed or matter.assessment.consecutive_misses < 2:
        return ()
    return ("history.repeat" if matter.placement.complete else "history.repeat.at_least",)


def talks_told(matter: Matter) -> tuple[str, ...]:
    """Return what is on record of talks and a plan; what is not is left out."""
    if matter.rung.number == 1:
        return ()
    known = {"talks": "gesprekken", "talks.plan": "plan_op"}
    return tuple(block for block, name in known.items() if matter.knows(name))


def step_and_choice(matter: Matter) -> tuple[Text, ...]:
    """Return the step and what a person does with it, and that person's own words."""
    judgement = matter.assessment
    if judgement.ground:
        return by_ground(matter)
    step, chosen = step_of(matter), judgement.chosen_rung
    if chosen is None:
        return with_words(step, matter.text("choice.same") if matter.has_proposal else None)
    if chosen < (judgement.proposed_rung or 0):
        key = "choice.lighter"
    else:
        key = "choice.heavier" if judgement.must_be_presented else "choice.heavier.executive"
    return (*with_words(step, matter.text(key)), *typed(judgement.deviation_reason))


def by_ground(matter: Matter) -> tuple[Text, ...]:
    """Return the excusable ground, what it appears from, and what it does."""
    judgement = matter.assessment
    evidence = typed(judgement.ground_evidence)
    if judgement.ground_effect == Effect.FREEZE:
        return (matter.text("frozen.why"), *evidence)
    retarget = judgement.ground_effect == Effect.RETARGET
    effect = matter.text("choice.ground.measure" if retarget else "choice.ground.rung")
    excused = () if retarget else (matter.text("step.excused"),)
    return (
        *excused,
        matter.text("choice.ground"),
        *evidence,
        with_words(effect, matter.text("choice.same"))[0],
    )


def step_of(matter: Matter) -> Text | None:
    """Return the line of the policy that gave the rung; nothing where the executive decides."""
    found: Finding | None = next((row for row in matter.placement.findings if row.key == "step"), None)
    if found is None:
        return None
    key = STEPS.get(matter.placement.because)
    if key is None:
        return Text(found.text("uw gemeente"))
    if key == "step.to1" and matter.verdict is Verdict.MET and not matter.policy.steps_up_after_a_miss:
        key = "step.met"
    return matter.text(key)


def with_words(first: Text | None, second: Text | None) -> tuple[Text, ...]:
    """Return both as one paragraph."""
    words = " ".join(str(text) for text in (first, second) if text is not None)
    return (Text(words),) if words else ()
