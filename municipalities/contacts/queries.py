"""Reads of what was said with municipalities, as known at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from django.db.models import Q, Sum

from municipalities.ledger.register import answered
from municipalities.models import (
    ActionPlan,
    Agreement,
    ContactPoint,
    Conversation,
    Housing,
    HousingKind,
    Level,
    Municipality,
    Outcome,
    Owner,
    Period,
    Province,
    Reply,
    SideFigure,
    SideKind,
)


@dataclass
class Contacts:
    """Everything that holds about one municipality, newest first."""

    held: list[Conversation] = field(default_factory=list)
    planned: list[Conversation] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    plans: list[ActionPlan] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        return bool(self.held or self.planned or self.agreements or self.plans)

    @property
    def last_held(self) -> date | None:
        return self.held[0].day if self.held else None

    def last_before(self, day: date) -> date | None:
        return next((row.day for row in self.held if row.day < day), None)

    @property
    def next_planned(self) -> date | None:
        return min((row.day for row in self.planned), default=None)

    @property
    def plan(self) -> ActionPlan | None:
        """The newest plan of action."""
        return self.plans[0] if self.plans else None

    @property
    def plan_status(self) -> str:
        """How the newest plan of action stands."""
        if self.plan is None:
            return "niet gevraagd"
        if self.plan.verdict:
            return str(self.plan.get_verdict_display())
        return "ontvangen" if self.plan.delivered_on else "gevraagd"

    def held_in(self, period: Period) -> list[Conversation]:
        return [row for row in self.held if period.start <= row.day < period.end]

    def open_agreements(self) -> list[Agreement]:
        return [row for row in self.agreements if row.outcome == Outcome.OPEN]

    @property
    def open_number(self) -> int:
        return len(self.open_agreements())


def contacts_of(municipalities: Iterable[Municipality], *, known_at: datetime) -> dict[int, Contacts]:
    """Return what holds about each municipality, by its id; three queries for each province."""
    rows = list(municipalities)
    known: dict[int, Contacts] = {}
    for row in {row.province_id: row for row in rows}.values():
        known |= contacts_in(row.province, [known_at])[known_at]
    return {row.pk: known.get(row.pk, Contacts()) for row in rows}


def contacts_in(province: Province, moments: Iterable[datetime]) -> dict[datetime, dict[int, Contacts]]:
    """Return what holds about the municipalities of a province at each moment, by their id; three queries."""
    return answered(province, "contacts", moments, partial(read_contacts, province))


def read_contacts(province: Province, moments: Collection[datetime]) -> dict[datetime, dict[int, Contacts]]:
    talks, agreements, plans = (
        model.objects.filter(municipality__province=province)
        .select_related("municipality")
        .standing_at(moments)
        for model in (Conversation, Agreement, ActionPlan)
    )
    found: dict[datetime, dict[int, Contacts]] = {moment: defaultdict(Contacts) for moment in moments}
    for moment, known in found.items():
        for talk in talks[moment]:
            contacts = known[talk.municipality_id]
            (contacts.planned if talk.is_planned else contacts.held).append(talk)
        for agreement in agreements[moment]:
            known[agreement.municipality_id].agreements.append(agreement)
        for plan in plans[moment]:
            known[plan.municipality_id].plans.append(plan)
    return found


@dataclass
class AtHand:
    """What colleagues keep at hand about one municipality."""

    points: list[ContactPoint] = field(default_factory=list)
    """By function."""
    owner: Owner | None = None

    @property
    def first(self) -> ContactPoint | None:
        """Whom to reach first: who has a telephone, if anybody has."""
        reached = [row for row in self.points if row.ways]
        return min(reached, key=lambda row: not row.telephone, default=None)


def at_hand(municipalities: Iterable[Municipality], *, known_at: datetime) -> dict[int, AtHand]:
    """Return what is kept at hand about each municipality, by its id; two queries."""
    found = {row.pk: AtHand() for row in municipalities}
    for point in ContactPoint.objects.standing(known_at).filter(municipality__in=found):
        found[point.municipality_id].points.append(point)
    for owner in Owner.objects.standing(known_at).filter(municipality__in=found).select_related("supervisor"):
        found[owner.municipality_id].owner = owner
    return found


@dataclass(frozen=True)
class TalkCount:
    """How many talks were held in one period, by level."""

    official: int
    political: int
    days: tuple[date, ...] = ()
    """In order."""

    @property
    def last(self) -> date | None:
        return self.days[-1] if self.days else None

    @property
    def total(self) -> int:
        return self.official + self.political


def coverage_of_talks(
    period: Period, municipalities: Iterable[Municipality], *, known_at: datetime
) -> dict[int, TalkCount]:
    """Return how many talks each municipality had in a period, by its id; one query."""
    rows = list(municipalities)
    provinces = {row.province_id for row in rows}
    talks = Conversation.objects.standing(known_at).filter(
        is_planned=False,
        municipality__province__in=provinces,
        day__gte=period.start,
        day__lt=period.end,
    )
    days: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for key, level, day in talks.values_list("municipality_id", "level", "day"):
        days[key].append((level, day))
    return {
        row.pk: TalkCount(
            sum(level == Level.OFFICIAL for level, _ in days[row.pk]),
            sum(level == Level.POLITICAL for level, _ in days[row.pk]),
            tuple(sorted(day for _, day in days[row.pk])),
        )
        for row in rows
    }


@dataclass(frozen=True)
class Beside:
    """What stands beside the figures of one municipality over one period, outside the judgement."""

    figures: tuple[SideFigure, ...] = ()
    housed: tuple[tuple[str, int], ...] = ()
    """People housed under Nidos and the hotel scheme; they count among the realised too."""

    def number(self, kind: str) -> int | None:
        """Return the newest number of a kind; None when nothing was recorded."""
        return next((row.number for row in self.figures if row.kind == kind), None)

    @property
    def nidos_request(self) -> int | None:
        return self.number(SideKind.NIDOS_REQUEST)

    @property
    def nidos_places(self) -> int | None:
        return self.number(SideKind.NIDOS_PLACES)

    @property
    def hotel_places(self) -> int | None:
        return self.number(SideKind.HOTEL_SCHEME)

    @property
    def housed_nidos(self) -> int:
        return dict(self.housed).get(HousingKind.NIDOS, 0)

    @property
    def housed_hotel(self) -> int:
        return dict(self.housed).get(HousingKind.HOTEL_SCHEME, 0)

    def __bool__(self) -> bool:
        return bool(self.figures or self.housed)


def beside_figures(
    period: Period,
    municipalities: Iterable[Municipality],
    *,
    known_at: datetime,
    housed_at: datetime | None = None,
) -> dict[int, Beside]:
    """Return what stands beside the figures of these municipalities, by their id; two queries.

    With `housed_at` who was housed is as known at that other moment.
    """
    # By id the database finds their housings of the period in the index; by province it reads them all.
    reach = {"municipality__in": [row.pk for row in municipalities]}
    figures: dict[int, list[SideFigure]] = defaultdict(list)
    for row in SideFigure.objects.standing(known_at).filter(**reach, period=period):
        figures[row.municipality_id].append(row)
    housed: dict[int, list[tuple[str, int]]] = defaultdict(list)
    other = Housing.objects.known_at(housed_at or known_at).filter(
        ~Q(kind=HousingKind.REGULAR),
        **reach,
        housed_on__gte=period.start,
        housed_on__lt=period.end,
    )
    sums = other.order_by().values_list("municipality_id", "kind").annotate(Sum("amount"))
    for key, kind, number in sums:
        if number:
            housed[key].append((kind, number))
    return {key: Beside(tuple(figures[key]), tuple(housed[key])) for key in {*figures, *housed}}


Answers = dict[tuple[int, str, str], Reply]


def replies_in(province: Province, moments: Iterable[datetime]) -> dict[datetime, list[Reply]]:
    """Return the replies that stand at each moment, oldest first; one query, of a register none."""
    rows = Reply.objects.filter(municipality__province=province).select_related("municipality")
    return answered(province, "replies", moments, rows.order_by("day", "pk").standing_at)


def answers_in(province: Province, moments: Iterable[datetime]) -> dict[datetime, Answers]:
    """Return the newest reply at each moment, by municipality id, number of our letter or decision, and its subject."""
    return {
        moment: {(row.municipality_id, row.reference, row.about): row for row in rows}
        for moment, rows in replies_in(province, moments).items()
    }
