"""The municipalities of a period that runs as a table: where they stand, what is expected, when they were spoken to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from assessments.forecast.call_list import Caller, Signal
from assessments.forecast.forms import CallsForm
from assessments.forecast.outlook import ProvinceOutlook
from assessments.judging.province_ladder import ladder_of
from assessments.judging.sums import with_missing
from assessments.rules.ladder import Rung
from municipalities.catalogue import BY_KEY
from municipalities.dutch import UNKNOWN, count, day_text, short_day
from municipalities.figures import Sum
from municipalities.models import ContactPoint
from municipalities.moments import local_day
from municipalities.tables import TEXT, HouseTable

OVERVIEW = ("name", "before", "rung", "total_task", "housed", "left", "overdue", "last", "signals")
FORECAST = (
    *("name", "before", "rung", "total_task", "housed", "pace_now", "left", "waiting", "overdue"),
    *("expected", "between", "shortage"),
)
TALKS = (
    *("name", "contact", "before", "official", "political", "last", "planned", "agreements", "plan"),
    "signals",
)
RUNNING = ("contact", "planned", "signals")
"""What there is to say only while the period runs."""
UNDECIDED = ("pace_now", "left", "waiting", "overdue")
"""What there is to say only until it was decided on."""


class NumberColumn(tables.Column):
    """A number of people, of the outlook; its footer is the sum over the municipalities, saying what is missing."""

    def __init__(self, label: str, accessor: str, **kwargs: Any) -> None:
        kwargs = {"footer": self.sum_of, "default": UNKNOWN, **kwargs}
        super().__init__(label, accessor=f"outlook__{accessor}", **kwargs)

    def render(self, value: int) -> str:
        return count(value)

    def sum_of(self, table: CallTable) -> str:
        values = [self.accessor.resolve(row, quiet=True) for row in table.rows_shown]
        known = [value for value in values if value is not None]
        total = Sum(sum(known) if known else None, len(values) - len(known))
        return with_missing(total, count(total.value))


class CallTable(HouseTable):
    """The municipalities of a period, with the columns that a page asks; those that most people wait in first."""

    name = tables.Column("Gemeente", accessor="municipality__name", order_by="outlook__name_key")
    contact = tables.Column(
        "Contact", accessor="at_hand__first", attrs=TEXT, orderable=False, default="nog niet vastgelegd"
    )
    before = tables.Column("Vorige trede", accessor="outlook__rung_before", attrs=TEXT)
    rung = tables.Column("Verwachte trede", accessor="outlook__rung", attrs=TEXT, default=UNKNOWN)
    total_task = NumberColumn(BY_KEY["total_task"].heading, "figures__total_task")
    housed = NumberColumn(BY_KEY["realised"].heading, "housed")
    left = NumberColumn(BY_KEY["closing_balance"].heading_so_far, "left")
    pace_now = NumberColumn("Schema\N{SOFT HYPHEN}lijn", "pace_now", footer="")
    waiting = NumberColumn(BY_KEY["open_couplings_on_reference_date"].heading, "waiting")
    overdue = NumberColumn("Langer dan 12 weken", "overdue")
    expected = NumberColumn("Verwacht gehuisvest", "forecast__expected_realised")
    between = tables.Column("Bereik", accessor="outlook__forecast__range_text", orderable=False)
    shortage = NumberColumn(BY_KEY["coupling_shortage"].heading, "forecast__expected_shortage", footer="")
    official = tables.Column("Ambtelijk", accessor="count__official")
    political = tables.Column("Bestuurlijk", accessor="count__political")
    last = tables.Column("Laatste gesprek", attrs=TEXT, default="nog niet")
    planned = tables.Column("Gepland", accessor="contacts__next_planned", attrs=TEXT, default="niet gepland")
    agreements = tables.Column("Open afspraken", accessor="contacts__open_number")
    plan = tables.Column("Plan van aanpak", accessor="contacts__plan_status", attrs=TEXT)
    signals = tables.Column("Redenen om te bellen", attrs=TEXT, order_by="reasons", empty_values=())

    css_class = "wrapped"

    def __init__(
        self,
        rows: Sequence[Caller],
        outlook: ProvinceOutlook,
        shows: Sequence[str],
        *,
        ladder: Mapping[int, Rung],
        asked: str,
        is_narrowed: bool,
        **kwargs: Any,
    ) -> None:
        self.rows_shown, self.outlook, self.ladder, self.asked = rows, outlook, ladder, asked
        self.caption, self.through = f"Per gemeente over {outlook.period.code}", outlook.through
        super().__init__(rows, exclude=[*{*self.base_columns} - {*shows}], sequence=shows, **kwargs)
        whose = "Gefilterd" if is_narrowed else "Provincie"
        self.columns["name"].column._footer = f"{whose} ({len(rows)})" if "total_task" in shows else None
        self.empty_text = NOBODY if is_narrowed else NO_MUNICIPALITIES

    def say_day(self, through: date) -> None:
        """Say through which day most figures run; a row of another day says so itself."""
        self.through = through
        self.caption = f"Voorlopige cijfers per gemeente tot en met {day_text(through)}"

    def render_name(self, record: Caller) -> SafeString:
        url = reverse("assessments:municipality_detail", args=[record.municipality.cbs_code]) + self.asked
        decided = record.outlook.decided
        return format_html(
            '<a href="{}">{}</a> {}', url, record.municipality.name, decided.mark if decided else ""
        )

    def render_contact(self, value: ContactPoint) -> SafeString:
        return format_html(
            '<a href="{}">{}</a> <span class="detail">{}</span>',
            *value.ways[0],
            value.function,
        )

    def render_before(self, value: int, record: Caller) -> SafeString:
        """Print the previous rung; beside a decision without the colour that it has since."""
        return self.numbered(value, colour="none" if record.outlook.decided else "")

    def render_rung(self, value: int, record: Caller) -> SafeString:
        """Print the expected rung with which it may be as well, or the one that was decided."""
        row = record.outlook
        if row.decided and row.decided.state:
            return format_html(
                '{} <span class="status">{}</span>',
                self.numbered(value, colour=row.decided.rung.colour if row.decided.rung else "none"),
                row.decided.state.label,
            )
        if not row.other_rungs:
            return self.numbered(value)
        return format_html(
            '<span class="rung">{}<span class="small">{}</span></span>',
            self.numbered(value, "open"),
            row.other_rungs,
        )

    def numbered(self, number: int, how: str = "", colour: str = "") -> SafeString:
        """Print a rung in the colour that it had then, or else has now."""
        css = f"rung__number--{how} " if how else ""
        shown = colour or self.ladder[number].colour
        return format_html('<span class="rung__number {}colour-{}">{}</span>', css, shown, number)

    def render_housed(self, value: int, record: Caller) -> str | SafeString:
        through = record.outlook.through
        if through in (None, self.through):
            return count(value)
        return format_html('{} <span class="detail">tot en met {}</span>', count(value), day_text(through))

    def render_last(self, value: date) -> str:
        return short_day(value)

    def render_planned(self, value: date) -> str:
        return short_day(value)

    def render_between(self, value: str) -> SafeString:
        return format_html('<span class="nowrap">{}</span>', value)

    def render_signals(self, value: tuple[Signal, ...]) -> str:
        return ", ".join(signal.name for signal in value).capitalize()


def narrowed_calls(
    outlook: ProvinceOutlook,
    rows: Sequence[Caller],
    shows: Iterable[str],
    data: Any,
    *,
    user: Any,
    today: date,
    sort: str = "-overdue",
    fragment: str = "",
) -> tuple[CallsForm, CallTable]:
    """Return the filter of a page of a period, and the table of who it chooses of these rows."""
    ladder = ladder_of(rows[0].municipality.province, outlook.period.code) if rows else {}
    hidden = (*(() if outlook.is_running else RUNNING), *(UNDECIDED if outlook.is_decided else ()))
    shows = [name for name in shows if name not in hidden]
    form = CallsForm(data, callers=rows, rungs=ladder.values(), shows=shows, user=user, today=today)
    asked = {"periode": outlook.period.code}
    if form.known_at:
        asked["known_on"] = local_day(form.known_at).isoformat()
    chosen = [row for row in rows if form.holds(row)]
    table = CallTable(
        chosen,
        outlook,
        shows,
        ladder=ladder,
        asked=f"?{urlencode(asked)}{fragment}",
        is_narrowed=bool(form.chosen),
        order_by=sort,
    )
    return form, table


NO_MUNICIPALITIES = "Er zijn geen gemeenten in deze provincie. Vraag de beheerder de gemeenten te laden."
NOBODY = "Geen gemeenten gevonden met dit filter. Wis het filter om alle gemeenten te zien."
