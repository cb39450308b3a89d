"""Reads of the legal acts of rungs 4 to 6: which stand, which run, which ran in a period."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from assessments.judging.acts_then import ActThen, every_act, standing_of
from assessments.models import ActEnd, ActExtension, LegalAct
from municipalities.models import Municipality, Province


def standing_acts(known_at: datetime | None = None) -> Any:
    """Return the acts that were not taken back, each with `ended_on`, `continued_on` (of the next act) and `last_day`.

    The last day is that of the term, extensions included. With `known_at` as they were on record then.
    """
    stands = not_taken_back(known_at)
    ends = ActEnd.objects.filter(stands, act=OuterRef("pk"))
    following = LegalAct.objects.filter(stands, follows=OuterRef("pk"))
    extensions = ActExtension.objects.filter(stands, act=OuterRef("pk")).order_by("-pk")
    return LegalAct.objects.filter(stands).annotate(
        last_day=Coalesce(Subquery(extensions.values("term_end")[:1]), "term_end"),
        ended_on=Subquery(ends.values("ended_on")[:1]),
        continued_on=Subquery(following.values("decided_on")[:1]),
    )


def not_taken_back(known_at: datetime | None) -> Q:
    """Keep what was recorded by a moment and not taken back by then."""
    if known_at is None:
        return Q(taken_back=None)
    later = Q(taken_back=None) | Q(taken_back__recorded_at__gt=known_at)
    return later & Q(recorded_at__lte=known_at)


def running_acts() -> Any:
    """Return the acts without an end or a next one; a municipality has one at most."""
    return standing_acts().filter(ended_on=None, continued_on=None)


def acts_of(province: Province, moments: Iterable[datetime | None]) -> dict[datetime | None, list[Any]]:
    """Return the standing acts of a province at each moment, by the day of their decision; no query of their own.

    Each has the days that `standing_acts` adds.
    """
    acts = every_act(province)
    return {moment: [with_days(then) for then in standing_of(acts, moment)] for moment in moments}


def with_days(then: ActThen) -> Any:
    act: Any = copy(then.act)
    act.last_day = then.last_day
    act.ended_on = then.end.ended_on if then.end else None
    act.continued_on = then.next_act.decided_on if then.next_act else None
    return act


def running_of(province: Province) -> list[Any]:
    """Return the acts that run, by the day of their decision."""
    return [
        act for act in acts_of(province, [None])[None] if act.ended_on is None and act.continued_on is None
    ]


def ended_before(day: date, acts: Iterable[Any]) -> dict[int, date]:
    """Return when the last act of a municipality ended, for those without one that still ran on that day."""
    decided = [act for act in acts if act.decided_on < day]
    running = {act.municipality_id for act in decided if still_ran(act, day)}
    ended = [act for act in decided if act.ended_on is not None and act.ended_on < day]
    return {
        act.municipality_id: act.ended_on
        for act in sorted(ended, key=attrgetter("ended_on", "pk"))
        if act.municipality_id not in running
    }


def still_ran(act: Any, day: date) -> bool:
    """Return whether an act had neither ended nor been continued before a day."""
    ends = [end for end in (act.ended_on, act.continued_on) if end is not None]
    return not ends or any(end >= day for end in ends)


def last_act(municipality: Municipality) -> LegalAct | None:
    """Return the act that was recorded last and stands: the one that runs, or else the last that ended."""
    act: LegalAct | None = standing_acts().filter(municipality=municipality).order_by("-pk").first()
    return act


def last_extension(act: LegalAct) -> ActExtension | None:
    """Return the extension that holds."""
    return ActExtension.objects.filter(act=act, taken_back=None).order_by("-pk").first()


def end_of(act: LegalAct) -> ActEnd | None:
    return ActEnd.objects.filter(act=act, taken_back=None).first()
