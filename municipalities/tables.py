from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any

import django_tables2 as tables
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2 import RequestConfig
from django_tables2.utils import AttributeDict, signature

from municipalities import wording
from municipalities.dutch import clock_text, day_text, number, signed
from municipalities.ledger.contents import BookedLine, lines_booked, lines_said
from municipalities.ledger.provenance import Entry, Provenance
from municipalities.models import Delivery

TEXT = {"td": {"class": "t"}}


def delivery_link(number: int, before: str = "") -> SafeString:
    """Link to a delivery by its number; in a column that says so the word itself is heard, not seen."""
    url = reverse("municipalities:delivery_detail", args=[number])
    word = before or format_html('<span class="visually-hidden">{}</span>', "aanlevering ")
    return format_html('<a href="{}">{}{}</a>', url, word, number)


class HouseTable(tables.Table):
    """A table that writes its cells itself: django-tables2 inspects a signature for each of them."""

    @property
    def body(self) -> Iterator[list[tuple[SafeString, Any]]]:
        """The rows of the page: of each cell its attributes, and what it says."""
        columns = [(cell_attributes(column), written(column)) for column in self.columns]
        for record in self.paginated_rows.data:
            yield [(attributes, write(record)) for attributes, write in columns]


def cell_attributes(column: Any) -> SafeString:
    css = column.column.attrs.get("td", {}).get("class")
    return AttributeDict({"data-label": column.header, "class": css}).as_html()


def written(column: Any) -> Callable[[Any], Any]:
    """Return what writes the cells of a column, which may ask for the value, the record, or both."""
    names, _ = signature(column.render)
    empty, default, render = column.column.empty_values, column.default, column.render
    read = attrgetter(column.accessor.replace("__", "."))
    # Not every column stands for something that a record has.
    is_read = bool(empty) or "value" in names

    def write(record: Any) -> Any:
        value = read(record) if is_read else None
        if value in empty:
            return default
        given = {"value": value, "record": record}
        return render(**{name: given[name] for name in names})

    return write


class DeliveryTable(HouseTable):
    """All deliveries of a province."""

    number = tables.Column("Nummer")
    kind = tables.Column("Soort", attrs=TEXT)
    about = tables.Column("Waarover", empty_values=(), orderable=False, attrs=TEXT)
    reach = tables.Column("Gemeente", empty_values=(), orderable=False, attrs=TEXT)
    dated_on = tables.Column("Datum van de bron", attrs=TEXT)
    recorded_at = tables.Column("Vastgelegd op", attrs=TEXT)
    status = tables.Column("Status", empty_values=(), orderable=False, attrs=TEXT)

    caption = "Alle aanleveringen, de nieuwste eerst"

    class Meta:
        order_by = "-number"
        empty_text = "Nog geen aanleveringen."

    def render_number(self, value: int) -> SafeString:
        return delivery_link(value)

    def render_kind(self, record: Delivery) -> str:
        return record.get_kind_display()

    def render_about(self, record: Delivery) -> str:
        return wording.about(record)

    def render_reach(self, record: Delivery) -> str:
        return wording.reach(record)

    def render_dated_on(self, value: date) -> str:
        return day_text(value)

    def render_recorded_at(self, value: datetime) -> str:
        return clock_text(value)

    def render_status(self, record: Delivery) -> str:
        return wording.status(record)


class SaidTable(HouseTable):
    """What a delivery said, line by line."""

    municipality = tables.Column("Gemeente")
    number = tables.Column("Aantal")
    day = tables.Column("Dag", attrs=TEXT, default="")
    kind = tables.Column("Soort", attrs=TEXT)
    reason = tables.Column("Reden", attrs=TEXT)
    cell = tables.Column("Cel", attrs=TEXT, orderable=False)

    caption = "Wat er is opgegeven"

    def __init__(self, delivery: Delivery, **kwargs: Any) -> None:
        lines = lines_said(delivery)
        unused = [
            name
            for name in ("day", "kind", "reason", "cell")
            if not any(getattr(line, name) for line in lines)
        ]
        super().__init__(lines, prefix="lines-", exclude=unused, **kwargs)
        self.empty_text = wording.nothing_said(delivery)

    def render_day(self, value: date) -> str:
        return day_text(value)

    def render_number(self, value: int) -> str:
        return number(value)


