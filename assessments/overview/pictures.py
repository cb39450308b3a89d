"""The pictures of the overview: the map, the change since an earlier period, and the line of the province."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from assessments.forecast.charts import realised_chart
from assessments.forecast.drawing import Chart
from assessments.forecast.forecast import Range
from assessments.forecast.outlook import ProvinceOutlook, outlook_of
from assessments.judging.sums import Term, province_sum
from assessments.overview.map import MEASURES, MapMeasure, RegionMap, ShownOnMap, map_of
from assessments.overview.overview import Overview, overview_of
from assessments.rules.ladder import Rung
from municipalities.catalogue import ACCOUNT, BY_KEY, Figure, label
from municipalities.contacts.queries import Beside, beside_figures, contacts_of
from municipalities.dutch import day_text, period_text
from municipalities.figures import Sum
from municipalities.ledger.register import periods_of
from municipalities.ledger.waiting import housed_per_day
from municipalities.models import Municipality, Period, Province
from municipalities.moments import local_day

EARLIER_SHOWN = 6


@dataclass(frozen=True)
class RungCount:
    """How many municipalities stand on a rung, and stood on it earlier."""

    rung: Rung
    number: int
    earlier: int | None

    @property
    def change(self) -> int | None:
        return None if self.earlier is None else self.number - self.earlier


@dataclass(frozen=True)
class Moves:
    """How many went up, down, or stayed, among those with a rung in both periods."""

    up: int
    down: int
    same: int


@dataclass(frozen=True)
class Picture:
    """What the overview shows beside its table."""

    terms: list[Term]
    """The sum of the province, so far while days are missing."""
    as_known: str
    """What asks another page for the chosen day; empty when the overview shows what is judged or known now."""
    dossier_query: str
    """What asks a dossier for this period, and for that day."""
    measure: MapMeasure
    measures: tuple[MapMeasure, ...]
    region: RegionMap | None
    earlier_region: RegionMap | None
    earlier: Period | None
    choices: list[Period]
    """Earlier periods that can stand beside this one."""
    counts: list[RungCount]
    moves: Moves | None
    is_expected: bool
    """Whether the counts are those of the forecast: the period still runs."""
    compared: list[tuple[Figure, str, Sum, Sum]]
    chart: Chart | None
    chart_known_at: datetime
    """The days of the chart are those of the figures that the table shows."""
    missing: int
    """How many municipalities the forecast leaves out."""
    outlook: ProvinceOutlook | None
    """What is expected, while the period runs."""
    has_begun: bool
    asks_for_assessing: bool
    """Whether the period is over, or was assessed nevertheless."""
    beside: list[tuple[Municipality, Beside]]
    """Who has numbers that stand beside the judgement, by name."""

    @property
    def is_running(self) -> bool:
        return self.outlook is not None

    @property
    def has_rungs(self) -> bool:
        return any(row.number for row in self.counts)


def picture_of(
    overview: Overview,
    period: Period,
    province: Province,
    *,
    now: datetime,
    measure: str = "",
    beside: str = "",
    outlook: ProvinceOutlook | None = None,
) -> Picture:
    """Return the pictures of an overview; a fixed number of queries. The outlook can have been asked before."""
    known_at = overview.known_at or now
    today = local_day(known_at)
    outlook = outlook or running_outlook(period, province, known_at=known_at)
    has_begun = period.start <= local_day(now)
    choices, earlier = earlier_periods(period, province, beside)
    then = (
        overview_of(earlier, province, now=now, known_at=overview.known_at, is_compared=False)
        if earlier
        else None
    )
    is_expected = outlook is not None and not overview.with_rung
    asked = chosen(measure, is_expected=is_expected, has_rungs=bool(overview.with_rung))
    rows = shown(overview, period, outlook, known_at if asked.slug == "gesprek" else None)
    rungs = {row.municipality.pk: row.expected_rung if is_expected else row.rung for row in rows}
    before = {row.municipality.pk: row.rung for row in then.rows} if then and then.with_rung else {}
    judged_at = max((row.known_at for row in overview.assessed), default=known_at)
    days_known_at = known_at if outlook else judged_at
    return Picture(
        terms=terms(overview.so_far, period),
        as_known=query(overview),
        dossier_query=query(overview, periode=period.code),
        measure=asked,
        measures=offered(asked, is_running=outlook is not None, has_rungs=bool(overview.with_rung)),
        region=region_of(province, asked, rows, period, today, key="map"),
        earlier_region=earlier_map(province, asked, then, earlier, today),
        earlier=earlier,
        choices=choices,
        counts=count_pictured(overview.ladder, rungs, before),
        moves=moves(rungs, before),
        is_expected=is_expected,
        compared=compared_with_earlier({period: overview, earlier: then}) if earlier and then else [],
        chart=province_chart(overview, period, province, outlook, days_known_at),
        chart_known_at=days_known_at,
        missing=outlook.missing if outlook else 0,
        outlook=outlook,
        has_begun=has_begun,
        asks_for_assessing=(outlook is None and has_begun) or bool(overview.assessed),
        beside=beside_of(overview, period, known_at),
    )


def earlier_periods(period: Period, province: Province, asked: str) -> tuple[list[Period], Period | None]:
    """Return which periods can stand beside this one, and the one that does: as asked, else the one right before."""
    over = [row for row in periods_of(province) if row.end <= period.start]
    right_before = next((row for row in over if row.end == period.start), None)
    return over[:EARLIER_SHOWN], next(
        (row for row in over[:EARLIER_SHOWN] if row.code == asked), right_before
    )


def running_outlook(period: Period, province: Province, *, known_at: datetime) -> ProvinceOutlook | None:
    """Return what is expected of a period that runs at a moment."""
    is_running = period.start <= local_day(known_at) < period.end
    return outlook_of(period, province, known_at=known_at, looks_back=1) if is_running else None


def terms(overview: Overview, period: Period) -> list[Term]:
    return province_sum(overview.totals, period.facts, overview.through)


def query(overview: Overview, **asked: str) -> str:
    """Return the query of an address, with the day that was chosen."""
    if overview.known_at:
        asked["known_on"] = local_day(overview.known_at).isoformat()
    return f"?{urlencode(asked)}" if asked else ""


def beside_of(overview: Overview, period: Period, known_at: datetime) -> list[tuple[Municipality, Beside]]:
    municipalities = [row.municipality for row in overview.rows]
    found = beside_figures(period, municipalities, known_at=known_at)
    return [(row, found[row.pk]) for row in municipalities if row.pk in found]


def chosen(slug: str, *, is_expected: bool = False, has_rungs: bool = True) -> MapMeasure:
    """Return the measure that was asked for; else the rung, the expected one, or what was housed."""
    default = "verwachte-trede" if is_expected else "trede" if has_rungs else "totaalopgave"
    by_slug = {row.slug: row for row in MEASURES}
    return by_slug.get(slug, by_slug[default])


def offered(asked: MapMeasure, *, is_running: bool, has_rungs: bool) -> tuple[MapMeasure, ...]:
    """Return the measures to choose from, without those that nobody has a value of unless asked for."""
    without = {"verwachte-trede": not is_running, "trede": is_running and not has_rungs}
    return tuple(row for row in MEASURES if row == asked or not without.get(row.slug))


def shown(
    overview: Overview, period: Period, outlook: ProvinceOutlook | None, talked_by: datetime | None
) -> list[ShownOnMap]:
    municipalities = [row.municipality for row in overview.rows]
    talks = contacts_of(municipalities, known_at=talked_by) if talked_by else {}
    expected = {row.municipality.pk: row.rung for row in outlook.rows} if outlook else {}
    asked = query(overview, periode=period.code)
    return [
        ShownOnMap(
            row.municipality,
            row.figures,
            row.rung,
            reverse("assessments:municipality_detail", args=[row.municipality.cbs_code]) + asked,
            talks[row.municipality.pk].last_held if talks else None,
            overview.ladder.get(expected.get(row.municipality.pk) or 0),
        )
        for row in overview.so_far.rows
    ]


def region_of(
    province: Province, measure: MapMeasure, rows: list[ShownOnMap], period: Period, today: date, *, key: str
) -> RegionMap | None:
    title = f"{measure.label} per gemeente, {period_text(period.code)}"
    return map_of(province.code, measure, rows, key=key, title=title, today=today)


def earlier_map(
    province: Province, measure: MapMeasure, then: Overview | None, earlier: Period | None, today: date
) -> RegionMap | None:
    """Return the map of the earlier period; what is about today alone has none."""
    if then is None or earlier is None or measure.slug == "gesprek":
        return None
    of_then = chosen("trede") if measure.slug == "verwachte-trede" else measure
    return region_of(province, of_then, shown(then, earlier, None, None), earlier, today, key="earlier")


def count_pictured(
    ladder: dict[int, Rung], rungs: dict[int, Rung | None], before: dict[int, Rung | None]
) -> list[RungCount]:
    now = Counter(rung.number for rung in rungs.values() if rung)
    then = Counter(rung.number for rung in before.values() if rung)
    return [RungCount(rung, now[number], then[number] if before else None) for number, rung in ladder.items()]


def moves(rungs: dict[int, Rung | None], before: dict[int, Rung | None]) -> Moves | None:
    steps = [
        rung.number - earlier.number
        for key, rung in rungs.items()
        if rung is not None and (earlier := before.get(key)) is not None
    ]
    if not steps:
        return None
    return Moves(sum(step > 0 for step in steps), sum(step < 0 for step in steps), steps.count(0))


def compared_with_earlier(overviews: dict[Period, Overview]) -> list[tuple[Figure, str, Sum, Sum]]:
    """Return the sums of the province now and earlier; none without figures of then."""
    now, then = overviews.values()
    if not then.has_figures:
        return []
    # What is still to do is no balance at the end: that one stays unknown.
    ours, theirs = (replace(row.totals, realised=row.so_far.totals.realised) for row in (now, then))
    return [
        (
            BY_KEY[key],
            housed_in(overviews) if key == "realised" else label(key),
            getattr(ours, key),
            getattr(theirs, key),
        )
        for key in (*ACCOUNT, "coupling_shortages")
    ]


def housed_in(overviews: dict[Period, Overview]) -> str:
    """Name who was housed, with the day of each period of which it is known so far only."""
    days = [
        f"{period.code}: tot en met {day_text(row.through)}"
        for period, overview in overviews.items()
        if (row := overview.so_far).through
    ]
    return f"{label('realised')} ({'; '.join(days)})" if days else label("realised")


def province_chart(
    overview: Overview,
    period: Period,
    province: Province,
    outlook: ProvinceOutlook | None,
    known_at: datetime,
) -> Chart | None:
    """Return the line of the province, through the last day that is known of everyone who is in it.

    Left out is of whom no day is known.
    """
    days = {row.municipality.pk: day for row in overview.rows if (day := row.figures.covered_through)}
    if not days:
        return None
    through = min(days.values())
    expected: Range | None = outlook.sum_realised if outlook else None
    return realised_chart(
        f"provincie {province.name}",
        period.facts,
        housed_by_day=housed_per_day(days, period.start, through, known_at=known_at),
        through=through,
        task=overview.totals.total_task.value,
        expected=expected,
    )
