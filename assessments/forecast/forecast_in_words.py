"""What a forecast says in sentences, each around one number that stands out."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.forecast.forecast import Forecast, Range
from assessments.forecast.outlook import ProvinceOutlook
from municipalities.dutch import day_text, number, people, plural


@dataclass(frozen=True)
class Said:
    """A sentence; `number` stands out in it."""

    before: str
    number: str
    after: str


def spread(low: int | None, high: int | None) -> str:
    """Say between which numbers it may lie; nothing where there is one."""
    if low is None or high is None or low == high:
        return ""
    return f", tussen {number(low)} en {number(high)}"


def expectations(forecast: Forecast) -> list[Said]:
    """Return what is expected of one municipality; nothing where figures are missing."""
    realised, expected, shortage = forecast.realised, forecast.expected, forecast.shortage
    if realised is None:
        return []
    period = forecast.figures.period
    said = [
        Said(
            f"Verwacht aantal gehuisvest op {day_text(period.last_day)}: ",
            number(realised.expected),
            f"{spread(realised.low, realised.high)}.",
        )
    ]
    if expected is not None:
        rungs = spread(*(forecast.rungs or (None, None)))
        said.append(Said("Dat geeft ", f"trede {expected.rung}", f"{rungs}."))
    if shortage is not None and not shortage.is_certain:
        said.append(Said(shortage_text(shortage, day_text(period.reference_date)), "", ""))
    return said


def shortage_text(shortage: Range, on: str) -> str:
    low, high = number(shortage.low), number(shortage.high)
    return f"Verwacht koppelingstekort op {on}: {number(shortage.expected)}, tussen {low} en {high}."


def province_expectation(outlook: ProvinceOutlook) -> Said | None:
    """Return how many are housed in the province in the end, and how many municipalities that lacks."""
    total = outlook.sum_realised
    if total is None:
        return None
    missing = plural(outlook.missing, "gemeente", "gemeenten")
    lacks = f"; in dit aantal {'ontbreekt' if outlook.missing == 1 else 'ontbreken'} {missing}"
    after = f"{lacks if outlook.missing else ''}."
    is_one, between = total.expected == 1, ""
    verb = "is" if is_one else "zijn"
    if not total.is_certain:
        verb = f"{'wordt' if is_one else 'worden'} naar verwachting"
        between = f", tussen {number(total.low)} en {number(total.high)}"
    how_many, whom = people(total.expected).split()
    return Said(f"In de provincie {verb} ", how_many, f" {whom} gehuisvest{between}{after}")
