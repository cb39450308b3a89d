"""Writes of what a person adds to a concept: the motivation, the choice, and words for the letter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from assessments.judging.assess_period import apply_choice, latest_judgement, text_of
from assessments.judging.given_terms import problem_with_term
from assessments.judging.motivation import CONTRADICTION, STANDARD
from assessments.models import Assessment, Judgement, LetterTerms
from assessments.models.judgements import CHOSEN_FIELDS
from assessments.rules.deviation import Choice, problems_with
from assessments.typed_numbers import (
    KnownNumbers,
    confirmed_in,
    kept_numbers,
    numbers_of,
    refuse_unknown,
)
from audit.actions import record
from audit.refused import Clock, Refused, by_field
from municipalities.moments import local_day
from municipalities.recording import locked
from municipalities.working_days import WorkingDays, working_days_of


class MotivationChanged(Refused):
    """Someone else saved another motivation, choice or words for the letter since the page was opened."""

    def __init__(self, saved: Assessment) -> None:
        super().__init__(
            "Iemand anders heeft deze motivering intussen gewijzigd. Hieronder staan beide teksten; voeg ze samen "
            "en sla opnieuw op."
        )
        self.current = saved.motivation
        self.choice = saved.choice
        self.letter = saved.letter_additions
        self.concept = saved.pk
        self.version = saved.motivation_version


@transaction.atomic
def save_motivation(
    assessment: Judgement,
    *,
    text: str,
    version: int,
    by: Any,
    now: Clock,
    choice: Choice | None = None,
    concept: int | None = None,
    letter: Mapping[str, Any] | None = None,
    confirmed: Collection[str] = (),
) -> Assessment:
    """Keep the words and the choice of a supervisor; what is saved already is not written again.

    `version` is the one that the page showed, and `concept` the key of the concept itself: another one
    may have come after it was proposed and given back. `letter` holds what is added to the letter, by the
    names of LETTER_FIELDS, and `confirmed` the typed numbers that are no figures and yet are right.
    Raises UnknownNumbers for others, MotivationChanged when something else was saved in the meantime,
    Refused for a choice or words that cannot be, and without a concept. Without `choice` or `letter`
    what was there stays.
    """
    # Proposing takes the same lock: words saved in between would be lost with the concept.
    moment = locked(assessment.municipality.province, now, latest=latest_judgement)
    same = {"municipality": assessment.municipality_id, "period": assessment.period_id}
    current = Assessment.objects.filter(**same).first()
    if current is None:
        raise Refused(
            f"Motivering opslaan kan niet: de beoordeling van {assessment.municipality} is intussen voorgesteld. "
            "Vernieuw de pagina."
        )
    choice = current.choice if choice is None else choice
    before = current.letter_additions
    letter = before if letter is None else letter
    if (current.motivation, current.choice, before) == (text, choice, letter):
        return current
    if (current.pk, current.motivation_version) != (concept or current.pk, version):
        raise MotivationChanged(current)
    problems = list(problems_with(choice, current.placement, current.rules))
    if not problems:
        set_choice(current, choice)
        problems += problems_with_letter(current.rung, letter)
        terms, working_days = terms_in_force(current), working_days_of(current.municipality.province_id)
        if wrong := asked_too_soon(current.known_at, letter["asks_due"], terms, working_days):
            problems.append(("asks_due", wrong))
    if choice != Choice() and STANDARD in text:
        problems.append(("motivation", CONTRADICTION))
    if problems:
        raise Refused(fields=by_field(problems))
    current.confirmed_numbers = numbers_confirmed(current, typed_words(text, choice, letter), confirmed)
    current.chosen_by = by
    current.motivation = text
    current.motivation_version += 1
    for name, value in letter.items():
        setattr(current, name, value)
    current.save()
    record(
        "motivering opgeslagen",
        by=by,
        at=moment,
        about=current,
        province_code=current.municipality.province_id,
        text=text,
        numbers=current.confirmed_numbers,
        choice=chosen_by_hand(current) if current.deviates else {},
        letter={name: text_of(value) for name, value in letter.items() if value},
    )
    return current


def chosen_by_hand(concept: Assessment) -> dict[str, Any]:
    """Return the choice as the log keeps it: a day as text."""
    chosen = {name: getattr(concept, name) for name in CHOSEN_FIELDS}
    return chosen | {"presented_on": text_of(concept.presented_on)}


def typed_words(text: str, choice: Choice, letter: Mapping[str, Any]) -> dict[str, str]:
    """Return every text that comes in the letter, by the name of its field."""
    words = {"motivation": text, "deviation_reason": choice.reason, "ground_evidence": choice.evidence}
    return words | {name: letter[name] for name in ("letter_paragraphs", "asks", "extra_requests")}


def numbers_confirmed(concept: Assessment, texts: Mapping[str, str], confirmed: Collection[str]) -> str:
    """Return the confirmed numbers as they are kept with the words; raises UnknownNumbers for one that is not."""
    known = figures_named(concept)
    said = {*confirmed, *concept.confirmed_numbers.splitlines()}
    refuse_unknown(texts, known, said, of="deze brief")
    return kept_numbers(confirmed_in(texts.values(), known, said))


def figures_named(judgement: Judgement) -> KnownNumbers:
    """Return the numbers that words about a judgement may name: its figures, and what its findings say."""
    placement = judgement.placement
    others = (
        placement.number_to_reach,
        placement.measured,
        judgement.ground_norm,
        placement.consecutive_misses,
    )
    return numbers_of(judgement.figures, *others, texts=[finding.sentence for finding in placement.findings])


def problems_with_letter(rung: int | None, letter: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what cannot be in a letter on this rung: the field and a sentence."""
    asks, due = letter["asks"], letter["asks_due"]
    if asks and due is None:
        yield "asks_due", "De brief vraagt een reactie, maar er is geen uiterste datum. Vul die in."
    if due is not None and not asks:
        yield "asks", "Er is een uiterste datum, maar niet wat de gemeente dan moet doen. Vul dat in."
    if asks and rung == 1:
        yield (
            "asks",
            "Trede 1 vraagt de gemeente niets extra's. Zet een vraag die los staat van de beoordeling bij Extra "
            "verzoeken.",
        )


def asked_too_soon(
    known_at: datetime, due: date | None, terms: LetterTerms | None, working_days: WorkingDays
) -> str:
    """Return that what is asked beside the rung is asked too soon, once the date of the letter is set; mostly empty.

    A date from before the figures were known is of an earlier letter.
    """
    day = terms.letter_date if terms is not None else None
    if terms is None or day is None or due is None or day < local_day(known_at):
        return ""
    return problem_with_term(working_days, day, due, has_reason=bool(terms.short_reason))


def terms_in_force(concept: Assessment) -> LetterTerms | None:
    """Return the terms of the letter of a concept: those of its municipality, or else those of all."""
    rows = LetterTerms.objects.filter(
        Q(municipality=None) | Q(municipality=concept.municipality),
        province=concept.municipality.province,
        period=concept.period,
    )
    return rows.order_by(F("municipality").asc(nulls_last=True)).first()


def set_choice(concept: Assessment, choice: Choice) -> None:
    concept.chosen_rung = choice.rung
    concept.deviation_reason = choice.reason.strip() if choice.rung is not None else ""
    concept.presented_on = choice.presented_on
    concept.ground = choice.ground
    concept.ground_evidence = choice.evidence.strip()
    concept.ground_effect = choice.effect
    concept.ground_norm = choice.norm
    apply_choice(concept)
