"""All that was made of a municipality over a period: its concept, and every version that was decided on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from assessments.models import AdoptedLetter, Assessment, AssessmentVersion, Judgement
from assessments.workflow import BACK, STANDING, State
from municipalities.ledger.register import answered
from municipalities.models import Municipality, Period, Province


@dataclass(frozen=True)
class Track:
    """One municipality over one period; versions newest first, each with its state."""

    concept: Assessment | None = None
    versions: tuple[AssessmentVersion, ...] = ()

    @property
    def standing(self) -> AssessmentVersion | None:
        """What was adopted and still holds."""
        return self.in_state(*STANDING)

    @property
    def proposed(self) -> AssessmentVersion | None:
        return self.in_state(State.PROPOSED)

    @property
    def shown(self) -> Assessment | AssessmentVersion | None:
        """What pages show: the decision that stands, else the work on it, else what was given back or withdrawn."""
        return self.standing or self.proposed or self.concept or self.given_back or self.withdrawn

    @property
    def given_back(self) -> AssessmentVersion | None:
        """The newest version, when it waits for a new proposal."""
        return self.newest_in(*BACK)

    @property
    def withdrawn(self) -> AssessmentVersion | None:
        """The newest version, when it was withdrawn: then no rung holds, not that of an earlier version either."""
        return self.newest_in(State.WITHDRAWN)

    @property
    def pending(self) -> Assessment | AssessmentVersion | None:
        """The re-assessment that is on its way while a decision stands."""
        return (self.proposed or self.concept) if self.standing else None

    @property
    def typed(self) -> Assessment | AssessmentVersion | None:
        """Where the words and the choice of a person stand that go along with a new concept."""
        return self.concept or (self.versions[0] if self.versions else None)

    @property
    def takes_concept(self) -> bool:
        """Whether assessing writes a concept: what was proposed or adopted stays as it is.

        A re-assessment has a concept already, beside the version that stands.
        """
        return self.concept is not None or (self.proposed is None and self.standing is None)

    @property
    def next_number(self) -> int:
        return self.versions[0].number + 1 if self.versions else 1

    def named(self, name: str) -> Assessment | AssessmentVersion | None:
        """Return the concept, or the version with this number."""
        if name == "concept":
            return self.concept
        return next((version for version in self.versions if str(version.number) == name), None)

    def newest_in(self, *states: str) -> AssessmentVersion | None:
        return self.versions[0] if self.versions and self.versions[0].state in states else None

    def in_state(self, *states: str) -> AssessmentVersion | None:
        return next((version for version in self.versions if version.state in states), None)


NO_TRACK = Track()


def tracks_of(
    period: Period, province: Province, *, with_snapshots: bool = True, known_at: datetime | None = None
) -> dict[int, Track]:
    """Return the track of each municipality over a period, by municipality id; two queries.

    To read the snapshots of a whole province takes longer than all the rest. With `known_at` as it was on
    record then; a concept that was replaced since is not.
    """
    found = tracks_by_period([period], province, with_snapshots=with_snapshots, known_at=known_at)
    return found.get(period.pk, {})


def tracks_by_period(
    periods: Collection[Period],
    province: Province,
    *,
    with_snapshots: bool = True,
    known_at: datetime | None = None,
) -> dict[int, dict[int, Track]]:
    """Return the tracks of these periods, by the id of the period and of the municipality; two queries."""
    subject = f"tracks {with_snapshots} {known_at}"

    def ask(unread: list[Period]) -> dict[Period, dict[int, Track]]:
        found = read_tracks(unread, province, with_snapshots, known_at)
        return {period: found.get(period.pk, {}) for period in unread}

    return {period.pk: rows for period, rows in answered(province, subject, periods, ask).items() if rows}


def read_tracks(
    periods: Collection[Period], province: Province, with_snapshots: bool, known_at: datetime | None
) -> dict[int, dict[int, Track]]:
    unread = [] if with_snapshots else ["figures_snapshot", "placement_snapshot"]
    chosen = {"period__in": periods, "municipality__province": province}
    concepts = Assessment.objects.filter(**chosen)
    versions = AssessmentVersion.objects.filter(**chosen).with_state(known_at)
    if known_at is not None:
        concepts, versions = concepts.filter(assessed_at__lte=known_at), versions.exclude(state=None)
    made = defaultdict[int, tuple[list[Assessment], list[AssessmentVersion]]](lambda: ([], []))
    for concept in concepts.defer(*unread):
        made[concept.period_id][0].append(concept)
    for version in versions.defer(*unread):
        made[version.period_id][1].append(version)
    return {key: tracks_from(*rows) for key, rows in made.items()}


def track_of(period: Period, municipality: Municipality) -> Track:
    """Return the track of one municipality, with what its pages print."""
    asked = {"period": period, "municipality": municipality}
    concepts = list(Assessment.objects.filter(**asked).select_related("assessed_by"))
    versions = list(AssessmentVersion.objects.filter(**asked).with_state().select_related("assessed_by"))
    for row in (*concepts, *versions):
        row.municipality, row.period = municipality, period
    return tracks_from(concepts, versions).get(municipality.pk, NO_TRACK)


def adopted_letter_of(judgement: Judgement) -> AdoptedLetter | None:
    """Return the letter that was kept when a version was adopted; None while there is none."""
    if not isinstance(judgement, AssessmentVersion):
        return None
    return AdoptedLetter.objects.filter(version=judgement).first()


def tracks_from(concepts: Iterable[Assessment], versions: Iterable[AssessmentVersion]) -> dict[int, Track]:
    per_municipality: dict[int, list[AssessmentVersion]] = defaultdict(list)
    for version in versions:
        per_municipality[version.municipality_id].append(version)
    drafts = {concept.municipality_id: concept for concept in concepts}
    return {
        key: Track(
            drafts.get(key),
            tuple(sorted(per_municipality[key], key=lambda version: version.number, reverse=True)),
        )
        for key in {*drafts, *per_municipality}
    }
