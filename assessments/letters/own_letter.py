"""The letter of a step of the executive on its own day, whatever the half-year."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from operator import attrgetter

from assessments.judging.act_progress import progress_of
from assessments.judging.acts_then import ActThen, Happened, acts_then, acts_with_records
from assessments.judging.on_record import Moment, records_of
from assessments.judging.province_ladder import as_labelled
from assessments.letters.act_told import ActTold, half_years_that_told
from assessments.letters.act_words import in_sentence
from assessments.letters.blocks import BLOCKS
from assessments.letters.content import Adoption, OwnLetter, Superseded
from assessments.letters.content_of_period import matter_of, shared_by
from assessments.letters.letter import Letter, write
from assessments.letters.matter import Matter
from assessments.models import ActEnd, ActExtension, ActKind, ActLetter, AssessmentVersion, LegalAct
from assessments.typed_text import Text
from audit.refused import Refused
from municipalities.models import Municipality
from municipalities.moments import local_day

BEGIN, EXTENSION, END = "begin", "verlenging", "einde"


@dataclass(frozen=True)
class ActEvent:
    """What happened to an act, as it was recorded: its beginning, one of its extensions, or its end."""

    name: str
    """In addresses."""
    then: ActThen
    row: Happened

    @property
    def act(self) -> LegalAct:
        return self.then.act

    @property
    def day(self) -> date:
        return self.row.ended_on if isinstance(self.row, ActEnd) else self.row.decided_on

    @property
    def number(self) -> str:
        """Of the decision of the executive; an end is recorded without one."""
        return "" if isinstance(self.row, ActEnd) else self.row.decision_number

    @property
    def letters(self) -> list[ActLetter]:
        """Its letters that were adopted, oldest first; each takes the place of the one before."""
        return self.then.letters_about(self.row)

    @property
    def kept(self) -> ActLetter | None:
        """The letter that holds, once one was adopted."""
        return next(reversed(self.letters), None)

    @property
    def about(self) -> str:
        """What happened, as a sentence names it."""
        what = {ActExtension: "de verlenging van ", ActEnd: "het einde van "}.get(type(self.row), "")
        return f"{what}{self.act.called}"

    @property
    def due(self) -> date | None:
        """The first of the last days that its letter gives: then it must be there. None where it gives none."""
        if isinstance(self.row, ActEnd) or self.act.kind == ActKind.SUBSTITUTION:
            return None
        days = (getattr(self.row, "view_due", None), self.row.term_end)
        return min(day for day in days if day is not None)

    @property
    def is_unsent(self) -> bool:
        """Whether its letter was adopted and waits to be sent."""
        return self.kept is not None and not hasattr(self.kept, "sending")

    def is_untold(self, told: Container[Happened]) -> bool:
        """Return whether no letter tells it, its own or that of a half-year; more time is told with still more."""
        rows: list[Happened] = [self.row]
        if isinstance(self.row, ActExtension):
            rows += [later for later in self.then.extensions if later.pk > self.row.pk]
        return not any(row in told or self.then.letters_about(row) for row in rows)


def event_named(municipality: Municipality, number: int, name: str) -> ActEvent | None:
    """Return what happened to an act of a municipality, by its number and the name of the event."""
    acts = acts_then(acts_with_records(municipality)).get(municipality.pk, [])
    events = (event for then in acts if then.act.pk == number for event in events_of(then))
    return next((event for event in events if event.name == name), None)


def events_of(then: ActThen) -> list[ActEvent]:
    """Return what happened to an act that stands, in order; each has a name of its own."""
    later = [
        (EXTENSION if at == 1 else f"{EXTENSION}-{at}", row) for at, row in enumerate(then.told_extensions, 1)
    ]
    rows: list[tuple[str, Happened | None]] = [(BEGIN, then.act), *later, (END, then.end)]
    return [ActEvent(name, then, row) for name, row in rows if row is not None]


def events_to_tell(acts: Sequence[LegalAct], now: Moment = None) -> list[ActEvent]:
    """Return what happened to acts and needs a letter of its own: no letter tells it, or is to tell it.

    An own letter rests on a decided half-year. What happened before the first one was told elsewhere. With `now` of
    the records that another part of the page read. The number of queries is fixed.
    """
    if not acts:
        return []
    told = half_years_that_told(acts, with_drafts=True)
    decided = records_of(acts[0].municipality.province, [now])[now].standing
    first = {row.municipality: row.end for row in sorted(decided, key=attrgetter("end"), reverse=True)}
    return [
        event
        for then in chain(*acts_then(acts).values())
        for event in events_of(then)
        if event.is_untold(told) and first.get(event.act.municipality_id, date.max) <= event.day
    ]


def half_year_that_tells(event: ActEvent) -> str:
    """Return the half-year whose letter tells this event; empty where it needs a letter of its own."""
    return half_years_that_told(acts_with_records(event.act.municipality)).get(event.row, "")


def version_behind(event: ActEvent) -> AssessmentVersion:
    """Return the decision over the last half-year before it; raises Refused without one."""
    versions = AssessmentVersion.objects.standing().filter(
        municipality=event.act.municipality, period__end__lte=event.day
    )
    version: AssessmentVersion | None = (
        versions.select_related("municipality", "period").order_by("-period__start").first()
    )
    if version is None:
        raise Refused(
            f"Deze brief kan nog niet: van {event.act.municipality} is voor {event.day:%d-%m-%Y} geen beoordeling "
            "vastgesteld waarop hij steunt. Stel die eerst vast."
        )
    return version


BESIDE = {
    ActKind.NOTICE_OF_INTENT.value: (
        "cover.notice",
        "gazette.notice",
        "hearing.invite",
        "hearing.record",
        "hearing.new",
    ),
    ActKind.SUBSTITUTION_DECISION.value: ("cover.decision", "gazette.decision"),
    ActKind.SUBSTITUTION.value: (),
}
"""What goes beside the letter of an act: to the council, in the gazette, and about the hearing."""


def texts_beside(event: ActEvent, known_at: datetime) -> list[tuple[str, Text]]:
    """Return these texts with what they are for, to copy; what is not on record stands open. Raises Refused."""
    matter, _ = own_matter(event, day=None, known_at=known_at, is_final=False)
    keys = BESIDE[event.act.kind] if event.name == BEGIN else ()
    return [(BLOCKS[key].title, matter.text(key)) for key in keys]


def own_letter(
    event: ActEvent, *, day: date | None, known_at: datetime, is_final: bool, changes: str = ""
) -> Letter:
    """Return the letter, with what is known at a moment; `day` is the date above it. Raises Refused.

    `changes` says what differs from the letter that was sent before.
    """
    matter, own_words = own_matter(event, day=day, known_at=known_at, is_final=is_final, changes=changes)
    return write(matter, own_words)


def own_matter(
    event: ActEvent, *, day: date | None, known_at: datetime, is_final: bool, changes: str = ""
) -> tuple[Matter, Mapping[str, int]]:
    """Return what the letter is written from, and the versions of the province's own words."""
    version = version_behind(event)
    province = event.act.municipality.province
    before = superseded_by(event, changes)
    superseded = {} if before is None else {event.act.municipality_id: before}
    decided = Adoption(decision_date=event.day, decision_number=event.number, superseded=superseded)
    shared = shared_by([version], version.period, province, decided if is_final else None)
    told = told_now(event, known_at)
    ladder = version.rules.ladder
    number = ladder.rung_of_act(event.act.kind) if event.name != END else ladder.after_lapse
    rung = as_labelled(ladder, province)[number]
    own = OwnLetter(day=day or local_day(known_at), known_at=known_at, version=len(event.letters) + 1)
    return replace(matter_of(version, shared), told=told, own=own, rung=rung), shared.wording.versions


def superseded_by(event: ActEvent, changes: str) -> Superseded | None:
    """Return the letter that a new one takes the place of: what the municipality has, the newest that was sent."""
    sent = next((row for row in reversed(event.letters) if hasattr(row, "sending")), None)
    if sent is None:
        return None
    return Superseded(number=sent.number, day=sent.printed_on, changes=in_sentence(changes))


def told_now(event: ActEvent, known_at: datetime) -> ActTold:
    """Return the act as its letter tells it: as it stands on the day of the letter."""
    act, row = event.act, event.row
    until = {act.pk: event.day} if isinstance(row, ActEnd) else None
    return ActTold(
        act=act,
        last_day=event.then.last_day if isinstance(row, ActEnd) else row.term_end,
        begins=event.name == BEGIN,
        extension=row if isinstance(row, ActExtension) else None,
        end=row if isinstance(row, ActEnd) else None,
        progress=progress_of([act], known_at=known_at, until=until).get(act.pk),
    )
