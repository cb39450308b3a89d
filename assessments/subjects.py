"""Whose assessment can take a step, and what stands in the way: the same for the page and for the write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

from assessments.actions import problems_with_letter
from assessments.differences import (
    OUTCOME,
    POLICY,
    PREVIOUS,
    changed_in_words,
    changes_between,
    changes_now,
)
from assessments.engine import engine_version
from assessments.legal_acts import acts_since, running_acts
from assessments.letter_blocks import OPEN
from assessments.letter_matter import TERMS, Adoption
from assessments.letters import Letter, missing_in, render_letter, written
from assessments.memory import UNSETTLED, memory_of, opening_rungs
from assessments.models import Assessment, AssessmentVersion, LegalAct, Step
from assessments.motivation import problems_with_words
from assessments.pages import known_text
from assessments.rules.choice import problems_with
from assessments.rules.findings import Previous
from assessments.rules.ladder import EXECUTIVE_FROM, rung
from assessments.rules.policy import Policy
from assessments.rules.registry import policy_by_version, policy_for
from assessments.rules.wording import day, listing, period_text
from assessments.tracks import Track, tracks_of
from assessments.workflow import ADOPT, PROPOSE, State, Transition
from audit.seals import checksum_of
from municipalities.figures import Figures
from municipalities.models import Municipality, Period, Province
from municipalities.moments import local_day
from municipalities.queries import figures_for, name_key

NAME = "{naam}"
MOST_NAMES = 5


@dataclass(frozen=True)
class Subject:
    """One assessment in a state from which a step can be taken."""

    municipality: Municipality
    judgement: Assessment | AssessmentVersion
    track: Track
    remarks: tuple[str, ...]
    """Why it deserves a look."""
    problems: tuple[str, ...]
    """Why the step cannot be taken: sentences in which `NAME` stands for the municipality."""
    letter: Letter | None = None
    """What adopting would keep, but for the decision."""

    @property
    def sentences(self) -> list[str]:
        return [problem.replace(NAME, self.municipality.name) for problem in self.problems]

    @cached_property
    def mark(self) -> str:
        """Changes with every change, also of the letter to be adopted, so that a page that is behind is noticed."""
        document = render_letter(self.letter) if self.letter else ""
        return checksum_of(self.judgement)[:16] + sha256(document.encode()).hexdigest()[:16]

    @property
    def key(self) -> str:
        """What a form sends back of this row."""
        return f"{self.municipality.cbs_code}:{self.mark}"


@dataclass(frozen=True)
class Surroundings:
    """What the checks of a period need, read once."""

    live: dict[Municipality, Figures]
    policy: Policy | None
    """The one that counts for the period now."""
    memory: dict[int, Previous]
    taken_over: dict[int, int]
    """Rungs taken over for this period, by municipality id."""
    acts: Collection[tuple[int, int]]
    """Of which rungs a legal act ran since the period began: pairs of municipality id and rung."""
    running: dict[int, LegalAct]
    """The legal act that runs, by municipality id."""
    letters: dict[int, Letter]
    """The final letter of a version but for its decision, by municipality id."""
    proposers: dict[int, Any]
    """Who proposed a version, by version id."""


def subjects_of(
    step: Transition, period: Period, province: Province, *, by: Any, now: datetime
) -> list[Subject]:
    """Return who can take a step, those with something to look at first, then by name."""
    tracks = tracks_of(period, province)
    candidates = {key: found for key, track in tracks.items() if (found := candidate(step, track))}
    around = surroundings_of(step, period, province, list(candidates.values()), now)
    subjects = []
    for municipality in around.live:
        judgement = candidates.get(municipality.pk)
        if judgement is None:
            continue
        judgement.municipality, judgement.period = municipality, period
        subject = Subject(
            municipality,
            judgement,
            tracks[municipality.pk],
            tuple(remarks_on(judgement, around.running.get(municipality.pk))),
            tuple(problems_of(step, judgement, tracks[municipality.pk], around, by)),
            around.letters.get(municipality.pk),
        )
        subjects.append(subject)
    return sorted(subjects, key=lambda row: (not row.problems, not row.remarks, name_key(row.municipality)))


def candidate(step: Transition, track: Track) -> Assessment | AssessmentVersion | None:
    """Return what of a municipality can take a step: the concept, or a version in the right state."""
    if step.only_reassessment and track.standing is None:
        return None
    if State.CONCEPT in step.sources and track.concept is not None:
        return track.concept
    return track.given_back if State.RETURNED in step.sources else track.in_state(*step.sources)


def surroundings_of(
    step: Transition,
    period: Period,
    province: Province,
    judgements: list[Assessment | AssessmentVersion],
    now: datetime,
) -> Surroundings:
    """Read what the checks of this step need, and no more."""
    live = figures_for(period, known_at=now, province=province)
    versions = [row for row in judgements if isinstance(row, AssessmentVersion)]
    checked = step in (PROPOSE, ADOPT)
    proposals = Step.objects.filter(version__in=versions, state=State.PROPOSED).select_related("taken_by")
    return Surroundings(
        live=live,
        policy=policy_for(province.code, period.code),
        memory=memory_of(period, province) if checked else {},
        taken_over=dict(
            opening_rungs()
            .filter(period=period, municipality__province=province)
            .values_list("municipality_id", "rung")
        ),
        acts=acts_since(period.start, province).keys() if step is ADOPT else (),
        running=running_in(province) if checked else {},
        letters=letters_to_come(versions, live, period, province) if step is ADOPT else {},
        proposers={row.version_id: row.taken_by for row in proposals} if step.other_person else {},
    )


def running_in(province: Province) -> dict[int, LegalAct]:
    acts = running_acts().filter(municipality__province=province)
    return {act.municipality_id: act for act in acts.select_related("municipality")}


STILL_TO_COME = Adoption(decision_date=date.min, decision_number="", superseded={})
"""Stands in for the decision while it is looked at what else a letter leaves open."""


def letters_to_come(
    versions: list[AssessmentVersion], live: dict[Municipality, Figures], period: Period, province: Province
) -> dict[int, Letter]:
    """Return the letters as adopting would keep them, by municipality id."""
    by_id = {municipality.pk: municipality for municipality in live}
    for version in versions:
        version.municipality, version.period = by_id[version.municipality_id], period
    letters = written(versions, period, province, adoption=STILL_TO_COME)
    return {letter.assessment.municipality_id: letter for letter in letters}


def remarks_on(judgement: Assessment | AssessmentVersion, running: LegalAct | None) -> Iterator[str]:
    """Yield what sets an assessment apart from the others, a legal act that it leaves running first."""
    if running is not None and judgement.rung is not None and judgement.rung < EXECUTIVE_FROM:
        kind = running.get_kind_display().lower()
        yield f"Er loopt nog een {kind} ({running.decision_number}, tot en met {day(running.term_end)})"
    if judgement.chosen_rung is not None:
        yield f"Wijkt af van de uitkomst (trede {judgement.proposed_rung})"
    if judgement.ground:
        yield "Verschoonbare reden"
    if judgement.is_frozen:
        yield "Bevroren"
    if judgement.rung is not None and judgement.rung >= EXECUTIVE_FROM:
        yield "Besluit Gedeputeerde Staten nodig"
    if judgement.reassessment_reason:
        yield "Herbeoordeling"


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
    if step is PROPOSE:
        yield from problems_before_proposing(judgement, track, around)
    if step in (PROPOSE, ADOPT) and judgement.rung is not None:
        yield from problems_with_age(judgement, around)
    if step is ADOPT:
        yield from problems_before_adopting(judgement, around)


def problems_before_proposing(
    judgement: Assessment | AssessmentVersion, track: Track, around: Surroundings
) -> Iterator[str]:
    key = judgement.municipality_id
    if judgement.rung is None:
        yield (
            f"{NAME} kan niet worden voorgesteld: er zijn geen cijfers ontvangen. Lever de cijfers aan en beoordeel "
            "opnieuw."
        )
        return
    if key in around.taken_over:
        yield (
            f"Over {judgement.period} is voor {NAME} al trede {around.taken_over[key]} vastgelegd. Neem die "
            "overgenomen trede eerst terug."
        )
    if judgement.engine != engine_version():
        yield (
            f'De rekenregel is na de beoordeling van {NAME} gewijzigd. Kies "Beoordeel opnieuw"; uw motivering blijft '
            "bewaard."
        )
    policy = policy_by_version(judgement.policy)
    for _, message in problems_with(judgement.choice, judgement.placement, policy):
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
    if previous.status == "successor":
        yield (
            f"{NAME} is de opvolger van een opgeheven gemeente. Kies welke trede de nieuwe gemeente overneemt, met "
            '"Vorige trede overnemen".'
        )
    elif previous.status in UNSETTLED:
        before = period_text(previous.waits_for)
        yield (
            f"{NAME} kan niet worden voorgesteld: de trede over {before} is nog niet vastgesteld. Stel die eerst "
            "vast of neem de vorige trede over."
        )
    elif changed:
        are = "is" if changed in ONE_THING else "zijn"
        yield (
            f'{changed.capitalize()} van {NAME} {are} na de beoordeling gewijzigd. Kies "Beoordeel opnieuw"; uw '
            "motivering blijft bewaard."
        )


ONE_THING = (PREVIOUS, POLICY, OUTCOME)


def remedy(judgement: Assessment | AssessmentVersion, missing: Collection[str]) -> str:
    """Return where to fill in what a letter still leaves open."""
    if not {OPEN[name] for name in TERMS}.issuperset(missing):
        return "Vul dat in bij Beheer of in de motivering."
    own = " Kies daar ook de gemeente: dan houden andere brieven hun dagen."
    return (
        f"Vraag de beheerder dat in te vullen bij Beheer, Termijnen van brieven, over {judgement.period.code}."
        f"{own if judgement.reassessment_reason else ''} "
        f"Een dag van voor {day(local_day(judgement.known_at))} telt niet: toen waren deze cijfers nog niet bekend."
    )


def problems_before_adopting(
    judgement: Assessment | AssessmentVersion, around: Surroundings
) -> Iterator[str]:
    key, decided = judgement.municipality_id, judgement.rung or 0
    if decided >= EXECUTIVE_FROM and (key, decided) not in around.acts:
        yield (
            f"{NAME}: trede {decided} vraagt een einddatum, een omvang en de gemeenteraad als geadresseerde. Leg eerst "
            f"vast: {rung(decided).label.lower()}."
        )
    letter = around.letters.get(key)
    missing = missing_in(letter) if letter else []
    if missing:
        yield f"{NAME}: in de brief ontbreekt nog: {listing(missing)}. {remedy(judgement, missing)}"
    due = judgement.asks_due
    if letter and letter.printed_on and due is not None and due < letter.printed_on:
        yield (
            f"{NAME}: de brief is van {day(letter.printed_on)} en vraagt iets uiterlijk op {day(due)}. Geef de "
            "beoordeling terug voor een latere datum, of pas bij Beheer de datum van de brief aan."
        )


def problems_in_words(subjects: list[Subject]) -> list[str]:
    """Return the problems of several municipalities, each kind once."""
    return in_words((problem, row.municipality.name) for row in subjects for problem in row.problems)


def in_words(found: Iterable[tuple[str, str]]) -> list[str]:
    """Return each problem once, with whom it is about; `found` are problems and names."""
    names: dict[str, list[str]] = {}
    for problem, name in found:
        names.setdefault(problem, []).append(name)
    return [sentence_for(problem, whose) for problem, whose in names.items()]


def sentence_for(problem: str, names: list[str]) -> str:
    first, *others = names
    sentence = problem.replace(NAME, first)
    if not others:
        return sentence
    more = f"{listing(others)}" if len(others) <= MOST_NAMES else f"{len(others)} andere gemeenten"
    return f"{sentence} Dat geldt ook voor {more}."
