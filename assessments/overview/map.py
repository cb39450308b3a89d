"""The map of a province: one area per municipality, with a number in it and a colour for it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from assessments.rules.ladder import Rung
from municipalities.catalogue import label
from municipalities.dutch import balance_text, day_text, number, percentage, plural, signed
from municipalities.figures import Figures
from municipalities.ledger.register import name_key
from municipalities.models import Municipality

NAME_HEIGHT, NAME_LENGTH = 7, 10
UNKNOWN = "?"


@dataclass(frozen=True)
class ShownOnMap:
    """One municipality as a map shows it, its figures so far while it is not judged; what is not known is None."""

    municipality: Municipality
    figures: Figures
    rung: Rung | None
    url: str
    last_talk: date | None = None
    expected_rung: Rung | None = None


@dataclass(frozen=True)
class Value:
    """What stands in an area, how it is called in full, and the colour."""

    text: str
    said: str
    css: str
    legend: str


NOT_KNOWN = Value(UNKNOWN, "onbekend", "colour-none", "onbekend")


@dataclass(frozen=True)
class MapMeasure:
    """Something a map can show: its name in addresses and on the screen, and its value on a day."""

    slug: str
    label: str
    value: Callable[[ShownOnMap, date], Value]
    provisional: str = ""
    """What is shown as long as not every day of the period is known."""
    once_over: str = ""
    """What is shown of a period that does not run."""


def of_rung(rung: Rung | None, missing: str) -> Value:
    if rung is None:
        return Value(UNKNOWN, missing, "colour-none", missing)
    name = f"trede {rung.number}"
    return Value(str(rung.number), name, f"colour-{rung.colour}", f"{name}, {rung.label}")


Bounds = tuple[tuple[Fraction | int, str], ...]
SHARES: Bounds = (
    (Fraction(1, 2), "minder dan 50%"),
    (Fraction(3, 4), "50% tot 75%"),
    (Fraction(9, 10), "75% tot 90%"),
    (Fraction(1), "90% tot 100%"),
)
BACKLOGS: Bounds = (
    (1, "geen achterstand"),
    (11, "1 tot en met 10"),
    (26, "11 tot en met 25"),
    (51, "26 tot en met 50"),
)
SHORTAGES: Bounds = (
    (1, "geen tekort"),
    (6, "1 tot en met 5"),
    (16, "6 tot en met 15"),
    (41, "16 tot en met 40"),
)
TALKS: Bounds = (
    (15, "twee weken of korter"),
    (32, "tot een maand"),
    (62, "tot twee maanden"),
    (93, "tot drie maanden"),
)
BEYOND = {
    SHARES: "100% of meer",
    BACKLOGS: "meer dan 50",
    SHORTAGES: "meer dan 40",
    TALKS: "langer dan drie maanden",
}


def classed(
    value: int | Fraction, text: str, said: str, bounds: Bounds, *, dark_first: bool = False
) -> Value:
    """Return a value in one of five classes, the last one darkest unless the first must be."""
    index = next((at for at, (bound, _) in enumerate(bounds) if value < bound), len(bounds))
    legend = bounds[index][1] if index < len(bounds) else BEYOND[bounds]
    shade = len(bounds) - index if dark_first else index
    return Value(text, said, f"scale-{shade + 1}", legend)


def rung_value(row: ShownOnMap, _: date) -> Value:
    return of_rung(row.rung, "geen trede")


def expected_value(row: ShownOnMap, _: date) -> Value:
    return of_rung(row.expected_rung, "geen prognose")


def share_value(row: ShownOnMap, _: date) -> Value:
    figures = row.figures
    if figures.realised is None or figures.total_task is None:
        return NOT_KNOWN
    done = figures.share_of_total_task
    if done is None:
        return Value("n.v.t.", "niet van toepassing: geen totaalopgave", "colour-none", "niet van toepassing")
    through = figures.covered_through if figures.is_partial else None
    so_far = f" tot en met {day_text(through)}" if through else ""
    said = f"{percentage(done, prose=True)} van de totaalopgave{so_far}"
    return classed(done, percentage(done), said, SHARES, dark_first=True)


def backlog_value(row: ShownOnMap, _: date) -> Value:
    figures = row.figures
    has_ended = figures.closing_balance is not None and not figures.is_partial
    balance = figures.closing_balance if has_ended else figures.opening_balance
    if balance is None:
        return NOT_KNOWN
    when = "" if has_ended else " aan het begin van de periode"
    return classed(balance, signed(balance), balance_text(balance) + when, BACKLOGS)


def shortage_value(row: ShownOnMap, _: date) -> Value:
    shortage = row.figures.coupling_shortage
    if shortage is None:
        return NOT_KNOWN
    return classed(shortage, number(shortage), f"koppelingstekort {number(shortage)}", SHORTAGES)


def talk_value(row: ShownOnMap, today: date) -> Value:
    if row.last_talk is None:
        return Value("nooit", "nog niet gesproken", "colour-none", "nog niet gesproken")
    days = (today - row.last_talk).days
    ago = "vandaag" if days == 0 else f"{plural(days, 'dag', 'dagen')} geleden"
    return classed(days, number(days), f"{ago} gesproken", TALKS)


MEASURES = (
    MapMeasure("trede", "Trede", rung_value),
    MapMeasure("verwachte-trede", "Verwachte trede", expected_value),
    MapMeasure(
        "totaalopgave",
        label("share_of_total_task"),
        share_value,
        "Nog niet alle dagen van de periode zijn bekend: dit is wie tot nu toe is gehuisvest.",
    ),
    MapMeasure(
        "achterstand",
        "Achterstand",
        backlog_value,
        "Nog niet alle dagen van de periode zijn bekend: dit is de stand aan het begin.",
    ),
    MapMeasure(
        "koppelingstekort",
        label("coupling_shortage"),
        shortage_value,
        "Het tekort is bekend na de peildatum; wat daarvoor wordt verwacht, staat in de prognose.",
    ),
    MapMeasure(
        "gesprek",
        "Dagen sinds het laatste gesprek",
        talk_value,
        once_over="Deze periode loopt niet: de dagen zijn geteld tot nu, ook met de gesprekken van daarna.",
    ),
)


@dataclass(frozen=True)
class Area:
    """One municipality on the map."""

    name: str
    url: str
    path: str
    x: int
    y: int
    value: Value
    names: list[tuple[int, str]]
    """The lines of the name, each with its height."""


@dataclass(frozen=True)
class RegionMap:
    """A map to print, with what its colours mean."""

    key: str
    title: str
    width: int
    height: int
    attribution: str
    areas: list[Area]
    legend: list[tuple[str, str, int]]
    """The colour, its meaning, and of how many municipalities."""
    left_out: list[str]
    """Names of municipalities without a shape."""

    @property
    def is_blank(self) -> bool:
        return all(area.value.text == UNKNOWN for area in self.areas)


def map_of(
    province: str, measure: MapMeasure, rows: Iterable[ShownOnMap], *, key: str, title: str, today: date
) -> RegionMap | None:
    """Return the map of a province; None when there are no shapes of it, or nobody to show."""
    shapes, rows = shapes_of(province), list(rows)
    if shapes is None or not rows:
        return None
    values = {row.municipality.cbs_code: measure.value(row, today) for row in rows}
    known = [row for row in rows if row.municipality.cbs_code in shapes["areas"]]
    unknown = [row for row in rows if row.municipality.cbs_code not in shapes["areas"]]
    counted = Counter((value.css, value.legend) for value in values.values())
    return RegionMap(
        key=key,
        title=title,
        width=shapes["width"],
        height=shapes["height"],
        attribution=shapes["attribution"],
        areas=[area_of(row, shapes["areas"][row.municipality.cbs_code], values) for row in known],
        legend=[(css, said, count) for (css, said), count in sorted(counted.items(), key=in_order)],
        left_out=[row.municipality.name for row in sorted(unknown, key=by_name)],
    )


def in_order(row: tuple[tuple[str, str], int]) -> tuple[str, str]:
    """Sort shades from light to dark, and rungs by their number."""
    (css, said), _ = row
    return (css if css.startswith("scale-") else ""), said


def by_name(row: ShownOnMap) -> str:
    return name_key(row.municipality)


def area_of(row: ShownOnMap, shape: dict[str, Any], values: dict[str, Value]) -> Area:
    x, y = int(str(shape["x"])), int(str(shape["y"]))
    names = [(y + 7 + NAME_HEIGHT * at, part) for at, part in enumerate(broken(row.municipality.name))]
    return Area(
        row.municipality.name,
        row.url,
        str(shape["path"]),
        x,
        y - 2,
        values[row.municipality.cbs_code],
        names,
    )


def broken(name: str) -> list[str]:
    """Return a name in lines that fit an area: Wijk bij, Duurstede."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + len(word) < NAME_LENGTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@cache
def shapes_of(province: str) -> dict[str, Any] | None:
    """Return the shapes of a province from fixtures/maps/; None where there are none."""
    path = Path(settings.BASE_DIR) / "fixtures" / "maps" / f"{province}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
