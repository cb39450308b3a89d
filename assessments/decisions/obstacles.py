"""What stands in the way of a step with one assessment, and what about it deserves a look."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from assessments.decisions.step_context import Surroundings
from assessments.judging.acts_then import act_behind
from assessments.judging.differences import (
    OUTCOME,
    POLICY,
    PREVIOUS,
    changed_in_words,
    changes_between,
    changes_now,
)
from assessments.judging.fingerprints import engine_version
from assessments.judging.motivation import problems_with_words
from assessments.judging.policy_in_force import Confirmed
from assessments.judging.previous_rungs import UNSETTLED
from assessments.judging.save_motivation import asked_too_soon, problems_with_letter
from assessments.judging.versions import Track
from assessments.letters.fields import FIELDS, OF_ACT, OPEN
from assessments.letters.letter import missing_in
from assessments.letters.matter import TERMS
from assessments.models import Assessment, AssessmentVersion
from assessments.rules.deviation import problems_with
from assessments.rules.explain import PREVIOUS_STATUS
from assessments.rules.situation import How
from assessments.workflow import ADOPT, PROPOSE, Transition
from municipalities.dutch import day_text, known_text, listing, period_text
from municipalities.moments import local_day

NAME = "{naam}"
ASSUMED = "Steunt op een aanname"
"""How a remark begins that says nothing of one municipality more than of another."""


def remarks_on(judgement: Assessment | AssessmentVersion, around: Surroundings) -> Iterator[str]:
    """Yield what sets an assessment apart from the others, a legal act that it leaves running first."""
    running = around.running.get(judgement.municipality_id)
    if running is not None and judgement.rung is not None and not judgement.needs_executive:
        kind = running.get_kind_display().lower()
        yield f"Er loopt nog een {kind} ({running.decision_number}, tot en met {day_text(running.last_day)})"
    yield from terms_before_letter(judgement, around)
    yield from around.on_sending.get(judgement.municipality_id, ())
    # Of a concept the letter is only looked at for what it still needs.
    is_version = isinstance(judgement, AssessmentVersion)
    letter = around.letters.get(judgement.municipality_id) if is_version else None
    if letter is not None and letter.assumptions:
        said = "; ".join(f"{code}, {judgement.rules.assumption(code).text}" for code in letter.assumptions)
        yield f"{ASSUMED} die niet is bevestigd: {said}"
    if judgement.chosen_rung is not None:
        yield f"Wijkt af van de uitkomst (trede {judgement.proposed_rung})"
    if judgement.ground:
        yield "Verschoonbare reden"
    if judgement.is_frozen:
        yield "Bevroren"
    if judgement.needs_executive:
        yield "Besluit Gedeputeerde Staten nodig"
    if judgement.reassessment_reason:
        yield "Herbeoordeling"
    known_on = local_day(judgement.known_at)
    if around.usual_day not in (None, known_on):
        yield f"Cijfers bekend op {day_text(known_on)}, bij de meeste op {day_text(around.usual_day)}"


def terms_before_letter(judgement: Assessment | AssessmentVersion, around: Surroundings) -> Iterator[str]:
    """Yield the term of an act that the letter gives and that is over on the day above it.

    A re-assessment can be about an act that is over, so this is for the adopter to see and to judge.
    """
    letter = around.letters.get(judgement.municipality_id)
    if letter is not None and (told := letter.past_its_term):
        yield told


def problems_of(
    step: Transition, judgement: Assessment | AssessmentVersion, track: Track, around: Surroundings, by: Any
) -> Iterator[str]:
    """Yield why this step cannot be taken now, in full sentences that name the municipality."""
    if isinstance(judgement, AssessmentVersion):
        proposer = around.proposers.get(judgement.pk)
        if step.other_person and by is not None and proposer == by:
            yield f"{NAME}: u hebt deze beoordeling zelf voorgesteld. Vraag een andere vaststeller."
        elif step.other_person and by is not None and judgement.chosen_by_id == by.pk:
            yield f"{NAME}: u hebt zelf de trede gekozen of de motivering geschreven. Vraag een andere vaststeller."
        if step.by_proposer and proposer != by:
            yield f"{NAME}: alleen wie haar voorstelde, kan haar terughalen. Een vaststeller kan haar teruggeven."
    if step is PROPOSE:
        yield from problems_before_proposing(judgement, track, around)
    if step in (PROPOSE, ADOPT) and judgement.rung is not None:
        yield from problems_with_age(judgement, around)
        terms = around.terms.get(judgement.municipality_id) or around.terms.get(None)
        if wrong := asked_too_soon(judgement.known_at, judgement.asks_due, terms, around.working_days):
            yield f"{NAME}: wat de brief verder vraagt, heeft te weinig tijd. {wrong}"
    if step is ADOPT:
        yield from problems_before_adopting(judgement, track, around)


def problems_before_proposing(
    judgement: Assessment | AssessmentVersion, track: Track, around: Surroundings
) -> Iterator[str]:
    key = judgement.municipality_id
    if judgement.rung is None:
        yield (
            f"{NAME} kan niet worden voorgesteld: er ontbreken cijfers. Lever ze aan en beoordeel opnieuw."
        )
        return
    if key in around.taken_over:
        yield (
            f"Over {judgement.period} is voor {NAME} al trede {around.taken_over[key]} vastgelegd. Neem die "
            "overgenomen trede eerst terug."
        )
    if judgement.engine != engine_version(judgement.rules):
        yield (
            f'De regels van het beleidskader zijn na de beoordeling van {NAME} gewijzigd. Kies "Beoordeel opnieuw"; uw '
            "motivering blijft bewaard."
        )
    for _, message in problems_with(judgement.choice, judgement.placement, judgement.rules):
        yield f"{NAME}: {message}"
    yield from problems_with_words(judgement, NAME)
    for _, message in problems_with_letter(judgement.rung, judgement.letter_additions):
        yield f"{NAME}: {message}"
    standing = track.standing
    if standing is not None and judgement.known_at < standing.known_at:
        yield (
            f"{NAME}: de vastgestelde versie steunt op cijfers bekend op {known_text(standing.known_at)}. Kies "
            '"Beoordeel opnieuw" met die dag of een latere.'
        )
    if standing is not None and same_decision(standing, judgement):
        yield (
            f"{NAME}: herbeoordelen is niet nodig: cijfers, beleidskader en trede zijn gelijk aan de vastgestelde "
            'versie. Kies "Afbreken".'
        )


def same_decision(standing: AssessmentVersion, judgement: Assessment | AssessmentVersion) -> bool:
    """Return whether a re-assessment says what already stands."""
    changes = changes_between(
        standing, judgement.figures, judgement.placement, judgement.previous_rung_status, judgement.rung
    )
    return not changes and standing.choice == judgement.choice


def problems_with_age(judgement: Assessment | AssessmentVersion, around: Surroundings) -> Iterator[str]:
    """Yield what is known otherwise since it was judged.

    Figures as known on a chosen earlier day stay those of that day: only when they were judged as they
    were then is a later change a surprise.
    """
    previous = around.memory[judgement.municipality_id]
    as_known_then = judgement.known_at == judgement.assessed_at
    figures = around.live[judgement.municipality] if as_known_then else judgement.figures
    changed = changed_in_words(changes_now(judgement, figures, previous, around.policy))
    if previous.how is How.SUCCESSOR:
        yield (
            f"{NAME} is de opvolger van een opgeheven gemeente. Kies welke trede de nieuwe gemeente overneemt, met "
            '"Vorige trede overnemen".'
        )
    elif previous.how in UNSETTLED:
        before = period_text(previous.waits_for)
        yield (
            f"{NAME} kan niet worden voorgesteld: de trede over {before} is nog niet vastgesteld. Stel die eerst "
            "vast of neem de vorige trede over."
        )
    elif changed:
        are = "is" if changed in ONE_THING else "zijn"
        since, later = "de beoordeling", ""
        if not as_known_then:
            since, later = known_text(judgement.known_at), " met een latere dag"
        what = what_happened(changed, judgement.previous_rung_status, previous.how)
        yield (
            f'{changed.capitalize()} van {NAME} {are} na {since} {what}. Kies "Beoordeel opnieuw"{later}; uw '
            "motivering blijft bewaard."
        )


def what_happened(changed: str, before: str, now: str) -> str:
    """Return what happened to what is known otherwise: a previous rung that was a concept is no change of one."""
    is_settled = changed == PREVIOUS and before == How.PROVISIONAL and now in (How.ADOPTED, How.TAKEN_OVER)
    return PREVIOUS_STATUS[now] if is_settled else "gewijzigd"


ONE_THING = (PREVIOUS, POLICY, OUTCOME)


TERMS_OF_LETTERS = "Termijnen van brieven"
PLACES = {
    **dict.fromkeys(TERMS, f"{TERMS_OF_LETTERS}, over {{period}}"),
    **dict.fromkeys(("vorige_brief",), f"{TERMS_OF_LETTERS}, over die eerdere periode"),
    **dict.fromkeys(
        ("plaats", "afzender_adres", "contact", "functie", "functies_gs", "publicatieplaats"), "Provincies"
    ),
    "adres": "Gemeenten",
}
"""Where at Beheer an administrator fills in what a letter leaves open."""


def remedy(judgement: Assessment | AssessmentVersion, missing: Collection[str]) -> str:
    """Return where to fill in what a letter still leaves open."""
    if not {OPEN[name] for name in PLACES}.issuperset(missing):
        return "Vul dat in bij Beheer of in de motivering."
    places = dict.fromkeys(place for name, place in PLACES.items() if OPEN[name] in missing)
    asked = ", en bij Beheer, ".join(place.format(period=judgement.period.code) for place in places)
    sentence = f"Vraag de beheerder dat in te vullen bij Beheer, {asked}."
    if {OPEN[name] for name in TERMS}.isdisjoint(missing):
        return sentence
    own = " Kies daar ook de gemeente: dan houden andere brieven hun dagen."
    return (
        f"{sentence}{own if judgement.reassessment_reason else ''} "
        f"Een dag vóór {day_text(local_day(judgement.known_at))} telt niet: toen waren "
        "deze cijfers nog niet bekend."
    )


def problems_before_adopting(
    judgement: Assessment | AssessmentVersion, track: Track, around: Surroundings
) -> Iterator[str]:
    if not judgement.verdict:
        yield (
            f"{NAME} is voorgesteld met een eerdere versie van deze applicatie, zonder oordeel. Geef het voorstel "
            "terug en beoordeel opnieuw; uw motivering blijft bewaard."
        )
    yield from needed_to_adopt(judgement, track, around)
    letter, due = around.letters.get(judgement.municipality_id), judgement.asks_due
    if letter and letter.printed_on and due is not None and due < letter.printed_on:
        yield (
            f"{NAME}: de brief is van {day_text(letter.printed_on)} en vraagt iets uiterlijk op {day_text(due)}. Geef "
            "de beoordeling terug voor een latere datum, of pas bij Beheer de datum van de brief aan."
        )


ASKED_AT_PROPOSING = {OPEN[name] for name in (*TERMS, "motivation")}


def needed_to_adopt(
    judgement: Assessment | AssessmentVersion,
    track: Track,
    around: Surroundings,
    *,
    beside: Collection[str] = (),
) -> Iterator[str]:
    """Yield what must be on record before it can be adopted; `beside` is what a letter may leave open until then."""
    key = judgement.municipality_id
    if around.confirmed.get(judgement.policy, Confirmed()).source is None:
        yield (
            f"{NAME}: u kunt deze brief niet vaststellen: de vindplaats van {judgement.rules.title_in_sentence} is "
            "niet bevestigd. De beheerder vult die in, of legt vast dat er geen is, bij Beleid."
        )
    yield from problems_with_presenting(judgement, around)
    letter = around.letters.get(key)
    if letter and letter.unconfirmed_count:
        yield f"{NAME}: de brief {letter.unconfirmed_count}"
    if untold := around.untold.get(key):
        yield (
            f"{NAME}: over {untold.about} is nog geen brief vastgesteld. Stel die eerst vast, in het dossier: anders "
            "steunt deze brief op iets wat de gemeente niet weet."
        )
    without_act = judgement.needs_executive and not rests_on_act(judgement, track, around)
    if without_act:
        yield problem_without_act(judgement, around)
    # Once the act is recorded, what it supplies is no longer open.
    supplied = {OPEN[name] for name in OF_ACT} if without_act else set()
    # Of the policy and of a heavier rung that is said above, with where to mend it.
    supplied.update((FIELDS["kader_vindplaats"], FIELDS["voorgelegd_op"], *beside))
    missing = [words for words in missing_in(letter) if words not in supplied] if letter else []
    if missing:
        yield f"{NAME}: in de brief ontbreekt nog: {listing(missing)}. {remedy(judgement, missing)}"


def rests_on_act(judgement: Assessment | AssessmentVersion, track: Track, around: Surroundings) -> bool:
    """Return whether the act of a rung runs; one that ended since carries only a rung that already stands."""
    act = act_behind(judgement, around.acts.get(judgement.municipality_id, []))
    stands = track.standing is not None and track.standing.rung == judgement.rung
    return act is not None and (act.end is None or stands)


def problem_without_act(judgement: Assessment | AssessmentVersion, around: Surroundings) -> str:
    rung, running = judgement.rung or 0, around.running.get(judgement.municipality_id)
    runs_on = judgement.rules.ladder.rung_of_act(running.kind) if running is not None else 0
    if running is not None and runs_on > rung:
        kind = running.get_kind_display().lower()
        return (
            f"{NAME}: er loopt al een {kind} ({running.decision_number}). Geef de beoordeling terug en laat de "
            f"toezichthouder trede {runs_on} kiezen."
        )
    return (
        f"{NAME}: voor trede {rung} is een stap van Gedeputeerde Staten nodig. De toezichthouder legt die vast bij "
        "Stappen."
    )


def problems_with_presenting(
    judgement: Assessment | AssessmentVersion, around: Surroundings
) -> Iterator[str]:
    """Yield why a heavier rung than the outcome cannot be adopted: the municipality must have been told of it."""
    if not judgement.must_be_presented:
        return
    letter, presented = around.letters.get(judgement.municipality_id), judgement.presented_on
    if presented is None:
        yield (
            f"{NAME}: trede {judgement.rung} is zwaarder dan de uitkomst. Leg dat voor aan de gemeente, geef de "
            'beoordeling terug en laat de toezichthouder "Voorgelegd op" invullen.'
        )
    elif letter and letter.printed_on and letter.printed_on < presented:
        yield (
            f"{NAME}: de brief is van {day_text(letter.printed_on)}, en de zwaardere trede is voorgelegd op "
            f"{day_text(presented)}. Geef de beoordeling terug voor een eerdere dag, of pas bij Beheer de datum van "
            "de brief aan."
        )
