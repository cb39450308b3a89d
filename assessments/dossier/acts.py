"""The legal acts of one municipality as its dossier shows them: how they stand, and how far their scope is met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from assessments.judging.act_progress import Progress, progress_of
from assessments.judging.legal_acts_in_force import last_act
from assessments.letters.own_letter import BEGIN, END, EXTENSION, ActEvent, events_of, half_year_that_tells
from assessments.models import ActEnd, ActExtension, ActLetter, ActTakeBack, LegalAct
from municipalities.dutch import day_text
from municipalities.models import Municipality


@dataclass(frozen=True)
class LetterRow:
    """The own letter of what happened to an act."""

    event: ActEvent
    kept: ActLetter | None

    @property
    def label(self) -> str:
        what = {BEGIN: "Brief", EXTENSION: "Brief over de verlenging", END: "Brief over het einde"}[
            self.event.name
        ]
        if self.kept is None:
            return f"{what}: concept"
        return f"{what} {self.kept.number}, {day_text(self.kept.printed_on)}"

    @property
    def sent(self) -> str:
        """When it was sent, as the rest of a sentence; empty while it was not."""
        sending = getattr(self.kept, "sending", None)
        return f", verzonden op {day_text(sending.sent_on)}" if sending else ""

    @property
    def waits_for_adoption(self) -> bool:
        return self.kept is None

    @property
    def waits_for_sending(self) -> bool:
        return self.kept is not None and not self.sent


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


def acts_of(municipality: Municipality, *, known_at: datetime) -> list[ActRow]:
    """Return the legal acts at a moment, newest first, those that were taken back included."""
    acts = LegalAct.objects.filter(municipality=municipality, recorded_at__lte=known_at)
    related = acts.select_related("taken_back", "municipality__province")
    rows = list(
        related.prefetch_related(
            "publications", "ends__taken_back", "extensions__taken_back", "followers__taken_back"
        ).order_by("-decided_on", "-pk")
    )
    last = last_act(municipality)
    running = [act for act in rows if runs_at(act, known_at)]
    progress = progress_of(running, known_at=known_at)
    shown = [act_row(act, known_at, progress.get(act.pk), is_last=act == last) for act in rows]
    return [
        row if mistake(row.act, known_at) else replace(row, letters=act_letters_of(row.act, known_at))
        for row in shown
    ]


def act_letters_of(act: LegalAct, known_at: datetime) -> tuple[LetterRow, ...]:
    """Return the own letters of an act as they were on record at a moment."""
    rows = []
    for event in events_of(act):
        kept = event.kept
        if kept is not None and kept.made_at > known_at:
            kept = None
        if as_known(event.row, known_at) and (kept is not None or not half_year_that_tells(event)):
            rows.append(LetterRow(event, kept))
    return tuple(rows)


def runs_at(act: LegalAct, known_at: datetime) -> bool:
    parts = (*standing(act.ends.all(), known_at), *standing(act.followers.all(), known_at))
    return not parts and mistake(act, known_at) is None


def act_row(act: LegalAct, known_at: datetime, progress: Progress | None, *, is_last: bool) -> ActRow:
    taken_back = mistake(act, known_at)
    end = next(iter(standing(act.ends.all(), known_at)), None)
    following = next(iter(standing(act.followers.all(), known_at)), None)
    extensions = sorted(standing(act.extensions.all(), known_at), key=lambda row: row.pk)
    said = "Loopt"
    if taken_back is not None:
        said = f"Teruggenomen. {taken_back.reason}"
    elif end is not None:
        said = f"{end.get_outcome_display()}, {day_text(end.ended_on)}. {end.reason}"
    elif following is not None:
        said = f"Gevolgd door: {following.get_kind_display().lower()}"
    return ActRow(
        act,
        said,
        published_text(act, known_at),
        last_day=extensions[-1].term_end if extensions else act.term_end,
        extended=tuple(
            f"tot en met {day_text(row.term_end)}, besluit {row.decision_number}, {day_text(row.decided_on)}. "
            f"{row.reason}"
            for row in extensions
        ),
        mistakes=tuple(mistakes_in(act, known_at)),
        progress=progress,
        runs=runs_at(act, known_at),
        is_last=is_last,
    )


def mistakes_in(act: LegalAct, known_at: datetime) -> Iterable[str]:
    """Yield what was recorded about an act by mistake."""
    named: list[tuple[str, ActEnd | ActExtension]] = [
        (f"Einde op {day_text(row.ended_on)}", row) for row in act.ends.all()
    ]
    named += [(f"Verlenging tot en met {day_text(row.term_end)}", row) for row in act.extensions.all()]
    for name, row in named:
        undone = mistake(row, known_at)
        if as_known(row, known_at) and undone is not None:
            yield f"{name} teruggenomen. {undone.reason}"


def standing(rows: Iterable[Any], known_at: datetime) -> list[Any]:
    """Return the rows that were on record at a moment and not taken back by then."""
    return [row for row in rows if as_known(row, known_at) and mistake(row, known_at) is None]


def mistake(row: LegalAct | ActEnd | ActExtension, known_at: datetime) -> ActTakeBack | None:
    taken_back: ActTakeBack | None = as_known(getattr(row, "taken_back", None), known_at)
    return taken_back


def published_text(act: LegalAct, known_at: datetime) -> str:
    """Return the publication that holds: the newest one, or the one recorded with the act."""
    rows = (row for row in act.publications.all() if as_known(row, known_at))
    newest = max(rows, key=lambda row: row.pk, default=act)
    if newest.published_on is None:
        return ""
    return f"{day_text(newest.published_on)}, {newest.publication_place}"


def as_known(row: Any, known_at: datetime) -> Any:
    """Return a row when it was recorded by a moment; None otherwise."""
    return row if row is not None and row.recorded_at <= known_at else None
