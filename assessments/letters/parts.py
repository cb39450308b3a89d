"""Which blocks a letter is made of, part by part. A part without blocks has no texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from assessments.judging.names import has_example_figures
from assessments.letters.blocks import CALLED_BEFORE
from assessments.letters.content import Keys, Matter, by_sign
from assessments.models import ActKind
from assessments.rules.findings import Finding
from assessments.typed_text import Text, typed

SUBJECT = "uw gemeente"
LAPSED = {ActKind.NOTICE_OF_INTENT.value: "notice", ActKind.SUBSTITUTION_DECISION.value: "decision"}
PARAGRAPHS = {
    "coupling_shortage": 1,
    "norm": 1,
    "shortage_no_excuse": 1,
    "realised": 2,
    "counterfactual": 2,
    "balance": 3,
    "previous_rung": 4,
    "step": 4,
}
"""Which findings share a paragraph of the reasons."""


@dataclass(frozen=True)
class Part:
    heading: str
    texts: tuple[Text, ...]

    def __str__(self) -> str:
        return " ".join(str(text) for text in self.texts)


def marks(matter: Matter) -> Iterator[Text]:
    """Yield what must be said above the letter before anything else."""
    if matter.adoption is None:
        yield from concept_marks(matter)
    if matter.superseded is not None:
        yield matter.text("supersedes")
    if has_example_figures(matter.assessment, matter.province):
        yield matter.text("example_figures")


def concept_marks(matter: Matter) -> Iterator[Text]:
    yield matter.text("concept")
    if matter.assumptions:
        several = len(matter.assumptions) > 1
        yield matter.text("concept_assumption.several" if several else "concept_assumption")
    if matter.rung.needs_executive:
        yield matter.text("executive_needed")


def outcome(matter: Matter) -> tuple[Text, ...]:
    """Return the rung and what it means, and what the province adds to that."""
    lapsed = matter.texts(f"lapsed.{LAPSED[matter.lapsed.act.kind]}") if matter.lapsed else ()
    return (*outcome_of_rung(matter), *lapsed, *matter.added(f"after.rung_{matter.rung.number}"))


def outcome_of_rung(matter: Matter) -> tuple[Text, ...]:
    match matter.rung.name:
        case "notice_of_intent":
            return matter.texts("notice.result", "notice.scope")
        case "substitution_decision":
            return matter.texts("decision.result")
        case "substitution":
            return matter.texts("substitution.result", "substitution.what_happens")
        case _:
            return matter.texts(result_key(matter), f"meaning_{matter.rung.number}")


def result_key(matter: Matter) -> str:
    """Return the block that compares with the previous rung."""
    previous = matter.previous_rung
    if previous is None:
        return "result_new"
    if matter.rung.number == previous:
        return "result_same"
    return "result_up" if matter.rung.number > previous else "result_down"


def figures(matter: Matter) -> Part:
    """Return the words below the table of figures."""
    texts = [matter.text(*sum_keys(matter), shares_key(matter))]
    if matter.figures.quota_was_changed and matter.figures.quota_announced is not None:
        texts.append(matter.text("quota_revised"))
    return Part("De cijfers", (*texts, matter.text("figures_note")))


def sum_keys(matter: Matter) -> tuple[str, ...]:
    opening = by_sign(matter.known.opening_balance, "backlog", "lead", "zero")
    task = "task" if matter.known.total_task > 0 else "no_task"
    return tuple(f"figures_sum.{key}" for key in ("quota", opening, task, "realised"))


def shares_key(matter: Matter) -> str:
    has_quota = matter.figures.share_of_quota is not None
    has_task = matter.figures.share_of_total_task is not None
    if has_quota:
        return "shares" if has_task else "shares.no_task"
    return "shares.no_quota" if has_task else "shares.none"


def reasons(matter: Matter) -> Part:
    """Return why: the findings, the choice of a person, and what that person adds."""
    findings = [finding for finding in matter.placement.findings if finding.in_letter]
    groups = [list(group) for _, group in groupby(findings, key=paragraph_of)]
    texts = [Text(" ".join(finding.text(SUBJECT) for finding in group)) for group in groups]
    sentence, *paragraphs = choice(matter)
    if matter.has_proposal:
        texts[-1] = Text(f"{texts[-1]} {sentence}")
    told = [
        part
        for text, group in zip(texts, groups, strict=True)
        for part in (text, *added_after(matter, group))
    ]
    return Part("Waarom deze trede", (*told, *paragraphs, *added_reasons(matter)))


def added_after(matter: Matter, findings: list[Finding]) -> Iterator[Text]:
    """Yield what the province adds after these findings."""
    for block in dict.fromkeys(finding.block for finding in findings):
        yield from matter.added(CALLED_BEFORE.get(f"after.{block}", f"after.{block}"))


def choice(matter: Matter) -> tuple[Text, ...]:
    """Return what the person does with the outcome: a sentence beside it, and the person's own words."""
    judgement = matter.assessment
    if judgement.ground:
        effect = [f"choice_ground.{judgement.ground_effect}"]
        if judgement.ground_norm is not None:
            reached = matter.known.realised >= judgement.ground_norm
            effect.append("choice_ground.norm_met" if reached else "choice_ground.norm_missed")
        return (matter.text("choice_ground"), *typed(judgement.ground_evidence), matter.text(*effect))
    if judgement.chosen_rung is None:
        return (matter.text("choice_same"),)
    lighter = judgement.chosen_rung < (judgement.proposed_rung or 0)
    key = "choice_lighter" if lighter else "choice_heavier"
    return (matter.text(key), *typed(judgement.deviation_reason))


