"""The municipalities of a province in a list: where each stands over the last half-year that is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assessments.judging.shown import Shown, shown_in
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


def last_period_over(now: datetime) -> Period | None:
    return Period.objects.filter(end__lte=local_day(now)).order_by("start").last()


def municipality_rows(province: Province, period: Period | None, *, now: datetime) -> list[MunicipalityRow]:
    """Return every municipality that the province has or had, by name; a fixed number of queries."""
    everybody = register_of(province)
    shown = shown_in(period, province, now=now, is_compared=False) if period else []
    by_key = {row.municipality.pk: row for row in shown}
    contacts = contacts_of(everybody, known_at=now)
    return [MunicipalityRow(row, by_key.get(row.pk), talk_text(contacts[row.pk], now)) for row in everybody]


def talk_text(contacts: Contacts, now: datetime) -> str:
    """Return when was spoken last, with how long ago that is; nothing when never."""
    last = contacts.last_held
    return f"{day_text(last)}, {ago_text(last, local_day(now))}" if last else ""