class BookedTable(HouseTable):
    """The entries that came with a delivery."""

    municipality = tables.Column("Gemeente", order_by="municipality__name")
    amount = tables.Column("Verschil")
    about = tables.Column("Dag of periode", accessor="day", empty_values=(), orderable=False, attrs=TEXT)
    ledger = tables.Column("Grootboek", attrs=TEXT)
    kind = tables.Column("Soort", attrs=TEXT)
    cell = tables.Column("Cel", attrs=TEXT, orderable=False, default="")

    caption = "Wat er is geboekt"

    def __init__(self, delivery: Delivery, **kwargs: Any) -> None:
        lines = lines_booked(delivery)
        unused = [] if any(line.cell for line in lines) else ["cell"]
        super().__init__(lines, prefix="entries-", exclude=unused, **kwargs)
        self.empty_text = wording.nothing_booked(delivery)

    def render_municipality(self, record: BookedLine) -> str | SafeString:
        municipality, period = record.municipality, record.period
        if period is None or not municipality.existed_between(period.start, period.last_day):
            return municipality.name
        url = reverse("assessments:assessment_detail", args=[period.code, municipality.cbs_code])
        return format_html('<a href="{}">{}</a>', url, municipality.name)

    def render_about(self, record: BookedLine) -> str:
        return day_text(record.day) or str(record.period)

    def render_amount(self, value: int) -> str:
        return signed(value)


class EntryTable(HouseTable):
    """The entries behind one figure."""

    day = tables.Column("Dag")
    amount = tables.Column("Verschil")
    delivery = tables.Column("Aanlevering", attrs=TEXT)
    kind = tables.Column("Soort", attrs=TEXT)
    recorded_at = tables.Column("Vastgelegd op", attrs=TEXT)
    remark = tables.Column("Bijzonderheden", empty_values=(), orderable=False, attrs=TEXT)

    caption = "De boekingen achter dit cijfer"

    class Meta:
        empty_text = "Er zijn geen boekingen."

    def __init__(self, provenance: Provenance, **kwargs: Any) -> None:
        plain = not any(
            entry.reason or entry.takes_back or entry.taken_back_by for entry in provenance.entries
        )
        super().__init__(provenance.entries, exclude=("remark",) if plain else (), **kwargs)

    def render_day(self, value: date) -> str:
        return day_text(value)

    def render_amount(self, value: int) -> str:
        return signed(value)

    def render_delivery(self, value: int, record: Entry) -> SafeString:
        return format_html("{}{}", delivery_link(value), f", cel {record.cell}" if record.cell else "")

    def render_recorded_at(self, value: datetime) -> str:
        return clock_text(value)

    def render_remark(self, record: Entry) -> SafeString:
        undoing = record.takes_back and delivery_link(record.takes_back, "aanlevering ")
        undone = record.taken_back_by and delivery_link(record.taken_back_by, "aanlevering ")
        return format_html(
            "{}{}{}",
            format_html("tegenboeking van {} ", undoing) if undoing else "",
            format_html("teruggenomen met {} ", undone) if undone else "",
            record.reason,
        )


MOST_ROWS = 100
"""Of a list of municipalities: all that a province has on one page."""


def show(table: tables.Table, request: HttpRequest, per_page: int) -> None:
    """Sort and page a table as the address asks; how many rows make a page is not the address's to say."""
    RequestConfig(request, paginate=False).configure(table)
    table.paginate(per_page=per_page)
    table.page = table.paginator.get_page(request.GET.get(table.prefixed_page_field))
