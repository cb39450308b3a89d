"""The municipalities of a province in a list: where each stands over the last half-year that is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assessments.judging.on_record import RungOnRecord, records_of
from assessments.judging.province_ladder import ladder_of
from assessments.judging.shown import Shown, shown_in
from assessments.rules.ladder import Rung
from municipalities.contacts.queries import Contacts, contacts_of
from municipalities.dutch import ago_text, day_text
from municipalities.ledger.register import register_of
from municipalities.models import Municipality, Period, Province
from municipalities.moments import local_day


@dataclass(frozen=True)
class MunicipalityRow:
    """One municipality; nothing is shown of one that did not exist in the period."""

    municipality: Municipality
    shown: Shown | None
    last_talk: str
    in_force: RungOnRecord | None = None
    """Of an earlier day: on which rung it stood then, by what was decided over which period."""

    @property
    def rung(self) -> Rung | None:
        if self.in_force is not None:
            return ladder_of(self.municipality.province, self.in_force.period)[self.in_force.rung]
        return self.shown.rung if self.shown else None


def last_period_over(now: datetime) -> Period | None:
    return Period.objects.filter(end__lte=local_day(now)).order_by("start").last()


def municipality_rows(
    province: Province, period: Period | None, *, now: datetime, known_at: datetime | None = None
) -> list[MunicipalityRow]:
    """Return every municipality that the province has or had, by name; a fixed number of queries.

    With `known_at` with the rung that was in force then, whatever period it was decided over.
    """
    everybody = register_of(province)
    shown = shown_in(period, province, now=now, known_at=known_at, is_compared=False) if period else []
    by_key = {row.municipality.pk: row for row in shown}
    standing = dict(records_of(province, [known_at])[known_at].rungs) if known_at else {}
    contacts, moment = contacts_of(everybody, known_at=known_at or now), known_at or now
    return [
        MunicipalityRow(row, by_key.get(row.pk), talk_text(contacts[row.pk], moment), standing.get(row.pk))
        for row in everybody
    ]


def talk_text(contacts: Contacts, now: datetime) -> str:
    """Return when was spoken last, with how long ago that is; nothing when never."""
    last = contacts.last_held
    return f"{day_text(last)}, {ago_text(last, local_day(now))}" if last else ""
