"""Mergers of which it is not decided where the balance goes: until then the opening balance is not known.

A municipality that goes into another one leaves a backlog or lead, which no entry of that one holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter

from municipalities.dutch import day_text, listing
from municipalities.figures import Figures
from municipalities.models import Delivery, DeliveryKind, Municipality, Period


@dataclass(frozen=True)
class OpenMerger:
    """What keeps the opening balance of one municipality from being known (herindeling)."""

    heir: Municipality
    period: Period
    """The one that begins after the merger, of which an opening balance can be stated."""
    gone: tuple[Municipality, ...]

    @property
    def names(self) -> str:
        return listing([row.name for row in self.gone])

    @property
    def text(self) -> str:
        """Say what happened, and what is not known because of it."""
        per_day: dict[date, list[str]] = defaultdict(list)
        for row in self.gone:
            assert row.valid_until is not None
            per_day[row.valid_until + timedelta(1)].append(row.name)
        merged = "; ".join(
            f"{listing(names)} {'is' if len(names) == 1 else 'zijn'} per {day_text(day)} opgegaan in {self.heir}"
            for day, names in per_day.items()
        )
        return (
            f"{merged}, en wat daar openstond is nog niet toegedeeld. De beginstand van {self.heir} over "
            f"{self.period} is daarom onbekend."
        )


def merged_into(
    municipalities: Iterable[Municipality], *, known_at: datetime | None = None
) -> list[Municipality]:
    """Return who went into these, as known at a moment or now, oldest first; one query, of a register none."""
    rows = list(municipalities)
    unread = [row.pk for row in rows if not hasattr(row, "absorbed")]
    read = list(Municipality.objects.merged().filter(successor__in=unread)) if unread else []
    gone = [*read, *(each for row in rows if hasattr(row, "absorbed") for each in row.absorbed)]
    known = (row for row in gone if known_at is None or row.is_known_to_merge(known_at))
    return sorted(known, key=attrgetter("valid_until", "name"))


def mergers_behind(
    figures: Mapping[Municipality, Figures], period: Period, *, known_at: datetime | None = None
) -> dict[Municipality, OpenMerger]:
    """Return the merger that keeps each opening balance of a period unknown; no query where all are known."""
    unknown = [row for row, known in figures.items() if known.opening_balance is None]
    return open_mergers(unknown, period, known_at=known_at) if unknown else {}


def open_mergers(
    municipalities: Iterable[Municipality], period: Period, *, known_at: datetime | None = None
) -> dict[Municipality, OpenMerger]:
    """Return the merger before a period, or before an earlier one, that no stated opening balance settled.

    One query where nobody merged, else three.
    """
    heirs = {row.pk: row for row in municipalities}
    merged = merged_into(heirs.values(), known_at=known_at)
    if not merged:
        return {}
    periods = list(Period.objects.filter(start__lte=period.start).order_by("start"))
    stated = stated_openings(heirs.values(), period, known_at)
    waiting: dict[int, tuple[Period, list[Municipality]]] = {}
    for gone in merged:
        heir = heirs[gone.successor_id or 0]
        last_day = gone.valid_until
        after = next((row for row in periods if last_day and row.start > last_day), None)
        if (
            after is None
            or after == periods[0]
            or any(start >= after.start for start in stated[heir.cbs_code])
        ):
            continue
        waiting.setdefault(heir.pk, (after, []))[1].append(gone)
    return {heirs[pk]: OpenMerger(heirs[pk], after, tuple(gone)) for pk, (after, gone) in waiting.items()}


def stated_openings(
    municipalities: Iterable[Municipality], period: Period, known_at: datetime | None
) -> dict[str, list[date]]:
    """Return the first days of the periods with a stated opening balance, by CBS code; one query."""
    rows = Delivery.objects.standing(known_at).filter(
        kind=DeliveryKind.OPENINGS,
        province__in={row.province_id for row in municipalities},
        period__start__lte=period.start,
    )
    found: dict[str, list[date]] = defaultdict(list)
    for lines, start in rows.values_list("lines", "period__start"):
        for code in {line[0] for line in lines}:
            found[code].append(start)
    return found
