"""Legal acts with all that was recorded about them, read at once, as they were on record at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from assessments.models import ActEnd, ActExtension, ActKind, ActLetter, ActTakeBack, Judgement, LegalAct
from municipalities.ledger.register import answered, register_of
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
        return next(iter(standing(self.act.next_acts, self.known_at)), None)

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
    """Return every legal act with its own letters too: 4 queries, and 1 where there is no act."""
    if isinstance(whose, Municipality):
        return [act for act in acts_with_records(whose.province) if act.municipality_id == whose.pk]
    acts = every_act(whose)
    letters = ActLetter.objects.select_related("sending", "pdf").defer("html", "pdf__content")
    prefetch_related_objects(acts, Prefetch("letters", letters))
    return acts


def every_act(province: Province) -> list[LegalAct]:
    """Return every legal act, oldest first, also those taken back: 3 queries, of a register none."""
    return answered(province, "acts", [""], lambda _: {"": read_acts(province)})[""]


def read_acts(province: Province) -> list[LegalAct]:
    whose = {row.pk: row for row in register_of(province)}
    related = LegalAct.objects.select_related("taken_back").prefetch_related(
        Prefetch("ends", ActEnd.objects.select_related("taken_back")),
        Prefetch("extensions", ActExtension.objects.select_related("taken_back")),
    )
    acts = {act.pk: act for act in related.filter(municipality__in=whose).order_by("decided_on", "pk")}
    for act in acts.values():
        act.municipality, act.follows = whose[act.municipality_id], acts.get(act.follows_id or 0)
        act.next_acts = [row for row in acts.values() if row.follows_id == act.pk]
    return list(acts.values())


def acts_then(acts: Collection[LegalAct], known_at: datetime | None = None) -> dict[int, list[ActThen]]:
    """Return the acts that stood at a moment, by municipality id, oldest first."""
    found: dict[int, list[ActThen]] = defaultdict(list)
    for then in standing_of(acts, known_at):
        found[then.act.municipality_id].append(then)
    return found


def standing_of(acts: Iterable[LegalAct], known_at: datetime | None) -> list[ActThen]:
    """Return those that stood at a moment, in the same order."""
    return [then for act in acts if (then := ActThen(act, known_at)).stands]


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
