"""The municipalities of a province in a list: where each stands over the last half-year that is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assessments.judging.names import rung_of
from assessments.judging.on_record import RungOnRecord, records_of
from assessments.judging.province_ladder import ladder_of
from assessments.judging.shown import Shown, shown_in
from assessments.models import AssessmentVersion
from assessments.rules.ladder import Rung
from municipalities.contacts.queries import AtHand, Contacts, at_hand, contacts_of
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
    at_hand: AtHand
    in_force: RungOnRecord | None = None
    """Of an earlier day: on which rung it stood then, by what was decided over which period."""
    judgement: AssessmentVersion | None = None
    """What put it there; None where that rung was taken over."""

    @property
    def has_example_figures(self) -> bool:
        if self.shown is not None:
            return self.shown.has_example_figures
        return self.municipality.province.figures_are_examples

    @property
    def rung(self) -> Rung | None:
        if self.in_force is None:
            return self.shown.rung if self.shown else None
        ladder = ladder_of(self.municipality.province, self.in_force.period)
        return rung_of(self.judgement, ladder) if self.judgement else ladder[self.in_force.rung]


def last_period_over(now: datetime) -> Period | None:
    return Period.objects.filter(end__lte=local_day(now)).order_by("start").last()


def municipality_rows(
    province: Province, period: Period | None, *, now: datetime, known_at: datetime | None = None
) -> list[MunicipalityRow]:
    """Return every municipality that the province has or had, by name; a fixed number of queries.

    With `known_at` with the rung that was in force then, whatever period it was decided over.
    """
    everybody = register_of(province)
    shown = shown_in(period, province, now=now, known_at=known_at) if period else []
    by_key = {row.municipality.pk: row for row in shown}
    standing = dict(records_of(province, [known_at])[known_at].rungs) if known_at else {}
    judged = AssessmentVersion.objects.standing(known_at).filter(
        municipality__in=standing, period__code__in={rung.period for rung in standing.values()}
    )
    decided = {(row.municipality_id, row.period.code): row for row in judged.select_related("period")}
    moment = known_at or now
    contacts, kept = contacts_of(everybody, known_at=moment), at_hand(everybody, known_at=moment)
    return [
        MunicipalityRow(
            municipality=row,
            shown=by_key.get(row.pk),
            last_talk=talk_text(contacts[row.pk], moment),
            at_hand=kept[row.pk],
            in_force=(rung := standing.get(row.pk)),
            judgement=decided.get((row.pk, rung.period)) if rung else None,
        )
        for row in everybody
    ]


def talk_text(contacts: Contacts, now: datetime) -> str:
    """Return when was spoken last, with how long ago that is; nothing when never."""
    last = contacts.last_held
    return f"{day_text(last)}, {ago_text(last, local_day(now))}" if last else ""
