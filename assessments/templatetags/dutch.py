"""How templates print what rules and figures hold; `municipalities.dutch` writes numbers, days and lists."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import date

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from assessments import typed_text
from assessments.forecast.call_list import housings, needed_text
from assessments.forecast.forecast import BreakEven
from assessments.forecast.outlook import Outlook
from assessments.forecast.what_if import WhatIf
from assessments.judging import choice_in_words
from assessments.judging.shown import Shown
from assessments.judging.sums import share_cell, with_missing
from assessments.models import Judgement
from assessments.rules import sources
from assessments.rules.contract import Assumption, Policy
from assessments.rules.explain import PREVIOUS_STATUS
from assessments.rules.findings import Finding
from assessments.typed_text import Piece, Text
from assessments.workflow import State
from municipalities import dutch
from municipalities.catalogue import Figure, label, narrow_label
from municipalities.figures import Sum

register = template.Library()

LAST_OF_EXAMPLE = "2024-1"
"""The last period of the example that illustrates what was; what follows is made up."""
A_FEW = 5
"""As many names as a sentence can carry."""
CODE = re.compile(r"\b\d{4}-[12]\b|(?<![\w-])[a-z-]+-\d{4}\b")
"""A period or the version of a policy: 2023-2, utrecht-2023."""


register.filter("called", label)
register.filter("heading", narrow_label)
register.filter("count", dutch.count)
register.filter("balance", dutch.balance)
register.filter("known_on", dutch.known_text)
register.filter("clock", dutch.clock_text)
register.filter("period_text", dutch.period_text)
register.filter("share_of", share_cell)
register.filter("typed", typed_text.typed)
register.filter("ground_text", choice_in_words.ground_text)
register.filter("source_text", sources.source_text)
register.filter("judges", sources.judges)


@register.filter
def sum_text(total: Sum, figure: Figure | None = None) -> str:
    """Print a sum over municipalities as its kind is written, saying what is missing from it."""
    return with_missing(total, figure.written(total.value) if figure else dutch.count(total.value))


@register.filter
def day(value: date | None) -> str:
    return dutch.UNKNOWN if value is None else dutch.day_text(value)


@register.filter
def balance_or(value: int | None, otherwise: str) -> str:
    """Print a balance; where there is none, why."""
    return otherwise if value is None else dutch.balance(value)


@register.filter
def names(rows: Sequence[Shown]) -> str:
    return dutch.listing([row.municipality.name for row in rows])


@register.filter
def are_many(rows: Sequence[Shown]) -> bool:
    """Return whether a sentence gives the number of these instead of their names."""
    return len(rows) > A_FEW


@register.filter
def named(rows: Sequence[Shown]) -> str:
    """Print which municipalities these are, in a sentence; of many only the number."""
    return f"{dutch.number(len(rows))} gemeenten" if are_many(rows) else names(rows)


@register.filter
def made_up(code: str | None) -> bool:
    """Return whether a period of the worked example is fictitious; templates ask it for example figures only."""
    return bool(code) and str(code) > LAST_OF_EXAMPLE


@register.filter
def whole(text: object) -> SafeString:
    """Keep every code in a text on one line; markup is left as it is."""
    if isinstance(text, SafeString):
        return text
    return SafeString(CODE.sub(r'<span class="nowrap">\g<0></span>', html.escape(str(text))))


LONG_WORDS = re.compile(
    r"(indeplaats|[Vv]oortgangs|[Tt]aak|[Tt]otaal|[Aa]chter|[Gg]ehuis|ver|[Bb]estuur|[Bb]eoor|[Bb]egin|[Ee]ind)"
    r"(?=stelling|rapportage|opgave|stand|vest|rekening|lijk|deling)"
)


@register.filter
def breakable(words: object) -> str:
    """Let the long words of titles and headings break where Dutch breaks them."""
    return LONG_WORDS.sub("\\1\N{SOFT HYPHEN}", str(words))


@register.filter
def sentence(finding: Finding, subject: str) -> str:
    """Print a finding, the municipality called as the page calls it."""
    return finding.text(subject)


@register.filter
def measured(value: int | str) -> str:
    """Print what a finding measured, or its bound: a number of people, or a course in words."""
    return dutch.number(value) if isinstance(value, int) else value


BOUNDS = {"coupling_shortage": "total_task", "shortage_no_excuse": "quota"}


@register.filter
def bound_label(finding: Finding) -> str:
    """Print what a finding measured against; of itself that is the number asked."""
    bound = BOUNDS.get(finding.key)
    return label(bound) if bound else "Gemeten aan"


TONES = {"gehaald": "good", "niet gehaald": "attention", "koppelingstekort": "attention"}


@register.filter
def tone(finding: Finding) -> str:
    """Return whether an outcome is good or asks for attention; empty of any other."""
    return TONES.get(finding.outcome, "")


@register.filter
def previous_note(judgement: Judgement) -> str:
    """Say how the previous rung is known; nothing when it was simply adopted."""
    status = judgement.previous_rung_status
    if status == "adopted":
        return ""
    note = ": nog niet vastgesteld" if status == "provisional" else ""
    return PREVIOUS_STATUS.get(status, "") + note


@register.filter
def below(level: int) -> int:
    """Return the level of a heading under this one."""
    return level + 1


@register.filter
def marked(text: Text) -> SafeString:
    """Print the words of a letter: what is still open marked, what is strong so."""
    tags = (
        (piece.words, "mark" if piece.is_open else "strong" if piece.is_strong else "")
        for piece in text.pieces
    )
    return format_html_join("", "{}{}{}", ((tag(name), words, tag(name, "/")) for words, name in tags))


def tag(name: str, slash: str = "") -> SafeString:
    return format_html("<{}{}>", slash, name) if name else mark_safe("")


@register.simple_tag
def quoted(text: Text, sources: Sequence[str] | None = None) -> SafeString:
    """Print the words of a report: what is quoted with the place of its source in the list of them."""
    return format_html_join("", "{}", ((quoted_piece(piece, sources),) for piece in text.pieces))


def quoted_piece(piece: Piece, sources: Sequence[str] | None) -> SafeString | str:
    if piece.is_strong or not piece.is_quoted:
        return format_html("<strong>{}</strong>", piece.words) if piece.is_strong else piece.words
    place = place_of(sources, piece.source)
    note = (
        format_html('<sup><span class="visually-hidden">bron </span>{}</sup>', place) if piece.source else ""
    )
    return format_html('<span class="quoted">{}</span>{}', piece.words, note)


@register.filter
def place_of(sources: Sequence[str] | None, source: str) -> str:
    """Print the number of a source in the list of them; its name where there is no such list."""
    return str(list(sources).index(source) + 1) if sources and source in sources else f"({source})"


@register.filter
def as_field(name: str) -> str:
    """Print the name of a field as it is typed in a text block."""
    return f"{{{name}}}"


@register.filter
def letter_additions(judgement: Judgement) -> list[tuple[str, tuple[Text, ...]]]:
    """Return what a supervisor adds to the letter, each with the name of its field."""
    asked = f"Wat wij verder vragen, uiterlijk {day(judgement.asks_due)}"
    texts = {
        "Eigen alinea's": judgement.letter_paragraphs,
        asked: judgement.asks,
        "Wat wij los van de trede vragen": judgement.extra_requests,
    }
    return [(label, typed_text.typed(text)) for label, text in texts.items() if text]


@register.filter
def state_label(judgement: Judgement) -> str:
    return State(judgement.state).label.lower()


@register.filter
def assumed_by(assumption: Assumption, policy: Policy) -> str:
    """Print an assumption, with what was chosen for it where that differs from the default."""
    chosen = policy.own_choices.get(assumption.code)
    return (
        f"{assumption.text}; gekozen is: {(assumption.choices or {})[chosen]}" if chosen else assumption.text
    )


@register.filter
def needed(step: BreakEven, outlook: Outlook) -> str:
    """Say what a lighter rung takes."""
    return needed_text(step, outlook.figures.period.end, outlook.rung_before)


@register.filter
def needed_for(step: BreakEven, page: WhatIf) -> str:
    """Say what a lighter rung takes, with other numbers than those that are known."""
    assert page.placement is not None
    if page.is_over:
        return f"Met {housings(step.more)} meer is de uitkomst trede {step.rung}."
    return needed_text(step, page.period.end, page.placement.previous_rung)


@register.filter
def are_waiting(number: int) -> str:
    """Print how many wait, as the rest of a sentence that begins with a day."""
    if number == 0:
        return "wacht er niemand"
    return f"{'wacht' if number == 1 else 'wachten'} er {dutch.people(number)}"
