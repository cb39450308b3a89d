"""The terms and the planned talks of a province as a calendar that an agenda program reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from accounts.models import User
from assessments.work.work_list import dossier_url, work_for
from municipalities.contacts.queries import contacts_of
from municipalities.ledger.register import register_of, with_register
from municipalities.models import Level
from municipalities.moments import local_day


@dataclass(frozen=True)
class AgendaItem:
    """Something on a day, in words that name a municipality and no person."""

    day: date
    text: str
    url: str

    @property
    def uid(self) -> str:
        """The same each time that it is read."""
        return f"{sha256(f'{self.day}{self.text}'.encode()).hexdigest()[:32]}@ibt"


def agenda_of(user: User, *, now: datetime, absolute: Callable[[str], str]) -> bytes:
    """Return the calendar of a user; `absolute` makes an address that can be opened from elsewhere."""
    calendar = Calendar()
    calendar.add("prodid", "-//ibt//werkvoorraad//NL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Toezicht huisvesting vergunninghouders")
    for item in items_of(user, now):
        event = Event()
        event.add("uid", item.uid)
        event.add("dtstamp", now)
        event.add("dtstart", item.day)
        event.add("dtend", item.day + timedelta(days=1))
        event.add("summary", item.text)
        event.add("url", absolute(item.url))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()


def items_of(user: User, now: datetime) -> Iterator[AgendaItem]:
    """Yield the terms on the work list, which end within four weeks or passed, and the talks that are planned."""
    today = local_day(now)
    user.province = with_register(user.province)
    for work in work_for(user, today=today, now=now).terms:
        if work.due is not None:
            yield AgendaItem(work.due, work.text, work.url)
    municipalities = {row.pk: row for row in register_of(user.province)}
    for key, contacts in contacts_of(municipalities.values(), known_at=now).items():
        for talk in contacts.planned:
            level = Level(talk.level).label.lower()
            words = f"{municipalities[key]}: gesprek gepland, {level}"
            yield AgendaItem(talk.day, words, dossier_url(municipalities[key]))
