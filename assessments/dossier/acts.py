"""The legal acts of one municipality as its dossier shows them: how they stand, and how far their scope is met."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects

from assessments.dossier.records import TrailRow, versions_in
from assessments.judging.act_progress import Progress, progress_of
from assessments.judging.acts_then import ActThen, Happened, acts_with_records, as_known, mistake
from assessments.letters.act_told import half_years_that_told
from assessments.letters.act_words import in_sentence
from assessments.letters.own_letter import ActEvent, events_of
from assessments.models import ActEnd, ActExtension, ActLetter, LegalAct
from assessments.pdf import offer_of
from municipalities.dutch import day_text
from municipalities.models import Municipality

WHAT = {LegalAct: "Brief", ActExtension: "Brief over de verlenging", ActEnd: "Brief over het einde"}


@dataclass(frozen=True)
class LetterRow:
    """The own letter of what happened to an act."""

    event: ActEvent
    kept: ActLetter | None

    @property
    def label(self) -> str:
        what = WHAT[type(self.event.row)]
        if self.kept is None:
            return f"{what}: concept"
        return f"{what} {self.kept.number}, {day_text(self.kept.printed_on)}"

    @property
    def sent(self) -> str:
        """When it was sent and what took its place, as the rest of a sentence; empty while neither happened."""
        sending = getattr(self.kept, "sending", None)
        return (f", verzonden op {day_text(sending.sent_on)}" if sending else "") + (
            ", vervangen" if self.is_replaced else ""
        )

    @property
    def is_replaced(self) -> bool:
        return self.kept is not None and self.kept != self.event.kept

    @property
    def waits_for_adoption(self) -> bool:
        return self.kept is None

    @property
    def can_be_replaced(self) -> bool:
        return self.kept is not None and not self.is_replaced

    @property
    def waits_for_sending(self) -> bool:
        return self.can_be_replaced and not self.sent

    @property
    def pdf(self) -> str:
        """What can be had of one that was adopted."""
        return "" if self.kept is None else offer_of(is_kept=hasattr(self.kept, "pdf"))


@dataclass(frozen=True)
class ActRow:
    """A legal act as it stood at a moment, with what was recorded about it by then."""

    act: LegalAct
    standing: str
    """Whether it runs, and if not why."""
    published: str
    """When and where it was made public; empty when nobody recorded that."""
    last_day: date
    """Of its term, extensions included."""
    extended: tuple[str, ...]
    """Why and when it was extended."""
    mistakes: tuple[str, ...]
    """What was taken back of it."""
    progress: Progress | None
    """How far the scope of one that runs is met; None when that is not known."""
    runs: bool
    is_last: bool
    """Whether something can still be added to it."""
    letters: tuple[LetterRow, ...] = ()
    """Its own letters, kept or as a concept; none of what the letter of a half-year tells."""

    @property
    def take_back_label(self) -> str:
        """What is undone first."""
        return TAKE_BACK["extension" if self.runs and self.extended else "act" if self.runs else "end"]


TAKE_BACK = {"act": "Terugnemen", "end": "Einde terugnemen", "extension": "Verlenging terugnemen"}


def acts_of(
    municipality: Municipality, *, known_at: datetime, trail: Sequence[TrailRow] | None = None
) -> list[ActRow]:
    """Return the legal acts at a moment, newest first, those that were taken back included.

    The number of queries is fixed.
    """
    acts = [act for act in acts_with_records(municipality) if as_known(act, known_at)]
    prefetch_related_objects(acts, "publications")
    rows = [ActThen(act, known_at) for act in reversed(acts)]
    last = max((then.act.pk for then in rows if then.stands), default=None)
    progress = progress_of([then.act for then in rows if then.runs], known_at=known_at)
    versions = None if trail is None else versions_in(trail)
    told = half_years_that_told(acts, known_at=known_at, versions=versions)
    return [
        act_row(then, progress.get(then.act.pk), act_letters_of(then, told), is_last=then.act.pk == last)
        for then in rows
    ]


def act_letters_of(then: ActThen, told: Container[Happened]) -> tuple[LetterRow, ...]:
    """Return the own letters of an act: those that were adopted, and what is still to be told."""
    rows: list[LetterRow] = []
    for event in events_of(then) if then.stands else []:
        to_write = [None] if event.is_untold(told) else []
        rows += [LetterRow(event, letter) for letter in [*event.letters, *to_write]]
    return tuple(rows)


def act_row(
    then: ActThen, progress: Progress | None, letters: tuple[LetterRow, ...], *, is_last: bool
) -> ActRow:
    act, end, following = then.act, then.end, then.next_act
    taken_back = mistake(act, then.known_at)
    said = "Loopt"
    if taken_back is not None:
        said = f"Teruggenomen. {taken_back.reason}"
    elif end is not None:
        costs = f" Kosten: {in_sentence(end.costs)}." if end.costs else ""
        said = f"{end.get_outcome_display()}, {day_text(end.ended_on)}. {end.reason}{costs}"
    elif following is not None:
        said = f"Gevolgd door: {following.get_kind_display().lower()}"
    return ActRow(
        act,
        said,
        published_text(then),
        last_day=then.last_day,
        extended=tuple(
            f"tot en met {day_text(row.term_end)}, besluit {row.decision_number}, {day_text(row.decided_on)}, "
            f"omdat {in_sentence(row.reason)}."
            for row in then.extensions
        ),
        mistakes=tuple(mistakes_in(then)),
        progress=progress,
        runs=then.runs,
        is_last=is_last,
        letters=letters,
    )


def mistakes_in(then: ActThen) -> Iterable[str]:
    """Yield what was recorded about an act by mistake."""
    named: list[tuple[str, ActEnd | ActExtension]] = [
        (f"Einde op {day_text(row.ended_on)}", row) for row in then.act.ends.all()
    ]
    named += [(f"Verlenging tot en met {day_text(row.term_end)}", row) for row in then.act.extensions.all()]
    for name, row in named:
        undone = mistake(row, then.known_at)
        if as_known(row, then.known_at) and undone is not None:
            yield f"{name} teruggenomen. {undone.reason}"


def published_text(then: ActThen) -> str:
    """Return the publication that holds: the newest one, or the one recorded with the act."""
    rows = (row for row in then.act.publications.all() if as_known(row, then.known_at))
    newest = max(rows, key=lambda row: row.pk, default=then.act)
    if newest.published_on is None:
        return ""
    return f"{day_text(newest.published_on)}, {newest.publication_place}"
