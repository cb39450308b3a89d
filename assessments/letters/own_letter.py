"""The letter of a step of the executive on its own day, whatever the half-year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from assessments.judging.act_progress import progress_of
from assessments.judging.legal_acts_in_force import end_of, last_extension, standing_acts
from assessments.judging.province_ladder import ladder_of
from assessments.letters.act_told import ActTold
from assessments.letters.blocks import BLOCKS
from assessments.letters.content import Adoption, OwnLetter
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
    """What happened to an act, as it was recorded: its beginning, its newest extension, or its end."""

    name: str
    """In addresses."""
    act: LegalAct
    row: LegalAct | ActExtension | ActEnd

    @property
    def day(self) -> date:
        return self.row.ended_on if isinstance(self.row, ActEnd) else self.row.decided_on

    @property
    def number(self) -> str:
        """Of the decision of the executive; an end is recorded without one."""
        return "" if isinstance(self.row, ActEnd) else self.row.decision_number

    @property
    def kept(self) -> ActLetter | None:
        """Its letter, once that was adopted."""
        rows = ActLetter.objects.select_related("sending")
        if isinstance(self.row, LegalAct):
            return rows.filter(act=self.act, extension=None, end=None).first()
        name = "end" if isinstance(self.row, ActEnd) else "extension"
        return rows.filter(**{name: self.row}).first()


def event_named(municipality: Municipality, number: int, name: str) -> ActEvent | None:
    """Return what happened to an act of a municipality, by its number and the name of the event."""
    act = (
        standing_acts()
        .filter(municipality=municipality, pk=number)
        .select_related("follows__follows")
        .first()
    )
    if act is None:
        return None
    found = {BEGIN: lambda: act, EXTENSION: lambda: last_extension(act), END: lambda: end_of(act)}
    row = found[name]() if name in found else None
    return None if row is None else ActEvent(name, act, row)


def events_of(act: LegalAct) -> list[ActEvent]:
    """Return what happened to an act that stands, in order."""
    extension, end = last_extension(act), end_of(act)
    rows = ((BEGIN, act), (EXTENSION, extension), (END, end))
    return [ActEvent(name, act, row) for name, row in rows if row is not None]


def half_year_that_tells(event: ActEvent) -> str:
    """Return the half-year whose letter tells this event; empty where it needs a letter of its own."""
    versions = AssessmentVersion.objects.standing().filter(
        municipality=event.act.municipality, letter__made_at__gte=event.row.recorded_at
    )
    if event.name == BEGIN:
        found = [
            row
            for row in versions.filter(rung=event.act.rung)
            if row.placement.previous_rung < event.act.rung
        ]
        return found[0].period.code if found else ""
    code: str | None = (
        versions.filter(period__end__lte=event.day).values_list("period__code", flat=True).first()
    )
    return code or ""


def version_behind(event: ActEvent) -> AssessmentVersion:
    """Return the decision over the last half-year before it; raises Refused without one."""
    versions = AssessmentVersion.objects.standing().filter(
        municipality=event.act.municipality, period__end__lte=event.day
    )
    version: AssessmentVersion | None = (
        versions.select_related("municipality__province", "period").order_by("-period__start").first()
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


def own_letter(event: ActEvent, *, day: date | None, known_at: datetime, is_final: bool) -> Letter:
    """Return the letter, with what is known at a moment; `day` is the date above it. Raises Refused."""
    matter, own_words = own_matter(event, day=day, known_at=known_at, is_final=is_final)
    return write(matter, own_words)


def own_matter(
    event: ActEvent, *, day: date | None, known_at: datetime, is_final: bool
) -> tuple[Matter, Mapping[str, int]]:
    """Return what the letter is written from, and the versions of the province's own words."""
    version = version_behind(event)
    province = version.municipality.province
    decided = Adoption(decision_date=event.day, decision_number=event.number, superseded={})
    shared = shared_by([version], version.period, province, decided if is_final else None)
    told = told_now(event, known_at)
    ladder = ladder_of(province)
    rung = ladder[event.act.rung if event.name != END else version.rules.ladder.after_lapse]
    own = OwnLetter(day=day or local_day(known_at), known_at=known_at)
    return replace(matter_of(version, shared), told=told, own=own, rung=rung), shared.wording.versions


def told_now(event: ActEvent, known_at: datetime) -> ActTold:
    """Return the act as its letter tells it: as it stands on the day of the letter."""
    act = event.act
    until = {act.pk: event.day} if isinstance(event.row, ActEnd) else None
    extension = last_extension(act)
    return ActTold(
        act=act,
        last_day=extension.term_end if extension else act.term_end,
        day=local_day(known_at),
        begins=event.name == BEGIN,
        extension=event.row if isinstance(event.row, ActExtension) else None,
        end=event.row if isinstance(event.row, ActEnd) else None,
        progress=progress_of([act], known_at=known_at, until=until).get(act.pk),
    )
