"""What every page, file and command shows of a period: what was judged as it was judged, and else what is known.

The one place that says which of the two. A decision keeps its figures, its rung and its names; where something is
known otherwise now, `difference` says so, and a page marks it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from assessments.judging.differences import FIGURES, Change, changed_in_words, changes_now, rests_on
from assessments.judging.fingerprints import engine_version
from assessments.judging.names import as_named_in, has_example_figures, ladder_then, rung_of
from assessments.judging.policy_in_force import policy_in_force
from assessments.judging.previous_rungs import memory_of
from assessments.judging.province_ladder import ladder_of
from assessments.judging.versions import NO_TRACK, Track, tracks_of
from assessments.models import Assessment, AssessmentVersion
from assessments.models.decisions import VersionQuerySet
from assessments.rules.contract import Policy
from assessments.rules.ladder import Rung
from assessments.rules.situation import Previous
from assessments.workflow import STANDING, State
from municipalities.dutch import known_text
from municipalities.figures import Figures
from municipalities.ledger.mergers import OpenMerger, mergers_behind
from municipalities.ledger.queries import figures_for, figures_for_each, municipalities_of
from municipalities.ledger.register import name_key
from municipalities.models import Municipality, Period, Province
from municipalities.moments import local_day


@dataclass(frozen=True)
class Shown:
    """One municipality over one period, as pages show it."""

    municipality: Municipality
    """By the name that its judgement keeps."""
    figures: Figures
    """Those of the judgement; as known at the moment where there is none."""
    assessment: Assessment | AssessmentVersion | None
    rung: Rung | None
    ladder: Mapping[int, Rung]
    """With the names that its judgement keeps."""
    known_at: datetime
    changes: tuple[Change, ...] = ()
    """What would read otherwise if it were judged on what is known now."""
    is_being_reassessed: bool = False
    takes_concept: bool = True
    """Whether assessing again makes a new concept of it."""
    merger: OpenMerger | None = None
    """What keeps its opening balance from being known."""

    @property
    def state(self) -> State | None:
        return State(self.assessment.state) if self.assessment else None

    @property
    def stands(self) -> bool:
        """Whether it was decided, and still holds."""
        return self.state in STANDING

    @property
    def differs(self) -> bool:
        return bool(self.changes)

    @property
    def difference(self) -> str:
        """What is known otherwise now than when it was judged, in words."""
        return changed_in_words(list(self.changes))

    @property
    def changed_figures(self) -> str:
        """Which figures, from what to what."""
        return "; ".join(str(change) for change in self.changes if change.about == FIGURES)

    @property
    def is_withdrawn(self) -> bool:
        return self.state is State.WITHDRAWN

    @property
    def is_version(self) -> bool:
        """Whether it was proposed at least, so that it never changes."""
        return isinstance(self.assessment, AssessmentVersion)

    @property
    def difference_url(self) -> str:
        """Where it is told what is known otherwise; of what does not stand, where it is judged."""
        code, cbs_code = self.figures.period.code, self.municipality.cbs_code
        if self.stands:
            return f"{reverse('assessments:impact_list')}#h-{code}-{cbs_code}"
        return reverse("assessments:assessment_detail", args=[code, cbs_code])

    @property
    def mark(self) -> SafeString:
        """What stands beside it in a table where something is known otherwise, with the way to what.

        `data-now` is on all that a page says of today beside what was decided, and on nothing else.
        """
        if not self.differs:
            return mark_safe("")
        return format_html(
            '<a class="status status--attention" href="{}" title="{}" data-now>verouderd'
            '<span class="visually-hidden">: wat er nu anders is bij {} over {}</span></a>',
            self.difference_url,
            f"Na {known_text(self.known_at)} is iets anders bekend geworden: {self.difference}.",
            self.municipality.name,
            self.figures.period.code,
        )

    @property
    def has_example_figures(self) -> bool:
        return has_example_figures(self.assessment, self.municipality.province)

    @cached_property
    def milder(self) -> bool:
        return self.rung is not None and self.assessment is not None and self.assessment.is_milder

    @property
    def measured_against(self) -> str:
        """What was housed is held against."""
        return self.assessment.measured_against_label if self.assessment and not self.is_withdrawn else ""

    @property
    def status(self) -> str:
        """Why there is no rung."""
        if self.assessment is None:
            return "nog niet beoordeeld"
        if self.is_withdrawn:
            return "geen trede: ingetrokken"
        return "beginstand nog niet toegedeeld" if self.merger else "geen cijfers ontvangen"

    @property
    def rung_number(self) -> int:
        return self.rung.number if self.rung else 0

    @cached_property
    def name_key(self) -> str:
        return name_key(self.municipality)


@dataclass(frozen=True)
class Known:
    """What is known of a period at a moment: what judgements are held against."""

    figures: Mapping[Municipality, Figures]
    memory: Mapping[int, Previous]
    """By municipality id; without it only figures are compared."""
    policy: Policy | None

    @cached_property
    def engine(self) -> str:
        """Which rules would judge."""
        return engine_version(self.policy) if self.policy else ""

    def beside(self, row: Shown) -> Shown:
        """Return what is shown, with what is known otherwise than when it was judged."""
        if row.assessment is None:
            return row
        figures, previous = self.figures[row.municipality], self.memory.get(row.municipality.pk)
        if row.assessment.engine == self.engine and rests_on(row.assessment, figures, previous):
            return row  # The same rules make the same of it.
        changes = changes_now(row.assessment, figures, previous, self.policy)
        return replace(row, changes=tuple(changes)) if changes else row


def known_with(
    figures: Mapping[Municipality, Figures], period: Period, province: Province, now: datetime
) -> Known:
    """Return these figures with what the ladder remembers now."""
    memory = memory_of(period, province, figures_at=now)
    return Known(figures, memory, policy_in_force(province, period.code))


def shown_in(
    period: Period,
    province: Province,
    *,
    now: datetime,
    known_at: datetime | None = None,
    is_compared: bool = True,
) -> list[Shown]:
    """Return who a page of a period shows, by name; at a chosen moment what was in force then, beside nothing later.

    Then what was decided by then stands with its own figures, and of the others the figures that were known.
    What is not compared with what is known now needs no sums over the ledger, which take longest.
    """
    ladder = ladder_of(province, period.code)
    municipalities = municipalities_of(period, province)
    tracks = tracks_in_force(period, province, known_at) if known_at else tracks_of(period, province)
    found = {row: tracks.get(row.pk, NO_TRACK) for row in municipalities}
    is_compared = is_compared and known_at is None and bool(tracks)
    asks_ledger = is_compared or any(track.shown is None for track in found.values())
    moment = known_at or now
    live = figures_for(period, known_at=moment, province=province) if asks_ledger else {}
    rows = [
        shown_municipality(row, track, track.shown, ladder, live.get(row), moment)
        for row, track in found.items()
    ]
    rows = with_mergers(rows, period, known_at=moment)
    rows.sort(key=lambda row: row.name_key)
    if not is_compared:
        return rows
    known = known_with(live, period, province, moment)
    return [known.beside(row) for row in rows]


def tracks_in_force(period: Period, province: Province, known_at: datetime) -> dict[int, Track]:
    """Return what stood over a period at a moment, by municipality id."""
    tracks = tracks_of(period, province, known_at=known_at)
    standing = {key: track.standing for key, track in tracks.items()}
    return {key: Track(versions=(version,)) for key, version in standing.items() if version is not None}


def with_mergers(rows: Sequence[Shown], period: Period, *, known_at: datetime) -> list[Shown]:
    """Return these with the merger that keeps an opening balance from being known; no query where all are known."""
    mergers = mergers_behind({row.municipality: row.figures for row in rows}, period, known_at=known_at)
    return [replace(row, merger=merger) if (merger := mergers.get(row.municipality)) else row for row in rows]


def decided_in(period: Period, province: Province, known: Known, *, known_at: datetime) -> dict[int, Shown]:
    """Return what stood at a moment of who is known, by municipality id, beside what was known then."""
    if local_day(known_at) < period.end:
        return {}
    ladder = ladder_of(province, period.code)
    versions = {row.municipality_id: row for row in standing_at(known_at, [period], known.figures)}
    return {
        row.pk: known.beside(shown_by(versions[row.pk], row, ladder, None, known_at))
        for row in known.figures
        if row.pk in versions
    }


def final_figures(period: Period, province: Province, *, known_at: datetime) -> dict[Municipality, Figures]:
    """Return the figures of a period that is over: as decided where a decision stands, else as known then."""
    return final_figures_of_each([period], province, known_at=known_at)[period]


def final_figures_of_each(
    periods: Collection[Period], province: Province, *, known_at: datetime
) -> dict[Period, dict[Municipality, Figures]]:
    """Return what `final_figures` does for several periods, in as many queries as for one."""
    known = figures_for_each([(period, known_at) for period in periods], province=province)
    standing = standing_at(known_at, periods, {row for rows in known.values() for row in rows})
    decided = {
        (period, key): Figures.from_json(kept)
        for period, key, kept in standing.values_list("period_id", "municipality_id", "figures_snapshot")
    }
    return {
        period: {row: decided.get((period.pk, row.pk), figures) for row, figures in rows.items()}
        for (period, _), rows in known.items()
    }


def standing_at(
    known_at: datetime, periods: Collection[Period], municipalities: Iterable[Municipality]
) -> VersionQuerySet:
    keys = [row.pk for row in municipalities]
    return AssessmentVersion.objects.standing(known_at).filter(period__in=periods, municipality__in=keys)


def shown_municipality(
    municipality: Municipality,
    track: Track,
    judgement: Assessment | AssessmentVersion | None,
    ladder: Mapping[int, Rung],
    figures: Figures | None,
    moment: datetime,
) -> Shown:
    """Return how a municipality is shown by a judgement of its track, or by figures where there is none."""
    about: dict[str, Any] = {
        "is_being_reassessed": track.pending is not None,
        "takes_concept": track.takes_concept,
    }
    return shown_by(judgement, municipality, ladder, figures, moment, **about)


def shown_by(
    judgement: Assessment | AssessmentVersion | None,
    municipality: Municipality,
    ladder: Mapping[int, Rung],
    figures: Figures | None,
    moment: datetime,
    **about: Any,
) -> Shown:
    """Return how a judgement with its state is shown; without one, the figures known at the moment."""
    if judgement is None:
        assert figures is not None, "only what was judged is shown without the ledger"
        return Shown(municipality, figures, None, None, ladder, moment, **about)
    rung = None if judgement.state == State.WITHDRAWN else rung_of(judgement, ladder)
    named, called = as_named_in(judgement, municipality), ladder_then(judgement, ladder)
    return Shown(named, judgement.figures, judgement, rung, called, judgement.known_at, **about)


Called = tuple[int | None, Mapping[int, Rung]]
"""The rung of a judgement, and the ladder by the names that it keeps."""


def ladder_shown(judged: Sequence[Called], ladder: Mapping[int, Rung]) -> dict[int, Rung]:
    """Return the ladder as these call its rungs; a rung that they call by several names has all of them."""
    return {number: called_by(judged, rung) for number, rung in ladder.items()}


def called_by(judged: Sequence[Called], rung: Rung) -> Rung:
    """Return a rung by the names of who stands on it; where nobody does, by those of everybody."""
    on_it = [called[rung.number] for number, called in judged if number == rung.number]
    names = on_it or [called[rung.number] for _, called in judged] or [rung]
    return replace(names[0], label=" / ".join(dict.fromkeys(each.label for each in names)))
