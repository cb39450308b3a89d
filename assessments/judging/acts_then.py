"""Legal acts with all that was recorded about them, read at once, as they were on record at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from assessments.models import ActEnd, ActExtension, ActKind, ActLetter, ActTakeBack, Judgement, LegalAct
from municipalities.ledger.register import answered
from municipalities.models import Municipality, Province

Happened = LegalAct | ActExtension | ActEnd
"""What happened to an act: it began, has more time, or ended."""


@dataclass(frozen=True)
class ActThen:
    """One legal act; without a moment as it is on record now."""

    act: LegalAct
    known_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return as_known(self.act, self.known_at) is not None and mistake(self.act, self.known_at) is None

    @property
    def extensions(self) -> list[ActExtension]:
        """Those that hold, oldest first."""
        return sorted(standing(self.act.extensions.all(), self.known_at), key=lambda row: row.pk)

    @property
    def told_extensions(self) -> list[ActExtension]:
        """Those that a letter tells: an execution gives the municipality no term."""
        return [] if self.act.kind == ActKind.SUBSTITUTION else self.extensions

    @property
    def end(self) -> ActEnd | None:
        return next(iter(standing(self.act.ends.all(), self.known_at)), None)

    @property
    def next_act(self) -> LegalAct | None:
        return next(iter(standing(self.act.followers.all(), self.known_at)), None)

    @property
    def runs(self) -> bool:
        return self.stands and self.end is None and self.next_act is None

    @property
    def last_day(self) -> date:
        """Of its term, extensions included."""
        return self.extensions[-1].term_end if self.extensions else self.act.term_end

    def letters_about(self, row: Happened) -> list[ActLetter]:
        """Return the letters of its own about what happened to it, oldest first."""
        about = (
            row.pk if isinstance(row, ActExtension) else None,
            row.pk if isinstance(row, ActEnd) else None,
        )
        return sorted(
            (
                letter
                for letter in self.act.letters.all()
                if (letter.extension_id, letter.end_id) == about
                and (self.known_at is None or letter.made_at <= self.known_at)
            ),
            key=lambda letter: letter.pk,
        )

    def still_ran(self, day: date) -> bool:
        """Return whether it had neither ended nor been continued before a day."""
        end, following = self.end, self.next_act
        ends = [*([end.ended_on] if end else []), *([following.decided_on] if following else [])]
        return not ends or any(over >= day for over in ends)


def acts_with_records(whose: Municipality | Province) -> list[LegalAct]:
    """Return every legal act, oldest first, those that were taken back included; the number of queries is fixed."""
    if isinstance(whose, Municipality):
        return read_acts(municipality=whose)
    return answered(
        whose, "acts with records", [""], lambda _: {"": read_acts(municipality__province=whose)}
    )[""]


def read_acts(**whose: Municipality | Province) -> list[LegalAct]:
    letters = ActLetter.objects.select_related("sending", "pdf").defer("html", "pdf__content")
    related = (
        LegalAct.objects.filter(**whose)
        .select_related("taken_back", "municipality__province", "follows__follows")
        .prefetch_related(
            "publications",
            "ends__taken_back",
            "extensions__taken_back",
            "followers__taken_back",
            Prefetch("letters", letters),
        )
    )
    return list(related.order_by("decided_on", "pk"))


def acts_then(acts: Collection[LegalAct], known_at: datetime | None = None) -> dict[int, list[ActThen]]:
    """Return the acts that stood at a moment, by municipality id, oldest first."""
    found: dict[int, list[ActThen]] = defaultdict(list)
    for act in acts:
        then = ActThen(act, known_at)
        if then.stands:
            found[act.municipality_id].append(then)
    return found


def act_behind(
    judgement: Judgement, acts: Iterable[ActThen], decided_at: datetime | None = None
) -> ActThen | None:
    """Return the act on which the rung of a judgement rests, of those of its municipality, oldest first.

    It is the last of the kind that this rung asks, whatever rung a later ladder gives it, that still ran when the
    period was over: one that had ended or been continued puts nobody on a rung any more. Where that rung was decided
    before, it is the one that was on record then.
    """
    kind = judgement.rules.ladder.rung(judgement.rung).act if judgement.rung else ""
    ran = [then for then in acts if then.act.kind == kind and then.still_ran(judgement.period.end)]
    on_record = [then for then in ran if decided_at is None or then.act.recorded_at <= decided_at]
    return next(reversed(on_record or ran), None)


def standing(rows: Iterable[Any], known_at: datetime | None) -> list[Any]:
    """Return the rows that were on record at a moment and not taken back by then."""
    return [row for row in rows if as_known(row, known_at) and mistake(row, known_at) is None]


def mistake(row: LegalAct | ActEnd | ActExtension, known_at: datetime | None) -> ActTakeBack | None:
    taken_back: ActTakeBack | None = as_known(getattr(row, "taken_back", None), known_at)
    return taken_back


def as_known(row: Any, known_at: datetime | None) -> Any:
    """Return a row when it was recorded by a moment; None otherwise."""
    return row if row is not None and (known_at is None or row.recorded_at <= known_at) else None
