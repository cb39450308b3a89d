from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.forecast.calls_table import NO_MUNICIPALITIES, NOBODY
from assessments.judging.shown import Shown
from assessments.judging.sums import share_cell, with_missing
from assessments.overview.overview import Overview
from assessments.rules.ladder import Rung
from municipalities.catalogue import BY_KEY, ON_SCREEN, SHARES
from municipalities.dutch import UNKNOWN, count, day_text
from municipalities.figures import Sum
from municipalities.models import Period
from municipalities.tables import TEXT, HouseTable


class FigureColumn(tables.Column):
    """A number of people; its footer is the sum over the municipalities, saying what is missing."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        self.figure = name
        kwargs = {"verbose_name": BY_KEY[name].heading, "default": UNKNOWN, **kwargs}
        super().__init__(accessor=f"figures__{name}", footer=self.sum_of, **kwargs)

    def render(self, value: Any) -> str:
        return self.written(value)

    def written(self, value: int | None) -> str:
        return BY_KEY[self.figure].written(value)

    def sum_of(self, table: OverviewTable) -> str:
        """Print the sum; nothing for a figure of which none is made."""
        total: Sum | None = getattr(table.totals, self.figure, None)
        return "" if total is None else with_missing(total, self.written(total.value))


class ToDoColumn(FigureColumn):
    """What is still to do of the total task: no balance, since the period goes on."""

    def written(self, value: int | None) -> str:
        return count(value)


class ShareColumn(tables.Column):
    """What was housed as a whole percentage; sorted by the exact share."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        self.figure = name
        kwargs = {"verbose_name": BY_KEY[name].heading, **kwargs}
        super().__init__(accessor=f"figures__{name}", empty_values=(), footer=self.share_of, **kwargs)

    def render(self, record: Shown) -> str:
        return share_cell(record.figures, self.figure)

    def share_of(self, table: OverviewTable) -> str:
        return share_cell(table.totals, self.figure)


class OverviewTable(HouseTable):
    """All municipalities of a province over one period."""

    name = tables.Column("Gemeente", accessor="municipality__name", order_by="name_key")
    rung = tables.Column("Trede", accessor="rung", order_by="rung_number", attrs=TEXT, empty_values=())
    status = tables.Column("Status", accessor="state", empty_values=(), order_by="state", attrs=TEXT)
    measured_against = tables.Column("Gemeten aan", accessor="measured_against", attrs=TEXT, default="")

    class Meta:
        order_by = "name"
        empty_text = NO_MUNICIPALITIES

    def __init__(
        self, overview: Overview, period: Period, is_narrowed: bool, asked: str = "", **kwargs: Any
    ) -> None:
        self.period, self.asked = period, asked
        self.overview = overview
        self.totals = overview.totals
        self.caption = f"Cijfers en treden per gemeente, periode {period.code}"
        if overview.through:
            self.caption = f"Voorlopige cijfers per gemeente tot en met {day_text(overview.through)}"
        # Rungs rest on what was decided; before anything was, there are figures only.
        without = overview.through or (overview.known_at and not overview.assessed)
        exclude: tuple[str, ...] = ("rung", "status", "measured_against") if without else ()
        self.css_class = "wrapped sticky-end"
        if overview.is_uniform:
            exclude += ("status",)  # said once, above the table
        else:
            self.css_class += " numbered"  # the names of the rungs stand above the table
        extra = [(key, figure_column(key, overview.through)) for key in ON_SCREEN]
        super().__init__(overview.rows, exclude=exclude, extra_columns=extra, **kwargs)
        whose = "Gefilterd" if is_narrowed else "Provincie"
        self.columns["name"].column._footer = f"{whose} ({overview.totals.municipalities})"
        if is_narrowed:
            self.empty_text = NOBODY

    def render_name(self, record: Shown) -> SafeString:
        code = record.municipality.cbs_code
        url = reverse("assessments:assessment_detail", args=[self.period.code, code]) + self.asked
        return format_html('<a href="{}">{}</a> {}', url, record.municipality.name, record.mark)

    def render_rung(self, record: Shown) -> SafeString:
        return rung_badge(record.rung, record.status)

    def render_status(self, record: Shown) -> SafeString:
        """Print where the decision stands, and what is remarkable about it."""
        judgement = record.assessment
        if judgement is None or record.state is None:
            return format_html('<span class="muted">{}</span>', "geen")
        remarks = {
            "bevroren": judgement.is_frozen,
            "wijkt af": judgement.deviates,
            "herbeoordeling": record.is_being_reassessed,
        }
        words = [word for word, holds in remarks.items() if holds]
        marks = [("status", record.state.label), *(("status status--attention", word) for word in words)]
        return format_html_join(" ", '<span class="{}">{}</span>', marks)

    def render_measured_against(self, value: str, record: Shown) -> str | SafeString:
        return format_html("{}, <b>lichter</b>", value) if record.milder else value


def figure_column(key: str, through: date | None) -> tables.Column:
    """Return the column of a figure; figures so far have a name of their own, and the day in it."""
    named = {"verbose_name": BY_KEY[key].heading_so_far} if through else {}
    match key:
        case "realised" if through:
            return FigureColumn(key, verbose_name=f"{BY_KEY[key].heading} tot en met {day_text(through)}")
        case "closing_balance" if through:
            return ToDoColumn(key, **named)
        case key if key in SHARES:
            return ShareColumn(key, **named)
    return FigureColumn(key)


def rung_badge(rung: Rung | None, status: str) -> SafeString:
    """Return a rung as number and name, with its colour; or why there is none."""
    if rung is None:
        return format_html('<span class="muted">{}</span>', status)
    return format_html(
        '<span class="rung"><span class="rung__number colour-{}">{}</span><span>{}</span></span>',
        rung.colour,
        rung.number,
        rung.label,
    )
