"""A map and bars of the rungs of one period, drawn with their own colours: a document that stands alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType

from assessments.judging.shown import Shown
from assessments.overview.map import MEASURES, RegionMap, ShownOnMap, map_of
from assessments.reports.period import PeriodPart

SURFACES = MappingProxyType(
    {
        "groen": ("#d9eddb", "#123d22"),
        "geel": ("#f5df8e", "#443500"),
        "oranje": ("#efa968", "#3f1e00"),
        "rood": ("#bd4a2b", "#ffffff"),
        "donkerrood": ("#8f2138", "#ffffff"),
        "paars": ("#4a1942", "#ffffff"),
        "blauw": ("#b5d2ee", "#0f2f57"),
        "grijs": ("#a3aeb4", "#1a252b"),
        "wit": ("#ffffff", "#1a252b"),
        "none": ("#e1e5e7", "#2c3940"),
    }
)
"""Surface and ink of each colour, as on the screens; a PDF knows no style sheet within a drawing."""
BAR = 240
"""How long the longest bar is."""


@dataclass(frozen=True)
class Bar:
    """How many stand on one rung, with the colour that it has on the map."""

    label: str
    count: int
    length: int
    fill: str


@dataclass(frozen=True)
class Shape:
    """One municipality on the map."""

    path: str
    text: str
    x: int
    y: int
    names: tuple[tuple[int, str], ...]
    fill: str
    ink: str


@dataclass(frozen=True)
class RungPicture:
    """The rungs of one period: a bar for each, which is the legend too, and a map where there are shapes."""

    title: str
    bars: tuple[Bar, ...]
    shapes: tuple[Shape, ...] = ()
    width: int = 0
    height: int = 0
    attribution: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        return "; ".join(f"{bar.label}: {bar.count}" for bar in self.bars)


def rung_picture(part: PeriodPart) -> RungPicture | None:
    """Return the picture of a period; None while nobody has a rung."""
    if not part.overview.with_rung:
        return None
    title = f"Treden per gemeente, {part.period.code}"
    region = region_of_rungs(part, title)
    picture = RungPicture(title, tuple(bars(part.rows)))
    if region is None:
        return picture
    return RungPicture(
        title,
        picture.bars,
        tuple(
            Shape(area.path, area.value.text, area.x, area.y, tuple(area.names), *surface(area.value.css))
            for area in region.areas
        ),
        region.width,
        region.height,
        region.attribution,
        tuple(region.left_out),
    )


def region_of_rungs(part: PeriodPart, title: str) -> RegionMap | None:
    rows = [ShownOnMap(row.municipality, row.figures, row.rung, "") for row in part.rows]
    measure = next(each for each in MEASURES if each.slug == "trede")
    province = part.rows[0].municipality.province_id
    return map_of(province, measure, rows, key="", title=title, today=part.period.last_day)


def bars(rows: list[Shown]) -> list[Bar]:
    """Return a bar for each rung with somebody on it, by number; one that was frozen has a bar of its own."""
    counted = Counter(picture_described(row) for row in rows)
    longest = max(counted.values())
    return [
        Bar(label, count, max(1, BAR * count // longest), surface(colour)[0])
        for (_, label, colour), count in sorted(counted.items())
    ]


def picture_described(row: Shown) -> tuple[int, str, str]:
    if row.rung is None or row.assessment is None:
        return (99, "geen trede", "none")
    frozen = ", bevroren" if row.assessment.is_frozen else ""
    return (row.rung.number, f"trede {row.rung.number}, {row.rung.label}{frozen}", row.rung.colour)


def surface(colour: str) -> tuple[str, str]:
    return SURFACES[colour.removeprefix("colour-")]
