"""The assessments of a step as a table: what is decided on, and which of them were chosen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.decisions.candidates import Subject
from municipalities.catalogue import BY_KEY
from municipalities.dutch import count
from municipalities.models import Period
from municipalities.tables import TEXT, HouseTable


class StepTable(HouseTable):
    """Who can take a step, with the figures that count; what stands in the way of nobody else stands with it."""

    name = tables.Column("Gemeente", accessor="municipality__name", order_by="name_key")
    chosen = tables.Column("Kies", empty_values=(), orderable=False, attrs=TEXT)
    before = tables.Column("Vorige trede", accessor="placement__previous_rung", attrs=TEXT)
    rung = tables.Column("Trede", accessor="judgement__rung", attrs=TEXT, default="geen")
    measured_against = tables.Column("Gemeten aan", accessor="judgement__measured_against_label", attrs=TEXT)
    realised = tables.Column(BY_KEY["realised"].heading, accessor="figures__realised", default="onbekend")
    closing_balance = tables.Column(
        BY_KEY["closing_balance"].heading, accessor="figures__closing_balance", default="onbekend"
    )
    first_words = tables.Column("Motivering", orderable=False, attrs=TEXT, default="")
    remarks = tables.Column("Bijzonder\N{SOFT HYPHEN}heden", orderable=False, empty_values=(), attrs=TEXT)

    css_class = "wrapped"

    class Meta:
        empty_text = "Geen gemeenten gevonden met dit filter. Wis het filter om alle gemeenten te zien."

    def __init__(
        self,
        lines: Collection[tuple[Subject, list[str]]],
        period: Period,
        keys: Collection[str],
        **kwargs: Any,
    ) -> None:
        self.period, self.keys = period, keys
        self.sentences = {row.key: sentences for row, sentences in lines}
        self.caption = f"Beoordelingen over {period.code}"
        super().__init__([row for row, _ in lines], **kwargs)

    def render_name(self, record: Subject) -> SafeString:
        args = [self.period.code, record.municipality.cbs_code, record.judgement.name]
        url = reverse("assessments:version_detail", args=args)
        return format_html('<a href="{}">{}</a>', url, record.municipality.name)

    def render_chosen(self, record: Subject) -> SafeString:
        state = "disabled" if record.problems else "checked" if record.key in self.keys else ""
        return format_html(
            '<input type="checkbox" name="key" value="{}" id="key-{}" aria-label="{}" {}>',
            record.key,
            record.municipality.cbs_code,
            record.municipality.name,
            state,
        )

    def render_before(self, value: int, record: Subject) -> SafeString:
        return self.numbered(value, record)

    def render_rung(self, value: int, record: Subject) -> SafeString:
        said = '<span class="rung">{}<span class="small muted">{}</span></span>'
        return format_html(said, self.numbered(value, record), record.change or "")

    def numbered(self, number: int, record: Subject) -> SafeString:
        colour = record.ladder[number].colour
        return format_html('<span class="rung__number colour-{}">{}</span>', colour, number)

    def render_measured_against(self, value: str, record: Subject) -> SafeString:
        """Print what was housed is held against, with that number."""
        number = record.number_to_reach
        return format_html("{}\N{NO-BREAK SPACE}<b>{}</b>", value, "" if number is None else count(number))

    def render_realised(self, value: int) -> str:
        return BY_KEY["realised"].written(value)

    def render_closing_balance(self, value: int) -> str:
        return BY_KEY["closing_balance"].written(value)

    def render_first_words(self, value: str) -> SafeString:
        short = value if len(value) <= MOST_WORDS else f"{value[:MOST_WORDS].rsplit(' ', 1)[0]} …"
        return format_html('<span class="small">{}</span>', short)

    def render_remarks(self, record: Subject) -> SafeString:
        sentences = self.sentences[record.key]
        if record.problems and not sentences:
            sentences = ["Kan nog niet: zie boven de tabel."]
        marks = [remark for remark in record.remarks if len(remark) <= MOST_OF_A_MARK]
        words = [*(remark for remark in record.remarks if remark not in marks), *sentences]
        marked = format_html_join(
            " ", '<span class="status status--attention">{}</span>', ([each] for each in marks)
        )
        return format_html(
            "{}{}", marked, format_html_join("", '<p class="small">{}</p>', ([each] for each in words))
        )


MOST_WORDS = 120
"""As many letters of a motivation as fit in its column."""
MOST_OF_A_MARK = 40
"""What is longer stands as a sentence."""