def paragraph_of(finding: Finding) -> object:
    return PARAGRAPHS.get(finding.key, finding.key)


def added_reasons(matter: Matter) -> tuple[Text, ...]:
    motivation = typed(matter.assessment.motivation)
    match matter.rung.name:
        case "notice_of_intent":
            return (matter.text("notice.plan_asked"), *(motivation or (matter.given("motivation"),)))
        case "substitution_decision":
            return (
                *matter.texts("decision.history", "decision.view"),
                *(motivation or (matter.given("motivation"),)),
                matter.text("decision.lighter_means"),
            )
        case _:
            return motivation


def asks(matter: Matter) -> Part:
    match matter.rung.name:
        case "signalling":
            return Part("Hoe nu verder", matter.texts(ask_on_1(matter)))
        case "information_request":
            texts = matter.texts(*asks_on_2(matter), *next_step(matter))
        case "active_supervision":
            texts = matter.texts(*asks_on_3(matter), *next_step(matter))
        case "notice_of_intent":
            texts = matter.texts("notice.prevent", "notice.view", "notice.status")
        case "substitution_decision":
            texts = matter.texts("decision.required", "decision.term", "decision.withdrawal")
        case _:
            texts = matter.texts("substitution.cooperation", "substitution.others", "substitution.end")
    return Part("Wat wij vragen", (*texts, *own_asks(matter)))


def own_asks(matter: Matter) -> tuple[Text, ...]:
    """Return what the supervisor asks of this municipality, and by when."""
    asked = typed(matter.assessment.asks)
    return (matter.text("ask_own"), *asked) if asked else ()


def ask_on_1(matter: Matter) -> str:
    if matter.previous_rung is not None and matter.previous_rung > 1:
        return "ask_1_down"
    return "ask_1_backlog" if matter.has_backlog else "ask_1"


def asks_on_2(matter: Matter) -> tuple[str, ...]:
    if matter.came_from("active_supervision"):
        return ("ask_2_from_3" if matter.has_backlog else "ask_2_from_3.no_backlog",)
    if matter.came_from("information_request") and not matter.missed:
        return ("ask_kept",)
    if matter.came_from("information_request") and matter.previous_letter_date is not None:
        return ("ask_2_repeat",)
    # A person can place a municipality higher that met the norm: then there is no difference to explain.
    return ("ask_2" if matter.missed else "ask_2.met", "ask_2.talk")


def asks_on_3(matter: Matter) -> tuple[str, ...]:
    if matter.came_from("active_supervision"):
        return ("ask_3_repeat",) if matter.missed else ("ask_kept",)
    return ("ask_3" if matter.has_backlog else "ask_3.no_backlog", "ask_3.talk")


def next_step(matter: Matter) -> tuple[Keys, ...]:
    """Return what a norm missed in the next period leads to, where its policy says so."""
    policy = matter.next_policy
    if policy is None or not policy.steps_up_after_a_miss:
        return ()
    follows_intent = matter.rung.number + 1 == policy.ladder.executive_from
    return (("next_step", "next_step.executive"),) if follows_intent else ("next_step",)


def outlook(matter: Matter) -> Part:
    """Return the next period as known then; nothing for a municipality that no longer exists in it."""
    if not matter.continues:
        return Part("Vooruitblik", ())
    keys: list[Keys] = [outlook_keys(matter)]
    if matter.next_policy is not None and matter.next_policy.version != matter.policy.version:
        keys.append("next_policy")
    return Part("Vooruitblik", matter.texts(*keys))


def outlook_keys(matter: Matter) -> tuple[str, ...]:
    closing, after = matter.known.closing_balance, matter.next_figures
    corrected: tuple[str, ...] = ()
    if after is not None and after.opening_balance not in (None, closing):
        corrected = ("outlook.corrected" if after.opening_balance else "outlook.corrected_zero",)
    if after is None or after.quota is None or after.total_task is None:
        opening = "outlook_unknown.opening" if closing else "outlook_unknown.zero"
        return ("outlook_unknown", *(corrected or (opening,)))
    balance = by_sign(closing, "outlook_backlog", "outlook_lead", "outlook_zero")
    task = "outlook.task" if after.total_task > 0 else "outlook.no_task"
    return ("outlook.quota", balance, *corrected, task)


def own(matter: Matter) -> Part:
    """Return the paragraphs that the supervisor wrote for this municipality."""
    return Part("Voor uw gemeente in het bijzonder", typed(matter.assessment.letter_paragraphs))


def extra(matter: Matter) -> Part:
    """Return requests that have nothing to do with the rung, such as places for Nidos."""
    requests = typed(matter.assessment.extra_requests)
    return Part("Los van deze beoordeling", (matter.text("extra_intro"), *requests) if requests else ())


def publication(matter: Matter) -> Part:
    texts: tuple[Text, ...]
    match matter.rung.name:
        case "notice_of_intent":
            texts = matter.texts("contact", "notice.council")
        case "substitution_decision":
            texts = matter.texts("contact", "decision.council")
        case "substitution":
            texts = matter.texts("contact")
        case _:
            texts = matter.texts("figures_reply", ("contact", "publication"))
    return Part("Vragen en publicatie", texts)


def law(matter: Matter) -> Part:
    policy_line = "policy_line.none" if matter.confirmed.is_unpublished else "policy_line"
    return Part("Wettelijke grondslag", matter.texts(("law_task", "law_supervision"), policy_line))


def appeal(matter: Matter) -> Part:
    return Part("Beroep", matter.texts("appeal") if matter.rung.name == "substitution_decision" else ())
