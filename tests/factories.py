"""Short ways to the rows that a test needs; every argument has a default that does not matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from accounts.models import Role, User
from assessments.models import PolicyConfirmation
from assessments.models.policy_confirmations import SOURCE
from assessments.rules.registry import policies_of
from audit.actions import keep_sealed
from municipalities.contacts.actions import record_note
from municipalities.contacts.attachments import Upload, keep_attachment
from municipalities.intake.doubts import TITLES
from municipalities.intake.kinds import BY_KEY
from municipalities.intake.particulars import Particulars
from municipalities.intake.record import RecordedFile, record_file
from municipalities.ledger.record import record_delivery
from municipalities.ledger.statements import Stated
from municipalities.models import (
    ActionPlan,
    Agreement,
    ContactPoint,
    Conversation,
    Delivery,
    DeliveryForm,
    DeliveryKind,
    Level,
    Memo,
    Municipality,
    Owner,
    Period,
    Province,
    QuotaKind,
    Received,
    Reply,
    ReplyTo,
    SideFigure,
    SideKind,
)

CONFIRMED = datetime(2015, 1, 5, 12, tzinfo=UTC)
FIRST = 2500  # beyond the codes of real municipalities
serial = count(FIRST)


def count_anew() -> None:
    """Give numbers from the first one on again, so that they stay below those that tests choose themselves."""
    global serial
    serial = count(FIRST)


PERIODS = {
    "2022-2": (date(2022, 7, 1), date(2023, 1, 1), date(2022, 10, 1)),
    "2023-1": (date(2023, 1, 1), date(2023, 7, 1), date(2023, 4, 1)),
    "2023-2": (date(2023, 7, 1), date(2024, 1, 1), date(2023, 10, 1)),
    "2024-1": (date(2024, 1, 1), date(2024, 7, 1), date(2024, 4, 1)),
    "2024-2": (date(2024, 7, 1), date(2025, 1, 1), date(2024, 10, 1)),
    "2025-1": (date(2025, 1, 1), date(2025, 7, 1), date(2025, 4, 1)),
    "2025-2": (date(2025, 7, 1), date(2026, 1, 1), date(2025, 10, 1)),
    "2026-1": (date(2026, 1, 1), date(2026, 7, 1), date(2026, 4, 1)),
    "2026-2": (date(2026, 7, 1), date(2027, 1, 1), date(2026, 10, 1)),
}


def at(moment: datetime | date | str) -> Callable[[], datetime]:
    """Return a clock that always says this moment; a date means noon UTC."""
    if isinstance(moment, str):
        moment = date.fromisoformat(moment)
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=UTC)
    return lambda: moment


def make_province(code: str = "PV26", name: str = "Utrecht", **fields: Any) -> Province:
    return Province.objects.get_or_create(code=code, defaults={"name": name, **fields})[0]


def confirm_sources(province: Province) -> None:
    """Say where its policies stand: without that no letter can be adopted."""
    if PolicyConfirmation.objects.filter(province=province).exists():
        return
    for policy in policies_of(province.code):
        source = policy.publication
        row = PolicyConfirmation(
            province=province,
            policy=policy.version,
            subject=SOURCE,
            is_published=True,
            document=source.document,
            article="artikel 4",
            place=source.place or "Provinciaal blad 2019, 1",
            day=source.day or date(2019, 1, 1),
            evidence="Het provinciaal blad.",
            recorded_at=CONFIRMED,
        )
        keep_sealed(row, "beleidskader bevestigd", by=None, at=CONFIRMED, province_code=province.code)


def make_municipality(name: str = "", *, province: Province | None = None, **fields: Any) -> Municipality:
    number = next(serial)
    values = {"cbs_code": f"GM{number:04d}", "valid_from": date(1900, 1, 1), **fields}
    return Municipality.objects.create(
        name=name or f"Gemeente {number}", province=province or make_province(), **values
    )


def make_period(code: str = "2023-2") -> Period:
    start, end, reference_date = PERIODS[code]
    values = {"start": start, "end": end, "reference_date": reference_date}
    return Period.objects.get_or_create(code=code, defaults=values)[0]


def make_user(role: str = Role.SUPERVISOR, province: Province | None = None, **fields: Any) -> User:
    values = {
        "email": f"persoon{next(serial)}@example.nl",
        "name": "Robin",
        "password": "geheim-genoeg",
        **fields,
    }
    return User.objects.create_user(role=role, province=province or make_province(), **values)


Numbers = dict[Municipality, int]


def deliver(
    kind: str, lines: list[Stated], *, on: Any, province: Province | None = None, **fields: Any
) -> Delivery:
    """Record a delivery at noon on a day."""
    clock = at(on)
    if province is None:
        province = lines[0].municipality.province if lines else make_province()
    values = {"dated_on": clock().date(), "by": None, "now": clock, **fields}
    return record_delivery(province=province, kind=kind, stated=lines, **values)


def deliver_file(
    content: str | bytes, kind: str, *, on: Any, name: str = "bestand.csv", **fields: Any
) -> RecordedFile:
    """Record a file of the province of Utrecht at noon on a day, with every doubt confirmed."""
    clock = at(on)
    values = {"province": make_province(), "dated_on": clock().date(), **fields}
    particulars = Particulars(kind=BY_KEY[kind], **values)
    reasons = dict.fromkeys(TITLES, "gecontroleerd")
    data = content.encode() if isinstance(content, str) else content
    return record_file(data, name, particulars, by=None, now=clock, confirmed=reasons)


def deliver_quotas(
    period: Period, numbers: Numbers, *, on: Any, kind: str = QuotaKind.ANNOUNCED, **fields: Any
) -> Delivery:
    return deliver(DeliveryKind.QUOTAS, stated(numbers), on=on, period=period, entry_kind=kind, **fields)


def deliver_openings(period: Period, numbers: Numbers, *, on: Any, **fields: Any) -> Delivery:
    return deliver(DeliveryKind.OPENINGS, stated(numbers), on=on, period=period, **fields)


def deliver_stock(day: date, numbers: Numbers, *, on: Any = None, **fields: Any) -> Delivery:
    return deliver(
        DeliveryKind.STOCK,
        stated(numbers),
        on=on or day + timedelta(1),
        first_day=day,
        last_day=day,
        **fields,
    )


def deliver_housings(
    first_day: date,
    last_day: date,
    events: list[tuple[Municipality, date, int]],
    *,
    on: Any = None,
    **fields: Any,
) -> Delivery:
    return deliver_events(DeliveryKind.HOUSINGS, first_day, last_day, events, on=on, **fields)


def deliver_couplings(
    first_day: date,
    last_day: date,
    events: list[tuple[Municipality, date, int]],
    *,
    on: Any = None,
    **fields: Any,
) -> Delivery:
    return deliver_events(DeliveryKind.COUPLINGS, first_day, last_day, events, on=on, **fields)


def deliver_events(
    kind: str,
    first_day: date,
    last_day: date,
    events: list[tuple[Municipality, date, int]],
    *,
    on: Any,
    event_kind: str = "",
    **fields: Any,
) -> Delivery:
    return deliver(
        kind,
        [Stated(municipality=m, day=day, number=number, kind=event_kind) for m, day, number in events],
        on=on or last_day + timedelta(1),
        form=DeliveryForm.EVENTS,
        first_day=first_day,
        last_day=last_day,
        **fields,
    )


def deliver_housing_total(
    period: Period, last_day: date, numbers: Numbers, *, on: Any = None, **fields: Any
) -> Delivery:
    return deliver(
        DeliveryKind.HOUSINGS,
        stated(numbers),
        on=on or last_day + timedelta(1),
        first_day=period.start,
        last_day=last_day,
        **fields,
    )


def deliver_correction(
    period: Period,
    municipality: Municipality,
    number: int,
    *,
    on: Any,
    reason: str = "nagekomen",
    **fields: Any,
) -> Delivery:
    line = Stated(municipality=municipality, number=number, reason=reason)
    return deliver(DeliveryKind.CORRECTIONS, [line], on=on, form=DeliveryForm.EVENTS, period=period, **fields)


def stated(numbers: Numbers) -> list[Stated]:
    return [Stated(municipality=municipality, number=number) for municipality, number in numbers.items()]


NUMBER = 900_001
"""In the address of the notes below: far from those that a database hands out."""


def make_talk(
    municipality: Municipality, day: Any, *, on: Any = None, is_planned: bool = False, **fields: Any
) -> Any:
    """Record a talk on its own day, unless another is given."""
    values = {
        "level": Level.OFFICIAL,
        "participants": "Beleidsadviseur wonen en toezichthouder",
        "summary": "Voortgang besproken.",
        **fields,
    }
    day = at(day)().date()
    clock = at(on or day)
    return record_note(
        Conversation, municipality=municipality, by=None, now=clock, day=day, is_planned=is_planned, **values
    )


def make_agreement(municipality: Municipality, due_on: Any, *, on: Any, **fields: Any) -> Any:
    values = {"text": "Locaties noemen", "due_on": at(due_on)().date(), **fields}
    return record_note(Agreement, municipality=municipality, by=None, now=at(on), **values)


def make_plan(
    municipality: Municipality, asked_on: Any, due_on: Any, *, on: Any = None, **fields: Any
) -> Any:
    values = {"asked_on": at(asked_on)().date(), "due_on": at(due_on)().date(), **fields}
    return record_note(ActionPlan, municipality=municipality, by=None, now=at(on or asked_on), **values)


def make_reply(municipality: Municipality, day: Any, *, on: Any = None, **fields: Any) -> Any:
    values = {
        "about": ReplyTo.OTHER,
        "outcome": Received.RECEIVED,
        "sender": "Beleidsadviseur wonen",
        "document": "Zaak 2024-17",
        "summary": "De oplevering schuift op.",
        **fields,
    }
    return record_note(
        Reply, municipality=municipality, by=None, now=at(on or day), day=at(day)().date(), **values
    )


def make_side_figure(municipality: Municipality, number: int, *, on: Any, **fields: Any) -> Any:
    values = {
        "period": make_period(),
        "kind": SideKind.NIDOS_REQUEST,
        "day": at(on)().date(),
        "source": "Brief van Nidos",
        **fields,
    }
    return record_note(SideFigure, municipality=municipality, by=None, now=at(on), number=number, **values)


def make_contact_point(municipality: Municipality, *, on: Any, **fields: Any) -> Any:
    values = {"function": "Beleidsadviseur wonen", "telephone": "088 123 45 67", **fields}
    return record_note(ContactPoint, municipality=municipality, by=None, now=at(on), **values)


def make_owner(municipality: Municipality, supervisor: Any = None, *, on: Any, **fields: Any) -> Any:
    values = {"supervisor": supervisor or make_user(Role.SUPERVISOR, municipality.province), **fields}
    return record_note(Owner, municipality=municipality, by=None, now=at(on), **values)


def make_memo(
    municipality: Municipality, text: str = "Belt liever 's ochtends.", *, on: Any, **fields: Any
) -> Any:
    values = {"by": None, **fields}
    return record_note(Memo, municipality=municipality, now=at(on), text=text, **values)


PDF = Upload("Zienswijze.pdf", b"%PDF-1.7 voorbeeld %%EOF")


def make_notes(municipality: Municipality) -> None:
    """Record one of each kind, with a known number in its address."""
    make_talk(municipality, "2024-02-01", id=NUMBER)
    make_talk(municipality, "2024-02-20", on="2024-02-01", is_planned=True)
    make_agreement(municipality, "2024-03-01", on="2024-02-01", id=NUMBER)
    make_plan(municipality, "2024-02-01", "2024-03-01", id=NUMBER)
    make_reply(municipality, "2024-02-20", id=NUMBER)
    make_side_figure(municipality, 4, on="2024-02-01", id=NUMBER)
    make_contact_point(municipality, on="2024-02-01", id=NUMBER)
    make_owner(municipality, on="2024-02-01", id=NUMBER)
    make_memo(municipality, on="2024-02-01", id=NUMBER)
    file = keep_attachment(PDF, municipality=municipality, by=None, moment=at("2024-02-21")(), id=NUMBER)
    make_reply(municipality, "2024-02-21", files=[file.pk])
