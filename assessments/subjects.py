"""Whose assessment can take a step, and what stands in the way: the same for the page and for the write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assessments.differences import changes_between, previous_changed
from assessments.engine import engine_version
from assessments.letter_matter import Adoption
from assessments.letters import missing_in, written
from assessments.memory import UNSETTLED, memory_of, opening_rungs, running_acts
from assessments.models import Assessment, AssessmentVersion, Step
from assessments.rules.choice import problems_with
from assessments.rules.findings import Previous
from assessments.rules.ladder import EXECUTIVE_FROM, rung
from assessments.rules.registry import policy_by_version
from assessments.rules.wording import listing, period_text
from assessments.tracks import Track, tracks_of
from assessments.workflow import ADOPT, PROPOSE, State, Transition
from audit.seals import checksum_of
from municipalities.figures import Figures
from municipalities.models import Municipality, Period, Province
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

    @property
    def sentences(self) -> list[str]:
        return [problem.replace(NAME, self.municipality.name) for problem in self.problems]

    @property
    def mark(self) -> str:
        """Changes with every change, so that a page that is behind is noticed."""
        return checksum_of(self.judgement)[:16]

    @property
    def key(self) -> str:
        """What a form sends back of this row."""
        return f"{self.municipality.cbs_code}:{self.mark}"


@dataclass(frozen=True)
class Surroundings:
    """What the checks of a period need, read once."""

    live: dict[Municipality, Figures]
    memory: dict[int, Previous]
    taken_over: dict[int, int]
    """Rungs taken over for this period, by municipality id."""
    acts: dict[int, set[int]]
    """The rungs of the legal acts that run, by municipality id."""
    open_words: dict[int, list[str]]
    """What the letter of a version still leaves open, by municipality id."""
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
            tuple(remarks_on(judgement)),
            tuple(problems_of(step, judgement, tracks[municipality.pk], around, by)),
        )
        subjects.append(subject)
    return sorted(subjects, key=lambda row: (not row.problems, not row.remarks, name_key(row.municipality)))


def candidate(step: Transition, track: Track) -> Assessment | AssessmentVersion | None:
    if step is PROPOSE:
        return track.concept
    return track.in_state(*step.sources)


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
        memory=memory_of(period, province) if checked else {},
        taken_over=dict(
            opening_rungs()
            .filter(period=period, municipality__province=province)
            .values_list("municipality_id", "rung")
        ),
        acts=rungs_of_acts(province) if step is ADOPT else {},
        open_words=open_words_of(versions, live, period, province) if step is ADOPT else {},
        proposers={row.version_id: row.taken_by for row in proposals} if step.other_person else {},
    )


def rungs_of_acts(province: Province) -> dict[int, set[int]]:
    """Return the rungs of the legal acts that run, by municipality id."""
    found: dict[int, set[int]] = {}
    for act in running_acts().filter(municipality__province=province):
        found.setdefault(act.municipality_id, set()).add(act.rung)
    return found


STILL_TO_COME = Adoption(decision_date=date.min, decision_number="", superseded={})
"""Stands in for the decision while it is looked at what else a letter leaves open."""


def open_words_of(
    versions: list[AssessmentVersion], live: dict[Municipality, Figures], period: Period, province: Province
) -> dict[int, list[str]]:
    """Return what the final letters would leave open, by municipality id."""
    by_id = {municipality.pk: municipality for municipality in live}
    for version in versions:
        version.municipality, version.period = by_id[version.municipality_id], period
    letters = written(versions, period, province, adoption=STILL_TO_COME)
    return {letter.assessment.municipality_id: missing_in(letter) for letter in letters}


def remarks_on(judgement: Assessment | AssessmentVersion) -> Iterator[str]:
    """Yield what sets an assessment apart from the others."""
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
    standing = track.standing
    if standing is not None and same_decision(standing, judgement):
        yield (
            f"{NAME}: herbeoordelen is niet nodig: cijfers, beleidskader en trede zijn gelijk aan de vastgestelde "
            "versie."
        )


def same_decision(standing: AssessmentVersion, judgement: Assessment | AssessmentVersion) -> bool:
    """Return whether a re-assessment says what already stands."""
    changes = changes_between(standing, judgement.figures, judgement.placement, judgement.rung)
    return not changes and standing.choice == judgement.choice


def problems_with_age(judgement: Assessment | AssessmentVersion, around: Surroundings) -> Iterator[str]:
    """Yield what is known otherwise since it was judged.

    Figures as known on a chosen earlier day stay those of that day: only when they were judged as they
    were then is a later change a surprise.
    """
    previous = around.memory[judgement.municipality_id]
    changed = [
        *(["cijfers"] if figures_changed(judgement, around) else []),
        *(["vorige trede"] if previous_changed(judgement, previous) else []),
    ]
    if previous.status == "successor":
        yield (
            f"{NAME} is de opvolger van een opgeheven gemeente. Kies welke trede de nieuwe gemeente overneemt, met "
            '"Vorige trede overnemen".'
        )
    elif previous.status in UNSETTLED:
        before = period_text(judgement.figures.period.previous_code)
        yield (
            f"{NAME} kan niet worden voorgesteld: de trede over {before} is nog niet vastgesteld. Stel die eerst "
            "vast of neem de vorige trede over."
        )
    elif changed:
        are = "is" if changed == ["vorige trede"] else "zijn"
        yield (
            f'De {listing(changed)} van {NAME} {are} na de beoordeling gewijzigd. Kies "Beoordeel opnieuw"; uw '
            "motivering blijft bewaard."
        )


def figures_changed(judgement: Assessment | AssessmentVersion, around: Surroundings) -> bool:
    as_known_then = judgement.known_at == judgement.assessed_at
    return as_known_then and judgement.figures != around.live[judgement.municipality]


def problems_before_adopting(
    judgement: Assessment | AssessmentVersion, around: Surroundings
) -> Iterator[str]:
    key, decided = judgement.municipality_id, judgement.rung or 0
    if decided >= EXECUTIVE_FROM and decided not in around.acts.get(key, set()):
        yield (
            f"{NAME}: trede {decided} vraagt een einddatum, een omvang en de gemeenteraad als geadresseerde. Leg eerst "
            f"vast: {rung(decided).label.lower()}."
        )
    missing = around.open_words.get(key, [])
    if missing:
        yield f"{NAME}: in de brief ontbreekt nog: {listing(missing)}. Vul dat in bij Beheer of in de motivering."


def problems_in_words(subjects: list[Subject]) -> list[str]:
    """Return the problems of several municipalities, each kind once."""
    names: dict[str, list[str]] = {}
    for subject in subjects:
        for problem in subject.problems:
            names.setdefault(problem, []).append(subject.municipality.name)
    return [sentence_for(problem, whose) for problem, whose in names.items()]


def sentence_for(problem: str, names: list[str]) -> str:
    first, *others = names
    sentence = problem.replace(NAME, first)
    if not others:
        return sentence
    more = f"{listing(others)}" if len(others) <= MOST_NAMES else f"{len(others)} andere gemeenten"
    return f"{sentence} Dat geldt ook voor {more}."
