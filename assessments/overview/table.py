from __future__ import annotations

from datetime import date
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.judging.sums import share_cell, with_missing
from assessments.overview.overview import Overview, Row, Selection
from assessments.rules.ladder import Rung
from municipalities.dutch import UNKNOWN, balance, count, day_text
from municipalities.figures import Sum
from municipalities.models import Period

TEXT = {"td": {"class": "t"}}


class FigureColumn(tables.Column):
    """A number of people; its footer is the sum over the municipalities, saying what is missing."""

    written = staticmethod(count)

    def __init__(self, name: str, **kwargs: Any) -> None:
        self.figure = name
        super().__init__(accessor=f"figures__{name}", default=UNKNOWN, footer=self.sum_of, **kwargs)

    def render(self, value: Any) -> str:
        return self.written(value)

    def sum_of(self, table: OverviewTable) -> str:
        total: Sum = getattr(table.totals, self.figure)
        return with_missing(total, self.written(total.value))


class HousedColumn(FigureColumn):
    """Who was housed so far; the sum says of how many that is through another day than that of most."""

    def sum_of(self, table: OverviewTable) -> str:
        total = table.totals.realised
        return with_missing(total, self.written(total.value), len(table.overview.through_another_day))


class BalanceColumn(FigureColumn):
    """A balance: + is a backlog, − a lead."""

    written = staticmethod(balance)


class ShareColumn(tables.Column):
    """What was housed as a whole percentage; sorted by the exact share."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        self.figure = name
        super().__init__(accessor=f"figures__{name}", empty_values=(), footer=self.share_of, **kwargs)

    def render(self, record: Row) -> str:
        return share_cell(record.figures, self.figure)

    def share_of(self, table: OverviewTable) -> str:
        return share_cell(table.totals, self.figure)


class OverviewTable(tables.Table):
    """All municipalities of a province over one period."""

    name = tables.Column("Gemeente", accessor="municipality__name", order_by="name_key")
    rung = tables.Column("Trede", accessor="rung", order_by="rung_number", attrs=TEXT, empty_values=())
    status = tables.Column("Status", accessor="state", empty_values=(), order_by="state", attrs=TEXT)
    basis = tables.Column("Basis", accessor="basis", attrs=TEXT, default="")
    quota = FigureColumn("quota", verbose_name="Taak\N{SOFT HYPHEN}stelling")
    opening_balance = BalanceColumn("opening_balance", verbose_name="Begin\N{SOFT HYPHEN}stand")
    total_task = FigureColumn("total_task", verbose_name="Totaal\N{SOFT HYPHEN}opgave")
    available = FigureColumn("available_on_reference_date", verbose_name="Op tijd beschik\N{SOFT HYPHEN}baar")
    realised = FigureColumn("realised", verbose_name="Gehuis\N{SOFT HYPHEN}vest")
    share_of_quota = ShareColumn("share_of_quota", verbose_name="% van de taak\N{SOFT HYPHEN}stelling")
    share_of_total_task = ShareColumn(
        "share_of_total_task", verbose_name="% van de totaal\N{SOFT HYPHEN}opgave"
    )
    closing_balance = BalanceColumn("closing_balance", verbose_name="Eind\N{SOFT HYPHEN}stand")

    class Meta:
        order_by = "name"
        empty_text = "Er zijn geen gemeenten in deze provincie. Vraag de beheerder de gemeenten te laden."

    def __init__(self, overview: Overview, period: Period, selection: Selection, **kwargs: Any) -> None:
        self.period = period
        self.overview = overview
        self.totals = overview.totals
        self.caption = f"Cijfers en treden per gemeente, periode {period.code}"
        if overview.through:
            self.caption = f"Voorlopige cijfers per gemeente tot en met {day_text(overview.through)}"
        # As known on a chosen day there are figures only: rungs rest on what was known then.
        exclude: tuple[str, ...] = (
            ("rung", "status", "basis") if overview.known_at or overview.through else ()
        )
        self.css_class = "wrapped sticky-end"
        if overview.is_uniform:
            exclude += ("status",)  # said once, above the table
        else:
            self.css_class += " numbered"  # the names of the rungs stand above the table
        extra = so_far_columns(overview.through) if overview.through else ()
        super().__init__(overview.rows, exclude=exclude, extra_columns=extra, **kwargs)
        whose = "Gefilterd" if selection else "Provincie"
        self.columns["name"].column._footer = f"{whose} ({overview.totals.municipalities})"
        if selection:
            self.empty_text = (
                "Geen gemeenten gevonden met dit filter. Wis het filter om alle gemeenten te zien."
            )

    def render_name(self, record: Row) -> SafeString:
        code = record.municipality.cbs_code
        url = reverse("assessments:assessment_detail", args=[self.period.code, code])
        mark = format_html(" {}", DIFFERS) if record.differs else ""
        return format_html('<a href="{}">{}</a>{}', url, record.municipality.name, mark)

    def render_realised(self, value: int, record: Row) -> str | SafeString:
        """Print who was housed, with the day where that is another one than that of most."""
        through = record.figures.covered_through
        if through is None or not self.overview.is_another(through):
            return count(value)
        return format_html('{} <span class="detail">tot en met {}</span>', count(value), day_text(through))

    def render_rung(self, record: Row) -> SafeString:
        return rung_badge(record.rung, record.status)

    def render_status(self, record: Row) -> SafeString:
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

    def render_basis(self, value: str, record: Row) -> str | SafeString:
        return format_html("{}, <b>lichter</b>", value) if record.milder else value


def so_far_columns(through: date) -> list[tuple[str, tables.Column]]:
    """Return the columns that figures so far have in the place of those of a whole period."""
    names = {
        "share_of_quota": "taak\N{SOFT HYPHEN}stelling",
        "share_of_total_task": "totaal\N{SOFT HYPHEN}opgave",
    }
    shares = [
        (name, ShareColumn(name, verbose_name=f"% van de {whole} tot nu toe"))
        for name, whole in names.items()
    ]
    housed = HousedColumn(
        "realised", verbose_name=f"Gehuis\N{SOFT HYPHEN}vest tot en met {day_text(through)}"
    )
    to_do = FigureColumn("closing_balance", verbose_name="Nog te huis\N{SOFT HYPHEN}vesten")
    return [("realised", housed), *shares, ("closing_balance", to_do)]


DIFFERS = format_html(
    '<span class="status status--attention" title="{}">{}</span>',
    "Sinds de beoordeling is iets anders bekend geworden.",
    "verouderd",
)


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
